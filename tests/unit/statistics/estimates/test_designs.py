"""What a design refuses, and the stated rule where it does not."""

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from bahtera.statistics import Design, Note, Publication, design
from bahtera.statistics.estimates import errors
from bahtera.statistics.estimates.columns import compact

FAMILIES = {
    "stratum": ["hulu"] * 6 + ["hilir"] * 6,
    "village": list("aabbccddeeff"),
    "w": [2.0] * 12,
    "N": [30] * 6 + [40] * 6,
    "ikk": [70.0, 72, 65, 66, 80, 81, 60, 61, 74, 75, 68, 69],
    "poor": [True, False] * 6,
    "sex": list("fmfmfmfmfmff"),
}


def families(**changed):
    return FAMILIES | changed


def drawn(frame=FAMILIES, **more):
    return design(frame, **({"strata": "stratum", "psu": "village", "weights": "w"} | more))


@pytest.mark.parametrize("kind", [dict, pa.table, pd.DataFrame, pl.DataFrame])
def test_any_table_gives_the_same(kind):
    assert drawn(kind(FAMILIES)).mean("ikk", by="sex").rows == drawn().mean("ikk", by="sex").rows


def test_categories_of_pandas_are_read_as_their_values():
    frame = pd.DataFrame(FAMILIES).astype({"sex": "category", "stratum": "category"})
    assert drawn(frame).mean("ikk", by="sex").rows == drawn().mean("ikk", by="sex").rows


def test_what_is_no_table_is_refused():
    with pytest.raises(errors.UnreadableColumn, match="list is not a table"):
        design([1, 2])
    with pytest.raises(errors.UnreadableColumn, match="not a table"):
        design({"a": [1, 2], "b": [1]})


@pytest.mark.parametrize(
    ("weights", "said"),
    [
        ([None] + [2.0] * 11, "1 rows have no weight"),
        ([float("nan")] * 2 + [2.0] * 10, "2 rows have no weight"),
        ([-1.0] + [2.0] * 11, "1 rows have a weight below zero"),
        ([0.0] * 12, "All weights are zero"),
    ],
)
def test_weights_that_weigh_nothing_are_refused(weights, said):
    with pytest.raises(errors.BadWeights, match=said):
        drawn(families(w=weights))


def test_a_weight_of_zero_leaves_a_row_out_and_its_unit_counted():
    silent = drawn(families(w=[0.0, 0.0] + [2.0] * 10))
    asked = silent.total("ikk").only
    absent = drawn({name: values[2:] for name, values in FAMILIES.items()}).total("ikk").only
    assert asked.n == 10
    assert asked.value == absent.value
    assert asked.se > absent.se, "a unit where nobody answered adds nothing to a total, and that is spread"
    assert asked.n_psu == 5


def test_a_unit_without_respondents_counts_when_its_rows_are_there():
    ikk = [None, None, *FAMILIES["ikk"][2:]]
    found = drawn(families(ikk=ikk)).mean("ikk").only
    assert (found.n, found.missing, found.n_psu, found.df) == (10, 2, 5, 3)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"stratum": [None] * 2 + ["hulu"] * 10}, "2 rows have nothing in stratum"),
        ({"village": [None, *"abbccddeeff"]}, "1 rows have nothing in village"),
        ({"village": list("aabbccaaeeff")}, "The unit a is in more than one stratum"),
    ],
)
def test_rows_without_a_place_in_the_design_are_refused(changed, said):
    with pytest.raises(errors.BadStages, match=said):
        drawn(families(**changed))


def test_names_used_again_in_each_stratum_are_other_units_when_said_so():
    again = families(village=list("aabbccaabbcc"))
    assert drawn(again, nest=True).mean("ikk").rows == drawn().mean("ikk").rows


def test_one_unit_in_all_is_refused():
    with pytest.raises(errors.BadStages, match="one primary sampling unit"):
        design(families(village=["a"] * 12), psu="village", weights="w")


@pytest.mark.parametrize(
    ("fpc", "said"),
    [
        ([2] * 6 + [40] * 6, "The stratum hulu has 2 units by fpc, but 3 were drawn"),
        ([None] + [30] * 5 + [40] * 6, "fpc must be given"),
        ([0] * 6 + [40] * 6, "above zero"),
        ([0.1] * 6 + [40] * 6, "not both"),
        ([30, 31] * 3 + [40] * 6, "different sizes within the stratum hulu"),
    ],
)
def test_numbers_of_units_that_cannot_be_are_refused(fpc, said):
    with pytest.raises(errors.BadStages, match=said):
        drawn(families(N=fpc), fpc="N")


