"""A budget spent over the villages of an area: what may be chosen is what the pages show, what is told is rounded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bahtera.needs.errors import BadBudget, BadScenario
from bahtera.needs.queries.mapping import lines_of_many, regency_of
from bahtera.needs.queries.needs import definition_of
from bahtera.needs.queries.patterns import patterns_of
from bahtera.needs.rules.budget import spend
from bahtera.needs.rules.mapping import load_book
from bahtera.needs.rules.menus import Candidate
from bahtera.needs.rules.patterns import ADDITIVE
from bahtera.needs.rules.showing import STEP, coarse, not_simulated, told_gap
from bahtera.needs.values import BudgetPlan, Chosen
from bahtera.results import api as results

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bahtera.access.api import Actor
    from bahtera.needs.rules.budget import Bought, Upgrade
    from bahtera.needs.values import Line

MOST_BUDGET: Final = 10**15


def spend_budget(
    round_id: int, area_code: str, budget: int, *, actor: Actor, index_id: str | None = None
) -> BudgetPlan:
    """Return which interventions of an area's villages lift the most families above the cut within a budget.

    Every village and indicator whose count the page shows is an option, at the cost and reach of its regency's line.
    Raises BadBudget, BadScenario for an index by whose method indicators do not add, UnknownRound, IndexNotMeasured,
    AreaNotInRound, NotAllowed.
    """
    if not 0 < budget <= MOST_BUDGET:
        raise BadBudget
    pages = results.village_results(round_id, area_code, audience="internal", actor=actor, index_id=index_id)
    kept = patterns_of(round_id, area_code, pages)
    definition = kept.patterns.definition
    if definition.plan.score.method not in ADDITIVE:
        raise BadScenario.method(definition.plan.score.method)
    open_pages = [page for page in pages if page.area_code not in kept.moving and _tells(page)]
    lines = lines_of_many(page.area_code for page in pages)
    places = {each.id: at for at, each in enumerate(definition.indicators)}
    at_village = {code: at for at, code in enumerate(kept.patterns.codes)}
    reached: dict[tuple[int, int], int] = {}
    candidates = []
    for page in open_pages:
        own, village = lines[regency_of(page.area_code)], at_village[page.area_code]
        for each, line in _options(page, own):
            some = line.reached_of(each.unmet.count or 0)
            place = places[each.id]
            reached[village, place] = some
            chance = some / (each.unmet.count or 1)
            candidates.append(Candidate(village, place, chance, line.cost_of(each.unmet.count or 0)))
    plan = spend(kept.patterns, candidates, budget)
    names = [each.id for each in definition.indicators]

    def told(each: Bought | Upgrade) -> Chosen:
        work = tuple((names[one.place], reached[one.village, one.place], one.cost) for one in each.candidates)
        return Chosen(kept.patterns.codes[each.village], work, each.cost, coarse(each.lifted))

    return BudgetPlan(
        round_id=round_id,
        area_code=area_code,
        index=definition_of(pages[0]),
        mapping=load_book().ref,
        budget=budget,
        cost=plan.cost,
        families=sum(page.coverage.scored for page in open_pages),
        above=sum(page.categories[-1].count.count or 0 for page in open_pages),
        lifted=coarse(plan.lifted),
        bound=coarse(plan.bound),
        gap=round(100 * plan.gap, 2),
        any_gap=told_gap(coarse(plan.lifted), coarse(plan.bound)),
        tried=plan.tried,
        every=plan.every,
        settled=plan.settled,
        seconds=round(plan.seconds, 1),
        villages=len(pages),
        left_out=len(pages) - len(open_pages),
        options=len(candidates),
        chosen=tuple(sorted((told(each) for each in plan.bought), key=_by_lift)),
        next_best=tuple(told(each) for each in plan.next_best),
        curve=tuple((rupiah, coarse(families)) for rupiah, families in plan.curve),
        curve_gap=round(100 * plan.curve_gap, 2),
        unproved=plan.unproved,
    )


def _tells(page: results.VillageResult) -> bool:
    """Tell whether a village's index and its families above the cut are shown."""
    return page.main.figure.value is not None and page.categories[-1].count.value is not None


def _options(
    page: results.VillageResult, lines: Mapping[tuple[str, str], Line]
) -> Sequence[tuple[results.IndicatorResult, Line]]:
    left_out = not_simulated(page.index.id)
    return [
        (each, line)
        for each in page.indicators
        if each.id not in left_out
        and (each.unmet.count or 0) >= STEP
        and (line := lines.get((page.index.id, each.id))) is not None
    ]


def _by_lift(each: Chosen) -> tuple[int, int, str]:
    return (-each.lifted, each.cost, each.village_code)
