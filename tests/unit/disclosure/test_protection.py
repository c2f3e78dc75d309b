"""Worked examples a reader can follow by hand."""

import pytest

from bahtera.disclosure import (
    INTERNAL,
    PUBLIC,
    TOTAL,
    Cell,
    Interval,
    Policy,
    Table,
    Totals,
    feasible_intervals,
    protect,
    protect_distribution,
    protect_linked,
    protect_two_way,
    share_table,
    small_cells,
)


def hidden(protection):
    return {(cell.area, cell.column) for cell in protection.hidden}


def test_large_counts_and_zeros_are_shown():
    assert hidden(protect_distribution({"rendah": 0, "sedang": 40, "tinggi": 172}, PUBLIC)) == set()


def test_one_small_count_takes_the_next_smallest_with_it():
    shown = protect_distribution({"rendah": 3, "sedang": 40, "tinggi": 169}, PUBLIC)
    assert hidden(shown) == {("", "rendah"), ("", "sedang")}
    assert not shown.shows("", "rendah")
    assert shown.shows("", "tinggi")


def test_two_small_counts_do_not_cover_each_other_when_their_sum_is_small():
    shown = protect_distribution({"rendah": 2, "sedang": 1, "tinggi": 200}, PUBLIC)
    assert hidden(shown) == {("", "rendah"), ("", "sedang"), ("", "tinggi")}


def test_the_office_threshold_is_three():
    assert hidden(protect_distribution({"rendah": 3, "sedang": 40, "tinggi": 169}, INTERNAL)) == set()
    assert hidden(protect_distribution({"rendah": 2, "sedang": 40, "tinggi": 169}, INTERNAL)) != set()


def test_a_row_resting_on_few_families_is_hidden_with_its_zeros():
    assert hidden(protect_distribution({"rendah": 0, "sedang": 0, "tinggi": 4}, PUBLIC)) == {
        ("", "rendah"),
        ("", "sedang"),
        ("", "tinggi"),
    }


def test_an_empty_area_hides_nothing():
    assert hidden(protect_distribution({"rendah": 0, "sedang": 0}, PUBLIC)) == set()


def test_everybody_giving_the_same_answer_is_hidden_for_sensitive_questions_only():
    plain = share_table({"": (50, 0)}, {})
    assert hidden(protect(plain, PUBLIC)) == set()
    sensitive = protect(plain, Policy(5, hide_uniform=True))
    assert {("", "met"), ("", "unmet")} <= hidden(sensitive)


def test_a_village_is_not_the_regency_minus_its_sister():
    table = Table(
        ("low", "high"), {"63.01.a": (2, 50), "63.01.b": (40, 60)}, {"63.01.a": "63.01", "63.01.b": "63.01"}
    )
    shown = protect(table, PUBLIC)
    assert not shown.shows("63.01.a", "low")
    assert not (shown.shows("63.01", "low") and shown.shows("63.01.b", "low"))
    assert all(interval.width >= 5 for interval in feasible_intervals(table, shown.hidden).values())


def test_a_single_village_is_not_read_off_its_regency():
    table = Table(
        ("low", "high"),
        {"63.01.a": (2, 50), "63.02.a": (40, 60), "63.03.a": (9, 70)},
        {
            "63.01.a": "63.01",
            "63.02.a": "63.02",
            "63.03.a": "63.03",
            "63.01": "63",
            "63.02": "63",
            "63.03": "63",
        },
    )
    shown = protect(table, PUBLIC)
    assert not shown.shows("63.01", "low")
    assert hidden(shown) & {("63.02", "low"), ("63.03", "low"), ("63", "low")}


def test_two_way_tables_are_covered_in_rows_and_columns():
    rows = {"north": (3, 20, 30), "south": (20, 25, 35), "west": (30, 22, 28)}
    shown = protect_two_way(rows, ("a", "b", "c"), PUBLIC)
    for area in rows:
        row = [column for column in ("a", "b", "c", TOTAL) if not shown.shows(area, column)]
        assert len(row) != 1
    for column in ("a", "b", "c", TOTAL):
        assert len([area for area in (*rows, "") if not shown.shows(area, column)]) != 1


def test_a_mean_of_few_families_takes_a_second_one_with_it():
    table = Table(
        ("families",), {"a": (3,), "b": (90,), "c": (200,)}, dict.fromkeys("abc", "p"), Totals.ABSENT
    )
    assert hidden(protect(table, PUBLIC)) == {("a", "families"), ("b", "families")}


def test_intervals_tell_what_subtraction_leaves_open():
    table = Table(("a", "b", "c"), {"": (3, 8, 100)})
    found = feasible_intervals(table, [Cell("", "a"), Cell("", "b")])
    assert found == {Cell("", "a"): Interval(0, 11), Cell("", "b"): Interval(0, 11)}


