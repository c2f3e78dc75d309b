"""The doors of OpenRosa 1.0 for ODK Collect and its like, under ``/v1/key/{token}/``.

Every path is written out in docs/reference/openrosa.md. Views hold no rules: they resolve the token, read the
body, call ``surveys`` or ``questionnaires`` and word the answer.
"""

import logging
from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec
from urllib.parse import quote
from xml.sax.saxutils import escape, quoteattr

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_noop

from bahtera.access import api as access
from bahtera.foundation.errors import DomainError, NotFound, NotPermitted
from bahtera.foundation.inputs import without_null
from bahtera.http.multipart import (
    FilesCollide,
    NotMultipart,
    TooLarge,
    TooSlow,
    Upload,
    read_upload,
)
from bahtera.http.replies import empty_reply, error_reply, message_reply, xml_reply
from bahtera.questionnaires import api as questionnaires
from bahtera.surveys import api as surveys

logger = logging.getLogger(__name__)

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, access.Actor, P], HttpResponse]

_PROLOG = '<?xml version="1.0" encoding="UTF-8"?>'
_LIST_NS = "http://openrosa.org/xforms/xformsList"
_MANIFEST_NS = "http://openrosa.org/xforms/xformsManifest"
_METADATA_NS = "http://www.opendatakit.org/xforms"


class BadToken(NotPermitted):
    """The token in the address is unknown or revoked. Not 401: that would start a dance of passwords."""

    def __init__(self) -> None:
        super().__init__(
            "http.bad_token", "This access code is no longer valid. Ask your supervisor for a new one."
        )


class NoVersionHeader(DomainError):
    """A client that does not speak OpenRosa."""

    def __init__(self) -> None:
        super().__init__("http.no_openrosa_version", "The header X-OpenRosa-Version: 1.0 is missing.")


class UnknownPath(NotFound):
    """No such form, version or file."""

    def __init__(self) -> None:
        super().__init__("http.not_found", "There is no such form or file here. Update the forms.")


class WrongHost(DomainError):
    """The request was meant for another site."""

    def __init__(self) -> None:
        super().__init__(
            "http.wrong_host", "This address does not belong to this site. Set up the phone again."
        )


