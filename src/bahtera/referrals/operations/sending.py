"""Sending: nothing leaves without ground, agreement and what the service needs; and reaching the other unit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bahtera.access.api import SYSTEM as MACHINE
from bahtera.access.api import Actor, units_behind, zone_of
from bahtera.clients import api as clients
from bahtera.foundation import clock, events
from bahtera.foundation.transactions import durable, one_at_a_time
from bahtera.referrals.errors import AlreadyOpen, IllegalMove, Moved, UnitClosed
from bahtera.referrals.models import Content, Referral
from bahtera.referrals.operations.carrying import (
    SYSTEM,
    Doer,
    carry_out,
    nobody_conflicted,
    refusals_told,
)
from bahtera.referrals.operations.drafting import packet_for
from bahtera.referrals.queries.content import close
from bahtera.referrals.queries.grounds import (
    cover_for,
    grounds_at,
    is_open_twice,
    may_be_served_elsewhere,
)
from bahtera.referrals.queries.reaching import SEND, get_row
from bahtera.referrals.rules.grounds import against_sending, check_ready, ground_of
from bahtera.referrals.values import By, LawfulGround, Move, Packet, State
from bahtera.referrals.values.kept import Answer, Manner, Standing

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime
    from uuid import UUID

    from bahtera.foundation.events import Event

SENT: Final = "referrals.sent"


def send_referral(
    referral_id: UUID,
    *,
    version: int,
    actor: Actor,
    conflicted: Callable[[UUID, UUID], bool] = nobody_conflicted,
) -> Standing:
    """Send a draft: from now on the receiver's clocks run; it reaches their inbox within moments.

    ``conflicted`` tells of client and receiving unit whether that unit must not have this client. Raises NotAllowed,
    NoSuchReferral, NoSuchClient, IllegalMove, Moved, AlreadyOpen, UnitClosed, NoPacket, NotReady.
    """
    doer = Doer(actor.key)
    with refusals_told(referral_id, Move.SEND, By.SENDER, doer), durable():
        row = get_row(referral_id, actor, SEND, by=By.SENDER, lock=True)
        if row.state != State.DRAFT.value:
            raise IllegalMove(row.state, Move.SEND.value, By.SENDER.value)
        if row.version != version:
            raise Moved
        one_at_a_time(f"referrals:{row.client}")
        unit = units_behind([row.receiver_unit]).get(row.receiver_unit)
        if unit is None or not unit.is_active:
            raise UnitClosed
        row.receiver_kind, row.receiver_area = unit.kind, unit.area
        cut = packet_for(row, actor)
        _check_ready(row, cut, actor, conflicted, clock.now())
        if is_open_twice(row):
            raise AlreadyOpen
        content = Content.objects.select_for_update().get(referral=row)
        content.packet, content.packet_version = cut.id, cut.version
        close(content, {name: _plain(value) for name, value in cut.sent.items()}, cut.before)
        content.save()
        alike = may_be_served_elsewhere(row)
        standing = carry_out(row, Answer(Move.SEND, version), By.SENDER, Doer(actor.key, row.sender_unit))
        events.publish(SENT, key=str(row.pk))
    return Standing(standing.id, standing.state, standing.version, ask_supervisor=alike)


def on_sent(batch: Sequence[Event]) -> None:
    """Put what was sent into inboxes; what goes by letter or link arrives when that is made."""
    for event in batch:
        with durable():
            row = Referral.objects.select_for_update().filter(pk=event.key).order_by("pk").first()
            if row is not None and row.manner == Manner.SYSTEM.value:
                deliver(row)


def deliver(row: Referral) -> None:
    """Note that a sent referral reached the receiver, upon a row that is held; what arrived before stays as it is."""
    if row.state == State.SENT.value:
        carry_out(row, Answer(Move.DELIVER, row.version), By.SYSTEM, SYSTEM)


def _check_ready(
    row: Referral,
    cut: Packet,
    actor: Actor,
    conflicted: Callable[[UUID, UUID], bool],
    now: datetime,
) -> None:
    """Raise NotReady for what stands against it, and note on what it rests."""
    consent, other, records = grounds_at(row.client, row.receiver_kind, now)
    village = clients.get_client(row.client, actor=MACHINE if "system" in actor.roles else actor).identity
    today = clock.today(zone_of(row.sender_area))
    cover, one_agency, agreement_id = cover_for(row, on=today, area=village.village_code)
    check_ready(
        against_sending(
            cut,
            consent=consent,
            other=other,
            cover=cover,
            one_agency=one_agency,
            conflicted=lambda: conflicted(row.client, row.receiver_unit),
            at=now,
            today=today,
        )
    )
    ground = ground_of(cut.kind, consent, other, now)
    row.ground = ground.value if ground else ""
    row.ground_id = records.get(ground) if ground else None
    row.rule = other.rule if other and ground not in {None, LawfulGround.CONSENT} else ""
    row.agreement_id, row.agreement = agreement_id, cover.number if cover else ""


def _plain(value: object) -> object:
    return list(value) if isinstance(value, tuple | set | frozenset) else value
