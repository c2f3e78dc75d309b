"""Files that came with a visit, handed out so that a browser never runs what is in them."""

from typing import Final
from uuid import UUID

from django.http import FileResponse, HttpRequest

from bahtera.access.api import Actor
from bahtera.surveys import api as surveys
from bahtera.web.door import page

# What a browser only draws; everything else is saved. By the name alone: the browser is told not to guess.
_DRAWN: Final = {"png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg"}


@page("submission.read", traced=False)
def attachment(_request: HttpRequest, actor: Actor, submission_id: UUID, name: str) -> FileResponse:
    """Stream one file of a visit."""
    stream = surveys.open_attachment(submission_id, name, actor=actor)
    kind = _DRAWN.get(name.rpartition(".")[2].lower())
    answer = FileResponse(
        stream,
        as_attachment=kind is None,
        filename=name,
        content_type=kind or "application/octet-stream",
    )
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer
