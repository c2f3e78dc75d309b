"""Figures about interviews, against values worked out elsewhere or by hand."""

from datetime import date

import numpy as np
import pytest
from scipy import stats

from bahtera.statistics import fieldwork as f


def test_the_clustering_of_shrout_and_fleiss():
    """Table 2 of Shrout and Fleiss (1979): six targets, four judges; ICC(1,1) is .17, F 1.79."""
    ratings = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]
    found = f.intraclass(np.ravel(ratings), np.repeat(range(6), 4))
    assert found.icc == pytest.approx(0.1657, abs=1e-4)
    assert found.f == pytest.approx(1.795, abs=1e-3)
    assert found.p == pytest.approx(stats.f.sf(found.f, 5, 18))


def test_clustering_of_unequal_groups_and_missing_values():
    values, groups = [1, 1, 1, 0, 0, np.nan], ["a", "a", "a", "b", "b", "b"]
    found = f.intraclass(values, groups)
    assert (found.icc, found.n, found.smallest) == (1.0, 5, 2)
    assert f.intraclass([1, 1, 1], ["a", "a", "b"]) is None
    assert f.intraclass([1, 0], ["a", "a"]) is None
    assert f.intraclass([1, 0], ["a", "b"]) is None


def test_heaping_of_ages():
    every = np.arange(23, 63)
    assert f.whipple(every) == (100.0, 40)
    assert f.whipple([25, 30, 40, 60, 5, 90]) == (500.0, 4)
    assert np.isnan(f.whipple([5])[0])
    assert f.myers(np.arange(10, 100))[0] == pytest.approx(0)
    assert f.myers([10, 20, 30, 40, 50, 60])[0] == pytest.approx(90)


def test_excess_is_a_binomial_tail():
    assert f.excess([7, 0], [10, 10], [0.3, 0.3]) == pytest.approx([stats.binom.sf(6, 10, 0.3), 1.0])


def test_scores_from_the_median():
    scores = f.robust_scores([1, 2, 3, 4, 100, np.nan])
    assert scores[4] == pytest.approx(0.6745 * 97)
    assert np.isnan(scores[5])
    assert f.robust_scores([5] * 6 + [6] * 4 + [30]).tolist() == [0] * 10 + [3.5]
    assert np.isnan(f.robust_scores([3, 3, 3])).all()


def test_closest_counts_what_both_answered_and_weighs_what_is_rare():
    codes = np.array([[1, 1, 1, 7], [1, 1, 1, 7], [1, 1, 2, 0], [1, 2, 1, 9]])
    like = f.closest(codes, f.answer_bits(codes), least=3)
    assert like.partner.tolist() == [1, 0, 0, 0]
    assert like.share.tolist() == pytest.approx([1, 1, 2 / 3, 0.5])
    assert like.compared.tolist() == [4, 4, 3, 4]
    # 1 of the first question is everybody's and weighs nothing; 7 of the last is one of the two others.
    assert like.bits[0] == pytest.approx(-2 * np.log2(2 / 3) - np.log2(1 / 2))
    assert f.closest(codes[:1], f.answer_bits(codes), least=3).partner.tolist() == [-1]
    assert f.closest(codes, f.answer_bits(codes), least=5).partner.tolist() == [-1] * 4


def test_places():
    here, north = np.array([-3.0, 115.0]), np.array([-2.0, 115.0])
    assert f.distances(here, north) == pytest.approx(111_195, abs=1)
    points = np.array([[-3.0, 115.0], [-3.00005, 115.0], [-3.00001, 115.0], [-3.01, 115.0]])
    assert f.crowded(points, np.array([5.0, 5.0, 40.0, 5.0]), within=15).tolist() == [2, 2, 0, 1]


def test_far_from_home_needs_another_village_nearer_or_a_lonely_point():
    rng = np.random.default_rng(1)
    points = np.vstack([rng.normal([-3, 115], 0.004, (40, 2)), [[-3, 115.05]], [[-3, 115.02]]])
    sharp = np.full(42, 5.0)
    far = f.far_from_home(points, sharp, f.middle(points), np.array([[-3, 115.05]]), at_least=3000)
    assert np.flatnonzero(far).tolist() == [40]
    assert np.flatnonzero(
        f.far_from_home(points, sharp, f.middle(points), np.zeros((0, 2)), at_least=3000)
    ).tolist() == [40]
    # Three of twelve far away do not hide each other.
    few = np.vstack([points[:9], [[-3, 115.05], [-3.001, 115.05], [-3, 115.051]]])
    alone = f.far_from_home(few, sharp[:12], f.middle(few), np.zeros((0, 2)), at_least=3000)
    assert np.flatnonzero(alone).tolist() == [9, 10, 11]
    blurred = np.full(42, 6000.0)
    assert not f.far_from_home(points, blurred, f.middle(points), np.zeros((0, 2)), at_least=3000).any()


HEAD = f.RosterMember("kepala", "l", date(1980, 5, 1), "kawin", "Ahmad Sintetis")
WIFE = f.RosterMember("pasangan", "p", date(1984, 2, 1), "kawin", "Ani Sintetis")
CHILD = f.RosterMember("anak", "p", date(2012, 7, 9), "belum", "Rina Sintetis")


@pytest.mark.parametrize(
    ("members", "codes"),
    [
        ([HEAD, WIFE, CHILD], []),
        ([], []),
        ([WIFE], ["no_head"]),
        ([HEAD, HEAD._replace(name="Budi Sintetis"), WIFE], ["two_heads"]),
        ([HEAD, WIFE, CHILD._replace(born=date(1979, 1, 1))], ["child_older_than_parent"]),
        ([HEAD, WIFE, CHILD._replace(born=date(1990, 1, 1))], ["parent_very_young"]),
        ([HEAD, WIFE._replace(born=date(2012, 1, 1))], ["spouse_under_age"]),
        ([HEAD, WIFE._replace(marital="belum")], ["spouse_not_married"]),
        ([HEAD, WIFE._replace(sex="l")], ["spouse_same_sex"]),
        ([HEAD, CHILD, CHILD], ["member_twice"]),
        ([HEAD, CHILD._replace(relation="orang_tua")], ["parent_younger_than_child"]),
        ([HEAD, CHILD._replace(relation="cucu", born=date(1999, 1, 1))], ["grandchild_too_old"]),
        ([HEAD, CHILD._replace(born=date(2027, 1, 1))], ["age_out_of_range"]),
        ([HEAD._replace(born=None), CHILD], []),
    ],
)
def test_rosters_that_can_hardly_be(members, codes):
    assert [one.code for one in f.doubts(members, date(2026, 3, 2))] == codes


def test_outside_is_told_by_the_boundary_its_holes_and_its_islands():
    square = ((115.0, -3.0), (115.1, -3.0), (115.1, -3.1), (115.0, -3.1))
    hole = ((115.04, -3.04), (115.06, -3.04), (115.06, -3.06), (115.04, -3.06))
    island = ((115.2, -3.0), (115.2, -3.1), (115.3, -3.1))  # turns the other way
    points = np.array([[-3.05, 115.01], [-3.05, 115.05], [-3.05, 115.11], [-3.08, 115.22], [-2.99, 115.05]])
    found = f.metres_outside(points, [[square, hole], [island]])
    metre = 6_371_000 * np.pi / 180
    east = metre * np.cos(np.radians(points[:, 0].mean()))
    np.testing.assert_allclose(found, [0, 0.01 * metre, 0.01 * east, 0, 0.01 * metre], rtol=2e-3)
    assert len(f.metres_outside(np.zeros((0, 2)), [[square]])) == 0
