"""What changed in an area between two rounds, where they are one measure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bahtera.results.errors import AreaNotInRound, OneRoundOnly
from bahtera.results.queries.villages import page_of_area, round_figures, sees_live
from bahtera.results.rules.changing import Break, ChangeLine, Underway, lines_between
from bahtera.results.values import Speaks
from bahtera.surveys import api as surveys

if TYPE_CHECKING:
    from collections.abc import Collection

    from bahtera.access.api import Actor
    from bahtera.results.queries.villages import RoundFigures
    from bahtera.results.rules.changing import Ways
    from bahtera.results.values import Audience, Result

_REGENCY = 5
"""How long the code of a regency is."""
MOST_FAMILIES = 200_000
"""Of more families it is not counted which are the same: a page would wait too long."""


@dataclass(frozen=True, slots=True)
class RoundChange:
    """Two results of one area. With any of ``breaks`` there are no ``lines``: they are two measures. Nor are there of
    samples, whose changes have errors: `bahtera.analysis` tells them.

    ``only_before``, ``only_after``: villages with figures at one time only. ``same``: families that count and answered
    at both times, of ``families`` at the later one; None where that is not told: too few, too many, or a break.
    ``ways``: how far each round is here that is not final. ``holding``: where villages alone are the break, the
    regencies and villages inside in which the rounds are one measure all the same.
    """

    before: Result
    after: Result
    breaks: tuple[Break, ...]
    lines: tuple[ChangeLine, ...]
    only_before: tuple[str, ...] = ()
    only_after: tuple[str, ...] = ()
    same: int | None = None
    families: int | None = None
    ways: Ways = (None, None)
    holding: tuple[str, ...] = ()


def change_between(
    before_round: int,
    after_round: int,
    area_code: str,
    *,
    audience: Audience,
    actor: Actor | None = None,
    index_id: str | None = None,
) -> RoundChange:
    """Return what changed in an area between two rounds, from figures that each may be shown by itself.

    Above the village only where the very same villages have figures at both times, and in each of them of about as
    many families, unless both rounds are samples.
    Raises OneRoundOnly for one round twice or in the wrong order, and like `area_result`.
    """
    first, second = surveys.get_round(before_round), surveys.get_round(after_round)
    if first.opens >= second.opens:
        raise OneRoundOnly(after_round)
    live = sees_live(audience, actor, area_code)
    sides = tuple(round_figures(each, audience, index_id, live=live) for each in (before_round, after_round))
    for side in sides:
        if not side.within(area_code):
            raise AreaNotInRound(side.round.id, area_code)
    before, after = (page_of_area(side, area_code, rows=False) for side in sides)
    villages = [_measured(side, area_code) for side in sides]
    only = (tuple(sorted(villages[0] - villages[1])), tuple(sorted(villages[1] - villages[0])))
    # Two samples draw other villages each and speak for the same area; two counts over other villages do not.
    drawn = all(side.round.design is surveys.Design.TWO_STAGE for side in sides)
    breaks = tuple(_breaks(sides[0], sides[1], apart=any(only) and not drawn))
    apart = _reached_apart(sides[0], sides[1], villages[0] & villages[1])
    if not drawn and not any(only) and apart:
        breaks = (*breaks, Break.REACH)
    if breaks:
        hold = set(breaks) <= {Break.REACH, Break.VILLAGES}
        bad = (villages[0] ^ villages[1]) | apart
        holding = tuple(_holding(area_code, villages[0] | villages[1], bad)) if hold else ()
        return RoundChange(before, after, breaks, (), *only, holding=holding)
    families = after.coverage.scored + after.coverage.not_scored
    same = _same(sides[0], sides[1], villages[1], families)
    is_counted = after.speaks in (Speaks.VILLAGE, Speaks.LOCUS_AVERAGE)
    ways = (_underway(sides[0], area_code), _underway(sides[1], area_code))
    lines = lines_between(before, after, ways) if is_counted else ()
    return RoundChange(before, after, (), lines, *only, same, families, ways)


def _underway(side: RoundFigures, area_code: str) -> Underway | None:
    """Return how many families of an area a round that is not final knows, and how many have no approved visit."""
    if side.round.state in surveys.DECIDED:
        return None
    codes = side.within(area_code)
    visits = {code: side.villages[code].visits for code in codes}
    known = {code: max(side.targets.get(code, 0), visits[code].visited) for code in codes}
    undecided = sum(max(known[code] - visits[code].approved, 0) for code in codes)
    return Underway(sum(known.values()), undecided if all(map(side.targets.get, codes)) else None)


def _breaks(before: RoundFigures, after: RoundFigures, *, apart: bool) -> list[Break]:
    found = []
    if before.definition.hash != after.definition.hash:
        found.append(Break.DEFINITION)
    if before.round.form_id != after.round.form_id or before.round.form != after.round.form:
        found.append(Break.INSTRUMENT)
    if before.round.design is not after.round.design:
        found.append(Break.DESIGN)
    if apart:
        found.append(Break.VILLAGES)
    return found


def _reached_apart(before: RoundFigures, after: RoundFigures, villages: Collection[str]) -> set[str]:
    """Return the villages in which one round has figures of less than three quarters of the other's families."""
    found = set()
    for code in villages:
        counts = [side.villages[code].sums.families for side in (before, after)]
        if 4 * min(counts) < 3 * max(counts):
            found.add(code)
    return found


def _holding(area_code: str, villages: Collection[str], bad: Collection[str]) -> list[str]:
    """Return the regencies inside an area without a village that breaks the line, and other villages without."""
    regencies = {code[:_REGENCY] for code in villages} if len(area_code) < _REGENCY else set()
    whole = regencies - {code[:_REGENCY] for code in bad}
    return sorted(whole | {code for code in villages if code not in bad and code[:_REGENCY] not in whole})


def _measured(side: RoundFigures, area_code: str) -> set[str]:
    return {code for code in side.within(area_code) if side.villages[code].sums.families}


def _same(before: RoundFigures, after: RoundFigures, villages: Collection[str], families: int) -> int | None:
    """Return how many families are the same; None where it, or how many are not, would be a few."""
    if not families or families > MOST_FAMILIES:
        return None
    found = surveys.same_families(before.round.id, after.round.id, villages)
    few = after.shown.policy.threshold
    return None if 0 < found < few or 0 < families - found < few else found
