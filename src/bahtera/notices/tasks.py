"""Work for the worker: looking what waits for many people, and talking to a mail server."""

from typing import Final

from django_tasks import task

from bahtera.notices.operations import forget_leavers, look_at, send_letters, sends_mail
from bahtera.notices.queries import has_due_letters

_BATCH: Final = 50


@task()
def look_task(accounts: list[str]) -> None:
    """Look what waits for some accounts, and tell them what is news."""
    look_at(accounts)


@task()
def letters_task() -> int:
    """Send the letters that wait and return how many were taken."""
    return send_letters()


def look_at_everybody() -> None:
    """Have the worker look what waits for everybody who works here; the job of each morning."""
    accounts = forget_leavers()
    for start in range(0, len(accounts), _BATCH):
        look_task.enqueue(list(accounts[start : start + _BATCH]))


def begin_letters() -> None:
    """Have the worker send letters when some are due; the job of each minute, which costs one look at an index."""
    if sends_mail() and has_due_letters():
        letters_task.enqueue()
