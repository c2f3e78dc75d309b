"""The table that every question of index quality is asked of: units by indicators, with what is not applicable."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from bahtera.statistics.quality.errors import LARGEST, BadTable, name_some

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]
IntArray = NDArray[np.int64]
Column = tuple[Hashable, Any]


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """Numbers of units (rows) by indicators (columns); the arrays given become read-only.

    Attributes:
        units: one name a row, all different.
        indicators: one name a column, all different.
        values: shape (units, indicators), in the indicators' own units; NaN where there is no value.
        not_applicable: the same shape; true where the indicator does not concern the unit. Such a cell has no value
            and is not missing.
    """

    units: tuple[Hashable, ...]
    indicators: tuple[str, ...]
    values: FloatArray
    not_applicable: BoolArray

    def __post_init__(self) -> None:
        _check_names("unit", self.units)
        _check_names("indicator", self.indicators)
        shape = (len(self.units), len(self.indicators))
        if self.values.shape != shape or self.not_applicable.shape != shape:
            raise BadTable(
                "statistics.uneven_table",
                "The table needs {rows} rows and {columns} columns of the same length.",
                rows=shape[0],
                columns=shape[1],
            )
        self._check_values()
        self.values.setflags(write=False)
        self.not_applicable.setflags(write=False)

    @property
    def missing(self) -> BoolArray:
        """True where a value should be and is not."""
        return np.isnan(self.values) & ~self.not_applicable

    @property
    def present(self) -> BoolArray:
        """True where there is a value."""
        return ~np.isnan(self.values)

    def column(self, indicator: str) -> FloatArray:
        """Return the values of one indicator."""
        return self.values[:, self.indicators.index(indicator)]

    def with_values(self, values: FloatArray) -> Table:
        """Return the same units and indicators with other values."""
        return Table(self.units, self.indicators, values, self.not_applicable)

    def keep(self, indicators: Sequence[str]) -> Table:
        """Return the table with these indicators alone, in this order."""
        places = [self.indicators.index(name) for name in indicators]
        return Table(self.units, tuple(indicators), self.values[:, places], self.not_applicable[:, places])

    def _check_values(self) -> None:
        infinite = (np.abs(self.values) > LARGEST).any(axis=0)
        if infinite.any():
            raise BadTable(
                "statistics.infinite_values",
                "These indicators hold infinite or immense values: {names}.",
                names=name_some(np.array(self.indicators, dtype=object)[infinite]),
            )
        both = (self.not_applicable & ~np.isnan(self.values)).any(axis=0)
        if both.any():
            raise BadTable(
                "statistics.value_not_applicable",
                "These indicators hold values where they are said not to apply: {names}.",
                names=name_some(np.array(self.indicators, dtype=object)[both]),
            )


def read_table(
    frame: object,
    *,
    indicators: Sequence[str] | None = None,
    unit: str | None = None,
    not_applicable: object = None,
) -> Table:
    """Read a table of units by indicators.

    Args:
        frame: a pandas or Polars frame, an Arrow table, a DuckDB relation, a mapping of columns, or an array of
            shape (units, indicators). Columns hold numbers or booleans (true is 1); null and NaN are missing.
        indicators: the columns to take, in this order; all but `unit` by default. For an array the names to give;
            by default "1", "2", ...
        unit: the column that names the units; by default they are numbered from 1.
        not_applicable: the same kind of table with true where an indicator does not concern a unit; by default
            every indicator concerns every unit.

    Raises:
        BadTable: nothing to read, a column that is lacking or no number, a name given twice, infinite values, or a
            value where the indicator does not apply, or a row without its unit.
    """
    columns, read = _columns(frame, indicators)
    names = tuple(indicators) if indicators is not None else tuple(name for name in columns if name != unit)
    values = _matrix(names, read, _numbers)
    units = _units(read, unit, values.shape[0])
    if not_applicable is None:
        return Table(units, names, values, np.zeros(values.shape, dtype=bool))
    _, marks = _columns(not_applicable, names)
    return Table(units, names, values, _matrix(names, marks, _marks).astype(bool))


def read_states(
    states: Sequence[str | None],
    indicators: Sequence[str],
    *,
    units: Sequence[Hashable] | None = None,
) -> Table:
    """Read the states an index of `bahtera.indices` gives each family, one sign an indicator.

    `1` met (value 1), `0` not met (value 0), `-` not applicable, `?` unanswered (missing). Shape: (families,
    indicators).

    Raises:
        BadTable: a row of another length, an absent row, or another sign.
    """
    width = len(indicators)
    wrong = [
        row
        for row, text in enumerate(states, 1)
        if text is None or len(text) != width or set(text) - set("10-?")
    ]
    if wrong:
        raise BadTable(
            "statistics.unreadable_states",
            "These rows are not {width} signs out of 1, 0, - and ?: {rows}.",
            width=width,
            rows=name_some(wrong),
        )
    joined = "".join(cast("Sequence[str]", states)).encode("ascii")
    signs = np.frombuffer(joined, dtype=np.uint8).reshape(len(states), width)
    values = np.full(signs.shape, np.nan)
    values[signs == ord("1")] = 1.0
    values[signs == ord("0")] = 0.0
    names = tuple(units) if units is not None else tuple(range(1, len(states) + 1))
    return Table(names, tuple(indicators), values, signs == ord("-"))


def _columns(frame: object, names: Sequence[str] | None) -> tuple[tuple[str, ...], Callable[[str], Any]]:
    """Return the names of a table's columns and how to get one."""
    if isinstance(frame, np.ndarray):
        return _array_columns(frame, names)
    table = _in_memory(frame)
    if isinstance(table, Mapping):
        found = list(table)
    elif hasattr(table, "column_names"):
        found = list(table.column_names)
    elif hasattr(table, "columns"):
        found = list(table.columns)
    else:
        raise BadTable(
            "statistics.no_table",
            "{kind} is not a table: give a pandas, Polars or Arrow table, a mapping of columns or an array.",
            kind=type(frame).__name__,
        )
    _check_names("indicator", tuple(map(str, found)))
    own = {str(name): name for name in found}
    return tuple(own), lambda name: _column_of(table, own, name)


