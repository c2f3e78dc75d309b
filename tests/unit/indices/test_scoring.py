import datetime as dt
import json
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.spec.indices.engines import read_cases
from tests.unit.indices.samples import definition_from, household, indicator, tepat, text_of

from bahtera import indices
from bahtera.indices import InvalidAnswers
from bahtera.indices.arithmetic import integer_root
from bahtera.indices.scoring import compare_interval, months_between, years_between

STATES = st.text(alphabet="10-?", min_size=29, max_size=29)


@given(STATES)
def test_meeting_one_more_indicator_never_lowers_the_index(states):
    for method in ("arithmetic", "pooled", "geometric", "harmonic"):
        definition = tepat(method)
        before = definition.score_states(states)
        if not before.scored or "0" not in states:
            continue
        after = definition.score_states(states.replace("0", "1", 1))
        assert after.value >= before.value
        order = [each.id for each in definition.categories]
        assert order.index(after.category) >= order.index(before.category)


@given(STATES)
def test_means_stand_in_their_order(states):
    arithmetic, geometric, harmonic = (
        tepat(m).score_states(states).value for m in ("arithmetic", "geometric", "harmonic")
    )
    if arithmetic is not None and all(
        part.met for part in tepat().score_states(states).dimensions if part.applicable
    ):
        slack = Fraction(1, 10_000)
        assert arithmetic + slack >= geometric
        assert geometric + slack >= harmonic


@given(STATES)
def test_the_value_is_the_fraction_it_says(states):
    score = tepat().score_states(states)
    shares = [part.value for part in score.dimensions if part.value is not None]
    if score.scored:
        assert score.value == sum(shares) / len(shares)
        assert 50400 % score.value.denominator == 0 or score.denominator == 50400


def test_states_are_four_and_never_mixed():
    found = indices.load("ikk").score_one(household())
    states = dict(zip((each.id for each in indices.load("ikk").indicators), found.states, strict=True))
    assert states["IKK-D1-01"] == "0"
    assert states["IKK-D2-01"] == "1"
    assert states["IKK-D2-02"] == "-"
    assert states["IKK-D3-07"] == "?"
    assert found.reason == "too_many_unanswered"
    assert (found.value, found.category, found.numerator) == (None, None, 0)


def test_a_stray_answer_where_nothing_applies_stays_not_applicable():
    answers = household() | {"lansia_dirawat": "tidak", "asi_eksklusif": "ya"}
    score = indices.load("ikk").score_one(answers)
    states = dict(zip((each.id for each in indices.load("ikk").indicators), score.states, strict=True))
    assert states["IKK-D5-01"] == "-"
    assert states["IKK-D2-03"] == "-"


@pytest.mark.parametrize("method", ["arithmetic", "pooled", "geometric", "harmonic"])
@pytest.mark.parametrize(
    ("cut", "includes", "category"),
    [
        ("74.995", "false", "tinggi"),
        ("75", "true", "tinggi"),
        ("75", "false", "rendah"),
        ("75.005", "true", "rendah"),
    ],
)
def test_three_of_four_against_cuts_a_hair_apart(method, cut, includes, category):
    many = "".join(indicator(f"I{number}") for number in range(4))
    cuts = f"  - {{id: tinggi, title: {{id: t, en: h}}, basis: test, from: {cut}, includes: {includes}}}"
    aggregation = f"{{within: arithmetic, across: {method}, most_unanswered: 0}}"
    definition = definition_from(text_of(indicators=many, cuts=cuts, aggregation=aggregation))
    score = definition.score_states("1110")
    assert (score.value, score.category) == (75, category)


def test_answers_of_a_wrong_type_are_refused_by_name():
    ikk = indices.load("ikk")
    for wrong in (
        {"makan_beragam": 1}, {"pendapatan_bulan": "banyak"}, {"tanggal_kunjungan": "2026-02-30"}, {"anggota": "dua"},
        {"jumlah_penghuni": True}, {"tanggal_kunjungan": "09/03/2026"}, {"tanggal_kunjungan": "20260309"},
        {"tanggal_kunjungan": dt.datetime(2026, 1, 1, tzinfo=dt.UTC)},
    ):  # fmt: skip
        with pytest.raises(InvalidAnswers, match=next(iter(wrong))):
            ikk.score_one(wrong)


