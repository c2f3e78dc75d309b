"""A failure of protection, step by step against its clock."""

from datetime import datetime
from typing import Any
from uuid import UUID

from bahtera.access.api import Actor, check_may
from bahtera.foundation import audit, clock
from bahtera.foundation.inputs import LARGEST_NUMBER
from bahtera.foundation.transactions import durable
from bahtera.privacy.errors import BreachRefused
from bahtera.privacy.models import Breach, BreachNotice
from bahtera.privacy.queries import breaches as queries
from bahtera.privacy.rules import breaches as rules
from bahtera.privacy.values import Audience, BreachRow, BreachState, Impact


def open_breach(*, kind: str, what_happened: str, found_at: datetime, zone: str, actor: Actor) -> BreachRow:
    """Record a breach; its clock runs from ``found_at``. ``zone`` is that of the office, for what is printed.

    Raises NotAllowed, BreachRefused.
    """
    check_may(actor, "breach.manage")
    if kind not in rules.KINDS:
        raise BreachRefused.unknown_kind()
    found = rules.utc(found_at)
    if zone not in rules.ZONES or found > clock.now():
        raise BreachRefused.blank()
    with durable():
        row = Breach.objects.create(
            kind=kind,
            zone=zone,
            found_at=found,
            due_at=found + rules.NOTIFY_WITHIN,
            recorded_by=actor.key,
            what_happened=_said(what_happened),
        )
        _audit("privacy.breach_opened", row, actor, {"kind": kind, "due_at": row.due_at})
    return _value(row)


def contain_breach(breach_id: UUID, *, handling: str, actor: Actor) -> BreachRow:
    """Record what was done to stop it. Raises NotAllowed, NoSuchRecord, BreachRefused."""
    with durable():
        row = _moved(breach_id, BreachState.CONTAINED, actor)
        row.handling = _said(handling)
        row.save()
        _audit("privacy.breach_contained", row, actor, {})
    return _value(row)


def assess_breach(breach_id: UUID, impact: Impact, *, actor: Actor) -> BreachRow:
    """Record whom and what it touched. Raises NotAllowed, NoSuchRecord, BreachRefused."""
    with durable():
        row = _moved(breach_id, BreachState.ASSESSED, actor)
        if not 0 <= impact.affected <= LARGEST_NUMBER:
            raise BreachRefused.blank()
        row.affected, row.data, row.advice = impact.affected, _said(impact.data), _said(impact.advice)
        row.save()
        _audit("privacy.breach_assessed", row, actor, {"affected": impact.affected})
    return _value(row)


def record_notice(
    breach_id: UUID, audience: Audience, *, letter: str, sent_at: datetime, actor: Actor
) -> BreachRow:
    """Record a notice as it was sent; with both the breach counts as notified.

    Raises NotAllowed, NoSuchRecord, BreachRefused.
    """
    check_may(actor, "breach.manage")
    sent = rules.utc(sent_at)
    with durable():
        row = queries.find(breach_id, lock=True)
        there = queries.sent_of([row.pk]).get(row.pk, {})
        if row.state != BreachState.ASSESSED.value or audience.value in there:
            raise BreachRefused.not_now(row.state)
        if not row.found_at <= sent <= clock.now():
            raise BreachRefused.blank()
        BreachNotice.objects.create(
            breach=row,
            audience=audience.value,
            letter=_said(letter),
            sent_at=sent,
            recorded_by=actor.key,
        )
        if set(there) | {audience.value} == {one.value for one in Audience}:
            rules.check_can_move(BreachState(row.state), BreachState.NOTIFIED)
            row.state = BreachState.NOTIFIED.value
            row.save()
        _audit("privacy.breach_notified", row, actor, {"audience": audience.value, "late": sent > row.due_at})
    return _value(row)


def close_breach(breach_id: UUID, *, cause: str, prevention: str, actor: Actor) -> BreachRow:
    """Close a breach with why it happened and what keeps it from happening again.

    Raises NotAllowed, NoSuchRecord, BreachRefused, also while a notice is missing.
    """
    check_may(actor, "breach.manage")
    with durable():
        if queries.find(breach_id).state == BreachState.ASSESSED.value:
            raise BreachRefused.notices_missing()
        row = _moved(breach_id, BreachState.CLOSED, actor)
        row.cause, row.prevention = _said(cause), _said(prevention)
        row.closed_at, row.closed_by = clock.now(), actor.key
        row.save()
        _audit("privacy.breach_closed", row, actor, {})
    return _value(row)


# --- inside -----------------------------------------------------------------------------------------------


def _moved(breach_id: UUID, to: BreachState, actor: Actor) -> Breach:
    check_may(actor, "breach.manage")
    row = queries.find(breach_id, lock=True)
    rules.check_can_move(BreachState(row.state), to)
    row.state = to.value
    return row


def _said(words: str) -> str:
    if not words.strip():
        raise BreachRefused.blank()
    return words.strip()


def _value(row: Breach) -> BreachRow:
    return queries.row_of(row, queries.sent_of([row.pk]).get(row.pk, {}))


def _audit(action: str, row: Breach, actor: Actor, details: dict[str, Any]) -> None:
    audit.record(action, actor=actor.key, subject=f"breach:{row.pk}", details=details)
