"""What if: a scenario worked out from patterns and told as far as it gives nobody away."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from bahtera.needs.errors import BadScenario
from bahtera.needs.queries.mapping import lines_of_many, regency_of
from bahtera.needs.queries.needs import definition_of
from bahtera.needs.queries.patterns import patterns_of
from bahtera.needs.rules.mapping import load_book
from bahtera.needs.rules.showing import (
    REACHES,
    RISES,
    STEP,
    not_simulated,
    point_step,
    told_index,
    told_lift,
)
from bahtera.needs.rules.whatif import MOST_TOGETHER, simulate
from bahtera.needs.values import Scenario, Told, WhatIf
from bahtera.results import api as results

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bahtera.access.api import Actor
    from bahtera.indices.api import IndexDefinition
    from bahtera.needs.rules.patterns import Patterns
    from bahtera.needs.rules.whatif import Outcome
    from bahtera.needs.values import Intervention, Line


@dataclass(frozen=True, slots=True)
class _Open:
    """What may be tried out in a village: which of the interventions, and whether families above may be told."""

    page: results.VillageResult
    tried: tuple[int, ...]
    tells_above: bool
    why: str


@dataclass(slots=True)
class _Sum:
    """Several villages taken together, of exact outcomes: rounded once, at the end."""

    scored: int = 0
    before: int = 0
    after: float = 0.0
    full: int = 0
    least: int | None = 0
    most: int | None = 0
    above: int = 0
    lifted: float = 0.0
    lifted_full: int = 0
    lifted_least: int = 0
    lifted_most: int = 0

    def add(self, outcome: Outcome, *, tells_above: bool) -> None:
        self.scored += outcome.scored
        self.before += outcome.numerator
        self.after += outcome.numerator_after
        self.full += outcome.full_numerator
        self.least = _plus(self.least, outcome.numerator_least)
        self.most = _plus(self.most, outcome.numerator_most)
        if tells_above:
            self.above += outcome.above
            self.lifted += outcome.above_after - outcome.above
            self.lifted_full += outcome.full_above - outcome.above
            self.lifted_least += outcome.above_least - outcome.above
            self.lifted_most += outcome.above_most - outcome.above


def what_if(scenario: Scenario, *, actor: Actor) -> WhatIf:
    """Return what interventions would change in villages of a round.

    Only where the page of the village shows the count of those who lack it, its index and, for families above the
    cut, its highest category. Sensitive indicators are not tried out. Raises BadScenario, UnknownRound,
    IndexNotMeasured, AreaNotInRound, NotAllowed.
    """
    _check(scenario)
    pages = results.village_results(
        scenario.round_id, scenario.area_code, audience="internal", actor=actor, index_id=scenario.index_id
    )
    kept = patterns_of(scenario.round_id, scenario.area_code, pages)
    definition = kept.patterns.definition
    places = {each.id: at for at, each in enumerate(definition.indicators)}
    for intervention in scenario.interventions:
        if intervention.indicator not in places or intervention.indicator in not_simulated(definition.id):
            raise BadScenario.not_told()
    wanted = set(scenario.villages) or {page.area_code for page in pages}
    opened = [
        _open(page, scenario, moving=page.area_code in kept.moving)
        for page in pages
        if page.area_code in wanted
    ]
    if not opened:
        raise BadScenario.no_villages()
    outcomes = _outcomes(scenario, opened, kept.patterns, places)
    lines = lines_of_many(each.page.area_code for each in opened)
    together, rows = _Sum(), []
    for each in opened:
        outcome = outcomes.get(each.page.area_code)
        own = lines[regency_of(each.page.area_code)]
        rows.append(_row(each, outcome, scenario, definition, own))
        if outcome is not None:
            together.add(outcome, tells_above=each.tells_above)
    return WhatIf(
        scenario=scenario,
        index=definition_of(pages[0]),
        villages=tuple(rows),
        together=_told(
            "",
            "",
            together,
            definition,
            tells_above=any(each.tells_above and not each.why for each in opened),
        )
        if outcomes
        else None,
        cost=sum(each.cost for each in rows),
        threshold=STEP,
        mapping=load_book().ref,
    )


def _check(scenario: Scenario) -> None:
    names = [each.indicator for each in scenario.interventions]
    if not 0 < len(names) <= MOST_TOGETHER or len(set(names)) != len(names):
        raise BadScenario.too_many(MOST_TOGETHER)
    if any(not _is_offered(each) for each in scenario.interventions):
        raise BadScenario.reach()


def _is_offered(asked: Intervention) -> bool:
    return asked.points in RISES if asked.points else asked.percent in REACHES


def _open(page: results.VillageResult, scenario: Scenario, *, moving: bool) -> _Open:
    """Return what may be tried out in a village, by what its page shows."""
    shown = {each.id: each.unmet.count for each in page.indicators}
    unknown = {each.id for each in page.indicators if each.share.n is None}
    tried = tuple(
        at
        for at, each in enumerate(scenario.interventions)
        if (shown.get(each.indicator) or 0) >= STEP and not (each.points and each.indicator in unknown)
    )
    hidden = any(
        shown.get(each.indicator) is None or each.indicator in unknown for each in scenario.interventions
    )
    if moving:
        why = "moving"
    elif page.main.figure.value is None:
        why = "hidden"
    elif not tried:
        why = "hidden" if hidden else "few"
    else:
        why = ""
    return _Open(page, tried, page.categories[-1].count.value is not None, why)


def _outcomes(
    scenario: Scenario, opened: Sequence[_Open], patterns: Patterns, places: Mapping[str, int]
) -> dict[str, Outcome]:
    """Return each village's outcome; villages with the same interventions are worked out together."""
    groups: dict[tuple[int, ...], list[str]] = {}
    for each in opened:
        if not each.why:
            groups.setdefault(each.tried, []).append(each.page.area_code)
    found: dict[str, Outcome] = {}
    for tried, codes in groups.items():
        chosen = [scenario.interventions[at] for at in tried]
        part = patterns.of_villages(codes)
        outcomes = simulate(
            part,
            [places[each.indicator] for each in chosen],
            [each.percent for each in chosen],
            [each.points for each in chosen],
        )
        found.update(zip(part.codes, outcomes, strict=True))
    return found