def test_an_unlimited_interval_has_no_upper_end():
    table = Table(("families",), {"a": (3,)}, {}, Totals.ABSENT)
    assert feasible_intervals(table, [Cell("a", "families")]) == {Cell("a", "families"): Interval(0, None)}


def test_a_hidden_share_takes_a_second_of_its_dimension_with_it():
    tables = {
        name: share_table({"v": row}, {})
        for name, row in {"x": (98, 2), "y": (70, 30), "z": (90, 10)}.items()
    }
    linked = protect_linked(tables, {"d1": ("x", "y", "z")}, PUBLIC)
    assert not linked.shows_share("v", "x")
    assert not linked.shows_share("v", "z")
    assert linked.shows_share("v", "y")
    assert linked.hidden_means == frozenset()


def test_a_mean_is_hidden_when_no_partner_is_left():
    linked = protect_linked({"x": share_table({"v": (98, 2)}, {})}, {"d1": ("x",)}, PUBLIC)
    assert linked.hidden_means == {("v", "d1")}
    assert linked.hidden_wholes == {"v"}


def test_a_nearly_perfect_dimension_takes_the_index_with_it_and_no_second_dimension():
    rows = {"a": (98, 2), "b": (100, 0), "c": (99, 1), "x": (70, 30), "y": (60, 40), "z": (90, 10)}
    tables = {name: share_table({"v": row}, {}) for name, row in rows.items()}
    linked = protect_linked(tables, {"d1": ("a", "b", "c"), "d2": ("x", "y"), "d3": ("z",)}, PUBLIC)
    assert linked.hidden_means == {("v", "d1")}
    assert linked.hidden_wholes == {"v"}
    assert linked.shows_mean("v", "d2")
    assert linked.shows_mean("v", "d3")


@pytest.mark.parametrize("second", [(6, 3), (81, 3)], ids=["other families", "the same families"])
def test_a_mean_over_hidden_shares_fits_few_whole_counts_and_is_not_printed(second):
    rows = {"a": (80, 4), "b": second, "c": (50, 34)}
    tables = {name: share_table({"v": row}, {}) for name, row in rows.items()}
    linked = protect_linked(tables, {"d": ("a", "b", "c")}, PUBLIC)
    assert not linked.shows_share("v", "b")
    assert linked.hidden_means == frozenset(), "the mean of the families' own scores stays"
    assert not linked.shows_mean("v", "d")
    assert not linked.shows_whole("v")


def test_a_mean_of_shares_that_are_all_shown_tells_nothing_more_and_is_printed():
    rows = {"a": (60, 40), "b": (70, 30)}
    linked = protect_linked(
        {name: share_table({"v": row}, {}) for name, row in rows.items()}, {"d": ("a", "b")}, PUBLIC
    )
    assert linked.shows_mean("v", "d")
    assert linked.shows_whole("v")


def test_the_answer_does_not_depend_on_the_order_of_villages():
    rows = {f"v{i}": (i, 50 - i, 20 + i) for i in range(8)}
    parents = dict.fromkeys(rows, "p")
    forward = protect(Table(("a", "b", "c"), rows, parents), PUBLIC)
    backward = protect(Table(("a", "b", "c"), dict(reversed(rows.items())), parents), PUBLIC)
    assert forward == backward


def test_small_cells_never_lists_totals_that_are_not_figures():
    table = Table(("a", "b"), {"v": (1, 2)})
    assert {cell.column for cell in small_cells(table, PUBLIC)} == {"a", "b"}


@pytest.mark.parametrize(
    "build",
    [
        lambda: Table(("a",), {"v": (1,)}),
        lambda: Table(("a", "a"), {"v": (1, 1)}),
        lambda: Table(("a", TOTAL), {"v": (1, 1)}),
        lambda: Table(("a", "b"), {"v": (1, -1)}),
        lambda: Table(("a", "b"), {"v": (1,)}),
        lambda: Table(("a", "b"), {"v": (1, 1), "p": (1, 1)}, {"v": "p"}),
        lambda: Table(("a", "b"), {"v": (1, 1)}, {"v": "p", "p": "v"}),
        lambda: Policy(0),
        lambda: Policy(5, width=-1),
    ],
)
def test_tables_that_make_no_sense_are_refused(build):
    with pytest.raises(ValueError):
        build()


def test_a_wide_range_may_need_more_than_one_ring():
    shown = protect_distribution({"a": 1, "b": 3, "c": 3}, Policy(3, width=6))
    assert hidden(shown) == {("", "a"), ("", "b"), ("", "c")}
