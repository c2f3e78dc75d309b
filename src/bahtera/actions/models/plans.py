"""Plans of action and everything that was done to them. Families stand in them by our own keys alone."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from bahtera.actions.rules.writing import LONGEST_ACTIVITY, LONGEST_DETAILS, LONGEST_LINE, MOST_RUPIAH
from bahtera.actions.values.plans import Move, State
from bahtera.foundation.canonical import CanonicalJson
from bahtera.foundation.ids import new_id

_STATES = sorted(one.value for one in State)


class Plan(models.Model):
    """What a village and an agency mean to do about one indicator.

    ``baseline`` is the public's figure when it was written, with data version and definition; ``share`` in
    hundredths of a per cent; ``first_deadline`` as it was agreed upon first; ``percent``, ``reached`` and ``told_on``
    repeat the newest progress.
    """

    SENSITIVITY: ClassVar = {
        "id": "L1",
        "village_code": "L1",
        "year": "L1",
        "sequence": "L1",
        "state": "L1",
        "round_id": "L1",
        "index_id": "L1",
        "indicator": "L1",
        "baseline": "L1",
        "activity": "L1",
        "details": "L1",
        "agency": "L1",
        "unit_id": "L1",
        "position": "L1",
        "person_id": "L2",
        "source": "L1",
        "amount": "L1",
        "starts_on": "L1",
        "deadline": "L1",
        "first_deadline": "L1",
        "families": "L2",
        "share": "L1",
        "percent": "L1",
        "reached": "L2",
        "told_on": "L1",
        "ended_on": "L1",
        "revision": "L1",
        "made_at": "L1",
        "made_by": "L2",
        "moved_at": "L1",
    }

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    village_code = models.CharField(max_length=13)
    year = models.PositiveSmallIntegerField()
    sequence = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=[(one.value, one.value) for one in State])
    round_id = models.BigIntegerField()
    index_id = models.CharField(max_length=40)
    indicator = models.CharField(max_length=40)
    baseline = CanonicalJson()
    activity = models.CharField(max_length=LONGEST_ACTIVITY)
    details = models.CharField(max_length=LONGEST_DETAILS, blank=True, default="")
    agency = models.CharField(max_length=40)
    unit_id = models.UUIDField(null=True)
    position = models.CharField(max_length=LONGEST_ACTIVITY, blank=True, default="")
    person_id = models.UUIDField(null=True)
    source = models.CharField(max_length=40)
    amount = models.BigIntegerField(null=True)
    starts_on = models.DateField()
    deadline = models.DateField()
    first_deadline = models.DateField(null=True)
    families = models.PositiveIntegerField(null=True)
    share = models.PositiveSmallIntegerField(null=True)
    percent = models.PositiveSmallIntegerField(null=True)
    reached = models.PositiveIntegerField(null=True)
    told_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    revision = models.PositiveIntegerField(default=1)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=80)
    moved_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["village_code", "year", "sequence"], name="actions_number_once"),
            models.CheckConstraint(condition=Q(state__in=_STATES), name="actions_known_state"),
            models.CheckConstraint(
                condition=Q(deadline__gte=F("starts_on")), name="actions_deadline_after_start"
            ),
            models.CheckConstraint(
                condition=Q(amount=None) | Q(amount__gte=0, amount__lte=MOST_RUPIAH),
                name="actions_amount_in_bounds",
            ),
            models.CheckConstraint(
                condition=Q(percent=None) | Q(percent__lte=100), name="actions_percent_in_bounds"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["state", "deadline", "village_code"], name="actions_by_state"),
            models.Index(fields=["deadline", "id"], name="actions_by_deadline"),
            models.Index(fields=["unit_id", "state"], name="actions_by_unit"),
            models.Index(fields=["person_id", "state"], name="actions_by_person"),
        ]


class PlanStep(models.Model):
    """One entry of a plan's history: as what somebody acted, what changed, and why."""

    SENSITIVITY: ClassVar = {
        "id": "L1",
        "plan": "L1",
        "move": "L1",
        "state": "L1",
        "at": "L1",
        "actor_key": "L2",
        "role": "L1",
        "reason": "L1",
        "changes": "L2",
    }

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="steps")
    move = models.CharField(max_length=10, choices=[(one.value, one.value) for one in Move])
    state = models.CharField(max_length=10, choices=[(one.value, one.value) for one in State])
    at = models.DateTimeField()
    actor_key = models.CharField(max_length=80)
    role = models.CharField(max_length=30)
    reason = models.CharField(max_length=LONGEST_LINE, blank=True, default="")
    changes = CanonicalJson(default=dict)


class PlanProgress(models.Model):
    """How far a plan was on a day, as somebody told it. Never changed: what was wrong is told anew."""

    SENSITIVITY: ClassVar = {
        "id": "L1",
        "plan": "L1",
        "on": "L1",
        "percent": "L1",
        "reached": "L2",
        "note": "L1",
        "at": "L1",
        "actor_key": "L2",
        "role": "L1",
    }

    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="progress")
    on = models.DateField()
    percent = models.PositiveSmallIntegerField(null=True)
    reached = models.PositiveIntegerField(null=True)
    note = models.CharField(max_length=LONGEST_LINE, blank=True, default="")
    at = models.DateTimeField()
    actor_key = models.CharField(max_length=80)
    role = models.CharField(max_length=30)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(percent=None) | Q(percent__lte=100), name="actions_progress_in_bounds"
            ),
        ]


class PlanEvidence(models.Model):
    """A paper or photo of what was done, sealed under the hash of its content. Who gave it said it names nobody.

    Withdrawn, its file goes and its hash and the reason stay.
    """

    SENSITIVITY: ClassVar = {
        "id": "L1",
        "plan": "L1",
        "sha256": "L2",
        "name": "L2",
        "kind": "L1",
        "size": "L1",
        "about": "L2",
        "at": "L1",
        "actor_key": "L2",
        "role": "L1",
        "withdrawn_at": "L1",
        "withdrawn_by": "L2",
        "reason": "L1",
    }

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, related_name="evidence")
    sha256 = models.CharField(max_length=64, db_index=True)
    name = models.CharField(max_length=110)
    kind = models.CharField(max_length=4)
    size = models.PositiveIntegerField()
    about = models.CharField(max_length=LONGEST_LINE, blank=True, default="")
    at = models.DateTimeField()
    actor_key = models.CharField(max_length=80)
    role = models.CharField(max_length=30)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.CharField(max_length=80, blank=True, default="")
    reason = models.CharField(max_length=LONGEST_LINE, blank=True, default="")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["plan", "sha256"], condition=Q(withdrawn_at=None), name="actions_evidence_once"
            ),
        ]


class PlanFamily(models.Model):
    """A family that a plan is meant for, by our own key; only who may read the families of the village sees it."""

    SENSITIVITY: ClassVar = {
        "id": "L2",
        "plan": "L2",
        "family_id": "L3",
        "at": "L2",
        "actor_key": "L2",
    }

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="named")
    family_id = models.UUIDField(db_index=True)
    at = models.DateTimeField()
    actor_key = models.CharField(max_length=80)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["plan", "family_id"], name="actions_family_once"),
        ]