def test_stages_are_one_or_two_and_fpc_is_for_all_or_none():
    with pytest.raises(errors.BadStages, match="one or two stages"):
        drawn(psu=("village", "sex", "ikk"))
    with pytest.raises(errors.BadStages, match="one or two stages"):
        drawn(strata=("stratum", "sex"))
    with pytest.raises(errors.BadStages, match="each of the 2 stages"):
        drawn(psu=("village", "ikk"), fpc="N")


def test_a_fully_drawn_sample_has_no_error_of_sampling():
    found = drawn(families(N=[3] * 12), fpc="N").mean("ikk").only
    assert (found.se, found.note, found.publication) == (0, None, Publication.FINE)
    assert found.low == found.value == found.high


def test_a_population_of_one_is_no_census_of_families_that_stand_for_others():
    with pytest.raises(errors.BadStages, match="how many units"):
        drawn(families(N=[1.0] * 12), fpc="N")
    census = design(families(N=[1.0] * 12), strata="stratum", psu="village", fpc="N").mean("ikk").only
    assert census.se == 0


def test_one_unit_by_fpc_where_more_were_drawn_is_refused_with_and_without_weights():
    with pytest.raises(errors.BadStages, match="has 1 units by fpc, but 3 were drawn"):
        design(families(N=[1] * 12), strata="stratum", psu="village", fpc="N")
    with pytest.raises(errors.BadStages, match="by fpc, but 3 were drawn"):
        drawn(families(N=[1] * 12), fpc="N")


def test_what_was_left_open_is_marked():
    gaps = FAMILIES | {"ikk": [None] * 3 + FAMILIES["ikk"][3:]}
    some = drawn(gaps)
    assert (some.mean("ikk").only.missing, some.mean("ikk").only.note) == (3, None)
    total = some.total("ikk").only
    assert (total.note, total.publication) == (Note.MISSING, Publication.MARKED)
    many = drawn(FAMILIES | {"ikk": [None, None, *FAMILIES["ikk"][2:10], None, None]}).mean("ikk").only
    assert (many.missing, many.note, many.publication) == (4, Note.MISSING, Publication.MARKED)


def test_weights_follow_from_numbers_of_units_and_else_totals_are_refused():
    by_size = design(FAMILIES, strata="stratum", psu="village", fpc="N")
    assert by_size.sample.weights.tolist() == [10.0] * 6 + [40 / 3] * 6
    bare = design(FAMILIES, psu="village")
    assert bare.mean("ikk").only.value == pytest.approx(np.mean(FAMILIES["ikk"]))
    with pytest.raises(errors.NoPopulation):
        bare.total("ikk")


def test_a_lonely_unit_is_refused_by_name_until_a_rule_is_chosen():
    alone = families(stratum=["pulau"] * 2 + ["hulu"] * 4 + ["hilir"] * 6)
    with pytest.raises(errors.LonelyPsu, match="pulau"):
        drawn(alone).mean("ikk")
    by_rule = {
        rule: drawn(alone, lonely_psu=rule).total("ikk").only.se for rule in ("remove", "adjust", "average")
    }
    assert by_rule["remove"] < by_rule["average"] < by_rule["adjust"]
    assert drawn(alone).mean("ikk", where=[stratum != "pulau" for stratum in alone["stratum"]]).only.n == 10


def test_a_lonely_unit_of_a_fully_drawn_stratum_is_no_problem():
    alone = families(stratum=["pulau"] * 2 + ["hulu"] * 4 + ["hilir"] * 6, N=[1] * 2 + [30] * 4 + [40] * 6)
    assert drawn(alone, fpc="N").mean("ikk").only.se > 0


def test_many_lonely_strata_are_counted():
    many = {"s": range(10), "y": range(10), "w": [1] * 10}
    with pytest.raises(errors.LonelyPsu, match=r"0, 1, 2, 3, 4, \+5"):
        design(many, strata="s", weights="w").mean("y")
    with pytest.raises(errors.LonelyPsu, match="nothing to average"):
        design(many, strata="s", weights="w", lonely_psu="average").mean("y")
    with pytest.raises(errors.BadOption, match="lonely_psu cannot be hope; it is one of: fail"):
        design(many, strata="s", weights="w", lonely_psu="hope")


