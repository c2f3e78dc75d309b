"""What follows from elsewhere: consent that ends, days that count otherwise, units that close."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from uuid import UUID

from bahtera.access.api import units_behind
from bahtera.foundation import audit, clock
from bahtera.foundation.transactions import durable
from bahtera.referrals.models import Referral
from bahtera.referrals.operations.carrying import SYSTEM, carry_out
from bahtera.referrals.operations.looking import send_word
from bahtera.referrals.operations.running import follow, recount
from bahtera.referrals.queries.grounds import grounds_at
from bahtera.referrals.rules.grounds import on_withdrawal
from bahtera.referrals.values import By, Consequence, Given, Move, State
from bahtera.referrals.values.kept import Answer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bahtera.foundation.events import Event

ASK_CLIENT: Final = "referrals.ask_client"
UNIT_CLOSED: Final = "referrals.unit_closed"
_SETTLED: Final = frozenset(
    one.value for one in (State.DRAFT, State.DECLINED, State.WITHDRAWN, State.EXPIRED)
)


def on_ground_ended(batch: Sequence[Event]) -> None:
    """Do what follows when clients no longer agree: at once, unless another ground carries the referral."""
    for client_id in sorted({event.key for event in batch}):
        with durable():
            rows = Referral.objects.select_for_update().filter(client=UUID(client_id)).order_by("pk")
            for row in rows.exclude(state__in=_SETTLED):
                _follow_withdrawal(row)


def on_days_changed(batch: Sequence[Event]) -> None:
    """Count open limits again in the areas whose days changed."""
    areas = sorted({area for event in batch for area in event.payload.get("areas", ())})
    if areas:
        with durable():
            recount(areas)


def tell_of_closed_units() -> int:
    """Tell senders, once, of open referrals whose receiver closed, and return how many; a job of each minute."""
    waiting = Referral.objects.filter(
        ended_at__isnull=True, closed_told_at__isnull=True, sent_at__isnull=False
    )
    units = set(waiting.order_by().values_list("receiver_unit", flat=True).distinct())
    behind = units_behind(units)
    closed = {one for one in units if one not in behind or not behind[one].is_active}
    if not closed:
        return 0
    with durable():
        rows = list(waiting.select_for_update().filter(receiver_unit__in=closed).order_by("pk"))
        for row in rows:
            row.closed_told_at = clock.now()
            row.save(update_fields=["closed_told_at"])
            send_word(UNIT_CLOSED, row, row.sender_unit)
        audit.record(
            "referrals.closed_units_told",
            actor="system",
            subject="referrals",
            details={"referrals": len(rows), "units": sorted(str(one) for one in closed)},
        )
    return len(rows)


def _follow_withdrawal(row: Referral) -> None:
    now = clock.now()
    consent, other, _ = grounds_at(row.client, row.receiver_kind, now)
    if consent is None:
        return
    follows = on_withdrawal(State(row.state), row.receiver_kind, other, consent, now)
    if follows is Consequence.WITHDRAW:
        given = Given(reason="persetujuan_ditarik")
        carry_out(row, Answer(Move.WITHDRAW, row.version, given), By.SENDER, SYSTEM)
    elif follows is Consequence.ASK and not row.ask_client:
        row.ask_client, row.version = True, row.version + 1
        row.save(update_fields=["ask_client", "version"])
        for unit in (row.sender_unit, row.receiver_unit):
            send_word(ASK_CLIENT, row, unit)
        _note(row, "referrals.client_to_be_asked")
    elif follows is Consequence.NO_FEEDBACK and row.feedback_at is None and not row.feedback_barred:
        row.feedback_barred, row.version = True, row.version + 1
        follow(row, now)
        row.save()
        _note(row, "referrals.feedback_ended")


def _note(row: Referral, what: str) -> None:
    audit.record(
        what,
        actor="system",
        subject=f"referral:{row.pk}",
        details={"version": row.version},
        about=(f"client:{row.client}",),
    )
