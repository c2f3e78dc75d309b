"""Tables of privacy. Members are named by id alone: who they are stands in the register of families.

What is sealed: names and numbers of guardians and witnesses, what is to be corrected, what happened in a breach.
"""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from bahtera.foundation.ids import new_id
from bahtera.foundation.sealing.fields import DigestField, SealedTextField
from bahtera.privacy.values import Audience, BreachState, Kind, Manner, RequestState

BAR_PURPOSE = "privacy.guardian_bar"
# What can be held besides an area: the things of somebody or something, wherever they lie.
HELD_SUBJECTS = ["family", "member", "submission", "person"]


class Consent(models.Model):
    """What somebody agreed to, how that is proved, and how it ended."""

    SENSITIVITY: ClassVar = {
        "id": "L2",
        "member_id": "L2",
        "area_code": "L2",
        "purpose": "L2",
        "text_version": "L1",
        "text_sha256": "L1",
        "manner": "L2",
        "declared_of_age": "L2",
        "by_guardian": "L2",
        "guardian_id": "L3",
        "guardian_nik": "L3",
        "guardian_called": "L3",
        "guardian_relation": "L3",
        "evidence_sha256": "L2",
        "witness": "L3",
        "given_at": "L2",
        "recorded_at": "L2",
        "recorded_by": "L2",
        "ended_at": "L2",
        "ended_by": "L2",
        "ended_how": "L2",
        "forgotten_at": "L2",
    }

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    member_id = models.UUIDField()
    area_code = models.CharField(max_length=13)
    purpose = models.CharField(max_length=40)
    text_version = models.CharField(max_length=20)
    text_sha256 = models.CharField(max_length=64)
    manner = models.CharField(max_length=12)
    declared_of_age = models.BooleanField(default=False)
    by_guardian = models.BooleanField(default=False)
    guardian_id = models.UUIDField(null=True)
    guardian_nik = SealedTextField(blank=True, default="")
    guardian_called = SealedTextField(blank=True, default="")
    guardian_relation = models.CharField(max_length=20, blank=True, default="")
    evidence_sha256 = models.CharField(max_length=64, blank=True, default="")
    witness = SealedTextField(blank=True, default="")
    given_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=80)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=80, blank=True, default="")
    ended_how = models.CharField(max_length=12, blank=True, default="")
    forgotten_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["member_id", "purpose"],
                condition=Q(ended_at__isnull=True),
                name="privacy_one_open_consent",
            ),
            models.CheckConstraint(
                condition=Q(manner__in=[one.value for one in Manner]), name="privacy_consent_manner"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_how="")
                | Q(ended_at__isnull=False, ended_how__in=["withdrawn", "replaced", "barred"]),
                name="privacy_consent_end",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["member_id", "id"], name="privacy_consent_member")]


class GuardianBar(models.Model):
    """Somebody who may not act for a child, because they are alleged to have harmed them."""

    SENSITIVITY: ClassVar = {
        "id": "L2",
        "member_id": "L4",
        "barred_id": "L4",
        "barred_nik": "L4",
        "barred_nik_digest": "L4",
        "set_at": "L4",
        "set_by": "L4",
        "lifted_at": "L4",
        "lifted_by": "L4",
    }

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    member_id = models.UUIDField(db_index=True)
    barred_id = models.UUIDField(null=True)
    barred_nik = SealedTextField(blank=True, default="")
    barred_nik_digest = DigestField(of="barred_nik", purpose=BAR_PURPOSE)
    set_at = models.DateTimeField()
    set_by = models.CharField(max_length=80)
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.CharField(max_length=80, blank=True, default="")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(barred_id__isnull=False) | Q(barred_nik_digest__isnull=False),
                name="privacy_bar_names_somebody",
            ),
        ]


