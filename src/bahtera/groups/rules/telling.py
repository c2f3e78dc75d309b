"""What is told of groups to whoever reads counts alone: sums of what may be told of each group, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bahtera.groups.values import AreaCount, Kind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bahtera.groups.values import GroupRow, People

SMALL: Final = 5
"""Fewer members than this are not told; as the public's threshold of results."""


def tellable(people: People) -> bool:
    """Tell whether a group's members and their sexes may be told: no count from one to four among them."""
    return people.total >= SMALL and not any(
        0 < one < SMALL for one in (people.women, people.men, people.unknown)
    )


def counted(rows: Iterable[GroupRow]) -> tuple[AreaCount, ...]:
    """Return the counts of each kind that has a group; groups that were deactivated are left out."""
    known = [one for one in rows if one.closed_on is None]
    found = []
    for kind in Kind:
        groups = [one for one in known if one.kind is kind]
        if not groups:
            continue
        told = [one.people for one in groups if one.people is not None and tellable(one.people)]
        stages: dict[str, int] = {}
        for one in groups:
            if one.stage:
                stages[one.stage] = stages.get(one.stage, 0) + 1
        total = sum(one.total for one in told)
        found.append(
            AreaCount(
                kind=kind,
                groups=len(groups),
                reported=sum(one.reported for one in groups),
                members=total,
                women=sum(one.women for one in told),
                of_women=total - sum(one.unknown for one in told),
                untold=len(groups) - len(told),
                stages=stages,
            )
        )
    return tuple(found)
