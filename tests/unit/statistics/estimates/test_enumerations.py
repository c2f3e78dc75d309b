"""A full enumeration has coverage, refusal and item missingness where a sample has an interval."""

import pytest

from bahtera.statistics import LOCUS_AVERAGE, EnumeratedFigure, design, enumeration, post_stratify
from bahtera.statistics.estimates.errors import BadOutcomes, EmptyDomain, UnreadableColumn, WiderThanLoci

FAMILIES = {
    "village": ["a"] * 6 + ["b"] * 4,
    "outcome": [
        "selesai",
        "selesai",
        "selesai",
        "menolak",
        "pindah",
        None,
        "selesai",
        "selesai",
        "tidak_ditemukan",
        "selesai_sebagian",
    ],
    "ikk": [70.0, 80, None, 99, None, None, 60, 64, None, 70],
    "members": [4, 2, 3, 9, None, None, 5, 1, None, 6],
    "aided": [1, 2, 0, 9, None, None, 0, 1, None, 3],
    "poor": [True, False, True, True, None, None, False, False, None, True],
    "sex": ["f", "m", "f", "m", None, "f", "m", "m", "f", "f"],
}


OTHERS = {"not_reached": ("tidak_ditemukan", "selesai_sebagian")}


def listed(**more):
    return enumeration(FAMILIES, outcome="outcome", out_of_scope=("pindah",), **OTHERS, **more)


def test_a_figure_says_what_it_rests_on():
    assert listed().mean("ikk", by="village")[0] == EnumeratedFigure(
        domain=("a",), category=None, value=75.0, listed=5, complete=3, refused=1, coverage=0.6, refusal=0.2, n=2,
        missing=1, item_missing=1 / 3,
    )  # fmt: skip
    assert not hasattr(listed().mean("ikk").only, "se")


def test_only_those_interviewed_count():
    assert listed().total("members").only.value == 4 + 2 + 3 + 5 + 1
    assert listed(complete=("selesai", "selesai_sebagian")).total("members").only.value == 21
    assert listed().ratio("aided", "members").only.value == pytest.approx(4 / 15)
    assert listed().share("poor").only.value == pytest.approx(2 / 5)


def test_shares_come_by_domain_and_category():
    found = listed().share("sex", by="village")
    assert [(row.domain, row.category, row.value) for row in found] == [
        (("a",), "f", 2 / 3), (("a",), "m", 1 / 3), (("b",), "f", 0.0), (("b",), "m", 1.0),
    ]  # fmt: skip
    assert len(found) == 4


def test_rows_without_a_domain_are_counted_beside():
    found = listed().mean("ikk", by="sex")
    assert found.outside == 1
    assert sum(row.complete for row in found) == 5


def test_where_nobody_was_reached_there_is_no_figure():
    found = listed().mean("ikk", where=[False] * 3 + [True] + [False] * 4 + [True, False]).only
    assert (found.value, found.listed, found.complete, found.coverage, found.refusal) == (None, 2, 0, 0, 0.5)
    assert found.item_missing is None
    moved = listed().mean("ikk", where=[place == 4 for place in range(10)]).only
    assert (moved.listed, moved.coverage, moved.refusal) == (0, None, None)
    assert listed().ratio("aided", "members", where="poor").only.value == pytest.approx(1 / 7)


def test_a_ratio_to_nothing_has_no_figure():
    found = enumeration({"a": [1, 2], "b": [0, 0]}).ratio("a", "b").only
    assert (found.value, found.n, found.coverage) == (None, 2, 1)


def test_what_cannot_be_told_is_refused():
    with pytest.raises(BadOutcomes, match="beres"):
        listed(complete="beres")
    with pytest.raises(BadOutcomes, match=r"selesai_sebagian \(1"):
        enumeration(FAMILIES, outcome="outcome", out_of_scope="pindah", not_reached="tidak_ditemukan")
    with pytest.raises(EmptyDomain):
        listed().mean("ikk", where=[False] * 10)
    with pytest.raises(UnreadableColumn, match="measurements"):
        listed().share("ikk")


def estimators(made):
    return [
        lambda **more: made.mean("ikk", **more),
        lambda **more: made.total("ikk", **more),
        lambda **more: made.share("sex", **more),
        lambda **more: made.ratio("ikk", "members", **more),
    ]


SAMPLE = {
    "kabupaten": ["x"] * 8,
    "village": list("aaaabbbb"),
    "w": [3.0] * 8,
    "ikk": [70.0, 80, 75, 60, 61, 66, 72, 79],
    "members": [3, 4, 2, 5, 3, 4, 6, 2],
    "sex": list("fmfmfmfm"),
}
CHOSEN = design(SAMPLE, strata="village", weights="w", loci="village")


@pytest.mark.parametrize(
    "made", [CHOSEN, post_stratify(CHOSEN, "sex", {"f": 10, "m": 20}), enumeration(SAMPLE, loci="village")]
)
def test_villages_chosen_on_purpose_speak_for_themselves_only(made):
    for ask in estimators(made):
        for by in (None, "kabupaten", ("kabupaten", "sex")):
            with pytest.raises(WiderThanLoci, match="chosen on purpose"):
                ask(by=by)
            with pytest.raises(WiderThanLoci, match="Break the figure down by village"):
                ask(by=by, label="rata-rata kabupaten")
            assert ask(by=by, label=LOCUS_AVERAGE).label == "rata-rata desa lokus"
        assert ask(by=("village", "sex")).label is None
        assert ask(by="village", label=LOCUS_AVERAGE).label is None


def test_drawn_villages_need_no_label():
    assert design(SAMPLE, strata="village", weights="w").mean("ikk", by="kabupaten").label is None
