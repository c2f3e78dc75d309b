"""The one way to open a writing transaction."""

import zlib
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction


@contextmanager
def durable() -> Iterator[None]:
    """Open a transaction that is on disk when the block ends, or join the one that is open.

    SQLite takes its write lock at the start (IMMEDIATE, set in the connection's options), so two writers
    queue instead of failing half-way; ``synchronous=FULL`` makes the commit survive a power cut.
    """
    with transaction.atomic():
        yield


def one_at_a_time(what: str) -> None:
    """Wait, inside a transaction, until nobody else is in one that asked for the same; it ends with the transaction.

    SQLite lets one write at a time anyhow.
    """
    if not connection.in_atomic_block:
        msg = "one_at_a_time holds until a transaction ends: open one"
        raise RuntimeError(msg)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [zlib.crc32(what.encode())])
