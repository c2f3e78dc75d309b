"""Named answers of a visit corrected in a round whose figures stand; what was sent stays readable.

The outcome is a version of the visit with a body of its own, checked and scored as if it had been sent so. It stays the
visit of whoever sent it: the interview was theirs.
"""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID, uuid4

from bahtera.access.api import Actor, kin_of
from bahtera.foundation import audit, clock
from bahtera.foundation.ids import new_id
from bahtera.questionnaires import api as questionnaires
from bahtera.surveys.errors import IllegalMove, NotMendable
from bahtera.surveys.models import Attachment, ReviewEntry, Submission
from bahtera.surveys.operations.receiving.assessing import assess_body
from bahtera.surveys.operations.receiving.inserting import writing
from bahtera.surveys.operations.receiving.settling import content_of, place, settle
from bahtera.surveys.operations.reviewing.deciding import approve
from bahtera.surveys.operations.reviewing.moving import locked
from bahtera.surveys.operations.rounds.guarding import is_corrected_now
from bahtera.surveys.queries.reviewing.comparing import questions_of
from bahtera.surveys.queries.reviewing.submissions import answers_of, body_of
from bahtera.surveys.rules import Move, State, can_move
from bahtera.surveys.values import Assessed, MendedAnswer, SentFile

MOVE: Final = "mend"
_TYPES: Final = frozenset({"select_one", "select_multiple", "integer", "decimal", "text", "date"})
# Where and when the visit was, to whom, with which outcome: another visit, not another answer.
_FIXED: Final = frozenset(
    {
        *("tanggal_kunjungan", "kode_desa", "keluarga", "family_id", "anggota_lama", "member_id"),
        *("hasil_kunjungan", "persetujuan", "catatan_penyelia"),
    }
)
_OF_AN_OPEN_ROUND: Final = "late_for_round"


def mendable_questions(form_id: str, version: str) -> Mapping[str, str]:
    """Return the questions whose answers may be corrected, each with the roster it stands in ("" for none).

    Private items never, nor what is looked up, worked out or measured.
    """
    form = questionnaires.get_form(form_id, version)
    if form is None:
        return {}
    left_out = _FIXED | questionnaires.private_items() | questionnaires.device_questions(form)
    types = {one.name: one for one in questionnaires.outline(form) if one.kind == "question"}
    return {
        one.name: one.repeat
        for one in questions_of(form)
        if not one.calculated
        and one.name not in left_out
        and types[one.name].type in _TYPES
        and types[one.name].labels.get("id", one.name) not in {"", one.name}
    }


def preview_mend(submission_id: UUID, wanted: Sequence[MendedAnswer]) -> tuple[MendedAnswer, ...]:
    """Return what would change, each with the answer that stands now; the caller checks who may know.

    Raises NotMendable: nothing changes, an answer that the question does not take, a question that is not corrected so,
    or a visit that counts no more.
    """
    visit = Submission.objects.select_related("content").get(pk=submission_id)
    _mended(visit, wanted, f"uuid:{uuid4()}")
    answers = answers_of(visit.content)
    return tuple(one._replace(old=_standing(answers, visit, one)) for one in wanted)


def mend(
    submission_id: UUID,
    wanted: Sequence[MendedAnswer],
    *,
    actor: Actor,
    revision: int | None = None,
    note: str = "",
) -> UUID:
    """Let a version with other answers count in place of a visit, inside `correcting` alone; returns its id.

    Raises NotMendable, IllegalMove outside a correction, StaleReview, and what `approve` refuses.
    """
    with writing() as ledger:
        visit = locked(submission_id, actor, revision)
        if visit.round_id is None or not is_corrected_now(visit.round_id):
            raise IllegalMove(MOVE, visit.state)
        instance_id = f"uuid:{uuid4()}"
        xml, assessed = _mended(visit, wanted, instance_id)
        row = _new_row(visit, xml, instance_id)
        placement = place(row, assessed, kin=kin_of(visit.actor_key), family_id=visit.family_id)
        row.round_id, placement.share = visit.round_id, None
        placement.findings = [one for one in placement.findings if one.code != _OF_AN_OPEN_ROUND]
        settle(placement, files=_files(visit, assessed), content=content_of(placement, xml), ledger=ledger)
        ledger.write_out()
        _enter(row, actor, note)
        approve(row.pk, actor=actor, note=note, replace_approved=True)
        if visit.confirmed_at is not None:
            # Two people agreed on the change: what the second level confirmed does not wait for it again.
            Submission.objects.filter(pk=row.pk).update(confirmed_at=clock.now())
        audit.record(
            "surveys.mended",
            actor=actor.key,
            subject=f"submission:{row.pk}",
            details={"changed": len(wanted)},
            about=[f"submission:{visit.pk}", f"family:{row.family_id}"],
        )
    return row.pk


