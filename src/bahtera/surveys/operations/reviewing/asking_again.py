"""Re-interviews: drawing whom to ask once more, and writing down what they said."""

import secrets
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Final
from uuid import UUID

from bahtera.access.api import (
    Actor,
    check_may,
    kaders_of,
    keys_behind,
    may,
    people_behind,
    person_behind,
    zone_of,
)
from bahtera.foundation import audit, clock
from bahtera.foundation.sealing import parts
from bahtera.foundation.transactions import durable, one_at_a_time
from bahtera.surveys.errors import InvalidBackCheck, SameHands, StaleReview, UnknownBackCheck
from bahtera.surveys.models import BackCheck, BackCheckVisit, Submission
from bahtera.surveys.operations.reviewing.moving import REVIEW, hands_of
from bahtera.surveys.queries.reviewing.agreeing import ENTER, packed_answers
from bahtera.surveys.queries.reviewing.asking_again import CHOICE, back_check_questions
from bahtera.surveys.queries.reviewing.submissions import check_no_kin
from bahtera.surveys.queries.rounds.figures import area_filter
from bahtera.surveys.queries.rounds.reading import get_round
from bahtera.surveys.rules import VISITED_RESULTS, State, draw_by_kader
from bahtera.surveys.values import BackCheckOutcome, BackCheckQuestion

_STANDING: Final = (State.ACCEPTED.value, State.FLAGGED.value, State.RETURNED.value, State.APPROVED.value)
_MOST_EACH: Final = 50
_THOUSAND: Final = 1000
_LARGEST: Final = 10**9


def draw_back_check(
    round_id: int,
    area_code: str,
    *,
    per_mille: int,
    at_least: int,
    questions: Sequence[str],
    actor: Actor,
) -> UUID:
    """Draw finished visits of an area to be asked about once more, of each kader a share; returns the draw's id.

    Refusals, second visits and what was drawn before are left out. The seed is new, and kept with what it drew from.
    Raises InvalidBackCheck, UnknownRound, NotAllowed.
    """
    check_may(actor, REVIEW, area=area_code)
    if not (0 < per_mille <= _THOUSAND and 0 <= at_least <= _MOST_EACH):
        raise InvalidBackCheck.share()
    known = {one.name for one in back_check_questions(get_round(round_id).form_id)}
    if not questions or not set(questions) <= known:
        raise InvalidBackCheck.questions()
    with durable():
        one_at_a_time(f"surveys.back_check:{round_id}")
        rows = _eligible(round_id, area_code)
        if not rows:
            raise InvalidBackCheck.nobody()
        seed = secrets.token_hex(32)
        by_kader = visits_by_kader(rows)
        chosen = draw_by_kader(seed, by_kader, per_mille=per_mille, at_least=at_least)
        row = BackCheck.objects.create(
            round_id=round_id,
            area_code=area_code,
            per_mille=per_mille,
            at_least=at_least,
            seed=seed,
            questions=list(dict.fromkeys(questions)),
            pool=b"".join(pk.bytes for pk, _ in rows),
            kader=len(by_kader),
            drawn_at=clock.now(),
            drawn_by=actor.key,
            drawn_name=actor.name,
        )
        BackCheckVisit.objects.bulk_create(
            BackCheckVisit(draw=row, submission_id=UUID(one)) for one in chosen
        )
        audit.record(
            "surveys.backcheck_drawn",
            actor=actor.key,
            subject=f"round:{round_id}",
            details={"area": area_code, "of": len(rows), "drawn": len(chosen), "kader": len(by_kader)},
        )
    return row.pk


def draw_again(back_check_id: UUID) -> frozenset[UUID]:
    """Return what a draw draws from its pool and seed: the very visits it drew. The caller checks who may know."""
    row = BackCheck.objects.filter(pk=back_check_id).first()
    if row is None:
        raise UnknownBackCheck
    pool = bytes(row.pool)
    ids = [UUID(bytes=pool[start : start + 16]) for start in range(0, len(pool), 16)]
    senders = Submission.objects.in_bulk(ids)
    by_kader = visits_by_kader([(one, senders[one].actor_key) for one in ids])
    chosen = draw_by_kader(row.seed, by_kader, per_mille=row.per_mille, at_least=row.at_least)
    return frozenset(map(UUID, chosen))