class SubjectRequest(models.Model):
    """Somebody asks for their data or its correction; the clock runs from ``asked_at``."""

    SENSITIVITY: ClassVar = {
        "id": "L2",
        "kind": "L2",
        "state": "L2",
        "member_id": "L2",
        "area_code": "L2",
        "by_guardian": "L2",
        "guardian_id": "L3",
        "guardian_nik": "L3",
        "guardian_called": "L3",
        "guardian_relation": "L3",
        "fact": "L2",
        "wanted": "L3",
        "asked_at": "L2",
        "due_at": "L2",
        "recorded_by": "L2",
        "identity": "L2",
        "identity_at": "L2",
        "identity_by": "L2",
        "closed_at": "L2",
        "closed_by": "L2",
        "refusal": "L2",
        "outcome": "L3",
        "reply_sha256": "L2",
        "forgotten_at": "L2",
    }

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=12)
    state = models.CharField(max_length=12, default=RequestState.RECEIVED.value)
    member_id = models.UUIDField(db_index=True)
    area_code = models.CharField(max_length=13)
    by_guardian = models.BooleanField(default=False)
    guardian_id = models.UUIDField(null=True)
    guardian_nik = SealedTextField(blank=True, default="")
    guardian_called = SealedTextField(blank=True, default="")
    guardian_relation = models.CharField(max_length=20, blank=True, default="")
    fact = models.CharField(max_length=20, blank=True, default="")
    wanted = SealedTextField(blank=True, default="")
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=80)
    identity = models.CharField(max_length=20, blank=True, default="")
    identity_at = models.DateTimeField(null=True)
    identity_by = models.CharField(max_length=80, blank=True, default="")
    closed_at = models.DateTimeField(null=True)
    closed_by = models.CharField(max_length=80, blank=True, default="")
    refusal = models.CharField(max_length=40, blank=True, default="")
    outcome = SealedTextField(blank=True, default="")
    reply_sha256 = models.CharField(max_length=64, blank=True, default="")
    forgotten_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(kind__in=[one.value for one in Kind]), name="privacy_request_kind"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["answered", "refused"], closed_at__isnull=False)
                | Q(state__in=["received", "identified", "assigned"], closed_at__isnull=True),
                name="privacy_request_state",
            ),
            models.CheckConstraint(
                condition=Q(state="refused") & ~Q(refusal="") | ~Q(state="refused") & Q(refusal=""),
                name="privacy_refusal_has_reason",
            ),
            models.CheckConstraint(condition=Q(due_at__gt=F("asked_at")), name="privacy_request_clock"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["asked_at", "id"], name="privacy_request_age"),
            models.Index(
                fields=["due_at", "id"], condition=Q(closed_at__isnull=True), name="privacy_request_due"
            ),
        ]


class Breach(models.Model):
    """A failure to protect data, from when it was known to its closing report."""

    SENSITIVITY: ClassVar = {
        "id": "L2",
        "kind": "L2",
        "state": "L2",
        "zone": "L1",
        "found_at": "L2",
        "due_at": "L2",
        "recorded_by": "L2",
        "what_happened": "L3",
        "handling": "L3",
        "affected": "L2",
        "data": "L3",
        "advice": "L3",
        "cause": "L3",
        "prevention": "L3",
        "closed_at": "L2",
        "closed_by": "L2",
        "forgotten_at": "L2",
    }

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=20)
    state = models.CharField(max_length=12, default=BreachState.FOUND.value)
    zone = models.CharField(max_length=20)
    found_at = models.DateTimeField()
    due_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=80)
    what_happened = SealedTextField(default="")
    handling = SealedTextField(blank=True, default="")
    affected = models.PositiveIntegerField(null=True)
    data = SealedTextField(blank=True, default="")
    advice = SealedTextField(blank=True, default="")
    cause = SealedTextField(blank=True, default="")
    prevention = SealedTextField(blank=True, default="")
    closed_at = models.DateTimeField(null=True)
    closed_by = models.CharField(max_length=80, blank=True, default="")
    forgotten_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state__in=[one.value for one in BreachState]), name="privacy_breach_state"
            ),
            models.CheckConstraint(condition=Q(due_at__gt=F("found_at")), name="privacy_breach_clock"),
        ]
        indexes: ClassVar = [models.Index(fields=["found_at", "id"], name="privacy_breach_age")]


