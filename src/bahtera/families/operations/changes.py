"""What an office records by hand: moves, splits, merges, deaths. Each is one transaction with its audit.

Every function adds versions that begin ``on`` the given day and returns the family or member as it then is.
All raise UnknownFamily or UnknownMember for an id not on record, and FamilyRefused for a change that does not
fit: a day in the future or before the last change, a family already merged, a member already dead.
"""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from bahtera.areas import api as areas
from bahtera.families import queries
from bahtera.families.errors import FamilyRefused, UnknownFamily, UnknownMember
from bahtera.families.models import Family as FamilyRow
from bahtera.families.models import FamilyLink, FamilyState, MemberState
from bahtera.families.operations import versions
from bahtera.families.queries.lines import family_line, member_lines
from bahtera.families.queries.register.zones import today_in
from bahtera.families.rules.changes import check_day, check_family_may, check_member_may, check_split
from bahtera.families.rules.numbers import clean_number
from bahtera.families.values import Family, FamilyStatus, Member, Place
from bahtera.foundation import audit, clock, events, transactions
from bahtera.foundation.ids import new_id

_SOURCE = "office"


def move_family(
    family_id: UUID, *, village_code: str | None, on: date, actor_key: str, place: Place | None = None
) -> Family:
    """Record that a family moved to another place; None for one that left for where we do not know.

    Raises areas' UnknownArea for a village that is not on the list.
    """
    with transactions.durable():
        now = _family_now(family_id)
        check_family_may("move", _status(now))
        _check_day(now, on)
        if village_code is not None and not areas.exists(village_code):
            raise areas.UnknownArea(village_code)
        there = place or Place()
        new = versions.successor(
            now,
            status="present" if village_code else "away",
            village_code=village_code or "",
            **_columns(there),
            **_signature("moved", on, actor_key),
        )
        if versions.same_content(now, new):
            raise FamilyRefused("families.nothing_changes", "The family is on record there already.")
        _save_family(now, new)
        details = {"from": now.village_code, "to": village_code or "", "on": on.isoformat()}
        _audit("families.moved", now.family_id, actor_key, details)
        return queries.get_family(now.family_id)


def split_family(
    family_id: UUID,
    *,
    member_ids: Collection[UUID],
    on: date,
    actor_key: str,
    head_name: str = "",
    no_kk: str = "",
    village_code: str | None = None,
    place: Place | None = None,
) -> Family:
    """Record that some members formed a family of their own, and return it; they keep their ids.

    It lives where the old one lives unless told otherwise.
    """
    with transactions.durable():
        now = _family_now(family_id)
        check_family_may("split", _status(now))
        _check_day(now, on)
        if village_code is not None and not areas.exists(village_code):
            raise areas.UnknownArea(village_code)
        people = _people_now(now.family_id)
        check_split(member_ids, [m.member_id for m in people if m.status == "present"])
        moving = [member for member in people if member.member_id in member_ids]
        for member in moving:
            check_day(on, last_change=member.valid_from, today=on)
        family = FamilyRow.objects.create(
            id=new_id(), opened_source=f"split:{now.family_id}", created_at=clock.now()
        )
        head = head_name or next((m.name for m in moving if m.relation == "kepala"), moving[0].name)
        state = versions.successor(
            now,
            family_id=family.id,
            status="present",
            village_code=village_code or now.village_code,
            no_kk=clean_number(no_kk)[:32],
            kk_reason="",
            head_name=head[:120],
            **(_columns(place) if place else {}),
            **_signature("split", on, actor_key),
        )
        versions.save(FamilyState, [state])
        _change_members(moving, "split", on, actor_key, family_id=family.id)
        _link("split", now.family_id, family.id, on, actor_key)
        details = {"new": str(family.id), "members": len(moving), "on": on.isoformat()}
        _audit("families.split", now.family_id, actor_key, details)
        return queries.get_family(family.id)


