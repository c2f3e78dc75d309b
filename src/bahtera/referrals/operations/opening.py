"""Looking at referrals: every look at a list of a unit or at one referral is in the audit."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from bahtera.access.api import Actor, check_may, units_of
from bahtera.clients import api as clients
from bahtera.foundation import audit, clock
from bahtera.foundation.paging import Page, keyset
from bahtera.foundation.transactions import durable
from bahtera.referrals.errors import NoSuchReferral
from bahtera.referrals.models import Event, Referral, RunningClock
from bahtera.referrals.operations.drafting import packet_for
from bahtera.referrals.queries.boxes import rows_of
from bahtera.referrals.queries.content import packet_of, packets_of
from bahtera.referrals.queries.reaching import READ, get_row, is_machine, sides_of
from bahtera.referrals.rules.machine import moves_for
from bahtera.referrals.rules.packets import seen_by_receiver
from bahtera.referrals.values import By, Move, Packet, State, Urgency
from bahtera.referrals.values.kept import (
    Box,
    BoxCounts,
    ClockRow,
    Direction,
    EventRow,
    Manner,
    Offered,
    ReferralRow,
    ReferralView,
    Visit,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

MOST_COUNTED: Final = 1000
"""The most that the count of a box tells; then it is "1.000 or more"."""
_NAME: Final = "nama"


def list_box(
    unit_id: UUID, box: Box, *, actor: Actor, cursor: str | None = None, size: int = 50
) -> Page[ReferralRow]:
    """Return a page of one box of a unit of the actor, without relatives of theirs.

    Newest first, but what is owed by when it is due. Raises NotAllowed, NoSuchReferral.
    """
    _check_unit(unit_id, actor)
    rows, order, by = rows_of(unit_id, box, clock.now())
    page = keyset(rows, order, cursor=cursor, size=size)
    seen = [one for one in page.items if not actor.kin or not clients.is_relative(one.client, actor)]
    told = packets_of(seen)
    now = clock.now()
    audit.note(
        "referrals.listed", actor=actor.key, subject=f"unit:{unit_id}", details={"referrals": len(seen)}
    )
    items = [row_of(one, now, name=_name(told.get(one.pk), one, by)) for one in seen]
    return Page(items, page.next_cursor)


def count_boxes(unit_id: UUID, *, actor: Actor) -> BoxCounts:
    """Return how many referrals wait in a unit's inbox. Raises NotAllowed, NoSuchReferral."""
    _check_unit(unit_id, actor)
    now = clock.now()
    new, due, late = (
        rows_of(unit_id, box, now)[0].order_by()[:MOST_COUNTED].count()
        for box in (Box.NEW, Box.DUE, Box.OVERDUE)
    )
    return BoxCounts(new, due, late)


def get_referral(referral_id: UUID, *, actor: Actor) -> ReferralView:
    """Return one referral as the reader's side sees it; the look is in the trail. Raises NotAllowed, NoSuchReferral."""
    with durable():
        row = get_row(referral_id, actor, READ)
        audit.record(
            "referrals.read",
            actor=actor.key,
            subject=f"referral:{row.pk}",
            about=(f"client:{row.client}",),
        )
        return _view(row, actor)


def _view(row: Referral, actor: Actor) -> ReferralView:
    state = State(row.state)
    sides = frozenset({By.SENDER, By.RECEIVER}) if is_machine(actor) else sides_of(row, actor)
    sender = By.SENDER in sides
    told = packet_for(row, actor) if state is State.DRAFT else packet_of(row)
    seen = told.sent if sender else seen_by_receiver(told, state)
    withheld = tuple(told.left_out) if state is State.DRAFT else tuple(sorted(set(told.sent) - set(seen)))
    now = clock.now()
    known_to_reader = sender or row.accepted_at is not None
    events = tuple(_event(one) for one in Event.objects.filter(referral=row).order_by("number"))
    name = str(seen.get(_NAME, ""))
    return ReferralView(
        row=row_of(row, now, name=name),
        client_id=row.client if known_to_reader else None,
        parent_id=row.parent_id,
        children=tuple(row.children.order_by("pk").values_list("pk", flat=True)),
        sides=sides,
        moves=offered(state, sides),
        packet=told.id,
        kind=row.receiver_kind,
        seen=MappingProxyType(dict(seen)),
        withheld=withheld,
        missing=told.missing,
        ground=row.ground,
        rule=row.rule if sender else "",
        agreement=row.agreement,
        visit=visit_of(row),
        outcome=row.outcome,
        reason=events[-1].reason if events else "",
        words=events[-1].words if events else "",
        feedback=None if row.feedback_barred and By.RECEIVER not in sides else row.feedback,
        feedback_due=By.RECEIVER in sides
        and state is State.DONE
        and row.feedback_at is None
        and not row.feedback_barred,
        ask_client=row.ask_client,
        clocks=_clocks(row),
        events=events,
    )


def row_of(row: Referral, now: datetime, *, name: str = "") -> ReferralRow:
    """Return a referral as a line of a list."""
    return ReferralRow(
        id=row.pk,
        service=row.service,
        own_words=row.own_words,
        urgency=Urgency(row.urgency),
        direction=Direction(row.direction),
        manner=Manner(row.manner),
        state=State(row.state),
        version=row.version,
        sender_unit=row.sender_unit,
        receiver_unit=row.receiver_unit,
        at=row.sent_at or row.made_at,
        due=row.due_at,
        late=row.due_at is not None and row.due_at < now,
        appointment=row.appointment_at,
        name=name,
    )


def offered(state: State, sides: frozenset[By]) -> tuple[Offered, ...]:
    """Return what some sides may do in a state."""
    return tuple(
        Offered(one.move, one.need)
        for by in (By.SENDER, By.RECEIVER)
        if by in sides
        for one in moves_for(state, by)
    )


def visit_of(row: Referral) -> Visit | None:
    """Return when and where the client is expected."""
    return Visit(row.appointment_at, row.place, row.bring) if row.appointment_at else None


def _check_unit(unit_id: UUID, actor: Actor) -> None:
    check_may(actor, READ)
    if not is_machine(actor) and unit_id not in units_of(actor, READ):
        raise NoSuchReferral


def _name(told: Packet | None, row: Referral, by: By) -> str:
    if told is None:
        return ""
    seen: Mapping[str, object] = told.sent if by is By.SENDER else seen_by_receiver(told, State(row.state))
    return str(seen.get(_NAME, ""))


def _clocks(row: Referral) -> tuple[ClockRow, ...]:
    rows = RunningClock.objects.filter(referral=row).order_by("started", "due", "pk")
    return tuple(
        ClockRow(
            one.clock,
            one.started,
            one.due,
            one.ended,
            tuple(whom for _, whom in one.steps[: one.told]),
            tuple(one.unlisted),
        )
        for one in rows
    )


def _event(one: Event) -> EventRow:
    return EventRow(
        one.number,
        Move(one.move),
        By(one.by),
        State(one.before),
        State(one.after),
        one.at,
        one.actor_key,
        one.unit,
        one.reason,
        one.words,
    )
