"""What an audience may see of a round as text that can be kept, and back: plain JSON, packed.

A decision is made of frozen values of a few known classes; each is written with its name and its fields in order, so
that one with other fields than today's is refused rather than read wrongly.
"""

from __future__ import annotations

import dataclasses
import json
import zlib
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from bahtera.disclosure import Cell, LinkedProtection, Policy, Protection
from bahtera.results.rules.protecting import RoundProtection

_KNOWN = {each.__name__: each for each in (Cell, LinkedProtection, Policy, Protection, RoundProtection)}
_LEVEL = 3  # of packing: figures of a province shrink to a fifth, and more effort takes longer than it saves


class NotReadable(ValueError):
    """What was kept was written by another version, or is damaged."""


def pack(value: Any) -> bytes:
    """Return plain values, sets, moments and what `protect_indices` decides, packed.

    Raises TypeError for anything else.
    """
    return zlib.compress(json.dumps(_plain(value), separators=(",", ":")).encode(), _LEVEL)


def unpack(packed: bytes) -> Any:
    """Return the plain JSON that `pack` made, for `value_of`. Raises NotReadable."""
    try:
        return json.loads(zlib.decompress(packed))
    except (zlib.error, ValueError) as error:
        raise NotReadable(str(error)) from error


def value_of(plain: Any) -> Any:
    """Return what `pack` was given, lists as tuples, from a part of what `unpack` returned. Raises NotReadable."""
    try:
        return _value(plain)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise NotReadable(str(error)) from error


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, (str, int, float)):
        return value
    if isinstance(value, frozenset):
        return _plain_set(value)
    if isinstance(value, Mapping):
        return {"map": [[_plain(key), _plain(each)] for key, each in value.items()]}
    if isinstance(value, Sequence):
        return [_plain(each) for each in value]
    if isinstance(value, datetime):
        return {"at": value.isoformat()}
    if type(value).__name__ in _KNOWN and type(value) is _KNOWN[type(value).__name__]:
        fields = [[each.name, _plain(getattr(value, each.name))] for each in dataclasses.fields(value)]
        return {"of": type(value).__name__, "fields": fields}
    message = f"no way to keep a {type(value).__name__}"
    raise TypeError(message)


def _plain_set(value: frozenset[Any]) -> Any:
    """Return a set in a steady order; cells by column, as thousands of them share few columns."""
    if value and all(isinstance(each, Cell) for each in value):
        columns: dict[str, list[str]] = {}
        for cell in sorted(value):
            columns.setdefault(cell.column, []).append(cell.area)
        return {"cells": columns}
    return {"set": sorted(_plain(each) for each in value)}


def _value(plain: Any) -> Any:
    if isinstance(plain, list):
        return tuple(map(_value, plain))
    if not isinstance(plain, dict):
        return plain
    if "of" in plain:
        return _of(_KNOWN[plain["of"]], {name: _value(each) for name, each in plain["fields"]})
    kind, inside = next(iter(plain.items()))
    return _READERS[kind](inside)


def _of(kind: Any, fields: Mapping[str, Any]) -> Any:
    if set(fields) != {each.name for each in dataclasses.fields(kind)}:
        message = f"{kind.__name__} has other fields today"
        raise NotReadable(message)
    return kind(**fields)


_READERS: Final[Mapping[str, Callable[[Any], Any]]] = {
    "cells": lambda columns: frozenset(Cell(area, name) for name, areas in columns.items() for area in areas),
    "set": lambda members: frozenset(map(_value, members)),
    "map": lambda pairs: {_value(key): _value(each) for key, each in pairs},
    "at": datetime.fromisoformat,
}
