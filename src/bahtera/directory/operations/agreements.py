"""Agreements between offices: drafted, agreed upon, ended, with the signed paper, and a word before they run out."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import IO, TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from bahtera.access import api as access
from bahtera.areas import api as areas
from bahtera.deadlines import api as deadlines
from bahtera.directory.errors import BadAgreement, BadFile, UnknownOffice
from bahtera.directory.models import AgreementRecord
from bahtera.directory.operations.writing import (
    AGREE,
    check_version,
    is_bound,
    keeps,
    needed_reason,
    remember,
)
from bahtera.directory.queries.agreements import (
    PAPER,
    agreement_record,
    agreement_row,
    areas_of_parties,
)
from bahtera.directory.rules.agreements import LONGEST_ABOUT, check_agreement, state_on
from bahtera.directory.rules.writing import agreement_in, agreement_json
from bahtera.directory.values import AgreementState
from bahtera.foundation import audit, blobs, clock, events
from bahtera.foundation.inputs import one_line
from bahtera.foundation.transactions import durable

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from uuid import UUID

    from bahtera.directory.values import Agreement, AgreementRow

CLOCK: Final = "perjanjian_berakhir"
ENDING: Final = "directory.agreement_ending"
"""The event before an agreement's last day; its payload names in ``to`` who is told, and nothing of what."""
_MB: Final = 1024 * 1024
_ZONE: Final = "Asia/Jakarta"
_FURTHEST: Final = timedelta(days=366)
_OPEN: Final = frozenset({AgreementState.COMING, AgreementState.ACTIVE})


def draft_agreement(agreement: Agreement, *, actor: access.Actor) -> AgreementRow:
    """Write the draft of an agreement; whoever may write for one party may.

    Raises UnknownOffice, NotAllowed, BadAgreement.
    """
    plain = _checked(agreement, actor)
    with durable():
        row = AgreementRecord(version=1)
        _fill(row, plain)
        row.save(force_insert=True)
        _note(row, "directory.agreement_drafted", actor)
        return agreement_row(row)


def change_agreement(
    agreement_id: UUID, agreement: Agreement, *, version: int, actor: access.Actor
) -> AgreementRow:
    """Write a draft otherwise. Raises as `draft_agreement`, UnknownAgreement, Moved."""
    plain = _checked(agreement, actor)
    with durable():
        row = _locked(agreement_id, version, actor)
        if row.agreed_at is not None:
            raise BadAgreement.settled()
        _fill(row, plain)
        return _saved(row, "directory.agreement_changed", actor)


def agree(agreement_id: UUID, *, version: int, actor: access.Actor) -> AgreementRow:
    """Let a signed draft hold; from then on it is not changed, only ended. Raises as `change_agreement`."""
    with durable():
        row = _locked(agreement_id, version, actor)
        if row.agreed_at is not None:
            raise BadAgreement.settled()
        row.agreed_at = clock.now()
        return _saved(row, "directory.agreement_agreed", actor)


def end_agreement(
    agreement_id: UUID, *, on: date, reason: str, version: int, actor: access.Actor
) -> AgreementRow:
    """Let an agreement hold no more from a day on, before its time. Raises as `change_agreement`, and NoReason."""
    why = needed_reason(reason)
    with durable():
        row = _locked(agreement_id, version, actor)
        known = agreement_row(row)
        if state_on(known, clock.today(_ZONE)) not in _OPEN or row.ended_on is not None:
            raise BadAgreement.settled()
        if on < known.agreement.valid_from:
            raise BadAgreement.dates()
        row.ended_on, row.ended_why = on, why
        return _saved(row, "directory.agreement_ended", actor, reason=why)


