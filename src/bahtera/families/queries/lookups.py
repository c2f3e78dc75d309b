"""The look-up that every visit makes: who else is on record under these numbers, names and ids.

Written out in SQL because it runs for every submission: building the same union with the ORM costs ten times
what the database needs to answer it. Each branch is one probe of an index made for it.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Any, Final
from uuid import UUID

from django.db import connection
from django.db.models import UUIDField

from bahtera.families.values import Seen

_VILLAGE: Final = """
    (SELECT f.village_code FROM families_familystate f WHERE f.family_id = s.family_id AND f.valid_to IS NULL)
"""
_COUNTS: Final = "s.valid_to IS NULL AND s.status NOT IN ('withdrawn', 'duplicate')"
_LOOK_UPS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "nik": """
            SELECT 'nik', s.nik, CAST(NULL AS uuid), s.member_id, s.family_id, s.birth_date, s.status,
                {village}
            FROM families_memberstate s
            WHERE {counts} AND s.nik IN ({first})""",
        "person": """
            SELECT 'person', s.name_key, CAST(NULL AS uuid), s.member_id, s.family_id, s.birth_date, s.status,
                {village}
            FROM families_memberstate s
            WHERE {counts} AND s.name_key IN ({first}) AND s.birth_date IN ({second})""",
        "id": """
            SELECT 'id', '', s.member_id, s.member_id, s.family_id, s.birth_date, s.status, {village}
            FROM families_memberstate s
            WHERE {counts} AND s.member_id IN ({first})""",
        "client_id": """
            SELECT 'id', '', p.client_id, s.member_id, s.family_id, s.birth_date, s.status, {village}
            FROM families_memberstate s JOIN families_member p ON p.id = s.member_id
            WHERE {counts} AND p.client_id IN ({first})""",
        "kk": """
            SELECT 'kk', s.no_kk, CAST(NULL AS uuid), CAST(NULL AS uuid), s.family_id, CAST(NULL AS date),
                s.status, s.village_code
            FROM families_familystate s
            WHERE s.valid_to IS NULL AND s.status <> 'merged' AND s.no_kk IN ({first})""",
    }
)
_ID = UUIDField()


def look_up(
    *,
    niks: Collection[str],
    persons: Collection[tuple[str, date]],
    no_kk: str,
    ids: Collection[UUID],
) -> list[Seen]:
    """Return what is on record under these numbers, names with birth dates, and ids, in one query.

    A name and a date may come from two persons: the caller compares the pairs.
    """
    ours = [_ID.get_db_prep_value(one, connection) for one in ids]
    days = [connection.ops.adapt_datefield_value(day) for day in sorted({day for _, day in persons})]
    asked: list[tuple[str, Sequence[Any], Sequence[Any]]] = [
        ("nik", sorted(niks), ()),
        ("person", sorted({key for key, _ in persons}), days),
        ("id", ours, ()),
        ("client_id", ours, ()),
        ("kk", [no_kk] if no_kk else [], ()),
    ]
    asked = [one for one in asked if one[1]]
    if not asked:
        return []
    statement = " UNION ALL ".join(_branch(*one) for one in asked)
    values = [value for _, first, second in asked for value in (*first, *second)]
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return [_seen(row) for row in cursor.fetchall()]


def _branch(name: str, first: Sequence[Any], second: Sequence[Any]) -> str:
    """Return one SELECT with as many placeholders as there are values; the texts are ours alone."""
    return _LOOK_UPS[name].format(
        village=_VILLAGE,
        counts=_COUNTS,
        first=", ".join(["%s"] * len(first)),
        second=", ".join(["%s"] * len(second)),
    )


def _seen(row: Sequence[Any]) -> Seen:
    kind, key, asked, member_id, family_id, born, status, village = row
    return Seen(
        kind=kind,
        key=key,
        asked=_uuid(asked) if asked else None,
        member_id=_uuid(member_id) if member_id else None,
        family_id=_uuid(family_id),
        birth_date=date.fromisoformat(born) if isinstance(born, str) else born,
        status=status,
        village_code=village or "",
    )


def _uuid(value: UUID | str) -> UUID:
    """Return the id: PostgreSQL answers with one, SQLite with its hexadecimal digits."""
    return value if isinstance(value, UUID) else UUID(value)
