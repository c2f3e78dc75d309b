"""States and moves of a referral: one table. Whatever is not in it is refused.

Sent without a system (a letter, a partner's link), a referral is delivered when the letter or link is made. Only a
delivered referral expires: nobody can answer what never arrived.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from bahtera.referrals.errors import BadMove, IllegalMove
from bahtera.referrals.rules.codes import OTHER, codes
from bahtera.referrals.values import By, Given, Move, Need, Row, State

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

MOST_WORDS: Final = 300
"""Longest explanation beside a reason, in characters."""

_OPEN_TO_SENDER: Final = (
    State.SENT,
    State.DELIVERED,
    State.ACCEPTED,
    State.SCHEDULED,
    State.MISSED,
    State.RUNNING,
)

TABLE: Final[tuple[Row, ...]] = (
    Row(State.DRAFT, Move.SEND, By.SENDER, State.SENT),
    Row(State.SENT, Move.DELIVER, By.SYSTEM, State.DELIVERED),
    Row(State.DELIVERED, Move.ACCEPT, By.RECEIVER, State.ACCEPTED),
    Row(State.DELIVERED, Move.DECLINE, By.RECEIVER, State.DECLINED, Need.DECLINE_REASON),
    Row(State.DELIVERED, Move.EXPIRE, By.CLOCK, State.EXPIRED),
    Row(State.ACCEPTED, Move.SCHEDULE, By.RECEIVER, State.SCHEDULED, Need.APPOINTMENT),
    Row(State.SCHEDULED, Move.SCHEDULE, By.RECEIVER, State.SCHEDULED, Need.APPOINTMENT),
    Row(State.SCHEDULED, Move.START, By.RECEIVER, State.RUNNING),
    Row(State.SCHEDULED, Move.MISS, By.RECEIVER, State.MISSED),
    Row(State.MISSED, Move.SCHEDULE, By.RECEIVER, State.SCHEDULED, Need.APPOINTMENT),
    Row(State.MISSED, Move.WITHDRAW, By.RECEIVER, State.WITHDRAWN, Need.WITHDRAW_REASON),
    Row(State.RUNNING, Move.FINISH, By.RECEIVER, State.DONE, Need.OUTCOME),
    *(
        Row(state, Move.WITHDRAW, By.SENDER, State.WITHDRAWN, Need.WITHDRAW_REASON)
        for state in _OPEN_TO_SENDER
    ),
)
"""Every move there is."""

_ROWS: Final[Mapping[tuple[State, Move, By], Row]] = MappingProxyType(
    {(one.state, one.move, one.by): one for one in TABLE}
)
FINAL: Final = frozenset(State) - {one.state for one in TABLE}
"""States that nothing leaves; to begin again is a new referral that names the old one."""


def moves_for(state: State, by: By) -> tuple[Row, ...]:
    """Return what one side may do in a state, in the order of the table."""
    return tuple(one for one in TABLE if one.state is state and one.by is by)


def row_of(state: State, move: Move, by: By) -> Row:
    """Return the line of the table; raises IllegalMove."""
    try:
        return _ROWS[state, move, by]
    except KeyError:
        raise IllegalMove(state, move, by) from None


def apply(state: State, move: Move, by: By, given: Given, *, at: datetime) -> State:
    """Return the state that follows a move made at an instant.

    Raises IllegalMove for a move that the table does not have, BadMove for one without what it needs.
    """
    row = row_of(state, move, by)
    _CHECKS[row.need](row.need, given, at)
    return row.next


def _nothing(_need: Need, _given: Given, _at: datetime) -> None:
    return


def _reason(need: Need, given: Given, _at: datetime) -> None:
    if given.reason not in codes(need):
        raise BadMove("referrals.no_reason", "Choose a reason from the list.")
    words = given.words.strip()
    if given.reason == OTHER and not words:
        raise BadMove("referrals.no_words", "Say in a few words what the other reason is.")
    if len(words) > MOST_WORDS:
        raise BadMove("referrals.long_words", "Say it in at most {most} characters.", most=str(MOST_WORDS))


def _appointment(_need: Need, given: Given, at: datetime) -> None:
    if given.appointment is None:
        raise BadMove("referrals.no_appointment", "Say on which day and at what hour the client is expected.")
    if given.appointment.tzinfo is None:
        message = "an appointment needs a zone"
        raise ValueError(message)
    if given.appointment <= at:
        raise BadMove("referrals.past_appointment", "An appointment lies in the future.")


def _outcome(need: Need, given: Given, _at: datetime) -> None:
    if given.outcome not in codes(need):
        raise BadMove("referrals.no_outcome", "Choose what came of it from the list.")


_CHECKS: Final[Mapping[Need, Callable[[Need, Given, datetime], None]]] = MappingProxyType(
    {
        Need.NOTHING: _nothing,
        Need.DECLINE_REASON: _reason,
        Need.WITHDRAW_REASON: _reason,
        Need.APPOINTMENT: _appointment,
        Need.OUTCOME: _outcome,
    }
)
