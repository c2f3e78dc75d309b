"""What a database that grows needs from time to time."""

from django.db import connection

LEAST_ROWS = 100_000
# Rows looked at of each index: a hundredth of a second for a million.
_SAMPLE = 1_000


def refresh_statistics() -> tuple[str, ...]:
    """Tell SQLite how the values of its large tables are spread; returns the tables. Other databases know.

    A small table goes without, and its old statistics are dropped: SQLite takes them for true until they are
    taken anew. Those of 60 submissions made it sort a million (1 s a page); those of 100,000 did no harm at a
    million, and none at all do none either. ``PRAGMA optimize`` does not ask how large a table is.
    """
    if connection.vendor != "sqlite":
        return ()
    with connection.cursor() as cursor:
        names = set(connection.introspection.table_names(cursor))
        large = tuple(sorted(name for name in names if _rows_at_most(name) >= LEAST_ROWS))
        cursor.execute(f"PRAGMA analysis_limit = {_SAMPLE}")
        for name in large:
            cursor.execute(f"ANALYZE {connection.ops.quote_name(name)}")
        if _has_statistics():
            small = sorted(names.difference(large))
            cursor.executemany("DELETE FROM sqlite_stat1 WHERE tbl = %s", [(name,) for name in small])
    return large


def _rows_at_most(table: str) -> int:
    """Return the last row number of a table, which no count of its rows exceeds."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT coalesce(max(rowid), 0) FROM {connection.ops.quote_name(table)}")  # noqa: S608
        return int(cursor.fetchone()[0])


def _has_statistics() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM sqlite_master WHERE name = 'sqlite_stat1'")
        return bool(cursor.fetchone()[0])
