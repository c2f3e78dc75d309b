"""The second stage: the families of a drawn village, listed and drawn in one step, once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from bahtera.access.api import Actor, check_may, may
from bahtera.families import api as families
from bahtera.foundation import audit, clock
from bahtera.foundation.transactions import durable
from bahtera.samples.errors import (
    AlreadyLinked,
    AlreadyListed,
    BadFile,
    DrawMoved,
    FamiliesLeft,
    UnknownDrawnFamily,
    UnknownDrawnVillage,
    VillageVisited,
)
from bahtera.samples.models import Draw, DrawnFamily, DrawnVillage
from bahtera.samples.queries.draws import get_village
from bahtera.samples.rules.files import read_list
from bahtera.samples.rules.tables import read_table
from bahtera.samples.values import DrawState, ListLine, Role, VillageRow, Why
from bahtera.statistics import sampling
from bahtera.surveys import api as surveys

FILE, REGISTER = "file", "register"


def draw_from_register(draw_id: UUID, village_code: str, *, actor: Actor) -> VillageRow:
    """Draw families of a village out of those the register knows there, in the order of RW, RT and id.

    Raises UnknownDrawnVillage, NotAllowed, DrawMoved, AlreadyListed, VillageVisited, BadFile (nobody is known).
    """
    places = sorted(families.places_in([village_code]), key=_order)
    lines = [
        ListLine(one.family_id.hex, families.part_of(one.rw), families.part_of(one.rt)) for one in places
    ]
    known = {one.family_id.hex: one.family_id for one in places}
    return _draw(draw_id, village_code, _Listed(lines, REGISTER, known), actor)


def draw_from_file(
    draw_id: UUID, village_code: str, content: bytes, *, leave_out: bool = False, actor: Actor
) -> VillageRow:
    """Draw families of a village out of an uploaded list, in its order; raises like the other, and FamiliesLeft."""
    lines, problems = read_list(read_table(content))
    if problems and not leave_out:
        raise FamiliesLeft(
            *(
                [one.line for one in problems if one.why is why]
                for why in (Why.NO_REFERENCE, Why.DOUBLE, Why.PERSON_NUMBER)
            )
        )
    return _draw(draw_id, village_code, _Listed(lines, FILE, {}), actor)


def link_family(drawn_id: UUID, family_id: UUID, *, actor: Actor) -> None:
    """Say which family of the register a line of an uploaded list is; once said, it stays.

    Raises UnknownDrawnFamily, also for families elsewhere or the actor's kin; AlreadyLinked.
    """
    with durable():
        row = (
            DrawnFamily.objects.select_for_update(of=("self",))
            .filter(pk=drawn_id)
            .select_related("village")
            .first()
        )
        if row is None or not may(actor, "assignment.manage", area=row.village.village_code):
            raise UnknownDrawnFamily
        here = {one.family_id for one in families.places_in([row.village.village_code])}
        if family_id not in here or family_id in actor.kin:
            raise UnknownDrawnFamily
        taken = DrawnFamily.objects.filter(village=row.village, family_id=family_id).exists()
        if row.family_id is not None or taken:
            raise AlreadyLinked
        row.family_id = family_id
        row.save(update_fields=["family_id"])
        place = row.position
        audit.record(
            "samples.family_linked",
            actor=actor.key,
            subject=f"round:{row.village.draw.round_id}",
            about=[f"family:{family_id}"],
            details={"village": row.village.village_code, "place": place},
        )


@dataclass(frozen=True, slots=True)
class _Listed:
    lines: Sequence[ListLine]
    source: str
    known: Mapping[str, UUID]


def _draw(draw_id: UUID, village_code: str, told: _Listed, actor: Actor) -> VillageRow:
    lines = told.lines
    with durable():
        row, draw = _locked(draw_id, village_code, actor)
        if not lines:
            raise BadFile.empty()
        found = sampling.draw_families(
            [line.reference for line in lines], draw.take, draw.reserves, seed=draw.seed, village=village_code
        )
        row.listing = [[line.reference, line.rw, line.rt] for line in lines]
        row.listed, row.listed_from, row.sha256 = len(lines), told.source, found.sha256
        row.listed_at, row.listed_by = clock.now(), actor.key
        row.save()
        drawn = [(Role.MAIN, rank, at) for rank, at in enumerate(found.main, start=1)]
        drawn += [(Role.RESERVE, rank, at) for rank, at in enumerate(found.reserves, start=1)]
        DrawnFamily.objects.bulk_create(
            DrawnFamily(
                village=row,
                position=at + 1,
                role=role.value,
                rank=rank,
                reference=lines[at].reference,
                family_id=told.known.get(lines[at].reference),
                rw=lines[at].rw,
                rt=lines[at].rt,
            )
            for role, rank, at in drawn
        )
        audit.record(
            "samples.families_drawn",
            actor=actor.key,
            subject=f"round:{draw.round_id}",
            details={
                "draw": str(draw.pk),
                "village": village_code,
                "listed": len(lines),
                "main": len(found.main),
                "reserves": len(found.reserves),
                "sha256": found.sha256,
            },
        )
    return get_village(draw_id, village_code, actor=actor)


def _locked(draw_id: UUID, village_code: str, actor: Actor) -> tuple[DrawnVillage, Draw]:
    rows = DrawnVillage.objects.select_for_update().filter(draw_id=draw_id, village_code=village_code)
    row = rows.order_by("pk").first()
    if row is None or not may(actor, "sample.read", area=village_code):
        raise UnknownDrawnVillage
    check_may(actor, "sample.draw", area=village_code)
    draw = Draw.objects.get(pk=draw_id)
    if draw.state != DrawState.CONFIRMED.value:
        raise DrawMoved
    if row.listed is not None:
        raise AlreadyListed
    visited = surveys.progress(draw.round_id, village_code).visited
    if visited:
        raise VillageVisited(visited)
    return row, draw


def _order(place: families.FamilyPlace) -> tuple[tuple[int, str], tuple[int, str], str]:
    return (_number(place.rw), _number(place.rt), place.family_id.hex)


def _number(part: str) -> tuple[int, str]:
    plain = families.part_of(part)
    return (int(plain), "") if plain.isdecimal() and plain.isascii() else (10**6, plain)
