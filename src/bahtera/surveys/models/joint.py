"""Families that two kader visit together: who has which sections, and what each of them signed."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from bahtera.foundation.ids import new_id
from bahtera.surveys.models.assignments import Assignment
from bahtera.surveys.models.rounds import Round
from bahtera.surveys.models.visits import Submission


class JointTask(models.Model):
    """One family of a round whose questionnaire two kader share, section by section.

    ``assignment`` is the first kader's task; it ends this one with it. What was ended stays: ``ended_how`` says
    whether one of the two takes everything over (``taker_id``) or the task changed. ``clash``: both parts came and do
    not agree about the family; ``family_from`` whose family counts then, as a person chose.
    """

    SENSITIVITY: ClassVar = {
        "id": "L2",
        "round": "L1",
        "village_code": "L1",
        "family_id": "L2",
        "assignment": "L2",
        "form_id": "L1",
        "first_id": "L2",
        "second_id": "L2",
        "first_sections": "L1",
        "second_sections": "L1",
        "given_at": "L2",
        "given_by": "L2",
        "ended_at": "L2",
        "ended_by": "L2",
        "ended_how": "L2",
        "taker_id": "L2",
        "clash": "L2",
        "family_from": "L2",
        "revision": "L2",
    }

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="+")
    village_code = models.CharField(max_length=13)
    family_id = models.UUIDField()
    assignment = models.ForeignKey(Assignment, on_delete=models.PROTECT, related_name="+")
    form_id = models.CharField(max_length=200)
    first_id = models.UUIDField()
    second_id = models.UUIDField()
    first_sections = models.JSONField()
    second_sections = models.JSONField()
    given_at = models.DateTimeField()
    given_by = models.CharField(max_length=80)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=80, blank=True, default="")
    ended_how = models.CharField(max_length=20, blank=True, default="")
    taker_id = models.UUIDField(null=True)
    clash = models.BooleanField(default=False)
    family_from = models.UUIDField(null=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["round", "family_id"], condition=Q(ended_at__isnull=True), name="surveys_joint_family"
            ),
            models.CheckConstraint(condition=~Q(first_id=F("second_id")), name="surveys_joint_two"),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["village_code", "round"],
                condition=Q(ended_at__isnull=True),
                name="surveys_joint_here",
            ),
        ]


class JointPart(models.Model):
    """The sections one of two kader filled and signed, with the visit that carries them.

    ``signature`` is the phone's own key's, over the text of `rules.joint.signed_text`. ``joined`` is the visit that
    was last made of it and the other's part.
    """

    SENSITIVITY: ClassVar = {
        "submission": "L2",
        "task": "L2",
        "person_id": "L2",
        "sections": "L1",
        "signed_at": "L2",
        "device_id": "L3",
        "signature": "L2",
        "joined": "L2",
    }

    submission = models.OneToOneField(
        Submission, primary_key=True, on_delete=models.PROTECT, related_name="joint_part"
    )
    task = models.ForeignKey(JointTask, on_delete=models.PROTECT, related_name="parts")
    person_id = models.UUIDField()
    sections = models.JSONField()
    signed_at = models.CharField(max_length=40)
    device_id = models.UUIDField()
    signature = models.CharField(max_length=120)
    joined = models.ForeignKey(Submission, null=True, on_delete=models.PROTECT, related_name="joint_parts")
