"""Every set of some candidates at once: how many families each lifts, expected, and which sets are worth buying.

Sets are numbered by their bits: number 5 holds the candidates at places 0 and 2. First the families are counted that
each set would lift if it reached everybody: a family matters by what it lacks alone, so its own small lattice is turned
into what each set brings beyond its subsets, these are added up, and summed over subsets. Then the chances come in, one
candidate at a time. All of it is adding halves of one long array: 20 candidates are a million sets, in a tenth of a
second.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from bahtera.needs.rules.menus import SAME, Menu

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bahtera.needs.rules.menus import Reals, Short
    from bahtera.needs.rules.patterns import Integers

_BLOCK: Final = 1 << 20
_BINS: Final = 4096


def best_of_all(short: Short, chances: Sequence[float], costs: Sequence[int], most: int) -> Menu:
    """Return the sets of all columns of ``short`` that cost at most so many rupiah and are worth buying."""
    values = lifted_by_all(short, chances)
    together = _costs_of_all(costs)
    numbers = _worth_buying(values, together, most)
    return Menu(numbers, together[numbers], values[numbers])


def lifted_by_all(short: Short, chances: Sequence[float]) -> Reals:
    """Return, for every set of the columns of ``short`` by its number, how many families it lifts, expected."""
    size = len(chances)
    found = np.zeros(1 << size)
    able = short.gains.sum(axis=1) >= short.need
    gains, need, counts = short.gains[able], short.need[able], short.counts[able]
    lacked = (gains > 0).sum(axis=1)
    for many in np.unique(lacked):
        rows = np.flatnonzero(lacked == many)
        columns = np.nonzero(gains[rows])[1].reshape(len(rows), many)
        step = max(_BLOCK >> int(many), 1)
        for first in range(0, len(rows), step):
            part = rows[first : first + step]
            _add_brought(found, columns[first : first + step], gains[part], need[part], counts[part])
    for bit in range(size):
        halves = found.reshape(-1, 2, 1 << bit)
        halves[:, 1] += halves[:, 0]
    for bit, chance in enumerate(chances):
        halves = found.reshape(-1, 2, 1 << bit)
        halves[:, 1] *= chance
        halves[:, 1] += (1.0 - chance) * halves[:, 0]
    return found


def _add_brought(
    found: Reals, columns: Integers, gains: Integers, need: Integers, counts: Integers | Reals
) -> None:
    """Add what each set brings beyond its subsets, for families that lack equally many things.

    ``columns``: (families, things) what each lacks.
    """
    rows, many = columns.shape
    own = np.take_along_axis(gains, columns, axis=1)
    gained = np.zeros((rows, 1 << many), dtype=np.int64)
    numbers = np.zeros((rows, 1 << many), dtype=np.int64)
    for bit in range(many):
        low, high = slice(0, 1 << bit), slice(1 << bit, 2 << bit)
        gained[:, high] = gained[:, low] + own[:, bit, None]
        numbers[:, high] = numbers[:, low] + (1 << columns[:, bit, None])
    brought: Reals = np.where(gained >= need[:, None], counts[:, None].astype(np.float64), 0.0)
    for bit in range(many):
        halves = brought.reshape(rows, -1, 2, 1 << bit)
        halves[:, :, 1] -= halves[:, :, 0]
    some = brought != 0
    np.add.at(found, numbers[some], brought[some])


def _costs_of_all(costs: Sequence[int]) -> Integers:
    found = np.zeros(1 << len(costs), dtype=np.int64)
    for bit, cost in enumerate(costs):
        found[1 << bit : 2 << bit] = found[: 1 << bit] + cost
    return found


def _worth_buying(values: Reals, costs: Integers, most: int) -> Integers:
    """Return the numbers of sets than which none is both as cheap and as good, the cheapest first.

    What is no better than the best of all clearly cheaper ones goes first, so that few are sorted.
    """
    numbers = np.flatnonzero((costs <= most) & (values > SAME))
    cost, value = costs[numbers], values[numbers]
    bins = cost // (most // _BINS + 1)
    best = np.zeros(_BINS + 1)
    np.maximum.at(best, bins + 1, value)
    keep = value > np.maximum.accumulate(best)[bins] + SAME
    numbers, cost, value = numbers[keep], cost[keep], value[keep]
    order = np.lexsort((numbers, -value, cost))
    numbers, value = numbers[order], value[order]
    before = np.concatenate([[0.0], np.maximum.accumulate(value)[:-1]]) if len(value) else value
    found: Integers = numbers[value > before + SAME]
    return found