def attach_paper(
    agreement_id: UUID, *, name: str, file: IO[bytes], version: int, actor: access.Actor
) -> AgreementRow:
    """Keep the signed paper (PDF, JPG, PNG); an earlier one stays stored. Raises as `change_agreement`, and BadFile."""
    data = file.read(access.LARGEST_PAPER + 1)
    kind = access.paper_kind(data) if len(data) <= access.LARGEST_PAPER else None
    if kind is None:
        raise BadFile(access.LARGEST_PAPER // _MB)
    with durable():
        row = _locked(agreement_id, version, actor)
        places = areas_of_parties([agreement_in(row.content)]).values()
        if not any(access.may(actor, PAPER, area=area) for area in places):
            raise access.NotAllowed(PAPER)
        stem = one_line(name.replace("\\", "/").rpartition("/")[2].rpartition(".")[0])[:120]
        row.file_sha256, row.file_name = blobs.put(data), f"{stem or 'perjanjian'}.{kind}"
        return _saved(row, "directory.agreement_paper", actor)


def warn_of_ending_agreements() -> None:
    """Tell the people of each party, once, that an agreement is near its last day; the nightly job.

    How near says the clock `perjanjian_berakhir`. The word names neither the agreement nor the offices.
    """
    reminder = deadlines.clock_named(CLOCK).reminder
    if reminder is None:
        return
    today = clock.today(_ZONE)
    furthest = today + _FURTHEST
    rows = AgreementRecord.objects.filter(
        agreed_at__isnull=False, ended_on=None, warned_for=None, valid_to__gte=today, valid_to__lte=furthest
    )
    for agreement_id in list(rows.order_by("valid_to", "pk").values_list("pk", flat=True)):
        _warn(agreement_id, reminder)


def _warn(agreement_id: UUID, reminder: deadlines.Limit) -> None:
    with durable():
        row = agreement_record(agreement_id, locked=True)
        agreement = agreement_in(row.content)
        places = areas_of_parties([agreement])
        office = deadlines.calendar(min(places.values(), default=""))
        last = row.valid_to
        if last is None or row.warned_for is not None:
            return
        ends = deadlines.due(_noon(last, office.zone), deadlines.clock_named(CLOCK).limit, office).at
        if clock.now() < deadlines.before(ends, reminder, office):
            return
        row.warned_for = last
        row.save(update_fields=["warned_for"])
        to = access.keys_in_units(_units_of(agreement))
        if to:
            events.publish(ENDING, key=str(row.pk), payload={"to": list(to)})
        audit.record(
            "directory.agreement_warned",
            actor="system",
            subject=f"agreement:{row.pk}",
            details={"people": len(to), "to": last},
        )


def may_agree(agreement: Agreement, *, actor: access.Actor) -> bool:
    """Tell whether somebody may write an agreement: for one of its parties."""
    try:
        _check_party(agreement, actor)
    except access.NotAllowed:
        return False
    return True


def _noon(day: date, zone: str) -> datetime:
    return datetime.combine(day, time(12), tzinfo=ZoneInfo(zone))


def _units_of(agreement: Agreement) -> set[UUID]:
    """Return the units that are told: those named, and the contact's; of a whole agency all its units."""
    named = {one.unit_id for one in agreement.parties if one.unit_id}
    if agreement.contact_unit is not None:
        named.add(agreement.contact_unit)
    agencies = {one.agency_id for one in agreement.parties if one.agency_id}
    return named | {one.id for one in access.units_inside("") if one.agency_id in agencies}


def _checked(agreement: Agreement, actor: access.Actor) -> Agreement:
    """Return an agreement with tidy words; raises UnknownOffice, NotAllowed, BadAgreement."""
    plain = replace(
        agreement, number=one_line(agreement.number), about=one_line(agreement.about)[:LONGEST_ABOUT]
    )
    check_agreement(plain, areas.find(plain.areas))
    places = areas_of_parties([plain])
    if any((one.unit_id or one.agency_id) not in places for one in plain.parties):
        raise UnknownOffice
    if plain.contact_unit is not None:
        unit = access.units_behind([plain.contact_unit]).get(plain.contact_unit)
        if unit is None or not any(
            unit.id == one.unit_id or unit.agency_id == one.agency_id for one in plain.parties
        ):
            raise BadAgreement.contact()
    _check_party(plain, actor)
    return plain


def _check_party(agreement: Agreement, actor: access.Actor) -> None:
    """Raise NotAllowed unless somebody may write for a unit of a party, or for the area of an agency."""
    if any(keeps(actor, AGREE, one) for one in _behind(agreement)):
        return
    agencies = access.agencies_behind({one.agency_id for one in agreement.parties if one.agency_id})
    unbound = replace(actor, grants=tuple(one for one in actor.grants if not is_bound(one)))
    if any(access.may(unbound, AGREE, area=one.area) for one in agencies.values()):
        return
    raise access.NotAllowed(AGREE)


def _behind(agreement: Agreement) -> Iterable[access.UnitRow]:
    return access.units_behind(_units_of(agreement)).values()


def _locked(agreement_id: UUID, version: int, actor: access.Actor) -> AgreementRecord:
    row = agreement_record(agreement_id, locked=True)
    _check_party(agreement_in(row.content), actor)
    check_version(row.version, version)
    return row


def _saved(row: AgreementRecord, what: str, actor: access.Actor, *, reason: str = "") -> AgreementRow:
    row.version += 1
    row.save()
    _note(row, what, actor, reason=reason)
    return agreement_row(row)


def _note(row: AgreementRecord, what: str, actor: access.Actor, *, reason: str = "") -> None:
    content = {
        **row.content,
        "agreed": row.agreed_at is not None,
        "ended_on": row.ended_on.isoformat() if row.ended_on else "",
        "paper": row.file_sha256,
    }
    remember(row.pk, row.version, content, actor=actor, reason=reason)
    audit.record(what, actor=actor.key, subject=f"agreement:{row.pk}", details={"version": row.version})


def _fill(row: AgreementRecord, agreement: Agreement) -> None:
    row.number, row.valid_from, row.valid_to = agreement.number, agreement.valid_from, agreement.valid_to
    row.content = agreement_json(agreement)
