"""How every answer at ``/api/v1/field`` goes out: as one of ours, packed, or to be kept for ever."""

import gzip
import hashlib
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from ninja import Schema

from bahtera.access import api as access
from bahtera.foundation.errors import NotFound
from bahtera.http.schemas import ErrorOut

# A network that asks for a login answers anything with its page: only this is a reply of ours.
KIND: Final = "application/vnd.bahtera.field"
JSON_TYPE: Final = f"{KIND}+json"
AT: Final = "/api/v1/field/"
REFUSALS: Final = {400: ErrorOut, 401: ErrorOut, 403: ErrorOut, 404: ErrorOut, 409: ErrorOut, 413: ErrorOut}
_FOREVER: Final = "private, max-age=31536000, immutable"
_WORTH_PACKING: Final = 1000


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


def kept(request: HttpRequest, content: bytes, kind: str) -> HttpResponse:
    """Answer with bytes asked for by their hash: they may be kept for ever."""
    response = HttpResponse(content, content_type=f"{KIND}+{kind}")
    as_field_reply(request, response)
    response.headers["Cache-Control"] = _FOREVER
    return response


def digest(content: bytes) -> str:
    """Return the SHA-256 of bytes, in hex: by it a phone asks for them."""
    return hashlib.sha256(content).hexdigest()


def actor_of(request: HttpRequest) -> access.Actor:
    """Return whose enrolled phone asks."""
    actor: access.Actor = request.auth  # type: ignore[attr-defined] # set by the framework from enrolled_phone
    return actor
