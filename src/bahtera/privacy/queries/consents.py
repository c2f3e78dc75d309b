"""Reads of consents."""

from collections.abc import Iterable, Sequence
from typing import BinaryIO
from uuid import UUID

from bahtera.access.api import Actor, zone_of
from bahtera.foundation import blobs, clock
from bahtera.privacy.errors import NoSuchRecord
from bahtera.privacy.models import Consent, GuardianBar
from bahtera.privacy.queries import guardians, subjects
from bahtera.privacy.rules import consents as rules
from bahtera.privacy.values import BarRow, ConsentRow, Guardian, Manner, Subject


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
    subject = subjects.get(member_id, actor=actor, action="consent.keep")
    return [row_of(row) for row in Consent.objects.filter(member_id__in=subject.ids).order_by("id")]


def subject_of(member_id: UUID, *, actor: Actor) -> Subject:
    """Return somebody whose consents the actor looks after. Raises NotAllowed, NoSuchRecord."""
    return subjects.get(member_id, actor=actor, action="consent.keep")


def get_consent(consent_id: UUID, *, actor: Actor) -> ConsentRow:
    """Return one consent of somebody the actor looks after. Raises NotAllowed, NoSuchRecord."""
    return row_of(_found(consent_id, actor))


def open_sheet(consent_id: UUID, *, actor: Actor) -> BinaryIO:
    """Return the stored sheet of a consent, to be closed. Raises NotAllowed, NoSuchRecord."""
    row = _found(consent_id, actor)
    if not row.evidence_sha256 or not blobs.exists(row.evidence_sha256):
        raise NoSuchRecord(consent_id)
    return blobs.open(row.evidence_sha256)


def bars_of(member_id: UUID, *, actor: Actor) -> Sequence[BarRow]:
    """Return the bars that stand for somebody, oldest first. Raises NotAllowed, NoSuchRecord."""
    subject = subjects.get(member_id, actor=actor, action="bar.keep")
    standing = GuardianBar.objects.filter(member_id__in=subject.ids, lifted_at__isnull=True)
    rows = list(standing.order_by("pk"))
    people = subjects.find_many({row.barred_id for row in rows if row.barred_id})
    found = []
    for row in rows:
        person = people.get(row.barred_id) if row.barred_id else None
        called = person.name if person else f"NIK …{row.barred_nik[-4:]}"
        found.append(BarRow(row.pk, called, row.set_at, row.set_by))
    return found


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
        guardian=row.guardian_called if row.by_guardian else "",
        witness=row.witness,
        has_sheet=bool(row.evidence_sha256) and row.forgotten_at is None,
    )


def _found(consent_id: UUID, actor: Actor) -> Consent:
    row = Consent.objects.filter(pk=consent_id).order_by("pk").first()
    subjects.get(row.member_id if row else consent_id, actor=actor, action="consent.keep")
    if row is None:
        raise NoSuchRecord(consent_id)
    return row
