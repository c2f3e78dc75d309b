r"""Values as text, one form for both databases: that of PostgreSQL's ``COPY``.

A row is a line, columns stand between tabs, ``\N`` is nothing. SQLite's values are turned into this text and
back; PostgreSQL writes and reads it by itself. ``steady`` is the form in which rows are compared: two databases
may write one JSON value or one fraction in different words.
"""

import json
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any, Literal

import orjson

Kind = Literal["number", "fraction", "decimal", "text", "truth", "bytes", "uuid", "instant", "day", "json"]
Value = int | float | str | bytes | None

NOTHING = b"\\N"
_ESCAPES = {"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r", "\b": "\\b", "\f": "\\f", "\v": "\\v"}
_TO_ESCAPE = re.compile("[\\\\\t\n\r\b\f\v]")
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_PLAIN = {"t": "\t", "n": "\n", "r": "\r", "b": "\b", "f": "\f", "v": "\v"}
_FRACTION = re.compile(r"\d[.eE]")
_LARGEST_WHOLE = 1 << 63


def escape(text: str) -> str:
    """Return text that fits between tabs."""
    return _TO_ESCAPE.sub(lambda found: _ESCAPES[found[0]], text) if _TO_ESCAPE.search(text) else text


def unescape(text: str) -> str:
    """Return the text that was escaped."""
    return _ESCAPED.sub(lambda found: _PLAIN.get(found[1], found[1]), text) if "\\" in text else text


def writer(kind: Kind, places: int | None = None) -> Callable[[Any], str]:
    """Return what turns a value as SQLite gives it into text."""
    if kind == "decimal":
        return lambda value: f"{Decimal(str(value)):.{places or 0}f}"
    return _WRITERS[kind]


def reader(kind: Kind) -> Callable[[str], Value]:
    """Return what turns text into the value Django keeps in SQLite."""
    return _READERS[kind]


def steady(kind: Kind) -> Callable[[bytes], bytes] | None:
    """Return what makes a value's text comparable between databases; None when it is so already."""
    return _STEADY.get(kind)


def _instant(value: str) -> str:
    return f"{value.rstrip('0').rstrip('.') if '.' in value else value}+00"


def _from_instant(text: str) -> str:
    whole, _, part = text.removesuffix("+00").partition(".")
    return f"{whole}.{part:0<6}" if part else whole


def _uuid(value: str) -> str:
    return f"{value[:8]}-{value[8:12]}-{value[12:16]}-{value[16:20]}-{value[20:]}"


def _steady_json(text: bytes) -> bytes:
    plain = unescape(text.decode())
    # PostgreSQL writes 1e16 as 10000000000000000 and leaves 1.0 alone.
    value = json.loads(plain, parse_float=_number) if _FRACTION.search(plain) else orjson.loads(plain)
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)


def _number(text: str) -> int | float:
    value = Decimal(text)
    whole = value == value.to_integral_value() and abs(value) < _LARGEST_WHOLE
    return int(value) if whole else float(value)


def _steady_fraction(text: bytes) -> bytes:
    return repr(float(text)).encode()


_WRITERS: dict[Kind, Callable[[Any], str]] = {
    "number": str,
    "fraction": repr,
    "text": lambda value: escape(str(value)),
    "truth": lambda value: "t" if value else "f",
    "bytes": lambda value: f"\\\\x{value.hex()}",
    "uuid": _uuid,
    "instant": _instant,
    "day": str,
    "json": lambda value: escape(str(value)),
}
_READERS: dict[Kind, Callable[[str], Value]] = {
    "number": int,
    "fraction": float,
    "decimal": str,
    "text": unescape,
    "truth": lambda text: int(text == "t"),
    "bytes": lambda text: bytes.fromhex(text.removeprefix("\\\\x")),
    "uuid": lambda text: text.replace("-", ""),
    "instant": _from_instant,
    "day": str,
    "json": unescape,
}
_STEADY: dict[Kind, Callable[[bytes], bytes]] = {"json": _steady_json, "fraction": _steady_fraction}
