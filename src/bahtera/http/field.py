"""``/api/v1/field``: what the field app syncs by (docs/reference/field-api.md).

All but one want the session of an enrolled phone. Sealed visits come from a phone that only proves its key: it may
have been stopped meanwhile.
"""

import base64
import binascii
import gzip
import hashlib
from collections.abc import Iterable
from typing import Any, Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext
from ninja import Path, Query, Router, Schema

from bahtera.access import api as access
from bahtera.areas import api as areas
from bahtera.families import api as families
from bahtera.foundation import clock, keys
from bahtera.foundation.errors import NotFound
from bahtera.foundation.sealing import exchange
from bahtera.http import bodies
from bahtera.http.devices import enrolled_phone
from bahtera.http.door import acts, open_to_phones
from bahtera.http.field_schemas import (
    BatchIn,
    BatchOut,
    FamiliesOut,
    FamilyOut,
    FormOut,
    LimitsOut,
    MediaOut,
    MemberOut,
    OutcomeOut,
    ReceiptOut,
    SealedIn,
    SealingKeyOut,
    Since,
    StartOut,
    StateOfVisitOut,
    StatesOut,
    UploadOut,
    VillageOut,
    WhyOut,
)
from bahtera.http.replies import language_of
from bahtera.http.schemas import CommentOut, ErrorOut, RoundOut
from bahtera.questionnaires import api as questionnaires
from bahtera.surveys import api as surveys

# A network that asks for a login answers anything with its page: only this is a reply of ours.
KIND: Final = "application/vnd.bahtera.field"
JSON_TYPE: Final = f"{KIND}+json"
AT: Final = "/api/v1/field/"
_FOREVER: Final = "private, max-age=31536000, immutable"
_WORTH_PACKING: Final = 1000
_REFUSALS = {400: ErrorOut, 401: ErrorOut, 403: ErrorOut, 404: ErrorOut, 409: ErrorOut, 413: ErrorOut}
# The families of one's villages are told as families; these are the lists a form asks for beside them.
_LISTS: Final = frozenset({"villages.csv"})

router = Router(tags=["field"])


class Sha256(Schema):
    """The hash of a file in an address."""

    sha256: str


class UnknownFile(NotFound):
    """Nothing here has this hash."""

    def __init__(self) -> None:
        super().__init__("http.unknown_hash", "Nothing here has this hash. Fetch the list again.")


