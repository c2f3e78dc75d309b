"""Columns of a table as arrays: numbers with gaps, and groups as codes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias, cast

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from pyarrow import compute

from bahtera.indices.errors import InvalidFrame
from bahtera.indices.frames import to_arrow
from bahtera.statistics.estimates.errors import UnknownColumn, UnreadableColumn

FloatArray: TypeAlias = npt.NDArray[np.float64]
IntArray: TypeAlias = npt.NDArray[np.int64]
BoolArray: TypeAlias = npt.NDArray[np.bool_]
Names: TypeAlias = str | Sequence[str] | None
_NUMBERS = (pa.types.is_integer, pa.types.is_floating, pa.types.is_decimal, pa.types.is_null)
_DENSE = 30_000_000


@dataclass(frozen=True, slots=True)
class Groups:
    """Rows sorted into groups: `codes` (one a row, -1 where a column is missing) and what each code stands for."""

    codes: IntArray
    labels: tuple[tuple[Any, ...], ...]

    def __len__(self) -> int:
        return len(self.labels)


def as_table(frame: object) -> pa.Table:
    """Return an Arrow, pandas or Polars table, a DuckDB relation or columns by name as an Arrow table.

    Raises:
        UnreadableColumn: it is none of these.
    """
    try:
        if isinstance(frame, Mapping):
            return pa.table(dict(frame))
        if type(frame).__name__ == "DuckDBPyRelation":
            return cast("pa.Table", cast("Any", frame).to_arrow_table())
        return to_arrow(frame)
    except (InvalidFrame, pa.ArrowException) as problem:
        raise UnreadableColumn.not_a_table(type(frame).__name__) from problem


def as_names(names: Names) -> tuple[str, ...]:
    """Return one name, several or none as a tuple."""
    if names is None:
        return ()
    return (names,) if isinstance(names, str) else tuple(names)


def column(table: pa.Table, name: str) -> pa.ChunkedArray[Any]:
    """Return a column, plain (not dictionary-encoded).

    Raises:
        UnknownColumn: the table has none of that name.
    """
    if name not in table.column_names:
        raise UnknownColumn(name)
    found: pa.ChunkedArray[Any] = table[name]
    if pa.types.is_dictionary(found.type):
        found = found.cast(found.type.value_type)
    return found


def numbers(table: pa.Table, name: str, *, infinite: bool = False) -> FloatArray:
    """Return a column as 64-bit floats, one a row, NaN where it is missing; yes is 1 and no is 0.

    Raises:
        UnknownColumn: the table has none of that name.
        UnreadableColumn: it does not hold numbers, or an infinite one where none may be.
    """
    found = column(table, name)
    kind = found.type
    if pa.types.is_boolean(kind):
        found = found.cast(pa.int8())
    elif not any(is_kind(kind) for is_kind in _NUMBERS):
        raise UnreadableColumn.not_numbers(name)
    if not pa.types.is_float64(kind):
        found = found.cast(pa.float64(), safe=False)
    values = np.asarray(found.to_numpy(), dtype=np.float64)
    if not infinite and np.isinf(values).any():
        raise UnreadableColumn.infinite(name)
    return values


def is_numeric(table: pa.Table, name: str) -> bool:
    """Tell whether a column holds numbers or yes and no."""
    kind = column(table, name).type
    return pa.types.is_boolean(kind) or pa.types.is_integer(kind) or pa.types.is_floating(kind)


def mask(table: pa.Table, where: object) -> BoolArray:
    """Return a column of yes and no, or one yes or no a row, as booleans; what is missing is no.

    Raises:
        UnknownColumn: the table has none of that name.
        UnreadableColumn: it is not yes and no, or not one a row.
    """
    values: Any = column(table, where) if isinstance(where, str) else _as_array(table, where)
    if not pa.types.is_boolean(values.type) or len(values) != table.num_rows:
        raise UnreadableColumn.not_a_mask(table.num_rows)
    return np.asarray(values.fill_null(False).to_numpy(zero_copy_only=False), dtype=np.bool_)


def _as_array(table: pa.Table, where: Any) -> object:
    try:
        return pa.chunked_array([pa.array(where, from_pandas=True)])
    except (pa.ArrowException, TypeError) as problem:
        raise UnreadableColumn.not_a_mask(table.num_rows) from problem


def groups(table: pa.Table, names: Sequence[str]) -> Groups:
    """Return the rows grouped by the values of the columns, groups in order of these values.

    A row with a missing value in any of the columns is in no group.
    """
    if not names:
        return Groups(np.zeros(table.num_rows, dtype=np.int64), ((),))
    codes, levels = _encode(column(table, names[0]))
    labels: list[tuple[Any, ...]] = [(level,) for level in levels]
    for name in names[1:]:
        more, levels = _encode(column(table, name))
        joined = np.where((codes < 0) | (more < 0), -1, codes * max(len(levels), 1) + more)
        codes, present = compact(joined)
        labels = [(*labels[code // len(levels)], levels[code % len(levels)]) for code in present.tolist()]
    return Groups(codes, tuple(labels))


def compact(codes: IntArray) -> tuple[IntArray, IntArray]:
    """Return codes renumbered without gaps in the same order, and which old code each new one was; -1 stays -1."""
    top = int(codes.max(initial=-1)) + 1
    if top <= max(_DENSE, 4 * len(codes)):
        seen = np.zeros(top + 1, dtype=np.bool_)
        seen[codes] = True
        seen[top] = False
        present = np.flatnonzero(seen)
        new = np.full(top + 1, -1, dtype=np.int64)
        new[present] = np.arange(len(present))
        return new[codes], present
    unique, inverse = np.unique(codes, return_inverse=True)
    if unique[0] >= 0:
        return inverse.astype(np.int64), unique
    return inverse.astype(np.int64) - 1, unique[1:]


def sum_by(codes: IntArray, values: FloatArray, size: int) -> FloatArray:
    """Return the sum of the values of each code from 0 to `size`."""
    return np.asarray(np.bincount(codes, weights=values, minlength=size), dtype=np.float64)


def count_by(codes: IntArray, size: int) -> IntArray:
    """Return how many rows have each code from 0 to `size`."""
    return np.bincount(codes, minlength=size).astype(np.int64)


def codes_of(found: pa.ChunkedArray[Any]) -> tuple[IntArray, pa.Array[Any]]:
    """Return a code for each row (-1 where it is missing) and the values they stand for, in order of appearance."""
    if pa.types.is_floating(found.type):
        found = compute.if_else(compute.is_nan(found), None, found)
    encoded = cast("Any", compute.dictionary_encode(found)).unify_dictionaries()
    if not encoded.num_chunks:
        return np.empty(0, dtype=np.int64), pa.array([], found.type)
    parts = [_indices(chunk) for chunk in encoded.chunks]
    codes = parts[0] if len(parts) == 1 else np.concatenate(parts)
    return codes.astype(np.int64), encoded.chunk(0).dictionary


def _indices(chunk: Any) -> npt.NDArray[np.int32]:
    indices = chunk.indices.fill_null(-1) if chunk.indices.null_count else chunk.indices
    return np.asarray(indices.to_numpy(zero_copy_only=False), dtype=np.int32)


def _encode(found: pa.ChunkedArray[Any]) -> tuple[IntArray, list[Any]]:
    codes, dictionary = codes_of(found)
    levels: list[Any] = dictionary.to_pylist()
    order = sorted(range(len(levels)), key=lambda place: levels[place])
    if order == list(range(len(levels))):
        return codes, levels
    rank = np.full(len(levels) + 1, -1, dtype=np.int64)
    rank[order] = np.arange(len(levels))
    return rank[codes], [levels[place] for place in order]


def by_class(codes: IntArray, values: FloatArray, unit: IntArray, classes: int, units: int) -> FloatArray:
    """Return sums by unit and class, shape (units, classes); a row whose code is -1 is in no class."""
    inside = codes >= 0
    return sum_by(unit[inside] * classes + codes[inside], values[inside], units * classes).reshape(
        units, classes
    )
