"""Photos and scans in pieces, so that a broken connection costs one piece."""

from django.http import HttpRequest, HttpResponse
from ninja import Path, Router

from bahtera.http import bodies
from bahtera.http.devices import enrolled_phone
from bahtera.http.door import acts
from bahtera.http.field.replies import REFUSALS, Sha256, UnknownFile, actor_of
from bahtera.http.field.schemas import UploadOut
from bahtera.surveys import api as surveys

router = Router(tags=["field"])


@router.api_operation(
    ["GET", "HEAD"],
    "/files/{sha256}",
    url_name="field_file",
    response={200: UploadOut, **REFUSALS},
    auth=enrolled_phone,
)
@acts("submission.send")
def file_state(request: HttpRequest, wanted: Path[Sha256], response: HttpResponse) -> surveys.UploadState:
    """Say how much of a file is here; HEAD tells it in ``Upload-Offset`` and ``Upload-Length``."""
    found = surveys.upload_state(_hash(wanted.sha256), actor=actor_of(request))
    _tell(response, found)
    return found


@router.put(
    "/files/{sha256}",
    url_name="field_file",
    response={200: UploadOut, **REFUSALS},
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
        actor=actor_of(request),
    )
    _tell(response, found)
    return found


def _hash(written: str) -> str:
    if len(written) != 64 or not set(written) <= set("0123456789abcdef"):  # noqa: PLR2004 - SHA-256 in hex
        raise UnknownFile
    return written


def _number(request: HttpRequest, header: str) -> int:
    written = request.META.get(header, "")
    if not (written.isascii() and written.isdigit() and len(written) < 12):  # noqa: PLR2004 - a size, not a poem
        raise bodies.NotReadable(header.removeprefix("HTTP_").replace("_", "-").title())
    return int(written)


def _tell(response: HttpResponse, found: surveys.UploadState) -> None:
    response.headers["Upload-Offset"] = str(found.received)
    response.headers["Upload-Length"] = str(found.size)
