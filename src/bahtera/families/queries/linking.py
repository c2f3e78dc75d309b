"""Families as they are compared with each other, to ask whether two of them are one."""

from collections.abc import Collection, Iterator
from datetime import date
from typing import NamedTuple
from uuid import UUID

from bahtera.families.models import FamilyState, MemberState

_VILLAGES_AT_ONCE = 400


class ComparedFamily(NamedTuple):
    """One family on record: its head and the head's spouse by name key and birth date; empty where not known."""

    family_id: UUID
    village_code: str
    head_key: str
    head_born: date | None
    spouse_key: str
    spouse_born: date | None
    size: int


def compared_families(village_codes: Collection[str]) -> list[ComparedFamily]:
    """Return the families that live in some villages now, with at least one member on record, by id."""
    found: list[ComparedFamily] = []
    wanted = sorted(set(village_codes))
    for start in range(0, len(wanted), _VILLAGES_AT_ONCE):
        found += _of_villages(wanted[start : start + _VILLAGES_AT_ONCE])
    return sorted(found)


def _of_villages(codes: list[str]) -> Iterator[ComparedFamily]:
    living = FamilyState.objects.filter(village_code__in=codes, valid_to__isnull=True, status="present")
    homes = dict(living.order_by("family_id").values_list("family_id", "village_code"))
    rows = (
        MemberState.objects.filter(
            family_id__in=living.values("family_id"), valid_to__isnull=True, status="present"
        )
        .order_by("family_id", "id")
        .values_list("family_id", "relation", "name_key", "birth_date")
    )
    people: dict[UUID, list[tuple[str, str, date | None]]] = {}
    for family_id, relation, key, born in rows.iterator(chunk_size=5000):
        people.setdefault(family_id, []).append((relation, key, born))
    for family_id, members in people.items():
        head = _first(members, "kepala")
        spouse = _first(members, "pasangan")
        if family_id in homes and head[0]:
            yield ComparedFamily(family_id, homes[family_id], *head, *spouse, len(members))


def _first(members: list[tuple[str, str, date | None]], relation: str) -> tuple[str, date | None]:
    return next(((key, born) for one, key, born in members if one == relation), ("", None))
