"""What is asked: whom figures are about, and the parts of a share."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from bahtera.statistics.estimates.columns import FloatArray, Groups, column, groups, is_numeric, mask, numbers
from bahtera.statistics.estimates.errors import EmptyDomain, UnreadableColumn


def indicators(table: pa.Table, name: str) -> list[tuple[object, FloatArray]]:
    """Return the categories of a column with 0 and 1 for each, NaN where it is missing.

    A column of yes and no, or of 1 and 0, has one share and no category.

    Raises:
        UnreadableColumn: the column holds measurements.
        EmptyDomain: nobody has any category.
    """
    if is_numeric(table, name):
        y = numbers(table, name)
        if not np.isin(y[~np.isnan(y)], (0.0, 1.0)).all():
            if not pa.types.is_integer(column(table, name).type):
                raise UnreadableColumn.not_a_share(name)
        else:
            return [(None, y)]
    found = groups(table, (name,))
    if not len(found):
        raise EmptyDomain
    gaps = np.where(found.codes < 0, np.nan, 0.0)
    return [(label[0], gaps + (found.codes == code)) for code, label in enumerate(found.labels)]


def domains(table: pa.Table, names: Sequence[str], where: object) -> tuple[Groups, int]:
    """Return the domains asked for, and how many rows of the mask are in none because a column is missing.

    Raises:
        EmptyDomain: nobody is in any.
    """
    found = groups(table, names)
    outside = int(np.count_nonzero(found.codes < 0))
    if where is not None:
        inside = mask(table, where)
        outside = int(np.count_nonzero(inside & (found.codes < 0)))
        codes = np.where(inside, found.codes, -1)
        present = np.unique(codes[codes >= 0])
        renamed = np.full(len(found) + 1, -1, dtype=np.int64)
        renamed[present] = np.arange(len(present))
        found = Groups(renamed[codes], tuple(found.labels[code] for code in present.tolist()))
    if not (found.codes >= 0).any():
        raise EmptyDomain
    return found, outside
