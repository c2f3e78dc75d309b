"""What phones ask and are answered at ``/api/v1/field``. They only grow; each field of an answer says its level."""

from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from ninja import Field, Schema

from bahtera.http.device_schemas import SealingKeyOut
from bahtera.http.schemas import CommentOut, ErrorBody, RoundOut

_MOST_RECEIPTS = 500


class Since(Schema):
    """The cursor of the reply before; nothing to begin anew."""

    since: str = Field("", max_length=300)


class VillageOut(Schema):
    """A village the kader visits; ``narrowed`` when only some of its families are theirs."""

    SENSITIVITY: ClassVar = {"code": "L1", "name": "L1", "narrowed": "L2"}

    code: str
    name: str
    narrowed: bool


class PrivateKeysOut(Schema):
    """Keys for what nobody of the survey may read: answers for figures, and calls for help for UPTD PPA."""

    SENSITIVITY: ClassVar = {"statistics": "L1", "help": "L1"}

    statistics: SealingKeyOut
    help: SealingKeyOut


class LimitsOut(Schema):
    """How many visits a request takes, how many bytes a body, a file and a piece of it may have."""

    SENSITIVITY: ClassVar = {"visits": "L1", "body": "L1", "file": "L1", "piece": "L1"}

    visits: int
    body: int
    file: int
    piece: int


class StartOut(Schema):
    """What a phone needs to know before it syncs. ``receipt_key`` checks receipts: Ed25519, base64url."""

    SENSITIVITY: ClassVar = {
        "id": "L2",
        "name": "L3",
        "now": "L1",
        "villages": "L2",
        "rounds": "L1",
        "sealing_key": "L1",
        "private_keys": "L1",
        "receipt_key": "L1",
        "limits": "L1",
    }

    id: UUID
    name: str
    now: datetime
    villages: list[VillageOut]
    rounds: list[RoundOut]
    sealing_key: SealingKeyOut
    private_keys: PrivateKeysOut
    receipt_key: str
    limits: LimitsOut


class CareUnitOut(Schema):
    """An office that helps people in danger, with what is public of it."""

    SENSITIVITY: ClassVar = {
        "name": "L1",
        "kind": "L1",
        "area": "L1",
        "phone": "L1",
        "whatsapp": "L1",
        "address": "L1",
    }

    name: str
    kind: str
    area: str
    phone: str
    whatsapp: str
    address: str


class CareOut(Schema):
    """Whom to call near the kader, UPTD PPA before police."""

    SENSITIVITY: ClassVar = {"units": "L1"}

    units: list[CareUnitOut]


class MediaOut(Schema):
    """A file that goes with a form: its name, and the hash it is fetched by."""

    SENSITIVITY: ClassVar = {"name": "L1", "sha256": "L1"}

    name: str
    sha256: str


class FormOut(Schema):
    """A published form; its XForm is fetched by ``sha256`` and never changes."""

    SENSITIVITY: ClassVar = {
        "form_id": "L1",
        "version": "L1",
        "title": "L1",
        "sha256": "L1",
        "size": "L1",
        "media": "L1",
    }

    form_id: str
    version: str
    title: str
    sha256: str
    size: int
    media: list[MediaOut]


class MemberOut(Schema):
    """Somebody of a family."""

    SENSITIVITY: ClassVar = {
        "id": "L2",
        "name": "L3",
        "sex": "L3",
        "birth_date": "L3",
        "birth_date_estimated": "L3",
        "relation": "L3",
    }

    id: UUID
    name: str
    sex: str
    birth_date: date | None
    birth_date_estimated: bool
    relation: str


class StepOut(Schema):
    """A step the family chose at its last visit; ``other`` are its own words where ``step`` is ``lainnya``."""

    SENSITIVITY: ClassVar = {"step": "L3", "other": "L3", "due": "L3"}

    step: str
    other: str
    due: date | None


class VisitedOut(Schema):
    """The visit that counts in an open round, from whichever phone, card or paper."""

    SENSITIVITY: ClassVar = {"round_id": "L1", "on": "L2"}

    round_id: int
    on: date | None


class JointOut(Schema):
    """Another kader shares this family: whose sections are whose, by the names of the form's outermost groups.

    ``labels``: how each is called, by language.
    """

    SENSITIVITY: ClassVar = {"task": "L2", "other": "L3", "mine": "L1", "theirs": "L1", "labels": "L1"}

    task: UUID
    other: str
    mine: list[str]
    theirs: list[str]
    labels: dict[str, dict[str, str]]


