"""What if, from stored visits to what may be told of it."""

from fractions import Fraction

import pytest
from tests.fakes.family_visits import IKK, store_visits
from tests.fakes.needs_world import (
    AT,
    BIRTH,
    HOUSE,
    OTHER,
    PATTERNS,
    REGENCY,
    STRANGER,
    SUPERVISOR,
    TPK2D,
    VILLAGE,
    lacking,
    measure,
)

from bahtera.access.api import NotAllowed
from bahtera.needs import api as needs
from bahtera.needs.queries import forget as forget_patterns
from bahtera.results import api as results
from bahtera.results.queries import forget


@pytest.fixture(autouse=True)
def _fresh():
    forget()
    forget_patterns()


@pytest.fixture
def measured(db):
    return measure()


def ask(row, *interventions, villages=(), actor=SUPERVISOR, area=REGENCY):
    asked = tuple(needs.Intervention(*each) for each in interventions)
    return needs.what_if(needs.Scenario(row.id, area, "ikk", asked, villages), actor=actor)


def score(patterns):
    scores = [IKK.score_states(states) for states in patterns]
    scored = [each for each in scores if each.scored]
    mean = Fraction(100 * sum(each.numerator for each in scored), scored[0].denominator * len(scored))
    return mean, sum(each.category == "tinggi" for each in scored)


def met(states, *indicators):
    return "".join(
        "1" if at in {AT[one] for one in indicators} and sign == "0" else sign
        for at, sign in enumerate(states)
    )


def test_everybody_reached_gives_the_index_of_families_who_all_have_it(measured):
    (village,) = ask(measured, (BIRTH, 100), villages=(VILLAGE,)).villages
    before, above = score(PATTERNS[VILLAGE])
    after, above_after = score([met(states, BIRTH) for states in PATTERNS[VILLAGE]])
    assert village.index == before
    assert abs(village.index_after - after) <= village.index_step / 2
    assert village.index_least == village.index_after == village.index_most
    assert village.above in {above, None}
    assert village.lifted is None or abs(village.lifted - (above_after - above)) <= needs.STEP / 2
    assert village.reached == ((BIRTH, lacking(VILLAGE, BIRTH), lacking(VILLAGE, BIRTH)),)


def test_nobody_reached_changes_nothing_and_costs_nothing(measured):
    found = ask(measured, (BIRTH, 0), (HOUSE, 0))
    for village in found.villages:
        assert village.why or (village.index == village.index_after, village.lifted, village.cost) == (
            True,
            0,
            0,
        )
    assert found.cost == 0


def test_villages_together_are_the_families_of_all_of_them(measured):
    found = ask(measured, (BIRTH, 100), (HOUSE, 100), villages=(VILLAGE, OTHER))
    families = [*PATTERNS[VILLAGE], *PATTERNS[OTHER]]
    assert found.together.index == score(families)[0]
    assert found.together.scored == len(families)
    assert found.cost == sum(each.cost for each in found.villages) > 0


def test_only_what_the_page_of_a_village_shows_is_tried_out(measured):
    store_visits(measured.id, "63.02.05.2009", [PATTERNS[VILLAGE][0]] * 2)
    results.refresh_village(measured.id, "63.02.05.2009")
    found = ask(measured, (BIRTH, 90))
    small = next(each for each in found.villages if each.code == "63.02.05.2009")
    assert (small.why, small.index, small.lifted) == ("hidden", None, None)
    shown = {
        page.area_code: {each.id: each.unmet.count for each in page.indicators}
        for page in results.village_results(measured.id, REGENCY, audience="internal", actor=SUPERVISOR)
    }
    for each in found.villages:
        for indicator, _, count in each.reached:
            assert shown[each.code][indicator] == count


def test_what_is_told_does_not_tell_who_stands_just_under_the_cut(measured):
    """A reader who asks for every reach and every pair gets steps of five, never a sharper number."""
    for percent in needs.REACHES:
        for second in ("IKK-D2-01", HOUSE):
            for each in ask(measured, (BIRTH, percent), (second, percent)).villages:
                told = (each.lifted, each.lifted_least, each.lifted_most)
                assert all(one is None or one % needs.STEP == 0 for one in told)
                if each.index is not None:
                    assert (
                        each.index_after == each.index
                        or (each.index_after / each.index_step).denominator == 1
                    )


def test_figures_that_lag_behind_are_not_tried_out(measured):
    store_visits(measured.id, VILLAGE, [PATTERNS[OTHER][0]] * 2)
    results.refresh_village(measured.id, VILLAGE)
    late = {each.code: each.why for each in ask(measured, (BIRTH, 90), actor=TPK2D).villages}
    live = {each.code: each.why for each in ask(measured, (BIRTH, 90)).villages}
    assert (late[VILLAGE], late[OTHER]) == ("moving", "")
    assert live[VILLAGE] == ""


@pytest.mark.parametrize(
    ("interventions", "code"),
    [
        ((), "needs.too_many_interventions"),
        ((("IKK-D1-01", 90),) * 2, "needs.too_many_interventions"),
        (tuple((f"IKK-D2-0{n}", 90) for n in range(1, 6)), "needs.too_many_interventions"),
        (((BIRTH, 83),), "needs.bad_share"),
        (((BIRTH, -1),), "needs.bad_share"),
        ((("IKK-D4-01", 90),), "needs.not_simulated"),
        ((("IKK-X", 90),), "needs.not_simulated"),
    ],
)
def test_what_cannot_be_tried_out_is_refused(measured, interventions, code):
    with pytest.raises(needs.BadScenario) as refused:
        ask(measured, *interventions)
    assert refused.value.code == code


def test_other_areas_are_refused(measured):
    with pytest.raises(NotAllowed):
        ask(measured, (BIRTH, 90), actor=STRANGER)
    with pytest.raises(needs.BadScenario):
        ask(measured, (BIRTH, 90), villages=("63.10.05.2003",))


def test_a_goal_in_points_reaches_as_many_as_lift_the_share_by_them(measured):
    (village,) = ask(measured, (BIRTH, 0, 20), villages=(VILLAGE,)).villages
    ((_, reached, without),) = village.reached
    assert (reached, without) == (18, lacking(VILLAGE, BIRTH)), "20 points of 90 families"
    (whole,) = ask(measured, (BIRTH, 100), villages=(VILLAGE,)).villages
    assert village.index < village.index_after < whole.index_after
    (beyond,) = ask(measured, (HOUSE, 0, 50), villages=(VILLAGE,)).villages
    assert beyond.reached[0][1] == lacking(VILLAGE, HOUSE), "nobody is reached twice"


@pytest.mark.parametrize("points", [1, 7, 55, -5])
def test_points_that_are_not_offered_are_refused(measured, points):
    with pytest.raises(needs.BadScenario, match="from the list"):
        ask(measured, (BIRTH, 0, points))