def _mended(visit: Submission, wanted: Sequence[MendedAnswer], instance_id: str) -> tuple[bytes, Assessed]:
    form = questionnaires.get_form(visit.form_id, visit.form_version)
    if form is None or not can_move(State(visit.state), Move.REPLACE):
        raise NotMendable.visit()
    answers = answers_of(visit.content)
    if not answers or not visit.is_current:
        raise NotMendable.visit()
    known = mendable_questions(visit.form_id, visit.form_version)
    if not wanted or any(_same(_standing(answers, visit, one), one.new) for one in wanted):
        raise NotMendable.nothing()
    changed = _changed(answers, wanted, known)
    xml = _body(form, visit, changed, instance_id)
    assessed = assess_body(form, xml, visit.received_at)
    _check_taken(wanted, assessed, known)
    return xml, assessed


def _standing(answers: Mapping[str, Any], visit: Submission, one: MendedAnswer) -> Any:
    """Return the answer that stands; raises NotMendable for a question or a person that the visit does not have."""
    repeat = mendable_questions(visit.form_id, visit.form_version).get(one.question)
    if repeat is None or bool(repeat) != (one.row is not None):
        raise NotMendable.question(one.question)
    if not repeat:
        return answers.get(one.question)
    rows = answers.get(repeat) or []
    if one.row is None or not 1 <= one.row <= len(rows):
        raise NotMendable.question(one.question)
    return rows[one.row - 1].get(one.question)


def _same(old: Any, new: Any) -> bool:
    return _plain(old) == _plain(new)


def _plain(value: Any) -> str:
    if isinstance(value, (list, tuple)):
        return " ".join(sorted(str(one) for one in value))
    return "" if value is None else str(value).strip()


def _changed(
    answers: Mapping[str, Any], wanted: Sequence[MendedAnswer], known: Mapping[str, str]
) -> dict[str, Any]:
    found = {
        name: [dict(row) for row in value] if _is_roster(value) else value for name, value in answers.items()
    }
    for one in wanted:
        place = found if one.row is None else found[known[one.question]][one.row - 1]
        place.pop(one.question, None)
        if _plain(one.new):
            place[one.question] = one.new
    return found


def _is_roster(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and isinstance(value[0], Mapping)


def _body(
    form: questionnaires.FormVersion, visit: Submission, answers: Mapping[str, Any], instance_id: str
) -> bytes:
    """Return the visit as its phone would have written it with these answers, at the same time."""
    asked = questions_of(form)
    plain = {one.name for one in asked if not one.repeat}
    inside: dict[str, set[str]] = {}
    for one in asked:
        if one.repeat:
            inside.setdefault(one.repeat, set()).add(one.name)
    device = questionnaires.device_questions(form)
    started, ended = questionnaires.device_times(form, body_of(visit.content))
    moments = {"start": started, "end": ended, "instanceID": instance_id}
    given: dict[str, Any] = {
        name: value
        for name, value in answers.items()
        if name in plain and name not in device & moments.keys()
    }
    for repeat, names in inside.items():
        rows = answers.get(repeat) or []
        given[repeat] = [{name: value for name, value in row.items() if name in names} for row in rows]
    given |= {name: value for name, value in moments.items() if name in device and value is not None}
    return questionnaires.writer(form).write(
        given, on=visit.visited_on or visit.received_at.date(), corrects=visit.instance_id
    )


def _check_taken(wanted: Sequence[MendedAnswer], assessed: Assessed, known: Mapping[str, str]) -> None:
    """Raise NotMendable for an answer that its question does not take, or that is not asked with the others so."""
    places = {(one.question, one.row) for one in wanted}
    for found in assessed.findings:
        if found.severity == "error" and (found.question, found.row) in places:
            raise NotMendable.answer(found.question)
    for one in wanted:
        rows = assessed.answers.get(known[one.question]) or []
        place = assessed.answers if one.row is None else rows[one.row - 1]
        if _plain(one.new) and not _plain(place.get(one.question)):
            raise NotMendable.answer(one.question)


def _new_row(visit: Submission, xml: bytes, instance_id: str) -> Submission:
    return Submission(
        id=new_id(),
        instance_id=instance_id,
        deprecated_id=visit.instance_id,
        form_id=visit.form_id,
        form_version=visit.form_version,
        sha256=hashlib.sha256(xml).hexdigest(),
        size=len(xml),
        actor_key=visit.actor_key,
        actor_name=visit.actor_name,
        device_id=visit.device_id,
        sender_areas=visit.sender_areas,
        received_at=clock.now(),
        is_complete=visit.is_complete,
        state=State.RECEIVED.value,
    )


def _files(visit: Submission, assessed: Assessed) -> dict[str, SentFile]:
    rows = Attachment.objects.filter(submission=visit, erased_at__isnull=True).order_by("pk")
    kept = {one.name: SentFile(one.name, one.sha256, one.sent_sha256) for one in rows}
    return {name: kept[name] for name in assessed.declared if name in kept}


def _enter(row: Submission, actor: Actor, note: str) -> None:
    ReviewEntry.objects.create(
        submission=row,
        at=clock.now(),
        actor_key=actor.key,
        actor_name=actor.name,
        move=MOVE,
        from_state=row.state,
        to_state=row.state,
        note=note,
    )
