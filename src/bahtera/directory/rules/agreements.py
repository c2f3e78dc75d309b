"""How an agreement stands, and whether one covers a referral from one unit to another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bahtera.directory.errors import BadAgreement
from bahtera.directory.rules.fitting import within
from bahtera.directory.rules.words import declared_services
from bahtera.directory.values import AgreementState, Basis, Party, Why

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import date

    from bahtera.directory.values import Agreement, AgreementRow, Side

LONGEST_NUMBER: Final = 80
LONGEST_ABOUT: Final = 300
_FEWEST: Final = 2
_WHY: Final = {
    AgreementState.DRAFT: Why.DRAFT,
    AgreementState.COMING: Why.COMING,
    AgreementState.EXPIRED: Why.EXPIRED,
    AgreementState.ENDED: Why.ENDED,
}
# From the nearest miss to the farthest: which of several agreements is named when none covers.
_NEAREST: Final = (
    Why.OTHER_AREA,
    Why.OTHER_SERVICE,
    Why.COMING,
    Why.DRAFT,
    Why.EXPIRED,
    Why.ENDED,
)


def state_on(row: AgreementRow, day: date) -> AgreementState:
    """Return how an agreement stands on a day. Its last day is still covered; the day on which it is ended is not."""
    if row.agreed_at is None:
        return AgreementState.DRAFT
    if row.ended_on is not None and day >= row.ended_on:
        return AgreementState.ENDED
    if day < row.agreement.valid_from:
        return AgreementState.COMING
    if row.agreement.valid_to is not None and day > row.agreement.valid_to:
        return AgreementState.EXPIRED
    return AgreementState.ACTIVE


def basis(
    rows: Iterable[AgreementRow], sender: Side, receiver: Side, service: str, on: date, *, area: str = ""
) -> Basis:
    """Return the agreement that covers a service from sender to receiver on a day, or why there is none.

    ``area``: where the person lives; without it the sender's area is asked. Of several that cover, the one that ends
    last, then the one signed last.
    """
    if sender.agency_id == receiver.agency_id:
        return Basis(None, Why.SAME_AGENCY)
    between = [row for row in rows if _joins(row.agreement, sender, receiver)]
    judged = [(row, _why_not(row, service, on, area or sender.area)) for row in between]
    good = [row for row, why in judged if why is None]
    if good:
        return Basis(max(good, key=_lasting), None)
    for why in _NEAREST:
        missed = [row for row, told in judged if told is why]
        if missed:
            return Basis(max(missed, key=_lasting), why)
    return Basis(None, Why.NONE)


def check_agreement(agreement: Agreement, known_areas: Collection[str]) -> None:
    """Raise BadAgreement for an agreement that cannot be kept. ``known_areas``: codes in it that are areas."""
    if not 1 <= len(agreement.number) <= LONGEST_NUMBER or not agreement.number.isprintable():
        raise BadAgreement.number()
    if agreement.valid_to is not None and agreement.valid_to < agreement.valid_from:
        raise BadAgreement.dates()
    parties = agreement.parties
    one_each = all((one.agency_id is None) != (one.unit_id is None) for one in parties)
    if len(parties) < _FEWEST or len(set(parties)) != len(parties) or not one_each:
        raise BadAgreement.parties()
    for given in (
        *sorted(agreement.services - set(declared_services())),
        *sorted(set(agreement.areas) - set(known_areas)),
    ):
        raise BadAgreement.scope(given)


def stands_in(agreement: Agreement, side: Side) -> bool:
    """Tell whether a unit, or its agency, is a party."""
    return Party(unit_id=side.unit_id) in agreement.parties or Party(agency_id=side.agency_id) in (
        agreement.parties
    )


def _joins(agreement: Agreement, sender: Side, receiver: Side) -> bool:
    return stands_in(agreement, sender) and stands_in(agreement, receiver)


def _why_not(row: AgreementRow, service: str, on: date, area: str) -> Why | None:
    agreement = row.agreement
    state = state_on(row, on)
    if state is not AgreementState.ACTIVE:
        return _WHY[state]
    if agreement.services and service not in agreement.services:
        return Why.OTHER_SERVICE
    if agreement.areas and not any(within(area, one) for one in agreement.areas):
        return Why.OTHER_AREA
    return None


def _lasting(row: AgreementRow) -> tuple[bool, date, date, str]:
    agreement = row.agreement
    last = agreement.valid_to
    return (last is None, last or agreement.signed_on, agreement.signed_on, str(row.id))