class BreachNotice(models.Model):
    """A notice as it was sent."""

    SENSITIVITY: ClassVar = {
        "id": "L2",
        "breach": "L2",
        "audience": "L2",
        "letter": "L3",
        "sent_at": "L2",
        "recorded_by": "L2",
    }

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    breach = models.ForeignKey(Breach, on_delete=models.PROTECT, related_name="notices")
    audience = models.CharField(max_length=12)
    letter = SealedTextField()
    sent_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=80)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["breach", "audience"], name="privacy_notice_once"),
            models.CheckConstraint(
                condition=Q(audience__in=[one.value for one in Audience]), name="privacy_notice_audience"
            ),
        ]


class LegalHold(models.Model):
    """An order that something must not be destroyed; the nightly retention passes it over until it is lifted.

    ``subject_id`` is empty for a whole area; else ``area_code`` is where the subject lies.
    """

    SENSITIVITY: ClassVar = {
        "id": "L2",
        "kind": "L2",
        "subject_id": "L2",
        "area_code": "L2",
        "letter": "L2",
        "ordered_by": "L3",
        "reason": "L3",
        "holds_from": "L2",
        "holds_until": "L2",
        "placed_at": "L2",
        "placed_by": "L2",
        "lifted_at": "L2",
        "lifted_by": "L2",
        "lifted_letter": "L2",
    }

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=12)
    subject_id = models.UUIDField(null=True)
    area_code = models.CharField(max_length=13, blank=True, default="")
    letter = models.CharField(max_length=120)
    ordered_by = SealedTextField()
    reason = SealedTextField()
    holds_from = models.DateField()
    holds_until = models.DateField(null=True)
    placed_at = models.DateTimeField()
    placed_by = models.CharField(max_length=80)
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.CharField(max_length=80, blank=True, default="")
    lifted_letter = models.CharField(max_length=120, blank=True, default="")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(kind="area", subject_id__isnull=True)
                | Q(kind__in=HELD_SUBJECTS, subject_id__isnull=False),
                name="privacy_hold_subject",
            ),
            models.CheckConstraint(
                condition=Q(holds_until__isnull=True) | Q(holds_until__gte=F("holds_from")),
                name="privacy_hold_days",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["lifted_at", "id"], name="privacy_hold_standing")]


class RetentionRun(models.Model):
    """One night of retention; one that never ended is taken up again by the next."""

    SENSITIVITY: ClassVar = {
        "id": "L1",
        "state": "L1",
        "rules_version": "L1",
        "started_at": "L1",
        "touched_at": "L1",
        "finished_at": "L1",
    }

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    state = models.CharField(max_length=8, default="running")
    rules_version = models.CharField(max_length=40)
    started_at = models.DateTimeField()
    touched_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["state"], condition=Q(state="running"), name="privacy_one_retention"
            ),
            models.CheckConstraint(
                condition=Q(state="running", finished_at__isnull=True)
                | Q(state__in=["done", "paused"], finished_at__isnull=False),
                name="privacy_retention_state",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["-started_at", "-id"], name="privacy_retention_age")]


class RetentionReport(models.Model):
    """What one wording of one rule did in one run, or would have done; counted in the transactions that did it."""

    SENSITIVITY: ClassVar = {
        "id": "L1",
        "run": "L1",
        "rule": "L1",
        "rule_sha256": "L1",
        "carried_out": "L1",
        "older_than": "L1",
        "started_at": "L1",
        "finished_at": "L1",
        "due": "L1",
        "ended": "L1",
        "held": "L1",
        "failed": "L1",
        "left_over": "L1",
        "problems": "L2",
    }

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    run = models.ForeignKey(RetentionRun, on_delete=models.PROTECT, related_name="reports")
    rule = models.CharField(max_length=60)
    rule_sha256 = models.CharField(max_length=64)
    carried_out = models.BooleanField()
    older_than = models.DateTimeField()
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    due = models.PositiveIntegerField(default=0)
    ended = models.PositiveIntegerField(default=0)
    held = models.PositiveIntegerField(default=0)
    failed = models.PositiveIntegerField(default=0)
    left_over = models.BooleanField(default=False)
    problems = models.JSONField(default=list)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["run", "rule"], name="privacy_report_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["rule_sha256", "started_at"], name="privacy_report_rule")]
