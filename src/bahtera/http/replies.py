"""What OpenRosa clients are told: exact content type, version header, one message form."""

from collections.abc import Mapping
from xml.sax.saxutils import escape, quoteattr

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext

from bahtera.foundation.errors import Conflict, DomainError, NotFound, NotPermitted, Refused
from bahtera.http.multipart import TooLarge, TooSlow

# Collect takes any type without "text/xml" for a network that asks for a login.
XML_TYPE = "text/xml; charset=utf-8"
# A client splits an upload above this; one file may still be larger.
ACCEPT_CONTENT_LENGTH = 10_000_000

_PROLOG = '<?xml version="1.0" encoding="UTF-8"?>'
_RESPONSE_NS = "http://openrosa.org/http/response"


class NullByte(Refused):
    """A null character, which no person types and PostgreSQL does not store."""

    def __init__(self) -> None:
        super().__init__("http.null_byte", "This contains a character that cannot be stored.")


def has_null_byte(request: HttpRequest) -> bool:
    """Tell whether the address carries a null character."""
    return "\0" in request.path_info or "%00" in request.META.get("QUERY_STRING", "")


def xml_reply(
    content: str | bytes, *, status: int = 200, headers: Mapping[str, str] | None = None
) -> HttpResponse:
    """Return XML with the headers every OpenRosa answer carries."""
    response = HttpResponse(content, status=status, content_type=XML_TYPE)
    # No middleware adds it here; without it the server would answer in chunks.
    response.headers["Content-Length"] = str(len(response.content))
    _stamp(response)
    for name, value in (headers or {}).items():
        response.headers[name] = value
    return response


def empty_reply(status: int = 204) -> HttpResponse:
    """Return the bodiless answer to HEAD."""
    response = HttpResponse(status=status)
    response.headers.pop("Content-Type", None)
    _stamp(response)
    return response


def message_reply(
    request: HttpRequest,
    message: str,
    *,
    status: int,
    nature: str = "",
    extra: str = "",
    headers: Mapping[str, str] | None = None,
    **details: object,
) -> HttpResponse:
    """Return an OpenRosaResponse; ``message`` is a msgid shown to the kader in the phone's language."""
    with translation.override(language_of(request)):
        text = gettext(message).format(**details)
        language = translation.get_language() or "id"
    attribute = f" nature={quoteattr(nature)}" if nature else ""
    body = (
        f'{_PROLOG}<OpenRosaResponse xmlns="{_RESPONSE_NS}">'
        f"<message{attribute}>{escape(text)}</message>{extra}</OpenRosaResponse>"
    )
    return xml_reply(body, status=status, headers={"Content-Language": language, **(headers or {})})


def error_reply(request: HttpRequest, error: DomainError) -> HttpResponse:
    """Return a refusal as an OpenRosaResponse."""
    return message_reply(request, error.message, status=status_of(error), nature="error", **error.details)


def status_of(error: DomainError) -> int:
    """Map an error to its HTTP status: the one place that does, for phones, programs and pages."""
    match error:
        case TooLarge():
            return 413
        case TooSlow():
            return 408
        case NotFound():
            return 404
        case Conflict():
            return 409
        case NotPermitted():
            return 403
        case _:
            return 400


def language_of(request: HttpRequest) -> str:
    """Return the language to answer in: English only when the phone asks for it first."""
    return "en" if request.META.get("HTTP_ACCEPT_LANGUAGE", "").lower().startswith("en") else "id"


def _stamp(response: HttpResponse) -> None:
    response.headers["X-OpenRosa-Version"] = "1.0"
    response.headers["X-OpenRosa-Accept-Content-Length"] = str(ACCEPT_CONTENT_LENGTH)
    response.headers["Content-Language"] = "id"
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
