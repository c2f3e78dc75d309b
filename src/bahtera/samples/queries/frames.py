"""Reads of frames, and what a file would make of one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from uuid import UUID

from django.db.models import Count, Sum

from bahtera.access.api import Actor, check_may
from bahtera.areas import api as areas
from bahtera.samples.errors import UnknownFrame
from bahtera.samples.models import Frame, FrameRow
from bahtera.samples.rules.files import read_frame
from bahtera.samples.rules.tables import read_table
from bahtera.samples.values import DistrictTotal, FrameInfo, FrameLine, Preview, Strata, StratumTotal
from bahtera.statistics import sampling
from bahtera.surveys import api as surveys

DISTRICT, REGENCY = 8, 5


def preview(round_id: int, content: bytes, *, actor: Actor) -> Preview:
    """Return what a file would make of a frame; nothing is kept. Raises BadFile, UnknownRound, NotAllowed."""
    row = surveys.get_round(round_id)
    check_may(actor, "sample.draw", area=row.area_code)
    table = read_table(content)
    lines, problems = read_frame(
        table, known=villages_among, within=lambda code: covered(row.area_code, code)
    )
    return Preview(lines, problems, by_district(lines, row.area_code), bool(table.beginning("strat")))


def villages_among(codes: Collection[str]) -> set[str]:
    """Return the codes that are villages today."""
    return {code for code, area in areas.find(codes).items() if area.level == "village" and area.is_active}


def covered(scope: str, code: str) -> bool:
    """Tell whether a village lies in a round's area; the empty area is the country."""
    return scope == "" or areas.is_within(code, scope)


def by_district(lines: Iterable[FrameLine], area_code: str) -> tuple[DistrictTotal, ...]:
    """Return what a frame has and lacks in each kecamatan of the round's area, by code.

    What it lacks is not counted for the whole country.
    """
    villages: Counter[str] = Counter()
    families: Counter[str] = Counter()
    for line in lines:
        villages[line.village_code[:DISTRICT]] += 1
        families[line.village_code[:DISTRICT]] += line.families
    there: Counter[str] = Counter()
    if area_code:
        there.update(one.code[:DISTRICT] for one in areas.villages_within(area_code))
    return tuple(
        DistrictTotal(code, villages[code], families[code], max(0, there[code] - villages[code]))
        for code in sorted({*villages, *there})
    )


def stratum_of(line: FrameLine, strata: Strata) -> str:
    """Return the stratum of a village by what the strata are."""
    if strata is Strata.COLUMN:
        return line.stratum
    width = {Strata.REGENCY: REGENCY, Strata.DISTRICT: DISTRICT, Strata.NONE: 0}[strata]
    return line.village_code[:width]


def frames_of(round_id: int, *, actor: Actor) -> list[FrameInfo]:
    """Return the frames of a round, newest first; raises UnknownRound, NotAllowed."""
    check_readable(round_id, actor)
    return [to_info(one) for one in Frame.objects.filter(round_id=round_id).order_by("-made_at", "-pk")]


def check_readable(round_id: int, actor: Actor) -> None:
    """Raise UnknownRound for a round that does not concern the actor's areas, NotAllowed for who reads no samples."""
    check_may(actor, "sample.read")
    surveys.round_for(round_id, actor=actor)


def frame_row(frame_id: UUID) -> Frame:
    """Return a frame; raises UnknownFrame."""
    row = Frame.objects.filter(pk=frame_id).order_by("pk").first()
    if row is None:
        raise UnknownFrame
    return row


def lines_of(frame_id: UUID) -> list[FrameLine]:
    """Return the villages of a frame, by code."""
    rows = FrameRow.objects.filter(frame_id=frame_id).order_by("village_code", "pk")
    return [FrameLine(*one) for one in rows.values_list("village_code", "families", "stratum")]


def first_stage(frame_id: UUID, numbers: Mapping[str, int], *, chance: str, seed: str) -> sampling.FirstStage:
    """Draw villages of a frame, so many of each stratum; the same every time, and nothing is kept."""
    units = (sampling.Unit(one.village_code, one.families, one.stratum) for one in lines_of(frame_id))
    return sampling.draw_villages(sampling.frame(units), numbers, seed=seed, chance=sampling.Chance(chance))


def to_info(row: Frame) -> FrameInfo:
    """Turn a row into the value others get."""
    found = FrameRow.objects.filter(frame=row).values_list("stratum")
    counted = found.annotate(villages=Count("pk"), all_families=Sum("families")).order_by("stratum")
    return FrameInfo(
        id=row.pk,
        round_id=row.round_id,
        source=row.source,
        sha256=row.sha256,
        villages=row.villages,
        families=row.families,
        left_out=row.left_out,
        lacking=row.lacking,
        made_at=row.made_at,
        strata=tuple(StratumTotal(name, villages, families) for name, villages, families in counted),
    )