def test_nobody_in_the_domain_is_refused():
    with pytest.raises(errors.EmptyDomain):
        design({"ikk": []})
    with pytest.raises(errors.EmptyDomain):
        drawn(families(sex=pa.array([None] * 12, pa.string()))).share("sex")
    with pytest.raises(errors.EmptyDomain):
        drawn().mean("ikk", where=[False] * 12)
    with pytest.raises(errors.EmptyDomain):
        drawn(families(sex=[None] * 12)).mean("ikk", by="sex")


@pytest.mark.parametrize("where", [[True], [1] * 12, ["ya"] * 12, "sex", 7])
def test_a_mask_is_a_yes_or_no_a_row(where):
    with pytest.raises(errors.UnreadableColumn, match="12 rows"):
        drawn().mean("ikk", where=where)


def test_a_mask_without_an_answer_is_a_no():
    assert drawn().mean("ikk", where=[True] * 11 + [None]).only.n == 11
    assert drawn().mean("ikk", where="poor").only.n == 6


def test_a_domain_where_nobody_answered_is_there_without_a_figure():
    ikk = [None if sex == "m" else value for sex, value in zip(FAMILIES["sex"], FAMILIES["ikk"], strict=True)]
    for statistic in (drawn(families(ikk=ikk)).mean, drawn(families(ikk=ikk)).total):
        found = statistic("ikk", by="sex").of("m")
        assert (found.value, found.se, found.low, found.n, found.missing) == (None, None, None, 0, 5)
        assert (found.note, found.publication) == (Note.NOBODY, Publication.NOT_SHOWN)


def test_a_domain_in_one_unit_has_a_value_and_no_error():
    found = drawn().mean("ikk", by="village").of("a")
    assert found.value == 71
    assert (found.se, found.rse, found.low, found.deff, found.df, found.n_psu) == (
        None,
        None,
        None,
        None,
        0,
        1,
    )
    assert (found.note, found.publication) == (Note.ONE_PSU, Publication.NOT_SHOWN)


def test_as_many_strata_as_units_leave_an_error_without_an_interval():
    found = drawn().mean("ikk", where=[village in "ad" for village in FAMILIES["village"]]).only
    assert found.se > 0
    assert (found.low, found.df, found.note) == (None, 0, Note.NO_FREEDOM)
    assert found.publication is Publication.NOT_SHOWN


def test_equal_answers_are_marked_not_trusted():
    for value in (0.1, 70.3, 1e9 / 3):
        found = drawn(families(ikk=[value] * 12)).mean("ikk").only
        assert (found.se, found.note, found.publication) == (0, Note.NO_VARIATION, Publication.MARKED)
    for answer in (True, False):
        for method in ("logit", "korn-graubard"):
            share = drawn(families(poor=[answer] * 12)).share("poor", interval=method).only
            assert share.value == answer
            assert share.high - share.low > 0.2, "twelve equal answers prove little"
            assert 0 <= share.low <= share.high <= 1


def test_a_share_of_all_is_one_whatever_they_weigh():
    found = (
        drawn(families(w=[44.0] + [1.0] * 11)).share("poor", where="poor").only
    )  # 49 (1 / 49) is less than one
    assert (found.value, found.high, found.note) == (1, 1, Note.NO_VARIATION)


def test_thirty_per_cent_missing_are_left_out_and_counted():
    gaps = [None if place % 3 == 0 else value for place, value in enumerate(FAMILIES["ikk"])]
    found = drawn(families(ikk=gaps)).mean("ikk").only
    kept = drawn().mean("ikk", where=[value is not None for value in gaps]).only
    assert (found.missing, found.n) == (4, 8)
    assert (found.value, found.se, found.df) == (kept.value, kept.se, kept.df)


def test_rows_without_a_domain_are_counted_beside():
    sex = [None, None, *FAMILIES["sex"][2:]]
    found = drawn(families(sex=sex)).mean("ikk", by=("stratum", "sex"))
    assert (found.outside, sum(row.n for row in found)) == (2, 10)


