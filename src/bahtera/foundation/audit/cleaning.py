"""What may stand in an entry: codes, numbers, dates and identifiers. Names, numbers of persons and prose may not.

An audit entry outlives what it describes and cannot be corrected, so nothing a person could ask to have erased
may enter it. What does not look like a code is withheld, and the entry is written all the same.
"""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any
from uuid import UUID

WITHHELD = "(withheld)"

# Public words about public things; every other value must be a code.
_PUBLIC = frozenset({"decree"})
_CODE = re.compile(r"[\w.:/+()|,=%~#*\[\]-]{0,200}", re.ASCII)
# A NIK, a KK number or a phone number is a run of digits; the longest counts and sizes are shorter.
_PERSON_NUMBER = re.compile(r"[+]?[0-9][0-9.-]*")
_PERSON_DIGITS = 11
_LARGEST = 10**11
_KEY = re.compile(r"[a-z][a-z0-9_]{0,39}", re.ASCII)


def clean_text(value: str, most: int) -> str:
    """Return text that every database stores and shows: no control signs, at most so long."""
    if not value.isprintable():
        value = "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in value)
    return value[:most]


def clean_details(details: Mapping[str, Any] | None) -> dict[str, Any]:
    """Return details with everything withheld that is not a code, a number or a date.

    Raises ValueError for a key that is not a plain word: keys are written in our code.
    """
    found = {}
    for name, value in (details or {}).items():
        if not _KEY.fullmatch(name):
            msg = f"{name!r} is no name for a detail of an audit entry"
            raise ValueError(msg)
        found[name] = clean_text(str(value), 200) if name in _PUBLIC else _clean(value)
    return found


def _clean(value: Any) -> Any:
    if isinstance(value, Enum):
        value = value.value
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int | float | Decimal):
        return _number(value)
    if isinstance(value, date | UUID):
        return value.isoformat() if isinstance(value, date) else str(value)
    if isinstance(value, Mapping):
        return clean_details(value)
    if isinstance(value, list | tuple | set | frozenset):
        items = [_clean(one) for one in value]
        return sorted(items, key=str) if isinstance(value, set | frozenset) else items
    return _code(str(value))


def _number(value: float | Decimal) -> Any:
    if not -_LARGEST < value < _LARGEST:
        return WITHHELD
    return str(value) if isinstance(value, Decimal) else value


def _code(value: str) -> str:
    if not _CODE.fullmatch(value):
        return WITHHELD
    if _PERSON_NUMBER.fullmatch(value) and sum(sign.isdigit() for sign in value) >= _PERSON_DIGITS:
        return WITHHELD
    return value
