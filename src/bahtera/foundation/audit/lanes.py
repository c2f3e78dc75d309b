"""The lanes in which entries are chained, and their heads.

One chain would let one transaction write at a time. On PostgreSQL there are lanes: a transaction takes a free one,
locks its head, and keeps it until it ends. SQLite has one writer at a time anyway, and one lane. At
midnight UTC each lane goes on by itself, in the transaction that takes it next: nobody waits for all.

A head is remembered for as long as it is surely right: until the transaction ends, or the savepoint in which
it was moved is rolled back.
"""

import logging
import threading
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from bahtera.foundation import clock
from bahtera.foundation.audit import chain, chain_key
from bahtera.foundation.audit.values import (
    LANES_MOST,
    SEQUENCE_MOST,
    Head,
    Place,
    day_label,
    day_number,
    place_of,
)

logger = logging.getLogger(__name__)

# More writers at once than this wait for each other.
POSTGRESQL_LANES = 32

_TABLE = "foundation_auditlane"
_ENTRIES = "foundation_auditentry"
_COLUMNS = "id, after, lanes, genesis, seq, link, is_open, seal"
_AHEAD = (
    f"EXISTS (SELECT 1 FROM {_ENTRIES} e"  # noqa: S608 - our own names
    f" WHERE e.id > {_TABLE}.id + {_TABLE}.seq AND e.id <= {_TABLE}.id + {SEQUENCE_MOST})"
)
_SHORTEST_WAIT, _LONGEST_WAIT = 0.002, 0.05

_preferred = threading.local()


class _Mark:
    """Stands in the transaction's list of what to do after it; Django takes it out of there on a rollback."""

    def __init__(self, head: Head, savepoints: frozenset[str | None]) -> None:
        self.head = head
        self.savepoints = savepoints

    def __call__(self) -> None:
        """Do nothing when the transaction has ended."""


def take() -> Head:
    """Return the head of a lane of today's that is locked for this transaction.

    A lane whose head was changed outside is left as it is found, for the verification to see, and another
    is taken. Raises ChainKeyMissing.
    """
    now = clock.now()
    mark = _standing_mark()
    head = _lock_whole(now) if mark is None else mark.head
    if head.place.day < day_number(now.date()):
        head = _begin_day(head, now)
    _preferred.id = head.id
    return head


def advance(head: Head, seq: int, link: bytes) -> tuple[str, list[Any]]:
    """Return the statement that moves a head to its lane's new last entry: of exactly one row, or all is wrong."""
    moved = _sealed(replace(head, seq=seq, link=link))
    return (
        f"UPDATE {_TABLE} SET seq = %s, link = %s, seal = %s WHERE id = %s AND seq = %s",  # noqa: S608 - our own name
        [moved.seq, moved.link, moved.seal, moved.id, head.seq],
    )


def remember(head: Head, seq: int, link: bytes) -> None:
    """Remember where a head stands, after its statement ran."""
    moved = _sealed(replace(head, seq=seq, link=link))
    mark, savepoints = _standing_mark(), frozenset(connection.savepoint_ids)
    if mark is not None and savepoints <= mark.savepoints:
        mark.head = moved
        return
    _preferred.mark = _Mark(moved, savepoints)
    transaction.on_commit(_preferred.mark)


def forget() -> None:
    """Read the head anew at the next entry: somebody else has moved it in this very transaction."""
    _preferred.mark = None


def _standing_mark() -> _Mark | None:
    """Return what is remembered, unless its transaction has ended or its savepoint was rolled back."""
    mark: _Mark | None = getattr(_preferred, "mark", None)
    if mark is None or not any(one[1] is mark for one in reversed(connection.run_on_commit)):
        return None
    return mark


def heads(*, first: int = 0, is_open: bool | None = None) -> list[Head]:
    """Return the heads from a place on, in order of day and lane."""
    only = "" if is_open is None else " AND is_open" if is_open else " AND NOT is_open"
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {_COLUMNS} FROM {_TABLE} WHERE id >= %s{only} ORDER BY id",  # noqa: S608 - our own names
            [first],
        )
        return [_head(row) for row in cursor.fetchall()]


def is_whole(head: Head) -> bool:
    """Tell whether a head is as Bahtera wrote it."""
    return head.seal == chain.head_seal(chain_key.key(), head)


def begin_day() -> bool:
    """Bring the lanes that nobody holds to today, and say whether all of them are; needs a transaction."""
    forget()
    now = clock.now()
    today = day_number(now.date())
    late = [head.id for head in heads(is_open=True) if head.place.day < today]
    for lane_id in late:
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT {_COLUMNS} FROM {_TABLE} WHERE id = %s AND is_open{_skip_locked()}",  # noqa: S608
                [lane_id],
            )
            row = cursor.fetchone()
        if row is not None:
            head = _head(row)
            if is_whole(head):
                _begin_day(head, now)
    _open_the_rest(now)
    return not any(head.place.day < today and is_whole(head) for head in heads(is_open=True))


def adopt(last_seq: int, last_link: bytes) -> None:
    """Enter the closed lane of the entries that were written before there was a chain."""
    lane_id = Place(0, 0, 0).id
    start = chain.genesis(chain_key.make(), lane_id, None)
    head = Head(lane_id, None, 1, start, last_seq, last_link, is_open=False)
    _insert([_sealed(head)])


def adopted_genesis() -> bytes:
    """Return the link on which the first adopted entry hangs."""
    return chain.genesis(chain_key.make(), Place(0, 0, 0).id, None)


