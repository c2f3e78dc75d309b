"""The table that leads from a person to their trail must say what the entries say, no more and no less."""

import os
from collections import Counter
from typing import Any

import orjson
from django.db import connection

from bahtera.foundation.audit.findings import Findings
from bahtera.foundation.audit.stored import stored_rows
from bahtera.foundation.audit.values import SEQUENCE_MOST, place_of

_CHUNK = 5000
_MASK = (1 << 64) - 1


class References:
    """Sums of hashes a lane and day, from the entries and from the table; only where they differ one looks."""

    def __init__(self, low: int, high: int) -> None:
        self._low, self._high = low, high
        # Hashes are salted anew in each run: nobody can prepare two changes that cancel out.
        self._salt = os.urandom(16)
        self._sums: Counter[int] = Counter()

    def expect(self, entry_id: int, about: Any) -> None:
        """Take in what an entry says it is about."""
        salt, total = self._salt, 0
        for one in _parsed(about):
            total += hash((salt, one, entry_id))
        self._sums[entry_id >> 36] += total

    def compare(self, found: Findings, ends: dict[int, int]) -> None:
        """Read the table and add a problem for each entry it does not fit; ``ends``: each lane's last entry.

        What points beyond a lane's end was written meanwhile.
        """
        statement = (
            "SELECT reference, entry_id FROM foundation_auditreference WHERE (reference, entry_id) > (%s, %s)"
            " AND entry_id >= %s AND entry_id <= %s ORDER BY reference, entry_id LIMIT %s"
        )
        salt, sums = self._salt, self._sums
        last: tuple[Any, int] = ("", -(1 << 63))
        while True:
            with connection.cursor() as cursor:
                cursor.execute(statement, [*last, self._low, self._high, _CHUNK])
                rows = cursor.fetchall()
            for reference, entry_id in rows:
                if entry_id <= ends.get(entry_id & ~SEQUENCE_MOST, -1):
                    sums[entry_id >> 36] -= hash((salt, reference, entry_id))
            if len(rows) < _CHUNK:
                break
            last = rows[-1]
        for lane_id in sorted(lane << 36 for lane, total in self._sums.items() if total & _MASK):
            self._tell(found, lane_id, ends.get(lane_id, lane_id))

    @staticmethod
    def _tell(found: Findings, lane_id: int, end: int) -> None:
        said: dict[int, list[Any]] = {}
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT entry_id, reference FROM foundation_auditreference WHERE entry_id > %s AND entry_id <= %s",
                [lane_id, end],
            )
            for entry_id, reference in cursor.fetchall():
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
