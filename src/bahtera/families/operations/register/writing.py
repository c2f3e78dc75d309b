"""Writes an event with the versions that it makes: what the rules changed, and nothing else."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from bahtera.families.models import (
    EventPart,
    Family,
    FamilyEvent,
    FamilyLink,
    FamilyState,
    HouseholdStay,
    Member,
    MemberState,
    SharedMember,
)
from bahtera.families.operations import versions
from bahtera.families.operations.register.holding import Held
from bahtera.families.queries.register.events import source_of
from bahtera.families.rules.names import name_key
from bahtera.families.rules.numbers import clean_number
from bahtera.families.rules.people import Home, Register, Somebody
from bahtera.families.values import Place
from bahtera.families.values.register import Kind, Told
from bahtera.foundation import audit, clock, events


@dataclass(frozen=True)
class Change:
    """An event about to be written: what was, what is, who tells it."""

    event: FamilyEvent
    held: Held
    after: Register
    told: Told | None = None
    newcomer: UUID | None = None
    place: Place | None = None
    village: str | None = None

    @property
    def people(self) -> list[Somebody]:
        """Return who is otherwise than before."""
        was = self.held.register.people
        return [one for key, one in self.after.people.items() if _said(was.get(key)) != _said(one)]

    @property
    def homes(self) -> list[Home]:
        """Return the families that are otherwise than before."""
        was = self.held.register.homes
        return [one for key, one in self.after.homes.items() if was.get(key) != one]

    def signature(self, on: date) -> dict[str, Any]:
        """Return what a version says of how it came to be."""
        return {
            "valid_from": on,
            "reason": self.event.kind,
            "source": source_of(self.event.pk),
            "actor_key": self.event.actor_key,
            "recorded_at": self.event.recorded_at,
        }


def write(change: Change) -> None:
    """Write the event, its versions, its links, its audit entry and the news of the families it concerns."""
    change.event.save(force_insert=True)
    members = [_member(change, one) for one in change.people]
    families = _families(change, {one.member_id: one for one in members})
    versions.save(FamilyState, _placed(change.held.families.values(), families, "family_id"))
    versions.save(MemberState, _placed(change.held.members.values(), members, "member_id"))
    told = [change.told.family_id] if change.told and change.told.kind is Kind.SHARED else []
    write_parts(change.event, change.held.register, change.after, also=told)
    _link(change)
    _share(change)
    gone = [one.family_id for one in families if one.status in {"away", "merged", "ended"}]
    end_stays(gone, change.event.on)
    tell(change.event, concerned(change.held.register, change.after), [one.id for one in change.people])


def concerned(before: Register, after: Register) -> set[UUID]:
    """Return the families that changed, or that somebody who changed was or is in."""
    people = [key for key, one in after.people.items() if before.people.get(key) != one]
    homes = {key for key, one in after.homes.items() if before.homes.get(key) != one}
    sides = [side.people[key].family for key in people for side in (before, after) if key in side.people]
    return homes | set(sides)


def write_parts(
    event: FamilyEvent, before: Register, after: Register, *, also: Collection[UUID] = ()
) -> None:
    """Write who was in which family before the event, and after it; ``also`` names families it is told of too."""
    rows: list[EventPart] = []
    people = [key for key, one in after.people.items() if before.people.get(key) != one]
    families = concerned(before, after)
    rows += [
        EventPart(event=event, side=side, family_id=one)
        for one in sorted(set(also) - families)
        for side in ("before", "after")
    ]
    for side, register in (("before", before), ("after", after)):
        there = [one for one in sorted(families) if one in register.homes]
        rows += [EventPart(event=event, side=side, family_id=one) for one in there]
        found = [register.people[key] for key in people if key in register.people]
        rows += [EventPart(event=event, side=side, family_id=one.family, member_id=one.id) for one in found]
    EventPart.objects.bulk_create(rows)


def tell(event: FamilyEvent, families: Collection[UUID], members: Collection[UUID]) -> None:
    """Leave the audit entry and the news that families changed."""
    ordered = sorted(families)
    audit.record(
        "families.event_taken_back" if event.kind == Kind.CORRECTION else "families.event_recorded",
        actor=event.actor_key,
        subject=f"family:{ordered[0]}" if ordered else f"event:{event.pk}",
        about=[*(f"family:{one}" for one in ordered[1:]), *(f"member:{one}" for one in members)],
        details={"event": str(event.pk), "kind": event.kind, "by": event.source_kind},
    )
    for one in ordered:
        events.publish("families.changed", key=str(one))


def end_stays(families: Collection[UUID], on: date) -> None:
    """End the stay in a house of families that left or are no more."""
    for stay in HouseholdStay.objects.filter(family_id__in=families, valid_to__isnull=True).order_by("pk"):
        stay.valid_to = max(on, stay.valid_from)
        stay.save(update_fields=["valid_to"])


# --- inside -----------------------------------------------------------------------------------------------


def _said(one: Somebody | None) -> tuple[object, ...]:
    """Return what a version says of somebody; who is the same person as another stands elsewhere."""
    return (one.family, one.status, one.relation) if one else ()


def _member(change: Change, one: Somebody) -> MemberState:
    base = change.held.members.get(one.id)
    content: dict[str, Any] = {"family_id": one.family, "status": one.status, "relation": one.relation[:20]}
    if base is None:
        source = source_of(change.event.pk)
        Member.objects.create(id=one.id, opened_source=source, created_at=clock.now())
        base = _new_member(change, one)
    return versions.successor(base, **content, **change.signature(change.event.on))


def _new_member(change: Change, one: Somebody) -> MemberState:
    """Return what is known of somebody who was not on record: as told, or as of the person they are."""
    if one.same != one.id:
        return versions.successor(change.held.members[one.same], member_id=one.id)
    told = change.told.newcomer if change.told else None
    assert told is not None
    name = told.name.strip()[:120]
    return MemberState(
        member_id=one.id,
        name=name,
        name_key=name_key(name),
        nik=clean_number(told.nik)[:32],
        sex=told.sex[:1],
        birth_date=told.birth_date,
    )


def _families(change: Change, members: dict[UUID, MemberState]) -> list[FamilyState]:
    """Return the new versions of families: whose state, place or head is another."""
    homes = {one.id: one for one in change.homes}
    found = []
    for family, home in change.after.homes.items():
        base = change.held.families.get(family)
        content: dict[str, Any] = {"status": home.status, "merged_into_id": home.into}
        content |= _where(change, home) if family in homes else {}
        head = _head_name(change, family, members)
        if head:
            content["head_name"] = head
        if base is None:
            base = _new_family(change, family)
        elif all(getattr(base, name) == value for name, value in content.items()):
            continue
        on = max(change.event.on, base.valid_from) if family in change.held.families else change.event.on
        found.append(versions.successor(base, **content, **change.signature(on)))
    return found


def _where(change: Change, home: Home) -> dict[str, Any]:
    """Return where a family lives after it came or went; nothing when it stays."""
    was = change.held.register.homes.get(home.id)
    if home.status == "away" and was is not None and was.status != "away":
        return {"village_code": "", "address": "", "dusun": "", "rw": "", "rt": ""}
    content: dict[str, Any] = {}
    if change.village is not None:
        content["village_code"] = change.village
    if change.place is not None:
        place = change.place
        content |= {
            "address": place.address[:250],
            "dusun": place.dusun[:80],
            "rw": place.rw[:10],
            "rt": place.rt[:10],
        }
    return content


def _new_family(change: Change, family: UUID) -> FamilyState:
    source = source_of(change.event.pk)
    Family.objects.create(id=family, opened_source=source, created_at=clock.now())
    assert change.told is not None
    from_ = change.held.families[change.told.family_id]
    return versions.successor(from_, family_id=family, no_kk="", kk_reason="", kki="")


def _head_name(change: Change, family: UUID, members: dict[UUID, MemberState]) -> str:
    heads = [one.id for one in change.after.heads(family)]
    was = [one.id for one in change.held.register.heads(family)]
    if len(heads) != 1 or heads == was:
        return ""
    state = members.get(heads[0]) or change.held.members[heads[0]]
    return state.name


def _placed(open_states: Iterable[Any], new: Iterable[Any], owner: str) -> list[Any]:
    line = {getattr(one, owner): one for one in open_states}
    rows = []
    for one in new:
        before = line.get(getattr(one, owner))
        rows += versions.placed([before] if before else [], one)
    return rows


def _link(change: Change) -> None:
    """Write which families came out of which, and which went into another."""
    was = change.held.register
    pairs = []
    for key, home in change.after.homes.items():
        if key not in was.homes:
            moved = [one for one in change.people if one.family == key and one.id in was.people]
            pairs += [("split", origin, key) for origin in {was.people[one.id].family for one in moved}]
        elif home.into is not None and was.homes[key].into is None:
            pairs.append(("merge", key, home.into))
    FamilyLink.objects.bulk_create(
        FamilyLink(
            kind=kind,
            from_family_id=from_family,
            to_family_id=to_family,
            on=change.event.on,
            actor_key=change.event.actor_key,
            recorded_at=change.event.recorded_at,
            event_id=change.event.pk,
        )
        for kind, from_family, to_family in sorted(pairs)
    )


def _share(change: Change) -> None:
    told = change.told
    if told is None or told.kind is not Kind.SHARED or change.newcomer is None:
        return
    assert told.sharing is not None
    SharedMember.objects.create(
        main_id=change.after.people[change.newcomer].same,
        other_id=change.newcomer,
        reason=told.sharing.value,
        valid_from=change.event.on,
        event=change.event,
    )
