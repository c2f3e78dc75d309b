"""Looking at what was received: answers, findings, scores. Computed first, written once.

What cannot be assessed at once (a heavy body, a bug on our side) is kept as it came, and looked at later.
"""

import logging
import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import (
    DatabaseError,
    DataError,
    InterfaceError,
    InternalError,
    NotSupportedError,
    OperationalError,
    ProgrammingError,
)

from bahtera import indices
from bahtera.access.api import kin_of
from bahtera.foundation import clock, events
from bahtera.foundation.errors import Refused
from bahtera.foundation.events import Event
from bahtera.foundation.models import EventDelivery
from bahtera.foundation.sealing import parts
from bahtera.foundation.transactions import durable
from bahtera.questionnaires import api as questionnaires
from bahtera.surveys.errors import UnknownForm
from bahtera.surveys.models import Submission
from bahtera.surveys.operations.receiving.inserting import writing
from bahtera.surveys.operations.receiving.settling import FamilyKnownOtherwise, place, settle
from bahtera.surveys.queries.receiving import remembered
from bahtera.surveys.queries.reviewing.submissions import body_of
from bahtera.surveys.rules import State, counts_as_visit, facts_of, finding
from bahtera.surveys.values import Assessed, Facts, FindingRow, ScoreRow, SentFile

logger = logging.getLogger(__name__)

_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"|=\(.*\)")

# The first zone of the country to see a new day: a visit of today is never "in the future" there.
_EASTERN_ZONE = ZoneInfo("Asia/Jayapura")
_FIRST_WAIT, _LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=6)
_OVERGROWN = ("too many", "too large", "too big", "too complex", "depth limit", "stack overflow")


def assess_body(form: questionnaires.FormVersion, xml: bytes, received_at: datetime) -> Assessed:
    """Return everything that can be said of a body without touching stored submissions."""
    assessment = questionnaires.assess(
        form,
        xml,
        village_known=remembered.village_exists,
        received_on=received_at.astimezone(_EASTERN_ZONE).date(),
    )
    facts = facts_of(assessment.answers)
    scores, changed = _score(form, assessment.answers, facts)
    findings = [
        FindingRow(f.code, f.severity, f.question, f.path, f.row, f.value[:500], f.messages)
        for f in assessment.findings
        if (f.code, f.value) != ("unknown_question", "deprecatedID")  # every correction carries it
    ]
    return Assessed(
        answers=assessment.answers,
        facts=facts,
        village_known=bool(facts.village_code) and remembered.village_exists(facts.village_code),
        findings=(*findings, *changed),
        scores=scores,
        declared=assessment.meta.attachments,
        started_at=assessment.meta.started_at,
        ended_at=assessment.meta.ended_at,
    )


def _score(
    form: questionnaires.FormVersion, answers: dict[str, Any], facts: Facts
) -> tuple[tuple[ScoreRow, ...], list[FindingRow]]:
    """Score a visit where somebody answered, with each index of the form, without private items."""
    if not facts.consented or not (counts_as_visit(facts.result_code) or not facts.result_code):
        return (), []
    scores: list[ScoreRow] = []
    changed: list[FindingRow] = []
    for index_id, form_hash in form.indices:
        full, public = _definition(index_id)
        if form_hash not in {full.hash, public.hash}:
            changed.append(finding("index_changed", "info", value=index_id))
        score = public.score_one(answers)
        scores.append(
            ScoreRow(
                index_id=index_id,
                index_hash=public.hash,
                numerator=score.numerator,
                denominator=score.denominator,
                scored=score.scored,
                category=score.category,
                states=score.states,
            )
        )
    return tuple(scores), changed


@lru_cache(maxsize=32)
def _definition(index_id: str) -> tuple[indices.IndexDefinition, indices.IndexDefinition]:
    """Return an index as published and without its private items; definitions change with a release only."""
    full = indices.load(index_id)
    return full, full.without_private()


def on_assess_wanted(batch: Sequence[Event]) -> None:
    """Assess submissions that were kept unassessed; handles the event ``surveys.assess_wanted``.

    One that fails is tried again, later each time, until a person or a new release has mended what it met.
    """
    for event in batch:
        if assess_received(UUID(event.key)):
            continue
        if Submission.objects.filter(pk=UUID(event.key), state=State.RECEIVED.value).exists():
            _want_again(event)


def _want_again(event: Event) -> None:
    tries = int(event.payload.get("tries", 0)) + 1
    later = clock.now() + min(_FIRST_WAIT * 2 ** min(tries - 1, 20), _LONGEST_WAIT)
    rows = events.deliveries(event.name, key=event.key, payload={"tries": tries})
    for row in rows:
        row.due_at = later
    EventDelivery.objects.bulk_create(rows)


def assess_received(submission_id: UUID) -> bool:
    """Assess one submission that is still in state "received"; returns whether nothing is left to be done.

    One that was erased stays as it is. A failure is written beside the submission, which stays as it is.
    """
    with durable():
        row = (
            Submission.objects.select_for_update(of=("self",))
            .select_related("content")
            .filter(pk=submission_id, state=State.RECEIVED.value, joint_part__isnull=True)
            .order_by("pk")
            .first()
        )
        if row is None:
            return False
        if parts.is_erased(row.content):
            return True
        try:
            with durable():
                _assess_row(row)
        except Exception as error:
            logger.exception("submission %s could not be assessed", submission_id)
            Submission.objects.filter(pk=submission_id).update(assess_problem=problem_text(error))
            return False
    return True


def is_our_bug(error: Exception) -> bool:
    """Tell whether trying again at once would fail again: a mistake of ours, not a busy lock or a full disk.

    Statements that grow with what was sent fail in SQLite as OperationalError, as a busy lock does.
    """
    if isinstance(error, OperationalError):
        return any(word in str(error).casefold() for word in _OVERGROWN)
    if isinstance(error, DatabaseError):
        return isinstance(error, (DataError, ProgrammingError, NotSupportedError, InternalError))
    return not isinstance(error, (Refused, InterfaceError, OSError, MemoryError))


def problem_text(error: Exception) -> str:
    """Return what a failure says, in a line, without what it quotes: that may be an answer."""
    first = str(error).partition("\n")[0]  # a database tells the row in the lines after it
    return " ".join(f"{type(error).__name__}: {_QUOTED.sub('…', first)}".split())[:120]


def _assess_row(row: Submission) -> None:
    form = questionnaires.get_form(row.form_id, row.form_version)
    if form is None:
        raise UnknownForm(row.form_id, row.form_version)
    assessed = assess_body(form, body_of(row.content), row.received_at)
    kept = row.attachments.order_by("pk").values_list("name", "sha256", "sent_sha256")
    files = {one[0]: SentFile(*one) for one in kept}
    kin = kin_of(row.actor_key)
    try:
        with writing() as ledger:
            settle(place(row, assessed, kin=kin), files=files, content=None, ledger=ledger)
    except FamilyKnownOtherwise as otherwise:
        with writing() as ledger:
            placement = place(row, assessed, kin=kin, family_id=otherwise.family_id)
            settle(placement, files=files, content=None, ledger=ledger)
    row.attachments.exclude(name__in=row.declared_files).delete()
