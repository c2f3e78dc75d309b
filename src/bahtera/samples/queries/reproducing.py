"""Doing a draw again from what is kept of it: seed, plan, frame and lists. The same must come out, to the last bit."""

from __future__ import annotations

from uuid import UUID

from bahtera.access.api import Actor, may
from bahtera.samples.errors import UnknownDraw
from bahtera.samples.models import Draw, DrawnFamily, DrawnVillage
from bahtera.samples.queries.frames import first_stage
from bahtera.samples.values import Redrawn, Role
from bahtera.statistics import sampling
from bahtera.surveys import api as surveys


def redraw(draw_id: UUID, *, actor: Actor) -> Redrawn:
    """Draw again and compare; raises UnknownDraw, also for one that was only planned and for a round elsewhere."""
    row = Draw.objects.filter(pk=draw_id).exclude(sha256="").order_by("pk").first()
    if row is None or not may(actor, "sample.draw", area=surveys.get_round(row.round_id).area_code):
        raise UnknownDraw
    found = first_stage(row.frame_id, row.numbers, chance=row.chance, seed=row.seed)
    kept = list(DrawnVillage.objects.filter(draw=row).order_by("village_code", "pk"))
    same = sorted(one.key for one in found.units) == [one.village_code for one in kept]
    listed = [one for one in kept if one.listing is not None]
    return Redrawn(
        frame_is_same=found.frame_sha256 == row.frame_sha256,
        villages_are_same=same and found.sha256 == row.sha256,
        villages=len(kept),
        listed=len(listed),
        different=tuple(one.village_code for one in listed if not _same_families(row, one)),
    )


def _same_families(draw: Draw, row: DrawnVillage) -> bool:
    references = [line[0] for line in row.listing]
    found = sampling.draw_families(
        references, draw.take, draw.reserves, seed=draw.seed, village=row.village_code
    )
    kept = DrawnFamily.objects.filter(village=row).order_by("role", "rank", "pk")
    expected = [
        (role.value, rank, at + 1, references[at])
        for role, places in ((Role.MAIN, found.main), (Role.RESERVE, found.reserves))
        for rank, at in enumerate(places, start=1)
    ]
    return found.sha256 == row.sha256 and expected == list(
        kept.values_list("role", "rank", "position", "reference")
    )
