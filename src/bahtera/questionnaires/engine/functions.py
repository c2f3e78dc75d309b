"""The functions of OpenRosa over plain values, as JavaRosa answers them.

Functions over sets of nodes (count, sum, position ...) live with the compiler, which knows what a set is.
"""

# ruff: noqa: PLR0124 - comparing with itself is the quickest test for NaN

from __future__ import annotations

import base64
import hashlib
import math
import re
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_DOWN, ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Final

from .conversions import (
    NAN,
    EvaluationError,
    Value,
    to_boolean,
    to_date,
    to_number,
    to_text,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_SMALLEST: Final = 5e-324  # what JavaRosa's max() starts from
_PLACES: Final = 30
_LONG: Final = 2.0**63
_KEPT_PATTERNS: Final = 1000  # patterns built from answers must not fill the memory
_PATTERN_TEXT: Final = 2000  # longer texts could keep a badly written pattern busy for minutes


@dataclass(frozen=True, slots=True)
class Function:
    """A function with the number of arguments it takes; `most` None means any number."""

    apply: Callable[..., Value]
    least: int
    most: int | None


def to_int(value: Value) -> float:
    """Return the number without its fraction (towards zero)."""
    number = to_number(value)
    return number if number != number or abs(number) >= _LONG else float(int(number))


def round_half(value: Value, places: Value = 0.0) -> float:
    """Round halves towards positive infinity, to decimal places or to tens when negative."""
    number, wanted = to_number(value), int(to_number(places))
    if number != number or math.isinf(number):
        return number
    if abs(wanted) > _PLACES:
        return NAN
    if wanted < 0:
        scaled = Decimal(repr(number)).scaleb(wanted)
        return float(Decimal(int(float(scaled) + 0.5)).scaleb(-wanted))
    mode = ROUND_HALF_DOWN if number < 0 else ROUND_HALF_UP
    return float(Decimal(repr(number)).quantize(Decimal(1).scaleb(-wanted), rounding=mode))


def format_date(value: Value, pattern: Value) -> str:
    """Return a date by a pattern of %Y %y %m %n %d %e %H %h %M %S %3; blank stays blank."""
    moment = to_date(value, keep_time=True)
    if not isinstance(moment, date):
        return ""
    if pattern == "%Y%m%d":  # the common case: whole ages
        return f"{moment.year}{moment.month:02d}{moment.day:02d}"
    when = moment if isinstance(moment, datetime) else datetime(moment.year, moment.month, moment.day)  # noqa: DTZ001
    return re.sub(r"%(.)", lambda match: _date_part(when, match[1]), to_text(pattern))


_DATE_PARTS: Final[dict[str, Callable[[datetime], str]]] = {
    "Y": lambda when: str(when.year),
    "y": lambda when: f"{when.year % 100:02d}",
    "m": lambda when: f"{when.month:02d}",
    "n": lambda when: str(when.month),
    "d": lambda when: f"{when.day:02d}",
    "e": lambda when: str(when.day),
    "H": lambda when: f"{when.hour:02d}",
    "h": lambda when: str(when.hour),
    "M": lambda when: f"{when.minute:02d}",
    "S": lambda when: f"{when.second:02d}",
    "3": lambda when: f"{when.microsecond // 1000:03d}",
    "%": lambda _when: "%",
}
DATE_CODES: Final = frozenset(_DATE_PARTS)


def _date_part(when: datetime, code: str) -> str:
    part = _DATE_PARTS.get(code)
    if part is None:
        raise EvaluationError(f"the date pattern %{code} is not supported")
    return part(when)


def selected(value: Value, choice: Value) -> bool:
    """Tell whether a choice is among the answers of a select question."""
    if not isinstance(choice, str) or not isinstance(value, str):
        raise EvaluationError("selected() needs a select question and a choice in quotes")
    return f" {choice.strip()} " in f" {value} "


def count_selected(value: Value) -> float:
    """Return how many choices are selected."""
    if not isinstance(value, str):
        raise EvaluationError("count-selected() needs a select question")
    return float(len(value.split()))


def selected_at(value: Value, index: Value) -> str:
    """Return the choice at a position from 0, or blank."""
    place = to_int(index)
    choices = to_text(value).split()
    return choices[int(place)] if 0 <= place < len(choices) else ""


def highest(*values: Value) -> float:
    """Return the greatest number; NaN when there is none; never below zero, as in ODK Collect."""
    numbers = [number for number in map(to_number, values) if number == number]
    return max(_SMALLEST, *numbers) if numbers else NAN


def lowest(*values: Value) -> float:
    """Return the least number; NaN when there is none."""
    return min((number for number in map(to_number, values) if number == number), default=NAN)


def total(*values: Value) -> float:
    """Return the sum of what is a number."""
    result = 0.0
    for number in map(to_number, values):
        if number == number:
            result += number
    return result


def concat(*values: Value) -> str:
    """Return all texts one after the other."""
    return "".join(map(to_text, values))


def join(separator: Value, *values: Value) -> str:
    """Return all texts with a separator between them."""
    return to_text(separator).join(map(to_text, values))


def substr(value: Value, start: Value, end: Value | None = None) -> str:
    """Return a part of a text by positions from 0; negative ones count from the end."""
    text = to_text(value)
    length = len(text)
    first, last = _position(start), length if end is None else _position(end)
    first = min(max(0, first + length if first < 0 else first), length)
    last = min(max(0, last + length if last < 0 else last), length)
    return text[first:last]


def _position(value: Value) -> int:
    number = to_number(value)
    return 0 if number != number else int(max(-_LONG, min(_LONG, number)))


def substring_before(value: Value, mark: Value) -> str:
    """Return the text before the first mark, or blank."""
    before, found, _ = to_text(value).partition(to_text(mark)) if to_text(mark) else ("", "", "")
    return before if found else ""


def substring_after(value: Value, mark: Value) -> str:
    """Return the text after the first mark, or blank."""
    if not to_text(mark):
        return to_text(value)
    return to_text(value).partition(to_text(mark))[2]


def translate(value: Value, old: Value, new: Value) -> str:
    """Replace single characters; those without a partner are dropped."""
    source, target = to_text(old), to_text(new)
    result = []
    for character in to_text(value):
        place = source.find(character)
        if place < 0:
            result.append(character)
        elif place < len(target):
            result.append(target[place])
    return "".join(result)


def regex(value: Value, pattern: Value) -> bool:
    """Tell whether a pattern matches the whole text."""
    text = to_text(value)
    if len(text) > _PATTERN_TEXT:
        raise EvaluationError("the text is too long to be compared with a pattern")
    return bool(compiled_pattern(to_text(pattern)).fullmatch(text))


_PATTERNS: dict[str, re.Pattern[str]] = {}


def compiled_pattern(pattern: str) -> re.Pattern[str]:
    """Return a pattern compiled with ASCII classes, as Java's are; kept for the next family."""
    found = _PATTERNS.get(pattern)
    if found is None:
        try:
            found = re.compile(pattern, re.ASCII)
        except re.error as problem:
            raise EvaluationError(f"the pattern {pattern!r} cannot be read: {problem}") from None
        if len(_PATTERNS) < _KEPT_PATTERNS:
            _PATTERNS[pattern] = found
    return found


def boolean_from_string(value: Value) -> bool:
    """Return true for the texts true (any case) and 1."""
    text = to_text(value)
    return text == "1" or text.lower() == "true"


def checklist(least: Value, most: Value, *factors: Value) -> bool:
    """Tell whether the number of true factors lies within bounds; -1 means no bound."""
    low, high = to_number(least), to_number(most)
    count = sum(map(to_boolean, factors))
    return (low < 0 or count >= int(low)) and (high < 0 or count <= int(high))


def weighted_checklist(least: Value, most: Value, *pairs: Value) -> bool:
    """Tell whether the weights of the true factors sum to within bounds."""
    flags: Sequence[Value] = pairs[::2]
    weights = map(to_number, pairs[1::2])
    score = sum(weight for flag, weight in zip(flags, weights, strict=True) if to_boolean(flag))
    return to_number(least) <= score <= to_number(most)


def digest(value: Value, algorithm: Value, encoding: Value = "base64") -> str:
    """Return a hash of the text, in base64 or hex."""
    name = to_text(algorithm).lower().replace("-", "")
    if name not in {"md5", "sha1", "sha256", "sha384", "sha512"}:
        raise EvaluationError(f"the digest {algorithm!r} is not known")
    raw = hashlib.new(name, to_text(value).encode(), usedforsecurity=False).digest()
    return raw.hex() if to_text(encoding).lower() == "hex" else base64.b64encode(raw).decode()


def _math(apply: Callable[..., float]) -> Callable[..., float]:
    def guarded(*values: Value) -> float:
        try:
            return float(apply(*map(to_number, values)))
        except ValueError:
            return NAN
        except OverflowError:
            return math.inf

    return guarded


def _log(number: float) -> float:
    return -math.inf if number == 0 else math.log(number)


def _log10(number: float) -> float:
    return -math.inf if number == 0 else math.log10(number)


TABLE: Final[dict[str, Function]] = {
    "true": Function(lambda: True, 0, 0),
    "false": Function(lambda: False, 0, 0),
    "boolean": Function(to_boolean, 1, 1),
    "not": Function(lambda value: not to_boolean(value), 1, 1),
    "boolean-from-string": Function(boolean_from_string, 1, 1),
    "number": Function(to_number, 1, 1),
    "int": Function(to_int, 1, 1),
    "round": Function(round_half, 1, 2),
    "abs": Function(_math(abs), 1, 1),
    "pow": Function(_math(math.pow), 2, 2),
    "sqrt": Function(_math(math.sqrt), 1, 1),
    "exp": Function(_math(math.exp), 1, 1),
    "exp10": Function(_math(lambda number: math.pow(10.0, number)), 1, 1),
    "log": Function(_math(_log), 1, 1),
    "log10": Function(_math(_log10), 1, 1),
    "sin": Function(_math(math.sin), 1, 1),
    "cos": Function(_math(math.cos), 1, 1),
    "tan": Function(_math(math.tan), 1, 1),
    "asin": Function(_math(math.asin), 1, 1),
    "acos": Function(_math(math.acos), 1, 1),
    "atan": Function(_math(math.atan), 1, 1),
    "atan2": Function(_math(math.atan2), 2, 2),
    "pi": Function(lambda: math.pi, 0, 0),
    "string": Function(to_text, 1, 1),
    "string-length": Function(lambda value: float(len(to_text(value))), 1, 1),
    "normalize-space": Function(lambda value: " ".join(to_text(value).split()), 1, 1),
    "substr": Function(substr, 2, 3),
    "substring-before": Function(substring_before, 2, 2),
    "substring-after": Function(substring_after, 2, 2),
    "contains": Function(lambda text, part: to_text(part) in to_text(text), 2, 2),
    "starts-with": Function(lambda text, part: to_text(text).startswith(to_text(part)), 2, 2),
    "ends-with": Function(lambda text, part: to_text(text).endswith(to_text(part)), 2, 2),
    "translate": Function(translate, 3, 3),
    "regex": Function(regex, 2, 2),
    "digest": Function(digest, 2, 3),
    "date": Function(lambda value: to_date(value, keep_time=False), 1, 1),
    "date-time": Function(lambda value: to_date(value, keep_time=True), 1, 1),
    "format-date": Function(format_date, 2, 2),
    "format-date-time": Function(format_date, 2, 2),
    "selected": Function(selected, 2, 2),
    "is-selected": Function(selected, 2, 2),
    "count-selected": Function(count_selected, 1, 1),
    "selected-at": Function(selected_at, 2, 2),
    "checklist": Function(checklist, 3, None),
    "weighted-checklist": Function(weighted_checklist, 4, None),
}
SPREADING: Final[dict[str, Callable[..., Value]]] = {
    "sum": total,
    "min": lowest,
    "max": highest,
    "concat": concat,
}
VOLATILE: Final = frozenset({"uuid", "random", "once"})
CLOCK: Final = frozenset({"today", "now"})
