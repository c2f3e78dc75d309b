"""Taking a merge back: two families that were taken for one are two again, each with its own people."""

from typing import TypeVar
from uuid import UUID

from bahtera.families import queries
from bahtera.families.errors import FamilyRefused, UnknownFamily
from bahtera.families.models import FamilyLink, FamilyState, MemberState
from bahtera.families.operations import versions
from bahtera.families.queries.lines import family_line
from bahtera.families.values import Family
from bahtera.foundation import audit, clock, events, transactions

V = TypeVar("V", FamilyState, MemberState)
_MERGED = "merged"


def part_families(absorbed_id: UUID, *, actor_key: str) -> Family:
    """Undo a merge and return the family that had been absorbed; the mistake stays in the history.

    Raises UnknownFamily, and FamilyRefused for a family that was not merged, or whose people changed since.
    """
    with transactions.durable():
        now = queries.version_on(family_line(absorbed_id, lock=True), None)
        if now is None:
            raise UnknownFamily(absorbed_id)
        if now.status != _MERGED or now.reason != _MERGED or now.merged_into_id is None:
            raise FamilyRefused("families.not_merged", "This family was not merged with another.")
        kept = now.merged_into_id
        family_line(kept, lock=True)
        _put_back(now, _before(now, list(family_line(absorbed_id))), actor_key)
        for moved, before in _moved(now):
            _put_back(moved, before, actor_key)
        FamilyLink.objects.filter(
            kind="merge", from_family_id=absorbed_id, to_family_id=kept, undone_at__isnull=True
        ).update(undone_at=clock.now())
        audit.record(
            "families.parted",
            actor=actor_key,
            subject=f"family:{absorbed_id}",
            details={"kept": str(kept)},
            about=[f"family:{kept}"],
        )
        for changed in sorted({str(absorbed_id), str(kept)}):
            events.publish("families.changed", key=changed)
        return queries.get_family(absorbed_id)


def _moved(now: FamilyState) -> list[tuple[MemberState, MemberState]]:
    """Return the people whom the merge moved, each as they are and as they were before it."""
    were_here = MemberState.objects.filter(family_id=now.family_id).values("member_id")
    lines: dict[UUID, list[MemberState]] = {}
    for state in MemberState.objects.filter(member_id__in=were_here).order_by(
        "member_id", "recorded_at", "id"
    ):
        lines.setdefault(state.member_id, []).append(state)
    found = []
    for line in lines.values():
        moves = [one for one in line if one.reason == _MERGED and one.family_id == now.merged_into_id]
        if not moves:
            continue
        last = next(one for one in line if one.valid_to is None)
        if last.pk != moves[-1].pk:
            raise FamilyRefused(
                "families.changed_since_merge",
                "Somebody of this family changed since the merge. Record what happened as an event instead.",
            )
        found.append((last, _before(last, line)))
    return found


def _before(now: V, line: list[V]) -> V:
    """Return the version that held until this one took its place: the last that was recorded before."""
    earlier = [one for one in line if one.pk != now.pk and one.recorded_at <= now.recorded_at]
    return max(earlier, key=lambda one: (one.recorded_at, str(one.pk)))


def _put_back(now: V, before: V, actor_key: str) -> None:
    signature = {
        "valid_from": now.valid_from,
        "reason": "restored",
        "source": "office",
        "actor_key": actor_key,
        "recorded_at": clock.now(),
    }
    versions.save(type(now), versions.placed([now], versions.successor(before, **signature)))
