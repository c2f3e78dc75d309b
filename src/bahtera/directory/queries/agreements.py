"""Agreements between offices, and whether one covers a referral."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING

from bahtera.access import api as access
from bahtera.directory.errors import UnknownAgreement, UnknownOffice
from bahtera.directory.models import AgreementRecord
from bahtera.directory.queries.offers import READ
from bahtera.directory.rules.agreements import basis, stands_in
from bahtera.directory.rules.fitting import within
from bahtera.directory.rules.writing import agreement_in
from bahtera.directory.values import AgreementRow, Basis, Side
from bahtera.foundation import blobs

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import date
    from uuid import UUID

    from bahtera.directory.values import Agreement

PAPER = "agreement.paper"


def get_agreement(agreement_id: UUID, *, actor: access.Actor) -> AgreementRow:
    """Return one agreement; raises NotAllowed, UnknownAgreement."""
    access.check_may(actor, READ)
    return agreement_row(agreement_record(agreement_id))


def list_agreements(
    *, actor: access.Actor, area: str = "", unit_id: UUID | None = None
) -> tuple[AgreementRow, ...]:
    """Return the agreements with a party in an area, or of a unit and its agency; the latest to begin first.

    Raises NotAllowed, UnknownOffice.
    """
    access.check_may(actor, READ)
    rows = [agreement_row(row) for row in AgreementRecord.objects.order_by("-valid_from", "-pk")]
    if unit_id is not None:
        side = side_of(unit_id)
        rows = [row for row in rows if stands_in(row.agreement, side)]
    if area:
        places = areas_of_parties(row.agreement for row in rows)
        rows = [
            row
            for row in rows
            if any(one in places and within(places[one], area) for one in _ids(row.agreement))
        ]
    return tuple(rows)


def agreement_for(sender_unit: UUID, receiver_unit: UUID, service: str, *, on: date, area: str = "") -> Basis:
    """Return the agreement a referral between two units can rest on, or why there is none.

    ``area``: where the person lives. Asked by the machinery of referrals, so it takes no actor. Raises UnknownOffice.
    """
    sender, receiver = side_of(sender_unit), side_of(receiver_unit)
    rows = AgreementRecord.objects.order_by("pk")
    return basis((agreement_row(row) for row in rows), sender, receiver, service, on, area=area)


def open_agreement_file(agreement_id: UUID, *, actor: access.Actor) -> tuple[str, IO[bytes]]:
    """Return name and content of the signed paper; raises UnknownAgreement (also without one), NotAllowed."""
    row = agreement_record(agreement_id)
    places = areas_of_parties([agreement_in(row.content)])
    if not any(access.may(actor, PAPER, area=area) for area in places.values()):
        access.check_may(actor, PAPER, area=min(places.values(), default=""))
    if not row.file_sha256:
        raise UnknownAgreement
    return row.file_name, blobs.open(row.file_sha256)


def needed_files(hashes: Collection[str]) -> set[str]:
    """Return those of some stored files that are papers of agreements."""
    rows = AgreementRecord.objects.filter(file_sha256__in=hashes).order_by("pk")
    return set(rows.values_list("file_sha256", flat=True))


def side_of(unit_id: UUID) -> Side:
    """Return a unit as agreements see it; raises UnknownOffice."""
    unit = access.units_behind([unit_id]).get(unit_id)
    if unit is None:
        raise UnknownOffice
    return Side(unit.id, unit.agency_id, unit.area)


def areas_of_parties(agreements: Iterable[Agreement]) -> dict[UUID, str]:
    """Return the area of each unit and agency that stands in some agreements, by its id."""
    wanted = list(agreements)
    units = access.units_behind({one.unit_id for each in wanted for one in each.parties if one.unit_id})
    agencies = access.agencies_behind(
        {one.agency_id for each in wanted for one in each.parties if one.agency_id}
    )
    return {key: one.area for key, one in units.items()} | {key: one.area for key, one in agencies.items()}


def agreement_record(agreement_id: UUID, *, locked: bool = False) -> AgreementRecord:
    """Return the row of an agreement; raises UnknownAgreement."""
    rows = AgreementRecord.objects.select_for_update() if locked else AgreementRecord.objects.all()
    row = rows.filter(pk=agreement_id).order_by("pk").first()
    if row is None:
        raise UnknownAgreement
    return row


def agreement_row(row: AgreementRecord) -> AgreementRow:
    """Return an agreement as a value."""
    return AgreementRow(
        id=row.pk,
        version=row.version,
        agreement=agreement_in(row.content),
        agreed_at=row.agreed_at,
        ended_on=row.ended_on,
        ended_why=row.ended_why,
        file_sha256=row.file_sha256,
        file_name=row.file_name,
    )


def _ids(agreement: Agreement) -> list[UUID]:
    return [one for party in agreement.parties if (one := party.unit_id or party.agency_id) is not None]