def as_field_reply(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Mark a reply as ours, and pack it when the phone can unpack it."""
    if not response.headers.get("Content-Type", "").startswith(KIND):
        response.headers["Content-Type"] = JSON_TYPE
    response.headers["Vary"] = "Accept-Encoding"
    packs = "gzip" in request.META.get("HTTP_ACCEPT_ENCODING", "")
    if packs and len(response.content) > _WORTH_PACKING and not response.headers.get("Content-Encoding"):
        response.content = gzip.compress(response.content, 6, mtime=0)
        response.headers["Content-Encoding"] = "gzip"
    response.headers["Content-Length"] = str(len(response.content))
    return response


def describe(document: dict[str, Any]) -> None:
    """Say in the API's own description that these replies come with our content type."""
    for path, operations in document["paths"].items():
        if not path.startswith(AT):
            continue
        for operation in operations.values():
            for response in operation["responses"].values():
                content = response.get("content", {})
                if "application/json" in content:
                    content[JSON_TYPE] = content.pop("application/json")
            for taken in operation.get("requestBody", {}).get("content", {}).values():
                document["components"]["schemas"].update(taken["schema"].pop("$defs", {}))


@router.get("/start", response={200: StartOut, **_REFUSALS}, auth=enrolled_phone)
@acts("family.carry")
def start(request: HttpRequest) -> StartOut:
    """Say who syncs, in which villages and rounds, which key visits are sealed to, and what a request takes."""
    actor = _actor(request)
    assigned = surveys.assigned_families(actor)
    known = areas.find(list(assigned.villages))
    sealing = exchange.public_key()
    return StartOut(
        id=UUID(actor.key.partition(":")[2]),
        name=actor.name,
        now=clock.now(),
        villages=[
            VillageOut(
                code=code, name=known[code].name if code in known else "", narrowed=code in assigned.narrowed
            )
            for code in assigned.villages
        ],
        rounds=[RoundOut.from_orm(row) for row in surveys.open_rounds() if _concerns(row, assigned.villages)],
        sealing_key=SealingKeyOut(id=sealing.id, point=base64.urlsafe_b64encode(sealing.point).decode()),
        receipt_key=keys.public_key(),
        limits=LimitsOut(
            visits=surveys.MOST_VISITS,
            body=bodies.LARGEST,
            file=surveys.LARGEST_FILE,
            piece=surveys.LARGEST_PIECE,
        ),
    )


@router.get("/forms", response={200: list[FormOut], **_REFUSALS}, auth=enrolled_phone)
@acts("family.carry")
def forms(request: HttpRequest) -> list[FormOut]:
    """List the published forms with the hashes of what belongs to them."""
    actor = _actor(request)
    return [
        FormOut(
            form_id=form.form_id,
            version=form.version,
            title=form.title,
            sha256=_digest(_xform(form)),
            size=len(_xform(form)),
            media=[
                MediaOut(name=name, sha256=_digest(surveys.media_file(name, actor).content))
                for name in form.media
                if name in _LISTS
            ],
        )
        for form in questionnaires.current_forms()
    ]


@router.get("/forms/{sha256}", response={200: None, **_REFUSALS}, auth=enrolled_phone)
@acts("family.carry")
def xform(request: HttpRequest, wanted: Path[Sha256]) -> HttpResponse:
    """Return the XForm of a published form by its hash; it may be kept for ever."""
    for form in questionnaires.current_forms():
        if _digest(_xform(form)) == wanted.sha256:
            return _kept(request, _xform(form), "xml")
    raise UnknownFile


@router.get("/media/{sha256}", response={200: None, **_REFUSALS}, auth=enrolled_phone)
@acts("family.carry")
def media(request: HttpRequest, wanted: Path[Sha256]) -> HttpResponse:
    """Return a list that goes with a form by its hash; it may be kept for ever."""
    for name in sorted(_LISTS):
        content = surveys.media_file(name, _actor(request)).content
        if _digest(content) == wanted.sha256:
            return _kept(request, content, "csv")
    raise UnknownFile


@router.get("/families", response={200: FamiliesOut, **_REFUSALS}, auth=enrolled_phone)
@acts("family.carry")
def changed_families(request: HttpRequest, wanted: Query[Since]) -> FamiliesOut:
    """Return the kader's families that changed since a cursor; all of them, page by page, without one."""
    found = surveys.families_since(wanted.since, actor=_actor(request))
    return FamiliesOut(
        whole=found.whole,
        items=[_family(one) for one in found.items],
        gone=list(found.gone),
        cursor=found.cursor,
        more=found.more,
    )


@router.post(
    "/visits",
    response={200: BatchOut, **_REFUSALS},
    auth=enrolled_phone,
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {
                "application/json": {
                    "schema": BatchIn.model_json_schema(ref_template="#/components/schemas/{model}")
                }
            },
        }
    },
)
@acts("submission.send")
def visits(request: HttpRequest) -> BatchOut:
    """Take up to a hundred visits; each has its own outcome, and sending one again changes nothing."""
    sent = bodies.read_body(request, BatchIn)
    outcomes = surveys.receive_many(
        [
            surveys.SentVisit(
                one.xml.encode(), tuple((file.name, file.sha256) for file in one.files), one.complete
            )
            for one in sent.visits
        ],
        actor=_actor(request),
        device_id=_actor(request).key,
    )
    return _batch(request, outcomes)


@router.get("/states", response={200: StatesOut, **_REFUSALS}, auth=enrolled_phone)
@acts("submission.send")
def states(request: HttpRequest, wanted: Query[Since]) -> StatesOut:
    """Return what became of this person's visits since a cursor, from all their phones."""
    found = surveys.states_since(wanted.since, actor=_actor(request))
    items = [
        StateOfVisitOut(
            instance_id=one.instance_id,
            sha256=one.sha256,
            received_at=one.received_at,
            state=one.state,
            signature=one.signature,
            is_complete=one.is_complete,
            comments=[CommentOut(question=c.question, row=c.row, text=c.text) for c in one.comments],
        )
        for one in found.items
    ]
    return StatesOut(items=items, cursor=found.cursor, more=found.more)


@router.api_operation(
    ["GET", "HEAD"],
    "/files/{sha256}",
    url_name="field_file",
    response={200: UploadOut, **_REFUSALS},
    auth=enrolled_phone,
)
@acts("submission.send")
def file_state(request: HttpRequest, wanted: Path[Sha256], response: HttpResponse) -> surveys.UploadState:
    """Say how much of a file is here; HEAD tells it in ``Upload-Offset`` and ``Upload-Length``."""
    found = surveys.upload_state(_hash(wanted.sha256), actor=_actor(request))
    _tell(response, found)
    return found


