"""Ranks over drawn choices: what must hold whatever is drawn, and what can be worked out by hand."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from tests.unit.statistics.quality.samples import OPEN, SMALL, choices_of

from bahtera.statistics import quality as q
from bahtera.statistics.quality.choices import Model, draw_choices
from bahtera.statistics.quality.uncertainty import _quantiles

values = arrays(np.float64, st.tuples(st.integers(1, 7), st.just(3)), elements=st.integers(0, 4).map(float))


@settings(max_examples=25, deadline=None)
@given(values, st.integers(1, 8))
def test_what_holds_of_every_draw(columns, k):
    found = q.rank_uncertainty(choices_of(columns, **OPEN), draws=20, seed=1, k=k)
    units = len(columns)
    assert found.k == min(k, units)
    assert found.top.sum() == pytest.approx(found.k)
    assert found.bottom.sum() == pytest.approx(found.k)
    for probability in (found.top, found.bottom):
        assert ((probability >= 0) & (probability <= 1)).all()
    assert (found.lower <= found.median).all()
    assert (found.median <= found.upper).all()
    assert (found.lower >= 1).all()
    assert (found.upper <= units).all()


def test_the_same_seed_gives_the_same_bits_and_another_seed_others():
    columns = np.random.default_rng(2).integers(0, 5, (40, 3)).astype(float)
    first, again, other = (
        q.rank_uncertainty(choices_of(columns, **OPEN), draws=50, seed=s) for s in (9, 9, 10)
    )
    for name in ("scores", "ranks", "lower", "median", "upper", "top", "bottom"):
        assert getattr(first, name).tobytes() == getattr(again, name).tobytes()
    assert first.drawn == again.drawn == q.Drawn(9, 50, "PCG64", np.__version__)
    assert (first.top != other.top).any()


def test_little_memory_gives_the_same_bits():
    columns = np.random.default_rng(2).integers(0, 5, (41, 3)).astype(float)
    whole = q.rank_uncertainty(choices_of(columns, **OPEN), draws=30, seed=9)
    parts = q.rank_uncertainty(choices_of(columns, **OPEN), draws=30, seed=9, memory=30 * 4 * 7)
    for name in ("lower", "median", "upper", "top", "bottom"):
        assert getattr(whole, name).tobytes() == getattr(parts, name).tobytes()


def test_the_stream_of_draws_is_pinned():
    """Of numpy 2: a change of these numbers is a change of every figure that was printed with a seed."""
    sample = draw_choices(choices_of(SMALL, **OPEN), 3, np.random.SeedSequence(2026))
    expected = np.random.Generator(np.random.PCG64(np.random.SeedSequence(2026).spawn(3)[0])).dirichlet(
        [2.5, 2.5], 3
    )
    np.testing.assert_array_equal(sample.weights, expected)
    np.testing.assert_allclose(
        sample.weights[:, 0], [0.485453582882, 0.483585371744, 0.437657555633], rtol=1e-12
    )


def test_more_draws_only_add_to_fewer():
    few, many = (draw_choices(choices_of(SMALL, **OPEN), n, np.random.SeedSequence(4)) for n in (10, 1000))
    np.testing.assert_array_equal(few.weights, many.weights[:10])
    np.testing.assert_array_equal(few.normalisations, many.normalisations[:10])
    np.testing.assert_array_equal(few.means, many.means[:10])


def test_drawn_weights_have_the_stated_mean_and_variance():
    table = q.read_table(np.ones((2, 4)))
    weights = q.given_weights({"1": 4, "2": 3, "3": 3, "4": 0})
    sample = draw_choices(
        q.Choices(table, weights, concentration=19), 20_000, np.random.SeedSequence(5)
    ).weights
    np.testing.assert_allclose(sample.sum(axis=1), 1)
    assert (sample[:, 3] == 0).all()
    nominal = weights.values
    np.testing.assert_allclose(sample.mean(axis=0), nominal, atol=0.003)
    np.testing.assert_allclose(sample.var(axis=0), nominal * (1 - nominal) / 20, rtol=0.05)


def test_two_opposite_units_win_half_of_the_draws_each():
    """With two equal weights and concentration 2 the weight is uniform: unit 1 wins when it exceeds 1/2.

    Unit 3 has 0.2 everywhere; it beats unit 1 (0.1 + 0.8 w) when w < 1/8 and unit 2 when w > 7/8.
    """
    found = q.rank_uncertainty(choices_of(SMALL, concentration=2.0), draws=20_000, seed=3, k=1, level=0.9)
    np.testing.assert_allclose(found.top, [0.5, 0.5, 0], atol=0.015)
    np.testing.assert_allclose(found.bottom, [1 / 8, 1 / 8, 3 / 4], atol=0.015)
    assert found.lower.tolist() == [1, 1, 2]
    assert found.upper.tolist() == [3, 3, 3]


def test_with_nothing_open_every_draw_is_the_nominal_one():
    found = q.rank_uncertainty(choices_of([[3.0, 1], [1, 1], [1, 1], [0, 0]]), draws=7, seed=0, k=2)
    assert found.ranks.tolist() == [1, 2.5, 2.5, 4]
    for ranks in (found.lower, found.median, found.upper):
        assert ranks.tolist() == found.ranks.tolist()
    assert found.top.tolist() == [1, 0.5, 0.5, 0]
    assert found.bottom.tolist() == [0, 0.5, 0.5, 1]


@pytest.mark.parametrize(
    ("draws", "level", "expected"),
    [(100, 0.9, (5, 50.5, 96)), (99, 0.9, (5, 50, 95)), (7, 0.5, (2, 4, 6)), (2, 0.5, (1, 1.5, 2))],
)
def test_an_interval_ends_at_drawn_ranks(draws, level, expected):
    """The lower end is the smallest rank that at least the share (1 - level)/2 of draws reach; the upper its mirror."""
    ranks = np.random.default_rng(1).permutation(np.arange(1.0, draws + 1))[:, None]
    assert tuple(each[0] for each in _quantiles(ranks, level)) == expected


@pytest.mark.parametrize("level", [0.5, 0.8, 0.9, 0.99])
def test_an_interval_holds_the_share_of_draws_it_states(level):
    choices = choices_of(np.random.default_rng(4).random((6, 3)), **OPEN)
    found = q.rank_uncertainty(choices, draws=333, seed=1, level=level)
    model, sample = Model(choices), draw_choices(choices, 333, np.random.SeedSequence(1))
    ranks = np.array([q.rank(model.scores(sample, draw), ties=q.Ties.AVERAGE) for draw in range(333)])
    assert (((ranks >= found.lower) & (ranks <= found.upper)).mean(axis=0) >= level).all()
    np.testing.assert_array_equal(np.median(ranks, axis=0), found.median)
    assert all(np.isin(each, ranks[:, unit]) for unit, each in enumerate(found.lower))


def test_all_equal_units_and_one_unit():
    alike = q.rank_uncertainty(choices_of(np.ones((4, 2)), concentration=3.0), draws=10, seed=1, k=1)
    assert alike.lower.tolist() == alike.upper.tolist() == [2.5] * 4
    assert alike.top.tolist() == alike.bottom.tolist() == [0.25] * 4
    alone = q.rank_uncertainty(choices_of([[1.0, 2.0]], concentration=3.0), draws=10, seed=1, k=10)
    assert (alone.lower[0], alone.upper[0], alone.k, alone.top[0]) == (1, 1, 1, 1)


def test_units_without_a_score_are_named_and_not_ranked():
    columns = np.array([[1.0, 1.0], [np.nan, 2.0], [np.nan, np.nan]])
    found = q.rank_uncertainty(
        choices_of(columns, concentration=3.0, missing=q.LeaveOut(0.6)), draws=10, seed=1
    )
    assert (found.units, found.unscored) == ((1,), (2, 3))
    with pytest.raises(q.MissingValues):
        q.rank_uncertainty(choices_of(columns, concentration=3.0), draws=10, seed=1)


def test_thirty_per_cent_missing_can_be_ranked_with_a_rule():
    drawn = np.random.default_rng(6)
    columns = drawn.random((60, 29))
    columns[drawn.random(columns.shape) < 0.3] = np.nan
    found = q.rank_uncertainty(
        choices_of(columns, concentration=50.0, missing=q.LeaveOut(0.5)), draws=50, seed=1
    )
    assert len(found.units) + len(found.unscored) == 60
    assert np.isfinite(found.upper).all()


def test_moved_cut_offs_move_ranks():
    columns = {"a": [10.0, 20, 30], "b": [1.0, 1, 0]}
    cuts = tuple({"a": q.Cut(at), "b": q.AsIs()} for at in (15, 25))
    found = q.rank_uncertainty(choices_of(columns, normalisations=cuts), draws=400, seed=1)
    assert found.ranks.tolist() == [2.5, 1, 2.5]
    assert (found.lower[0], found.upper[0]) == (2, 2.5)


def test_cut_offs_may_move_one_by_one():
    """Two cut-offs for two indicators: two ways together, four one by one."""
    columns = {"a": [1.0, 3, 5, 0], "b": [5.0, 1, 0, 3]}
    cuts = (q.Cut(2), q.Cut(4))
    rows = list(zip(columns["a"], columns["b"], strict=True))
    met = {
        (first, second): [(a >= cuts[first].at) + (b >= cuts[second].at) for a, b in rows]
        for first in (0, 1)
        for second in (0, 1)
    }
    for separately, possible in ((False, {(0, 0), (1, 1)}), (True, set(met))):
        choices = choices_of(columns, normalisations=cuts, separately=separately)
        model, sample = Model(choices), draw_choices(choices, 200, np.random.SeedSequence(3))
        drawn = {tuple(row) for row in sample.normalisations.tolist()}
        assert drawn == possible
        for draw in range(200):
            expected = np.array(met[tuple(sample.normalisations[draw].tolist())]) / 2
            np.testing.assert_array_equal(model.scores(sample, draw), expected)


@pytest.mark.parametrize(
    ("attempt", "error", "said"),
    [
        (lambda: choices_of(SMALL, concentration=0.0), q.BadChoice, "above zero, not 0.0"),
        (lambda: choices_of(SMALL, concentration=float("nan")), q.BadChoice, "above zero, not nan"),
        (lambda: choices_of(SMALL, means=()), q.BadChoice, "at least one normalisation"),
        (
            lambda: q.rank_uncertainty(choices_of(SMALL), draws=1, seed=1),
            q.BadChoice,
            "at least two draws, not 1",
        ),
        (lambda: q.rank_uncertainty(choices_of(SMALL), draws=5, seed=-1), q.BadChoice, "from 0, not -1"),
        (
            lambda: q.rank_uncertainty(choices_of(SMALL), draws=5, seed=1, k=0),
            q.BadChoice,
            "one place, not 0",
        ),
        (
            lambda: q.rank_uncertainty(choices_of(SMALL), draws=5, seed=1, level=1),
            q.BadChoice,
            "between 0 and 1",
        ),
        (
            lambda: q.rank_uncertainty(
                choices_of([[np.nan, np.nan]], missing=q.LeaveOut(1)), draws=5, seed=1
            ),
            q.NotMeasurable,
            "No unit has a score",
        ),
        (
            lambda: q.rank_uncertainty(
                choices_of([[np.nan, 1.0], [1.0, 1.0]], concentration=1e-4, missing=q.LeaveOut(0.5)),
                draws=50,
                seed=1,
            ),
            q.NotMeasurable,
            "raise the concentration",
        ),
    ],
)
def test_what_cannot_be_drawn_is_refused(attempt, error, said):
    with pytest.raises(error, match=said):
        attempt()
