"""Answers as text become typed values, or a reason why they cannot."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Final

from .conversions import Value, parse_date, parse_moment

Read = Callable[[str], "Value | None"]

_INTEGER: Final = re.compile(r"[+-]?[0-9]{1,18}\Z")
_DECIMAL: Final = re.compile(r"[+-]?(?:[0-9]{1,30}\.?[0-9]{0,30}|\.[0-9]{1,30})(?:[eE][+-]?[0-9]{1,2})?\Z")
_POINT: Final = re.compile(r"-?[0-9]{1,3}(?:\.[0-9]+)?(?: -?[0-9]{1,9}(?:\.[0-9]+)?){1,3}\Z")
_TIME: Final = re.compile(
    r"([01]?[0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:\.[0-9]+)?)?(?:Z|[+-][0-9:]{2,5})?\Z"
)
_LIMIT: Final = 2**31
_POLE: Final = 90
_DATE_LINE: Final = 180


def read_integer(text: str) -> Value | None:
    """Return a whole number within 32 bits, which is what phones can hold."""
    if not _INTEGER.match(text):
        return None
    value = int(text)
    return float(value) if -_LIMIT <= value < _LIMIT else None


def read_decimal(text: str) -> Value | None:
    """Return a finite number."""
    if not _DECIMAL.match(text):
        return None
    value = float(text)
    return value if math.isfinite(value) else None


def read_boolean(text: str) -> Value | None:
    """Return true for 1, t and true."""
    return {"1": True, "t": True, "true": True, "0": False, "f": False, "false": False}.get(text)


def read_point(text: str) -> Value | None:
    """Return latitude, longitude, altitude and accuracy as text, within the Earth's bounds."""
    if not _POINT.match(text):
        return None
    latitude, longitude = map(float, text.split()[:2])
    return text if abs(latitude) <= _POLE and abs(longitude) <= _DATE_LINE else None


def read_trace(text: str) -> Value | None:
    """Return points separated by semicolons as text."""
    points = [point.strip() for point in text.strip("; ").split(";")]
    return text if all(read_point(point) is not None for point in points) else None


def read_time(text: str) -> Value | None:
    """Return a time of day as text."""
    return text if _TIME.match(text) else None


READERS: Final[dict[str, Read]] = {
    "int": read_integer,
    "integer": read_integer,
    "decimal": read_decimal,
    "date": parse_date,
    "dateTime": parse_moment,
    "time": read_time,
    "boolean": read_boolean,
    "geopoint": read_point,
    "geotrace": read_trace,
    "geoshape": read_trace,
}
"""By bind type; every other type is text."""


def answer_of(kind: str, raw: str, value: Value) -> object:
    """Return what statistics work with: int, Decimal, date, tuple of choices or text."""
    if kind in {"int", "integer"}:
        return int(raw)
    if kind == "decimal":
        return Decimal(raw)
    return value
