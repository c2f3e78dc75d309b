"""Reads of breaches, and the figures an auditor sees."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from bahtera.access.api import Actor, check_may, may
from bahtera.foundation import clock
from bahtera.foundation.paging import Page, keyset
from bahtera.privacy.errors import BreachRefused, NoSuchRecord
from bahtera.privacy.models import Breach, BreachNotice
from bahtera.privacy.rules import breaches as rules
from bahtera.privacy.rules import declarations
from bahtera.privacy.values import Audience, BreachDetail, BreachRow, BreachState, Load, Notice

_READY = (BreachState.ASSESSED.value, BreachState.NOTIFIED.value, BreachState.CLOSED.value)


def list_breaches(*, actor: Actor, cursor: str | None = None, size: int = 50) -> Page[BreachRow]:
    """Return a page of breaches, latest first, for officer and auditor. Raises NotAllowed."""
    check_may(actor, "privacy.read")
    page = keyset(Breach.objects.all(), ("-found_at", "-id"), cursor=cursor, size=size)
    sent = sent_of([row.pk for row in page.items])
    return Page([row_of(row, sent.get(row.pk, {})) for row in page.items], page.next_cursor)


def get_breach(breach_id: UUID, *, actor: Actor) -> BreachRow:
    """Return one breach. Raises NotAllowed, NoSuchRecord."""
    check_may(actor, "privacy.read")
    row = find(breach_id)
    return row_of(row, sent_of([row.pk]).get(row.pk, {}))


def get_breach_detail(breach_id: UUID, *, actor: Actor) -> BreachDetail:
    """Return one breach with what was written about it. Raises NotAllowed, NoSuchRecord."""
    check_may(actor, "breach.manage")
    row = find(breach_id)
    notices = {
        one.audience: Notice(Audience(one.audience), one.letter, one.sent_at)
        for one in BreachNotice.objects.filter(breach=row).order_by("pk")
    }
    return BreachDetail(
        row=row_of(row, {who: one.sent_at for who, one in notices.items()}),
        what_happened=row.what_happened,
        handling=row.handling,
        data=row.data,
        advice=row.advice,
        cause=row.cause,
        prevention=row.prevention,
        notices=notices,
    )


def breach_load(actor: Actor) -> Load:
    """Return how many breaches are not closed, and of how many the notices are overdue; none for others."""
    if not may(actor, "breach.manage"):
        return Load()
    waiting = Breach.objects.exclude(state=BreachState.CLOSED.value)
    unsent = waiting.exclude(state=BreachState.NOTIFIED.value)
    return Load(waiting.count(), unsent.filter(due_at__lt=clock.now()).count())


def draft_notice(breach_id: UUID, audience: Audience, *, contact: str, actor: Actor) -> str:
    """Return a notice in Indonesian, ready to be read over and sent. Raises BreachRefused, NotAllowed."""
    check_may(actor, "breach.manage")
    row = find(breach_id)
    if row.state not in _READY:
        raise BreachRefused.not_now(row.state)
    if not contact.strip():
        raise BreachRefused.blank()
    values = {
        "found_at": rules.moment(row.found_at, row.zone),
        "due_at": rules.moment(row.due_at, row.zone),
        # The sentences of the draft end by themselves.
        "what_happened": row.what_happened.rstrip(" ."),
        "data": row.data.rstrip(" ."),
        "handling": row.handling.rstrip(" ."),
        "advice": row.advice.rstrip(" ."),
        "affected": str(row.affected),
        "contact": contact.strip(),
    }
    return rules.fill(declarations.breach_notices()[audience], values)


def closing_report(breach_id: UUID, *, actor: Actor) -> str:
    """Return the closing report in Indonesian. Raises BreachRefused before the breach is closed."""
    check_may(actor, "breach.manage")
    row = find(breach_id)
    if row.state != BreachState.CLOSED.value or row.closed_at is None:
        raise BreachRefused.not_now(row.state)
    sent = sent_of([row.pk]).get(row.pk, {})
    late = "TERLAMBAT" if rules.was_late(row.due_at, sent) else "tepat waktu"
    lines = [
        "Laporan penutupan kegagalan pelindungan data pribadi",
        f"Nomor: {row.pk}",
        f"Jenis: {row.kind.replace('_', ' ')}",
        f"Diketahui: {rules.moment(row.found_at, row.zone)}",
        f"Batas pemberitahuan: {rules.moment(row.due_at, row.zone)}",
        *(f"Diberitahukan ({_WHOM[who]}): {rules.moment(at, row.zone)}" for who, at in sorted(sent.items())),
        f"Pemberitahuan: {late}",
        f"Yang terjadi: {row.what_happened}",
        f"Data: {row.data}",
        f"Orang terdampak: {row.affected}",
        f"Penanganan: {row.handling}",
        f"Sebab: {row.cause}",
        f"Pencegahan: {row.prevention}",
        f"Ditutup: {rules.moment(row.closed_at, row.zone)}",
    ]
    return "\n".join(lines) + "\n"


def find(breach_id: UUID, *, lock: bool = False) -> Breach:
    """Return a breach's row. Raises NoSuchRecord."""
    rows = Breach.objects.select_for_update() if lock else Breach.objects.all()
    row = rows.filter(pk=breach_id).order_by("pk").first()
    if row is None:
        raise NoSuchRecord(breach_id)
    return row


def sent_of(breach_ids: list[UUID]) -> dict[UUID, dict[str, datetime]]:
    """Return when each notice of some breaches was sent, by breach and audience."""
    found: dict[UUID, dict[str, datetime]] = {}
    for row in BreachNotice.objects.filter(breach_id__in=breach_ids).defer("letter").order_by("pk"):
        found.setdefault(row.breach_id, {})[row.audience] = row.sent_at
    return found


def row_of(row: Breach, sent: Mapping[str, datetime]) -> BreachRow:
    """Return a breach as a value, without what people wrote about it."""
    return BreachRow(
        id=row.id,
        kind=row.kind,
        state=BreachState(row.state),
        zone=row.zone,
        found_at=row.found_at,
        due_at=row.due_at,
        closed_at=row.closed_at,
        affected=row.affected,
        sent=dict(sent),
        is_overdue=rules.is_overdue(row.due_at, sent, clock.now()),
        was_late=rules.was_late(row.due_at, sent),
    )


_WHOM: Mapping[str, str] = {"person": "orang yang terdampak", "authority": "lembaga"}
