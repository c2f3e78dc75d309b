"""What a round's index is worth as a measure, as somebody may come to see it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from bahtera.access.api import covers
from bahtera.analysis.errors import UnknownChoice
from bahtera.analysis.queries.remembered import Keyed
from bahtera.analysis.rules import frames, showing
from bahtera.analysis.rules.deprivation import Deprived, deprived
from bahtera.analysis.rules.instrument import (
    Coefficients,
    coefficients,
    ranking,
    village_table,
    weights_of,
)
from bahtera.analysis.rules.ranking import Ranking
from bahtera.analysis.values import Cited, Kind, Measure

if TYPE_CHECKING:
    from bahtera.analysis.queries.estimates import Opened
    from bahtera.analysis.queries.families import Loaded
    from bahtera.results.api import Measured

_KEPT = 12
_SIZES = (2, 5, 8, 13)


@dataclass(frozen=True, slots=True)
class Instrument:
    """An index looked at as a measure.

    ``villages``: in the reader's areas; ``hidden``: those of them left out for few families, or because
    most of their shares are hidden. ``ranking`` is None where
    there are fewer than three villages to rank. ``labels``: indicator -> its label by language.
    """

    measure: Measure
    cites: Cited
    index_version: str
    index_hash: str
    villages: int
    hidden: int
    ranking: Ranking | None
    coefficients: Coefficients
    deprived: tuple[Deprived, ...]
    labels: dict[str, dict[str, str]]
    is_sample: bool


def instrument(opened: Opened, measure: str = "") -> Instrument:
    """Return what an index is worth; without a ``measure`` (``indeks:...``) the first. Raises UnknownChoice."""
    indices = {key: each for key, each in opened.choices.measures.items() if each.kind is Kind.INDEX}
    chosen = indices.get(measure or next(iter(indices)))
    if chosen is None:
        raise UnknownChoice(measure)
    found, measured = opened.found, opened.measured[chosen.index_id]
    plan = found.plan
    strata = None if plan is None else (tuple(sorted(plan.villages)), tuple(sorted(plan.families)))
    key = (found.kept.key, measured.definition.hash, found.scopes, strata)
    worked = _work(Keyed(key, (found, measured)))
    definition = measured.definition
    return Instrument(
        measure=chosen,
        cites=found.cites,
        index_version=definition.version,
        index_hash=definition.hash,
        villages=worked.villages,
        hidden=worked.hidden,
        ranking=worked.ranking,
        coefficients=worked.coefficients,
        deprived=worked.deprived,
        labels={each.id: {"id": each.label.id, "en": each.label.en} for each in definition.indicators},
        is_sample=plan is not None,
    )


@dataclass(frozen=True, slots=True)
class _Worked:
    villages: int
    hidden: int
    ranking: Ranking | None
    coefficients: Coefficients
    deprived: tuple[Deprived, ...]


@lru_cache(maxsize=_KEPT)
def _work(asked: Keyed[tuple[Loaded, Measured]]) -> _Worked:
    loaded, measured = asked.carried
    definition, shown = measured.definition, measured.shown
    within = loaded.within
    families = _families(loaded, measured)
    mine: defaultdict[str, list[str]] = defaultdict(list)
    for village, states, _ in families:
        if within(village):
            mine[village].append(states)
    kept = {village: states for village, states in mine.items() if shown.shows_index(village)}
    largest = {next(code[:size] for size in _SIZES if within(code[:size])) for code in mine}

    def shows(area: str, indicator: str) -> bool:
        return shown.shows_share(area, indicator) and shown.shows_answered(area, indicator)

    ranked = ranking(village_table(kept, definition, shows), weights_of(definition))
    return _Worked(
        villages=len(mine),
        hidden=len(mine) - len(ranked.lines if ranked else kept),
        ranking=ranked,
        coefficients=coefficients(
            [states for each in mine.values() for states in each],
            definition,
            lambda indicator: all(shows(area, indicator) for area in largest),
        ),
        deprived=tuple(
            each
            for each in deprived(families, definition, shown.shows_index, showing.POLICY)
            if within(each.area) and (loaded.plan is None or covers(loaded.round.area_code, each.area))
        ),
    )


def _families(loaded: Loaded, measured: Measured) -> list[tuple[str, str, float]]:
    """Return village, states and weight of the families that count and were scored by this definition."""
    families, name = loaded.families, measured.definition.id
    columns = (
        frames.in_plan(families, loaded.plan),
        families.villages,
        families.states[name],
        families.hashes[name],
        families.weights,
    )
    return [
        (village, states, weight if loaded.plan else 1.0)
        for mine, village, states, made_by, weight in zip(*columns, strict=True)
        if mine and states and made_by == measured.definition.hash
    ]