@router.put(
    "/files/{sha256}",
    url_name="field_file",
    response={200: UploadOut, **_REFUSALS},
    auth=enrolled_phone,
    openapi_extra={
        "parameters": [
            {"name": name, "in": "header", "required": True, "schema": {"type": "integer"}}
            for name in ("Upload-Offset", "Upload-Length")
        ],
        "requestBody": {
            "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}
        },
    },
)
@acts("submission.send")
def put_file(request: HttpRequest, wanted: Path[Sha256], response: HttpResponse) -> surveys.UploadState:
    """Take the piece that begins at ``Upload-Offset`` of a file of ``Upload-Length`` bytes."""
    found = surveys.put_piece(
        _hash(wanted.sha256),
        start=_number(request, "HTTP_UPLOAD_OFFSET"),
        size=_number(request, "HTTP_UPLOAD_LENGTH"),
        data=bodies.raw_body(request),
        actor=_actor(request),
    )
    _tell(response, found)
    return found


@router.post("/sealed", response={200: BatchOut, **_REFUSALS}, auth=None)
@open_to_phones
def sealed(request: HttpRequest, sent: SealedIn) -> BatchOut:
    """Keep visits that a phone sealed, also one that was stopped; the signature's purpose is ``hand-in``.

    They wait apart until a supervisor has looked. "kept" and "repeated" say that the phone may let go of them.
    """
    sender = access.prove_sender(
        sent.device_id,
        challenge=sent.challenge,
        signature=sent.signature,
        origin=access.Origin(
            address=request.META.get("REMOTE_ADDR", ""), agent=request.META.get("HTTP_USER_AGENT", "")
        ),
    )
    return _batch(request, surveys.keep_sealed([_decoded(one) for one in sent.visits], sender=sender))


def _batch(request: HttpRequest, outcomes: Iterable[surveys.Outcome]) -> BatchOut:
    with translation.override(language_of(request)):
        return BatchOut(outcomes=[_outcome(one) for one in outcomes])


def _outcome(one: surveys.Outcome) -> OutcomeOut:
    error, receipt = one.error, one.receipt
    return OutcomeOut(
        outcome=one.outcome,
        sha256=one.sha256,
        receipt=ReceiptOut(
            instance_id=receipt.instance_id,
            sha256=receipt.sha256,
            received_at=receipt.received_at,
            state=receipt.state,
            signature=receipt.signature,
        )
        if receipt
        else None,
        error=WhyOut(
            code=error.code,
            message=gettext(error.message).format(**error.details),
            details={name: str(value) for name, value in error.details.items()},
        )
        if error
        else None,
        missing=list(one.missing),
    )


def _family(one: families.CarriedFamily) -> FamilyOut:
    return FamilyOut(
        id=one.place.family_id,
        village=one.place.village_code,
        head=one.place.head_name,
        address=one.address,
        dusun=one.dusun,
        rw=one.place.rw,
        rt=one.place.rt,
        members=[
            MemberOut(
                id=member.member_id,
                name=member.name,
                sex=member.sex,
                birth_date=member.birth_date,
                birth_date_estimated=member.birth_date_estimated,
                relation=member.relation,
            )
            for member in one.members
        ],
    )


def _concerns(row: surveys.RoundRow, villages: Iterable[str]) -> bool:
    return any(access.covers(row.area_code, code) for code in villages)


def _kept(request: HttpRequest, content: bytes, kind: str) -> HttpResponse:
    response = HttpResponse(content, content_type=f"{KIND}+{kind}")
    as_field_reply(request, response)
    response.headers["Cache-Control"] = _FOREVER
    return response


def _xform(form: questionnaires.FormVersion) -> bytes:
    return form.xform if isinstance(form.xform, bytes) else form.xform.encode()


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _hash(written: str) -> str:
    if len(written) != 64 or not set(written) <= set("0123456789abcdef"):  # noqa: PLR2004 - SHA-256 in hex
        raise UnknownFile
    return written


def _number(request: HttpRequest, header: str) -> int:
    written = request.META.get(header, "")
    if not (written.isascii() and written.isdigit() and len(written) < 12):  # noqa: PLR2004 - a size, not a poem
        raise bodies.NotReadable(header.removeprefix("HTTP_").replace("_", "-").title())
    return int(written)


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text.replace("-", "+").replace("_", "/"), validate=True)
    except (binascii.Error, ValueError):
        return b""


def _tell(response: HttpResponse, found: surveys.UploadState) -> None:
    response.headers["Upload-Offset"] = str(found.received)
    response.headers["Upload-Length"] = str(found.size)


def _actor(request: HttpRequest) -> access.Actor:
    actor: access.Actor = request.auth  # type: ignore[attr-defined] # set by the framework from enrolled_phone
    return actor
