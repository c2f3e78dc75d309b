"""Families and members as lines of versions in time, the way every visit reads them.

Written out in SQL for the same reason as the look-up: a visit reads both for every submission.
"""

from itertools import pairwise
from typing import Final
from uuid import UUID

from django.db import connection
from django.db.models import UUIDField

from bahtera.families.models import FamilyState, Member, MemberState

_FAMILY_LINE: Final = """
    SELECT s.* FROM families_familystate s
    WHERE s.family_id IN (SELECT p.id FROM families_family p WHERE p.id = %s OR p.client_id = %s)
    ORDER BY s.valid_from, s.id
"""
_MEMBER_LINES: Final = """
    SELECT s.*, p.client_id AS client_id, p.opened_source AS opened_source
    FROM families_memberstate s JOIN families_member p ON p.id = s.member_id
    WHERE s.member_id IN (SELECT m.member_id FROM families_memberstate m WHERE m.family_id = %s)
    ORDER BY s.member_id, s.valid_from, s.id
"""
_ID = UUIDField()


def family_line(family_id: UUID, *, lock: bool = False) -> list[FamilyState]:
    """Return a family's versions in time, by our id or a phone's; empty when unknown.

    ``lock`` holds the family until the commit. Who had to wait for the lock sees the old list of versions
    with new ends; it no longer hangs together then, and is read again.
    """
    line = _read_family_line(family_id, lock=lock)
    return line if _is_whole(line) else _read_family_line(family_id, lock=lock)


def member_lines(family_id: UUID) -> dict[UUID, list[MemberState]]:
    """Return the versions of everybody who ever belonged to the family, by member."""
    lines: dict[UUID, list[MemberState]] = {}
    for state in MemberState.objects.raw(_MEMBER_LINES, [_ID.get_db_prep_value(family_id, connection)]):
        line = lines.setdefault(state.member_id, [])
        # The two columns of the member ride along with its versions.
        state.member = line[0].member if line else _member(state)
        line.append(state)
    return lines


def _read_family_line(family_id: UUID, *, lock: bool) -> list[FamilyState]:
    asked = _ID.get_db_prep_value(family_id, connection)
    locked = lock and connection.features.has_select_for_update
    statement = _FAMILY_LINE + " FOR UPDATE OF s" if locked else _FAMILY_LINE
    return list(FamilyState.objects.raw(statement, [asked, asked]))


def _is_whole(line: list[FamilyState]) -> bool:
    joined = all(earlier.valid_to == later.valid_from for earlier, later in pairwise(line))
    return not line or (joined and line[-1].valid_to is None)


def _member(state: MemberState) -> Member:
    client_id = getattr(state, "client_id")  # noqa: B009 - an annotation, unknown to the model
    return Member(
        id=state.member_id,
        client_id=UUID(str(client_id)) if client_id else None,
        opened_source=getattr(state, "opened_source"),  # noqa: B009 - the same
    )
