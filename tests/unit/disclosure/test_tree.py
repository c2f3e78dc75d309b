"""Counts over a tree of areas: the same ranges as the flows of any table, and nothing comes out of linked ones."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.disclosure.attacker import recoverable
from tests.unit.disclosure.test_attacker import assert_nothing_comes_out

from bahtera.disclosure import (
    INTERNAL,
    PUBLIC,
    Cell,
    LinkedGuard,
    Policy,
    Table,
    Totals,
    feasible_intervals,
    protect_linked,
    share_table,
)
from bahtera.disclosure.chains import Chains
from bahtera.disclosure.elimination import PRIME, eliminate
from bahtera.disclosure.tree import UNBOUNDED, Tree, TreeGuard


@st.composite
def shares(draw, count=1, few=True):
    """Tables of met and unmet over a province of regencies, districts and villages; everybody answers everything."""
    parents, families = {}, {}
    for regency in range(draw(st.integers(1, 2))):
        for district in range(draw(st.integers(1, 2))):
            for village in range(draw(st.integers(1, 3))):
                code = f"63.{regency}.{district}.{village}"
                parents |= {"63." + str(regency): "63", code[:6]: code[:4], code: code[:6]}
                families[code] = draw(st.integers(0 if few else 5, 40))
    tables = {}
    for at in range(count):
        met = {
            code: draw(st.one_of(st.integers(0, n), st.just(n), st.just(0))) for code, n in families.items()
        }
        tables[f"i{at}"] = share_table(
            {code: (met[code], n - met[code]) for code, n in families.items()}, parents
        )
    return tables


def guard_of(tree, table, policy=PUBLIC, before=()):
    counts = tree.sums(table.counts, 2)
    wanted = np.minimum(policy.required_width, counts.sum(axis=1))
    return TreeGuard(tree, counts[:, 0], counts[:, 1], figures=2, wanted=wanted, already_hidden=before)


@settings(max_examples=60, deadline=None)
@given(shares(), st.data())
def test_a_range_is_what_the_flows_find(tables, data):
    table = tables["i0"]
    tree = Tree(table.counts, table.parents)
    hidden = data.draw(st.sets(st.sampled_from(range(len(tree.areas)))))
    guard = guard_of(tree, table, before=hidden)
    exact = feasible_intervals(
        table, [Cell(tree.areas[area], name) for area in hidden for name in ("met", "unmet")]
    )
    for area in hidden:
        assert guard.width(area) == exact[Cell(tree.areas[area], "met")].width


@settings(max_examples=60, deadline=None)
@given(shares(), st.sampled_from([PUBLIC, INTERNAL, Policy(3, width=6)]), st.data())
def test_what_is_protected_stays_as_wide_as_asked_for_by_the_flows(tables, policy, data):
    table = tables["i0"]
    tree = Tree(table.counts, table.parents)
    asked = data.draw(st.sets(st.sampled_from(range(len(tree.areas)))))
    guard = guard_of(tree, table, policy)
    guard.protect(asked)
    hidden = [area for area, is_hidden in enumerate(guard.hidden) if is_hidden]
    exact = feasible_intervals(
        table, [Cell(tree.areas[area], name) for area in hidden for name in ("met", "unmet")]
    )
    for area in hidden:
        families = sum(table.rows()[tree.areas[area]])
        wanted = min(policy.required_width if area in asked else 1, families)
        assert exact[Cell(tree.areas[area], "met")].width >= wanted


def test_a_count_without_an_upper_end_needs_one_partner_only():
    tree = Tree(["a", "b", "c"], dict.fromkeys("abc", "p"))
    down = np.array([3, 90, 200, 293])
    guard = TreeGuard(tree, down, np.full(4, UNBOUNDED), figures=1, wanted=np.full(4, 5))
    guard.protect([0])
    assert bytes(guard.hidden) == b"\1\1\0\0"


def test_a_way_over_several_levels_is_opened_where_an_area_has_one_village_only():
    counts = {"63.1.1": (2, 50), "63.2.1": (40, 60), "63.3.1": (9, 70)}
    parents = {code: code[:4] for code in counts} | {code[:4]: "63" for code in counts}
    tree = Tree(counts, parents)
    guard = guard_of(tree, share_table(counts, parents))
    guard.protect([tree.number["63.1.1"]])
    hidden = {area for area, is_hidden in zip(tree.areas, guard.hidden, strict=True) if is_hidden}
    assert hidden == {"63.1.1", "63.1", "63.3.1", "63.3"}


@settings(max_examples=15, deadline=None)
@given(shares(count=4, few=False), st.integers(1, 3), st.sampled_from([PUBLIC, INTERNAL]))
def test_nothing_comes_out_of_linked_tables_over_several_levels(tables, parts, policy):
    names = list(tables)
    groups = {f"d{k}": tuple(names[k::parts]) for k in range(parts) if names[k::parts]}
    linked = protect_linked(tables, groups, policy)
    assert_nothing_comes_out(tables, groups, linked)
    for name, table in tables.items():
        shown, rows = linked.tables[name], table.rows()
        exact = feasible_intervals(table, shown.hidden)
        for cell, interval in exact.items():
            wanted = policy.required_width if cell in shown.primary else 1
            assert interval.width >= min(wanted, sum(rows[cell.area]))


@settings(max_examples=10, deadline=None)
@given(shares(count=3, few=False), st.data())
def test_what_is_hidden_elsewhere_is_hidden_here_and_all_stays_safe(tables, data):
    groups = {"d0": ("i0", "i1"), "d1": ("i2",)}
    guard = LinkedGuard(tables, groups, PUBLIC)
    before = {name: guard.hidden_areas(name) for name in tables}
    areas = sorted(tables["i0"].rows())
    more = {"i1": frozenset(data.draw(st.sets(st.sampled_from(areas))))}
    assert guard.hide_too(more) == (not more["i1"] <= before["i1"])
    assert all(before[name] <= guard.hidden_areas(name) for name in tables)
    assert more["i1"] <= guard.hidden_areas("i1")
    assert_nothing_comes_out(tables, groups, guard.protection())


@settings(max_examples=25, deadline=None)
@given(shares(count=3, few=False), st.data())
def test_chains_find_what_the_attacker_solves_for_also_the_second_time(tables, data):
    tree = Tree(tables["i0"].counts, tables["i0"].parents)
    groups = (0, 0, 1)
    families = tree.sums(tables["i0"].counts, 2).sum(axis=1)
    rests_on = np.array([families * 2, families * 2, families])
    chains = Chains(tree, groups, rests_on)
    hidden = np.zeros((3, len(tree.areas)), dtype=np.bool_)
    silent = np.zeros((2, len(tree.areas)), dtype=np.bool_)
    mute = np.zeros(len(tree.areas), dtype=np.bool_)
    places = st.sets(st.sampled_from(range(len(tree.areas))))
    for _ in range(2):
        for row in hidden:
            row[sorted(data.draw(places))] = True
        silent[data.draw(st.integers(0, 1)), sorted(data.draw(places))] = True
        mute[sorted(data.draw(places))] = True
        assert chains.fixed(hidden, silent, mute) == solved(tree, hidden, silent, mute, families)


def solved(tree, hidden, silent, mute, families):
    """What comes out of the same sums and means by elimination in fractions."""
    unknowns = {(int(name), int(area)) for name, area in np.argwhere(hidden)}
    known = []
    for area, children in enumerate(tree.children):
        if children:
            known += [{(name, each): 1 for each in children} | {(name, area): -1} for name in range(3)]
        means = [{(0, area): 1, (1, area): 1}, {(2, area): 2}]
        known += [mean for group, mean in enumerate(means) if not silent[group, area]]
        if not mute[area]:
            rest = [mean for group, mean in enumerate(means) if silent[group, area]]
            known.append({name: part for mean in rest for name, part in mean.items()})
    values = {(name, area): 0 for name in range(3) for area in range(len(tree.areas))}
    return set(recoverable(unknowns, known, values))


def test_elimination_leaves_what_it_says_of_the_lower_unknowns():
    pivots, left = eliminate([{5: 1, 1: 1}, {5: 1, 0: 1}, {6: 2}], 4)
    assert [(unknown, rest) for unknown, rest, _ in pivots] == [(6, []), (5, [(1, 1)])]
    assert left in ([{0: 1, 1: PRIME - 1}], [{1: PRIME - 1, 0: 1}])


def test_an_area_without_counts_is_nobody():
    tree = Tree(["a", "b"], {"a": "p", "b": "p"})
    assert tree.sums({"a": (3, 4)}, 2).tolist() == [[3, 4], [0, 0], [3, 4]]


def test_rows_add_up_over_every_level():
    counts = {"63.1.1": (2,), "63.1.2": (3,), "63.2.1": (4,)}
    parents = {code: code[:4] for code in counts} | {"63.1": "63", "63.2": "63"}
    rows = Table(("families",), counts, parents, Totals.ABSENT).rows()
    assert list(rows.items()) == [
        ("63.1.1", (2,)),
        ("63.1.2", (3,)),
        ("63.2.1", (4,)),
        ("63.1", (5,)),
        ("63.2", (4,)),
        ("63", (9,)),
    ]
