"""What is kept of one person, and of nobody else: for whoever asks for their own data.

Nothing here depends on another member of the family, nor tells whether there is one.
"""

from collections.abc import Iterable, Mapping
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery

from bahtera.families.models import FamilyState, MemberState, Visit
from bahtera.families.values import OwnVersion, OwnVisit, Person

_CHUNK = 500


def get_person(member_id: UUID) -> Person | None:
    """Return the person behind a member id, also behind a double's; None when there is none."""
    return get_people([member_id]).get(member_id)


def get_people(member_ids: Iterable[UUID]) -> dict[UUID, Person]:
    """Return the persons behind member ids, by the id that was asked; one query while nobody stands twice."""
    wanted = set(member_ids)
    states = _together_with_doubles(wanted)
    roots = {one: _root(one, states) for one in states}
    together: dict[UUID, set[UUID]] = {}
    for one, root in roots.items():
        together.setdefault(root, set()).add(one)
    return {
        one: _person(states[roots[one]], frozenset(together[roots[one]])) for one in wanted & states.keys()
    }


def own_versions(member_id: UUID) -> tuple[OwnVersion, ...]:
    """Return every version of a person's own facts, doubles of them included, in time."""
    rows = MemberState.objects.filter(member_id__in=_records(member_id)).order_by("valid_from", "id")
    return tuple(
        OwnVersion(
            name=row.name,
            nik=row.nik,
            sex=row.sex,
            birth_date=row.birth_date,
            birth_date_estimated=row.birth_date_estimated,
            relation=row.relation,
            status=row.status,
            valid_from=row.valid_from,
            valid_to=row.valid_to,
        )
        for row in rows
    )


def own_visits(member_id: UUID) -> tuple[OwnVisit, ...]:
    """Return the visits at which a person was on the roster, and in which row, in time."""
    records = {str(one) for one in _records(member_id)}
    families = MemberState.objects.filter(member_id__in=records).values("family_id")
    visits = Visit.objects.filter(family_id__in=families).order_by("visited_on", "id")
    return tuple(
        OwnVisit(visit.source, place, visit.visited_on)
        for visit in visits.iterator(_CHUNK)
        for place, one in enumerate(visit.members)
        if one in records
    )


def _together_with_doubles(wanted: set[UUID]) -> dict[UUID, MemberState]:
    """Return the open versions of members, of whom they are doubles of, and of doubles of them."""
    states: dict[UUID, MemberState] = {}
    asked: set[UUID] = set()
    new = set(wanted)
    while new:
        asked |= new
        rows = open_members().filter(Q(member_id__in=new) | Q(same_as_id__in=new))
        states |= {row.member_id: row for row in rows.order_by("pk")}
        new = (states.keys() | {row.same_as_id for row in states.values() if row.same_as_id}) - asked
    return states


def open_members() -> QuerySet[MemberState]:
    """Return the open versions of members, each with the ``village`` of its family."""
    home = FamilyState.objects.filter(family_id=OuterRef("family_id"), valid_to__isnull=True)
    village = Subquery(home.order_by("pk").values("village_code")[:1])
    return MemberState.objects.filter(valid_to__isnull=True).annotate(village=village)


def _root(member_id: UUID, states: Mapping[UUID, MemberState]) -> UUID:
    """Return whom a member is a double of, in the end; themselves when of nobody on record."""
    seen = {member_id}
    while (above := states[member_id].same_as_id) is not None and above in states and above not in seen:
        seen.add(above)
        member_id = above
    return member_id


def _person(state: MemberState, records: frozenset[UUID]) -> Person:
    village = str(getattr(state, "village", None) or "")
    return Person(state.member_id, state.birth_date, village, state.nik, records, state.name, state.family_id)


def _records(member_id: UUID) -> set[UUID]:
    """Return the ids under which the person stands: their own and those of doubles of them."""
    found: set[UUID] = set()
    new = {member_id}
    while new:
        found |= new
        doubles = MemberState.objects.filter(same_as_id__in=new, valid_to__isnull=True)
        new = set(doubles.order_by("pk").values_list("member_id", flat=True)) - found
    return found
