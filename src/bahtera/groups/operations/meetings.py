"""Meetings with who came: recorded, corrected, taken back with a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bahtera.foundation import audit, clock
from bahtera.foundation.transactions import durable
from bahtera.groups.errors import Fault, UnknownEntry
from bahtera.groups.models import Attendance, Meeting
from bahtera.groups.operations.groups import check_version
from bahtera.groups.queries.members import members, somebody
from bahtera.groups.queries.scope import group_row, today_at
from bahtera.groups.rules.checking import meeting_faults, needed_reason, refuse
from bahtera.groups.values import MeetingRow

if TYPE_CHECKING:
    from uuid import UUID

    from bahtera.access.api import Actor
    from bahtera.groups.models import Group
    from bahtera.groups.values import MeetingInput


def record_meeting(group_id: UUID, meeting: MeetingInput, *, actor: Actor) -> MeetingRow:
    """Record a meeting and who of the members came, one meeting a day.

    Raises NotAllowed, UnknownGroup, Closed, BadEntry.
    """
    with durable():
        row = group_row(group_id, actor, lock=True, writing=True)
        plain = _checked(row, meeting, None)
        found = Meeting(group=row, recorded_at=clock.now(), recorded_by=actor.key)
        return _saved(row, found, plain, "groups.meeting_recorded", actor)


def change_meeting(
    group_id: UUID, meeting_id: UUID, meeting: MeetingInput, *, version: int, actor: Actor
) -> MeetingRow:
    """Write a meeting otherwise. Raises as `record_meeting`, UnknownEntry, Moved."""
    with durable():
        row = group_row(group_id, actor, lock=True, writing=True)
        found = _entry(row, meeting_id)
        check_version(found.version, version)
        plain = _checked(row, meeting, found)
        found.version += 1
        return _saved(row, found, plain, "groups.meeting_changed", actor)


def take_back_meeting(group_id: UUID, meeting_id: UUID, *, reason: str, actor: Actor) -> None:
    """Let a meeting no longer count; it stays with the reason. Raises as `change_meeting`, NoReason."""
    why = needed_reason(reason)
    with durable():
        row = group_row(group_id, actor, lock=True, writing=True)
        found = _entry(row, meeting_id)
        found.taken_back_at, found.taken_back_why = clock.now(), why
        found.save()
        audit.record(
            "groups.meeting_taken_back",
            actor=actor.key,
            subject=f"group:{row.pk}",
            details={"held_on": found.held_on},
        )


def _checked(row: Group, meeting: MeetingInput, own: Meeting | None) -> MeetingInput:
    plain, faults = meeting_faults(meeting, today=today_at(row.village_code))
    more = []
    known = {one.id: one for one in map(somebody, members(row))}
    if any(one not in known or not known[one].is_member(plain.held_on) for one in plain.present):
        more.append(
            Fault("groups.no_member_then", "Only who was a member on that day can have come.", "present")
        )
    same_day = Meeting.objects.filter(group=row, held_on=plain.held_on, taken_back_at=None)
    if own is not None:
        same_day = same_day.exclude(pk=own.pk)
    if same_day.exists():
        more.append(Fault("groups.met_already", "A meeting of that day is recorded already.", "held_on"))
    refuse([*faults, *more])
    return plain


def _saved(row: Group, found: Meeting, plain: MeetingInput, what: str, actor: Actor) -> MeetingRow:
    found.held_on, found.topic, found.presenter = plain.held_on, plain.topic, plain.presenter
    found.discussed, found.guests = plain.discussed, plain.guests
    found.save()
    Attendance.objects.filter(meeting=found).exclude(member__in=plain.present).delete()
    there = set(Attendance.objects.filter(meeting=found).order_by("pk").values_list("member_id", flat=True))
    Attendance.objects.bulk_create(
        Attendance(meeting=found, member_id=one) for one in sorted(plain.present - there, key=str)
    )
    audit.record(
        what,
        actor=actor.key,
        subject=f"group:{row.pk}",
        details={"held_on": plain.held_on, "came": len(plain.present)},
    )
    return MeetingRow(
        found.pk,
        found.version,
        found.held_on,
        found.topic,
        found.presenter,
        found.discussed,
        found.guests,
        plain.present,
    )


def _entry(row: Group, meeting_id: UUID) -> Meeting:
    found = Meeting.objects.select_for_update().filter(pk=meeting_id, group=row, taken_back_at=None).first()
    if found is None:
        raise UnknownEntry
    return found
