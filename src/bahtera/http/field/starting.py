"""What a phone needs before its first visit: who it is, its rounds and keys, and the forms."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Path, Router

from bahtera.access import api as access
from bahtera.areas import api as areas
from bahtera.confided import api as confided
from bahtera.foundation import clock, keys
from bahtera.foundation.sealing import exchange
from bahtera.http import bodies
from bahtera.http.device_schemas import SealingKeyOut
from bahtera.http.devices import enrolled_phone
from bahtera.http.door import acts
from bahtera.http.field.replies import REFUSALS, Sha256, UnknownFile, actor_of, digest, kept
from bahtera.http.field.schemas import FormOut, LimitsOut, MediaOut, PrivateKeysOut, StartOut, VillageOut
from bahtera.http.schemas import RoundOut
from bahtera.questionnaires import api as questionnaires
from bahtera.surveys import api as surveys

# The families of one's villages are told as families; these are the lists a form asks for beside them.
_LISTS: Final = frozenset({"villages.csv"})

router = Router(tags=["field"])


@router.get("/start", response={200: StartOut, **REFUSALS}, auth=enrolled_phone)
@acts("family.carry")
def start(request: HttpRequest) -> StartOut:
    """Say who syncs, in which villages and rounds, which key visits are sealed to, and what a request takes."""
    actor = actor_of(request)
    assigned = surveys.assigned_families(actor)
    known = areas.find(list(assigned.villages))
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
        sealing_key=SealingKeyOut.current(),
        private_keys=PrivateKeysOut(
            statistics=SealingKeyOut.current(exchange.STATISTICS), help=SealingKeyOut.current(exchange.HELP)
        ),
        receipt_key=keys.public_key(),
        limits=LimitsOut(
            visits=surveys.MOST_VISITS,
            body=bodies.LARGEST,
            file=surveys.LARGEST_FILE,
            piece=surveys.LARGEST_PIECE,
        ),
    )


@router.get("/forms", response={200: list[FormOut], **REFUSALS}, auth=enrolled_phone)
@acts("family.carry")
def forms(request: HttpRequest) -> list[FormOut]:
    """List the published forms with the hashes of what belongs to them."""
    actor = actor_of(request)
    return [
        FormOut(
            form_id=form.form_id,
            version=form.version,
            title=form.title,
            sha256=_digest_kept(_xform(form)),
            size=len(_xform(form)),
            media=[
                MediaOut(name=name, sha256=digest(surveys.media_file(name, actor).content))
                for name in form.media
                if name in _LISTS
            ]
            + _apart(form)
            + [
                MediaOut(name=one.name, sha256=one.sha256)
                for one in questionnaires.shown_files(form)
                if one.sha256
            ],
        )
        for form in questionnaires.current_forms()
    ]


@router.get("/forms/{sha256}", response={200: None, **REFUSALS}, auth=enrolled_phone)
@acts("family.carry")
def xform(request: HttpRequest, wanted: Path[Sha256]) -> HttpResponse:
    """Return the XForm of a published form by its hash; it may be kept for ever."""
    for form in questionnaires.current_forms():
        if _digest_kept(_xform(form)) == wanted.sha256:
            return kept(request, _xform(form), "xml")
    raise UnknownFile


@router.get("/media/{sha256}", response={200: None, **REFUSALS}, auth=enrolled_phone)
@acts("family.carry")
def media(request: HttpRequest, wanted: Path[Sha256]) -> HttpResponse:
    """Return a list, recording or picture that goes with a form by its hash; it may be kept for ever."""
    for name in sorted(_LISTS):
        content = surveys.media_file(name, actor_of(request)).content
        if digest(content) == wanted.sha256:
            return kept(request, content, "csv")
    for form in questionnaires.current_forms():
        for _, content in _files_apart(form):
            if _digest_kept(content) == wanted.sha256:
                return kept(request, content, "json")
        for shown in questionnaires.shown_files(form):
            if shown.sha256 == wanted.sha256:
                return kept(request, questionnaires.read_shown_file(shown), shown.kind.rpartition("/")[2])
    raise UnknownFile


@lru_cache(maxsize=256)
def _digest_kept(content: bytes) -> str:
    """Return the SHA-256 of what stays the same in this process: bytes remember what they are found by."""
    return digest(content)


def _apart(form: questionnaires.FormVersion) -> list[MediaOut]:
    """Return what goes with a form on this app alone: no files of the form, and Collect never hears of them."""
    return [MediaOut(name=name, sha256=_digest_kept(content)) for name, content in _files_apart(form)]


def _files_apart(form: questionnaires.FormVersion) -> list[tuple[str, bytes]]:
    """Return the private part, and what the results are said by, as far as the form has them."""
    files = (
        (confided.FILE, confided.private_part(form.form_id)),
        (questionnaires.RESULT_READING, questionnaires.result_reading(form)),
    )
    return [(name, content) for name, content in files if content is not None]


def _concerns(row: surveys.RoundRow, villages: Iterable[str]) -> bool:
    return any(access.covers(row.area_code, code) for code in villages)


def _xform(form: questionnaires.FormVersion) -> bytes:
    return form.xform if isinstance(form.xform, bytes) else form.xform.encode()
