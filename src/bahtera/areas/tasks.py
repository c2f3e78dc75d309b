"""Work for the worker: a file of boundaries takes seconds to minutes."""

from __future__ import annotations

from django_tasks import task

from bahtera.areas.operations import keep_file, read_file


@task()
def read_boundaries_task(file_id: int) -> None:
    """Read a file that was sent, and keep its report with it."""
    read_file(file_id)


@task()
def keep_boundaries_task(file_id: int) -> None:
    """Take a file over that somebody decided to keep."""
    keep_file(file_id)
