"""The table that leads from a person to their trail must say what the entries say, no more and no less."""

import secrets
from collections import Counter
from collections.abc import Iterator
from operator import itemgetter
from typing import Any

import orjson
from django.db import DatabaseError, connection

from bahtera.foundation.audit.findings import Findings
from bahtera.foundation.audit.stored import stored_rows
from bahtera.foundation.audit.values import SEQUENCE_MOST, place_of

_CHUNK = 5000
_MASK = (1 << 64) - 1

# Salt, entry and reference come as one text: of a tuple of them the hash would be so nearly a sum of its parts that
# two entries could swap their references. Bytes sort after every text.
_SALTED = "CAST(%s AS text) || entry_id || ':' ||"
_FROM = "entry_id FROM foundation_auditreference WHERE entry_id >= %s AND entry_id <= %s AND"
_AFTER = "(reference, entry_id) > ({after}, %s) ORDER BY reference, entry_id LIMIT %s"
_TEXTS = {
    # What is no text for Python goes back as its bytes.
    "sqlite": f"SELECT {_SALTED} reference, {_FROM} reference < x'' AND {_AFTER.format(after='CAST(%s AS text)')}",
    "postgresql": f"SELECT {_SALTED} reference, {_FROM} {_AFTER.format(after='%s')}",
}
# SQLite keeps bytes that somebody put where text should be, and no search finds them.
_OTHERS = f"SELECT {_SALTED} quote(reference), {_FROM} reference >= x''"


class References:
    """Sums of hashes, from the entries and from the table; only where they differ one looks.

    Of the days that are over one sum tells whether all is well, in a fraction of the time; where it does not
    fit, and for the days that are still written, there is a sum a lane and day.
    """

    def __init__(self, low: int, high: int, *, still_written: int) -> None:
        self._low, self._high = low, high
        # The first place to which something may be added meanwhile.
        self._still_written = max(low, min(still_written, high + 1))
        # Hashes are salted anew in each run: nobody can prepare two changes that cancel out.
        self._salt = secrets.token_hex(16)
        self._sums: Counter[int] = Counter()

    def expect(self, entry_id: int, about: Any) -> None:
        """Take in what an entry says it is about."""
        salted, total = f"{self._salt}{entry_id}:", 0
        for one in _parsed(about):
            total += hash(f"{salted}{one}")
        self._sums[entry_id >> 36] += total

    def compare(self, found: Findings, ends: dict[int, int]) -> None:
        """Read the table and add a problem for each entry it does not fit; ``ends``: each lane's last entry.

        What points beyond a lane's end was written meanwhile.
        """
        said = sum(total for lane, total in self._sums.items() if lane << 36 < self._still_written)
        quickly = self._read(self._low, self._still_written - 1)
        over = sum(sum(map(hash, map(itemgetter(0), rows))) for rows in quickly)
        first = self._low if (said - over) & _MASK else self._still_written
        sums = self._sums
        for rows in self._read(first, self._high):
            for salted, entry_id in rows:
                if entry_id <= ends.get(entry_id & ~SEQUENCE_MOST, -1):
                    sums[entry_id >> 36] -= hash(salted)
        for lane_id in sorted(lane << 36 for lane, total in sums.items() if total & _MASK):
            if lane_id >= first:
                self._tell(found, lane_id, ends.get(lane_id, lane_id))

    def _read(self, low: int, high: int) -> Iterator[list[tuple[str, int]]]:
        """Read what leads to a range of entries, salted, and the entry, chunk by chunk in the order of the table."""
        if low > high:
            return
        is_sqlite = connection.vendor == "sqlite"
        after: tuple[str | bytes, int] = ("", -(1 << 63))
        while rows := _run(_TEXTS[connection.vendor], [self._salt, low, high, *after, _CHUNK]):
            yield rows
            salted, entry_id = rows[-1]
            reference = salted.removeprefix(f"{self._salt}{entry_id}:")
            after = (reference.encode(errors="surrogateescape") if is_sqlite else reference), entry_id
        if is_sqlite:
            yield _run(_OTHERS, [self._salt, low, high])

    @staticmethod
    def _tell(found: Findings, lane_id: int, end: int) -> None:
        said: dict[int, list[Any]] = {}
        statement = (
            "SELECT reference, entry_id FROM foundation_auditreference WHERE entry_id > %s AND entry_id <= %s"
        )
        for reference, entry_id in _run(statement, [lane_id, end]):
            said.setdefault(entry_id, []).append(reference)
        for row in stored_rows(connection, lane_id, end):
            told = said.pop(row[0], [])
            if sorted(map(str, told)) != sorted(map(str, _parsed(row[6]))):
                found.at("references", place_of(row[0]))
        for entry_id in sorted(said):
            found.at("references", place_of(entry_id))


def _parsed(about: Any) -> list[Any]:
    try:
        found = orjson.loads(about)
    except (TypeError, ValueError):
        return []
    return found if isinstance(found, list) else []


def _run(statement: str, values: list[Any]) -> list[tuple[Any, int]]:
    try:
        return _fetched(statement, values)
    except DatabaseError:
        if connection.vendor != "sqlite":
            raise
    # SQLite keeps whatever bytes somebody calls text, and Python refuses to read such rows.
    usual = connection.connection.text_factory
    connection.connection.text_factory = _readable
    try:
        return _fetched(statement, values)
    finally:
        connection.connection.text_factory = usual


def _fetched(statement: str, values: list[Any]) -> list[tuple[Any, int]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(cursor.fetchall())


def _readable(data: bytes) -> str:
    return data.decode(errors="surrogateescape")
