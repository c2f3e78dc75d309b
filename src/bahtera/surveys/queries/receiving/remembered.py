"""What every submission asks for and what hardly ever changes, remembered for two seconds.

Receiving is the busiest path of the site; forms, rounds and villages would be read anew for each of hundreds
of submissions a second. Inside a transaction nothing is remembered: there the caller may see rows that
others do not, and a test may roll them back.
"""

import time
from collections.abc import Callable
from typing import Generic, TypeVar

from django.db import connection

from bahtera.areas import api as areas
from bahtera.questionnaires import api as questionnaires
from bahtera.surveys.queries.rounds.reading import RoundBook, read_rounds

_SECONDS = 2.0
_MOST = 2048

V = TypeVar("V")


class Remembered(Generic[V]):
    """The answers of one question by key, each kept for a moment; "no" is never kept."""

    def __init__(self, ask: Callable[..., V]) -> None:
        self._ask = ask
        self._held: dict[tuple[str, ...], tuple[float, V]] = {}

    def __call__(self, *key: str) -> V:
        """Return the answer, asked at most once in two seconds."""
        if connection.in_atomic_block:
            return self._ask(*key)
        now = time.monotonic()
        held = self._held.get(key)
        if held is not None and held[0] > now:
            return held[1]
        answer = self._ask(*key)
        if answer:
            if len(self._held) >= _MOST:
                self._held.clear()
            self._held[key] = (now + _SECONDS, answer)
        return answer

    def forget(self) -> None:
        """Drop what is held, after this process changed it."""
        self._held.clear()


form = Remembered[questionnaires.FormVersion | None](questionnaires.get_form)
village_exists = Remembered[bool](areas.exists)
rounds = Remembered[RoundBook](read_rounds)


def forget() -> None:
    """Drop everything held."""
    for one in (form, village_exists, rounds):
        one.forget()
