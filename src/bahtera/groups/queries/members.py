"""Who belongs, or belonged, to a group."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from bahtera.foundation import audit
from bahtera.groups.models import Member
from bahtera.groups.queries.scope import KEEP, TABLE, group_row
from bahtera.groups.rules.months import MINE, Somebody
from bahtera.groups.values import Kind, MemberRow, OwnMembership

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from bahtera.access.api import Actor
    from bahtera.groups.models import Group


def members_of(group_id: UUID, *, actor: Actor, numbers: bool = False) -> tuple[MemberRow, ...]:
    """Return everybody who is or was in a group, those who left last, then by office and name.

    ``numbers``: with NIK, for whoever may take tables out. Raises NotAllowed, UnknownGroup.
    """
    row = group_row(group_id, actor, TABLE if numbers else KEEP)
    found = [member_row(one, numbers=numbers) for one in members(row)]
    audit.note(
        "groups.members_read", actor=actor.key, subject=f"group:{row.pk}", details={"members": len(found)}
    )
    order = {"ketua": 0, "sekretaris": 1, "bendahara": 2, "kader": 3, "": 4}
    return tuple(
        sorted(found, key=lambda one: (one.left_on is not None, order[one.office], one.name, str(one.id)))
    )


def own_memberships(member_ids: Iterable[UUID]) -> tuple[OwnMembership, ...]:
    """Return the groups in which a member of a family is or was, in time, for their own copy of data."""
    rows = Member.objects.filter(member_id__in=set(member_ids), forgotten_at=None).select_related("group")
    return tuple(
        OwnMembership(Kind(one.group.kind), one.group.title, member_row(one, numbers=True))
        for one in rows.order_by("joined_on", "pk")
    )


def linked_members(group_id: UUID, *, actor: Actor) -> dict[UUID, date]:
    """Return the members of a group whom the register knows, by when each joined. Raises NotAllowed, UnknownGroup."""
    rows = Member.objects.filter(group=group_row(group_id, actor), left_on=None, member_id__isnull=False)
    ordered = rows.exclude(office=MINE).order_by("joined_on", "pk")
    return {one.member_id: one.joined_on for one in ordered if one.member_id is not None}


def members(row: Group) -> list[Member]:
    """Return the rows of a group's people, in the order in which they came."""
    return list(Member.objects.filter(group=row).order_by("joined_on", "pk"))


def member_row(row: Member, *, numbers: bool = False) -> MemberRow:
    """Return a member as a value."""
    return MemberRow(
        id=row.pk,
        version=row.version,
        name=row.name,
        sex=row.sex,
        born=born_of(row),
        office=row.office,
        trained=row.trained,
        joined_on=row.joined_on,
        left_on=row.left_on,
        left_why=row.left_why,
        linked=row.member_id is not None,
        nik=row.nik if numbers else "",
    )


def somebody(row: Member) -> Somebody:
    """Return what a month needs to know of a member."""
    return Somebody(row.pk, row.sex, born_of(row), row.office, row.joined_on, row.left_on)


def born_of(row: Member) -> date | None:
    """Return the birth date of whom a member is in the group for."""
    return date.fromisoformat(row.born) if row.born else None
