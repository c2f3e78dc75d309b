"""Re-interviews read: draws, families to ask, and how far first and second interviews agree."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any, Final
from uuid import UUID

import orjson
from django.db.models import Count, Q, QuerySet

from bahtera.access.api import Actor, check_may, covers, may, people_behind, reach
from bahtera.foundation.sealing import parts
from bahtera.statistics.agreement import Agreement, agreement, differences, pooled_kappa
from bahtera.surveys.errors import UnknownBackCheck
from bahtera.surveys.models import BackCheck, BackCheckVisit
from bahtera.surveys.queries.reviewing.asking_again import CHOICE, ROSTER, back_check_questions
from bahtera.surveys.queries.reviewing.submissions import answers_of, check_no_kin
from bahtera.surveys.queries.rounds.figures import visits_within
from bahtera.surveys.queries.rounds.reading import get_round
from bahtera.surveys.rules import members_of, text_of
from bahtera.surveys.values import (
    BackCheckOutcome,
    BackCheckQuestion,
    BackCheckResults,
    BackCheckRow,
    BackCheckTask,
    ComparedAnswer,
    ComparedVisit,
    KaderAgreement,
    QuestionAgreement,
)

ENTER: Final = "backcheck.enter"
READ: Final = "backcheck.read"
_DONE: Final = BackCheckOutcome.DONE.value


def back_checks(round_id: int, *, actor: Actor) -> list[BackCheckRow]:
    """Return the draws of a round that touch the actor's areas, newest first. Raises NotAllowed."""
    check_may(actor, READ)
    scopes = reach(actor, READ)
    done = Count("visits", filter=Q(visits__outcome=_DONE))
    closed = Count("visits", filter=~Q(visits__outcome__in=["", _DONE]))
    rows = BackCheck.objects.filter(round_id=round_id).annotate(n=Count("visits"), done=done, closed=closed)
    return [
        BackCheckRow(
            id=row.pk,
            round_id=round_id,
            area_code=row.area_code,
            per_mille=row.per_mille,
            at_least=row.at_least,
            seed=row.seed,
            questions=tuple(row.questions),
            eligible=len(bytes(row.pool)) // 16,
            kader=row.kader,
            drawn_at=row.drawn_at,
            drawn_by=row.drawn_name,
            visits=row.n,
            done=row.done,
            closed=row.closed,
        )
        for row in rows.order_by("-id")
        if any(covers(one, row.area_code) or covers(row.area_code, one) for one in scopes)
    ]


def back_check_tasks(round_id: int, *, actor: Actor, waiting: bool | None = None) -> list[BackCheckTask]:
    """Return the families to ask once more in the actor's areas, by village; not their own kin. Raises NotAllowed."""
    check_may(actor, ENTER)
    rows = _visits(round_id, actor, ENTER)
    if waiting is not None:
        rows = rows.filter(outcome="") if waiting else rows.exclude(outcome="")
    return [_task(row) for row in rows if not _is_kin(row, actor)]


def get_back_check_task(
    task_id: UUID, *, actor: Actor
) -> tuple[BackCheckTask, tuple[BackCheckQuestion, ...]]:
    """Return a family to ask once more and what to ask, without anything of the first answers.

    Raises UnknownBackCheck, also outside one's areas, and NotAllowed for one's own kin.
    """
    row = BackCheckVisit.objects.select_related("submission", "draw").filter(pk=task_id).first()
    if row is None or not may(actor, ENTER, area=row.submission.village_code):
        raise UnknownBackCheck
    check_no_kin(row.submission, actor, ENTER)
    known = {one.name: one for one in back_check_questions(get_round(row.draw.round_id).form_id)}
    return _task(row), tuple(known[name] for name in row.draw.questions if name in known)


def compared_visits(round_id: int, *, actor: Actor) -> list[ComparedVisit]:
    """Return the re-interviews of a round beside the visits they repeat, for a reviewer of those visits.

    Raises NotAllowed.
    """
    check_may(actor, ENTER)
    rows = _visits(round_id, actor, ENTER).filter(outcome=_DONE)
    kinds = _kinds(round_id)
    return [
        ComparedVisit(_task(row), row.submission.actor_key, row.submission.actor_name, _answers(row, kinds))
        for row in rows
        if not _is_kin(row, actor) and not _is_gone(row)
    ]


def back_check_results(round_id: int, *, actor: Actor) -> BackCheckResults:
    """Return how far first and second interviews agree in the actor's areas, by question and by kader.

    Raises NotAllowed.
    """
    check_may(actor, READ)
    rows = list(_visits(round_id, actor, READ))
    kinds = _kinds(round_id)
    done = [row for row in rows if row.outcome == _DONE and not _is_gone(row)]
    told = [(row, _answers(row, kinds)) for row in done]
    series: defaultdict[str, list[ComparedAnswer]] = defaultdict(list)
    for _, answers in told:
        for one in answers:
            if one.is_asked:
                series[one.question].append(one)
    questions = tuple(_question(kinds[name], series[name]) for name in kinds if series[name])
    pairs = [one for several in series.values() for one in several]
    return BackCheckResults(
        drawn=len(rows),
        done=len(done),
        outcomes=dict(Counter(row.outcome for row in rows if row.outcome and row.outcome != _DONE)),
        questions=questions,
        kader=tuple(_by_kader(rows, told, kinds)),
        overall=_agreement(pairs),
        overall_kappa=pooled_kappa(one.agreement for one in questions),
    )


