"""One figure of many areas side by side, as a map or a ranking shows it."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from bahtera.areas import api as areas
from bahtera.results.errors import AreaNotInRound, UnknownPart
from bahtera.results.queries.villages import RoundFigures, protected_figures, speaks_for
from bahtera.results.rules import figures
from bahtera.results.values import DATA_STATE, FROZEN_STATE, Abreast, AreaValue
from bahtera.surveys import api as surveys

if TYPE_CHECKING:
    from bahtera.access.api import Actor
    from bahtera.areas.api import Level
    from bahtera.results.values import Audience


def abreast(
    round_id: int,
    area_code: str,
    *,
    level: Level,
    part: str = "",
    audience: Audience,
    actor: Actor | None = None,
    index_id: str | None = None,
) -> Abreast:
    """Return one figure of every area of a level that the round has villages in, by code, small counts hidden.

    ``part``: "" for the index, else the id of one of its dimensions or indicators. Areas above the village are the
    visited villages taken together. Raises like `area_result`, and UnknownPart.
    """
    found = protected_figures(round_id, area_code, audience=audience, actor=actor, index_id=index_id)
    codes = found.within(area_code)
    if not codes:
        raise AreaNotInRound(round_id, area_code)
    names = {each.id for each in found.definition.dimensions} | {
        each.id for each in found.definition.indicators
    }
    if part and part not in names:
        raise UnknownPart(part)
    length = areas.CODE_LENGTHS[level]
    groups: dict[str, list[str]] = defaultdict(list)
    for code in codes:
        if len(code) >= length:
            groups[code[:length]].append(code)
    whole = found.whole(area_code)
    return Abreast(
        round_id=round_id,
        index=figures.index_ref(found.definition),
        part=part,
        dimensions={each.id: figures.in_both(each.title) for each in found.definition.dimensions},
        indicators={each.id: figures.in_both(each.label) for each in found.definition.indicators},
        categories=tuple(figures.category_ref(each) for each in found.definition.categories),
        rows=tuple(_row(found, code, inside, part) for code, inside in sorted(groups.items())),
        threshold=found.shown.policy.threshold,
        data_state=FROZEN_STATE if found.round.state in surveys.DECIDED else DATA_STATE,
        refreshed_at=whole.refreshed_at,
        step=found.step,
    )


def _row(found: RoundFigures, code: str, villages: list[str], part: str) -> AreaValue:
    state = found.whole(code)
    figure, category, under = figures.one_figure(found.definition, code, state.sums, found.shown, part)
    return AreaValue(
        code=code,
        speaks=speaks_for(found, code),
        villages=len(villages),
        figure=figure,
        category=category,
        below_cut=under,
        coverage=figures.coverage(found.target(villages), state.visits, state.sums),
    )
