"""Two visits to one family become one, field by field, by a person who may decide about both.

The outcome is a version of the visit that counted, with a body of its own; it names both, and the other one is
superseded. Sealed private answers stay with the visit in which they were given: nobody here can read them.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from bahtera.access.api import Actor, kin_of, reach
from bahtera.foundation import audit, clock
from bahtera.foundation.ids import new_id
from bahtera.questionnaires import api as questionnaires
from bahtera.surveys.errors import OwnHousehold, StaleReview, UnchosenDifference
from bahtera.surveys.models import Attachment, ReviewEntry, Submission
from bahtera.surveys.operations.receiving.assessing import assess_body
from bahtera.surveys.operations.receiving.inserting import writing
from bahtera.surveys.operations.receiving.settling import content_of, place, settle, supersede
from bahtera.surveys.operations.rounds.guarding import check_round_takes_decisions
from bahtera.surveys.queries.joint.parts import senders_of
from bahtera.surveys.queries.reviewing.comparing import Pair, get_pair
from bahtera.surveys.queries.reviewing.differences import Choice, merged
from bahtera.surveys.queries.reviewing.submissions import kept_body
from bahtera.surveys.rules import State, uuid_of
from bahtera.surveys.values import Assessed, SentFile, SubmissionDetail

MOVE = "merge"
_Times = tuple[datetime | None, datetime | None]


@dataclass(frozen=True)
class MergeOutcome:
    """What two visits would become: the answers, and what the server says of them."""

    pair: Pair
    answers: Mapping[str, Any]
    assessed: Assessed


def preview_merge(
    submission_id: UUID, other_id: UUID, *, choices: Mapping[str, Choice], actor: Actor
) -> MergeOutcome:
    """Return what would come of merging, and write nothing. Raises UnchosenDifference, and as `get_pair` does."""
    pair = get_pair(submission_id, other_id, actor=actor)
    return _outcome(pair, choices, _body(pair, _answers(pair, choices), f"uuid:{uuid4()}"))


def merge(
    submission_id: UUID,
    other_id: UUID,
    *,
    choices: Mapping[str, Choice],
    revisions: tuple[int, int],
    actor: Actor,
) -> UUID:
    """Keep what a person chose as a new version of the visit that counts, and return its id.

    ``revisions`` are those of the left and the right visit as the person saw them. An approved visit goes on
    counting until its new version is approved. Raises UnchosenDifference, StaleReview, OwnHousehold, and as
    `get_pair` does.
    """
    with writing() as ledger:
        locked = _locked({submission_id, other_id})
        pair = get_pair(submission_id, other_id, actor=actor)
        if (pair.left.revision, pair.right.revision) != revisions:
            raise StaleReview
        check_round_takes_decisions(pair.left.row.round_id)
        left, right = locked[pair.left.row.id], locked[pair.right.row.id]
        for one in (left, right):
            _check_not_of_sender(one)
        instance_id = f"uuid:{uuid4()}"
        xml = _body(pair, _answers(pair, choices), instance_id)
        assessed = assess_body(pair.form, xml, clock.now())
        row = _new_row(pair, left, right, xml, instance_id, actor)
        placement = place(row, assessed, kin=frozenset(), family_id=left.family_id)
        settle(placement, files=_files(pair, assessed), content=content_of(placement, xml), ledger=ledger)
        ledger.write_out()
        _enter(row, left, right, actor)
        supersede(right, by=row)
        audit.record(
            "surveys.merged",
            actor=actor.key,
            subject=f"submission:{row.pk}",
            details={"chosen": len(pair.compared.keys)},
            about=[f"submission:{left.pk}", f"submission:{right.pk}", f"family:{row.family_id}"],
        )
    return row.pk


def _locked(ids: set[UUID]) -> dict[UUID, Submission]:
    rows = Submission.objects.select_for_update().filter(pk__in=ids).order_by("pk")
    return {row.pk: row for row in rows}


def _check_not_of_sender(row: Submission) -> None:
    """Raise OwnHousehold for a visit to its sender's own kin, as when it is approved."""
    kin = frozenset().union(*(kin_of(one) for one in senders_of(row)))
    if kin and kin & {row.family_id, row.claimed_family_id}:
        raise OwnHousehold
    own = {uuid_of(one.value.removeprefix("family:")) for one in row.findings.filter(code="own_household")}
    if own & kin:
        raise OwnHousehold


