"""Holds the families that an event concerns until the commit, and gives them to the rules as a register."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from bahtera.families import queries
from bahtera.families.errors import UnknownFamily
from bahtera.families.models import FamilyState, MemberState, SharedMember
from bahtera.families.queries.lines import family_line
from bahtera.families.rules import refusing
from bahtera.families.rules.people import Home, Register, Somebody


@dataclass(frozen=True)
class Held:
    """The open versions of the families concerned and of everybody in them."""

    families: dict[UUID, FamilyState]
    members: dict[UUID, MemberState]
    register: Register


def hold(family_ids: Collection[UUID], member_ids: Collection[UUID]) -> Held:
    """Return families, and those of some members and of who is the same person, held in the order of their ids.

    Raises UnknownFamily, and FamilyRefused when a member changed families while it was waiting.
    """
    together = _same_people(member_ids)
    wanted = {*family_ids, *_families_of(together)}
    families = {}
    for one in sorted(wanted):
        state = queries.version_on(family_line(one, lock=True), None)
        if state is None:
            raise UnknownFamily(one)
        families[state.family_id] = state
    if not _families_of(together) <= families.keys():
        raise refusing.changed_meanwhile()
    rows = MemberState.objects.filter(family_id__in=families, valid_to__isnull=True).order_by("member_id")
    members = {row.member_id: row for row in rows}
    return Held(families, members, as_register(families.values(), members.values()))


def as_register(families: Iterable[FamilyState], members: Iterable[MemberState]) -> Register:
    """Return versions as the rules judge them."""
    people = list(members)
    same = _first_records([one.member_id for one in people])
    return Register(
        {one.family_id: home_of(one) for one in families},
        {one.member_id: somebody(one, same.get(one.member_id, one.member_id)) for one in people},
    )


def home_of(state: FamilyState) -> Home:
    """Return a family's version as the rules judge it."""
    return Home(state.family_id, queries.family_status_of(state), state.valid_from, state.merged_into_id)


def somebody(state: MemberState, same: UUID) -> Somebody:
    """Return a member's version as the rules judge it."""
    return Somebody(
        state.member_id,
        state.family_id,
        queries.status_of(state),
        state.relation,
        state.valid_from,
        same,
        state.sex,
        state.birth_date,
    )


def _families_of(member_ids: Collection[UUID]) -> set[UUID]:
    rows = MemberState.objects.filter(member_id__in=member_ids, valid_to__isnull=True).order_by("pk")
    return set(rows.values_list("family_id", flat=True))


def _first_records(member_ids: Collection[UUID]) -> dict[UUID, UUID]:
    rows = SharedMember.objects.filter(other__in=member_ids, valid_to__isnull=True).order_by("pk")
    return dict(rows.values_list("other_id", "main_id"))


def _same_people(member_ids: Collection[UUID]) -> set[UUID]:
    """Return members with every other record of the same persons."""
    mains = {_first_records(member_ids).get(one, one) for one in member_ids}
    rows = SharedMember.objects.filter(main__in=mains, valid_to__isnull=True).order_by("pk")
    return {*member_ids, *mains, *rows.values_list("other_id", flat=True)}
