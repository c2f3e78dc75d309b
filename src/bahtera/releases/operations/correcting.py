"""Changing a visit in a round whose figures stand: one asks with a reason, another decides, a version is made."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from django.db import IntegrityError

from bahtera.access.api import SYSTEM, Actor, check_may, may, same_person
from bahtera.foundation import audit, clock
from bahtera.foundation.transactions import durable, one_at_a_time
from bahtera.releases.errors import (
    AlreadyAsked,
    AlreadyDecided,
    NotFinal,
    NothingToCorrect,
    SamePerson,
    UnknownCorrection,
    VisitChanged,
)
from bahtera.releases.models import Correction
from bahtera.releases.operations.freezing import write
from bahtera.releases.queries.comparing import would_move
from bahtera.releases.queries.corrections import to_row
from bahtera.releases.queries.documents import newest
from bahtera.releases.queries.preparing import prepare
from bahtera.releases.rules import clean_reason
from bahtera.releases.values import Affected, Change, CorrectionRow, Kind, Standing
from bahtera.results import api as results
from bahtera.surveys import api as surveys

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

_ASK: Final = "release.correct"
_SECOND: Final = "release.second"
_MOVES: Final = {
    Change.APPROVE: surveys.Move.APPROVE,
    Change.RETURN: surveys.Move.RETURN,
    Change.REJECT: surveys.Move.REJECT,
    Change.SET_ASIDE: surveys.Move.SET_ASIDE,
    Change.MEND: surveys.Move.REPLACE,
}


def ask_correction(
    submission_id: UUID,
    change: Change,
    *,
    reason: str,
    actor: Actor,
    revision: int | None = None,
    answers: Sequence[surveys.MendedAnswer] = (),
) -> CorrectionRow:
    """Ask for a change of a visit in a round whose figures stand; a second person decides.

    ``revision``: the visit as the actor saw it. ``answers``: those to be put right, for `Change.MEND` alone. Raises
    `surveys.NotMendable`, NoReason, NotFinal, NothingToCorrect, AlreadyAsked, NotAllowed
    (also for the actor's own kin), and UnknownSubmission, StaleReview as reviewing does.
    """
    why = clean_reason(reason)
    found = surveys.get_submission(submission_id, actor=actor)
    check_may(actor, _ASK, area=found.row.village_code)
    if revision is not None and revision != found.revision:
        raise surveys.StaleReview
    if found.row.round_id is None or not _stands(found.row.round_id):
        raise NotFinal
    if not surveys.can_move(surveys.State(found.row.state), _MOVES[change]) or (
        change is Change.SET_ASIDE and found.row.is_current
    ):
        raise NothingToCorrect
    told = surveys.preview_mend(submission_id, answers) if change is Change.MEND else ()
    with durable():
        row = Correction(
            round_id=found.row.round_id,
            village_code=found.row.village_code,
            submission_id=submission_id,
            change=change.value,
            answers=[list(one) for one in told],
            revision=found.revision,
            reason=why,
            asked_at=clock.now(),
            asked_by=actor.key,
            asked_name=actor.name,
            standing=Standing.ASKED.value,
        )
        _insert(row)
        _record(row, "releases.correction_asked", actor)
    return to_row(row)


def refuse_correction(correction_id: UUID, *, reason: str, actor: Actor) -> CorrectionRow:
    """Refuse a correction, saying why; also the one who asked may, who takes it back so.

    Raises NoReason, AlreadyDecided, UnknownCorrection, NotAllowed.
    """
    why = clean_reason(reason)
    with durable():
        row = _locked(correction_id, actor)
        if row.asked_by != actor.key:
            check_may(actor, _SECOND, area=row.village_code)
        _decided(row, Standing.REFUSED, actor, why)
        _record(row, "releases.correction_refused", actor)
    return to_row(row)


def agree_to_correction(correction_id: UUID, *, actor: Actor) -> CorrectionRow:
    """Agree as the second person: the visit is changed, and the data are signed again, all or nothing.

    A change that touches no family that counts makes no version. Raises SamePerson, AlreadyDecided, VisitChanged,
    UnknownCorrection, NotAllowed (also for the actor's own kin), and what the decision itself refuses.
    """
    with durable():
        row = _locked(correction_id, actor)
        check_may(actor, _SECOND, area=row.village_code)
        if same_person(row.asked_by, actor.key):
            raise SamePerson
        one_at_a_time(f"release:{row.round_id}")
        _decided(row, Standing.DONE, actor)
        row.version = _carry_out(row, actor)
        row.save(update_fields=["version"])
        _record(row, "releases.correction_agreed", actor)
    return to_row(row)


def preview_correction(correction_id: UUID, *, actor: Actor) -> list[Affected]:
    """Return the printed figures that agreeing would move, in the reader's areas: it is tried, and taken back whole.

    For who may read single families of an area; others hear nothing of it. Raises AlreadyDecided, VisitChanged,
    UnknownCorrection, and what the decision itself refuses.
    """
    found: list[Affected] = []
    with suppress(_TakenBack), durable():
        row = _locked(correction_id, actor)
        one_at_a_time(f"release:{row.round_id}")
        before = newest(row.round_id)
        if before is not None:
            stamps = surveys.counted_stamps(row.round_id)
            with surveys.correcting(row.round_id):
                _change(row, actor)
            touched = _touched(stamps, surveys.counted_stamps(row.round_id))
            prepared = prepare(surveys.get_round(row.round_id), before, villages=touched)
            found = would_move(before, prepared, actor=actor)
        raise _TakenBack
    return found


class _TakenBack(Exception):
    """What was tried is not kept."""


def _carry_out(row: Correction, actor: Actor) -> int:
    """Change the visit and sign the data again; return the version's number, 0 where nothing that counts changed."""
    before = newest(row.round_id)
    stamps = surveys.counted_stamps(row.round_id)
    results.refresh_village(row.round_id, row.village_code)
    with surveys.correcting(row.round_id):
        _change(row, actor)
        touched = _touched(stamps, surveys.counted_stamps(row.round_id))
        prepared = prepare(surveys.get_round(row.round_id), before, villages=touched if before else None)
        if before is not None and not prepared.fresh and len(prepared.lines) == before.families:
            return 0
        moved = surveys.move_round(
            row.round_id, surveys.RoundState.CORRECTED, actor=_house(actor), reason=row.reason
        )
    made = write(moved, Kind.CORRECTED, prepared, actor=actor)
    for code in sorted(touched):
        results.refresh_village(row.round_id, code)
    return made.number


def _change(row: Correction, actor: Actor) -> None:
    """Decide about the visit as the house, for two people; the second one's name stands in its history."""
    house = _house(actor)
    try:
        match Change(row.change):
            case Change.APPROVE:
                surveys.approve(
                    row.submission_id,
                    actor=house,
                    revision=row.revision,
                    note=row.reason,
                    replace_approved=True,
                )
            case Change.RETURN:
                comment = surveys.CommentRow("", None, row.reason)
                surveys.return_with_comments(
                    row.submission_id, comments=[comment], actor=house, revision=row.revision
                )
            case Change.REJECT:
                surveys.reject(
                    row.submission_id,
                    reason=surveys.RejectReason.OTHER.value,
                    words=row.reason,
                    actor=house,
                    revision=row.revision,
                )
            case Change.MEND:
                surveys.mend(
                    row.submission_id,
                    [surveys.MendedAnswer(*one) for one in row.answers],
                    actor=house,
                    revision=row.revision,
                    note=row.reason,
                )
            case Change.SET_ASIDE:
                surveys.set_aside(row.submission_id, actor=house, revision=row.revision, note=row.reason)
    except surveys.StaleReview as error:
        raise VisitChanged from error


def _house(actor: Actor) -> Actor:
    """Return the second person with the rights of the house: neither of the two could do this alone."""
    return replace(actor, grants=SYSTEM.grants)


def _touched(before: dict[str, str], after: dict[str, str]) -> set[str]:
    return {code for code in {*before, *after} if before.get(code) != after.get(code)} - {""}


def _stands(round_id: int) -> bool:
    return surveys.get_round(round_id).state in surveys.DECIDED


def _locked(correction_id: UUID, actor: Actor) -> Correction:
    row = Correction.objects.select_for_update().filter(pk=correction_id).order_by("pk").first()
    if row is None or not any(may(actor, action, area=row.village_code) for action in (_ASK, _SECOND)):
        raise UnknownCorrection(correction_id)
    if row.standing != Standing.ASKED.value:
        raise AlreadyDecided
    return row


def _decided(row: Correction, standing: Standing, actor: Actor, answer: str = "") -> None:
    row.standing = standing.value
    row.answer = answer
    row.decided_at = clock.now()
    row.decided_by, row.decided_name = actor.key, actor.name
    row.save()


def _insert(row: Correction) -> None:
    try:
        with durable():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise AlreadyAsked from error


def _record(row: Correction, action: str, actor: Actor) -> None:
    details: dict[str, str | int] = {
        "submission": str(row.submission_id),
        "change": row.change,
        "asked_by": row.asked_by,
        "village": row.village_code,
    }
    if row.version:
        details["version"] = row.version
    audit.record(action, actor=actor.key, subject=f"round:{row.round_id}", details=details)