def _in_memory(frame: object) -> Any:
    """Return a Polars lazy frame or a DuckDB relation as a table, and anything else as it is."""
    for method in ("collect", "to_arrow_table"):
        if hasattr(frame, method) and not isinstance(frame, Mapping):
            return getattr(frame, method)()
    return frame


def _array_columns(
    array: NDArray[Any], names: Sequence[str] | None
) -> tuple[tuple[str, ...], Callable[[str], Any]]:
    flat = 2
    if array.ndim != flat:
        raise BadTable(
            "statistics.flat_array",
            "An array needs one row a unit and one column an indicator; this one has {dimensions} dimensions.",
            dimensions=array.ndim,
        )
    found = tuple(names) if names is not None else tuple(str(place) for place in range(1, array.shape[1] + 1))
    if len(found) != array.shape[1]:
        raise BadTable(
            "statistics.names_and_columns",
            "There are {names} names for {columns} columns.",
            names=len(found),
            columns=array.shape[1],
        )
    return found, lambda name: array[:, found.index(name)]


def _column_of(table: Any, own: Mapping[str, Any], name: str) -> Any:
    if name not in own:
        raise BadTable("statistics.no_column", "The table has no column {column}.", column=name)
    return table[own[name]]


def _matrix(
    names: Sequence[str], read: Callable[[str], Any], convert: Callable[[str, Any], FloatArray]
) -> FloatArray:
    columns = [convert(name, read(name)) for name in names]
    lengths = {column.shape for column in columns}
    if not columns or lengths == {(0,)}:
        raise BadTable("statistics.empty_table", "The table has no rows or no columns.")
    if len(lengths) != 1:
        raise BadTable(
            "statistics.uneven_columns",
            "The columns have different lengths: {names}.",
            names=name_some(names),
        )
    return np.column_stack(columns)


def _numbers(name: str, column: Any) -> FloatArray:
    values = _raw(column)
    if values.dtype.kind in "biuf":
        return values.astype(np.float64)
    if values.dtype.kind in "mM":
        raise _no_number(name, str(values.flat[0]) if values.size else values.dtype.name)
    return _objects(name, values)


def _raw(column: Any) -> NDArray[Any]:
    if hasattr(column, "to_numpy"):
        return np.asarray(column.to_numpy())
    return np.asarray(column)


def _objects(name: str, values: NDArray[Any]) -> FloatArray:
    """Read a column of Python objects: numbers, booleans and whatever stands for absent (None, NaN, pandas.NA)."""
    read = np.full(values.shape, np.nan)
    for place, value in enumerate(values.tolist()):
        if value is None or type(value).__name__ in {"NAType", "NaTType"}:
            continue
        try:
            read[place] = np.nan if isinstance(value, str | bytes) else float(value)
        except (TypeError, ValueError):
            raise _no_number(name, value) from None
        if isinstance(value, str | bytes):
            raise _no_number(name, value)
    return read


def _no_number(name: str, value: object) -> BadTable:
    return BadTable(
        "statistics.no_number",
        "The column {column} holds {value}, which is no number.",
        column=name,
        value=repr(value),
    )


def _marks(name: str, column: Any) -> FloatArray:
    marks = _numbers(name, column)
    if not np.isin(marks, (0.0, 1.0)).all():
        raise BadTable(
            "statistics.no_mark",
            "The marks of what does not apply in {column} must be true or false.",
            column=name,
        )
    return marks


def _units(read: Callable[[str], Any], unit: str | None, rows: int) -> tuple[Hashable, ...]:
    if unit is None:
        return tuple(range(1, rows + 1))
    names = tuple(_raw(read(unit)).tolist())
    nameless = [row for row, name in enumerate(names, 1) if name is None or name != name]  # noqa: PLR0124 - NaN
    if nameless:
        raise BadTable(
            "statistics.nameless_units",
            "These rows do not say which unit they are: {rows}.",
            rows=name_some(nameless),
        )
    return names


def _check_names(kind: str, names: Sequence[Hashable]) -> None:
    if len(set(names)) == len(names):
        return
    seen: set[Hashable] = set()
    repeated = dict.fromkeys(name for name in names if name in seen or seen.add(name))  # type: ignore[func-returns-value]
    if kind == "unit":
        raise BadTable(
            "statistics.unit_twice", "These units stand there twice: {names}.", names=name_some(repeated)
        )
    raise BadTable(
        "statistics.indicator_twice",
        "These indicators stand there twice: {names}.",
        names=name_some(repeated),
    )
