"""The one way to open a writing transaction."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction


@contextmanager
def durable() -> Iterator[None]:
    """Open a transaction that is on disk when the block ends, or join the one that is open.

    SQLite takes its write lock at the start (IMMEDIATE, set in the connection's options), so two writers
    queue instead of failing half-way; ``synchronous=FULL`` makes the commit survive a power cut.
    """
    with transaction.atomic():
        yield
