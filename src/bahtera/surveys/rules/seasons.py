"""How far back a round's questions look, and whether Ramadan lies in it. Read from definitions/rounds."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any, Final

import yaml

from bahtera.foundation.ramadan import are_listed, ramadan_in
from bahtera.foundation.shipped import definitions
from bahtera.surveys.values import RecallWindow

_MONTHS: Final = 12


def recall_windows(form_id: str, opens: date, closes: date | None) -> tuple[RecallWindow, ...]:
    """Return how far back a round's questions look, the longest first, each with the Ramadan that lies in it.

    A window reaches from ``months`` before the first interview to the last one; without a last day to the first. A
    questionnaire of which nothing is written down has none.
    """
    by_months: dict[int, list[str]] = {}
    for question, months in _questions(form_id).items():
        by_months.setdefault(months, []).append(question)
    return tuple(
        _window(months, tuple(sorted(by_months[months])), opens, closes or opens)
        for months in sorted(by_months, reverse=True)
    )


def months_before(day: date, months: int) -> date:
    """Return the same day some months earlier, or the last day of that month when it has no such day."""
    count = day.year * _MONTHS + day.month - 1 - months
    year, month = divmod(count, _MONTHS)
    for number in range(day.day, 0, -1):
        try:
            return date(year, month + 1, number)
        except ValueError:
            continue
    raise AssertionError


def _window(months: int, questions: tuple[str, ...], opens: date, last: date) -> RecallWindow:
    first = months_before(opens, months)
    return RecallWindow(months, questions, first, last, ramadan_in(first, last), are_listed(first, last))


def _questions(form_id: str) -> Mapping[str, int]:
    found: Mapping[str, int] = _file()["recall"].get(form_id, {}).get("questions", {})
    return found


@cache
def _file() -> Mapping[str, Any]:
    text = (definitions("rounds") / "calendar.yaml").read_text(encoding="utf-8")
    read: Mapping[str, Any] = yaml.safe_load(text)
    return read
