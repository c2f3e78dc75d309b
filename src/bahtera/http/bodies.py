"""Bodies of phones: bounded, and unpacked when they come compressed."""

import zlib
from typing import Any, Final, TypeVar

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest
from ninja import Schema
from pydantic import ValidationError

from bahtera.foundation.errors import Refused
from bahtera.http.multipart import CUT_OFF, TooLarge, TooSlow

LARGEST: Final = 10_000_000
LARGEST_UNPACKED: Final = 40_000_000
_GZIP: Final = 31
_NAMED: Final = 5

S = TypeVar("S", bound=Schema)


class NotReadable(Refused):
    """A body that is not what this address takes."""

    def __init__(self, fields: str = "-") -> None:
        super().__init__(
            "http.bad_body", "The body is not as this address takes it: {fields}.", fields=fields
        )


def raw_body(request: HttpRequest) -> bytes:
    """Return the body, unpacked; raises TooLarge, TooSlow, NotReadable."""
    if request.META.get(CUT_OFF):
        raise TooSlow
    try:
        body = request.body
    except RequestDataTooBig:
        raise TooLarge(LARGEST) from None
    if len(body) > LARGEST:
        raise TooLarge(LARGEST)
    coding = request.META.get("HTTP_CONTENT_ENCODING", "").strip().lower()
    if coding not in {"", "identity", "gzip"}:
        raise NotReadable("Content-Encoding")
    return _unpacked(body) if coding == "gzip" else body


def read_body(request: HttpRequest, shape: type[S]) -> S:
    """Return a JSON body in its shape; raises as `raw_body`."""
    try:
        return shape.model_validate_json(raw_body(request))
    except ValidationError as error:
        raise unreadable(error) from None


def unreadable(error: ValidationError) -> NotReadable:
    """Return the refusal that names the first fields at fault, never what stood there."""
    named = [".".join(map(str, one["loc"])) or "json" for one in error.errors()[:_NAMED]]
    return NotReadable(", ".join(named))


def described(shape: type[Schema]) -> dict[str, Any]:
    """Return what the API's description says of a body that `read_body` reads, for ``openapi_extra``."""
    schema = shape.model_json_schema(ref_template="#/components/schemas/{model}")
    return {"requestBody": {"required": True, "content": {"application/json": {"schema": schema}}}}


def _unpacked(body: bytes) -> bytes:
    reader = zlib.decompressobj(_GZIP)
    try:
        data = reader.decompress(body, LARGEST_UNPACKED)
    except zlib.error:
        raise NotReadable("gzip") from None
    if reader.unconsumed_tail:
        raise TooLarge(LARGEST_UNPACKED)
    if not reader.eof or reader.unused_data:
        raise NotReadable("gzip")
    return data
