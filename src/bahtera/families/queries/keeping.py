"""Families that nobody has visited for long, and what a family or a member is known by."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from bahtera.families.models import Family, FamilyState, MemberState, Visit
from bahtera.families.queries.merged import same_families
from bahtera.families.queries.persons import get_person
from bahtera.foundation.expiring import Expired


def old_families(before: datetime, after: str, size: int) -> Sequence[Expired]:
    """Return families of which nothing was recorded since an instant, and which are still known by name."""
    states = FamilyState.objects.filter(family=OuterRef("pk"))
    members = MemberState.objects.filter(family=OuterRef("pk"))
    visits = Visit.objects.filter(family=OuterRef("pk"), recorded_at__gte=before)
    rows = Family.objects.filter(
        ~Exists(visits),
        ~Exists(states.filter(recorded_at__gte=before)),
        ~Exists(members.filter(recorded_at__gte=before)),
        Q(forgotten_at__isnull=True)
        | Exists(states.filter(recorded_at__gt=OuterRef("forgotten_at")))
        | Exists(members.filter(recorded_at__gt=OuterRef("forgotten_at"))),
        created_at__lt=before,
    )
    if after:
        rows = rows.filter(id__gt=UUID(after))
    ids = list(rows.order_by("id").values_list("pk", flat=True)[:size])
    places = _places(ids)
    people = _people(ids)
    return [
        Expired(
            str(one),
            places.get(one, ""),
            (f"family:{one}", *(f"member:{member}" for member in people.get(one, ()))),
        )
        for one in ids
    ]


def members_seen(sources: Collection[str]) -> Mapping[str, tuple[str, ...]]:
    """Return the ids of the members on the roster of each visit, by the visit's source."""
    rows = Visit.objects.filter(source__in=list(sources)).order_by("pk")
    return {
        source: tuple(member for member in members if member)
        for source, members in rows.values_list("source", "members")
    }


def held_with_family(family_id: UUID) -> tuple[str, frozenset[str]] | None:
    """Return where a family lives and what its things stand under: all it was merged with, and who is in it."""
    ids = same_families([family_id])
    if not Family.objects.filter(pk=family_id).exists():
        return None
    members = {one for found in _people(ids).values() for one in found}
    references = {f"family:{one}" for one in ids} | {f"member:{one}" for one in members}
    places = _places(ids)
    return next((area for area in (places.get(family_id, ""), *places.values()) if area), ""), frozenset(
        references
    )


def held_with_member(member_id: UUID) -> tuple[str, frozenset[str]] | None:
    """Return where a member lives and what their things stand under: every record of the same person."""
    person = get_person(member_id)
    if person is None:
        return None
    return person.village_code, frozenset(f"member:{one}" for one in person.records)


def _places(family_ids: Collection[UUID]) -> dict[UUID, str]:
    rows = FamilyState.objects.filter(family_id__in=family_ids, valid_to__isnull=True).order_by("pk")
    return dict(rows.values_list("family_id", "village_code"))


def _people(family_ids: Collection[UUID]) -> dict[UUID, set[UUID]]:
    """Return who ever was in each family."""
    found: dict[UUID, set[UUID]] = {}
    rows = MemberState.objects.filter(family_id__in=family_ids).order_by("pk")
    for family_id, member_id in rows.values_list("family_id", "member_id"):
        found.setdefault(family_id, set()).add(member_id)
    return found
