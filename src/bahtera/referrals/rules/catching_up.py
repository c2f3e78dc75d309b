"""Which moves of a receiver lead from where a referral stands to what another system says. Values in, values out."""

from __future__ import annotations

from collections import deque

from bahtera.referrals.errors import Fault, IllegalMove
from bahtera.referrals.rules.machine import moves_for
from bahtera.referrals.values import By, Exchanged, Move, State

_SAME = ("service", "sender", "receiver", "client", "authored_at", "urgency", "part_of")
_FORWARD = frozenset({Move.ACCEPT, Move.SCHEDULE, Move.START})
"""Moves that must have happened before a later one; that somebody did not come is only believed when it is said."""
_PLACES = {
    "service": "ServiceRequest.code",
    "sender": "Task.requester",
    "receiver": "Task.owner",
    "client": "Task.for",
    "authored_at": "Task.authoredOn",
    "urgency": "ServiceRequest.priority",
    "part_of": "Task.partOf",
}


def differences(ours: Exchanged, told: Exchanged) -> list[Fault]:
    """Return a fault for each thing that was settled by sending and is said otherwise."""
    return [
        Fault(_PLACES[name], "is another than that of the referral")
        for name in _SAME
        if getattr(ours, name) != getattr(told, name)
    ]


def way_to(state: State, wanted: State) -> tuple[Move, ...]:
    """Return the fewest moves of the receiver from one state to another, none when it stands there already.

    Raises IllegalMove where its moves lead nowhere near.
    """
    waiting: deque[tuple[State, tuple[Move, ...]]] = deque([(state, ())])
    seen = {state}
    while waiting:
        at, moves = waiting.popleft()
        if at is wanted:
            return moves
        for row in moves_for(at, By.RECEIVER):
            if row.next not in seen and (row.next is wanted or row.move in _FORWARD):
                seen.add(row.next)
                waiting.append((row.next, (*moves, row.move)))
    raise IllegalMove(state.value, wanted.value, By.RECEIVER.value)
