"""Stretches in which nothing was anchored although it should have been.

An anchor that is gone leaves no hole in the chain. But what it had seen was old when the next one came, or is old
now: either the worker stood still, or anchors were taken away. The same holds where the hourly witnesses stop.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import zip_longest
from typing import NamedTuple

from bahtera.foundation.audit.findings import Findings
from bahtera.foundation.audit.values import ADOPTED_DAY, Place, day_label, day_number, place_of
from bahtera.foundation.audit.witnesses import EVERY, Explanation, Witness

# An anchor comes every minute; a restart, a long transaction or a busy worker may hold it up so long.
TOLERANCE = timedelta(minutes=15)


class Line(NamedTuple):
    """A line of an anchor file by its order, day and number, and when it was signed."""

    day: int
    number: int
    at: datetime


class _Late(NamedTuple):
    first: int
    last: int
    since: datetime
    line: Line | None


class Gaps:
    """Collects them while entries and anchors are read, and tells of those that nobody explained."""

    def __init__(self, found: Findings, now: datetime, explained: Sequence[Explanation]) -> None:
        self._found = found
        self._now = now
        self._explained = sorted(explained, key=lambda one: one.since)
        self._late: list[_Late] = []
        self._set_back: list[Line] = []

    def note_step(self, line: Line) -> None:
        """Remember a line that is dated before the one before it: the clock had run ahead and was put right."""
        self._set_back.append(line)

    def note(self, first: int, last: int, since: datetime, line: Line | None) -> None:
        """Take in a run of entries, when the first of them was written, and the first line that saw them."""
        until = self._now if line is None else line.at
        if place_of(first).day != ADOPTED_DAY and until - since > TOLERANCE:
            self._late.append(_Late(first, last, since, line))

    def tell(self) -> None:
        """Add a problem for each run of entries that was anchored late or never."""
        for first, last, since, line in self._late:
            until = self._now if line is None else self._at_the_latest(line, since)
            if until - since > TOLERANCE:
                self._found.at(
                    "unanchored",
                    place_of(first),
                    is_explained=self._is_explained(since, until, TOLERANCE),
                    last=place_of(last).seq,
                    since=_text(since),
                    until=_text(until),
                )

    def follow(self, witnesses: Sequence[Witness], low: int, high: int) -> None:
        """Add a problem where the witnesses stop for longer than they should, in a range of places."""
        reach = EVERY + TOLERANCE
        reaches_now = high >= Place(day_number(self._now.date()), 0, 0).id
        # One that is dated in the future was written while the clock ran ahead.
        seen = [one for one in witnesses if one.at <= self._now + TOLERANCE]
        for one, following in zip_longest(seen, seen[1:]):
            if following is None:
                until = self._now if reaches_now else one.at
            else:
                until = following.at if low <= following.entry_id <= high else one.at
            if until - one.at > reach and following is not None:
                until = min(other.at for other in seen[seen.index(following) :] if other.at >= one.at)
            if until - one.at > reach:
                self._found.add(
                    "anchors_stopped",
                    day=day_label(day_number(one.at.date())),
                    is_explained=self._is_explained(one.at, until, reach),
                    since=_text(one.at),
                    until=_text(until),
                )

    def _at_the_latest(self, line: Line, since: datetime) -> datetime:
        """Return when a line was signed; had the clock run ahead, not after the first line with the right time."""
        after = (one.at for one in self._set_back if one[:2] > line[:2] and one.at >= since)
        return min([line.at, *after])

    def _is_explained(self, since: datetime, until: datetime, reach: timedelta) -> bool:
        """Tell whether what is left of a gap, without what was explained, is short enough everywhere."""
        for one in self._explained:
            if one.until <= since or one.since >= until:
                continue
            if one.since - since > reach:
                return False
            since = max(since, one.until)
        return until - since <= reach


def _text(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M:%S} UTC"
