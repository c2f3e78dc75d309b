"""A budget over villages as they are stored, and what may be told of it."""

import pytest
from tests.fakes.needs_world import REGENCY, STRANGER, SUPERVISOR, TPK2D, VILLAGE, measure

from bahtera.access.api import NotAllowed
from bahtera.needs import api as needs
from bahtera.needs.queries import forget as forget_patterns
from bahtera.needs.tasks import plan_json
from bahtera.results import api as results
from bahtera.results.queries import forget

MILLION = 10**6


@pytest.fixture(autouse=True)
def _fresh():
    forget()
    forget_patterns()


@pytest.fixture
def measured(db):
    return measure()


def test_a_plan_keeps_to_its_budget_and_to_what_the_pages_show(measured):
    plan = needs.spend_budget(measured.id, REGENCY, 300 * MILLION, actor=SUPERVISOR)
    assert 0 < plan.cost <= 300 * MILLION
    assert plan.cost == sum(each.cost for each in plan.chosen)
    assert plan.lifted <= plan.bound + needs.STEP
    shown = {
        (page.area_code, each.id): each.unmet.count
        for page in results.village_results(measured.id, REGENCY, audience="internal", actor=SUPERVISOR)
        for each in page.indicators
    }
    lines = needs.lines_of(REGENCY)
    for village in plan.chosen:
        assert village.lifted % needs.STEP == 0
        for indicator, reached, cost in village.work:
            line, lacking = lines["ikk", indicator], shown[village.village_code, indicator]
            assert lacking >= needs.STEP
            assert indicator not in needs.not_simulated("ikk")
            assert (reached, cost) == (line.reached_of(lacking), line.cost_of(lacking))


def test_more_money_never_lifts_fewer_and_the_curve_grows(measured):
    few, many = (
        needs.spend_budget(measured.id, REGENCY, budget * MILLION, actor=SUPERVISOR) for budget in (50, 500)
    )
    assert few.lifted <= many.lifted
    assert [families for _, families in many.curve] == sorted(families for _, families in many.curve)


def test_a_row_of_the_curve_is_what_asking_for_that_budget_gives(measured):
    plan = needs.spend_budget(measured.id, REGENCY, 40 * MILLION, actor=SUPERVISOR)
    assert plan.unproved == 0
    asked = [
        (rupiah, needs.spend_budget(measured.id, REGENCY, rupiah, actor=SUPERVISOR).lifted)
        for rupiah, _ in plan.curve
    ]
    assert list(plan.curve) == asked
    assert asked[0][1] < asked[-1][1]


def test_a_plan_kept_from_before_tells_its_own_row_alone(measured):
    plan = needs.spend_budget(measured.id, VILLAGE, 100 * MILLION, actor=TPK2D)
    kept = plan_json(plan)
    del kept["curve_gap"], kept["unproved"]
    old = needs.plan_of(kept)
    assert old.curve == ((100 * MILLION, plan.lifted),)
    assert old.unproved == len(plan.curve) - 1


def test_a_plan_goes_through_the_worker_unchanged(measured):
    plan = needs.spend_budget(measured.id, VILLAGE, 100 * MILLION, actor=TPK2D)
    assert needs.plan_of(plan_json(plan)) == plan
    refused = needs.budget_task.func(measured.id, REGENCY, "ikk", MILLION, "user:0")
    assert refused["refused"]


@pytest.mark.parametrize("budget", [0, -5, 10**15 + 1])
def test_a_budget_that_is_none_is_refused(measured, budget):
    with pytest.raises(needs.BadBudget):
        needs.spend_budget(measured.id, REGENCY, budget, actor=TPK2D)


def test_other_areas_are_refused(measured):
    with pytest.raises(NotAllowed):
        needs.spend_budget(measured.id, REGENCY, MILLION, actor=STRANGER)