def enter_back_check(
    task_id: UUID,
    *,
    outcome: str,
    asked_on: date | None,
    answers: Mapping[str, str],
    actor: Actor,
    interviewer_id: UUID | None = None,
    note: str = "",
    revision: int | None = None,
) -> None:
    """Write down what came of asking a family once more; it is never changed afterwards.

    ``interviewer_id`` is a kader of the village who asked; None: whoever enters it did. ``answers`` are codes of
    choices and whole or decimal numbers as text by question; what was not asked is left out. Raises
    InvalidBackCheck, UnknownBackCheck, SameHands, StaleReview, NotAllowed, also for one's own kin.
    """
    with durable():
        task = _locked(task_id, actor, revision)
        visit = task.submission
        if task.outcome:
            raise InvalidBackCheck.entered()
        task.interviewer_id, task.interviewer_name = _interviewer(visit, interviewer_id, actor)
        today = clock.today(zone_of(visit.village_code))
        if asked_on is None or not (visit.visited_on or asked_on) <= asked_on <= today:
            raise InvalidBackCheck.day()
        if outcome not in {one.value for one in BackCheckOutcome}:
            raise InvalidBackCheck.empty()
        given: dict[str, str] = {}
        if outcome == BackCheckOutcome.DONE.value:
            given = _read(task.draw, answers)
            parts.write(task, answers=packed_answers(given))
        task.outcome, task.asked_on = outcome, asked_on
        task.entered_at, task.entered_by = clock.now(), actor.key
        task.note = " ".join(note.split())[:500]
        task.revision += 1
        task.save()
        audit.record(
            "surveys.backcheck_entered",
            actor=actor.key,
            subject=f"submission:{visit.pk}",
            details={"outcome": outcome, "questions": len(given)},
        )


def visits_by_kader(rows: Sequence[tuple[UUID, str]]) -> dict[str, list[str]]:
    """Return the ids of visits by the person who sent them, whichever of their phones or cards did."""
    people = people_behind({key for _, key in rows})
    found: defaultdict[str, list[str]] = defaultdict(list)
    for pk, key in rows:
        found[str(people[key][0]) if key in people else key].append(str(pk))
    return dict(found)


def _eligible(round_id: int, area_code: str) -> list[tuple[UUID, str]]:
    rows = Submission.objects.filter(
        area_filter(area_code),
        round_id=round_id,
        is_current=True,
        state__in=_STANDING,
        result_code__in=VISITED_RESULTS,
        content__erased_at__isnull=True,
        back_check__isnull=True,
    ).exclude(village_code="")
    return list(rows.order_by("pk").values_list("pk", "actor_key"))


def _locked(task_id: UUID, actor: Actor, revision: int | None) -> BackCheckVisit:
    found = BackCheckVisit.objects.select_for_update(of=("self",)).select_related("submission", "draw")
    row = found.filter(pk=task_id).order_by("pk").first()
    if row is None or not may(actor, ENTER, area=row.submission.village_code):
        raise UnknownBackCheck
    check_no_kin(row.submission, actor, ENTER)
    if row.submission.actor_key in hands_of(actor):
        raise SameHands.sender()
    if revision is not None and revision != row.revision:
        raise StaleReview
    return row


def _interviewer(visit: Submission, person_id: UUID | None, actor: Actor) -> tuple[UUID | None, str]:
    if person_id is None:
        return person_behind(actor.key), actor.name
    team = {one.person_id: one for one in kaders_of(visit.village_code)}
    one = team.get(person_id)
    family = {visit.family_id, visit.claimed_family_id}
    if one is None or visit.actor_key in keys_behind(person_id) or family & one.kin:
        raise InvalidBackCheck.interviewer()
    return one.person_id, one.name


def _read(drawn: BackCheck, answers: Mapping[str, str]) -> dict[str, str]:
    known = {one.name: one for one in back_check_questions(get_round(drawn.round_id).form_id)}
    given = {}
    for name in drawn.questions:
        text = str(answers.get(name, "")).strip()
        if text:
            given[name] = _answer(known[name], text) if name in known else text[:40]
    if not given:
        raise InvalidBackCheck.empty()
    return given


def _answer(question: BackCheckQuestion, text: str) -> str:
    if question.kind == CHOICE:
        if text not in question.choices:
            raise InvalidBackCheck.answer(question.name)
        return text
    try:
        number = Decimal(text.replace(",", "."))
    except InvalidOperation:
        raise InvalidBackCheck.answer(question.name) from None
    if not number.is_finite() or not 0 <= number < _LARGEST:
        raise InvalidBackCheck.answer(question.name)
    return format(number.normalize(), "f")
