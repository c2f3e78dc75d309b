"""Tables of families: identity apart from what is known, and what is known as versions in time.

A version is never deleted and only its end is ever changed. Intervals are half open: a version holds from
``valid_from`` up to, not including, ``valid_to``; without an end it still holds. One whose end equals its
beginning was corrected on the same day.

``nik``, ``no_kk``, ``kki`` and ``address`` are sealed. What is compared of the numbers is a keyed digest beside
each, made of those that can tell people apart.
"""

from datetime import date
from enum import StrEnum

from django.db import models
from django.db.models import F, Q

from bahtera.families.rules.numbers import usable_kki, usable_number
from bahtera.families.values import FamilyStatus, MemberStatus
from bahtera.foundation.ids import new_id
from bahtera.foundation.sealing.fields import DigestField, SealedTextField

KK_PURPOSE = "families.no_kk"
NIK_PURPOSE = "families.nik"
KKI_PURPOSE = "families.kki"


def _statuses(kind: object) -> list[str]:
    return list(kind.__args__)  # type: ignore[attr-defined]


def values_of(words: type[StrEnum]) -> list[str]:
    """Return the words that a column may hold."""
    return [one.value for one in words]


class Family(models.Model):
    """One family, whatever becomes of it. ``client_id`` is the id a phone gave it before we knew it.

    ``forgotten_at``: when retention took out who they were.
    """

    SENSITIVITY = {
        "id": "L2",
        "client_id": "L2",
        "opened_source": "L2",
        "created_at": "L2",
        "forgotten_at": "L2",
    }

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    client_id = models.UUIDField(null=True, unique=True)
    opened_source = models.CharField(max_length=120)
    created_at = models.DateTimeField()
    forgotten_at = models.DateTimeField(null=True)


class Member(models.Model):
    """One person in our records. ``client_id`` is the id a phone gave them before we knew them."""

    SENSITIVITY = {"id": "L2", "client_id": "L2", "opened_source": "L2", "created_at": "L2"}

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    client_id = models.UUIDField(null=True, unique=True)
    opened_source = models.CharField(max_length=120)
    created_at = models.DateTimeField()


