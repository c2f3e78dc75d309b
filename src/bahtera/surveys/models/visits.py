"""Visits as received, and what was computed from them.

A submission's bytes are written once and never again; they are closed with a key of their own, and erasing them is
destroying that key. Area codes are repeated in the row at every level, so
that a person's scope is an equality on an indexed column; the primary key is a UUIDv7, so that ordering by
it is ordering by arrival.
"""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from bahtera.foundation.ids import new_id
from bahtera.foundation.sealing.fields import (
    PartKeyField,
    SealedJSONField,
    SealedPartField,
    SealedTextField,
)
from bahtera.surveys.fields import CodePointField
from bahtera.surveys.models.rounds import Round
from bahtera.surveys.rules import State

# The condition of an index: a query finds it only by saying exactly the same.
HAS_FINDINGS = Q(error_count__gt=0) | Q(warning_count__gt=0)


class Submission(models.Model):
    """One version of one visit, with the facts that lists and scopes need; its bytes are in ``Content``."""

    SENSITIVITY: ClassVar = {
        "id": "L2",
        "instance_id": "L2",
        "deprecated_id": "L2",
        "previous": "L2",
        "merged_with": "L2",
        "version_number": "L2",
        "form_id": "L2",
        "form_version": "L2",
        "sha256": "L2",
        "size": "L2",
        "actor_key": "L2",
        "actor_name": "L3",
        "device_id": "L3",
        "sender_areas": "L2",
        "declared_files": "L2",
        "received_at": "L2",
        "is_complete": "L2",
        "state": "L2",
        "is_current": "L2",
        "round": "L2",
        "province_code": "L2",
        "regency_code": "L2",
        "district_code": "L2",
        "village_code": "L2",
        "family_id": "L2",
        "claimed_family_id": "L2",
        "family_name": "L3",
        "search_name": "L3",
        "result_code": "L2",
        "visited_on": "L2",
        "respondent": "L3",
        "others_present": "L3",
        "started_at": "L2",
        "ended_at": "L2",
        "error_count": "L2",
        "warning_count": "L2",
        "assess_problem": "L1",
        "confirmed_at": "L2",
        "revision": "L2",
    }

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    instance_id = models.CharField(max_length=255)
    deprecated_id = models.CharField(max_length=255, blank=True)
    previous = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="next")
    merged_with = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="merged_into"
    )
    version_number = models.PositiveSmallIntegerField(default=1)
    form_id = models.CharField(max_length=200)
    form_version = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    actor_key = models.CharField(max_length=80)
    actor_name = models.CharField(max_length=150, blank=True)
    device_id = models.CharField(max_length=120, blank=True)
    sender_areas = models.JSONField(default=list)
    declared_files = models.JSONField(default=list)
    received_at = models.DateTimeField()
    is_complete = models.BooleanField(default=True)
    state = models.CharField(max_length=12, choices=[(s.value, s.value) for s in State])
    is_current = models.BooleanField(default=False)
    round = models.ForeignKey(Round, null=True, on_delete=models.PROTECT, related_name="+", db_index=False)
    province_code = models.CharField(max_length=2, blank=True)
    regency_code = models.CharField(max_length=5, blank=True)
    district_code = models.CharField(max_length=8, blank=True)
    village_code = models.CharField(max_length=13, blank=True)
    family_id = models.UUIDField(null=True, db_index=True)
    claimed_family_id = models.UUIDField(null=True)
    family_name = models.CharField(max_length=150, blank=True)
    search_name = CodePointField(max_length=150, blank=True)
    result_code = models.CharField(max_length=40, blank=True)
    visited_on = models.DateField(null=True)
    # Who answered and whether others heard it, as codes of the form; empty: not asked; none: not looked at yet.
    respondent = models.CharField(max_length=20, null=True)  # noqa: DJ001 - not asked is not the same as not looked at
    others_present = models.CharField(max_length=20, null=True)  # noqa: DJ001 - the same
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    error_count = models.PositiveIntegerField(default=0)
    warning_count = models.PositiveIntegerField(default=0)
    assess_problem = models.CharField(max_length=120, blank=True)
    revision = models.PositiveIntegerField(default=1)
    # When the second level confirmed it; says nothing unless the state is approved.
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["round", "family_id"], condition=Q(is_current=True), name="surveys_one_current"
            ),
            models.UniqueConstraint(fields=["instance_id"], name="surveys_instance_once"),
        ]
        # Each index is one more page in every commit: a district is found through its regency. What else narrows
        # a list stands behind its order, so that no row is fetched only to be left out.
        indexes: ClassVar = [
            models.Index(
                fields=["round", "claimed_family_id"],
                condition=Q(is_current=True),
                name="surveys_sub_claimed",
            ),
            models.Index(
                fields=["search_name", "id", "province_code", "regency_code", "state", "round"],
                name="surveys_sub_name",
            ),
            models.Index(fields=["state", "id", "round"], name="surveys_sub_state"),
            models.Index(fields=["province_code", "id", "state", "round"], name="surveys_sub_prov"),
            models.Index(fields=["regency_code", "id", "state", "round"], name="surveys_sub_reg"),
            models.Index(fields=["village_code", "id", "state", "round"], name="surveys_sub_vill"),
            models.Index(fields=["actor_key", "id"], name="surveys_sub_actor"),
            models.Index(fields=["round", "id", "state", "province_code"], name="surveys_sub_round"),
            # Visits from before the columns: a task fills them, and then this holds nothing.
            models.Index(fields=["id"], condition=Q(respondent__isnull=True), name="surveys_sub_unfilled"),
            # Few have findings, and the others do not pay for these.
            models.Index(fields=["id", "state", "round"], condition=HAS_FINDINGS, name="surveys_sub_find"),
            models.Index(
                fields=["province_code", "id", "state", "round"],
                condition=HAS_FINDINGS,
                name="surveys_sub_find_prov",
            ),
            models.Index(
                fields=["regency_code", "id", "state", "round"],
                condition=HAS_FINDINGS,
                name="surveys_sub_find_reg",
            ),
            models.Index(
                fields=["search_name", "id", "province_code", "regency_code", "state", "round"],
                condition=HAS_FINDINGS,
                name="surveys_sub_find_name",
            ),
        ]

    @property
    def area_code(self) -> str:
        """The smallest area it is placed in: its village, or more when no village is known."""
        return self.village_code or self.district_code or self.regency_code or self.province_code


