"""The look-up that every visit makes: who else is on record under these numbers, names and ids.

Numbers are asked for by their digests: under the active index key, and under the one before while it changes.

Written out in SQL because it runs for every submission: building the same union with the ORM costs ten times
what the database needs to answer it. Each branch is one probe of an index made for it, and gives few of those
that share a number or a name: a made-up NIK may stand at thousands.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date
from types import MappingProxyType
from typing import Any, Final
from uuid import UUID

from django.db import connection
from django.db.models import UUIDField

from bahtera.families.models import KK_PURPOSE, NIK_PURPOSE
from bahtera.families.values import Seen
from bahtera.foundation import sealing

_VILLAGE: Final = """
    (SELECT f.village_code FROM families_familystate f WHERE f.family_id = s.family_id AND f.valid_to IS NULL)
"""
_COUNTS: Final = "s.valid_to IS NULL AND s.status NOT IN ('withdrawn', 'duplicate')"
_LOOK_UPS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "nik": """
            SELECT 'nik', s.nik_digest, CAST(NULL AS uuid), s.member_id, s.family_id, s.birth_date, s.status,
                {village}, s.total
            FROM (
                SELECT s.nik_digest, s.member_id, s.family_id, s.birth_date, s.status,
                    ROW_NUMBER() OVER (PARTITION BY s.nik_digest ORDER BY s.member_id) AS place,
                    COUNT(*) OVER (PARTITION BY s.nik_digest) AS total
                FROM families_memberstate s
                WHERE {counts} AND s.nik_digest IN ({first})
            ) s
            WHERE s.place <= {most}""",
        "person": """
            SELECT 'person', s.name_key, CAST(NULL AS uuid), s.member_id, s.family_id, s.birth_date, s.status,
                {village}, s.total
            FROM (
                SELECT s.name_key, s.member_id, s.family_id, s.birth_date, s.status,
                    ROW_NUMBER() OVER (PARTITION BY s.name_key, s.birth_date ORDER BY s.member_id) AS place,
                    COUNT(*) OVER (PARTITION BY s.name_key, s.birth_date) AS total
                FROM families_memberstate s
                WHERE {counts} AND s.name_key IN ({first}) AND s.birth_date IN ({second})
            ) s
            WHERE s.place <= {most_persons}""",
        "id": """
            SELECT 'id', '', s.member_id, s.member_id, s.family_id, s.birth_date, s.status, {village}, 1
            FROM families_memberstate s
            WHERE s.valid_to IS NULL AND s.member_id IN ({first})""",
        "client_id": """
            SELECT 'id', '', p.client_id, s.member_id, s.family_id, s.birth_date, s.status, {village}, 1
            FROM families_memberstate s JOIN families_member p ON p.id = s.member_id
            WHERE s.valid_to IS NULL AND p.client_id IN ({first})""",
        "kk": """
            SELECT 'kk', s.no_kk_digest, CAST(NULL AS uuid), CAST(NULL AS uuid), s.family_id, CAST(NULL AS date),
                s.status, s.village_code, s.total
            FROM (
                SELECT s.no_kk_digest, s.family_id, s.status, s.village_code,
                    ROW_NUMBER() OVER (PARTITION BY s.no_kk_digest ORDER BY s.family_id) AS place,
                    COUNT(*) OVER (PARTITION BY s.no_kk_digest) AS total
                FROM families_familystate s
                WHERE s.valid_to IS NULL AND s.status <> 'merged' AND s.no_kk_digest IN ({first})
            ) s
            WHERE s.place <= {most}""",
    }
)
_ID = UUIDField()

# How many are given of those that share a number. A name with a birth date is shared more often, and the caller
# leaves out other regencies.
MOST_A_NUMBER: Final = 5
_MOST_A_PERSON: Final = 50
_MOST_KEYS: Final = 500


def look_up(
    *,
    niks: Collection[str],
    persons: Collection[tuple[str, date]],
    no_kk: str,
    ids: Collection[UUID],
) -> list[Seen]:
    """Return what is on record under these numbers, names with birth dates, and ids, in one query.

    Of those that share a number five are given, of a name with its birth date fifty, each with how many there
    are. A name and a date may come from two persons: the caller compares the pairs. A roster of more than five
    hundred takes a query for each five hundred.
    """
    found: list[Seen] = []
    all_niks, all_persons, all_ids = sorted(niks), sorted(persons), sorted(ids)
    for start in range(0, max(len(all_niks), len(all_persons), len(all_ids), 1), _MOST_KEYS):
        part = slice(start, start + _MOST_KEYS)
        kk = no_kk if start == 0 else ""
        found += _look_up_few(niks=all_niks[part], persons=all_persons[part], no_kk=kk, ids=all_ids[part])
    return found


def _look_up_few(
    *, niks: Sequence[str], persons: Sequence[tuple[str, date]], no_kk: str, ids: Sequence[UUID]
) -> list[Seen]:
    by_nik, by_kk = _by_digest(niks, NIK_PURPOSE), _by_digest([no_kk] if no_kk else [], KK_PURPOSE)
    ours = [_ID.get_db_prep_value(one, connection) for one in ids]
    days = [connection.ops.adapt_datefield_value(day) for day in sorted({day for _, day in persons})]
    asked: list[tuple[str, Sequence[Any], Sequence[Any]]] = [
        ("nik", tuple(by_nik), ()),
        ("person", sorted({key for key, _ in persons}), days),
        ("id", ours, ()),
        ("client_id", ours, ()),
        ("kk", tuple(by_kk), ()),
    ]
    asked = [one for one in asked if one[1]]
    if not asked:
        return []
    statement = " UNION ALL ".join(_branch(*one) for one in asked)
    values = [value for _, first, second in asked for value in (*first, *second)]
    numbers = {**by_nik, **by_kk}
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        seen = [_seen(row, numbers) for row in cursor.fetchall()]
    return _together(seen) if len(by_nik) > len(niks) or len(by_kk) > 1 else seen


def _by_digest(numbers: Sequence[str], purpose: str) -> dict[str, str]:
    """Return numbers by the digests under which they may stand."""
    return {digest: number for number in numbers for digest in sealing.digests(number, purpose=purpose)}


def _together(seen: Sequence[Seen]) -> list[Seen]:
    """Count those together who share a number under an old and a new index key, and give five of them."""
    by_number: dict[tuple[str, str], list[Seen]] = {}
    for one in seen:
        by_number.setdefault((one.kind, one.key), []).append(one)
    joined: list[Seen] = []
    for (kind, _), sharing in by_number.items():
        if kind not in {"nik", "kk"}:
            joined += sharing
            continue
        totals = {one.digest: one.total for one in sharing}
        first = sorted(sharing, key=lambda one: one.member_id or one.family_id)[:MOST_A_NUMBER]
        joined += [replace(one, total=sum(totals.values())) for one in first]
    return joined


def _branch(name: str, first: Sequence[Any], second: Sequence[Any]) -> str:
    """Return one SELECT with as many placeholders as there are values; the texts are ours alone."""
    return _LOOK_UPS[name].format(
        village=_VILLAGE,
        counts=_COUNTS,
        most=MOST_A_NUMBER,
        most_persons=_MOST_A_PERSON,
        first=", ".join(["%s"] * len(first)),
        second=", ".join(["%s"] * len(second)),
    )


def _seen(row: Sequence[Any], numbers: Mapping[str, str]) -> Seen:
    kind, key, asked, member_id, family_id, born, status, village, total = row
    return Seen(
        kind=kind,
        key=numbers[key] if kind in {"nik", "kk"} else key,
        digest=key,
        asked=_uuid(asked) if asked else None,
        member_id=_uuid(member_id) if member_id else None,
        family_id=_uuid(family_id),
        birth_date=date.fromisoformat(born) if isinstance(born, str) else born,
        status=status,
        village_code=village or "",
        total=total,
    )


def _uuid(value: UUID | str) -> UUID:
    """Return the id: PostgreSQL answers with one, SQLite with its hexadecimal digits."""
    return value if isinstance(value, UUID) else UUID(value)
