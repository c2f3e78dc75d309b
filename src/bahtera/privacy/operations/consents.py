"""Consents given and withdrawn, and guardians who may not act for a child."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from bahtera.access.api import Actor, zone_of
from bahtera.foundation import audit, blobs, clock, events
from bahtera.foundation.transactions import durable
from bahtera.privacy.errors import ConsentRefused, ConsentStands, NoSuchRecord
from bahtera.privacy.models import Consent, GuardianBar, SubjectRequest
from bahtera.privacy.queries import alone, guardians, subjects
from bahtera.privacy.queries.consents import acting_for, row_of
from bahtera.privacy.rules import consents as rules
from bahtera.privacy.rules import declarations
from bahtera.privacy.rules.requests import check_can_move
from bahtera.privacy.values import (
    ConsentRow,
    Evidence,
    Guardian,
    Kind,
    Manner,
    RequestState,
    Subject,
)


def give_consent(
    member_id: UUID,
    *,
    purpose: str,
    text_version: str,
    manner: Manner,
    evidence: Evidence,
    actor: Actor,
    given_at: datetime | None = None,
    guardian: Guardian | None = None,
    declared_of_age: bool = False,
) -> ConsentRow:
    """Record that somebody, or the guardian of a child, agreed to a text; an older text's consent is replaced.

    ``declared_of_age`` is for adults whose birth date nobody knows. A guardian who is alleged to have harmed
    the child is refused. Publishes ``privacy.consent_given``.

    Raises NotAllowed, NoSuchRecord, ConsentRefused, ConsentStands.
    """
    subject = subjects.get(member_id, actor=actor, action="consent.keep")
    words = declarations.consent_texts().get((purpose, text_version))
    if words is None:
        raise ConsentRefused.unknown_text()
    at = _past(given_at)
    _check_proof(manner, evidence)
    acting = _acting(subject, guardian, declared_of_age=declared_of_age)
    with durable():
        alone.hold(subject.ids)
        _check_not_barred(subject, acting)
        row = Consent(
            member_id=subject.member_id,
            area_code=subject.area_code,
            purpose=purpose,
            text_version=text_version,
            text_sha256=words.sha256,
            manner=manner.value,
            declared_of_age=declared_of_age and subject.birth_date is None,
            by_guardian=acting is not None,
            evidence_sha256=evidence.sha256,
            witness=evidence.witness.strip(),
            given_at=at,
            recorded_at=clock.now(),
            recorded_by=actor.key,
        )
        if acting is not None:
            row.guardian_id, row.guardian_nik = acting.member_id, acting.nik
            row.guardian_called, row.guardian_relation = acting.name, acting.relation
        _replace(row, subject, actor)
        _save_only(row)
        _tell("privacy.consent_given", row)
        audit.record(
            "privacy.consent_given",
            actor=actor.key,
            subject=f"consent:{row.pk}",
            about=[f"member:{row.member_id}"],
            details={"purpose": purpose, "version": words.version, "manner": manner.value},
        )
    return row_of(row)


def withdraw_consent(consent_id: UUID, *, actor: Actor, guardian: Guardian | None = None) -> ConsentRow:
    """End a consent at once, as the person or a child's guardian asks. Publishes ``privacy.consent_withdrawn``.

    Raises NotAllowed, NoSuchRecord, ConsentRefused.
    """
    with durable():
        row = Consent.objects.select_for_update().filter(pk=consent_id).order_by("pk").first()
        subject = subjects.get(row.member_id, actor=actor, action="consent.keep") if row else None
        if row is None or subject is None:
            subjects.get(consent_id, actor=actor, action="consent.keep")
            raise NoSuchRecord(consent_id)
        if row.ended_at is not None:
            raise ConsentRefused.ended_already()
        if guardian is not None:
            acting = _acting(subject, guardian, declared_of_age=row.declared_of_age)
            _check_not_barred(subject, acting)
        _end(row, "withdrawn", actor)
        audit.record(
            "privacy.consent_withdrawn",
            actor=actor.key,
            subject=f"consent:{row.pk}",
            about=[f"member:{row.member_id}"],
            details={"purpose": row.purpose},
        )
    return row_of(row)


def bar_guardian(member_id: UUID, barred: Guardian, *, actor: Actor) -> UUID:
    """Record that somebody may not act for a child; consents they gave for the child end at once.

    The entry in the audit does not name the child: a trail that is handed out must not tell of it.
    Raises NotAllowed, NoSuchRecord, ConsentRefused.
    """
    subject = subjects.get(member_id, actor=actor, action="bar.keep")
    person = guardians.identify(barred)
    if person.member_id in subject.ids or (person.nik and person.nik == guardians.usable_nik(subject.nik)):
        raise ConsentRefused.not_oneself()
    with durable():
        alone.hold(subject.ids)
        row = GuardianBar.objects.create(
            member_id=subject.member_id,
            barred_id=person.member_id,
            barred_nik=person.nik,
            set_at=clock.now(),
            set_by=actor.key,
        )
        ended = 0
        given = Consent.objects.select_for_update().filter(
            member_id__in=subject.ids, by_guardian=True, ended_at__isnull=True
        )
        for consent in given.order_by("pk"):
            if guardians.is_barred(subject, acting_for(consent)):
                _end(consent, "barred", actor)
                ended += 1
        back = _take_back(subject)
        audit.record(
            "privacy.guardian_barred",
            actor=actor.key,
            subject=f"guardian_bar:{row.pk}",
            details={"consents_ended": ended, "tasks_back": back},
        )
    return row.pk


def lift_bar(bar_id: UUID, *, actor: Actor) -> None:
    """Let somebody act for the child again; consents that ended stay ended. Raises NotAllowed, NoSuchRecord."""
    with durable():
        row = GuardianBar.objects.select_for_update().filter(pk=bar_id).order_by("pk").first()
        if row is None:
            subjects.get(bar_id, actor=actor, action="bar.keep")
            raise NoSuchRecord(bar_id)
        subjects.get(row.member_id, actor=actor, action="bar.keep")
        if row.lifted_at is not None:
            raise NoSuchRecord(bar_id)
        row.lifted_at, row.lifted_by = clock.now(), actor.key
        row.save(update_fields=["lifted_at", "lifted_by"])
        audit.record("privacy.guardian_unbarred", actor=actor.key, subject=f"guardian_bar:{row.pk}")


# --- inside -----------------------------------------------------------------------------------------------


def _past(given_at: datetime | None) -> datetime:
    now = clock.now()
    if given_at is not None and (given_at.tzinfo is None or given_at > now):
        raise ConsentRefused.in_the_future()
    return given_at or now


def _check_proof(manner: Manner, evidence: Evidence) -> None:
    rules.check_evidence(manner, evidence)
    if evidence.sha256 and not blobs.exists(evidence.sha256):
        raise ConsentRefused.evidence_needed()


def _acting(subject: Subject, guardian: Guardian | None, *, declared_of_age: bool) -> Guardian | None:
    """Return who acts for the subject, identified; None when they act themselves."""
    day = clock.today(zone_of(subject.area_code))
    child = rules.is_child(subject.birth_date, day, declared_of_age=declared_of_age)
    rules.check_giver(child=child, guardian=guardian)
    if guardian is None:
        return None
    person = guardians.identify(guardian)
    found = guardians.known(person)
    if found is not None and found.birth_date is not None and rules.is_child(found.birth_date, day):
        raise ConsentRefused.guardian_under_age()
    return person


def _check_not_barred(subject: Subject, acting: Guardian | None) -> None:
    if acting is not None and guardians.is_barred(subject, acting):
        raise ConsentRefused.guardian_barred()


def _take_back(subject: Subject) -> int:
    """Take corrections off the supervisors' desks that barred guardians asked for; the officer refuses them."""
    back = 0
    rows = SubjectRequest.objects.select_for_update().filter(
        member_id__in=subject.ids, by_guardian=True, state=RequestState.ASSIGNED.value
    )
    for row in rows.order_by("pk"):
        if guardians.is_barred(subject, Guardian(row.guardian_id, row.guardian_nik)):
            check_can_move(Kind(row.kind), RequestState(row.state), RequestState.IDENTIFIED)
            row.state = RequestState.IDENTIFIED.value
            row.save(update_fields=["state"])
            back += 1
    return back


def _replace(row: Consent, subject: Subject, actor: Actor) -> None:
    standing = Consent.objects.select_for_update().filter(
        member_id__in=subject.ids, purpose=row.purpose, ended_at__isnull=True
    )
    for old in standing.order_by("pk"):
        if old.text_version == row.text_version and old.by_guardian == row.by_guardian:
            raise ConsentStands
        _end(old, "replaced", actor)


def _save_only(row: Consent) -> None:
    """Insert the consent; somebody else's at the same moment wins."""
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise ConsentStands from error


def _end(row: Consent, how: str, actor: Actor) -> None:
    row.ended_at, row.ended_by, row.ended_how = clock.now(), actor.key, how
    row.save(update_fields=["ended_at", "ended_by", "ended_how"])
    if how != "replaced":
        _tell("privacy.consent_withdrawn", row)


def _tell(event: str, row: Consent) -> None:
    events.publish(event, key=f"member:{row.member_id}", payload={"purpose": row.purpose})
