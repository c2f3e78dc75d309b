"""What an export is made of: columns that say what they are, rows, and a sheet about the whole."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Generic, Literal, TypeVar

Format = Literal["csv", "zip", "xlsx", "parquet"]
TableFormat = Literal["csv", "xlsx"]
Kind = Literal["text", "integer", "decimal", "date", "instant", "boolean", "codes"]
Value = str | int | float | bool | date | datetime | list[str] | None
Row = Sequence[Value]
V = TypeVar("V")
"""A value as one kind of file takes it."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of an export.

    Args:
        name: what stands over it, the same in every format.
        kind: the type of its values; "codes" is several choices of one question.
        labels: its meaning by language ("id", "en").
        choices: meaning of its codes by language.
        unit: what a number counts or measures; empty for others.
        level: how secret it is, as models write it (L1 to L5); it leaves only for whoever may read that much there.
    """

    name: str
    kind: Kind
    labels: Mapping[str, str]
    choices: Mapping[str, Mapping[str, str]]
    unit: str = ""
    level: str = "L2"


@dataclass(frozen=True, slots=True)
class About:
    """One line of the sheet that says what a file is."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table ready to be written: its name, its columns, and its rows as they come."""

    name: str
    columns: tuple[Column, ...]
    rows: Iterator[Row]


@dataclass(frozen=True, slots=True)
class FamilyRow(Generic[V]):
    """A family with its members, in the order of the two tables' columns."""

    family: Sequence[V]
    members: Sequence[Sequence[V]]


@dataclass(frozen=True, slots=True)
class Export(Generic[V]):
    """Approved families and their members, with everything a reader must know of them."""

    about: tuple[About, ...]
    families: tuple[Column, ...]
    members: tuple[Column, ...]
    member_keys: int
    """How many columns at the start of a member's row only repeat the family's keys."""
    rows: Iterator[FamilyRow[V]]
