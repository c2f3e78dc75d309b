"""Taking turns to write into SQLite.

SQLite lets one write at a time, and whoever finds it busy sleeps and looks again, longer each time: under load
some wait for a second while the file stands idle. A file lock wakes the next one at once. It is let go
by the kernel when a process dies, and forgetting it harms nothing: SQLite's own lock still holds.
"""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


@contextmanager
def turn() -> Iterator[None]:
    """Wait until it is one's turn to write; other databases, and whoever is writing already, go on at once."""
    name = str(connection.settings_dict["NAME"])
    if connection.vendor != "sqlite" or connection.in_atomic_block or "memory" in name.rpartition("/")[2]:
        yield
        return
    with open(f"{name}.turn", "ab") as file:  # noqa: PTH123 - a Path would say no more
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
