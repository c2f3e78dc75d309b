"""How referrals between two units went. Definitions in words: docs/reference/referrals.md.

Counted are referrals sent in a period, by what is known of them when they are counted. Only pairs are told and never
their sums, so that a hidden pair cannot be taken out of a total.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import timedelta
from decimal import ROUND_HALF_EVEN, Decimal
from statistics import median
from typing import TYPE_CHECKING, Final

from bahtera.referrals.values import Measured

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from bahtera.disclosure import Policy
    from bahtera.referrals.values import Outline

_HOUR: Final = timedelta(hours=1)
_TENTH: Final = Decimal("0.1")


def measure(sent: Iterable[Outline], *, first: datetime, after: datetime, now: datetime) -> list[Measured]:
    """Return exact figures of each pair of units for what was sent from ``first`` until before ``after``.

    They may not leave as they are: see `protected`.
    """
    pairs: dict[tuple[str, str], list[Outline]] = defaultdict(list)
    for one in sent:
        if first <= one.sent_at < after:
            pairs[one.sender, one.receiver].append(one)
    return [_of_pair(pair, ones, now) for pair, ones in sorted(pairs.items())]


def _of_pair(pair: tuple[str, str], ones: Sequence[Outline], now: datetime) -> Measured:
    answered = [(one, one.answered_at) for one in ones if one.answered_at is not None]
    hours = [_tenths(at - one.sent_at) for one, at in answered]
    return Measured(
        *pair,
        sent=len(ones),
        judged=sum(_is_judged(one, now) for one in ones),
        answered=len(answered),
        in_time=sum(at <= one.due for one, at in answered),
        accepted=sum(one.accepted for one in ones),
        completed=sum(one.completed for one in ones),
        median_hours=Decimal(median(hours)).quantize(_TENTH, ROUND_HALF_EVEN) if hours else None,
    )


def _is_judged(one: Outline, now: datetime) -> bool:
    """Tell whether it is known if a referral was answered in time: it was answered, or is overdue without an answer.

    One that was withdrawn before it was due says nothing about the receiver.
    """
    if one.answered_at is not None:
        return True
    return one.due < (now if one.withdrawn_at is None else min(now, one.withdrawn_at))


def protected(measured: Iterable[Measured], policy: Policy) -> list[Measured]:
    """Return what may be printed: a pair whole, only how many were sent, or not at all.

    Whole when everything that follows from its figures rests on none or on enough referrals; not at all when fewer than
    the threshold were sent, as if there were none.
    """
    return [_shown(one, policy) for one in measured if one.sent >= policy.threshold]


def _shown(one: Measured, policy: Policy) -> Measured:
    if all(count == 0 or count >= policy.threshold for count in _parts(one)):
        return one
    return replace(
        one, judged=None, answered=None, in_time=None, accepted=None, completed=None, median_hours=None
    )


def _parts(one: Measured) -> tuple[int, ...]:
    """Return every count that a reader of the exact figures could work out."""
    if None in (one.judged, one.answered, one.in_time, one.accepted, one.completed):
        return ()
    judged, answered, in_time = one.judged or 0, one.answered or 0, one.in_time or 0
    accepted, completed = one.accepted or 0, one.completed or 0
    return (
        in_time,
        answered - in_time,
        judged - answered,
        one.sent - judged,
        one.sent - answered,
        judged - in_time,
        answered - accepted,
        accepted - completed,
        completed,
        answered,
        accepted,
        judged,
    )


def _tenths(length: timedelta) -> Decimal:
    """Return a length in hours, exact to the second."""
    return Decimal(int(length / timedelta(seconds=1))) / Decimal(int(_HOUR / timedelta(seconds=1)))
