"""Members of groups: they come, are written otherwise, and leave. Who is in the register is linked by their NIK."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bahtera.families import api as families
from bahtera.foundation import audit, clock
from bahtera.foundation.transactions import durable
from bahtera.groups.errors import BadEntry, Fault, UnknownEntry
from bahtera.groups.models import Member
from bahtera.groups.operations.groups import check_version
from bahtera.groups.queries.bundles import DISTRICT_LENGTH
from bahtera.groups.queries.members import member_row
from bahtera.groups.queries.scope import group_row, today_at
from bahtera.groups.rules.checking import member_faults, refuse, tidy

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from bahtera.access.api import Actor
    from bahtera.groups.models import Group
    from bahtera.groups.values import MemberInput, MemberRow

_LONGEST_WHY = 200


def add_member(group_id: UUID, member: MemberInput, *, actor: Actor) -> MemberRow:
    """Take somebody into a group, known to the register or not. Raises NotAllowed, UnknownGroup, Closed, BadEntry."""
    with durable():
        row = group_row(group_id, actor, lock=True, writing=True)
        return member_row(add(row, _checked(row, member), actor=actor))


def change_member(
    group_id: UUID, member_id: UUID, member: MemberInput, *, version: int, actor: Actor
) -> MemberRow:
    """Write a member otherwise; an empty NIK leaves the known one. Raises as `add_member`, UnknownEntry, Moved."""
    with durable():
        row = group_row(group_id, actor, lock=True, writing=True)
        found = _entry(row, member_id)
        check_version(found.version, version)
        rewrite(row, found, _checked(row, member, found), actor=actor)
        return member_row(found)


def member_leaves(
    group_id: UUID, member_id: UUID, *, on: date, why: str = "", version: int, actor: Actor
) -> MemberRow:
    """Let somebody be no member from a day on; what they took part in stays. Raises as `change_member`."""
    with durable():
        row = group_row(group_id, actor, lock=True, writing=True)
        found = _entry(row, member_id)
        check_version(found.version, version)
        if found.left_on is not None or not found.joined_on <= on <= today_at(row.village_code):
            raise BadEntry((Fault("groups.bad_day", "The day lies ahead, or too far back.", "on"),))
        found.left_on, found.left_why = on, tidy(why)[:_LONGEST_WHY]
        found.version += 1
        found.save()
        audit.record(
            "groups.member_left",
            actor=actor.key,
            subject=f"group:{row.pk}",
            details={"member": found.pk, "on": on},
        )
        return member_row(found)


def add(row: Group, member: MemberInput, *, actor: Actor) -> Member:
    """Write a new member into a locked group; the input was checked."""
    found = Member(group=row, added_at=clock.now(), added_by=actor.key)
    _fill(row, found, member)
    found.save(force_insert=True)
    audit.record(
        "groups.member_added",
        actor=actor.key,
        subject=f"group:{row.pk}",
        details={"member": found.pk, "linked": found.member_id is not None},
    )
    return found


def rewrite(row: Group, found: Member, member: MemberInput, *, actor: Actor) -> bool:
    """Write a member of a locked group otherwise; tell whether anything was new."""
    before = _told(found)
    _fill(row, found, member)
    if _told(found) == before:
        return False
    found.version += 1
    found.save()
    audit.record(
        "groups.member_changed", actor=actor.key, subject=f"group:{row.pk}", details={"member": found.pk}
    )
    return True


def _checked(row: Group, member: MemberInput, own: Member | None = None) -> MemberInput:
    plain, faults = member_faults(member, today=today_at(row.village_code), usable=families.usable_number)
    more = []
    if plain.nik and any(
        one.nik == plain.nik
        for one in Member.objects.filter(group=row, left_on=None).order_by("pk")
        if own is None or one.pk != own.pk
    ):
        more.append(Fault("groups.member_twice", "Somebody with this NIK is in the group already.", "nik"))
    if own is not None and own.left_on is not None and plain.joined_on > own.left_on:
        more.append(Fault("groups.upside_down", "The last day lies before the first.", "joined_on"))
    refuse([*faults, *more])
    return plain


def _fill(row: Group, found: Member, member: MemberInput) -> None:
    found.name, found.sex, found.office = member.name, member.sex, member.office
    found.trained, found.joined_on = member.trained, member.joined_on
    found.born = member.born.isoformat() if member.born else ""
    if member.nik and member.nik != found.nik:
        found.nik = member.nik
        found.member_id = _registered(row, member.nik)


def _registered(row: Group, nik: str) -> UUID | None:
    """Return who stands under a NIK in the register, of the same kecamatan; None for nobody, or for several."""
    known = families.find_by_nik(nik, most=2)
    near = f"{row.village_code[:DISTRICT_LENGTH]}."
    return known[0].member_id if len(known) == 1 and known[0].village_code.startswith(near) else None


def _entry(row: Group, member_id: UUID) -> Member:
    found = Member.objects.select_for_update().filter(pk=member_id, group=row, forgotten_at=None).first()
    if found is None:
        raise UnknownEntry
    return found


def _told(found: Member) -> tuple[object, ...]:
    return (
        found.name,
        found.nik,
        found.sex,
        found.born,
        found.office,
        found.trained,
        found.joined_on,
        found.member_id,
    )
