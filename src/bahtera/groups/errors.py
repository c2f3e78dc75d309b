"""What groups refuse.

::

    Refused
    ├── GroupsError
    │   ├── BadEntry      what somebody wrote has faults: each with its field
    │   ├── BadTable      a table with faults: each with line and column; nothing of it was kept
    │   ├── Closed        the group was deactivated: it is read, no longer written
    │   ├── NotYet        a month that is not over, or a year that lies ahead
    │   └── NoReason      a correction, an ending or a stage without a reason
    ├── Conflict
    │   └── Moved         somebody wrote it meanwhile
    └── NotFound
        ├── UnknownGroup  no such group, or none that this person may know of
        └── UnknownEntry  no such member, meeting, business or training of the group
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from bahtera.foundation.errors import Conflict, NotFound, Refused


class GroupsError(Refused):
    """The request cannot be met for this group."""


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong: the field ``place``; in a table at ``line`` and ``column`` from 1 (0: the whole)."""

    code: str
    message: str
    place: str = ""
    line: int = 0
    column: int = 0
    details: dict[str, str | int] = field(default_factory=dict)


class BadEntry(GroupsError):
    """What somebody wrote cannot be kept as it is."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("groups.bad_entry", "There are {count} faults. Nothing was kept.", count=len(faults))
        self.faults = tuple(faults)


class BadTable(GroupsError):
    """A table that has faults; nothing of it was kept."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(
            "groups.bad_table", "The table has {count} faults. Nothing was kept.", count=len(faults)
        )
        self.faults = tuple(faults)


class Closed(GroupsError):
    """A group that was deactivated is kept, read and printed, and no longer written."""

    def __init__(self) -> None:
        super().__init__(
            "groups.closed", "This group was deactivated. Its card stays; nothing is added to it."
        )


class NotYet(GroupsError):
    """A month that is not over, or a day that lies ahead."""

    def __init__(self) -> None:
        super().__init__("groups.not_yet", "This month is not over yet. Hand it in after its last day.")


class NoReason(GroupsError):
    """A correction, an ending or a stage without a reason."""

    def __init__(self) -> None:
        super().__init__("groups.no_reason", "Say in a few words why.")


class Moved(Conflict):
    """Somebody wrote it meanwhile."""

    def __init__(self, version: int) -> None:
        super().__init__(
            "groups.moved",
            "Somebody changed it meanwhile (version {version}). Look at it again.",
            version=version,
        )


class UnknownGroup(NotFound):
    """No such group, or none that this person may know of."""

    def __init__(self) -> None:
        super().__init__("groups.unknown_group", "There is no such group.")


class UnknownEntry(NotFound):
    """No such member, meeting, business or training of the group."""

    def __init__(self) -> None:
        super().__init__("groups.unknown_entry", "The group has no such entry.")
