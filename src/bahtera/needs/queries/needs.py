"""What is lacking in an area: the shown counts of its villages joined with who answers for them."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from bahtera.areas import api as areas
from bahtera.needs.queries.mapping import lines_of, lines_of_many, regency_of
from bahtera.needs.rules.mapping import load_book
from bahtera.needs.rules.priorities import Order, sort_priorities
from bahtera.needs.values import AreaNeed, Definition, Needs, Priority
from bahtera.results import api as results

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from bahtera.access.api import Actor
    from bahtera.needs.values import Line


def area_needs(round_id: int, area_code: str, *, actor: Actor, index_id: str | None = None) -> Needs:
    """Return what families of an area lack in a round, as far as the offices' figures show it.

    Counts are those of the pages of results: what is hidden there is in no count here. ``area_code`` "" takes all
    villages of the round. Raises UnknownRound, IndexNotMeasured, AreaNotInRound, NotAllowed.
    """
    whole = _whole(round_id, area_code, actor, index_id)
    villages = results.village_lacks(
        round_id, area_code, audience="internal", actor=actor, index_id=whole.index.id
    )
    codes = tuple(villages)
    own = lines_of_many(codes)
    general = lines_of(area_code)
    rows = [
        priority
        for code, lacks in villages.items()
        for priority in _priorities(code, whole.index.id, lacks, own[regency_of(code)])
    ]
    by_indicator: dict[str, list[Priority]] = {}
    for row in rows:
        by_indicator.setdefault(row.indicator, []).append(row)
    hidden = _hidden(villages.values())
    return Needs(
        round_id=round_id,
        area_code=area_code,
        index=definition_of(whole),
        speaks=whole.speaks.value,
        data_state=whole.data_state,
        threshold=whole.threshold,
        families=whole.coverage.scored + whole.coverage.not_scored,
        scored=whole.coverage.scored,
        visited=whole.coverage.visited,
        villages=codes,
        indicators=tuple(
            AreaNeed(
                indicator=each.id,
                dimension=each.dimension,
                label=each.label,
                share=each.share.value,
                lacking=each.unmet.count,
                below_cut=each.below_cut,
                is_sensitive=each.is_sensitive,
                villages=sort_priorities(by_indicator.get(each.id, ()), Order.FAMILIES),
                hidden_villages=hidden.get(each.id, 0),
                line=general.get((whole.index.id, each.id)),
            )
            for each in whole.indicators
        ),
        mapping=load_book().ref,
        priorities=tuple(rows),
    )


def village_need(
    round_id: int, village_code: str, indicator: str, *, actor: Actor, index_id: str | None = None
) -> Priority | None:
    """Return one need of a village; None where nothing is lacking, the count is hidden or no service answers it.

    Raises like `area_needs`.
    """
    found = results.village_result(
        round_id, village_code, audience="internal", actor=actor, index_id=index_id
    )
    lacks = results.village_lacks(
        round_id, village_code, audience="internal", actor=actor, index_id=found.index.id
    )
    rows = _priorities(village_code, found.index.id, lacks[village_code], lines_of(village_code))
    return next((each for each in rows if each.indicator == indicator), None)


def _priorities(
    village_code: str, index_id: str, lacks: Sequence[results.Lack], lines: Mapping[tuple[str, str], Line]
) -> list[Priority]:
    """Return a village's indicators that families lack, where the count is shown and a service answers it."""
    found = []
    for each in lacks:
        line, lacking = lines.get((index_id, each.indicator)), each.lacking
        if line is None or not lacking or not each.answered:
            continue
        found.append(
            Priority(
                village_code=village_code,
                indicator=each.indicator,
                dimension=each.dimension,
                label=each.label,
                lacking=lacking,
                answered=each.answered,
                reached=line.reached_of(lacking),
                cost=line.cost_of(lacking),
                line=line,
            )
        )
    return found


def definition_of(page: results.Result) -> Definition:
    """Return which definition made a page of results."""
    return Definition(page.index.id, page.index.version, page.index.hash, page.index.status)


def _whole(round_id: int, area_code: str, actor: Actor, index_id: str | None) -> results.Result:
    if len(area_code) == areas.CODE_LENGTHS["village"]:
        return results.village_result(
            round_id, area_code, audience="internal", actor=actor, index_id=index_id
        )
    return results.area_result(
        round_id, area_code, audience="internal", actor=actor, index_id=index_id, most_villages=0
    )


def _hidden(villages: Iterable[Sequence[results.Lack]]) -> dict[str, int]:
    """Return indicator -> villages in which the count of those who lack it is hidden."""
    return Counter(each.indicator for lacks in villages for each in lacks if each.lacking is None)
