"""Tables of what happened to families. An event is written once; only a counter-event takes it back."""

from django.db import models
from django.db.models import F, Q

from bahtera.families.models.versions import Family, Member, values_of
from bahtera.families.values.register import Kind, Precision, ProposalState, Sharing, SourceKind
from bahtera.foundation.ids import new_id
from bahtera.foundation.sealing.fields import SealedTextField


class FamilyEvent(models.Model):
    """A birth, a death, a marriage, a move ...: what versions with the source ``event:<id>`` came to be by.

    ``on`` is the first day of the month, or of the year once forgotten, when ``precision`` says so.
    """

    SENSITIVITY = {
        "id": "L2",
        "kind": "L2",
        "on": "L3",
        "precision": "L2",
        "village_code": "L2",
        "source_kind": "L2",
        "source": "L2",
        "note": "L3",
        "actor_key": "L2",
        "recorded_at": "L2",
        "reverses": "L2",
    }

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=12)
    on = models.DateField()
    precision = models.CharField(max_length=5)
    village_code = models.CharField(max_length=13, blank=True)
    source_kind = models.CharField(max_length=7)
    source = models.CharField(max_length=120, blank=True)
    note = SealedTextField(blank=True, default="")
    actor_key = models.CharField(max_length=80)
    recorded_at = models.DateTimeField()
    reverses = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="reversed_by")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=values_of(Kind)), name="family_event_kind_is_known"),
            models.CheckConstraint(
                condition=Q(precision__in=values_of(Precision)), name="family_event_precision_is_known"
            ),
            models.CheckConstraint(
                condition=Q(source_kind__in=values_of(SourceKind)), name="family_event_source_is_known"
            ),
            models.CheckConstraint(
                condition=Q(kind=Kind.CORRECTION.value, reverses__isnull=False)
                | (~Q(kind=Kind.CORRECTION.value) & Q(reverses__isnull=True)),
                name="family_event_only_a_correction_reverses",
            ),
        ]


class EventPart(models.Model):
    """Who was in which family before an event, or after it; a row without a member names the family alone."""

    SENSITIVITY = {"id": "L2", "event": "L2", "side": "L2", "family": "L2", "member": "L2"}

    event = models.ForeignKey(FamilyEvent, on_delete=models.PROTECT, related_name="parts")
    side = models.CharField(max_length=6)
    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="event_parts")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, null=True, related_name="event_parts")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(side__in=["before", "after"]), name="event_part_side_is_known"
            ),
        ]


class EventProposal(models.Model):
    """What a visit makes likely and a person must say: somebody is missing, or stands there without a reason."""

    SENSITIVITY = {
        "id": "L2",
        "family": "L2",
        "member": "L2",
        "kind": "L2",
        "on": "L2",
        "source": "L2",
        "state": "L2",
        "made_at": "L2",
        "decided_at": "L2",
        "decided_by": "L2",
        "event": "L2",
    }

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    family = models.ForeignKey(Family, on_delete=models.PROTECT, related_name="proposals")
    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="proposals")
    kind = models.CharField(max_length=12)
    on = models.DateField()
    source = models.CharField(max_length=120)
    state = models.CharField(max_length=9, default=ProposalState.OPEN.value)
    made_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=80, blank=True, default="")
    event = models.ForeignKey(FamilyEvent, on_delete=models.PROTECT, null=True, related_name="proposals")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["member"], condition=Q(state="open"), name="member_has_one_open_proposal"
            ),
            models.CheckConstraint(
                condition=Q(state__in=values_of(ProposalState)), name="event_proposal_state_is_known"
            ),
        ]


class SharedMember(models.Model):
    """Somebody on record in two families by a stated rule: ``other`` is the same person as ``main``.

    They count once. Declared by a person, never guessed; the reason is empty once a family is forgotten.
    """

    SENSITIVITY = {
        "id": "L2",
        "main": "L2",
        "other": "L2",
        "reason": "L3",
        "valid_from": "L2",
        "valid_to": "L2",
        "event": "L2",
    }

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    main = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="shared_into")
    other = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="shared_from")
    reason = models.CharField(max_length=14, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    event = models.ForeignKey(FamilyEvent, on_delete=models.PROTECT, related_name="shares")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["other"], condition=Q(valid_to__isnull=True), name="member_is_shared_once"
            ),
            models.CheckConstraint(condition=~Q(main=F("other")), name="member_shared_with_another"),
            models.CheckConstraint(
                condition=Q(reason__in=["", *values_of(Sharing)]), name="member_sharing_is_known"
            ),
        ]
