"""The clock of a request and the moves it allows."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Final

from bahtera.privacy.errors import RequestRefused
from bahtera.privacy.values import Kind, RequestRow, RequestState

# UU 27/2022, articles 30, 32, 40 and 41: three times twenty-four hours, by the clock and not by working days.
ANSWER_WITHIN: Final = timedelta(hours=72)

_R = RequestState
TRANSITIONS: Final[Mapping[Kind, Mapping[RequestState, frozenset[RequestState]]]] = MappingProxyType(
    {
        Kind.ACCESS: {
            _R.RECEIVED: frozenset({_R.IDENTIFIED, _R.REFUSED}),
            _R.IDENTIFIED: frozenset({_R.ANSWERED, _R.REFUSED}),
            _R.ASSIGNED: frozenset(),
            _R.ANSWERED: frozenset(),
            _R.REFUSED: frozenset(),
        },
        Kind.CORRECTION: {
            _R.RECEIVED: frozenset({_R.IDENTIFIED, _R.REFUSED}),
            _R.IDENTIFIED: frozenset({_R.ASSIGNED, _R.REFUSED}),
            # Back to the officer when whoever asked may no longer act for the child.
            _R.ASSIGNED: frozenset({_R.ANSWERED, _R.REFUSED, _R.IDENTIFIED}),
            _R.ANSWERED: frozenset(),
            _R.REFUSED: frozenset(),
        },
        Kind.OBJECTION: {
            _R.RECEIVED: frozenset({_R.IDENTIFIED, _R.REFUSED}),
            _R.IDENTIFIED: frozenset({_R.ANSWERED, _R.REFUSED}),
            _R.ASSIGNED: frozenset(),
            _R.ANSWERED: frozenset(),
            _R.REFUSED: frozenset(),
        },
    }
)
# How long after it was given a reply can be taken once more: a download that broke off, a sheet that got wet.
TAKEN_WITHIN: Final = timedelta(days=7)
# Reasons for which a supervisor may decline a correction; the others are the officer's.
DECLINED: Final = ("already_right", "not_proved", "elsewhere")
# Facts of one person that can be corrected.
FACTS: Final = ("name", "nik", "sex", "birth_date", "relation", "other")


def check_can_move(kind: Kind, state: RequestState, to: RequestState) -> None:
    """Raise RequestRefused unless a request of this kind may go there from where it stands."""
    if to not in TRANSITIONS[kind][state]:
        raise RequestRefused.not_now(state)


def is_late(due_at: datetime, closed_at: datetime | None, now: datetime) -> bool:
    """Tell whether the clock ran out before the request was closed, or has run out by now."""
    return (closed_at or now) > due_at


def can_take(row: RequestRow, now: datetime) -> bool:
    """Tell whether the reply to an answered request for access can still be taken."""
    answered = row.kind is Kind.ACCESS and row.state is RequestState.ANSWERED
    return answered and row.closed_at is not None and now <= row.closed_at + TAKEN_WITHIN
