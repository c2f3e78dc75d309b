"""Tables of clients. Who somebody is stands in versions; how they are reached safely in parts with keys of their own.

Identity is sealed column by column; of NIK and of name, birth date and village together a keyed digest stands beside,
by which doubles meet. Destroying the key of a safe contact is how it is taken back.
"""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from bahtera.clients.values import Answer, Giver, LawfulGround, PairState
from bahtera.families import api as families
from bahtera.foundation.ids import new_id
from bahtera.foundation.sealing.fields import (
    DigestField,
    PartKeyField,
    SealedJSONField,
    SealedPartField,
    SealedTextField,
)

NIK_PURPOSE = "clients.nik"
LIKENESS_PURPOSE = "clients.likeness"
BAR_PURPOSE = "clients.giver_bar"
BAR_NAME_PURPOSE = "clients.giver_bar_name"


class Client(models.Model):
    """One record of a person that some unit knows. ``merged_into`` is a link that a supervisor set, and may undo."""

    SENSITIVITY: ClassVar = {
        "id": "L2",
        "number": "L2",
        "member_id": "L3",
        "merged_into": "L3",
        "synthetic": "L1",
        "opened_at": "L2",
        "opened_by": "L2",
        "forgotten_at": "L2",
    }

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.PositiveIntegerField(default=1)
    member_id = models.UUIDField(null=True, db_index=True)
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="merged")
    synthetic = models.BooleanField(default=False)
    opened_at = models.DateTimeField()
    opened_by = models.CharField(max_length=80)
    forgotten_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("id")),
                name="clients_not_into_itself",
            ),
        ]


class ClientState(models.Model):
    """What was known of a client: the standing version, older ones, and what was refused because it came too late."""

    SENSITIVITY: ClassVar = {
        "id": "L2",
        "client": "L2",
        "number": "L2",
        "standing": "L2",
        "refused": "L2",
        "unit_id": "L3",
        "name": "L3",
        "sex": "L3",
        "birth_date": "L3",
        "birth_quality": "L3",
        "village_code": "L3",
        "nik": "L3",
        "nik_digest": "L3",
        "likeness": "L3",
        "likeness_digest": "L3",
        "phone": "L3",
        "service_needs": "L3",
        "recorded_at": "L2",
        "recorded_by": "L2",
    }

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="states")
    number = models.PositiveIntegerField()
    standing = models.BooleanField(default=True)
    refused = models.BooleanField(default=False)
    unit_id = models.UUIDField()
    name = SealedTextField(blank=True, default="")
    sex = models.CharField(max_length=1, blank=True, default="")
    birth_date = SealedTextField(blank=True, default="")
    birth_quality = models.CharField(max_length=20, blank=True, default="")
    village_code = models.CharField(max_length=13, blank=True, default="")
    nik = SealedTextField(blank=True, default="")
    nik_digest = DigestField(of="nik", purpose=NIK_PURPOSE, normalise=families.usable_number)
    likeness = SealedTextField(blank=True, default="")
    likeness_digest = DigestField(of="likeness", purpose=LIKENESS_PURPOSE)
    phone = SealedTextField(blank=True, default="")
    service_needs = SealedJSONField(blank=True, default=dict)
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=80)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["client"], condition=Q(standing=True), name="clients_one_standing_state"
            ),
            models.CheckConstraint(
                condition=~Q(standing=True, refused=True), name="clients_refused_never_held"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["nik_digest"], condition=Q(standing=True), name="clients_same_nik"),
            models.Index(
                fields=["likeness_digest"], condition=Q(standing=True), name="clients_same_likeness"
            ),
        ]


class Knowing(models.Model):
    """A unit knows a client, from some moment until its work with them ends."""

    SENSITIVITY: ClassVar = {
        "id": "L2",
        "client": "L2",
        "unit_id": "L3",
        "area_code": "L3",
        "since": "L2",
        "since_by": "L2",
        "ended_at": "L2",
        "ended_by": "L2",
    }

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="knowings")
    unit_id = models.UUIDField()
    area_code = models.CharField(max_length=13, blank=True, default="")
    since = models.DateTimeField()
    since_by = models.CharField(max_length=80)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=80, blank=True, default="")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["client", "unit_id"], condition=Q(ended_at__isnull=True), name="clients_known_once"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["unit_id", "since", "id"], name="clients_of_unit")]


class ContactRule(models.Model):
    """How a client is reached without harm, closed with a key of its own; the key of an older one is destroyed."""

    SENSITIVITY: ClassVar = {
        "id": "L2",
        "client": "L2",
        "standing": "L2",
        "key": "L4",
        "rules": "L4",
        "unit_id": "L3",
        "recorded_at": "L2",
        "recorded_by": "L2",
        "ended_at": "L2",
    }

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="contact_rules")
    standing = models.BooleanField(default=True)
    key = PartKeyField(bound_by="id")
    rules = SealedPartField(key="key", null=True)
    unit_id = models.UUIDField()
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=80)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["client"], condition=Q(standing=True), name="clients_one_standing_contact"
            ),
        ]


