"""Looking at clocks every minute: each step is told once, and what nobody answered expires."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final

from bahtera.access import api as access
from bahtera.deadlines import api as deadlines
from bahtera.foundation import audit, clock, events
from bahtera.foundation.transactions import durable
from bahtera.referrals.models import RunningClock
from bahtera.referrals.operations.carrying import SYSTEM, carry_out
from bahtera.referrals.operations.running import next_instant_of
from bahtera.referrals.queries.reaching import locked
from bahtera.referrals.rules.clocks import EXPIRY
from bahtera.referrals.values import By, Move, State
from bahtera.referrals.values.kept import Answer

if TYPE_CHECKING:
    from uuid import UUID

    from bahtera.referrals.models import Referral

OVERDUE: Final = "referrals.overdue"
REMINDED: Final = "referrals.due_soon"
_MOST_AT_ONCE: Final = 500
_UNDELIVERED: Final = timedelta(hours=1)
"""How long until the limit of what never arrived is looked at again."""


def look_at_clocks() -> int:
    """Tell whom a passed instant concerns, each step once, and return how many clocks were looked at.

    The job of each minute; what broke off half-way is found again, for it is remembered in the transaction that tells.
    """
    rows = RunningClock.objects.filter(next_at__lt=clock.now()).order_by("next_at", "id")
    found = list(rows.values_list("pk", "referral_id")[:_MOST_AT_ONCE])
    for clock_id, referral_id in found:
        with durable():
            row = locked(referral_id)
            one = (
                RunningClock.objects.select_for_update().filter(pk=clock_id, next_at__lt=clock.now()).first()
            )
            if one is None:
                continue
            _tell(row, one, clock.now())
            if one.clock == EXPIRY and one.due < clock.now() and row.state == State.DELIVERED.value:
                carry_out(row, Answer(Move.EXPIRE, row.version), By.CLOCK, SYSTEM)
    return len(found)


def _tell(row: Referral, one: RunningClock, now: datetime) -> None:
    """Publish what has come since the last look, and remember it in the same transaction."""
    steps = [(datetime.fromisoformat(at), whom) for at, whom in one.steps]
    passed = [whom for at, whom in steps if at < now]
    for whom in passed[one.told :]:
        _publish(OVERDUE, row, _keys(row, whom))
        audit.record(
            "referrals.escalated",
            actor="system",
            subject=f"referral:{row.pk}",
            details={"clock": one.clock, "whom": whom},
        )
    if one.reminder is not None and not one.reminded and one.reminder < now:
        one.reminded = True
        if now <= one.due:
            _publish(REMINDED, row, _keys(row, "unit"))
    one.told = max(one.told, len(passed))
    one.next_at = next_instant_of(one)
    if one.clock == EXPIRY and one.next_at is None and row.state == State.SENT.value:
        one.next_at = now + _UNDELIVERED
    one.save(update_fields=["told", "reminded", "next_at"])


def _keys(row: Referral, whom: str) -> tuple[str, ...]:
    if whom == deadlines.Whom.UNIT.value:
        return access.keys_in_units([row.receiver_unit])
    if whom == deadlines.Whom.SENDER.value:
        return access.keys_in_units([row.sender_unit])
    if whom == deadlines.Whom.SUPERVISOR.value:
        return access.supervisors_over(row.sender_area)
    unit = access.units_behind([row.receiver_unit]).get(row.receiver_unit)
    return access.keys_in_agencies([unit.agency_id]) if unit else ()


def send_word(what: str, row: Referral, unit: UUID) -> None:
    """Tell the people of a unit that something happened to a referral of theirs, not to which."""
    _publish(what, row, access.keys_in_units([unit]))


def _publish(what: str, row: Referral, to: tuple[str, ...]) -> None:
    if to:
        events.publish(what, key=str(row.pk), payload={"to": list(to)})
