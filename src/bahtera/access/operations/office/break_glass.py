"""Breaking the glass: a role lent for some hours because somebody is in danger. Told at once, reviewed afterwards.

It is never prolonged: whoever needs longer ends it and asks anew, and again somebody is told. What is read and
written meanwhile carries its id in the audit (``audit.carrying``, set by the doors).
"""

from datetime import timedelta
from uuid import UUID

from django.db import IntegrityError

from bahtera.access.errors import GlassRefused, NoSuchGlass, NotAllowed
from bahtera.access.models import BreakGlass, Person
from bahtera.access.queries.office.break_glass import (
    is_running,
    reference,
    reviews,
    visible_glass,
    witnesses_for,
)
from bahtera.access.queries.office.people import person_of
from bahtera.access.rules.breaking import check_length, check_may_break, finding_of, reason_of
from bahtera.access.rules.delegation import is_self
from bahtera.access.rules.policy import check_may
from bahtera.access.values import Actor
from bahtera.areas import api as areas
from bahtera.foundation import audit, clock
from bahtera.foundation.transactions import durable


def break_glass(
    role: str, *, area: str, reason: str, witness_id: UUID, length: timedelta, actor: Actor
) -> UUID:
    """Lend a role over an area for at most four hours, and tell a second person at once.

    The door asks once more who it is. Raises NotAllowed, SecondFactorNeeded, GlassRefused.
    """
    check_may(actor, "glass.break", area=area)
    check_may_break(actor, role, area)
    if not areas.exists(area):
        raise GlassRefused.area()
    check_length(length)
    plain = reason_of(reason)
    person = person_of(actor.key)
    if person is None:
        raise NotAllowed("glass.break")
    witness = _witness(witness_id, actor, area)
    with durable():
        Person.objects.select_for_update().get(pk=person.pk)  # of two at once the second sees the first
        _close_ended(person)
        now = clock.now()
        row = _opened(
            BreakGlass(
                person=person,
                role=role,
                area_code=area,
                reason=plain,
                started_at=now,
                ends_at=now + length,
                witness_key=f"user:{witness.user_id}",
                told_at=now,
            )
        )
        audit.record(
            "access.glass_broken",
            actor=actor.key,
            subject=reference(row.pk),
            about=[f"person:{person.pk}", f"person:{witness.pk}"],
            details={"role": role, "area": area, "until": row.ends_at, "witness": row.witness_key},
        )
    return row.pk


def end_glass(glass_id: UUID, *, actor: Actor) -> None:
    """End emergency access now: one's own, or as who was told or reviews it. Raises NoSuchGlass, GlassRefused."""
    with durable():
        row = _locked(glass_id, actor)
        if not is_running(row):
            raise GlassRefused.over()
        row.ended_at, row.ended_by = clock.now(), actor.key
        row.save(update_fields=["ended_at", "ended_by"])
        audit.record(
            "access.glass_ended",
            actor=actor.key,
            subject=reference(row.pk),
            about=[f"person:{row.person_id}"],
            details={"role": row.role, "area": row.area_code},
        )


def acknowledge_glass(glass_id: UUID, *, actor: Actor) -> None:
    """Note that the second person has seen it; once more changes nothing. Raises NoSuchGlass for anybody else."""
    with durable():
        row = _locked(glass_id, actor)
        if row.witness_key != actor.key:
            raise NoSuchGlass
        if row.seen_at is not None:
            return
        row.seen_at = clock.now()
        row.save(update_fields=["seen_at"])
        audit.record("access.glass_seen", actor=actor.key, subject=reference(row.pk))


def review_glass(glass_id: UUID, *, finding: str, actor: Actor) -> None:
    """Write down what a review found, once it is over; nobody reviews their own.

    Raises NoSuchGlass, NotAllowed, GlassRefused.
    """
    plain = finding_of(finding)
    with durable():
        row = _locked(glass_id, actor)
        if not reviews(actor, row):
            raise NotAllowed("glass.review")
        if is_running(row):
            raise GlassRefused.not_over()
        if row.reviewed_at is not None:
            raise GlassRefused.reviewed()
        row.reviewed_at, row.reviewed_by, row.review_note = clock.now(), actor.key, plain
        row.save(update_fields=["reviewed_at", "reviewed_by", "review_note"])
        audit.record(
            "access.glass_reviewed",
            actor=actor.key,
            subject=reference(row.pk),
            about=[f"person:{row.person_id}"],
        )


def close_ended_glass() -> int:
    """Write down the end of what ended by itself; returns how many. Its rights were over at that moment already."""
    with durable():
        return _close_ended(None)


def _opened(row: BreakGlass) -> BreakGlass:
    try:
        with durable():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise GlassRefused.running() from error
    return row


def _witness(witness_id: UUID, actor: Actor, area: str) -> Person:
    """Return the second person; raises GlassRefused for oneself and for anybody who is not on the list."""
    able = {one.person_id for one in witnesses_for(actor, area=area)}
    row = Person.objects.filter(pk=witness_id).order_by("pk").first() if witness_id in able else None
    if row is None or is_self(actor, person_id=row.pk, account=row.user_id):
        raise GlassRefused.witness()
    return row


def _locked(glass_id: UUID, actor: Actor) -> BreakGlass:
    found = visible_glass(glass_id, actor)
    return BreakGlass.objects.select_for_update(of=("self",)).select_related("person").get(pk=found.pk)


def _close_ended(person: Person | None) -> int:
    over = BreakGlass.objects.select_for_update().filter(ended_at=None, ends_at__lte=clock.now())
    rows = list((over.filter(person=person) if person else over).order_by("pk"))
    for row in rows:
        row.ended_at, row.ended_by = row.ends_at, "system"
        row.save(update_fields=["ended_at", "ended_by"])
    audit.record_many(
        [
            audit.entry(
                "access.glass_ended",
                actor="system",
                subject=reference(row.pk),
                about=[f"person:{row.person_id}"],
                details={"role": row.role, "area": row.area_code},
            )
            for row in rows
        ]
    )
    return len(rows)
