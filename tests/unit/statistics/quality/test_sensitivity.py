"""Sobol indices against functions whose indices are known, and what moves ranks."""

import numpy as np
import pytest
import scipy.stats
from tests.unit.statistics.quality.samples import OPEN, SMALL, choices_of

from bahtera.statistics import quality as q
from bahtera.statistics.quality.choices import Model, Sample
from bahtera.statistics.quality.sensitivity import _shift
from bahtera.statistics.quality.sobol import SobolSums
from bahtera.statistics.quality.uncertainty import rank_scores


def ishigami(unit):
    """Ishigami & Homma (1990), with a = 7 and b = 0.1."""
    x = (2 * unit - 1) * np.pi
    return np.sin(x[:, 0]) + 7 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])


def test_the_ishigami_function():
    """Its variance is a^2/8 + b pi^4/5 + b^2 pi^8/18 + 1/2; Saltelli et al. (2008), Global Sensitivity Analysis."""
    found, drawn = q.sobol_indices(ishigami, 3, draws=2**16, seed=12)
    by_itself = np.array([0.5 * (1 + 0.1 * np.pi**4 / 5) ** 2, 49 / 8, 0])
    together = 0.01 * np.pi**8 * (1 / 18 - 1 / 50)
    variance = by_itself.sum() + together
    np.testing.assert_allclose(found.variance, variance, rtol=0.02)
    np.testing.assert_allclose(found.first[:, 0], by_itself / variance, atol=0.02)
    total = (by_itself + together * np.array([1, 0, 1])) / variance
    np.testing.assert_allclose(found.total[:, 0], total, atol=0.02)
    assert drawn == q.Drawn(12, 2**16, "PCG64", np.__version__)


def test_an_additive_function_has_equal_first_and_total_indices_that_add_up():
    slopes = np.array([1.0, 2.0, 4.0])
    found, _ = q.sobol_indices(lambda unit: unit @ slopes, 3, draws=2**15, seed=1)
    np.testing.assert_allclose(found.first[:, 0], slopes**2 / 21, atol=0.02)
    np.testing.assert_allclose(found.total[:, 0], slopes**2 / 21, atol=0.02)


def test_the_estimators_of_scipy_on_the_same_outputs():
    drawn = np.random.default_rng(3)
    first, second = drawn.normal(size=(64, 2)), drawn.normal(size=(64, 2))
    mixed = drawn.normal(size=(3, 64, 2))
    sums = SobolSums(3, 2)
    for draw in range(64):
        sums.add(first[draw], second[draw], mixed[:, draw])
    theirs = scipy.stats.sobol_indices(
        func={"f_A": first.T, "f_B": second.T, "f_AB": mixed.swapaxes(1, 2)}, n=64
    )
    np.testing.assert_allclose(sums.indices().first.T, theirs.first_order, rtol=1e-9)
    np.testing.assert_allclose(sums.indices().total.T, theirs.total_order, rtol=1e-9)


def test_an_output_that_does_not_vary_has_no_indices():
    found, _ = q.sobol_indices(lambda unit: np.full(len(unit), 0.1), 2, draws=100, seed=1)
    assert np.isnan(found.first).all()
    assert np.isnan(found.total).all()
    assert found.variance.tolist() == [0]


def test_standard_errors_are_those_of_repeated_estimates():
    """Thirty estimates with other seeds spread as far as each says."""
    found = [q.sobol_indices(ishigami, 3, draws=600, seed=seed)[0] for seed in range(30)]
    for what in ("first", "total"):
        spread = np.std([getattr(one, what)[:, 0] for one in found], axis=0, ddof=1)
        said = np.mean([getattr(one, f"{what}_error")[:, 0] for one in found], axis=0)
        assert (said / spread < 1.6).all()
        assert (said / spread > 0.6).all()


def test_few_draws_have_no_standard_error():
    found = q.rank_sensitivity(choices_of(SMALL, **OPEN), draws=39, seed=1)
    assert (found.average.first_error, found.average.total_error) == (None, None)
    found = q.rank_sensitivity(choices_of(SMALL, **OPEN), draws=40, seed=1)
    assert all(error > 0 for error in found.average.total_error.values())


def test_the_same_seed_gives_the_same_shares():
    columns = np.random.default_rng(2).integers(0, 5, (12, 3)).astype(float)
    one, two = (q.rank_sensitivity(choices_of(columns, **OPEN), [3], draws=40, seed=5) for _ in range(2))
    assert one == two
    assert one.evaluations == 40 * 5
    assert one.factors == tuple(q.Factor)


