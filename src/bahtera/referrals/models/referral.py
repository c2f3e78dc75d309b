"""A referral, what is told with it, and what happened to it. Events are added and never changed."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from bahtera.foundation.ids import new_id
from bahtera.foundation.sealing.fields import PartKeyField, SealedPartField, SealedTextField
from bahtera.referrals.values import By, Move, State
from bahtera.referrals.values.kept import Direction, Manner

_STATES = [one.value for one in State]


class Referral(models.Model):
    """One referral: from which unit to which, for which service, and where it stands. Units and client by id alone.

    ``due_at``: the next instant at which the receiver owes something, None where nothing is owed; ``answer_due_at``:
    when its answer was due, as it stands in the end. ``closed_told_at``: when the sender heard of a closed receiver.
    """

    SENSITIVITY: ClassVar = {
        "id": "L2",
        "version": "L2",
        "parent": "L3",
        "direction": "L2",
        "manner": "L2",
        "sender_unit": "L3",
        "receiver_unit": "L3",
        "sender_area": "L2",
        "receiver_area": "L2",
        "receiver_kind": "L2",
        "service": "L3",
        "own_words": "L3",
        "client": "L3",
        "urgency": "L2",
        "state": "L2",
        "ground": "L3",
        "ground_id": "L2",
        "rule": "L4",
        "agreement_id": "L2",
        "agreement": "L2",
        "made_at": "L2",
        "made_by": "L2",
        "sent_at": "L2",
        "delivered_at": "L2",
        "answered_at": "L2",
        "accepted_at": "L2",
        "done_at": "L2",
        "ended_at": "L2",
        "answer_due_at": "L2",
        "due_at": "L2",
        "appointment_at": "L3",
        "place": "L3",
        "bring": "L3",
        "outcome": "L3",
        "feedback": "L4",
        "feedback_at": "L2",
        "feedback_barred": "L3",
        "ask_client": "L3",
        "closed_told_at": "L2",
    }

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    version = models.PositiveIntegerField(default=1)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")
    direction = models.CharField(max_length=12)
    manner = models.CharField(max_length=8)
    sender_unit = models.UUIDField()
    receiver_unit = models.UUIDField()
    sender_area = models.CharField(max_length=13, blank=True, default="")
    receiver_area = models.CharField(max_length=13, blank=True, default="")
    receiver_kind = models.CharField(max_length=30)
    service = models.CharField(max_length=40, blank=True, default="")
    own_words = models.CharField(max_length=120, blank=True, default="")
    client = models.UUIDField(db_index=True)
    urgency = models.CharField(max_length=14)
    state = models.CharField(max_length=16, default=State.DRAFT.value)
    ground = models.CharField(max_length=20, blank=True, default="")
    ground_id = models.UUIDField(null=True)
    rule = SealedTextField(blank=True, default="")
    agreement_id = models.UUIDField(null=True)
    agreement = models.CharField(max_length=80, blank=True, default="")
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=80)
    sent_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    answer_due_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    appointment_at = models.DateTimeField(null=True)
    place = SealedTextField(blank=True, default="")
    bring = SealedTextField(blank=True, default="")
    outcome = models.CharField(max_length=20, blank=True, default="")
    feedback = SealedTextField(blank=True, default="")
    feedback_at = models.DateTimeField(null=True)
    feedback_barred = models.BooleanField(default=False)
    ask_client = models.BooleanField(default=False)
    closed_told_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=_STATES), name="referrals_state"),
            models.CheckConstraint(
                condition=Q(direction__in=[one.value for one in Direction]), name="referrals_direction"
            ),
            models.CheckConstraint(
                condition=Q(manner__in=[one.value for one in Manner]), name="referrals_manner"
            ),
            models.CheckConstraint(
                condition=~Q(sender_unit=F("receiver_unit")), name="referrals_between_two_units"
            ),
            models.CheckConstraint(
                condition=Q(service="", own_words__gt="") | Q(service__gt="", own_words=""),
                name="referrals_for_one_service",
            ),
            models.CheckConstraint(
                condition=Q(state=State.DRAFT.value, sent_at__isnull=True)
                | (~Q(state=State.DRAFT.value) & Q(sent_at__isnull=False)),
                name="referrals_sent_or_draft",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["receiver_unit", "delivered_at", "id"],
                condition=Q(state=State.DELIVERED.value),
                name="referrals_new",
            ),
            models.Index(
                fields=["receiver_unit", "due_at", "id"],
                condition=Q(due_at__isnull=False),
                name="referrals_owed",
            ),
            models.Index(
                fields=["receiver_unit", "delivered_at", "id"],
                condition=Q(delivered_at__isnull=False),
                name="referrals_received",
            ),
            models.Index(
                fields=["sender_unit", "sent_at", "id"],
                condition=Q(sent_at__isnull=False),
                name="referrals_sent",
            ),
            models.Index(
                fields=["sender_unit", "made_at", "id"],
                condition=Q(state=State.DRAFT.value),
                name="referrals_drafts",
            ),
            models.Index(
                fields=["receiver_unit"],
                condition=Q(ended_at__isnull=True, closed_told_at__isnull=True, sent_at__isnull=False),
                name="referrals_open",
            ),
            models.Index(fields=["sent_at"], name="referrals_by_day"),
        ]


class Content(models.Model):
    """What is told with a referral, closed with a key of its own: of a draft what is known, once sent what was sent.

    ``packet``, ``packet_version``: by which packet it was cut. Destroying the key ends it.
    """

    SENSITIVITY: ClassVar = {
        "id": "L2",
        "referral": "L2",
        "packet": "L2",
        "packet_version": "L2",
        "key": "L4",
        "told": "L4",
    }

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    referral = models.OneToOneField(Referral, on_delete=models.CASCADE, related_name="content")
    packet = models.CharField(max_length=40, blank=True, default="")
    packet_version = models.CharField(max_length=20, blank=True, default="")
    key = PartKeyField(bound_by="id")
    told = SealedPartField(key="key", null=True)


class Event(models.Model):
    """One move: what it was, by which side and whom, from which state to which, and why."""

    SENSITIVITY: ClassVar = {
        "id": "L2",
        "referral": "L2",
        "number": "L2",
        "move": "L2",
        "by": "L2",
        "before": "L2",
        "after": "L2",
        "at": "L2",
        "actor_key": "L2",
        "unit": "L3",
        "reason": "L3",
        "words": "L4",
    }

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    referral = models.ForeignKey(Referral, on_delete=models.CASCADE, related_name="events")
    number = models.PositiveIntegerField()
    move = models.CharField(max_length=20)
    by = models.CharField(max_length=10)
    before = models.CharField(max_length=16)
    after = models.CharField(max_length=16)
    at = models.DateTimeField()
    actor_key = models.CharField(max_length=80)
    unit = models.UUIDField(null=True)
    reason = models.CharField(max_length=30, blank=True, default="")
    words = SealedTextField(blank=True, default="")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["referral", "number"], name="referrals_event_once"),
            models.CheckConstraint(
                condition=Q(move__in=[one.value for one in Move], by__in=[one.value for one in By]),
                name="referrals_event_codes",
            ),
        ]
