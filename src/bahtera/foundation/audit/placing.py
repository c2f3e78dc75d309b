"""Entries whose seal does not fit: were they edited, inserted, moved from another place, or copied?"""

from dataclasses import dataclass

from django.db import connection

from bahtera.foundation.audit import chain
from bahtera.foundation.audit.findings import Findings
from bahtera.foundation.audit.stored import Row
from bahtera.foundation.audit.values import Place, place_of

_MOST = 500


@dataclass
class _Suspect:
    row: Row | None
    mac: bytes
    is_beyond: bool


class Suspects:
    """The entries that do not fit where they stand, and where else they may come from."""

    def __init__(self, key: bytes) -> None:
        self._key = key
        self._suspects: dict[int, _Suspect] = {}
        self._missing: set[int] = set()

    def add(self, row: Row, mac: bytes, *, is_beyond: bool = False) -> None:
        """Add an entry; ``is_beyond`` when it stands after the last that its lane should have."""
        kept = row if len(self._suspects) < _MOST else None
        self._suspects[row[0]] = _Suspect(kept, mac, is_beyond)

    def settle(self, entry_id: int, *, is_beyond: bool) -> None:
        """Correct what was said of an entry after the heads were read again."""
        self._suspects[entry_id].is_beyond = is_beyond

    def note_missing(self, first: int, last: int) -> None:
        """Remember places that are empty: what stood there may stand elsewhere now."""
        self._missing.update(range(first, min(last, first + _MOST - len(self._missing)) + 1))

    def tell(self, found: Findings) -> None:
        """Add a problem for each of them."""
        twins = self._twins()
        known = [entry_id for entry_id, one in self._suspects.items() if one.row is not None]
        for entry_id, one in sorted(self._suspects.items()):
            origin = None
            if one.row is not None:
                candidates = [*twins.get(one.mac, ()), *self._missing, *known]
                origin = self._origin(one.row, one.mac, candidates)
            if origin is not None:
                is_copy = origin not in self._suspects and origin not in self._missing
                found.at("copied" if is_copy else "moved", place_of(entry_id), origin=_text(place_of(origin)))
            else:
                found.at("inserted" if one.is_beyond else "edited", place_of(entry_id))

    def _origin(self, row: Row, mac: bytes, candidates: list[int]) -> int | None:
        """Return the place at which an entry was written, if it is one of these."""
        for other in candidates:
            if other == row[0]:
                continue
            try:
                content = chain.canonical(other, row[1:7])
            except TypeError:
                return None
            if chain.seal(self._key, content) == mac[: chain.HALF]:
                return other
        return None

    def _twins(self) -> dict[bytes, list[int]]:
        """Return the entries that carry the same seal and link as a suspect does."""
        macs = [one.mac for one in self._suspects.values() if one.row is not None and one.mac]
        if not macs:
            return {}
        marks = ", ".join(["%s"] * len(macs))
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT mac, id FROM foundation_auditentry WHERE mac IN ({marks}) ORDER BY id",  # noqa: S608
                macs,
            )
            found: dict[bytes, list[int]] = {}
            for mac, entry_id in cursor.fetchall():
                found.setdefault(bytes(mac), []).append(entry_id)
        return found


def _text(place: Place) -> str:
    return f"{place.lane}:{place.seq}"
