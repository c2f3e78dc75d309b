"""On what a referral may rest: grounds of the client, the agreement between the units, and what a record knows."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from bahtera.clients import api as clients
from bahtera.directory import api as directory
from bahtera.referrals.models import Referral
from bahtera.referrals.queries.reaching import FINAL_STATES
from bahtera.referrals.rules.grounds import scope_for
from bahtera.referrals.values import Consent, Cover, LawfulGround, OtherGround

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime
    from uuid import UUID

_OTHER: Final[Mapping[clients.LawfulGround, LawfulGround]] = {
    clients.LawfulGround.LEGAL_DUTY: LawfulGround.LEGAL_DUTY,
    clients.LawfulGround.VITAL_INTEREST: LawfulGround.VITAL_INTEREST,
    clients.LawfulGround.PUBLIC_TASK: LawfulGround.PUBLIC_TASK,
}


def grounds_at(
    client_id: UUID, kind: str, at: datetime
) -> tuple[Consent | None, OtherGround | None, Mapping[LawfulGround, UUID]]:
    """Return the consent and the other ground for a kind of unit at an instant, and the record of each.

    Where no consent holds and one was withdrawn, that one is returned, ended.
    """
    held = clients.grounds_holding(client_id, kind, at)
    records: dict[LawfulGround, UUID] = {}
    consent, other = None, None
    for one in held:
        if one.ground is clients.LawfulGround.CONSENT and consent is None:
            consent = Consent(frozenset({scope_for(kind)}), one.given_at, None, one.until)
            records[LawfulGround.CONSENT] = one.id
        elif one.ground in _OTHER and other is None:
            other = OtherGround(_OTHER[one.ground], one.reason)
            records[_OTHER[one.ground]] = one.id
    if consent is None and (ended := clients.taken_back(client_id, kind, at)) is not None:
        consent = Consent(frozenset({scope_for(kind)}), ended.given_at, ended.ended_at)
    return consent, other, records


def cover_for(row: Referral, *, on: date, area: str) -> tuple[Cover | None, bool, UUID | None]:
    """Return the agreement between the units of a referral, whether they are of one agency, and its record's id.

    Raises UnknownOffice.
    """
    basis = directory.agreement_for(row.sender_unit, row.receiver_unit, row.service, on=on, area=area)
    if basis.why is directory.Why.SAME_AGENCY:
        return None, True, None
    found = basis.agreement
    if found is None or basis.why not in {None, directory.Why.EXPIRED, directory.Why.ENDED}:
        return None, False, None
    last = found.agreement.valid_to
    if found.ended_on is not None:
        last = min(found.ended_on - timedelta(days=1), last or found.ended_on)
    return Cover(found.agreement.number, found.agreement.valid_from, last), False, found.id


def is_open_twice(row: Referral) -> bool:
    """Tell whether the same client waits for the same service of the same unit already."""
    same = Referral.objects.filter(
        client=row.client, receiver_unit=row.receiver_unit, service=row.service, own_words=row.own_words
    )
    return same.filter(sent_at__isnull=False).exclude(state__in=FINAL_STATES).exclude(pk=row.pk).exists()


def may_be_served_elsewhere(row: Referral) -> bool:
    """Tell whether somebody who looks like the client waits for the same service anywhere: not where, nor who."""
    others = clients.looks_like(row.client)
    same = Referral.objects.filter(
        client__in=others | {row.client}, service=row.service, own_words=row.own_words
    ).exclude(pk=row.pk)
    return same.filter(sent_at__isnull=False).exclude(state__in=FINAL_STATES).exists()
