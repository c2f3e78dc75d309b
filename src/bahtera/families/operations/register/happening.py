"""An event is told, judged and written; or taken back by a counter-event."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from bahtera.access import api as access
from bahtera.families.errors import UnknownFamily
from bahtera.families.models import (
    FamilyEvent,
    FamilyLink,
    FamilyMove,
    FamilyState,
    MemberState,
    SharedMember,
)
from bahtera.families.operations import versions
from bahtera.families.operations.register.holding import Held, hold, home_of, somebody
from bahtera.families.operations.register.writing import Change, concerned, tell, write, write_parts
from bahtera.families.queries.register import scope
from bahtera.families.queries.register.events import revision_of, rows_of, source_of
from bahtera.families.queries.register.zones import today_in
from bahtera.families.rules import refusing
from bahtera.families.rules.changes import check_day
from bahtera.families.rules.people import Register
from bahtera.families.rules.register import happen, take_back
from bahtera.families.values import Place
from bahtera.families.values.register import (
    EventRow,
    Happening,
    Kind,
    MoveState,
    Precision,
    SourceKind,
    Told,
)
from bahtera.foundation import clock
from bahtera.foundation.ids import new_id
from bahtera.foundation.transactions import durable

_LONGEST_NOTE = 500


def record_event(told: Told, *, actor: access.Actor, seen: str) -> EventRow:
    """Record what happened to a family, as somebody who keeps the register tells it.

    ``seen`` is the family's revision when they looked (``revision_of``). Raises UnknownFamily for what lies outside
    their reach and for their own household, FamilyRefused for what is impossible or has changed meanwhile.
    """
    with durable():
        check_reach(told, actor)
        if told.kind in {Kind.CORRECTION, Kind.MOVE_OUT} and not told.member_ids:
            raise refusing.nobody_chosen()
        return carry_out(told, actor_key=actor.key, seen=seen)


def check_reach(told: Told, actor: access.Actor) -> None:
    """Raise UnknownFamily unless somebody may write about every family that an event names."""
    named = {told.family_id} | ({told.to_family} if told.to_family else set())
    members = {*told.member_ids, *([told.twin] if told.twin else [])}
    rows = MemberState.objects.filter(member_id__in=members, valid_to__isnull=True).order_by("pk")
    named |= set(rows.values_list("family_id", flat=True))
    for one in sorted(named):
        scope.check_family(one, actor, scope.KEEP)


def carry_out(
    told: Told,
    *,
    actor_key: str,
    seen: str | None = None,
    by: SourceKind = SourceKind.OFFICER,
    source: str = "",
    place: Place | None = None,
    village: str | None = None,
) -> EventRow:
    """Carry an event out inside the caller's transaction; ``seen`` None does not ask what was looked at."""
    named = [one for one in (told.family_id, told.to_family) if one is not None]
    twin = [told.twin] if told.twin else []
    held = hold(named, [*told.member_ids, *twin])
    if told.family_id not in held.families:
        raise UnknownFamily(told.family_id)
    if seen is not None and seen != revision_of(told.family_id):
        raise refusing.changed_meanwhile()
    home = held.families[told.family_id]
    village_code = village or home.village_code or scope.villages_of([home.family_id]).get(home.family_id, "")
    on = _day(told, held, village_code)
    happening = _as_happening(told, on)
    after = happen(held.register, happening)
    event = FamilyEvent(
        id=new_id(),
        kind=told.kind.value,
        on=on,
        precision=told.precision.value,
        village_code=village_code,
        source_kind=by.value,
        source=source[:120],
        note=told.note.strip()[:_LONGEST_NOTE],
        actor_key=actor_key,
        recorded_at=clock.now(),
    )
    write(
        Change(
            event=event,
            held=held,
            after=after,
            told=told,
            newcomer=happening.newcomer,
            place=place,
            village=village,
        )
    )
    return rows_of([event])[0]


def take_event_back(event_id: UUID, *, actor: access.Actor, note: str = "") -> EventRow:
    """Take an event back by a counter-event that restores what was; the mistake stays in the history.

    Raises UnknownFamily for an event outside their reach, FamilyRefused when something was recorded after it, when it
    was taken back already, or is a correction itself.
    """
    with durable():
        event = FamilyEvent.objects.select_for_update().filter(pk=event_id).order_by("pk").first()
        if event is None:
            raise UnknownFamily(event_id)
        row = rows_of([event])[0]
        for family in sorted({*row.before, *row.after}):
            scope.check_family(family, actor, scope.KEEP)
        if row.reversed_by is not None or row.kind is Kind.CORRECTION:
            raise refusing.taken_back_already()
        return _take_back(event, row, actor.key, note)


