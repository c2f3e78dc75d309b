"""``/api/v1``: a small read surface for programs, and where phones enrol. Sign in with the site's session, or with
a kader's token or a phone's session as ``Authorization: Bearer``; lists hold only what lies in one's areas.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext
from ninja import NinjaAPI, Query
from ninja.errors import AuthenticationError, HttpError, ValidationError

from bahtera.access import api as access
from bahtera.areas import api as areas
from bahtera.foundation.errors import DomainError, NotFound
from bahtera.http import acting, devices, field
from bahtera.http.door import acts, bearer_of
from bahtera.http.replies import NullByte, has_null_byte, language_of, status_of
from bahtera.http.schemas import (
    AreaOut,
    AreaSearch,
    ErrorOut,
    Paging,
    RoundOut,
    SentPage,
    SubmissionFilter,
    SubmissionPage,
)
from bahtera.surveys import api as surveys

_REFUSALS = {400: ErrorOut, 401: ErrorOut, 403: ErrorOut, 404: ErrorOut}


def signed_in(request: HttpRequest) -> access.Actor | None:
    """Return who asks: a token in the header if there is one, or the session's account.

    It is the first that sees a request: raises NullByte for an address that carries one. Raises
    SecondFactorNeeded for a session whose second step is still to be done.
    """
    if has_null_byte(request):
        raise NullByte
    secret = bearer_of(request)
    if secret is not None:
        return access.resolve_bearer(secret)
    visit = access.visit_of(getattr(request, "user", None), _session_key(request))
    if visit is not None and visit.step:
        raise access.SecondFactorNeeded("sign_in")
    return visit.actor if visit else None


def _session_key(request: HttpRequest) -> str | None:
    session = getattr(request, "session", None)
    return session.session_key if session else None


class _Api(NinjaAPI):
    """Answers carry people: nothing on the way may keep them."""

    def get_openapi_schema(self, *args: Any, **kwargs: Any) -> Any:
        document = super().get_openapi_schema(*args, **kwargs)
        field.describe(document)
        return document

    def create_response(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().create_response(request, *args, **kwargs)
        response.headers["Cache-Control"] = "no-store"
        if request.path_info.startswith(field.AT):
            return field.as_field_reply(request, response)
        return response


api = _Api(
    title="Bahtera",
    version="1",
    description="Areas, rounds, submissions, needs, plans and phones. Versions only grow: what stands here stays.",
    urls_namespace="api-v1",
    docs_url=None,
    auth=signed_in,
)


api.add_router("", acting.router)
api.add_router("/devices", devices.router)
for router in field.routers:
    api.add_router("/field", router)


class NoSuchArea(NotFound):
    """No area has this code."""

    def __init__(self, code: str) -> None:
        super().__init__("http.unknown_area", "There is no area with the code {area}.", area=code)


@api.get("/areas", response={200: list[AreaOut], **_REFUSALS}, tags=["areas"])
@acts("area.read")
def search_areas(request: HttpRequest, wanted: Query[AreaSearch]) -> list[areas.Area]:  # noqa: ARG001
    """Search areas by name, the likeliest first."""
    return areas.search(wanted.q, level=wanted.level, within=wanted.within, limit=wanted.limit)


@api.get("/areas/{code}", response={200: AreaOut, **_REFUSALS}, tags=["areas"])
@acts("area.read")
def get_area(request: HttpRequest, code: str) -> areas.Area:  # noqa: ARG001
    """Return one area by its Kemendagri code with dots."""
    found = areas.find([code]).get(code)
    if found is None:
        raise NoSuchArea(code)
    return found


@api.get("/areas/{code}/children", response={200: list[AreaOut], **_REFUSALS}, tags=["areas"])
@acts("area.read")
def list_children(request: HttpRequest, code: str) -> list[areas.Area]:  # noqa: ARG001
    """Return the areas one level below."""
    return areas.children(code)


@api.get("/rounds", response={200: list[RoundOut], **_REFUSALS}, tags=["rounds"])
@acts("area.read")
def list_rounds(request: HttpRequest) -> list[surveys.RoundRow]:  # noqa: ARG001
    """Return every round, newest first."""
    return surveys.list_rounds()


@api.get("/submissions", response={200: SubmissionPage, **_REFUSALS}, tags=["submissions"])
@acts("submission.read")
def list_submissions(request: HttpRequest, wanted: Query[SubmissionFilter]) -> Any:
    """Return submissions of one's areas, newest first; without a state the superseded are left out."""
    return surveys.list_submissions(actor=_actor(request), **wanted.dict())


@api.get("/sent", response={200: SentPage, **_REFUSALS}, tags=["submissions"])
@acts("submission.send")
def list_sent(request: HttpRequest, wanted: Query[Paging]) -> Any:
    """Return what this token sent, with its state, receipt and the comments of the last return."""
    return surveys.list_sent(actor=_actor(request), cursor=wanted.cursor, size=wanted.size)


@api.exception_handler(DomainError)
def on_refusal(request: HttpRequest, error: DomainError) -> HttpResponse:
    """Answer a refusal in the one shape."""
    return _error(request, status_of(error), error.code, error.message, **error.details)


@api.exception_handler(ValidationError)
def on_bad_parameters(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Answer parameters of the wrong kind, naming them."""
    fields = [".".join(str(part) for part in one["loc"]) for one in error.errors]
    return _error(
        request,
        400,
        "http.bad_parameters",
        "These values are not possible: {fields}.",
        fields=", ".join(fields),
    )


@api.exception_handler(AuthenticationError)
def on_nobody(request: HttpRequest, _nobody: AuthenticationError) -> HttpResponse:
    """Answer somebody who is not signed in."""
    return _error(request, 401, "http.not_signed_in", "Sign in first, or send a valid token.")


@api.exception_handler(HttpError)
def on_http_error(request: HttpRequest, error: HttpError) -> HttpResponse:
    """Answer what the framework refuses."""
    return _error(request, error.status_code, "http.refused", str(error))


def _error(request: HttpRequest, status: int, code: str, message: str, **details: Any) -> HttpResponse:
    with translation.override(language_of(request)):
        text = gettext(message).format(**details)
    plain = {name: str(value) for name, value in details.items()}
    return api.create_response(
        request, {"error": {"code": code, "message": text, "details": plain}}, status=status
    )


def _actor(request: HttpRequest) -> access.Actor:
    actor: access.Actor = request.auth  # type: ignore[attr-defined] # set by the framework from signed_in
    return actor
