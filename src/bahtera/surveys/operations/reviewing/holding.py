"""Visits that wait for a check: drawn at random when they arrive, named by a rule, or asked for by a person.

A hold says nothing against anybody; it says that somebody looks before the visit is decided about.
"""

import secrets
from typing import Final
from uuid import UUID

from bahtera.access.api import SYSTEM, Actor, check_may
from bahtera.foundation import audit, clock
from bahtera.foundation.transactions import durable
from bahtera.surveys.errors import IllegalMove, InvalidPlan, NoNoteToRelease, UnknownRound, UnknownSubmission
from bahtera.surveys.models import ReviewPlan, Round, Submission, VisitHold
from bahtera.surveys.operations.reviewing.moving import CONFIRM, REVIEW, check_not_sent_by, locked
from bahtera.surveys.queries.receiving import remembered
from bahtera.surveys.queries.reviewing.plans import review_plan
from bahtera.surveys.queries.rounds.reading import get_round
from bahtera.surveys.rules import State
from bahtera.surveys.values import HoldReason, ReviewPlanRow

MOST_SAMPLE: Final = 200
_THOUSAND: Final = 1000
_OVER: Final = frozenset({State.SUPERSEDED.value, State.REJECTED.value})


def set_review_plan(
    round_id: int,
    *,
    second_level: bool,
    hold_per_mille: int,
    second_sample: int,
    actor: Actor,
) -> ReviewPlanRow:
    """Say how a round is reviewed, from now on: visits that are here already are not drawn again.

    The seed is made the first time and stays. Raises InvalidPlan, UnknownRound, NotAllowed.
    """
    check_may(actor, "round.manage", area=get_round(round_id).area_code)
    if not (0 <= hold_per_mille <= _THOUSAND and 0 <= second_sample <= MOST_SAMPLE):
        raise InvalidPlan
    with durable():
        planned = Round.objects.select_for_update().filter(pk=round_id).order_by("pk").first()
        if planned is None:
            raise UnknownRound(round_id)
        check_may(actor, "round.manage", area=planned.area_code)
        told = {
            "second_level": second_level,
            "hold_per_mille": hold_per_mille,
            "second_sample": second_sample,
        }
        row, made = ReviewPlan.objects.get_or_create(
            pk=round_id, defaults={**told, "seed": secrets.token_hex(32)}
        )
        if not made:
            ReviewPlan.objects.filter(pk=row.pk).update(**told)
        audit.record("surveys.review_planned", actor=actor.key, subject=f"round:{round_id}", details=told)
    remembered.forget()
    return review_plan(round_id)


def hold(submission_id: UUID, why: HoldReason, *, actor: Actor, about: str = "", words: str = "") -> bool:
    """Let a visit wait for a check; say whether it did not wait for this one before.

    ``about`` names the check of a rule, ``words`` are those of a person. ``SYSTEM`` may, for the rules; a hold for
    the same check that a person released is not made again. Raises IllegalMove for a visit that counts no more,
    UnknownSubmission, NotAllowed.
    """
    with durable():
        if actor.key == SYSTEM.key:
            row = _any(submission_id)
        else:
            row = locked(submission_id, actor, None, by=(REVIEW, CONFIRM))
        if row.state in _OVER:
            raise IllegalMove("hold", row.state)
        held = row.holds.filter(why=why.value, about=about[:80])
        if held.filter(released_at__isnull=True).exists() or (why is HoldReason.RULE and held.exists()):
            return False
        VisitHold.objects.create(
            submission=row,
            why=why.value,
            about=about[:80],
            words=" ".join(words.split())[:500],
            made_at=clock.now(),
            made_by=actor.key,
        )
        audit.record(
            "surveys.held",
            actor=actor.key,
            subject=f"submission:{row.pk}",
            details={"why": why.value, "about": about[:80]},
        )
    return True


def release_hold(submission_id: UUID, *, note: str, actor: Actor) -> int:
    """Let a visit be decided about, with a word of what the check found; returns how many holds that ended.

    Raises NoNoteToRelease, SameHands for whoever sent it, UnknownSubmission, NotAllowed, also for one's own kin.
    """
    note = " ".join(note.split())[:500]
    if not note:
        raise NoNoteToRelease
    with durable():
        row = locked(submission_id, actor, None, by=(REVIEW, CONFIRM))
        check_not_sent_by(row, actor)
        waiting = list(row.holds.select_for_update().filter(released_at__isnull=True).order_by("pk"))
        for one in waiting:
            one.released_at, one.note = clock.now(), note
            one.released_by, one.released_name = actor.key, actor.name
            one.save()
        if waiting:
            audit.record(
                "surveys.hold_released",
                actor=actor.key,
                subject=f"submission:{row.pk}",
                details={"holds": len(waiting)},
            )
    return len(waiting)


def _any(submission_id: UUID) -> Submission:
    row = Submission.objects.select_for_update().filter(pk=submission_id).order_by("pk").first()
    if row is None:
        raise UnknownSubmission(submission_id)
    return row
