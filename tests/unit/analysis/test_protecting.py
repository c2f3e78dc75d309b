"""No hidden count of a class of families can be worked out from what is printed around it."""

import itertools

import numpy as np
import pytest
from scipy.optimize import linprog

from bahtera.analysis.rules.protecting import ALL, protect_classes
from bahtera.disclosure import INTERNAL

PARENTS = {"a.1": "a", "a.2": "a", "a.3": "a", "b.1": "b", "b.2": "b", "a": "", "b": ""}
VILLAGES = ("a.1", "a.2", "a.3", "b.1", "b.2")
CLASSES = ("l", "p", "?")


def drawn(seed, parts):
    rng = np.random.default_rng(seed)
    return {
        village: {name: tuple(rng.poisson(4, len(parts)).tolist()) for name in CLASSES}
        for village in VILLAGES
    }


def inside(village, area):
    return area in {village, PARENTS[village], ""}


def bounds(counts, parts, hidden, place):
    """What a reader can tell of one place, who knows all sums over classes and every place that is printed."""
    unknowns = list(itertools.product(VILLAGES, CLASSES, range(len(parts))))
    rows, sums = [], []

    def know(test):
        rows.append([1.0 if test(*one) else 0.0 for one in unknowns])
        sums.append(sum(counts[v][c][p] for v, c, p in unknowns if test(v, c, p)))

    for area in (*VILLAGES, "a", "b", ""):
        for at, part in enumerate(parts):
            know(lambda v, c, p, area=area, at=at: inside(v, area) and p == at)
            for name in CLASSES:
                if not hidden.hides(area, name, part):
                    know(lambda v, c, p, area=area, at=at, n=name: inside(v, area) and c == n and p == at)
        for name in CLASSES if len(parts) > 1 else ():
            know(lambda v, c, p, area=area, n=name: inside(v, area) and c == n)
    area, name, part = place
    goal = np.array(
        [1.0 if inside(v, area) and c == name and parts[p] == part else 0.0 for v, c, p in unknowns]
    )
    ends = [linprog(sign * goal, A_eq=rows, b_eq=sums).fun * sign for sign in (1, -1)]
    return round(ends[0], 6), round(ends[1], 6)


@pytest.mark.parametrize("parts", [(ALL,), ("met", "unmet")])
@pytest.mark.parametrize("seed", range(3))
def test_a_hidden_count_stays_uncertain(seed, parts):
    counts = drawn(seed, parts)
    hidden = protect_classes(counts, parts, PARENTS, INTERNAL)
    small = [
        (village, name, part)
        for village, row in counts.items()
        for name, values in row.items()
        for part, value in zip(parts, values, strict=True)
        if 0 < value < INTERNAL.threshold
    ]
    assert small
    for place in small:
        assert hidden.hides(*place)
        low, high = bounds(counts, parts, hidden, place)
        assert high > low, place


def test_a_class_in_which_all_are_alike_is_hidden_where_that_is_sensitive():
    counts = {"a.1": {"l": (9, 5), "p": (0, 8)}, "a.2": {"l": (7, 6), "p": (6, 9)}}
    tree = {"a.1": "a", "a.2": "a"}
    assert not protect_classes(counts, ("met", "unmet"), tree, INTERNAL).places
    assert protect_classes(counts, ("met", "unmet"), tree, INTERNAL, sensitive=True).hides(
        "a.1", "p", "unmet"
    )


def test_what_the_pages_hide_has_no_classes_either():
    counts = {"a.1": {"l": (9,), "p": (8,)}, "a.2": {"l": (7,), "p": (6,)}}
    hidden = protect_classes(counts, (ALL,), {"a.1": "a", "a.2": "a"}, INTERNAL, margins=[("a.1", ALL)])
    assert hidden.hides("a.1", "l")
    assert hidden.hides("a.1", "p")