class Ground(models.Model):
    """Why data of a client may be used or go on: a consent with its giver and proof, or another lawful ground."""

    SENSITIVITY: ClassVar = {
        "id": "L2",
        "client": "L2",
        "ground": "L3",
        "scope": "L3",
        "giver": "L3",
        "giver_name": "L3",
        "giver_nik": "L3",
        "manner": "L2",
        "evidence_sha256": "L2",
        "witness": "L3",
        "declared_of_age": "L2",
        "reason": "L4",
        "unit_id": "L3",
        "given_at": "L2",
        "until": "L2",
        "recorded_at": "L2",
        "recorded_by": "L2",
        "ended_at": "L2",
        "ended_by": "L2",
        "ended_how": "L2",
    }

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="grounds")
    ground = models.CharField(max_length=20)
    scope = models.CharField(max_length=60)
    giver = models.CharField(max_length=30, blank=True, default="")
    giver_name = SealedTextField(blank=True, default="")
    giver_nik = SealedTextField(blank=True, default="")
    manner = models.CharField(max_length=12, blank=True, default="")
    evidence_sha256 = models.CharField(max_length=64, blank=True, default="")
    witness = SealedTextField(blank=True, default="")
    declared_of_age = models.BooleanField(default=False)
    reason = SealedTextField(blank=True, default="")
    unit_id = models.UUIDField()
    given_at = models.DateTimeField()
    until = models.DateTimeField(null=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=80)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=80, blank=True, default="")
    ended_how = models.CharField(max_length=12, blank=True, default="")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ground="persetujuan", giver__in=[one.value for one in Giver])
                | Q(ground__in=[one.value for one in LawfulGround if one.value != "persetujuan"], giver=""),
                name="clients_ground_and_giver",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_how="")
                | Q(ended_at__isnull=False, ended_how__in=["withdrawn", "replaced", "barred"]),
                name="clients_ground_end",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["client", "scope", "given_at"], name="clients_ground_for")]


class GiverBar(models.Model):
    """Somebody who may not agree for a client, because they are alleged to have harmed them."""

    SENSITIVITY: ClassVar = {
        "id": "L2",
        "client": "L4",
        "barred_name": "L4",
        "barred_name_digest": "L4",
        "barred_nik": "L4",
        "barred_nik_digest": "L4",
        "set_at": "L4",
        "set_by": "L4",
        "lifted_at": "L4",
        "lifted_by": "L4",
    }

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="bars")
    barred_name = SealedTextField(blank=True, default="")
    barred_name_digest = DigestField(of="barred_name", purpose=BAR_NAME_PURPOSE, normalise=families.name_key)
    barred_nik = SealedTextField(blank=True, default="")
    barred_nik_digest = DigestField(of="barred_nik", purpose=BAR_PURPOSE, normalise=families.usable_number)
    set_at = models.DateTimeField()
    set_by = models.CharField(max_length=80)
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.CharField(max_length=80, blank=True, default="")


class Pair(models.Model):
    """Two records that look like one person, and what the supervisor of both said."""

    SENSITIVITY: ClassVar = {
        "id": "L2",
        "first": "L3",
        "second": "L3",
        "first_area": "L3",
        "second_area": "L3",
        "alike": "L2",
        "state": "L2",
        "kept": "L3",
        "found_at": "L2",
        "decided_at": "L2",
        "decided_by": "L2",
        "reason": "L3",
    }

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    first = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="+")
    first_area = models.CharField(max_length=13, blank=True, default="")
    second_area = models.CharField(max_length=13, blank=True, default="")
    alike = models.CharField(max_length=10)
    state = models.CharField(max_length=10, default=PairState.OPEN.value)
    kept = models.ForeignKey(Client, on_delete=models.PROTECT, null=True, related_name="+")
    found_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=80, blank=True, default="")
    reason = SealedTextField(blank=True, default="")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["first", "second"], name="clients_pair_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="clients_pair_in_order"),
            models.CheckConstraint(
                condition=Q(state__in=["open", "apart"], kept__isnull=True)
                | Q(state="merged", kept__isnull=False),
                name="clients_pair_kept",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["state", "found_at", "id"], name="clients_pairs_waiting")]


class CheckedIdentity(models.Model):
    """A civil registry was asked about a client: when, by whom, and the answer; never what it said besides."""

    SENSITIVITY: ClassVar = {
        "id": "L2",
        "client": "L2",
        "number": "L2",
        "asked_at": "L2",
        "asked_by": "L2",
        "answer": "L3",
    }

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="checks")
    number = models.PositiveIntegerField()
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=80)
    answer = models.CharField(max_length=12)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(answer__in=[one.value for one in Answer]), name="clients_check_answer"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["client", "asked_at"], name="clients_checks_of"),
            models.Index(fields=["asked_by", "asked_at"], name="clients_checks_by"),
        ]