class FamilyOut(Schema):
    """A family the kader visits, as last known. No NIK and no KK."""

    SENSITIVITY: ClassVar = {
        "id": "L2",
        "village": "L2",
        "head": "L3",
        "address": "L3",
        "dusun": "L3",
        "rw": "L3",
        "rt": "L3",
        "members": "L3",
        "steps": "L3",
        "visited": "L2",
        "joint": "L3",
    }

    id: UUID
    village: str
    head: str
    address: str
    dusun: str
    rw: str
    rt: str
    members: list[MemberOut]
    steps: list[StepOut]
    visited: VisitedOut | None
    joint: JointOut | None = None


class FamiliesOut(Schema):
    """A page of what changed since the cursor.

    ``whole``: the page is part of everything there is; let go of what none of its pages names. ``begins``: it is the
    first of these pages, and what earlier pages named counts no more. ``gone``: let go of these. ``more``: ask again
    with ``cursor`` at once.
    """

    SENSITIVITY: ClassVar = {
        "whole": "L1",
        "begins": "L1",
        "items": "L3",
        "gone": "L2",
        "cursor": "L1",
        "more": "L1",
    }

    whole: bool
    begins: bool
    items: list[FamilyOut]
    gone: list[UUID]
    cursor: str
    more: bool


class ReceiptOut(Schema):
    """The server's proof that it keeps these bytes: Ed25519 over ``bahtera-receipt-1``, id, hash and instant.

    ``received_at`` is the instant as it was signed, to the last digit.
    """

    SENSITIVITY: ClassVar = {
        "instance_id": "L2",
        "sha256": "L2",
        "received_at": "L2",
        "state": "L2",
        "signature": "L2",
    }

    instance_id: str
    sha256: str
    received_at: str = Field(json_schema_extra={"format": "date-time"})
    state: str
    signature: str


class WhyOut(ErrorBody):
    """Why a visit was refused."""

    SENSITIVITY: ClassVar = {"code": "L1", "message": "L2", "details": "L2"}


class OutcomeOut(Schema):
    """What became of one visit: stored, repeated, refused, kept (a sealed one), or again (send it again later)."""

    SENSITIVITY: ClassVar = {
        "outcome": "L1",
        "sha256": "L2",
        "receipt": "L2",
        "error": "L2",
        "missing": "L2",
    }

    outcome: str
    sha256: str
    receipt: ReceiptOut | None
    error: WhyOut | None
    missing: list[str]


class BatchOut(Schema):
    """One outcome for each visit, in the order they came."""

    SENSITIVITY: ClassVar = {"outcomes": "L2"}

    outcomes: list[OutcomeOut]


class StateOfVisitOut(ReceiptOut):
    """What became of a visit; comments of the last return, at a question and, in a roster, a row, or of a rejection.

    ``put_together``: at an office it and another visit to the family became one, or it is that one. ``joint``: of a
    part of a shared visit, whether it is "waiting" for the other kader's, in "clash" or "joined" with it. ``reason``:
    the code of why it was rejected, else empty.
    """

    SENSITIVITY: ClassVar = {
        **ReceiptOut.SENSITIVITY,
        "is_complete": "L2",
        "family_id": "L2",
        "put_together": "L2",
        "joint": "L2",
        "reason": "L2",
        "comments": "L3",
    }

    is_complete: bool
    family_id: UUID | None
    put_together: bool
    joint: str = ""
    reason: str
    comments: list[CommentOut]


class StatesOut(Schema):
    """A page of what became of visits since the cursor, in the order it happened."""

    SENSITIVITY: ClassVar = {"items": "L3", "cursor": "L1", "more": "L1"}

    items: list[StateOfVisitOut]
    cursor: str
    more: bool


class HeldReceiptIn(Schema):
    """A receipt that a phone holds: which visit, and the SHA-256 of the body it was for."""

    instance_id: str = Field(min_length=1, max_length=255)
    sha256: str = Field(pattern="^[0-9a-f]{64}$")


class HeldReceiptsIn(Schema):
    """Receipts to be compared with what is kept here."""

    receipts: list[HeldReceiptIn] = Field(max_length=_MOST_RECEIPTS)


class KnownReceiptsOut(Schema):
    """Instance ids of the visits that are kept here with that very body."""

    SENSITIVITY: ClassVar = {"known": "L2"}

    known: list[str]


class UploadOut(Schema):
    """How much of a file is here: go on at byte ``received``."""

    SENSITIVITY: ClassVar = {"received": "L2", "size": "L2", "is_whole": "L2"}

    received: int
    size: int
    is_whole: bool
