"""Jobs that come back: every minute, every night, every month. A table says when each is due."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q

from bahtera.foundation import clock
from bahtera.foundation.models import ScheduledJob

logger = logging.getLogger(__name__)

# A job that was started so far in the future was started by a clock that had run ahead.
_AHEAD = timedelta(minutes=5)


@dataclass(frozen=True)
class Job:
    """A registered job: what to call, and when it is next due after an instant."""

    name: str
    run: Callable[[], None]
    next_after: Callable[[datetime], datetime]


_jobs: dict[str, Job] = {}


def register(job: Job) -> None:
    """Add a job; only ``bahtera.config`` calls this."""
    _jobs[job.name] = job


def every_minute(after: datetime) -> datetime:
    """Return one minute later."""
    return after + timedelta(minutes=1)


def nightly(after: datetime) -> datetime:
    """Return the next 18:00 UTC: 1 to 3 o'clock at night in Indonesia's three zones."""
    at = after.replace(hour=18, minute=0, second=0, microsecond=0)
    return at if at > after else at + timedelta(days=1)


def every_morning(after: datetime) -> datetime:
    """Return the next 22:00 UTC: 5 to 7 o'clock in the morning in Indonesia's three zones."""
    at = after.replace(hour=22, minute=0, second=0, microsecond=0)
    return at if at > after else at + timedelta(days=1)


def monthly(after: datetime) -> datetime:
    """Return the next first of a month, 18:00 UTC."""
    at = after.replace(day=1, hour=18, minute=0, second=0, microsecond=0)
    return at if at > after else (at + timedelta(days=32)).replace(day=1)


def next_run(name: str) -> datetime | None:
    """Return when a job is next due; None while no worker has ever looked."""
    rows = ScheduledJob.objects.filter(name=name).order_by("pk")
    return rows.values_list("next_at", flat=True).first()


def run_due() -> int:
    """Run the jobs that are due and return how many ran; one that fails is logged and comes back."""
    return sum(_run_if_due(job) for job in _jobs.values())


def _run_if_due(job: Job) -> bool:
    now = clock.now()
    if not _claim(job, now):
        return False
    error = ""
    try:
        job.run()
    except Exception as failure:
        logger.exception("scheduled job %s failed", job.name)
        error = f"{type(failure).__name__}: {failure}"[:2000]
    ScheduledJob.objects.filter(name=job.name).update(last_error=error)
    return True


def _claim(job: Job, now: datetime) -> bool:
    """Move the due time forward in one statement: of two workers one gets the job.

    After a clock that had run ahead was put right, the due time of then is not waited for.
    """
    following = job.next_after(now)
    is_due = Q(next_at__lte=now) | Q(last_started_at__gt=now + _AHEAD)
    claimed = ScheduledJob.objects.filter(is_due, name=job.name).update(
        next_at=following, last_started_at=now
    )
    if claimed:
        return True
    try:
        with transaction.atomic():
            ScheduledJob.objects.get_or_create(name=job.name, defaults={"next_at": following})
    except IntegrityError:
        logger.debug("job %s was entered by another worker", job.name)
    return False
