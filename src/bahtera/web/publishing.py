"""Publishing a questionnaire in the worker: handing the workbook over, and how far it is."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum
from typing import Any

from django.core.files import File
from django.utils.translation import get_language, gettext
from django_tasks import TaskResult
from django_tasks.base import TaskResultStatus
from django_tasks.exceptions import TaskResultDoesNotExist, TaskResultMismatch

from bahtera.access.api import Actor
from bahtera.foundation import blobs, clock
from bahtera.foundation.errors import NotFound
from bahtera.questionnaires import api as questionnaires

_LONG_WAIT = timedelta(minutes=1)
_LONG_RUN = timedelta(minutes=5)


class Stage(Enum):
    """How far a publishing is."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    REFUSED = "refused"
    BROKEN = "broken"


@dataclass(frozen=True)
class Trouble:
    """Why a workbook was refused, and where; ``row`` is None when it is about a sheet or the whole file."""

    sheet: str
    row: int | None
    column: str
    message: str


@dataclass(frozen=True)
class Publishing:
    """One workbook on its way to being published; ``late`` when it takes longer than it should."""

    id: str
    stage: Stage
    late: bool
    form_id: str = ""
    version: str = ""
    troubles: tuple[Trouble, ...] = ()


class UnknownPublishing(NotFound):
    """There is no such publishing, or somebody else started it."""

    def __init__(self) -> None:
        super().__init__("web.unknown_publishing", "There is no such upload among yours.")


def start(workbook: File[bytes], actor: Actor) -> Publishing:
    """Keep a workbook and ask the worker to check and publish it."""
    kept = blobs.put(workbook.read())
    return _read(questionnaires.publish_task.enqueue(source_sha256=kept, actor_key=actor.key))


def find(task_id: str, actor: Actor) -> Publishing:
    """Return how far a publishing is that the actor started; raises UnknownPublishing."""
    try:
        result = questionnaires.publish_task.get_result(task_id)
    except (TaskResultDoesNotExist, TaskResultMismatch, NotImplementedError):
        raise UnknownPublishing from None  # NotImplementedError: a backend that keeps nothing
    if result.kwargs.get("actor_key") != actor.key:
        raise UnknownPublishing
    return _read(result)


def _read(result: TaskResult[Any]) -> Publishing:
    match result.status:
        case TaskResultStatus.READY:
            late = result.enqueued_at is not None and clock.now() - result.enqueued_at > _LONG_WAIT
            return Publishing(result.id, Stage.WAITING, late)
        case TaskResultStatus.RUNNING:
            late = result.started_at is not None and clock.now() - result.started_at > _LONG_RUN
            return Publishing(result.id, Stage.RUNNING, late)
        case TaskResultStatus.SUCCESSFUL:
            return _finished(result.id, result.return_value)
        case _:
            return Publishing(result.id, Stage.BROKEN, late=False)


def _finished(task_id: str, returned: Mapping[str, Any] | None) -> Publishing:
    if returned is None:
        return Publishing(task_id, Stage.BROKEN, late=False)
    if "form_id" in returned:
        return Publishing(
            task_id, Stage.DONE, late=False, form_id=returned["form_id"], version=returned["version"]
        )
    return Publishing(task_id, Stage.REFUSED, late=False, troubles=_troubles(returned))


def _troubles(returned: Mapping[str, Any]) -> tuple[Trouble, ...]:
    if "refused" in returned:
        return (Trouble("", None, "", gettext(returned["message"]).format(**returned["details"])),)
    language = "en" if get_language() == "en" else "id"
    return tuple(
        Trouble(row["sheet"] or "", row["row"] or None, str(row["column"] or ""), row["messages"][language])
        for row in returned["problems"]
    )