def test_a_share_needs_categories():
    with pytest.raises(errors.UnreadableColumn, match="holds measurements"):
        drawn(families(ikk=[0.5] * 12)).share("ikk")
    whole = drawn(families(ikk=[1, 2, 3] * 4)).share("ikk")
    assert [row.category for row in whole] == [1, 2, 3]
    assert sum(row.value for row in whole) == pytest.approx(1)
    by_sex = drawn().share("stratum", by="sex")
    assert [(row.domain, row.category) for row in by_sex] == [
        (("f",), "hilir"), (("f",), "hulu"), (("m",), "hilir"), (("m",), "hulu"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("values", "problem"),
    [(["x"] * 12, errors.UnreadableColumn), ([float("inf")] * 12, errors.UnreadableColumn)],
)
def test_what_is_no_number_is_refused(values, problem):
    with pytest.raises(problem, match="ikk"):
        drawn(families(ikk=values)).mean("ikk")


def test_a_missing_column_is_named():
    with pytest.raises(errors.UnknownColumn, match="income"):
        drawn().mean("income")


def test_a_ratio_to_nothing_has_no_figure():
    found = drawn(families(none=[0] * 12)).ratio("ikk", "none").only
    assert (found.value, found.se, found.publication) == (None, None, Publication.NOT_SHOWN)


def test_figures_come_as_a_table_too():
    found = drawn().mean("ikk", by=("stratum", "sex"))
    table = found.to_arrow()
    assert table.column_names[:3] == ["stratum", "sex", "value"]
    assert table.num_rows == len(found) == 4
    assert found.of("hulu", "f") == found[2]
    assert set(table["publication"].to_pylist()) <= {"fine", "marked", "not_shown"}
    assert "category" in drawn().share("sex").to_arrow().column_names
    with pytest.raises(KeyError):
        found.of("laut", "f")
    with pytest.raises(ValueError, match="too many"):
        assert found.only


def test_a_design_effect_needs_weights_that_say_how_many():
    light = drawn(families(w=[0.5] * 12)).mean("ikk")
    assert light.only.deff is None
    assert drawn(families(w=[0.5] * 12)).mean("ikk", deff="replace").only.deff > 1


def test_intervals_widen_with_their_level():
    narrow, wide = (drawn().mean("ikk", level=level).only for level in (0.8, 0.99))
    assert wide.low < narrow.low < narrow.value < narrow.high < wide.high
    assert isinstance(drawn(), Design)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"level": 95}, "between 0 and 1"),
        ({"level": 0}, "between 0 and 1"),
        ({"level": float("nan")}, "between 0 and 1"),
        ({"deff": "kish"}, "deff cannot be kish; it is one of: without, replace"),
        ({"interval": "wald"}, "interval cannot be wald"),
    ],
)
def test_options_that_there_are_not_are_refused(options, said):
    with pytest.raises(errors.BadOption, match=said):
        drawn().share("poor", **options)


def test_parts_of_a_table_are_one_table():
    whole = pa.table(FAMILIES)
    table = pa.concat_tables([whole.slice(0, 6), whole.slice(6)])
    assert table["ikk"].num_chunks == 2
    assert (
        drawn(table).mean("ikk", by=("stratum", "sex")).rows
        == drawn().mean("ikk", by=("stratum", "sex")).rows
    )


def test_a_relation_of_duckdb_is_a_table_too():
    with duckdb.connect() as connection:
        relation = connection.from_arrow(pa.table(FAMILIES))
        assert drawn(relation).mean("ikk", by="sex").rows == drawn().mean("ikk", by="sex").rows


def test_a_domain_that_is_no_number_is_no_domain():
    found = drawn(families(age=[float("nan"), 1.5] * 6)).mean("ikk", by="age")
    assert (found.outside, [row.domain for row in found]) == (6, [(1.5,)])


def test_masks_keep_the_domains_they_reach():
    found = drawn().mean("ikk", by="sex", where=[sex == "m" for sex in FAMILIES["sex"]])
    assert [row.domain for row in found] == [("m",)]


@pytest.mark.parametrize("gap", [False, True])
def test_codes_far_apart_are_brought_together(gap):
    far = np.array([10**12, 5, 10**12, 7] + [-1] * gap)
    codes, present = compact(far)
    assert codes.tolist() == [2, 0, 2, 1] + [-1] * gap
    assert present.tolist() == [5, 7, 10**12]