def door(
    *methods: str, action: str, speaks_openrosa: bool = True
) -> Callable[[View[P]], Callable[..., HttpResponse]]:
    """Open a view to whoever holds a token and may do ``action``; failures are worded as an OpenRosaResponse.

    A refusal leaves an entry.
    """

    def decorate(view: View[P]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def wrapped(request: HttpRequest, token: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            try:
                if request.method not in methods:
                    return empty_reply(405)
                actor = _holder_of(request, token, speaks_openrosa=speaks_openrosa)
                return _do(view, action, request, actor, *args, **kwargs)
            except DomainError as error:
                return error_reply(request, error)
            except (DatabaseError, OSError):
                logger.exception("the store did not take a request")
                return message_reply(request, _NOT_STORED, status=503, nature="error")
            except Exception:
                logger.exception("a request of a phone failed")
                return message_reply(request, _FAILED, status=500, nature="error")

        wrapped.door = action  # type: ignore[attr-defined]
        wrapped.methods = methods  # type: ignore[attr-defined]
        wrapped.csrf_exempt = True  # type: ignore[attr-defined] # the token is the credential, no cookie is read
        return wrapped

    return decorate


def _holder_of(request: HttpRequest, token: str, *, speaks_openrosa: bool) -> access.Actor:
    """Return who asks; raises BadToken and NoVersionHeader."""
    actor = access.resolve_token(token)
    if actor is None:
        raise BadToken
    if speaks_openrosa and not request.META.get("HTTP_X_OPENROSA_VERSION"):
        raise NoVersionHeader
    return actor


def _do(
    view: View[P],
    action: str,
    request: HttpRequest,
    actor: access.Actor,
    *args: P.args,
    **kwargs: P.kwargs,
) -> HttpResponse:
    try:
        access.check_may(actor, action)
        return view(request, actor, *args, **kwargs)
    except NotPermitted as refusal:
        subject = access.subject_of(f"openrosa.{view.__name__}", kwargs)
        access.note_refused(actor, action, refusal, subject=subject)
        raise


_NOT_STORED = gettext_noop(
    "The server cannot store anything just now. Keep the form on the phone and send it again later."
)
_FAILED = gettext_noop("The server made a mistake. Keep the form on the phone and tell your supervisor.")
_STORED = gettext_noop("Stored. Thank you.")
_STORED_LATER = gettext_noop("Stored. It will be checked in a moment.")
_REPEATED = gettext_noop("This form had already arrived.")


@door("GET", "HEAD", action="questionnaire.read")
def form_list(request: HttpRequest, _actor: access.Actor) -> HttpResponse:
    """List the forms a phone may fetch."""
    forms = questionnaires.current_forms()
    wanted = request.GET.get("formID")
    if wanted:
        forms = [form for form in forms if form.form_id == wanted]
    if request.GET.get("listAllVersions", "").lower() in {"true", "1"}:
        forms = [version for form in forms for version in questionnaires.list_versions(form.form_id)]
    base = _base(request, "formList")
    entries = "".join(_form_entry(base, form) for form in forms)
    return xml_reply(f'{_PROLOG}<xforms xmlns="{_LIST_NS}">{entries}</xforms>')


@door("GET", "HEAD", action="questionnaire.read", speaks_openrosa=False)
def form_xml(_request: HttpRequest, _actor: access.Actor, form_id: str, version: str) -> HttpResponse:
    """Return the form whose MD5 the list names."""
    form = _form(form_id, version)
    return xml_reply(form.xform, headers={"ETag": f'"{form.md5}"'})


@door("GET", "HEAD", action="family.carry")
def manifest(request: HttpRequest, actor: access.Actor, form_id: str, version: str) -> HttpResponse:
    """List the CSV files of a form with the MD5 of what this token would get, and its recordings and pictures."""
    form = _form(form_id, version)
    base = request.build_absolute_uri(request.path).removesuffix("/manifest")
    lists = [surveys.media_file(name, actor) for name in form.media]
    files = [*((one.name, one.md5) for one in lists), *((one.name, one.md5) for one in _shown(form))]
    entries = "".join(_media_entry(base, name, md5) for name, md5 in files)
    return xml_reply(f'{_PROLOG}<manifest xmlns="{_MANIFEST_NS}">{entries}</manifest>')


@door("GET", "HEAD", action="family.carry", speaks_openrosa=False)
def media(_request: HttpRequest, actor: access.Actor, form_id: str, version: str, name: str) -> HttpResponse:
    """Return one CSV of a form, limited to the token's areas; or a recording or picture, the same for all."""
    form = _form(form_id, version)
    for one in _shown(form):
        if one.name == name:
            shown = xml_reply(questionnaires.read_shown_file(one), headers={"ETag": f'"{one.md5}"'})
            shown.headers["Content-Type"] = one.kind
            return shown
    if name not in form.media:
        raise UnknownPath
    file = surveys.media_file(name, actor)
    if name != "villages.csv":
        access.note_read(actor, "family.carry", subject=f"media:{name.removesuffix('.csv')}")
    response = xml_reply(file.content, headers={"ETag": f'"{file.md5}"'})
    response.headers["Content-Type"] = "text/csv; charset=utf-8"
    return response


@door("HEAD", "GET", "POST", action="submission.send")
def submission(request: HttpRequest, actor: access.Actor) -> HttpResponse:
    """Say that this is the place (HEAD), or take in a submission (POST)."""
    if request.method != "POST":
        return empty_reply()
    device = without_null(request.GET.get("deviceID", ""))
    try:
        with read_upload(request) as upload:
            receipt = surveys.receive(
                upload.xml,
                actor=actor,
                attachments=_keep_files(upload),
                device_id=device,
                complete=upload.is_complete,
            )
    except (FilesCollide, NotMultipart, TooLarge, TooSlow) as error:
        surveys.record_refused(error, actor=actor, device_id=device)
        raise
    return _receipt_reply(request, receipt, complete=upload.is_complete)


def _receipt_reply(request: HttpRequest, receipt: surveys.Receipt, *, complete: bool) -> HttpResponse:
    waiting = receipt.state == surveys.State.RECEIVED.value
    message = _REPEATED if receipt.repeated else _STORED_LATER if waiting else _STORED
    metadata = (
        f'<submissionMetadata xmlns="{_METADATA_NS}" instanceID={quoteattr(receipt.instance_id)}'
        f' submissionDate={quoteattr(receipt.received_at.isoformat())} isComplete="{str(complete).lower()}"/>'
    )
    headers = {
        "X-Bahtera-Receipt": receipt.signature,
        "X-Bahtera-Sha256": receipt.sha256,
        "X-Bahtera-Received-At": receipt.received_at.isoformat(),
    }
    # 202 says "kept, do not send again, not looked at yet"; a repeat is as good as the first time.
    status = 202 if waiting and not receipt.repeated else 201
    return message_reply(
        request, message, status=status, nature="submit_success", extra=metadata, headers=headers
    )


def _keep_files(upload: Upload) -> list[surveys.SentFile]:
    """Store the files the XML speaks of; others are named to surveys without a hash and not stored."""
    return [
        surveys.keep_file(name, file) if _is_mentioned(name, upload.xml) else surveys.SentFile(name, "")
        for name, file in upload.files.items()
    ]


def _is_mentioned(name: str, xml: bytes) -> bool:
    """Tell whether the XML may name a file; a name that XML could spell in several ways may always be."""
    plain = name.isascii() and escape(name) == name
    return not plain or name.encode() in xml


def _shown(form: questionnaires.FormVersion) -> list[questionnaires.ShownFile]:
    """Return the recordings and pictures of a form that are here."""
    return [one for one in questionnaires.shown_files(form) if one.sha256]


def _form(form_id: str, version: str) -> questionnaires.FormVersion:
    form = questionnaires.get_form(form_id, version)
    if form is None:
        raise UnknownPath
    return form


def _base(request: HttpRequest, last: str) -> str:
    return request.build_absolute_uri(request.path).rstrip("/").removesuffix(f"/{last}")


def _form_entry(base: str, form: questionnaires.FormVersion) -> str:
    address = f"{base}/forms/{_quoted(form.form_id)}/versions/{_quoted(form.version)}"
    has_files = form.media or _shown(form)
    manifest_entry = f"<manifestUrl>{escape(address)}/manifest</manifestUrl>" if has_files else ""
    return (
        f"<xform><formID>{escape(form.form_id)}</formID><name>{escape(form.title)}</name>"
        f"<version>{escape(form.version)}</version><hash>md5:{form.md5}</hash>"
        f"<downloadUrl>{escape(address)}/form.xml</downloadUrl>{manifest_entry}</xform>"
    )


def _media_entry(base: str, name: str, md5: str) -> str:
    return (
        f"<mediaFile><filename>{escape(name)}</filename><hash>md5:{md5}</hash>"
        f"<downloadUrl>{escape(base)}/media/{escape(_quoted(name))}</downloadUrl></mediaFile>"
    )


def _quoted(part: str) -> str:
    return quote(part, safe="")