def merge_families(
    *,
    keep_id: UUID,
    absorbed_id: UUID,
    on: date,
    actor_key: str,
    same_members: Mapping[UUID, UUID] | None = None,
) -> Family:
    """Record that two families are one, because they joined or were the same all along; return what stays.

    ``same_members`` maps a member of the absorbed family to the one of the kept family who is the same
    person: the former is then marked as a double. All others move over.
    """
    with transactions.durable():
        # In the order of ids, so that two merges of the same pair cannot wait for each other.
        by_id = {family_id: _family_now(family_id) for family_id in sorted({keep_id, absorbed_id})}
        keep, absorbed = by_id[keep_id], by_id[absorbed_id]
        if keep.family_id == absorbed.family_id:
            raise FamilyRefused("families.merge_with_itself", "A family cannot be merged with itself.")
        for family in (keep, absorbed):
            check_family_may("merge", _status(family))
            _check_day(family, on)
        doubles = dict(same_members or {})
        people = _people_now(absorbed.family_id)
        _check_doubles(doubles, people, _people_now(keep.family_id))
        for member in people:
            check_day(on, last_change=member.valid_from, today=on)
        moving = [member for member in people if member.member_id not in doubles]
        _change_members(moving, "merged", on, actor_key, family_id=keep.family_id)
        for member in people:
            if (real := doubles.get(member.member_id)) is not None:
                double = {"family_id": keep.family_id, "status": "duplicate", "same_as_id": real}
                _change_members([member], "merged", on, actor_key, **double)
        end = versions.successor(
            absorbed, status="merged", merged_into_id=keep.family_id, **_signature("merged", on, actor_key)
        )
        _save_family(absorbed, end)
        _link("merge", absorbed.family_id, keep.family_id, on, actor_key)
        details = {"absorbed": str(absorbed.family_id), "doubles": len(doubles), "on": on.isoformat()}
        _audit("families.merged", keep.family_id, actor_key, details)
        return queries.get_family(keep.family_id)


def record_death(member_id: UUID, *, on: date, actor_key: str) -> Member:
    """Record that a member died; a family with nobody left ends on that day."""
    with transactions.durable():
        member = _member_now(member_id)
        check_member_may("die", queries.status_of(member))
        _check_member_day(member, on)
        _change_members([member], "death", on, actor_key, status="dead")
        _end_if_empty(member.family_id, "death", on, actor_key)
        details = {"member": str(member_id), "on": on.isoformat()}
        _audit("families.death_recorded", member.family_id, actor_key, details)
        return queries.get_member(member_id)


def move_member(
    member_id: UUID, *, to_family: UUID | None, on: date, actor_key: str, relation: str = ""
) -> Member:
    """Record that a member joined another family, or left (None) for where we do not know.

    ``relation`` is the relation to the head of the new family, to be asked when empty.
    """
    with transactions.durable():
        member = _member_now(member_id)
        check_member_may("move", queries.status_of(member))
        _check_member_day(member, on)
        left = member.family_id
        if to_family is None:
            if member.status == "away":
                raise FamilyRefused("families.nothing_changes", "The member is on record as moved already.")
            _change_members([member], "moved", on, actor_key, status="away")
        else:
            target = _family_now(to_family)
            check_family_may("join", _status(target))
            if target.family_id == left and member.status == "present":
                raise FamilyRefused("families.nothing_changes", "The member is in that family already.")
            joined = {"family_id": target.family_id, "status": "present", "relation": relation[:20]}
            _change_members([member], "moved", on, actor_key, **joined)
        _end_if_empty(left, "moved", on, actor_key)
        details = {"member": str(member_id), "to_family": str(to_family or ""), "on": on.isoformat()}
        _audit("families.member_moved", left, actor_key, details)
        return queries.get_member(member_id)


def withdraw_member(member_id: UUID, *, actor_key: str) -> Member:
    """Record that a member was entered by mistake; the entry stays in the history."""
    with transactions.durable():
        member = _member_now(member_id)
        check_member_may("withdraw", queries.status_of(member))
        _change_members([member], "withdrawn", member.valid_from, actor_key, status="withdrawn")
        _audit("families.member_withdrawn", member.family_id, actor_key, {"member": str(member_id)})
        return queries.get_member(member_id)


def restore_member(member_id: UUID, *, actor_key: str) -> Member:
    """Undo a death, a departure or a withdrawal recorded by mistake; the mistake stays in the history.

    A family that had ended for it is present again.
    """
    with transactions.durable():
        member = _member_now(member_id)
        check_member_may("restore", queries.status_of(member))
        family = _family_now(member.family_id)
        check_family_may("join", _status(family))
        _change_members([member], "restored", member.valid_from, actor_key, status="present")
        if family.status == "ended":
            signature = _signature("restored", family.valid_from, actor_key)
            _save_family(family, versions.successor(family, status="present", **signature))
        _audit("families.member_restored", member.family_id, actor_key, {"member": str(member_id)})
        return queries.get_member(member_id)