def test_a_record_read_from_json_is_scored_as_it_is():
    ikk = indices.load("ikk")
    for case in read_cases("ikk")[:40]:
        record = json.loads(json.dumps(case.answers, default=_plain))
        assert ikk.score_one(record) == ikk.score_one(case.answers)


def _plain(value):
    return value.isoformat() if isinstance(value, dt.date) else float(value)


def test_states_of_a_wrong_length_or_sign_are_refused():
    for states in ("1", "1" * 28 + "x"):
        with pytest.raises(InvalidAnswers):
            tepat().score_states(states)


@pytest.mark.parametrize(
    ("area", "sign"),
    [(Decimal("28.80"), "1"), (28.8, "1"), (Decimal("28.794"), "0"), (28.796, "1"), (float("nan"), "?")],
)
def test_decimals_are_rounded_half_away_to_their_places(area, sign):
    variables = "  luas: {type: decimal, places: 2, min: 0, max: 100}"
    definition = definition_from(text_of(indicators=indicator(met="luas >= 7.2 * 4"), variables=variables))
    assert definition.score_one({"luas": area}).states == sign


def test_an_empty_roster_is_unanswered():
    variables = "  orang: {type: roster, max: 2, variables: {u: {type: integer, min: 0, max: 9}}}"
    several = ["all(orang: u > 1)", "any(orang: u > 1)", "count(orang) >= 0", "share(orang: u > 1) > 0"]
    many = "".join(indicator(f"I{n}", f'"{met}"') for n, met in enumerate(several))
    definition = definition_from(text_of(indicators=many, variables=variables))
    for rows in (None, [], [{}], [{"u": None}], [{"u": 1}] * 3):
        assert definition.score_one({"orang": rows}).states == "????"
    assert definition.score_one({"orang": [{"u": 2}]}).states == "1111"
    assert definition.score_one({"orang": [{"u": 2}, {"u": 99}]}).states == "?11?"


@given(st.dates(dt.date(1900, 1, 1), dt.date(2026, 1, 1)), st.dates(dt.date(2026, 1, 1), dt.date(2030, 1, 1)))
def test_ages_agree_with_the_rule_by_digits(birth, on):
    def digits(day):
        return day.year * 10000 + day.month * 100 + day.day

    assert years_between(birth, on) == (digits(on) - digits(birth)) // 10000
    assert months_between(birth, on) // 12 == years_between(birth, on)


@given(
    st.sampled_from(["<", "<=", ">", ">=", "=", "!="]),
    st.integers(0, 5),
    st.integers(0, 4),
    st.integers(-1, 9),
)
def test_an_interval_is_known_when_all_its_numbers_agree(operator, surely, unknown, limit):
    test = {
        "<": int.__lt__,
        "<=": int.__le__,
        ">": int.__gt__,
        ">=": int.__ge__,
        "=": int.__eq__,
        "!=": int.__ne__,
    }[operator]
    outcomes = {test(number, limit) for number in range(surely, surely + unknown + 1)}
    assert compare_interval(operator, surely, unknown, limit) == (
        outcomes.pop() if len(outcomes) == 1 else None
    )


@given(st.integers(0, 10**40), st.integers(1, 6))
def test_integer_root(number, degree):
    root = integer_root(number, degree)
    assert root**degree <= number < (root + 1) ** degree


PRIVATE = st.fixed_dictionaries({}, optional={
    name: st.sampled_from(["ya", "tidak", "menolak", "", "???"])
    for name in ("konflik_tegur_sapa", "konflik_pisah_ranjang", "konflik_pergi_rumah", "konflik_kdrt")
})  # fmt: skip


@given(PRIVATE, PRIVATE, st.sampled_from(["id", "en"]))
def test_private_answers_change_no_byte_of_the_variant_without_them(first, second, language):
    public = indices.load("ibangga").without_private()
    yes_no = [v.name for v in public.variables.values() if v.choices == ("ya", "tidak") and v.roster is None]
    outputs = []
    for private in (first, second):
        answers = household() | dict.fromkeys(yes_no, "ya") | private
        score = public.score_one(answers)
        explained = indices.explain(public, answers, language)
        outputs.append((repr(score), repr(explained), public.sums([score]).to_json()))
    assert outputs[0] == outputs[1]
