"""Entries written before there was a chain: they get places, seals and links in a closed lane of their own.

What was changed before the adoption cannot be told; what is changed after it can.
"""

from typing import Any

import orjson
from django.db.backends.base.base import BaseDatabaseWrapper

from bahtera.foundation.audit import chain, chain_key, lanes
from bahtera.foundation.audit.stored import stored_rows
from bahtera.foundation.audit.values import ADOPTED_DAY, Place
from bahtera.foundation.canonical import canonical_json

_CHUNK = 5000


def adopt_all(connection: BaseDatabaseWrapper) -> int:
    """Bring every entry without a seal into the chain and return how many there were; needs a transaction.

    Their keys become places of the day "adopted", dense and in the order in which they were written.
    """
    old = [row_id for [row_id] in _all(connection, "SELECT id FROM foundation_auditentry ORDER BY id")]
    if not old:
        return 0
    key, last = chain_key.make(), lanes.adopted_genesis()
    for start in range(0, len(old), _CHUNK):
        ids = old[start : start + _CHUNK]
        changes = []
        for seq, row in enumerate(stored_rows(connection, ids[0], ids[-1]), start + 1):
            entry_id, at, action, actor, subject, details, about, _ = row
            place = Place(ADOPTED_DAY, 0, seq)
            details = canonical_json(orjson.loads(str(details)))
            own = chain.seal(key, chain.canonical(place.id, (at, action, actor, subject, details, about)))
            last = chain.link(key, last, own)
            changes.append((place.id, details, own + last, entry_id))
        with connection.cursor() as cursor:
            cursor.executemany(
                "UPDATE foundation_auditentry SET id = %s, details = %s, mac = %s WHERE id = %s", changes
            )
    lanes.adopt(len(old), last)
    return len(old)


def _all(connection: BaseDatabaseWrapper, statement: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return list(cursor.fetchall())
