"""Places of an area side by side: one measure of all of them, and every indicator of some."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bahtera.areas import api as areas
from bahtera.results.errors import AreaNotInRound, NoSuchMeasure
from bahtera.results.queries.villages import page_of_area, protected_figures, speaks_for
from bahtera.results.rules import figures, placing
from bahtera.results.values import Result, Speaks

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bahtera.access.api import Actor
    from bahtera.results.queries.villages import RoundFigures
    from bahtera.results.rules.placing import PlaceMeasure, PlaceValue
    from bahtera.results.values import Audience, Coverage, IndicatorResult


@dataclass(frozen=True, slots=True)
class Placed:
    """One place: how many villages of the round lie in it, how complete it is, and its figure."""

    code: str
    villages: int
    speaks: Speaks
    coverage: Coverage
    value: PlaceValue


@dataclass(frozen=True, slots=True)
class Places:
    """Places of an area by one measure, the lowest figure first, then the hidden ones and those without, by code.

    ``whole``: the area itself, with its method, definition, hash and state. ``levels``: below the area, the next first.
    """

    whole: Result
    measures: Mapping[str, PlaceMeasure]
    measure: PlaceMeasure
    levels: tuple[str, ...]
    level: str
    rows: tuple[Placed, ...]
    own: PlaceValue


def places_of(
    round_id: int,
    area_code: str,
    *,
    audience: Audience,
    actor: Actor | None = None,
    index_id: str | None = None,
    measure: str = "",
    level: str = "",
) -> Places:
    """Return the places one level below an area, or at a ``level``, by a ``measure`` ("" is the index).

    Raises UnknownRound, IndexNotMeasured, AreaNotInRound, NotAllowed, and NoSuchMeasure for a measure or level there is
    not, so also for an area without anything below it.
    """
    found = _asked(round_id, area_code, audience, actor, index_id)
    measures = placing.measures_of(found.definition)
    levels = tuple(name for name, size in areas.CODE_LENGTHS.items() if size > len(area_code))
    chosen, at = measures.get(measure or "indeks"), level or (levels[0] if levels else "")
    if chosen is None or at not in levels:
        raise NoSuchMeasure(measure if chosen is None else level)
    length = areas.CODE_LENGTHS[at]
    counts: dict[str, int] = {}
    for code in found.within(area_code):
        place = code[:length]
        counts[place] = counts.get(place, 0) + 1
    rows = [_placed(found, code, count, chosen) for code, count in counts.items()]
    return Places(
        page_of_area(found, area_code, rows=False),
        measures,
        chosen,
        levels,
        at,
        tuple(sorted(rows, key=_lowest_first)),
        _value(found, area_code, chosen),
    )


def indicators_of(
    round_id: int,
    area_code: str,
    codes: Sequence[str],
    *,
    audience: Audience,
    actor: Actor | None = None,
    index_id: str | None = None,
) -> dict[str, tuple[IndicatorResult, ...]]:
    """Return every indicator of some places inside an area, in the definition's order.

    Raises like `places_of`, and AreaNotInRound for a place that is not inside or has no village in the round.
    """
    found = _asked(round_id, area_code, audience, actor, index_id)
    answer = {}
    for code in codes:
        if not areas.is_within(code, area_code) or not found.within(code):
            raise AreaNotInRound(round_id, code)
        sums = found.whole(code).sums
        answer[code] = tuple(
            figures.indicator(one, each, code, found.shown)
            for one, each in zip(found.definition.indicators, sums.indicators, strict=True)
        )
    return answer


def _asked(
    round_id: int, area_code: str, audience: Audience, actor: Actor | None, index_id: str | None
) -> RoundFigures:
    found = protected_figures(round_id, area_code, audience=audience, actor=actor, index_id=index_id)
    if not found.within(area_code):
        raise AreaNotInRound(round_id, area_code)
    return found


def _placed(found: RoundFigures, code: str, villages: int, measure: PlaceMeasure) -> Placed:
    state = found.whole(code)
    inside = found.within(code) if code not in found.villages else [code]
    return Placed(
        code,
        villages,
        speaks_for(found, code),
        figures.coverage(found.target(inside), state.visits, state.sums),
        _value(found, code, measure),
    )


def _value(found: RoundFigures, code: str, measure: PlaceMeasure) -> PlaceValue:
    return placing.value_of(found.definition, measure, code, found.whole(code).sums, found.shown)


def _lowest_first(row: Placed) -> tuple[int, object, str]:
    figure = row.value.figure
    if figure.value is None:
        return (1 if figure.hidden else 2, 0, row.code)
    return (0, figure.value, row.code)
