"""Ending what surveys keep for a time."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from bahtera.access.api import SYSTEM, person_behind
from bahtera.foundation.expiring import Ending, Executor, deleting
from bahtera.surveys.models import (
    BackCheck,
    BackCheckVisit,
    RefusedAttempt,
    RepeatedUpload,
    ReviewEntry,
    SealedVisit,
    Submission,
    VisitHold,
)
from bahtera.surveys.operations.keeping.erasing import erase
from bahtera.surveys.queries.keeping import ageing


def erase_contents(keys: Sequence[str], why: str) -> int:
    """Erase what submissions said; each leaves its own entry."""
    return sum(erase(UUID(key), reason=why, actor=SYSTEM) for key in keys)


def forget_senders(keys: Sequence[str]) -> None:
    """Take the names of people who left long ago from what they sent and decided, and their phones' names."""
    Submission.objects.filter(actor_key__in=keys).update(actor_name="", device_id="")
    RepeatedUpload.objects.filter(actor_key__in=keys).update(device_id="")
    ReviewEntry.objects.filter(actor_key__in=keys).update(actor_name="")
    VisitHold.objects.filter(released_by__in=keys).update(released_name="")
    BackCheck.objects.filter(drawn_by__in=keys).update(drawn_name="")
    people = {one for one in map(person_behind, keys) if one is not None}
    BackCheckVisit.objects.filter(interviewer_id__in=sorted(people)).update(interviewer_name="")
    RefusedAttempt.objects.filter(actor_key__in=keys).update(actor_name="", device_id="")


EXECUTORS: Final = (
    Executor(
        name="surveys.contents",
        ending=Ending.DESTROY_KEY,
        since="round_closed",
        tables=(
            "confided.SealedAnswers",
            "surveys.Attachment",
            "surveys.BackCheckVisit",
            "surveys.Content",
            "surveys.ReviewComment",
            "surveys.SubmissionFinding",
            "surveys.VisitHold",
        ),
        find=ageing.old_contents,
        end=erase_contents,
        batch=20,
    ),
    Executor(
        name="surveys.refused_attempts",
        ending=Ending.DELETE,
        since="last_attempt",
        tables=("surveys.RefusedAttempt",),
        find=ageing.old_refusals,
        end=deleting(RefusedAttempt, int),
    ),
    Executor(
        name="surveys.repeated_uploads",
        ending=Ending.DELETE,
        since="upload",
        tables=("surveys.RepeatedUpload",),
        find=ageing.old_repeats,
        end=deleting(RepeatedUpload, int),
    ),
    Executor(
        name="surveys.sealed_visits",
        ending=Ending.DELETE,
        since="decision",
        tables=("surveys.SealedVisit",),
        find=ageing.old_sealed,
        end=deleting(SealedVisit),
    ),
)
