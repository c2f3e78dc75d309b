"""What checks read of visits: one visit with its answers when it arrives, and a line of each afterwards."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from bahtera.access.api import Actor, keys_behind, person_behind
from bahtera.foundation.sealing.parts import is_erased
from bahtera.surveys.models import Submission, SubmissionScore
from bahtera.surveys.queries.reviewing.submissions import answers_of
from bahtera.surveys.queries.rounds.fieldwork import senders
from bahtera.surveys.rules import State

_CHUNK = 2000


@dataclass(frozen=True)
class VisitToCheck:
    """A visit with its answers, for those who look at how it was made; answers are empty once erased.

    The instants of a correction are None: they tell when an answer was mended, and nothing of the interview.
    """

    id: UUID
    form_id: str
    round_id: int
    village_code: str
    actor_key: str
    family_id: UUID | None
    is_current: bool
    result_code: str
    visited_on: date | None
    started_at: datetime | None
    ended_at: datetime | None
    answers: Mapping[str, Any]


class VisitLine(NamedTuple):
    """A current visit without its answers; ``states`` are those of one index, empty where it has none."""

    id: UUID
    village_code: str
    actor_key: str
    family_id: UUID | None
    result_code: str
    visited_on: date | None
    states: str


class OwnVisit(NamedTuple):
    """When a visit was made, for the kader who made it: enough to remember it by, and no name."""

    visited_on: date | None
    started_at: datetime | None


def own_visits(submission_ids: Collection[UUID], *, actor: Actor) -> dict[UUID, OwnVisit]:
    """Return by id those of some visits that the person behind an actor made, none of the own household or kin."""
    person = person_behind(actor.key)
    keys = (keys_behind(person) if person else frozenset()) | {actor.key}
    rows = Submission.objects.filter(pk__in=submission_ids, actor_key__in=sorted(keys)).order_by("pk")
    told = rows.values_list("pk", "family_id", "visited_on", "started_at")
    return {pk: OwnVisit(on, at) for pk, family, on, at in told if family not in actor.kin}


def visits_to_check(submission_ids: Collection[UUID]) -> list[VisitToCheck]:
    """Return visits that have a round and a village, with their answers, by id; for the system, no reader."""
    rows = (
        Submission.objects.filter(pk__in=submission_ids, round_id__isnull=False)
        .exclude(village_code="")
        .exclude(state=State.RECEIVED.value)
        .select_related("content")
        .order_by("id")
    )
    return [_visit(row) for row in rows]


def visit_lines(round_id: int, index_id: str) -> Iterator[VisitLine]:
    """Yield a round's current visits by id, each with its states of an index. For the system alone."""
    states = dict(
        SubmissionScore.objects.filter(submission__round_id=round_id, index_id=index_id)
        .order_by("submission_id")
        .values_list("submission_id", "states")
        .iterator(chunk_size=_CHUNK)
    )
    rows = (
        Submission.objects.filter(round_id=round_id, is_current=True)
        .exclude(state=State.RECEIVED.value)
        .exclude(village_code="")
        .order_by("id")
        .values_list("id", "village_code", "actor_key", "family_id", "result_code", "visited_on")
    )
    for row in rows.iterator(chunk_size=_CHUNK):
        yield VisitLine(*row, states.get(row[0], ""))


def kader_names(round_id: int, actor_keys: Collection[str]) -> dict[str, str]:
    """Return the names of those who sent visits of a round under some keys, as `senders` tells them."""
    sent = Submission.objects.filter(round_id=round_id, actor_key__in=sorted(set(actor_keys)))
    return {key: name for key, (_, name) in senders(sent).items() if name}


def _visit(row: Submission) -> VisitToCheck:
    assert row.round_id is not None
    return VisitToCheck(
        id=row.pk,
        form_id=row.form_id,
        round_id=row.round_id,
        village_code=row.village_code,
        actor_key=row.actor_key,
        family_id=row.family_id,
        is_current=row.is_current,
        result_code=row.result_code,
        visited_on=row.visited_on,
        started_at=None if row.previous_id else row.started_at,
        ended_at=None if row.previous_id else row.ended_at,
        answers={} if is_erased(row.content) else answers_of(row.content),
    )