def _lock_whole(now: datetime) -> Head:
    """Lock a lane that was not changed outside; wait for one, or open one, when there is none."""
    damaged: list[int] = []
    wait = _SHORTEST_WAIT
    while True:
        found = _lock_one(damaged)
        if found is None:
            if not _open_more(now, damaged):
                time.sleep(wait)
                wait = min(wait * 2, _LONGEST_WAIT)
            continue
        head, is_ahead = found
        if not is_ahead and is_whole(head):
            return head
        logger.error(
            "the audit was changed outside Bahtera in %s, lane %s; see `bahtera audit verify`",
            day_label(head.place.day),
            head.place.lane,
        )
        damaged.append(head.id)


def _lock_one(damaged: Sequence[int]) -> tuple[Head, bool] | None:
    without = f" AND id NOT IN ({', '.join(map(str, damaged))})" if damaged else ""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {_COLUMNS}, {_AHEAD} FROM {_TABLE} WHERE is_open{without}"  # noqa: S608 - names and numbers
            f" ORDER BY CASE WHEN id = %s THEN 0 ELSE 1 END, id LIMIT 1{_skip_locked()}",
            [getattr(_preferred, "id", 0)],
        )
        row = cursor.fetchone()
    return None if row is None else (_head(row[:-1]), bool(row[-1]))


def _skip_locked() -> str:
    return (
        f" FOR UPDATE OF {_TABLE} SKIP LOCKED"
        if connection.features.has_select_for_update_skip_locked
        else ""
    )


def _begin_day(head: Head, now: datetime) -> Head:
    """Close a lane's day and begin its next, which hangs on it."""
    closed = _sealed(replace(head, is_open=False))
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {_TABLE} SET is_open = %s, seal = %s WHERE id = %s",  # noqa: S608 - our own name
            [False, closed.seal, closed.id],
        )
    fresh = _fresh(Place(day_number(now.date()), head.place.lane, 0), head.lanes, closed)
    _insert([fresh])
    return fresh


def _open_more(now: datetime, damaged: Sequence[int]) -> bool:
    """Open the first lanes of all, or a spare one when every lane was changed outside; False: wait."""
    every = heads()
    if any(head.is_open and head.id not in damaged for head in every):
        return False
    today = day_number(now.date())
    used = _lanes_used(today)
    if not _has_entries() and not every:
        chain_key.make()
    lanes = POSTGRESQL_LANES if connection.features.has_select_for_update_skip_locked else 1
    numbers = range(lanes)
    latest = {head.place.lane: head for head in every}
    goes_on = all(is_whole(head) and not head.is_open and head.place.day < today for head in latest.values())
    if used or not goes_on:
        number = max([*latest, used - 1]) + 1
        if number >= LANES_MOST:
            msg = "every lane of the audit was changed outside"
            raise RuntimeError(msg)
        numbers = range(number, number + 1)
    _insert([_fresh(Place(today, number, 0), lanes, latest.get(number)) for number in numbers])
    return True


def _open_the_rest(now: datetime) -> None:
    """Open the lanes that a database has gained, as one that was moved from SQLite to PostgreSQL."""
    there = {head.place.lane for head in heads()}
    if there and connection.features.has_select_for_update_skip_locked:
        today = day_number(now.date())
        numbers = [number for number in range(_lanes_used(today), POSTGRESQL_LANES) if number not in there]
        if numbers:
            _insert([_fresh(Place(today, number, 0), POSTGRESQL_LANES, None) for number in numbers])


def _lanes_used(day: int) -> int:
    """Return how many lanes of a day the entries themselves take up, whatever the heads say."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT max(id) FROM {_ENTRIES} WHERE id >= %s AND id < %s",  # noqa: S608 - our own name
            [Place(day, 0, 0).id, Place(day + 1, 0, 0).id],
        )
        [last] = cursor.fetchone()
    return 0 if last is None else place_of(last).lane + 1


def _has_entries() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT 1 FROM {_ENTRIES} LIMIT 1")  # noqa: S608 - our own name
        return cursor.fetchone() is not None


def _fresh(place: Place, lanes: int, before: Head | None) -> Head:
    start = chain.genesis(chain_key.key(), place.id, before)
    after = None if before is None else before.id
    return _sealed(Head(place.id, after, lanes, start, 0, start, is_open=True))


def _sealed(head: Head) -> Head:
    return replace(head, seal=chain.head_seal(chain_key.key(), head))


def _insert(fresh: Sequence[Head]) -> None:
    """Write heads; of two writers that open the same lane at the same moment one succeeds for both."""
    values = [
        value
        for head in fresh
        for value in (
            head.id, head.after, head.lanes, head.genesis, head.seq, head.link, head.is_open, head.seal
        )
    ]  # fmt: skip
    marks = ", ".join(["(%s, %s, %s, %s, %s, %s, %s, %s)"] * len(fresh))
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {_TABLE} ({_COLUMNS}) VALUES {marks} ON CONFLICT DO NOTHING",  # noqa: S608
            values,
        )


def _head(row: Sequence[Any]) -> Head:
    lane_id, after, lanes, start, seq, last, is_open, own = row
    return Head(
        lane_id, after, lanes, _bytes(start), seq, _bytes(last), is_open=bool(is_open), seal=_bytes(own)
    )


def _bytes(value: Any) -> bytes:
    """Return stored bytes; what a tampered row holds instead becomes bytes that no seal fits."""
    return value if isinstance(value, bytes) else bytes(value) if isinstance(value, memoryview) else b""
