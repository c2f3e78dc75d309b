"""Cells of a workbook found by the meaning of their column, whichever of its names the author wrote."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_SAME: Final = {
    "relevance": "relevant",
    "calculate": "calculation",
    "readonly": "read_only",
    "caption": "label",
    "command": "type",
    "tag": "name",
    "value": "name",
    "count": "repeat_count",
    "jr:count": "repeat_count",
    "constraining_message": "constraint_message",
    "jr:constraintmsg": "constraint_message",
    "requiredmsg": "required_message",
    "jr:requiredmsg": "required_message",
}
_HOMES: Final = ("bind::", "control::", "media::", "bind:", "control:", "media:", "body::")


@lru_cache(maxsize=2048)
def meaning(header: str) -> str:
    """Return the column's plain name: 'label' for 'label::English (en)', 'relevant' for 'relevance'."""
    name = header.strip().lower()
    home = next((home for home in _HOMES if name.startswith(home)), "")
    name = name.removeprefix(home)
    name = name.partition("::")[0].strip().replace(" ", "_")
    return _SAME.get(name, name)


def column_of(row: Mapping[str, Any], column: str) -> str:
    """Return the header under which a row holds a filled cell of this meaning, or the plain name."""
    return next((key for key, _ in filled(row, column)), column)


def text_of(row: Mapping[str, Any], column: str) -> str:
    """Return the first filled cell of this meaning, with single spaces; blank when there is none."""
    return next((" ".join(text.split()) for _, text in filled(row, column)), "")


def filled(row: Mapping[str, Any], column: str) -> Iterator[tuple[str, str]]:
    """Yield header and text of every filled cell of this meaning (a label has one for each language)."""
    for key, value in row.items():
        if meaning(str(key)) == column and str(value).strip():
            yield str(key), str(value).strip()


def drop(row: dict[str, Any], column: str) -> bool:
    """Empty every cell of this meaning; tell whether there was one."""
    keys = [key for key in row if meaning(str(key)) == column]
    for key in keys:
        del row[key]
    return bool(keys)


def write(row: dict[str, Any], column: str, value: str, header: Iterable[str]) -> None:
    """Write a cell under the name the sheet's header has for this meaning."""
    drop(row, column)
    row[next((key for key in header if meaning(key) == column), column)] = value