class Content(models.Model):
    """The bytes as received (deflated), the answers read from them, and how long the phone says each part took.

    ``steps`` are those the family chose, apart so that the next visit can ask about them without opening everything.
    They stand apart so that lists stay slim, and are closed with the row's own key (``foundation.sealing.parts``).
    Once erased, the key is empty and the reason stands in its place.
    """

    SENSITIVITY: ClassVar = {
        "submission": "L2",
        "key": "L1",
        "body": "L3",
        "answers": "L3",
        "pace": "L3",
        "steps": "L3",
        "erased_at": "L2",
        "erased_reason": "L2",
        "erased_by": "L2",
    }

    submission = models.OneToOneField(
        Submission, primary_key=True, on_delete=models.PROTECT, related_name="content"
    )
    key = PartKeyField(bound_by="submission_id")
    body = SealedPartField(key="key")
    answers = SealedPartField(key="key", null=True)
    pace = SealedPartField(key="key", null=True)
    steps = SealedPartField(key="key", null=True)
    erased_at = models.DateTimeField(null=True)
    erased_reason = models.CharField(max_length=200, blank=True, default="")
    erased_by = models.CharField(max_length=80, blank=True, default="")


class Attachment(models.Model):
    """A file that came with a submission; its bytes are kept sealed by their hash, until they are erased.

    ``sent_sha256`` is the hash of a photo as the phone sent it, before its metadata was taken out; else empty.
    """

    SENSITIVITY: ClassVar = {
        "id": "L2",
        "submission": "L2",
        "name": "L2",
        "sha256": "L2",
        "sent_sha256": "L2",
        "erased_at": "L2",
    }

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="attachments")
    name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    sent_sha256 = models.CharField(max_length=64, blank=True, default="")
    erased_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["submission", "name"], name="surveys_attachment_once"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["sha256"], name="surveys_attachment_sha"),
        ]


class SubmissionScore(models.Model):
    """One index of one submission, without private items."""

    SENSITIVITY: ClassVar = {
        "id": "L2",
        "submission": "L2",
        "index_id": "L2",
        "index_hash": "L2",
        "numerator": "L2",
        "denominator": "L2",
        "scored": "L2",
        "category": "L2",
        "states": "L2",
    }

    submission = models.ForeignKey(
        Submission, on_delete=models.PROTECT, related_name="scores", db_index=False
    )
    index_id = models.CharField(max_length=40)
    index_hash = models.CharField(max_length=64)
    numerator = models.BigIntegerField()
    denominator = models.BigIntegerField()
    scored = models.BooleanField()
    category = models.CharField(max_length=20, null=True)  # noqa: DJ001 - none is not the same as a category
    states = models.CharField(max_length=200)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["submission", "index_id"], name="surveys_score_once"),
        ]


class SubmissionFinding(models.Model):
    """Something doubtful the server saw in a submission."""

    SENSITIVITY: ClassVar = {
        "id": "L2",
        "submission": "L2",
        "code": "L2",
        "severity": "L2",
        "question": "L2",
        "path": "L2",
        "row": "L2",
        "value": "L3",
        "messages": "L3",
    }

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="findings")
    code = models.CharField(max_length=60)
    severity = models.CharField(max_length=8)
    question = models.CharField(max_length=120, blank=True)
    path = models.CharField(max_length=500, blank=True)
    row = models.PositiveIntegerField(null=True)
    value = SealedTextField(blank=True, default="")
    messages = SealedJSONField(default=dict)
