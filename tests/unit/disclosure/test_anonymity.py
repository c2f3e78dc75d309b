"""Rows about single families leave only in classes of k or more, as fine as that allows."""

from collections import Counter
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bahtera import disclosure as d

VILLAGE = d.Hierarchy("village", ({"a1": "a", "a2": "a", "b1": "b", "b2": "b"},))
AGE = d.Hierarchy(
    "age",
    (
        {"0-29": "0-44", "30-44": "0-44", "45-59": "45+", "60+": "45+"},
        dict.fromkeys(("0-29", "30-44", "45-59", "60+"), "all"),
    ),
)


def ask(rows, *, k=3, l=1, suppress=Fraction(0), sensitive=None):  # noqa: E741
    return d.anonymise(rows, (VILLAGE, AGE), d.Demand(k, l, suppress), sensitive)


def test_rows_that_are_many_enough_stay_as_they_are():
    rows = [("a1", "60+")] * 3 + [("b1", "0-29")] * 4
    done = ask(rows)
    assert list(done.rows) == rows
    assert done.report.levels == {"village": 0, "age": 0}
    assert (done.report.precision, done.report.suppressed, done.report.k) == (1, 0, 3)
    assert done.report.sizes == {3: 1, 4: 1}
    assert (done.report.highest_risk, done.report.mean_risk) == (Fraction(1, 3), Fraction(2, 7))


def test_the_least_coarsening_is_taken():
    """Ages joined by one step of three lose less than villages joined by one step of two."""
    rows = [(village, age) for village in ("a1", "a2") for age in ("0-29", "0-29", "30-44")]
    done = ask(rows)
    assert done.report.levels == {"village": 0, "age": 1}
    assert Counter(done.rows) == {("a1", "0-44"): 3, ("a2", "0-44"): 3}
    assert done.report.unique_before == 2
    assert done.report.precision == 1 - Fraction(1, 3) / 2


def test_few_strange_rows_are_suppressed_sooner_than_all_made_coarse():
    rows = [("a1", "60+")] * 20 + [("b1", "0-29")] * 20 + [("a2", "0-29"), ("b2", "60+"), ("b2", "45-59")]
    done = ask(rows, suppress=Fraction(1, 10))
    assert done.report.levels == {"village": 0, "age": 0}
    assert done.report.suppressed == 3
    assert list(done.rows[-3:]) == [("*", "*")] * 3


def test_a_single_suppressed_row_takes_others_with_it():
    """Alone among the suppressed it would be the one row nobody else has."""
    rows = [("a1", "60+")] * 20 + [("b1", "0-29")] * 3 + [("a2", "0-29")]
    done = ask(rows, suppress=Fraction(1, 5))
    assert done.report.suppressed == 4
    assert done.report.k == 4


def test_classes_that_are_all_alike_tell_the_answer_of_each():
    rows = [("a1", "60+")] * 4 + [("a1", "45-59")] * 4
    poor = ["ya"] * 4 + ["ya", "tidak", "tidak", "ya"]
    assert ask(rows).report.levels["age"] == 0
    done = ask(rows, l=2, sensitive={"poor": poor})
    assert done.report.levels["age"] == 1
    assert done.report.diversity == {"poor": 2}
    with pytest.raises(d.NotAnonymous):
        ask(rows, l=2, sensitive={"poor": ["ya"] * 8})


def test_too_few_rows_never_leave():
    with pytest.raises(d.NotAnonymous, match="2 rows"):
        ask([("a1", "60+")] * 2)
    with pytest.raises(d.NotAnonymous):
        ask([])


@pytest.mark.parametrize("wrong", [{"k": 1}, {"l": 0}, {"suppress": Fraction(2)}])
def test_demands_that_protect_nobody_are_refused(wrong):
    with pytest.raises(ValueError, match="at least"):
        ask([("a1", "60+")] * 3, **wrong)


def test_wrong_shapes_are_refused():
    with pytest.raises(ValueError, match="one value for each hierarchy"):
        ask([("a1",)])
    with pytest.raises(ValueError, match="sensitive column"):
        ask([("a1", "60+")] * 3, sensitive={"poor": ["ya"]})
    with pytest.raises(ValueError, match="nothing coarser is known for 'c9'"):
        ask([("c9", "60+")] * 2 + [("a1", "60+")] * 2)
    with pytest.raises(ValueError, match="tells apart"):
        d.Hierarchy("age", ({"1": "x", "2": "x"}, {"1": "y", "2": "z"}))
    with pytest.raises(ValueError, match="leaves out '2'"):
        d.Hierarchy("age", ({"1": "x", "2": "x"}, {"1": "y"}))
    with pytest.raises(ValueError, match="combinations"):
        d.anonymise([("1",) * 20], [d.Hierarchy(str(at)) for at in range(20)], d.Demand(2))


villages = st.sampled_from(("a1", "a2", "b1", "b2"))
ages = st.sampled_from(("0-29", "30-44", "45-59", "60+"))


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(villages, ages, st.sampled_from("xyz")), min_size=1, max_size=40),
    st.integers(2, 5),
    st.integers(1, 2),
    st.sampled_from((Fraction(0), Fraction(1, 4))),
)
def test_every_class_is_large_and_mixed_enough_and_nothing_finer_would_do(people, k, l, suppress):  # noqa: E741
    rows, answers = [(one[0], one[1]) for one in people], [one[2] for one in people]

    def fits(said):
        classes = {}
        for name, answer in zip(said, answers, strict=True):
            classes.setdefault(name, []).append(answer)
        return all(len(each) >= k and len(set(each)) >= l for each in classes.values())

    def coarse(levels):
        return [
            tuple(
                each.at(level, value) for each, level, value in zip((VILLAGE, AGE), levels, row, strict=True)
            )
            for row in rows
        ]

    whole = [
        levels for levels in product(range(3), range(4)) if fits(coarse(levels))
    ]  # nobody suppressed: the brute force
    try:
        done = ask(rows, k=k, l=l, suppress=suppress, sensitive={"poor": answers})
    except d.NotAnonymous:
        assert not whole
        return
    assert fits(done.rows)
    assert done.report.k >= k
    assert done.report.suppressed <= suppress * len(rows) or done.report.precision == 0
    assert done.report.precision >= max(
        (1 - (Fraction(village, 2) + Fraction(age, 3)) / 2 for village, age in whole), default=0
    )
    if suppress == 0:
        levels = (done.report.levels["village"], done.report.levels["age"])
        assert levels in whole
        assert list(done.rows) == coarse(levels)
