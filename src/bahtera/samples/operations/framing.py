"""Keeping a frame: the villages of a file, or those of the family register."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bahtera.access.api import Actor, check_may
from bahtera.areas import api as areas
from bahtera.families import api as families
from bahtera.foundation import audit, clock
from bahtera.foundation.transactions import durable
from bahtera.samples.errors import BadFile, LinesLeft, RoundVisited
from bahtera.samples.models import Frame, FrameRow
from bahtera.samples.queries.frames import by_district, preview, stratum_of, to_info
from bahtera.samples.values import FrameInfo, FrameLine, Strata
from bahtera.statistics import sampling
from bahtera.surveys import api as surveys

FILE, REGISTER = "file", "register"


def keep_frame(round_id: int, content: bytes, *, strata: Strata, leave_out: bool, actor: Actor) -> FrameInfo:
    """Keep the villages of a file as a frame of a round.

    Args:
        round_id: the round.
        content: the file, as in `preview`.
        strata: what the strata are.
        leave_out: lines that are not taken are known to be left out: those villages cannot be drawn.
        actor: who does it.

    Raises:
        BadFile, LinesLeft, UnknownRound, NotAllowed; RoundVisited once a family was visited.
    """
    seen = preview(round_id, content, actor=actor)
    if seen.problems and not leave_out:
        raise LinesLeft(len(seen.problems))
    return _keep(round_id, _Found(seen.lines, FILE, len(seen.problems)), strata, actor)


def frame_from_register(round_id: int, *, strata: Strata, actor: Actor) -> FrameInfo:
    """Keep the villages of a round's area with as many families as the register knows; raises like `keep_frame`.

    A village without any known family cannot be drawn, and counts as lacking.
    """
    row = surveys.get_round(round_id)
    check_may(actor, "sample.draw", area=row.area_code)
    if not row.area_code:
        raise BadFile.empty()
    known = families.count_families(one.code for one in areas.villages_within(row.area_code))
    lines = [FrameLine(code, count) for code, count in sorted(known.items()) if count]
    return _keep(
        round_id, _Found(lines, REGISTER, 0), Strata.NONE if strata is Strata.COLUMN else strata, actor
    )


def check_unvisited(round_id: int) -> None:
    """Raise RoundVisited once a family of the round was visited: what was drawn by then stands."""
    visits = sum(surveys.count_states(round_id).values())
    if visits:
        raise RoundVisited(visits)


@dataclass(frozen=True, slots=True)
class _Found:
    lines: Sequence[FrameLine]
    source: str
    left_out: int


def _keep(round_id: int, told: _Found, strata: Strata, actor: Actor) -> FrameInfo:
    lines = told.lines
    if not lines:
        raise BadFile.empty()
    found = sampling.frame(
        sampling.Unit(line.village_code, line.families, stratum_of(line, strata)) for line in lines
    )
    area_code = surveys.get_round(round_id).area_code
    with durable():
        check_unvisited(round_id)
        row = Frame.objects.create(
            round_id=round_id,
            source=told.source,
            sha256=found.sha256,
            villages=len(found.units),
            families=found.size,
            left_out=told.left_out,
            lacking=sum(one.lacking for one in by_district(lines, area_code)),
            made_at=clock.now(),
            made_by=actor.key,
        )
        FrameRow.objects.bulk_create(
            (
                FrameRow(frame=row, village_code=unit.key, families=unit.size, stratum=unit.stratum)
                for unit in found.units
            ),
            batch_size=1_000,
        )
        audit.record(
            "samples.frame_kept",
            actor=actor.key,
            subject=f"round:{round_id}",
            details={
                "frame": str(row.pk),
                "sha256": row.sha256,
                "villages": row.villages,
                "left_out": told.left_out,
            },
        )
    return to_info(row)