def packed_answers(given: Mapping[str, str]) -> bytes:
    """Return the answers of a re-interview as they are sealed."""
    return orjson.dumps(dict(given), option=orjson.OPT_SORT_KEYS)


def _visits(round_id: int, actor: Actor, action: str) -> QuerySet[BackCheckVisit]:
    seen = visits_within(round_id, reach(actor, action)).order_by().values("pk")
    rows = BackCheckVisit.objects.filter(submission__in=seen, draw__round_id=round_id)
    return rows.select_related("submission__content", "draw").order_by("submission__village_code", "pk")


def _task(row: BackCheckVisit) -> BackCheckTask:
    visit = row.submission
    return BackCheckTask(
        id=row.pk,
        round_id=row.draw.round_id,
        submission_id=visit.pk,
        family_id=visit.family_id,
        family_name=visit.family_name,
        village_code=visit.village_code,
        visited_on=visit.visited_on,
        outcome=row.outcome,
        interviewer=row.interviewer_name,
        asked_on=row.asked_on,
        entered_at=row.entered_at,
        revision=row.revision,
    )


def _is_kin(row: BackCheckVisit, actor: Actor) -> bool:
    return bool(actor.kin & {row.submission.family_id, row.submission.claimed_family_id})


def _is_gone(row: BackCheckVisit) -> bool:
    return parts.is_erased(row.submission.content) or parts.is_erased(row)


def _kinds(round_id: int) -> dict[str, BackCheckQuestion]:
    return {one.name: one for one in back_check_questions(get_round(round_id).form_id)}


def _answers(row: BackCheckVisit, kinds: Mapping[str, BackCheckQuestion]) -> tuple[ComparedAnswer, ...]:
    again: dict[str, str] = orjson.loads(parts.read(row, "answers") or b"{}")
    first = answers_of(row.submission.content)
    return tuple(
        ComparedAnswer(name, _first(first, kinds[name]), again.get(name, ""))
        for name in row.draw.questions
        if name in kinds
    )


def _first(answers: Mapping[str, Any], question: BackCheckQuestion) -> str:
    if question.kind == ROSTER:
        return str(len(members_of({"anggota": answers.get(question.name)})))
    text = text_of(answers.get(question.name))
    if question.kind == CHOICE or not text:
        return text
    try:
        return format(Decimal(text).normalize(), "f")
    except InvalidOperation:
        return text


def _agreement(pairs: Sequence[ComparedAnswer], question: BackCheckQuestion | None = None) -> Agreement:
    first, second = [one.first for one in pairs], [one.second for one in pairs]
    given = {*first, *second}
    possible = None
    if question is not None and question.kind == CHOICE:
        possible = len({*question.choices, *given})
    return agreement(first, second, answers=possible)


def _question(question: BackCheckQuestion, pairs: Sequence[ComparedAnswer]) -> QuestionAgreement:
    apart = None
    if question.kind != CHOICE:
        both = [one for one in pairs if _is_number(one.first) and _is_number(one.second)]
        apart = differences([float(one.first) for one in both], [float(one.second) for one in both])
    return QuestionAgreement(question.name, question.kind, _agreement(pairs, question), apart)


def _is_number(text: str) -> bool:
    try:
        return Decimal(text).is_finite()
    except InvalidOperation:
        return False


def _by_kader(
    rows: Sequence[BackCheckVisit],
    told: Sequence[tuple[BackCheckVisit, tuple[ComparedAnswer, ...]]],
    kinds: Mapping[str, BackCheckQuestion],
) -> list[KaderAgreement]:
    known = people_behind({row.submission.actor_key for row in rows})
    people = {key: str(person_id) for key, (person_id, _) in known.items()}
    names: dict[str, str] = {}
    forgotten: Counter[str] = Counter()
    for row in rows:
        key = row.submission.actor_key
        person = people.setdefault(key, key)
        names.setdefault(person, row.submission.actor_name)
        forgotten[person] += row.outcome == BackCheckOutcome.NO_MEMORY.value
    answered: defaultdict[str, list[ComparedAnswer]] = defaultdict(list)
    families: Counter[str] = Counter()
    for row, answers in told:
        person = people[row.submission.actor_key]
        families[person] += 1
        answered[person] += [one for one in answers if one.is_asked]
    found = []
    for person in sorted(set(answered) | {one for one, count in forgotten.items() if count}):
        pairs = answered[person]
        by_question = (
            _agreement([one for one in pairs if one.question == name], kinds[name]) for name in kinds
        )
        found.append(
            KaderAgreement(
                key=person,
                name=names[person],
                families=families[person],
                no_memory=forgotten[person],
                pairs=len(pairs),
                agreed=sum(not one.differs for one in pairs),
                kappa=pooled_kappa(by_question),
            )
        )
    return found
