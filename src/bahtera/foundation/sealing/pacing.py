"""How much is rewritten in one transaction, and how much of the time others have the database to themselves.

A transaction is kept so short that nobody waits long behind it. In SQLite one writes at a time, and who waits
only looks again now and then: so the place is left free as long as it was taken. Its write-ahead log is brought
home every few batches; else whoever commits next would pay for all that was rewritten, and it would grow.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic, sleep
from typing import Final

from django.db import connection

from bahtera.foundation import transactions

# So long a transaction may last, in seconds. In PostgreSQL it holds up nobody but who wants the same rows.
_HELD: Final = {"sqlite": 0.03, "postgresql": 0.1}
# Of the time that a transaction took, others get so much.
_REST: Final = {"sqlite": 1.0, "postgresql": 0.05}
_SHORTEST_REST: Final = 0.002
_LONGEST_REST: Final = 1.0
_FEWEST: Final = 200
# Rows after which the log is brought home: a thousand pages or so, at which whoever commits would do so unasked.
_ROWS_KEPT: Final = 400
# Pages after which it must begin anew, and how long this waits for those who read from it.
_MANY_PAGES: Final = 8000
_PATIENCE: Final = 30.0
_PATIENCE_OF_OTHERS_MS: Final = 10


class Pace:
    """The number of rows of the next batch: fewer when the last one took long, up to ``most``."""

    def __init__(self, most: int) -> None:
        self._most = most
        self.rows = min(most, _FEWEST)
        self._kept = 0

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Open a transaction, tidy up after it, and rest; ``rows`` then says how many to take next."""
        with transactions.durable():
            began = monotonic()  # from here on others wait; before, this waited for them
            yield
        took = monotonic() - began
        self._kept += self.rows
        factor = min(2.0, max(0.5, _HELD[connection.vendor] / max(took, 1e-6)))
        self.rows = max(1, min(self._most, max(_FEWEST, round(self.rows * factor))))
        if connection.in_atomic_block:
            return
        if connection.vendor == "sqlite" and self._kept >= _ROWS_KEPT:
            _bring_log_home()
            self._kept = 0
        sleep(min(_LONGEST_REST, max(_SHORTEST_REST, took * _REST[connection.vendor])))


@contextmanager
def own_log_keeping() -> Iterator[None]:
    """Let SQLite bring its log home between transactions and not within them; tidy at the end."""
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        yield
        return
    [usual] = _pragma("wal_autocheckpoint")
    _pragma("wal_autocheckpoint = 0")
    try:
        yield
    finally:
        _pragma(f"wal_autocheckpoint = {usual}")
        _checkpoint("TRUNCATE")


def _bring_log_home() -> None:
    """Write SQLite's log back into its database; when it has grown all the same, wait until it can begin anew."""
    _, pages, _ = _pragma("wal_checkpoint(PASSIVE)")  # disturbs nobody
    patient_until = monotonic() + _PATIENCE
    while pages > _MANY_PAGES and not _checkpoint("RESTART") and monotonic() < patient_until:
        sleep(_SHORTEST_REST * 10)  # somebody reads what is no longer current: the log would only grow


def _checkpoint(kind: str) -> bool:
    """Say whether the whole log was brought home; gives up soon, because writers have to wait meanwhile."""
    [usual] = _pragma("busy_timeout")
    _pragma(f"busy_timeout = {_PATIENCE_OF_OTHERS_MS}")
    try:
        busy, _, _ = _pragma(f"wal_checkpoint({kind})")
        return not busy
    finally:
        _pragma(f"busy_timeout = {usual}")


def _pragma(told: str) -> tuple[int, ...]:
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA {told}")
        return tuple(cursor.fetchone() or ())
