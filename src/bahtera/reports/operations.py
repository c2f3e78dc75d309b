"""Moves of reports. Each checks the table, writes what was done and by whom, and leaves an audit entry."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from django.db import IntegrityError

from bahtera.access.api import SYSTEM, Actor, check_may, may, same_person
from bahtera.foundation import audit, clock, events, keys
from bahtera.foundation.canonical import canonical_json
from bahtera.foundation.transactions import durable, one_at_a_time
from bahtera.reports.errors import BadWords, ReportIdReused, ReportUnderway, SamePerson, UnknownReport
from bahtera.reports.models import Report, ReportStep
from bahtera.reports.queries import public_figures, to_row
from bahtera.reports.rules import (
    MOVERS,
    ROLES,
    SETTLED,
    checked,
    checked_line,
    next_state,
    number_of,
    receipt_text,
    words_json,
)
from bahtera.reports.values import Move, ReportRow, State, Words

if TYPE_CHECKING:
    from uuid import UUID


def make_report(
    report_id: UUID, *, round_id: int, village_code: str, words: Words, actor: Actor
) -> ReportRow:
    """Make the report of a village from the figures the public sees now; it waits for the coordinator.

    The id is the phone's: making it again returns what is there. After a return it is the next version of the same
    number; after an accepted one the next number. Raises NotAllowed, NoFigures, BadWords, UnknownRound,
    ReportUnderway, ReportIdReused.
    """
    check_may(actor, "report.make", area=village_code)
    said = checked(words)
    with durable():
        one_at_a_time(f"report:{round_id}:{village_code}")
        before = Report.objects.filter(pk=report_id).order_by("pk").first()
        if before is not None:
            return _repeated(before, round_id, village_code, said, actor)
        sequence, version = _next_number(round_id, village_code)
        content = {
            **public_figures(round_id, village_code),
            "number": number_of(village_code, round_id, sequence),
            "version": version,
            "words": words_json(said),
        }
        row = Report(
            id=report_id,
            round_id=round_id,
            village_code=village_code,
            sequence=sequence,
            version=version,
            state=State.MADE.value,
            sha256=hashlib.sha256(canonical_json(content).encode()).hexdigest(),
            made_at=clock.now(),
            made_by=actor.key,
        )
        row.content, row.words = content, words_json(said)
        _create(row)
        _note(row, Move.MAKE, actor, ROLES["report.make"])
        audit.record("reports.made", actor=actor.key, subject=f"report:{row.pk}", details=_about(row))
        return _row(row)


def confirm_report(report_id: UUID, *, actor: Actor) -> ReportRow:
    """Confirm as the coordinator that figures and lines are right and name nobody.

    Raises UnknownReport, IllegalMove, NotAllowed.
    """
    with durable():
        row = _moved(report_id, Move.CONFIRM, actor)
        audit.record("reports.confirmed", actor=actor.key, subject=f"report:{row.pk}", details=_about(row))
        return _row(row)


def endorse_report(report_id: UUID, *, actor: Actor) -> ReportRow:
    """Confirm as the kepala desa; the report is sent, and received by the system with a signed receipt.

    Raises UnknownReport, IllegalMove, NotAllowed, SamePerson.
    """
    with durable():
        row = _moved(report_id, Move.ENDORSE, actor)
        audit.record("reports.endorsed", actor=actor.key, subject=f"report:{row.pk}", details=_about(row))
        _go_on(row, Move.SEND, SYSTEM, "system")
        audit.record("reports.sent", actor=SYSTEM.key, subject=f"report:{row.pk}", details=_about(row))
        _receive(row)
        audit.record("reports.received", actor=SYSTEM.key, subject=f"report:{row.pk}", details=_about(row))
        return _row(row)


def return_report(report_id: UUID, *, reason: str, actor: Actor) -> ReportRow:
    """Send a report back to the kader with the reason; raises like `confirm_report`, and BadWords."""
    clean = checked_line(reason)
    if not clean:
        raise BadWords.no_reason()
    with durable():
        row = _moved(report_id, Move.RETURN, actor, reason=clean)
        audit.record("reports.returned", actor=actor.key, subject=f"report:{row.pk}", details=_about(row))
        _tell_movers("reports.returned", row, actor)
        return _row(row)


def accept_report(report_id: UUID, *, actor: Actor) -> ReportRow:
    """Accept as the TPK2D; raises like `confirm_report`."""
    with durable():
        row = _moved(report_id, Move.ACCEPT, actor)
        audit.record("reports.accepted", actor=actor.key, subject=f"report:{row.pk}", details=_about(row))
        _tell_movers("reports.accepted", row, actor)
        return _row(row)


def _tell_movers(name: str, row: Report, actor: Actor) -> None:
    """Let those who made, confirmed or endorsed a report know what became of it."""
    keys_of = ReportStep.objects.filter(report=row).order_by("pk").values_list("actor_key", flat=True)
    told = sorted(set(keys_of) - {actor.key, SYSTEM.key})
    events.publish(name, key=str(row.pk), payload={"to": told})


def _moved(report_id: UUID, move: Move, actor: Actor, *, reason: str = "") -> Report:
    row = Report.objects.select_for_update().filter(pk=report_id).order_by("pk").first()
    if row is None or not may(actor, "report.read", area=row.village_code):
        raise UnknownReport
    state = State(row.state)
    next_state(state, move)
    action = MOVERS[state, move]
    check_may(actor, action, area=row.village_code)
    if move is Move.ENDORSE:
        _check_other_person(row, actor)
    _go_on(row, move, actor, ROLES[action], reason=reason)
    return row


def _go_on(row: Report, move: Move, actor: Actor, role: str, *, reason: str = "") -> None:
    row.state = next_state(State(row.state), move).value
    row.save(update_fields=["state"])
    _note(row, move, actor, role, reason=reason)


def _receive(row: Report) -> None:
    now = clock.now()
    number = number_of(row.village_code, row.round_id, row.sequence)
    row.received_at = now
    row.signature = keys.sign(receipt_text(number, row.version, row.sha256, now).encode())
    row.save(update_fields=["received_at", "signature"])
    _go_on(row, Move.RECEIVE, SYSTEM, "system")


def _note(row: Report, move: Move, actor: Actor, role: str, *, reason: str = "") -> None:
    ReportStep.objects.create(
        report=row,
        move=move.value,
        state=row.state,
        at=clock.now(),
        actor_key=actor.key,
        role=role,
        reason=reason,
    )


def _check_other_person(row: Report, actor: Actor) -> None:
    first = ReportStep.objects.filter(report=row, move=Move.CONFIRM.value).order_by("pk").first()
    if first is not None and same_person(first.actor_key, actor.key):
        raise SamePerson


def _next_number(round_id: int, village_code: str) -> tuple[int, int]:
    rows = Report.objects.filter(round_id=round_id, village_code=village_code)
    last = rows.order_by("-sequence", "-version", "-pk").first()
    if last is None:
        return 1, 1
    if State(last.state) not in SETTLED:
        raise ReportUnderway(number_of(village_code, round_id, last.sequence))
    if State(last.state) is State.RETURNED:
        return last.sequence, last.version + 1
    return last.sequence + 1, 1


def _create(row: Report) -> None:
    try:
        with durable():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise ReportUnderway(number_of(row.village_code, row.round_id, row.sequence)) from error


def _repeated(row: Report, round_id: int, village_code: str, words: Words, actor: Actor) -> ReportRow:
    same = (row.round_id, row.village_code, row.words) == (round_id, village_code, words_json(words))
    if not same or not may(actor, "report.make", area=row.village_code):
        raise ReportIdReused
    return _row(row)


def _row(row: Report) -> ReportRow:
    return to_row(row, ReportStep.objects.filter(report=row).order_by("pk"))


def _about(row: Report) -> dict[str, str | int]:
    return {"round": row.round_id, "village": row.village_code, "version": row.version}
