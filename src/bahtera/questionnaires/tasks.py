"""Work for the worker: publishing takes seconds and starts Java."""

from __future__ import annotations

from typing import Any

from django_tasks import task

from bahtera.foundation import blobs
from bahtera.foundation.errors import Refused

from .errors import InvalidForm
from .operations import DEFAULT_INDICES, publish


@task()
def publish_task(source_sha256: str, actor_key: str, indices: list[str] | None = None) -> dict[str, Any]:
    """Publish a workbook kept among the blobs.

    Returns form and version; or the problems found, by sheet, row and column; or why it was refused as a
    whole: code, message and details, as of any Refused.
    """
    with blobs.open(source_sha256) as source:
        xlsx = source.read()
    try:
        form = publish(
            xlsx, actor_key=actor_key, indices=tuple(DEFAULT_INDICES if indices is None else indices)
        )
    except InvalidForm as refused:
        return {
            "problems": [
                {"sheet": row.sheet, "row": row.row, "column": row.column, "messages": dict(row.messages)}
                for row in refused.problems
            ]
        }
    except Refused as refused:
        return {"refused": refused.code, "message": refused.message, "details": dict(refused.details)}
    return {"form_id": form.form_id, "version": form.version}