class Version(models.Model):
    """What every version carries: when it holds, why it came to be, who recorded it and when."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    reason = models.CharField(max_length=20)
    source = models.CharField(max_length=120)
    actor_key = models.CharField(max_length=80)
    recorded_at = models.DateTimeField()

    class Meta:
        abstract = True

    def holds_on(self, day: date) -> bool:
        """Say whether this version is the one of that day."""
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


_VERSION_SENSITIVITY = {
    "id": "L2",
    "valid_from": "L2",
    "valid_to": "L2",
    "reason": "L2",
    "source": "L2",
    "actor_key": "L2",
    "recorded_at": "L2",
}


class FamilyState(Version):
    """What was known of a family for a time."""

    SENSITIVITY = {
        **_VERSION_SENSITIVITY,
        "family": "L2",
        "status": "L2",
        "village_code": "L2",
        "no_kk": "L3",
        "no_kk_digest": "L3",
        "kk_reason": "L2",
        "kki": "L3",
        "kki_digest": "L3",
        "head_name": "L3",
        "address": "L3",
        "dusun": "L3",
        "rw": "L3",
        "rt": "L3",
        "merged_into": "L2",
    }

    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="states", db_index=False)
    status = models.CharField(max_length=10, default="present")
    village_code = models.CharField(max_length=13, blank=True)
    no_kk = SealedTextField(blank=True, default="")
    no_kk_digest = DigestField(of="no_kk", purpose=KK_PURPOSE, normalise=usable_number)
    kk_reason = models.CharField(max_length=20, blank=True, default="")
    kki = SealedTextField(blank=True, default="")
    kki_digest = DigestField(of="kki", purpose=KKI_PURPOSE, normalise=usable_kki)
    head_name = models.CharField(max_length=120, blank=True, default="")
    address = SealedTextField(blank=True, default="")
    dusun = models.CharField(max_length=80, blank=True, default="")
    rw = models.CharField(max_length=10, blank=True, default="")
    rt = models.CharField(max_length=10, blank=True, default="")
    merged_into = models.ForeignKey(
        Family, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )

    class Meta:
        indexes = [
            models.Index(fields=["family", "valid_from"], name="family_state_line"),
            models.Index(
                fields=["village_code", "rw", "rt", "head_name", "family"],
                condition=Q(valid_to__isnull=True),
                name="family_state_village",
            ),
            models.Index(
                fields=["no_kk_digest"],
                condition=Q(valid_to__isnull=True, no_kk_digest__isnull=False),
                name="family_state_kk",
            ),
            models.Index(
                fields=["kki_digest"],
                condition=Q(valid_to__isnull=True, kki_digest__isnull=False),
                name="family_state_kki",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["family"], condition=Q(valid_to__isnull=True), name="family_has_one_open_state"
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="family_state_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(status__in=_statuses(FamilyStatus)), name="family_status_is_known"
            ),
            models.CheckConstraint(
                condition=Q(status="merged", merged_into__isnull=False)
                | (~Q(status="merged") & Q(merged_into__isnull=True)),
                name="family_merged_into_another",
            ),
        ]


class MemberState(Version):
    """What was known of a member for a time, and in which family."""

    SENSITIVITY = {
        **_VERSION_SENSITIVITY,
        "member": "L2",
        "family": "L2",
        "status": "L2",
        "name": "L3",
        "name_key": "L3",
        "nik": "L3",
        "nik_digest": "L3",
        "nik_reason": "L2",
        "sex": "L2",
        "birth_date": "L3",
        "birth_date_estimated": "L2",
        "relation": "L2",
        "same_as": "L2",
    }

    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="states", db_index=False)
    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="member_states")
    status = models.CharField(max_length=10, default="present")
    name = models.CharField(max_length=120, blank=True, default="")
    name_key = models.CharField(max_length=80, blank=True, default="")
    nik = SealedTextField(blank=True, default="")
    nik_digest = DigestField(of="nik", purpose=NIK_PURPOSE, normalise=usable_number)
    nik_reason = models.CharField(max_length=20, blank=True, default="")
    sex = models.CharField(max_length=1, blank=True, default="")
    birth_date = models.DateField(null=True)
    birth_date_estimated = models.BooleanField(default=False)
    relation = models.CharField(max_length=20, blank=True, default="")
    same_as = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        indexes = [
            models.Index(fields=["member", "valid_from"], name="member_state_line"),
            models.Index(
                fields=["nik_digest"],
                condition=Q(valid_to__isnull=True, nik_digest__isnull=False),
                name="member_state_nik",
            ),
            models.Index(
                fields=["name_key", "birth_date"],
                condition=Q(valid_to__isnull=True),
                name="member_state_person",
            ),
            models.Index(
                fields=["same_as"],
                condition=Q(valid_to__isnull=True, same_as__isnull=False),
                name="member_state_double",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["member"], condition=Q(valid_to__isnull=True), name="member_has_one_open_state"
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="member_state_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(status__in=_statuses(MemberStatus)), name="member_status_is_known"
            ),
            models.CheckConstraint(
                condition=Q(status="duplicate", same_as__isnull=False)
                | (~Q(status="duplicate") & Q(same_as__isnull=True)),
                name="member_duplicate_of_another",
            ),
        ]


class FamilyLink(models.Model):
    """Two families that were one before a split, or are one since a merge; ``undone_at``: it was taken back."""

    SENSITIVITY = {
        "id": "L2",
        "kind": "L2",
        "from_family": "L2",
        "to_family": "L2",
        "on": "L2",
        "actor_key": "L2",
        "recorded_at": "L2",
        "event_id": "L2",
        "undone_at": "L2",
    }

    kind = models.CharField(max_length=8)
    from_family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="links_from")
    to_family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="links_to")
    on = models.DateField()
    actor_key = models.CharField(max_length=80)
    recorded_at = models.DateTimeField()
    event_id = models.UUIDField(null=True)
    undone_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["split", "merge"]), name="family_link_kind_is_known"
            ),
            models.CheckConstraint(
                condition=~Q(from_family=F("to_family")), name="family_link_joins_two_families"
            ),
        ]


class Visit(models.Model):
    """One recorded visit by its source, with what was found: asking twice gives the same answer."""

    SENSITIVITY = {
        "id": "L2",
        "source": "L2",
        "family": "L2",
        "is_new": "L2",
        "visited_on": "L2",
        "members": "L2",
        "findings": "L2",
        "recorded_at": "L2",
    }

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    source = models.CharField(max_length=120, unique=True)
    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="visits")
    is_new = models.BooleanField()
    visited_on = models.DateField()
    members = models.JSONField(default=list)
    findings = models.JSONField(default=list)
    recorded_at = models.DateTimeField()
