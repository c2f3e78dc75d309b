"""Who is deprived in which indicator, and weights as whole numbers so that cut-offs are compared exactly."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from enum import Enum
from fractions import Fraction
from math import lcm

import numpy as np

from bahtera.statistics.quality.errors import BadChoice, BadTable, name_some
from bahtera.statistics.quality.normalising import check_known, check_names
from bahtera.statistics.quality.table import FloatArray, IntArray, Table

DENOMINATOR = 10**6
"""A weight or cut-off is the fraction nearest to it with at most this denominator: 1/3 is a third, 0.33 is not."""

_MOST = 2**40
_FINE = 10**12


class NotApplicable(Enum):
    """What becomes of an indicator that does not concern a unit."""

    NOT_DEPRIVED = "not deprived"
    """The unit is not deprived in it, as the global MPI has it (Alkire & Santos 2014)."""
    LEAVE_OUT = "leave out"
    """It is left out and the weights of the unit's other indicators grow in proportion."""


def deprivations(table: Table, cuts: float | Mapping[str, float], *, lower: Collection[str] = ()) -> Table:
    """Return 1 where a unit is deprived, 0 where not, and nothing where nothing is known or applies.

    Args:
        table: achievements in the indicators' own units; for states of an index take a cut of 1.
        cuts: the deprivation cut-offs, one for all or one an indicator. A value worse than its cut-off is deprived,
            one at the cut-off is not (Alkire & Foster 2011, J. Public Econ. 95, 476-487, section 3).
        lower: the indicators of which less is better.

    Raises:
        BadChoice: an indicator without a cut-off, or one that is no number.
    """
    given = dict(cuts) if isinstance(cuts, Mapping) else dict.fromkeys(table.indicators, float(cuts))
    check_names(table.indicators, given)
    check_known(table.indicators, lower)
    wrong = [name for name, cut in given.items() if not np.isfinite(cut)]
    if wrong:
        raise BadChoice(
            "statistics.bad_cuts",
            "These indicators need a number as their cut-off: {names}.",
            names=name_some(wrong),
        )
    columns = [
        table.column(name) > given[name] if name in lower else table.column(name) < given[name]
        for name in table.indicators
    ]
    return table.with_values(np.where(table.present, np.column_stack(columns), np.nan))


def check_deprivations(table: Table) -> None:
    """Refuse a table that holds anything but 0, 1 and nothing."""
    wrong = (table.present & (table.values != 0) & (table.values != 1)).any(axis=0)
    if wrong.any():
        raise BadTable(
            "statistics.no_deprivations",
            "These indicators hold other values than 0 and 1: {names}. Say first who is deprived.",
            names=name_some(np.array(table.indicators, dtype=object)[wrong]),
        )


def exact(value: float | Fraction) -> Fraction:
    """Return the simple fraction that a number stands for."""
    return Fraction(value).limit_denominator(DENOMINATOR)


def whole_weights(shares: FloatArray) -> IntArray:
    """Return whole numbers in the proportion of the weights; to 1/10^12 where they have no common denominator."""
    fractions = [exact(share) for share in shares.tolist()]
    common = lcm(*(fraction.denominator for fraction in fractions))
    lost = any(share > 0 and not fraction for share, fraction in zip(shares.tolist(), fractions, strict=True))
    if common > _MOST or lost:
        return np.maximum(np.rint(shares * _FINE), shares > 0).astype(np.int64)
    return np.array([int(fraction * common) for fraction in fractions], dtype=np.int64)
