"""What may happen to which family and member, and on which day."""

from collections.abc import Collection
from datetime import date
from types import MappingProxyType
from typing import Final
from uuid import UUID

from bahtera.families.errors import FamilyRefused
from bahtera.families.values import FamilyStatus, MemberStatus

FAMILY_ACTIONS: Final[MappingProxyType[FamilyStatus, frozenset[str]]] = MappingProxyType(
    {
        "present": frozenset({"move", "split", "merge", "join"}),
        "away": frozenset({"move", "split", "merge", "join"}),
        "ended": frozenset({"merge", "join"}),
        "merged": frozenset(),
    }
)
MEMBER_ACTIONS: Final[MappingProxyType[MemberStatus, frozenset[str]]] = MappingProxyType(
    {
        "present": frozenset({"die", "move", "withdraw"}),
        "away": frozenset({"die", "move", "withdraw", "restore"}),
        "dead": frozenset({"withdraw", "restore"}),
        "duplicate": frozenset(),
        "withdrawn": frozenset({"restore"}),
    }
)


def check_family_may(action: str, status: FamilyStatus) -> None:
    """Raise FamilyRefused when a family of this status cannot undergo the action."""
    if action in FAMILY_ACTIONS[status]:
        return
    if status == "merged":
        raise FamilyRefused(
            "families.is_merged", "This family was merged into another. Make the change there instead."
        )
    raise FamilyRefused(
        "families.is_ended", "This family has ended: nobody is left in it. Record a visit or a member first."
    )


def check_member_may(action: str, status: MemberStatus) -> None:
    """Raise FamilyRefused when a member of this status cannot undergo the action."""
    if action in MEMBER_ACTIONS[status]:
        return
    if status == "dead":
        raise FamilyRefused("families.member_is_dead", "This member is on record as dead.")
    if status == "present":
        raise FamilyRefused("families.member_is_present", "This member is on record as present.")
    if status == "duplicate":
        raise FamilyRefused(
            "families.member_is_double", "This is a double of another member. Make the change there instead."
        )
    raise FamilyRefused(
        "families.member_is_withdrawn", "This member was entered by mistake and has been withdrawn."
    )


def check_day(on: date, *, last_change: date, today: date) -> None:
    """Raise FamilyRefused for a day before the last change or after today."""
    if on > today:
        raise FamilyRefused("families.date_in_future", "{day} is in the future.", day=on.isoformat())
    if on < last_change:
        raise FamilyRefused(
            "families.date_before_last_change",
            "{day} lies before the last change of {last_change}.",
            day=on.isoformat(),
            last_change=last_change.isoformat(),
        )


def check_split(moving: Collection[UUID], members: Collection[UUID]) -> None:
    """Raise FamilyRefused unless some, all theirs and not all, members of the family leave it."""
    if not moving or not set(moving) <= set(members):
        raise FamilyRefused("families.split_not_members", "Choose members of this family for the new family.")
    if set(moving) == set(members):
        raise FamilyRefused("families.split_all", "A family cannot give all its members to a new family.")
