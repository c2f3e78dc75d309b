"""An attacker who knows every printed figure and every sum, written without the code under test.

He writes one equation for each row and one for each column under each parent (rows of parents too), solves
them exactly over the rationals, and then bounds what is left by going through every table of counts that
fits.
"""

from fractions import Fraction
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.disclosure.attacker import recoverable

from bahtera.disclosure import (
    INTERNAL,
    PUBLIC,
    TOTAL,
    Cell,
    Policy,
    Table,
    Totals,
    feasible_intervals,
    protect,
    protect_linked,
    share_table,
)


def everything(table):
    """All figures by name, worked out here from the leaves again."""
    values = {}
    for leaf, row in table.counts.items():
        area = leaf
        while area is not None:
            for column, value in zip(table.columns, row, strict=True):
                values[area, column] = values.get((area, column), 0) + value
            values[area, TOTAL] = values.get((area, TOTAL), 0) + sum(row)
            area = table.parents.get(area)
    return values


def equations(table, values):
    """Every sum a reader knows: {figure: coefficient} that adds up to 0."""
    areas = {area for area, _ in values}
    known = []
    if table.totals is not Totals.ABSENT:
        for area in areas:
            known.append({(area, column): 1 for column in table.columns} | {(area, TOTAL): -1})
    for parent in set(table.parents.values()):
        children = [area for area in areas if table.parents.get(area) == parent]
        columns = table.columns if table.totals is Totals.ABSENT else (*table.columns, TOTAL)
        for column in columns:
            known.append({(child, column): 1 for child in children} | {(parent, column): -1})
    return known


def hidden_names(table, protection):
    return {(cell.area, cell.column) for cell in protection.hidden}


@st.composite
def trees(draw, *, totals=None, columns=None):
    names = columns or draw(st.sampled_from([("a",), ("a", "b"), ("a", "b", "c")]))
    modes = [mode for mode in Totals if len(names) > 1 or mode is not Totals.KNOWN]
    mode = totals or draw(st.sampled_from(modes))
    parents, counts = {}, {}
    value = st.one_of(st.integers(0, 7), st.integers(0, 200))
    regencies = draw(st.integers(0, 3))
    if regencies == 0:
        counts["v"] = tuple(draw(value) for _ in names)
    for regency in range(regencies):
        parents[f"r{regency}"] = "p"
        for village in range(draw(st.integers(1, 4))):
            parents[f"r{regency}v{village}"] = f"r{regency}"
            counts[f"r{regency}v{village}"] = tuple(draw(value) for _ in names)
    return Table(names, counts, parents, mode)


policies = st.sampled_from([PUBLIC, INTERNAL, Policy(5, hide_uniform=True), Policy(3, width=6)])


@settings(max_examples=300, deadline=None)
@given(trees(), policies)
def test_no_hidden_figure_can_be_solved_for(table, policy):
    protection = protect(table, policy)
    values = everything(table)
    assert recoverable(hidden_names(table, protection), equations(table, values), values) == {}


@settings(max_examples=300, deadline=None)
@given(trees(), policies)
def test_every_small_count_stays_wide_open(table, policy):
    protection = protect(table, policy)
    values = everything(table)
    found = feasible_intervals(table, protection.hidden)
    for cell in protection.primary:
        interval = found[cell]
        wanted = policy.required_width
        if table.totals is Totals.KNOWN:
            wanted = min(wanted, values[cell.area, TOTAL])
        assert interval.low <= values[cell.area, cell.column]
        assert interval.high is None or interval.high >= values[cell.area, cell.column]
        assert interval.width >= wanted
    assert all(found[cell].width >= 1 for cell in protection.hidden)


@settings(max_examples=300, deadline=None)
@given(trees(), policies)
def test_every_figure_printed_is_zero_or_large(table, policy):
    protection = protect(table, policy)
    printed = (Cell(*name) for name in everything(table))
    for cell in printed:
        if cell.column == TOTAL and table.totals is not Totals.CELLS:
            continue
        if cell not in protection.hidden:
            value = everything(table)[cell.area, cell.column]
            assert value == 0 or value >= policy.threshold


