"""Writing entries: each in the transaction that did what it tells of, chained to the one before."""

import logging
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

import orjson
from django.db import connection, transaction

from bahtera.foundation import clock
from bahtera.foundation.audit import chain, chain_key, lanes
from bahtera.foundation.audit.cleaning import clean_details, clean_text
from bahtera.foundation.audit.values import Draft, Place
from bahtera.foundation.canonical import canonical_json
from bahtera.foundation.transactions import durable

logger = logging.getLogger(__name__)

ACTION_LENGTH, ACTOR_LENGTH, SUBJECT_LENGTH, REFERENCE_LENGTH = 80, 80, 120, 80

# SQLite takes 32766 values in a statement.
_MOST_ROWS = 1000

# What every entry of this request, or task, is also about.
_carried: ContextVar[tuple[str, ...]] = ContextVar("carried", default=())


@dataclass
class _Gathered:
    """Entries that wait for the end of `gathered`, and the savepoints in which that began."""

    savepoints: tuple[str | None, ...]
    drafts: list[Draft] = field(default_factory=list)


_gathered: ContextVar[_Gathered | None] = ContextVar("gathered", default=None)

_INSERT = "INSERT INTO foundation_auditentry (id, at, action, actor, subject, details, about, mac) VALUES "
_INSERT_REFERENCE = "INSERT INTO foundation_auditreference (reference, entry_id) VALUES "


def entry(
    action: str,
    *,
    actor: str,
    subject: str,
    details: Mapping[str, Any] | None = None,
    about: Sequence[str] = (),
) -> Draft:
    """Return an entry not yet written, for `record_many`.

    ``actor`` is an ``Actor.key``; ``subject`` names the thing, as in ``submission:0192...``; ``about`` names
    whom and what else it touched, as in ``member:0192...``, so that it is found in their trail too.
    ``details`` holds codes, numbers, dates and identifiers: anything else is withheld.
    """
    return Draft(
        at=clock.now(),
        action=clean_text(action, ACTION_LENGTH),
        actor=clean_text(actor, ACTOR_LENGTH),
        subject=clean_text(subject, SUBJECT_LENGTH),
        details=canonical_json(clean_details(details)),
        about=tuple(sorted({clean_text(one, REFERENCE_LENGTH) for one in (*about, *_carried.get())})),
    )


@contextmanager
def carrying(*references: str) -> Iterator[None]:
    """Let every entry described meanwhile be about these too, as all that is done under emergency access is."""
    token = _carried.set((*_carried.get(), *references))
    try:
        yield
    finally:
        _carried.reset(token)


def record(
    action: str,
    *,
    actor: str,
    subject: str,
    details: Mapping[str, Any] | None = None,
    about: Sequence[str] = (),
) -> None:
    """Write one entry, described as by `entry`, in the caller's transaction.

    Raises RuntimeError outside a transaction, where it could survive what it describes, and ChainKeyMissing.
    """
    record_many([entry(action, actor=actor, subject=subject, details=details, about=about)])


def record_many(drafts: Sequence[Draft]) -> None:
    """Write entries in the order given, in the caller's transaction. Raises as `record` does."""
    if not drafts:
        return
    if not transaction.get_connection().in_atomic_block:
        msg = f"audit entry {drafts[0].action} outside a transaction"
        raise RuntimeError(msg)
    waiting = _gathered.get()
    if waiting is not None and waiting.savepoints == tuple(connection.savepoint_ids):
        waiting.drafts += drafts
        return
    for start in range(0, len(drafts), _MOST_ROWS):
        _write(drafts[start : start + _MOST_ROWS])


@contextmanager
def gathered() -> Iterator[None]:
    """Write the entries that are recorded meanwhile all at once at the end, in their order.

    Must lie inside a transaction; whoever leaves by an error rolls it back, and nothing is written. What is recorded
    in a savepoint of its own is written there and then, or it would outlive what the savepoint takes back.
    """
    if not transaction.get_connection().in_atomic_block:
        msg = "audit entries gathered outside a transaction"
        raise RuntimeError(msg)
    waiting = _Gathered(tuple(connection.savepoint_ids))
    token = _gathered.set(waiting)
    try:
        yield
    finally:
        _gathered.reset(token)
    record_many(waiting.drafts)


def note(
    action: str,
    *,
    actor: str,
    subject: str,
    details: Mapping[str, Any] | None = None,
    about: Sequence[str] = (),
) -> None:
    """Write one entry in a transaction of its own: for what has none, such as a read, a sign-in or a refusal.

    Inside a transaction it joins that one, so whoever refuses there notes it after the transaction has ended.
    Raises ChainKeyMissing.
    """
    with durable():
        record(action, actor=actor, subject=subject, details=details, about=about)


def _write(drafts: Sequence[Draft]) -> None:
    head = lanes.take()
    key = chain_key.key()
    day, lane, _ = head.place
    seq, link = head.seq, head.link
    values: list[Any] = []
    references: list[Any] = []
    for draft in drafts:
        seq += 1
        place = Place(day, lane, seq)
        about = "[]" if not draft.about else orjson.dumps(draft.about).decode()
        mac = chain.append(key, place, link, draft, about)
        link = mac[chain.HALF :]
        at = connection.ops.adapt_datetimefield_value(draft.at)
        values += (place.id, at, draft.action, draft.actor, draft.subject, draft.details, about, mac)
        for reference in draft.about:
            references += (reference, place.id)
    statements = [(_INSERT + _marks(len(drafts), 8), values)]
    if references:
        statements.append((_INSERT_REFERENCE + _marks(len(references) // 2, 2), references))
    statements.append(lanes.advance(head, seq, link))
    if _execute(statements) != 1:
        msg = "another writer moved the head of a lane that this transaction holds"
        raise RuntimeError(msg)
    lanes.remember(head, seq, link)


def _marks(rows: int, columns: int) -> str:
    return ", ".join([f"({', '.join(['%s'] * columns)})"] * rows)


def _execute(statements: Sequence[tuple[str, list[Any]]]) -> int:
    """Run statements in order and return how many rows the last one touched; PostgreSQL gets them in one message."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            everything = [value for _, values in statements for value in values]
            cursor.execute("; ".join(statement for statement, _ in statements), everything)
            while cursor.nextset():
                pass
        else:
            for statement, values in statements:
                cursor.execute(statement, values)
        return int(cursor.rowcount)