# --- inside -----------------------------------------------------------------------------------------------


def _family_now(family_id: UUID) -> FamilyState:
    state = queries.version_on(family_line(family_id, lock=True), None)
    if state is None:
        raise UnknownFamily(family_id)
    return state


def _member_now(member_id: UUID) -> MemberState:
    """Return the member as it is, its family held: whoever changes a member holds the family first."""
    family_line(_open_state(member_id).family_id, lock=True)
    return _open_state(member_id)


def _open_state(member_id: UUID) -> MemberState:
    state = queries.version_on(queries.member_line(member_id), None)
    if state is None:
        raise UnknownMember(member_id)
    return state


def _people_now(family_id: UUID) -> list[MemberState]:
    """Return whoever is on record in the family, dead or alive, doubles and mistakes apart."""
    lines = member_lines(family_id).values()
    now = [state for line in lines if (state := queries.version_on(line, None)) is not None]
    return [s for s in now if s.family_id == family_id and s.status in {"present", "away", "dead"}]


def _status(state: FamilyState) -> FamilyStatus:
    return queries.family_status_of(state)


def _check_day(state: FamilyState, on: date) -> None:
    check_day(on, last_change=state.valid_from, today=today_in(state.village_code))


def _check_member_day(member: MemberState, on: date) -> None:
    family = _family_now(member.family_id)
    check_day(on, last_change=member.valid_from, today=today_in(family.village_code))


def _check_doubles(
    doubles: Mapping[UUID, UUID], absorbed: Collection[MemberState], keep: Collection[MemberState]
) -> None:
    known = {member.member_id for member in absorbed}
    real = {member.member_id for member in keep}
    if not set(doubles) <= known or not set(doubles.values()) <= real:
        raise FamilyRefused(
            "families.doubles_not_members", "Pair a member of the one family with a member of the other."
        )


def _columns(place: Place) -> dict[str, str]:
    return {
        "address": place.address[:250],
        "dusun": place.dusun[:80],
        "rw": place.rw[:10],
        "rt": place.rt[:10],
    }


def _signature(reason: str, on: date, actor_key: str) -> dict[str, Any]:
    return {
        "valid_from": on,
        "reason": reason,
        "source": _SOURCE,
        "actor_key": actor_key,
        "recorded_at": clock.now(),
    }


def _save_family(now: FamilyState, new: FamilyState) -> None:
    versions.save(FamilyState, versions.placed([now], new))


def _change_members(
    members: Collection[MemberState], reason: str, on: date, actor_key: str, **changes: Any
) -> None:
    rows: list[MemberState] = []
    for member in members:
        new = versions.successor(member, **changes, **_signature(reason, on, actor_key))
        rows += versions.placed([member], new)
    versions.save(MemberState, rows)


def _end_if_empty(family_id: UUID, reason: str, on: date, actor_key: str) -> None:
    if any(member.status == "present" for member in _people_now(family_id)):
        return
    now = _family_now(family_id)
    if now.status in {"present", "away"}:
        new = versions.successor(
            now, status="ended", **_signature(reason, max(on, now.valid_from), actor_key)
        )
        _save_family(now, new)


def _link(kind: str, from_family: UUID, to_family: UUID, on: date, actor_key: str) -> None:
    FamilyLink.objects.create(
        kind=kind,
        from_family_id=from_family,
        to_family_id=to_family,
        on=on,
        actor_key=actor_key,
        recorded_at=clock.now(),
    )


def _audit(action: str, family_id: UUID, actor_key: str, details: Mapping[str, Any]) -> None:
    kinds = {"member": "member", "new": "family", "absorbed": "family", "to_family": "family"}
    about = [f"{kind}:{details[word]}" for word, kind in kinds.items() if details.get(word)]
    audit.record(action, actor=actor_key, subject=f"family:{family_id}", details=details, about=about)
    for changed in sorted(
        {str(family_id), *(one.partition(":")[2] for one in about if one.startswith("family:"))}
    ):
        events.publish("families.changed", key=changed)
