"""Agreement of two interviews: against published tables, and against a reckoning of another kind."""

from math import sqrt

import pytest

from bahtera.statistics.agreement import (
    AgreementError,
    agreement,
    differences,
    pooled_kappa,
)


def series(table):
    """Turn a square table of counts into two series of answers."""
    pairs = [(i, j) for i, row in enumerate(table) for j, count in enumerate(row) for _ in range(count)]
    return [one for one, _ in pairs], [other for _, other in pairs]


# Fleiss, Levin and Paik, Statistical Methods for Rates and Proportions, 3rd ed., section 18.1: 100 diagnoses.
DIAGNOSES = [[75, 1, 4], [5, 4, 1], [0, 0, 10]]
# Cohen (1960), the worked example with N = 200.
COHEN = [[88, 10, 2], [14, 40, 6], [18, 10, 12]]


def test_the_published_tables():
    told = agreement(*series(DIAGNOSES))
    assert (told.n, told.share, round(told.expected, 2)) == (100, 0.89, 0.66)
    assert round(told.kappa, 2) == 0.68
    assert round(told.error_if_none, 3) == 0.076
    # The book goes on with kappa rounded to 0.68, which gives 0.0870 and 0.51 to 0.85.
    assert told.error == pytest.approx(0.087, abs=0.001)
    assert (told.kappa_low, told.kappa_high) == pytest.approx((0.51, 0.85), abs=0.01)
    told = agreement(*series(COHEN))
    assert (told.share, round(told.expected, 2), round(told.kappa, 3)) == (0.7, 0.41, 0.492)


@pytest.mark.parametrize(
    ("table", "kappa"),
    [([[40, 9], [6, 45]], 0.70), ([[80, 10], [5, 5]], 0.32)],
    ids=["balanced", "rare"],
)
def test_a_rare_answer_lowers_kappa_and_not_the_adjusted_one(table, kappa):
    """Feinstein and Cicchetti (1990), Journal of Clinical Epidemiology 43: the same agreement, two kappas."""
    told = agreement(*series(table))
    assert (told.share, round(told.kappa, 2), told.pabak) == (0.85, kappa, pytest.approx(0.70))


@pytest.mark.parametrize("table", [DIAGNOSES, COHEN, [[3, 2], [1, 4]], [[0, 5], [5, 0]]])
def test_the_error_is_that_of_the_delta_method(table):
    """The variance of kappa from its slope in every cell of the multinomial, taken numerically."""
    n = sum(map(sum, table))
    cells = [(i, j) for i in range(len(table)) for j in range(len(table))]
    p = {cell: table[cell[0]][cell[1]] / n for cell in cells}

    def kappa(p):
        size = range(len(table))
        rows = [sum(p[i, j] for j in size) for i in size]
        columns = [sum(p[i, j] for i in size) for j in size]
        chance = sum(rows[i] * columns[i] for i in size)
        return (sum(p[i, i] for i in size) - chance) / (1 - chance)

    h = 1e-6
    slope = {c: (kappa({**p, c: p[c] + h}) - kappa({**p, c: p[c] - h})) / (2 * h) for c in cells}
    mean = sum(p[c] * slope[c] for c in cells)
    variance = (sum(p[c] * slope[c] ** 2 for c in cells) - mean**2) / n
    assert agreement(*series(table)).error == pytest.approx(sqrt(max(variance, 0)), abs=1e-8)


def test_where_nothing_varies_kappa_is_undefined_and_agreement_is_not():
    told = agreement(["ya"] * 12, ["ya"] * 12, answers=2)
    assert (told.kappa, told.does_not_vary, told.share, told.pabak) == (None, True, 1.0, 1.0)
    assert told.low == pytest.approx(12 / (12 + 1.959964**2), rel=1e-6)
    one_sided = agreement(["ya"] * 12, ["ya"] * 11 + ["tidak"])
    assert (one_sided.kappa, one_sided.does_not_vary) == (0.0, False)
    perfect = agreement([1, 2, 3, 1], [1, 2, 3, 1])
    assert (perfect.kappa, perfect.error, perfect.kappa_low) == (1.0, 0.0, None)
    nothing = agreement([], [])
    assert (nothing.n, nothing.share, nothing.kappa, nothing.does_not_vary) == (0, None, None, False)


def test_what_cannot_be_paired_is_refused():
    for wrong in (
        lambda: agreement([1], [1, 2]),
        lambda: agreement([1], [1], level=1.0),
        lambda: agreement(["a", "b"], ["c", "a"], answers=2),
        lambda: differences([1.0], []),
    ):
        with pytest.raises(AgreementError):
            wrong()


def test_several_questions_are_pooled_by_their_pairs():
    varied, same = agreement(*series(COHEN)), agreement(["ya"] * 200, ["ya"] * 200)
    assert pooled_kappa([varied]) == pytest.approx(varied.kappa)
    assert pooled_kappa([varied, same]) == pytest.approx(((0.7 + 1) / 2 - (0.41 + 1) / 2) / (1 - 0.705))
    assert pooled_kappa([same]) is None
    assert pooled_kappa([]) is None


def test_numbers_are_told_by_how_far_they_lie_apart():
    told = differences([30, 41, 52, 60], [30, 40, 54, 60], tolerance=1)
    assert (told.n, told.equal, told.within, told.mean) == (4, 2, 3, 0.25)
    assert told.deviation == pytest.approx(sqrt(19 / 12))
    assert differences([], []).mean is None