def exact_shares(ranks):
    """First-order and total shares from all combinations, each as likely; shape (normalisations, means)."""
    variance = ranks.var()
    by_normalisation, by_mean = ranks.mean(axis=1).var() / variance, ranks.mean(axis=0).var() / variance
    return (by_normalisation, by_mean), (1 - by_mean, 1 - by_normalisation)


def test_shares_of_every_unit_are_those_of_all_combinations():
    """Three scales and three means have nine combinations: variances of their conditional means are exact."""
    choices = choices_of(
        np.random.default_rng(7).random((9, 3)),
        normalisations=(q.AsIs(), q.Percentile(), q.Cut(0.4)),
        means=tuple(q.Mean),
    )
    model, tried = Model(choices), 0
    weights = model.nominal.weights
    every = [Sample(weights, np.full((1, 3), n // 3), np.array([n % 3])) for n in range(9)]
    ranks = np.array([rank_scores(model.scores(one, 0)) for one in every]).reshape(3, 3, 9)
    found = q.rank_sensitivity(choices, model.units, draws=3000, seed=2)
    assert found.factors == (q.Factor.NORMALISATION, q.Factor.AGGREGATION)
    for place, unit in enumerate(model.units):
        shift = found.units[unit]
        if ranks[:, :, place].var() == 0:
            assert shift.first is None
            continue
        first, total = exact_shares(ranks[:, :, place])
        assert shift.variance == pytest.approx(ranks[:, :, place].var(), rel=0.1)
        assert tuple(shift.first.values()) == pytest.approx(first, abs=0.12)
        assert tuple(shift.total.values()) == pytest.approx(total, abs=0.12)
        tried += 1
    assert tried >= 6


def test_a_rank_that_moves_once_has_shares_and_no_error():
    sums = SobolSums(1, 1)
    still, moved = np.zeros(1), np.ones(1)
    for draw in range(60):
        sums.add(moved if draw == 5 else still, still, [still])
    shift = _shift((q.Factor.WEIGHTS,), sums.indices(), 0, 60)
    assert shift.variance > 0
    assert shift.first is not None
    assert (shift.first_error, shift.total_error) == (None, None)


def test_one_open_choice_explains_everything():
    found = q.rank_sensitivity(choices_of(SMALL, concentration=2.0), [1, 3], draws=4000, seed=1)
    assert found.factors == (q.Factor.WEIGHTS,)
    for shift in (found.average, *found.units.values()):
        assert shift.first[q.Factor.WEIGHTS] == pytest.approx(1, abs=0.06)
        assert shift.total[q.Factor.WEIGHTS] == pytest.approx(1, abs=0.06)


def test_a_choice_that_moves_nothing_has_no_part():
    """Both cut-offs give the same numbers, so that only the weights move ranks."""
    same = tuple({"1": q.Cut(at), "2": q.AsIs()} for at in (0.3, 0.5))
    found = q.rank_sensitivity(choices_of(SMALL, concentration=2.0, normalisations=same), draws=2000, seed=1)
    assert found.average.first[q.Factor.NORMALISATION] == 0
    assert found.average.total[q.Factor.NORMALISATION] == 0
    assert found.average.total[q.Factor.WEIGHTS] == pytest.approx(1, abs=0.06)


def test_two_means_that_decide_the_ranks_by_themselves():
    """Unit 1 leads by the arithmetic mean, unit 2 by the harmonic; the weights hardly move."""
    columns = [[0.9, 0.2], [0.5, 0.5]]
    found = q.rank_sensitivity(
        choices_of(columns, concentration=1e6, means=(q.Mean.ARITHMETIC, q.Mean.HARMONIC)),
        [1],
        draws=2000,
        seed=1,
    )
    assert found.units[1].variance == pytest.approx(1 / 4, abs=0.01)
    assert found.units[1].first[q.Factor.AGGREGATION] == pytest.approx(1, abs=0.06)
    assert found.units[1].total[q.Factor.WEIGHTS] == 0


def test_a_rank_that_never_moves_has_no_shares():
    found = q.rank_sensitivity(choices_of([[1.0, 1], [0, 0]], concentration=2.0), [1], draws=20, seed=1)
    assert found.average == q.Shift(0.0, None, None, None, None)
    assert found.units == {1: q.Shift(0.0, None, None, None, None)}


def test_what_has_no_sensitivity_is_refused():
    with pytest.raises(q.NotMeasurable, match="Nothing was left open"):
        q.rank_sensitivity(choices_of(SMALL), draws=10, seed=1)
    with pytest.raises(q.BadChoice, match="not in the table, or stand there twice: 8"):
        q.rank_sensitivity(choices_of(SMALL, concentration=1.0), [8], draws=10, seed=1)
    with pytest.raises(q.BadChoice, match="two draws"):
        q.rank_sensitivity(choices_of(SMALL, concentration=1.0), draws=1, seed=1)
