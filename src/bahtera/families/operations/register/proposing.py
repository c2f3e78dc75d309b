"""What visits say of changes in a family: recorded where there is no doubt, asked about where there is."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from bahtera.access import api as access
from bahtera.families.errors import UnknownFamily
from bahtera.families.models import EventPart, EventProposal, FamilyEvent, MemberState
from bahtera.families.operations import versions
from bahtera.families.operations.matching import Match
from bahtera.families.operations.register.happening import carry_out, check_reach
from bahtera.families.operations.register.holding import hold
from bahtera.families.operations.register.writing import tell
from bahtera.families.queries.register import scope
from bahtera.families.queries.register.events import rows_of
from bahtera.families.queries.register.zones import today_in
from bahtera.families.rules import refusing, visit_changes
from bahtera.families.rules.changes import check_day
from bahtera.families.rules.people import HEAD
from bahtera.families.values.register import (
    EventRow,
    Kind,
    Precision,
    ProposalState,
    SourceKind,
    Told,
)
from bahtera.foundation import audit, clock
from bahtera.foundation.ids import new_id
from bahtera.foundation.transactions import durable

MISSING = "missing"
ARRIVED = "arrived"
# How somebody who stands on a roster for the first time may have come.
ARRIVALS = frozenset({Kind.BIRTH, Kind.MARRIAGE_IN, Kind.MOVE_IN, Kind.ADOPTION})


def follow_visit(found: Match, family_id: UUID, opened: Mapping[int, UUID]) -> None:
    """Record what a visit to a family on record makes sure, and ask about the rest; in its transaction.

    A roster that is as it was costs nothing, another one statement and those of sure events. A corrected visit says
    nothing new.
    """
    if not found.line or found.apart or found.visit.replaces is not None:
        return
    seen = _seen(found, opened)
    if not (seen.arrivals or seen.missing or seen.came_back or seen.heads_before != seen.heads_after):
        return
    source = found.visit.source
    for one in visit_changes.sure_events(seen):
        _note(one, family_id, found)
    asked = list(visit_changes.questions(seen))
    rows = [
        EventProposal(
            family_id=family_id, member_id=member, kind=kind, on=seen.on, source=source, made_at=clock.now()
        )
        for kind, member in asked
    ]
    if rows:
        EventProposal.objects.bulk_create(rows, ignore_conflicts=True)


def confirm_missing(proposal_id: UUID, told: Told, *, actor: access.Actor, seen: str) -> EventRow:
    """Record why somebody was not met, as told; raises UnknownFamily, FamilyRefused as ``record_event`` does."""
    with durable():
        row = _open(proposal_id, MISSING, actor)
        if told.family_id != row.family_id or row.member_id not in told.member_ids:
            raise refusing.nobody_chosen()
        check_reach(told, actor)
        event = carry_out(told, actor_key=actor.key, seen=seen, source=row.source)
        _decide(row, ProposalState.CONFIRMED, actor, event.id)
        return event


def explain_arrival(
    proposal_id: UUID, *, kind: Kind, on: date, actor: access.Actor, precision: Precision = Precision.DAY
) -> EventRow:
    """Record how somebody came who stands on the roster already; nothing of the roster changes.

    Raises UnknownFamily, FamilyRefused for another kind of event, a day after today or before the birth.
    """
    with durable():
        row = _open(proposal_id, ARRIVED, actor)
        if kind not in ARRIVALS:
            raise refusing.nobody_chosen()
        held = hold([row.family_id], [row.member_id])
        village = scope.villages_of([row.family_id])[row.family_id]
        member = held.members[row.member_id]
        day = on if precision is Precision.DAY else on.replace(day=1)
        check_day(day, last_change=day, today=today_in(village))
        if member.birth_date is not None and precision is Precision.DAY and on < member.birth_date:
            raise refusing.before_birth()
        told = {"actor_key": actor.key, "source": row.source, "source_kind": SourceKind.OFFICER.value}
        event = _event(kind, day, village, precision, **told)
        _write(event, row.family_id, [row.member_id])
        _decide(row, ProposalState.CONFIRMED, actor, event.pk)
        return rows_of([event])[0]


def dismiss_proposal(proposal_id: UUID, *, actor: access.Actor) -> None:
    """Say that nothing happened: somebody was forgotten on a roster, then or before. Raises UnknownFamily."""
    with durable():
        row = _open(proposal_id, "", actor)
        _decide(row, ProposalState.DISMISSED, actor, None)
        audit.record(
            "families.proposal_dismissed",
            actor=actor.key,
            subject=f"family:{row.family_id}",
            about=[f"member:{row.member_id}"],
            details={"kind": row.kind},
        )


# --- inside -----------------------------------------------------------------------------------------------


def _seen(found: Match, opened: Mapping[int, UUID]) -> visit_changes.Seen:
    day = found.visit.visited_on
    before = {key: versions.base_for(line, day) for key, line in found.people.items()}
    arrivals = tuple(
        visit_changes.Arrival(
            opened[row.number],
            row.given.relation,
            row.given.birth_date,
            not row.given.birth_date_estimated,
        )
        for row in found.rows
        if row.number in opened
    )
    missing = [details["member_id"] for code, _, details in found.noted if code == "families.member_missing"]
    relations = [
        (row.member_id or opened.get(row.number), row.given.relation)
        for row in found.rows
        if not row.leave_alone
    ]
    heads = [one for one, relation in relations if relation == HEAD and one is not None]
    return visit_changes.Seen(
        last=max([found.line[-1].valid_from, *(line[-1].valid_from for line in found.people.values())]),
        on=day,
        arrivals=arrivals,
        missing=tuple(UUID(one) for one in missing),
        heads_before=_heads(before, found.family_id) if heads else (),
        heads_after=tuple(heads),
        here=frozenset(one for one, _ in relations if one is not None),
        came_back=any(code == "families.returned" for code, _, _ in found.noted),
    )


def _heads(before: Mapping[UUID, MemberState], family_id: UUID | None) -> tuple[UUID, ...]:
    there = [one for one in before.values() if one.family_id == family_id and one.status == "present"]
    return tuple(one.member_id for one in there if one.relation == HEAD)


def _note(sure: visit_changes.Sure, family_id: UUID, found: Match) -> None:
    """Write an event whose versions the visit itself has made."""
    visit = found.visit
    told = {"actor_key": visit.actor_key, "source": visit.source, "source_kind": SourceKind.VISIT.value}
    event = _event(sure.kind, sure.on, visit.village_code, Precision.DAY, **told)
    _write(event, family_id, sure.members)


def _event(
    kind: Kind, on: date, village: str, precision: Precision = Precision.DAY, **told: str
) -> FamilyEvent:
    return FamilyEvent(
        id=new_id(),
        kind=kind.value,
        on=on,
        precision=precision.value,
        village_code=village,
        recorded_at=clock.now(),
        **told,
    )


def _write(event: FamilyEvent, family_id: UUID, members: Sequence[UUID]) -> None:
    event.save(force_insert=True)
    sides: list[dict[str, Any]] = [{"side": "before"}, {"side": "after"}]
    sides += [{"side": "after", "member_id": one} for one in members]
    EventPart.objects.bulk_create(EventPart(event=event, family_id=family_id, **side) for side in sides)
    tell(event, [family_id], members)


def _open(proposal_id: UUID, kind: str, actor: access.Actor) -> EventProposal:
    row = EventProposal.objects.select_for_update().filter(pk=proposal_id).order_by("pk").first()
    if row is None or (kind and row.kind != kind):
        raise UnknownFamily(proposal_id)
    scope.check_family(row.family_id, actor, scope.KEEP)
    if row.state != ProposalState.OPEN.value:
        raise refusing.changed_meanwhile()
    return row


def _decide(row: EventProposal, state: ProposalState, actor: access.Actor, event: UUID | None) -> None:
    row.state, row.decided_by, row.decided_at, row.event_id = state.value, actor.key, clock.now(), event
    row.save(update_fields=["state", "decided_by", "decided_at", "event"])
