"""What families refuse.

::

    Refused
    ├── FamilyRefused          the change does not fit the family as it is now
    └── NotFound
        ├── UnknownFamily      no family has this id
        └── UnknownMember      no member has this id
"""

from uuid import UUID

from bahtera.foundation.errors import NotFound, Refused


class FamilyRefused(Refused):
    """The change does not fit the family as it is now; nothing was written."""


class UnknownFamily(NotFound):
    """No family has this id."""

    def __init__(self, family_id: UUID) -> None:
        super().__init__(
            "families.unknown", "There is no family with the id {family_id}.", family_id=family_id
        )


class UnknownMember(NotFound):
    """No member has this id."""

    def __init__(self, member_id: UUID) -> None:
        super().__init__(
            "families.member_unknown",
            "There is no family member with the id {member_id}.",
            member_id=member_id,
        )
