"""What access keeps that grows old: sessions, counts, codes, minutes, and what is left of those who left."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import Exists, OuterRef, Q, QuerySet

from bahtera.access.models import (
    ActivationCode,
    Decree,
    Device,
    DeviceSession,
    GuessCounter,
    HandOver,
    KaderToken,
    Person,
    SignInSession,
    SpentChallenge,
)
from bahtera.foundation.expiring import Expired

# What stands in place of the name of somebody who left long ago.
FORGOTTEN: Final = "(dihapus)"


def old_sessions(before: datetime, after: str, size: int) -> Sequence[Expired]:
    """Return sessions that began before an instant."""
    rows = _page(SignInSession.objects.filter(started_at__lt=before), after, size)
    people = _people_of([row.user_id for row in rows])
    return [_of(row.pk, people.get(row.user_id), f"user:{row.user_id}") for row in rows]


def old_counts(before: datetime, after: str, size: int) -> Sequence[Expired]:
    """Return counts of wrong guesses that nobody added to since an instant; they name nobody."""
    rows = GuessCounter.objects.filter(last_at__lt=before, pk__gt=int(after or 0)).order_by("pk")
    return [Expired(str(pk)) for pk in rows.values_list("pk", flat=True)[:size]]


def old_codes(before: datetime, after: str, size: int) -> Sequence[Expired]:
    """Return activation codes that ran out before an instant."""
    rows = _page(ActivationCode.objects.filter(expires_at__lt=before).select_related("person"), after, size)
    return [_of(row.pk, row.person) for row in rows]


def old_device_sessions(before: datetime, after: str, size: int) -> Sequence[Expired]:
    """Return sessions of phones that began before an instant."""
    rows = DeviceSession.objects.filter(started_at__lt=before).select_related("device__person")
    return [_of(row.pk, row.device.person, f"device:{row.device_id}") for row in _page(rows, after, size)]


def old_challenges(before: datetime, after: str, size: int) -> Sequence[Expired]:
    """Return challenges that phones answered before an instant; they name nobody."""
    rows = SpentChallenge.objects.filter(spent_at__lt=before, pk__gt=after).order_by("pk")
    return [Expired(pk) for pk in rows.values_list("pk", flat=True)[:size]]


def old_minutes(before: datetime, after: str, size: int) -> Sequence[Expired]:
    """Return minutes of hand-overs from before an instant that still say what was handed over to whom."""
    rows = HandOver.objects.filter(at__lt=before).exclude(items=[]).select_related("grant__person")
    return [_of(row.pk, row.grant.person) for row in _page(rows, after, size)]


def old_credentials(before: datetime, after: str, size: int) -> Sequence[Expired]:
    """Return people who left before an instant and whose account still has a password or a second factor."""
    usable = ~Q(user__password__startswith=UNUSABLE_PASSWORD_PREFIX)
    factors = Exists(Authenticator.objects.filter(user=OuterRef("user")))
    linked = Exists(SocialAccount.objects.filter(user=OuterRef("user")))
    pins = Exists(Device.objects.filter(person=OuterRef("pk"), pin_hash__isnull=False))
    rows = Person.objects.filter(Q(usable, user__isnull=False) | factors | linked | pins)
    return _left(rows, before, after, size)


def old_people(before: datetime, after: str, size: int) -> Sequence[Expired]:
    """Return people who left before an instant and are still known by name."""
    return _left(Person.objects.exclude(name=FORGOTTEN), before, after, size)


def keys_of(person_ids: Collection[UUID]) -> set[str]:
    """Return the keys under which people acted: their accounts, cards, phones, and what others typed for them."""
    users = Person.objects.filter(pk__in=person_ids, user__isnull=False).order_by("pk")
    tokens = KaderToken.objects.filter(person__in=person_ids).order_by("pk")
    devices = Device.objects.filter(person__in=person_ids).order_by("pk")
    return {
        *(f"person:{one}" for one in person_ids),
        *(f"user:{one}" for one in users.values_list("user_id", flat=True)),
        *(f"token:{one}" for one in tokens.values_list("pk", flat=True)),
        *(f"device:{one}" for one in devices.values_list("pk", flat=True)),
    }


def held_with_person(person_id: UUID) -> tuple[str, frozenset[str]] | None:
    """Return where somebody who works here is looked after, and under which keys they acted."""
    row = Person.objects.filter(pk=person_id).order_by("pk").first()
    if row is None:
        return None
    return row.area_code, frozenset({f"person:{row.pk}", *keys_of([row.pk])})


def needed_files(hashes: Collection[str]) -> set[str]:
    """Return those of some stored files that are scans of decrees."""
    rows = Decree.objects.filter(scan_sha256__in=hashes).order_by("pk")
    return set(rows.values_list("scan_sha256", flat=True))


def _left(rows: QuerySet[Person], before: datetime, after: str, size: int) -> list[Expired]:
    return [_of(row.pk, row) for row in _page(rows.filter(is_active=False, left_at__lt=before), after, size)]


def _page(rows: QuerySet[Any], after: str, size: int) -> list[Any]:
    return list((rows.filter(pk__gt=UUID(after)) if after else rows).order_by("pk")[:size])


def _people_of(user_ids: Collection[int]) -> dict[int, Person]:
    rows = Person.objects.filter(user__in=user_ids).order_by("pk")
    return {row.user_id: row for row in rows if row.user_id is not None}


def _of(key: object, person: Person | None, *about: str) -> Expired:
    """Return something of a person: it lies where they are looked after; of nobody, it lies nowhere."""
    if person is None:
        return Expired(str(key), None, about)
    who = (f"person:{person.pk}", *([f"user:{person.user_id}"] if person.user_id else []))
    return Expired(str(key), person.area_code, (*about, *who))
