"""How a record goes from the day somebody comes to its end, and what a session must say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bahtera.counselling.errors import BadSession, Ended
from bahtera.counselling.rules.words import known
from bahtera.counselling.values import Mode, Result, State

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from bahtera.counselling.values import GroupTold, Held, Opening

LONGEST_NOTE: Final = 20_000
LONGEST_SESSION: Final = 480
MOST_PEOPLE: Final = 2_000

# What a session's result makes of a record; what is not here is over.
MOVES: Final[Mapping[State, Mapping[Result, State]]] = {
    state: {
        Result.CONTINUED: State.OPEN,
        Result.REFERRED: State.REFERRED,
        Result.SETTLED: State.SETTLED,
    }
    for state in (State.OPEN, State.REFERRED)
}
FINAL: Final = frozenset({State.SETTLED, State.STOPPED})


def check_open(state: State) -> None:
    """Raise Ended for a record to which nothing is added any more."""
    if state not in MOVES:
        raise Ended


def state_after(results: Iterable[Result]) -> State:
    """Return where a record stands after sessions, the oldest first; open without any. Raises Ended beyond its end."""
    state = State.OPEN
    for result in results:
        check_open(state)
        state = MOVES[state][result]
    return state


def check_opening(told: Opening, *, today: date, groups: Iterable[str]) -> None:
    """Raise BadSession unless a record can begin so; ``groups`` are the target groups there are."""
    if told.came_on > today:
        raise BadSession.day()
    if told.service not in known("services") or told.target_group not in set(groups):
        raise BadSession.words()
    if told.theme and told.theme not in known("themes"):
        raise BadSession.words()


def check_session(told: Held, *, came_on: date, last_on: date | None, today: date) -> None:
    """Raise BadSession unless a session can have been so. What settles a record is its last session."""
    if not came_on <= told.held_on <= today:
        raise BadSession.day()
    if told.result is Result.SETTLED and last_on is not None and told.held_on < last_on:
        raise BadSession.day()
    if not 1 <= told.minutes <= LONGEST_SESSION:
        raise BadSession.length()
    if (told.phase and told.phase not in known("phases")) or len(told.note) > LONGEST_NOTE:
        raise BadSession.words()
    if told.follow_up is not None and (told.follow_up <= told.held_on or told.result is Result.SETTLED):
        raise BadSession.follow_up()
    if (told.receiver_id is not None) != (told.result is Result.REFERRED):
        raise BadSession.receiver()


def is_remote(mode: Mode) -> bool:
    """Tell whether people do not meet in one room, which needs a consent of its own."""
    return mode is not Mode.IN_PERSON


def check_group(told: GroupTold, *, today: date, groups: Iterable[str]) -> None:
    """Raise BadSession unless a group session can have been so."""
    if told.held_on > today:
        raise BadSession.day()
    if not 1 <= told.minutes <= LONGEST_SESSION:
        raise BadSession.length()
    if not told.topic:
        raise BadSession.topic()
    allowed = set(groups)
    for one in told.counts:
        if one.target_group not in allowed or one.sex not in known("sexes") or one.age not in known("ages"):
            raise BadSession.words()
    if told.service not in known("services"):
        raise BadSession.words()
    kinds = {(one.target_group, one.sex, one.age) for one in told.counts}
    if len(kinds) != len(told.counts) or any(one.people < 1 for one in told.counts):
        raise BadSession.numbers()
    if not 1 <= sum(one.people for one in told.counts) <= MOST_PEOPLE:
        raise BadSession.numbers()