@settings(max_examples=150, deadline=None)
@given(trees(), policies)
def test_the_public_sees_no_more_than_the_office(table, policy):
    inner = protect(table, INTERNAL)
    outer = protect(table, policy, already_hidden=inner.hidden)
    assert inner.hidden <= outer.hidden
    values = everything(table)
    assert recoverable(hidden_names(table, outer), equations(table, values), values) == {}


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 6)), min_size=1, max_size=3))
def test_the_interval_is_exactly_what_going_through_all_tables_finds(leaves):
    table = Table(
        ("a", "b"),
        {f"v{i}": row for i, row in enumerate(leaves)},
        {f"v{i}": "p" for i in range(len(leaves))},
    )
    hidden = protect(table, INTERNAL).hidden
    values = everything(table)
    seen = {cell: set() for cell in hidden}
    splits = [[(a, sum(row) - a) for a in range(sum(row) + 1)] for row in leaves]
    for guess in product(*splits):
        other = everything(Table(("a", "b"), {f"v{i}": row for i, row in enumerate(guess)}, table.parents))
        if all(other[name] == values[name] for name in values if Cell(*name) not in hidden):
            for cell in hidden:
                seen[cell].add(other[cell.area, cell.column])
    found = feasible_intervals(table, hidden)
    assert {cell: (min(v), max(v)) for cell, v in seen.items()} == {
        cell: (interval.low, interval.high) for cell, interval in found.items()
    }


@st.composite
def dimensions(draw):
    """A village tree in which everybody answers everything: the printed mean is the mean of the shares."""
    villages = draw(st.integers(1, 4))
    families = [draw(st.integers(5, 60)) for _ in range(villages)]
    parents = {f"v{i}": "p" for i in range(villages)}
    names = [f"i{k}" for k in range(draw(st.integers(2, 4)))]
    tables = {}
    for name in names:
        counts = {}
        for i, n in enumerate(families):
            met = draw(st.one_of(st.integers(0, n), st.integers(max(0, n - 6), n)))
            counts[f"v{i}"] = (met, n - met)
        tables[name] = share_table(counts, parents)
    return tables


@settings(max_examples=200, deadline=None)
@given(dimensions(), st.integers(1, 3), st.sampled_from([PUBLIC, INTERNAL]))
def test_printed_means_do_not_give_a_hidden_share_away(tables, parts, policy):
    names = list(tables)
    groups = {f"d{k}": tuple(names[k::parts]) for k in range(parts) if names[k::parts]}
    linked = protect_linked(tables, groups, policy)
    assert_nothing_comes_out(tables, groups, linked)


@settings(max_examples=100, deadline=None)
@given(dimensions(), st.integers(1, 3))
def test_what_the_office_does_not_see_the_public_does_not_see(tables, parts):
    names = list(tables)
    groups = {f"d{k}": tuple(names[k::parts]) for k in range(parts) if names[k::parts]}
    inner = protect_linked(tables, groups, INTERNAL)
    outer = protect_linked(tables, groups, PUBLIC, already_hidden=inner.hidden())
    assert inner.hidden_means <= outer.hidden_means
    assert inner.hidden_wholes <= outer.hidden_wholes
    assert all(inner.tables[name].hidden <= outer.tables[name].hidden for name in names)
    assert_nothing_comes_out(tables, groups, outer)


def assert_nothing_comes_out(tables, groups, linked):
    values, known, unknowns = {}, [], set()
    for name, table in tables.items():
        mine = everything(table)
        values |= {(area, f"{name}/{column}"): value for (area, column), value in mine.items()}
        known += [
            {(a, f"{name}/{c}"): k for (a, c), k in equation.items()} for equation in equations(table, mine)
        ]
        unknowns |= {(cell.area, f"{name}/{cell.column}") for cell in linked.tables[name].hidden}
    for area in {area for area, _ in values}:
        whole = Fraction(0)
        for group, members in groups.items():
            mean = {(area, f"{n}/met"): Fraction(1, len(members) * values[area, f"{n}/n"]) for n in members}
            values[area, group] = sum((c * values[n] for n, c in mean.items()), Fraction(0))
            whole += values[area, group] / len(groups)
            known.append(mean | {(area, group): -1})
            if not linked.shows_mean(area, group):
                unknowns.add((area, group))
        if linked.shows_whole(area):
            values[area, "whole"] = whole
            known.append(
                {(area, group): Fraction(1, len(groups)) for group in groups}
                | {(area, "whole"): Fraction(-1)}
            )
    found = {name for name in recoverable(unknowns, known, values) if "/" in name[1]}
    assert found == set()
