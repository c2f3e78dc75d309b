"""Changes between two times: of full counts by a rule, of samples by their design."""

from fractions import Fraction

import numpy as np
import pyarrow as pa
import pytest

from bahtera.statistics import design
from bahtera.statistics.changes import Counted, Verdict, counted_change, sampled_change

ASKED = {"period": "t", "periods": (0, 1), "strata": "s", "psu": "u", "weights": "w"}


@pytest.mark.parametrize(
    ("before", "after", "n", "verdict"),
    [
        (50, 51, 1000, Verdict.HIGHER),
        (50, Fraction(5099, 100), 1000, Verdict.SAME),
        (50, 54, 100, Verdict.SAME),
        (50, 55, 100, Verdict.HIGHER),
        (55, 50, 100, Verdict.LOWER),
        (50, 50, 100, Verdict.SAME),
    ],
)
def test_a_count_changed_from_a_point_and_five_families_on(before, after, n, verdict):
    found = counted_change(Counted(Fraction(before), n), Counted(Fraction(after), n))
    assert found.verdict is verdict
    assert found.difference == Fraction(after) - before
    assert found.least == max(1, Fraction(500, n))


def test_the_smaller_count_decides_how_much_is_a_change():
    assert counted_change(Counted(Fraction(50), 1000), Counted(Fraction(53), 100)).least == 5


def test_nobody_has_no_change():
    with pytest.raises(ValueError, match="families"):
        counted_change(Counted(Fraction(50), 0), Counted(Fraction(50), 10))


def final_changes(before, after):
    """All that two figures can end as, one undecided family after the other, each nothing or everything."""
    ends = []
    for each in (before, after):
        sure = each.value * each.families
        ends.append(
            [
                Counted((sure + 100 * good) / (each.families + come), each.families + come)
                for come in range(each.undecided + 1)
                for good in range(come + 1)
            ]
        )
    return {counted_change(old, new).verdict for old in ends[0] for new in ends[1]}


@pytest.mark.parametrize(
    ("before", "after", "undecided", "verdict"),
    [
        (50, 90, (0, 12), Verdict.HIGHER),
        (90, 50, (0, 12), Verdict.LOWER),
        (50, 61, (0, 12), Verdict.OPEN),
        (60, 50, (0, 12), Verdict.OPEN),
        (61, 50, (0, 12), Verdict.LOWER),
        (50, 50, (0, 12), Verdict.OPEN),
        (50, 50, (0, 1), Verdict.SAME),
        (50, 59, (9, 0), Verdict.OPEN),
        (50, 70, (6, 6), Verdict.HIGHER),
    ],
)
def test_nothing_is_said_that_undecided_families_could_overturn(before, after, undecided, verdict):
    sides = [
        Counted(Fraction(value), 100, waiting)
        for value, waiting in zip((before, after), undecided, strict=True)
    ]
    assert counted_change(*sides).verdict is verdict
    may_end = final_changes(*sides)
    assert (may_end == {verdict}) is (verdict is not Verdict.OPEN)


def test_the_least_difference_is_wider_by_the_worst_the_undecided_can_do():
    decided, waiting = Counted(Fraction(60), 300), Counted(Fraction(70), 300, 100)
    assert counted_change(decided, waiting).least == Fraction(5, 3) + Fraction(70, 4)
    assert counted_change(Counted(Fraction(80), 300), waiting).least == Fraction(5, 3) + Fraction(30, 4)


def test_of_a_round_that_nobody_knows_the_size_of_nothing_is_said():
    for after in (0, 50, 100):
        for families in (4, 300):
            found = counted_change(Counted(Fraction(50), families), Counted(Fraction(after), families, None))
            assert found.verdict is Verdict.OPEN


def sample(seed, periods=(0, 1), *, shift=0.0, apart=False):
    chance = np.random.default_rng(seed)
    rows = []
    for stratum in range(3):
        for unit in range(6):
            level = chance.normal(50, 10)
            for period in periods:
                for _ in range(8):
                    name = f"{stratum}-{unit}-{period}" if apart else f"{stratum}-{unit}"
                    y = level + chance.normal(0, 5) + shift * period
                    rows.append((stratum, name, period, 1.0 + stratum, y))
    names = ("s", "u", "t", "w", "y")
    return pa.table({name: [row[at] for row in rows] for at, name in enumerate(names)})


def test_independent_samples_add_their_variances():
    table = sample(1, apart=True)
    found = sampled_change(table, "y", **ASKED)
    each = design(table, strata="s", psu="u", weights="w", lonely_psu="adjust").mean("y", by="t")
    assert found.difference == pytest.approx(each[1].value - each[0].value)
    alone = [
        design(
            table.filter(pa.array([t == p for t in table["t"].to_pylist()])), strata="s", psu="u", weights="w"
        )
        .mean("y")
        .only
        for p in (0, 1)
    ]
    assert found.se**2 == pytest.approx(alone[0].se ** 2 + alone[1].se ** 2, rel=1e-9)
    assert found.shared == 0
    assert found.units == 36


def test_villages_drawn_twice_count_for_their_likeness():
    table = sample(1)
    found = sampled_change(table, "y", **ASKED)
    each = design(table, strata="s", psu="u", weights="w").mean("y", by="t")
    assert found.se < (each[0].se ** 2 + each[1].se ** 2) ** 0.5 / 2
    assert (found.units, found.shared, found.df) == (18, 18, 15)


def test_a_shift_is_found_and_chance_is_not():
    assert sampled_change(sample(2, shift=5), "y", **ASKED).verdict is Verdict.HIGHER
    assert sampled_change(sample(2, shift=-5), "y", **ASKED).verdict is Verdict.LOWER
    same = sampled_change(sample(2), "y", **ASKED)
    assert same.verdict is Verdict.SAME
    assert same.low < 0 < same.high
    assert same.p > 0.05


def test_what_sums_of_doubles_leave_is_no_change():
    """Weights in thirds give two means of the same constant that differ in the last bit."""
    table = sample(3, apart=True)
    thirds = pa.array([1 / 3 + at % 7 / 9 for at in range(table.num_rows)])
    table = table.set_column(table.column_names.index("w"), "w", thirds)
    table = table.set_column(table.column_names.index("y"), "y", pa.array([0.1] * table.num_rows))
    found = sampled_change(table, "y", **ASKED)
    assert (found.difference, found.se, found.low, found.high) == (0, 0, 0, 0)
    assert (found.p, found.verdict) == (1.0, Verdict.SAME)


def test_of_few_villages_nothing_is_said():
    table = sample(3, shift=20)
    few = table.filter(pa.array([unit[-1] in "01" for unit in table["u"].to_pylist()]))
    found = sampled_change(few, "y", **ASKED)
    assert found.df == 3
    assert found.verdict is Verdict.UNSURE


def test_one_period_alone_has_no_change():
    assert sampled_change(sample(4, periods=(0,)), "y", **ASKED) is None


def test_the_error_is_that_of_r():
    """``svycontrast(svyby(~y, ~t, design, svymean, covmat=TRUE), c(-1, 1))`` of R's survey."""
    found = sampled_change(sample(1), "y", **ASKED)
    assert found.difference == pytest.approx(0.399544042127, abs=1e-9)
    assert found.se == pytest.approx(0.554048280472, abs=1e-9)
