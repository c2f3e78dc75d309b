"""Results on the phone are the server's, to the last digit: every family of the golden set, every state, every step."""

import random
from dataclasses import asdict
from fractions import Fraction
from itertools import product

import pytest
from tests.spec.indices import xlsform_forms as forms
from tests.spec.indices.engines import definition_of, read_cases

from bahtera import indices
from bahtera.indices.lifting import smallest_lifts
from bahtera.questionnaires.engine.instances import InstanceWriter

pytestmark = pytest.mark.slow
SETTINGS = [
    ("ikk", "arithmetic", "full"),
    ("ikk", "pooled", "full"),
    ("ibangga", "arithmetic", "without_private"),
    ("ibangga", "pooled", "without_private"),
    ("tepat", "arithmetic", "full"),
    ("fitur", "pooled", "without_private"),
]
RANDOM = 1500


def told(definition, *, ease=lambda _place: 1):
    """Return a reading of one index in which something can be done about every indicator, more or less easily."""
    index = indices.index_for_phone(definition, indices.load_services())
    for each in index["indicators"]:
        each["need"] = each["id"]
    rosters = {each.roster.name: "" for each in definition.plan.rosters}
    needs = {
        each["id"]: {"ease": ease(place), "services": [], "step": None, "none_yet": None, "not_a_step": None}
        for place, each in enumerate(index["indicators"])
    }
    interview = definition.declaration.interview_date
    return {
        "format": 1,
        "form": {"id": "x", "version": "1"},
        "indices": [index],
        "interview": interview.name if interview else "",
        "missing": [],
        "questions": {},
        "rosters": rosters,
        "services": {"needs": needs, "services": {}, "other_steps": {}},
    }


def by_server(score):
    """Return a score as the page tells it."""
    value = score.value
    return {
        "states": score.states,
        "numerator": str(score.numerator),
        "denominator": str(score.denominator if score.scored else 0),
        "category": score.category,
        "reason": score.reason,
        "dimensions": [
            {key: counted for key, counted in asdict(each).items() if key != "id"}
            for each in score.dimensions
        ],
        "hundredths": None if value is None else str(int((value * 200 + 1) // 2)),
    }


def every_state(definition, seed):
    """Return the golden set's states and many more: each sign anywhere, and families near every cut."""
    rng = random.Random(seed)
    count = len(definition.indicators)
    found = {row["states"] for case in read_cases(definition.id) for row in case.expect.values()}
    found = {states for states in found if states and len(states) == count}
    for _ in range(RANDOM):
        weights = [rng.random() ** 2 for _ in "10-?"]
        found.add("".join(rng.choices("10-?", weights, k=count)))
        found.add("".join(rng.choices("10", [rng.random(), rng.random()], k=count)))
    return sorted(found)


@pytest.mark.parametrize(("index", "method", "variant"), SETTINGS)
def test_every_state_scores_as_on_the_server(page, index, method, variant):
    definition = definition_of(index, method, variant)
    states = every_state(definition, 7)
    reading = told(definition)["indices"][0]
    found = page.evaluate(
        "([index, all]) => all.map(one => window.results.told(index, one))", [reading, states]
    )
    wanted = [by_server(definition.score_states(one)) for one in states]
    assert [one for one in zip(states, found, wanted, strict=True) if one[1] != one[2]] == []
    assert {one["category"] for one in wanted} >= {each.id for each in definition.categories}


@pytest.mark.parametrize(("index", "method", "variant"), [SETTINGS[0], SETTINGS[2]])
def test_every_golden_family_is_worked_out_by_the_form_and_read_as_the_oracle_has_it(
    page, index, method, variant
):
    definition = definition_of(index, method, variant)
    xform, reading = forms.build(definition), told(definition)
    writer = InstanceWriter(xform)
    page.evaluate("([xform, reading]) => { window.given = [xform, reading]; }", [xform.decode(), reading])
    wrong = {}
    for case in read_cases(index):
        xml = writer.write(forms.writable(definition, case.answers)).decode()
        [found] = page.evaluate("xml => window.results.filled(...window.given, xml)", xml)
        row = case.expect[f"{method}/{variant}"]
        wanted = by_server(definition.score_states(row["states"]))
        assert wanted["category"] == row["category"]
        if row["value"] is not None:
            assert Fraction(100 * int(wanted["numerator"]), int(wanted["denominator"])) == Fraction(
                row["value"]
            )
        if found != wanted:
            wrong[case.name] = (found, wanted)
    assert wrong == {}


@pytest.mark.parametrize(("index", "method", "variant"), SETTINGS)
def test_steps_are_a_smallest_set_and_of_these_the_easiest(page, index, method, variant):
    definition = definition_of(index, method, variant)
    reading = told(definition, ease=lambda place: 1 + place * 7 % 5)
    ease = {
        each["id"]: reading["services"]["needs"][each["id"]]["ease"]
        for each in reading["indices"][0]["indicators"]
    }
    scored = [one for one in every_state(definition, 11)[::9] if definition.score_states(one).scored]
    found = page.evaluate(
        "([reading, all]) => all.map(one => window.results.lift(reading, reading.indices[0], one))",
        [reading, scored],
    )
    for states, lift in zip(scored, found, strict=True):
        wanted = smallest_lifts(definition.plan, definition.score_states(states), most=5000)
        if wanted is None:
            assert lift is None, states
            continue
        chosen = tuple(definition.indicators[place].id for place in lift["places"])
        assert len(chosen) == wanted.size, states
        turned = "".join("1" if place in lift["places"] else sign for place, sign in enumerate(states))
        assert (
            definition.score_states(turned).category
            == lift["category"]
            != definition.score_states(states).category
        )
        if wanted.total <= len(wanted.sets):
            assert chosen in wanted.sets
            assert sum(map(ease.get, chosen)) == min(sum(map(ease.get, each)) for each in wanted.sets), states


def test_what_nobody_can_do_now_is_no_step(page):
    definition = indices.load("ikk").without_private()
    reading = told(definition)
    ids = [each.id for each in definition.indicators]
    states = "".join("0" if each in ("IKK-D2-03", "IKK-D4-04") else "1" for each in ids)
    for left, signs in product((True, False), (states, states.replace("1", "0"))):
        for each in ("IKK-D2-03", "IKK-D4-04"):
            reading["services"]["needs"][each]["ease"] = 1 if left else None
        lift = page.evaluate(
            "([reading, one]) => window.results.lift(reading, reading.indices[0], one)", [reading, signs]
        )
        named = {ids[place] for place in lift["places"]} if lift else set()
        assert left or not named & {"IKK-D2-03", "IKK-D4-04"}


def test_states_of_another_definition_are_not_scored(page):
    index = told(indices.load("ikk"))["indices"][0]
    for states in ("", "1" * 28, "1" * 30, "1" * 28 + "x"):
        assert page.evaluate("([index, one]) => window.results.told(index, one)", [index, states]) is None