def _row(
    each: _Open,
    outcome: Outcome | None,
    scenario: Scenario,
    definition: IndexDefinition,
    lines: Mapping[tuple[str, str], Line],
) -> Told:
    page = each.page
    if outcome is None:
        return Told(page.area_code, page.area_name, each.why)
    own = _Sum()
    own.add(outcome, tells_above=each.tells_above)
    told = _told(page.area_code, page.area_name, own, definition, tells_above=each.tells_above)
    shown = {one.id: one.unmet.count for one in page.indicators}
    cost, reached, skipped = 0, [], []
    counts = dict(zip(each.tried, outcome.reached, strict=True))
    for at, intervention in enumerate(scenario.interventions):
        lacking = shown.get(intervention.indicator)
        if at not in each.tried or lacking is None:
            skipped.append(intervention.indicator)
            continue
        some = counts[at]
        reached.append((intervention.indicator, some, lacking))
        line = lines.get((definition.id, intervention.indicator))
        if line is not None and some:
            cost += line.fixed_cost + line.unit_cost * some
    return told.with_work(tuple(reached), tuple(skipped), cost)


def _told(code: str, name: str, found: _Sum, definition: IndexDefinition, *, tells_above: bool) -> Told:
    """Return a village, or several together, as it may be told."""
    whole = Fraction(100, definition.plan.score.denominator * max(found.scored, 1))
    step = point_step(found.scored, len(definition.dimensions))
    before, full = found.before * whole, (found.full - found.before) * whole

    def after(number: float | None) -> Fraction | None:
        if number is None:
            return None
        return told_index(before, float(Fraction(number - found.before) * whole), full, step)

    expected = after(found.after)
    assert expected is not None
    return Told(
        code=code,
        name=name,
        why="",
        scored=found.scored,
        index=before,
        index_after=expected,
        index_least=after(found.least),
        index_most=after(found.most),
        index_step=step,
        above=found.above if tells_above else None,
        lifted=told_lift(found.lifted, found.lifted_full) if tells_above else None,
        lifted_least=told_lift(found.lifted_least, found.lifted_full) if tells_above else None,
        lifted_most=told_lift(found.lifted_most, found.lifted_full) if tells_above else None,
    )


def _plus(one: int | None, other: int | None) -> int | None:
    return None if one is None or other is None else one + other