def _answers(pair: Pair, choices: Mapping[str, Choice]) -> dict[str, Any]:
    missing = [key for key in pair.compared.keys if key not in choices]
    if missing:
        raise UnchosenDifference(len(missing))
    return merged(pair.questions, pair.compared, pair.left.answers, pair.right_answers, choices)


def _body(pair: Pair, answers: Mapping[str, Any], instance_id: str) -> bytes:
    """Return the merged visit as a phone would have written it, with the times of the visit that ended later.

    So no answer that could be given in its own visit lies in the future of the merged one.
    """
    known = questionnaires.device_questions(pair.form)
    started, ended = max(map(_times, (pair.left, pair.right)), key=_day_and_hour)
    device = {"start": started, "end": ended, "instanceID": instance_id}
    given = {name: value for name, value in device.items() if name in known and value is not None}
    chosen = {name: value for name, value in answers.items() if name not in known & device.keys()}
    return questionnaires.writer(pair.form).write(
        {**chosen, **given}, on=clock.now().date(), corrects=pair.left.instance_id
    )


def _times(visit: SubmissionDetail) -> _Times:
    """Return when a visit began and ended, in the offset of its own phone: its "today" is a day there."""
    form = questionnaires.get_form(visit.form_id, visit.form_version)
    return questionnaires.device_times(form, kept_body(visit.row.id)) if form else (None, None)


def _day_and_hour(times: _Times) -> str:
    """Return what the phone's own clock showed at the end, by which rules about today are judged."""
    moment = times[1] or times[0]
    return moment.replace(tzinfo=None).isoformat() if moment else ""


def _outcome(pair: Pair, choices: Mapping[str, Choice], xml: bytes) -> MergeOutcome:
    return MergeOutcome(pair, _answers(pair, choices), assess_body(pair.form, xml, clock.now()))


def _new_row(  # noqa: PLR0917 - what a version of two visits is made of
    pair: Pair, left: Submission, right: Submission, xml: bytes, instance_id: str, actor: Actor
) -> Submission:
    return Submission(
        id=new_id(),
        instance_id=instance_id,
        deprecated_id=left.instance_id,
        form_id=pair.form.form_id,
        form_version=pair.form.version,
        sha256=hashlib.sha256(xml).hexdigest(),
        size=len(xml),
        actor_key=actor.key,
        actor_name=actor.name,
        sender_areas=list(reach(actor, "submission.review")),
        received_at=clock.now(),
        is_complete=left.is_complete and right.is_complete,
        state=State.RECEIVED.value,
        merged_with=right,
    )


def _files(pair: Pair, assessed: Assessed) -> dict[str, SentFile]:
    """Return the files that the merged answers name, from the visit that has them."""
    new_names = {old: new for new, old in pair.renamed.items()}
    ids = (pair.right.row.id, pair.left.row.id)
    rows = Attachment.objects.filter(submission_id__in=ids, erased_at__isnull=True).order_by("pk")
    kept: dict[str, SentFile] = {}
    for one in sorted(rows, key=lambda row: ids.index(row.submission_id)):
        name = new_names.get(one.name, one.name) if one.submission_id == pair.right.row.id else one.name
        kept[name] = SentFile(name, one.sha256, one.sent_sha256)
    return {name: kept[name] for name in assessed.declared if name in kept}


def _enter(row: Submission, left: Submission, right: Submission, actor: Actor) -> None:
    ReviewEntry.objects.create(
        submission=row,
        at=clock.now(),
        actor_key=actor.key,
        actor_name=actor.name,
        move=MOVE,
        from_state=row.state,
        to_state=row.state,
        note=" + ".join(one.actor_name or one.instance_id for one in (left, right)),
    )
