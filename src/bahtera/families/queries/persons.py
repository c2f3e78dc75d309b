"""What is kept of one person, and of nobody else: for whoever asks for their own data.

Nothing here depends on another member of the family, nor tells whether there is one.
"""

from uuid import UUID

from bahtera.families.models import FamilyState, MemberState, Visit
from bahtera.families.values import OwnVersion, OwnVisit, Person

_CHUNK = 500


def get_person(member_id: UUID) -> Person | None:
    """Return the person behind a member id, also behind a double's; None when there is none."""
    state = _open_state(member_id)
    if state is None:
        return None
    village = FamilyState.objects.filter(family_id=state.family_id, valid_to__isnull=True).order_by("pk")
    code = village.values_list("village_code", flat=True).first()
    records = frozenset(_records(state.member_id))
    return Person(state.member_id, state.birth_date, code or "", state.nik, records)


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


def _open_state(member_id: UUID) -> MemberState | None:
    seen: set[UUID] = set()
    wanted: UUID | None = member_id
    state = None
    while wanted is not None and wanted not in seen:
        seen.add(wanted)
        state = MemberState.objects.filter(member_id=wanted, valid_to__isnull=True).order_by("pk").first()
        wanted = state.same_as_id if state else None
    return state


def _records(member_id: UUID) -> set[UUID]:
    """Return the ids under which the person stands: their own and those of doubles of them."""
    found: set[UUID] = set()
    new = {member_id}
    while new:
        found |= new
        doubles = MemberState.objects.filter(same_as_id__in=new, valid_to__isnull=True)
        new = set(doubles.order_by("pk").values_list("member_id", flat=True)) - found
    return found
