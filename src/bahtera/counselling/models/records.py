"""Records of clients and their sessions. What is noted of a session is closed with a key of its own."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from bahtera.counselling.values import Form, Mode, Result, State
from bahtera.foundation.ids import new_id
from bahtera.foundation.sealing.fields import PartKeyField, SealedPartField, SealedTextField


class Record(models.Model):
    """The register entry of a client. ``person_key`` tells visits of one person apart when nobody knows who it was."""

    SENSITIVITY: ClassVar = {
        "id": "L2",
        "unit_id": "L2",
        "year": "L1",
        "serial": "L2",
        "client_id": "L3",
        "person_key": "L3",
        "first": "L2",
        "counsellor": "L2",
        "service": "L4",
        "target_group": "L3",
        "theme": "L4",
        "came_on": "L2",
        "state": "L2",
        "stopped_why": "L3",
        "closed_on": "L2",
        "number": "L2",
        "opened_at": "L2",
        "opened_by": "L2",
        "forgotten_at": "L2",
    }

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    unit_id = models.UUIDField()
    year = models.PositiveSmallIntegerField()
    serial = models.PositiveIntegerField()
    client_id = models.UUIDField(null=True, db_index=True)
    person_key = models.UUIDField(db_index=True)
    first = models.BooleanField()
    counsellor = models.CharField(max_length=80)
    service = models.CharField(max_length=30)
    target_group = models.CharField(max_length=30)
    theme = SealedTextField(blank=True, default="")
    came_on = models.DateField()
    state = models.CharField(max_length=12, default=State.OPEN.value)
    stopped_why = models.CharField(max_length=30, blank=True, default="")
    closed_on = models.DateField(null=True)
    number = models.PositiveIntegerField(default=1)
    opened_at = models.DateTimeField()
    opened_by = models.CharField(max_length=80)
    forgotten_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["unit_id", "year", "serial"], name="counselling_register_number"),
            models.CheckConstraint(
                condition=Q(state__in=[State.OPEN.value, State.REFERRED.value], closed_on__isnull=True)
                | Q(state__in=[State.SETTLED.value, State.STOPPED.value], closed_on__isnull=False),
                name="counselling_closed_has_a_day",
            ),
            models.CheckConstraint(
                condition=Q(state=State.STOPPED.value) | Q(stopped_why=""), name="counselling_stopped_why"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["unit_id", "state", "-came_on", "-id"], name="counselling_of_centre"),
        ]


class Session(models.Model):
    """One meeting. Sex and age are those of that day, so that a month's sums stay when who it was is forgotten."""

    SENSITIVITY: ClassVar = {
        "id": "L2",
        "record": "L2",
        "held_on": "L2",
        "form": "L2",
        "mode": "L2",
        "phase": "L2",
        "result": "L2",
        "minutes": "L2",
        "follow_up": "L2",
        "receiver_id": "L4",
        "receiver_kind": "L4",
        "ground_id": "L3",
        "sex": "L3",
        "age": "L3",
        "counsellor": "L2",
        "key": "L5",
        "note": "L5",
        "recorded_at": "L2",
        "taken_back_at": "L2",
        "taken_back_by": "L2",
        "reason": "L3",
    }

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="sessions")
    held_on = models.DateField()
    form = models.CharField(max_length=15, choices=[(one.value, one.value) for one in Form])
    mode = models.CharField(max_length=12, choices=[(one.value, one.value) for one in Mode])
    phase = models.CharField(max_length=12, blank=True, default="")
    result = models.CharField(max_length=10, choices=[(one.value, one.value) for one in Result])
    minutes = models.PositiveSmallIntegerField()
    follow_up = models.DateField(null=True)
    receiver_id = models.UUIDField(null=True)
    receiver_kind = models.CharField(max_length=30, blank=True, default="")
    ground_id = models.UUIDField(null=True)
    sex = models.CharField(max_length=10)
    age = models.CharField(max_length=12)
    counsellor = models.CharField(max_length=80)
    key = PartKeyField(bound_by="id")
    note = SealedPartField(key="key", null=True)
    recorded_at = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True)
    taken_back_by = models.CharField(max_length=80, blank=True, default="")
    reason = SealedTextField(blank=True, default="")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(mode=Mode.IN_PERSON.value) | Q(ground_id__isnull=False),
                name="counselling_remote_by_consent",
            ),
            models.CheckConstraint(
                condition=Q(result=Result.REFERRED.value) | Q(receiver_id__isnull=True),
                name="counselling_receiver_of_referral",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["record", "held_on", "id"], name="counselling_sessions_of")]


class NoteReader(models.Model):
    """Somebody whom a counsellor lets read the notes of a record, until they end it."""

    SENSITIVITY: ClassVar = {
        "id": "L2",
        "record": "L2",
        "person_id": "L3",
        "named_at": "L2",
        "named_by": "L2",
        "ended_at": "L2",
        "ended_by": "L2",
    }

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    record = models.ForeignKey(Record, on_delete=models.PROTECT, related_name="readers")
    person_id = models.UUIDField()
    named_at = models.DateTimeField()
    named_by = models.CharField(max_length=80)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=80, blank=True, default="")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["record", "person_id"],
                condition=Q(ended_at__isnull=True),
                name="counselling_reader_once",
            ),
        ]
