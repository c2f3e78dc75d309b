"""How many families are known in villages, whoever was visited: what a figure is a part of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bahtera.areas import api as areas
from bahtera.families import api as families
from bahtera.results.models import VillageSums
from bahtera.results.rules.partial import about, rests_on_part
from bahtera.surveys import api as surveys

if TYPE_CHECKING:
    from collections.abc import Collection

    from bahtera.results.values import Result


def known_families(row: surveys.RoundRow, village_codes: Collection[str]) -> dict[str, int]:
    """Return the most families known in each village: of the register, or the target of any round.

    A first round that asked one neighbourhood knows only that one; the target of the next tells how many there are.
    Nothing of a sample, whose error says how it speaks for all.
    """
    if row.design is surveys.Design.TWO_STAGE:
        return {}
    listed = families.count_families(village_codes)
    known = {code: listed.get(code, 0) for code in village_codes}
    for each in surveys.list_rounds():
        for target in surveys.targets(each.id):
            if target.village_code in known:
                known[target.village_code] = max(known[target.village_code], target.target_families)
    return known


def part_known(row: surveys.RoundRow, found: Result) -> int | None:
    """Return about how many families are known where figures rest on a part of them; None where on most, or a sample.

    An area's are those known in its villages of the round.
    """
    return part_of(row, found.area_code, scored=found.coverage.scored, visited=found.coverage.visited)


def part_of(row: surveys.RoundRow, area_code: str, *, scored: int, visited: int) -> int | None:
    """Return the same of an area of a round ("" is all of it) by how many families were scored and visited there."""
    if row.design is surveys.Design.TWO_STAGE:
        return None
    codes = {area_code}
    if len(area_code) < areas.CODE_LENGTHS["village"]:
        counted = VillageSums.objects.filter(round_id=row.id).order_by("village_code")
        named = {one.village_code for one in surveys.targets(row.id)}
        codes = {*named, *counted.values_list("village_code", flat=True).distinct()}
        codes = {one for one in codes if not area_code or areas.is_within(one, area_code)}
    known = max(sum(known_families(row, codes).values()), visited)
    return about(known) if rests_on_part(scored, known) else None
