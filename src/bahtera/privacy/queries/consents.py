"""Reads of consents."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from bahtera.access.api import Actor, zone_of
from bahtera.foundation import clock
from bahtera.privacy.models import Consent
from bahtera.privacy.queries import guardians, subjects
from bahtera.privacy.rules import consents as rules
from bahtera.privacy.values import ConsentRow, Guardian, Manner


def has_consent(member_id: UUID, purpose: str) -> bool:
    """Tell whether somebody's consent to a purpose counts today, where they live.

    A guardian's ends on the day the child comes of age; then the person is asked.
    """
    subject = subjects.find(member_id)
    if subject is None:
        return False
    day = clock.today(zone_of(subject.area_code))
    rows = Consent.objects.filter(member_id__in=subject.ids, purpose=purpose, ended_at__isnull=True)
    return any(
        rules.counts(ended=False, by_guardian=row.by_guardian, born=subject.birth_date, day=day)
        and not (row.by_guardian and guardians.is_barred(subject, acting_for(row)))
        for row in rows.order_by("pk")
    )


def consents_of(member_id: UUID, *, actor: Actor) -> Sequence[ConsentRow]:
    """Return all consents of a member, oldest first. Raises NotAllowed, NoSuchRecord."""
    subject = subjects.get(member_id, actor=actor)
    return [row_of(row) for row in Consent.objects.filter(member_id__in=subject.ids).order_by("id")]


def own_consents(records: Iterable[UUID]) -> Sequence[ConsentRow]:
    """Return all consents under the ids of one person, for whoever asks for their own data, oldest first."""
    return [row_of(row) for row in Consent.objects.filter(member_id__in=list(records)).order_by("id")]


def acting_for(row: Consent) -> Guardian:
    """Return the guardian who gave a consent, as identified then."""
    return Guardian(row.guardian_id, row.guardian_nik)


def row_of(row: Consent) -> ConsentRow:
    """Return a consent as a value."""
    return ConsentRow(
        id=row.id,
        member_id=row.member_id,
        purpose=row.purpose,
        text_version=row.text_version,
        text_sha256=row.text_sha256,
        manner=Manner(row.manner),
        by_guardian=row.by_guardian,
        given_at=row.given_at,
        recorded_by=row.recorded_by,
        ended_at=row.ended_at,
        ended_how=row.ended_how,
    )