def _take_back(event: FamilyEvent, row: EventRow, actor_key: str, note: str) -> EventRow:
    held = hold({*row.before, *row.after}, row.persons)
    source = source_of(event.pk)
    families = _made(FamilyState, source)
    members = _made(MemberState, source)
    before, after = _sides(held, families, members)
    restored = take_back(held.register, before, after)
    counter = FamilyEvent(
        id=new_id(),
        kind=Kind.CORRECTION.value,
        on=event.on,
        precision=event.precision,
        village_code=event.village_code,
        source_kind=SourceKind.OFFICER.value,
        note=note.strip()[:_LONGEST_NOTE],
        actor_key=actor_key,
        recorded_at=clock.now(),
        reverses=event,
    )
    counter.save(force_insert=True)
    versions.save(FamilyState, _restored(families, "ended", counter))
    versions.save(MemberState, _restored(members, "withdrawn", counter))
    now = clock.now()
    FamilyLink.objects.filter(event_id=event.pk, undone_at__isnull=True).update(undone_at=now)
    SharedMember.objects.filter(event=event, valid_to__isnull=True).update(valid_to=event.on)
    waiting = FamilyMove.objects.filter(out=event, state=MoveState.WAITING.value)
    waiting.update(state=MoveState.WITHDRAWN.value, decided_by=actor_key, decided_at=now)
    FamilyMove.objects.filter(arrival=event).update(state=MoveState.WAITING.value, arrival=None)
    write_parts(counter, after, restored, also={*row.before, *row.after})
    changed = concerned(after, restored) | {*row.before, *row.after}
    tell(counter, changed, row.persons)
    return rows_of([counter])[0]


# --- inside -----------------------------------------------------------------------------------------------


def _as_happening(told: Told, on: date) -> Happening:
    newcomer = told.twin or (new_id() if told.newcomer is not None or told.kind is Kind.SHARED else None)
    relations: dict[UUID, str] = dict(told.relations)
    if newcomer is not None and told.newcomer_relation:
        relations[newcomer] = told.newcomer_relation
    return Happening(
        kind=told.kind,
        on=on,
        family=told.family_id,
        persons=told.member_ids,
        to_family=told.to_family,
        new_family=new_id() if told.starts_family else None,
        head=told.head,
        new_head=told.new_head,
        newcomer=newcomer,
        newcomer_sex=told.newcomer.sex if told.newcomer else "",
        newcomer_born=told.newcomer.birth_date if told.newcomer else None,
        relations=relations,
        sharing=told.sharing,
    )


def _day(told: Told, held: Held, village_code: str) -> date:
    """Return the day an event counts from: as told, or in a month the last day of a change, else its first."""
    today = today_in(village_code)
    if told.precision is Precision.DAY:
        check_day(told.on, last_change=told.on, today=today)
        return told.on
    first = told.on.replace(day=1)
    check_day(first, last_change=first, today=today)
    concerned_ids = {*told.member_ids, *([told.twin] if told.twin else [])}
    since = [held.members[one].valid_from for one in concerned_ids if one in held.members]
    known = [day for day in since if (day.year, day.month) == (first.year, first.month)]
    return min(max([first, *known]), today)


def _made(model: Any, source: str) -> list[Any]:
    return list(model.objects.filter(source=source).order_by("valid_from", "id"))


def _sides(held: Held, families: list[FamilyState], members: list[MemberState]) -> tuple[Register, Register]:
    """Return what an event had changed: how it was before, and after."""
    same = {key: one.same for key, one in held.register.people.items()}
    earlier_families = [(one, _earlier(one, "family_id")) for one in families]
    earlier_members = [(one, _earlier(one, "member_id")) for one in members]
    before = Register(
        {was.family_id: home_of(was) for _, was in earlier_families if was is not None},
        {was.member_id: somebody(was, same[was.member_id]) for _, was in earlier_members if was is not None},
    )
    after = Register(
        {one.family_id: home_of(one) for one in families},
        {one.member_id: somebody(one, same.get(one.member_id, one.member_id)) for one in members},
    )
    for one in (*families, *members):
        if one.valid_to is not None:
            raise refusing.later_changes()
    return before, after


def _earlier(state: Any, owner: str) -> Any:
    """Return the version before one in its line; None when it is the first."""
    line = type(state).objects.filter(**{owner: getattr(state, owner)}).order_by("valid_from", "id")
    before = None
    for one in line:
        if one.pk == state.pk:
            return before
        before = one
    return None


def _restored(made: list[Any], without: str, counter: FamilyEvent) -> list[Any]:
    """Return the rows that end what an event made and put back what was before it."""
    rows = []
    for state in made:
        owner = "family_id" if isinstance(state, FamilyState) else "member_id"
        was = _earlier(state, owner)
        signature: Mapping[str, Any] = {
            "valid_from": state.valid_from,
            "reason": counter.kind,
            "source": source_of(counter.pk),
            "actor_key": counter.actor_key,
            "recorded_at": counter.recorded_at,
        }
        base, changes = (state, {"status": without}) if was is None else (was, {})
        rows += versions.placed([state], versions.successor(base, **changes, **signature))
    return rows
