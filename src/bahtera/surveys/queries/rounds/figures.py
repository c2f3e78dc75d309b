"""Counts of submissions for results: grouped in the database, never one row a family."""

from collections import Counter
from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery

from bahtera.families import api as families
from bahtera.surveys.models import ReviewEntry, RoundVillage, Submission, SubmissionScore
from bahtera.surveys.queries.reviewing.carrying import carried
from bahtera.surveys.rules import VISITED_RESULTS, State
from bahtera.surveys.values import Progress, Scoring, StateCount


def approved_states_by_sender(
    round_id: int, village_code: str, index_id: str, *, at: datetime | None = None
) -> dict[str, list[StateCount]]:
    """Return the patterns of a village's approved families by the key that sent each visit.

    ``at``: as they stood at that moment, by their history; so a visit that was replaced since is still among them.
    """
    rows = SubmissionScore.objects.filter(
        carried(submission__round_id=round_id), index_id=index_id, submission__village_code=village_code
    )
    if at is None:
        rows = rows.filter(carried(submission__state=State.APPROVED.value), submission__is_current=True)
    else:
        moves = ReviewEntry.objects.filter(submission_id=OuterRef("submission_id"), at__lte=at)
        last = moves.order_by("-at", "-pk").values("to_state")[:1]
        rows = rows.annotate(stood=Subquery(last)).filter(stood=State.APPROVED.value)
    grouped = ("submission__actor_key", "states", "index_hash", "scored")
    found: dict[str, list[StateCount]] = {}
    for sender, *pattern in rows.values_list(*grouped).annotate(count=Count("pk")).order_by(*grouped):
        found.setdefault(sender, []).append(StateCount(*pattern))
    return found


def approved_patterns(
    round_id: int, area_code: str, index_id: str, index_hash: str
) -> list[tuple[str, str, int]]:
    """Return (village, states, families) of the approved families of an area that one definition scored, by village.

    Grouped in the database: a province is as many rows as it has distinct patterns a village. For what is worked out
    of patterns and shown after protection; never for a page.
    """
    rows = SubmissionScore.objects.filter(
        carried(
            submission__round_id=round_id,
            submission__state=State.APPROVED.value,
            submission__is_current=True,
        ),
        _within(area_code),
        index_id=index_id,
        index_hash=index_hash,
    )
    grouped = ("submission__village_code", "states")
    found = rows.values_list(*grouped).annotate(count=Count("pk")).order_by(*grouped)
    return [(village, states, count) for village, states, count in found]


def has_counted(round_id: int, village_code: str, senders: Collection[str]) -> bool:
    """Tell whether a visit sent by one of these keys is approved in a village, or was at any time."""
    approved = ReviewEntry.objects.filter(submission_id=OuterRef("pk"), to_state=State.APPROVED.value)
    rows = Submission.objects.filter(
        carried(round_id=round_id), village_code=village_code, actor_key__in=sorted(senders)
    )
    return rows.filter(Q(state=State.APPROVED.value) | Exists(approved)).exists()


def progress(round_id: int, village_code: str) -> Progress:
    """Return how far a round is in a village.

    A visit that nobody can say a family of is no family visited once a supervisor sends it back.
    """
    sent = Submission.objects.filter(carried(round_id=round_id), village_code=village_code)
    grouped = ("is_current", "state", "result_code")
    rows = sent.values_list(*grouped).annotate(count=Count("pk")).order_by(*grouped)
    standing: Counter[str] = Counter()
    by_state: Counter[str] = Counter()
    by_result: Counter[str] = Counter()
    approved: Counter[str] = Counter()
    nobodys = Counter(nobodys_visits(sent.filter(is_current=True), "state", "result_code"))
    for is_current, state, result, sent_count in rows:
        if state != State.SUPERSEDED.value:
            standing[state] += sent_count
        if not is_current:
            continue
        count = sent_count - nobodys[state, result]
        by_state[state] += count
        by_result[result] += count
        if state == State.APPROVED.value:
            approved[result] += count
    target = (
        RoundVillage.objects.filter(round_id=round_id, village_code=village_code)
        .order_by("id")
        .values_list("target_families", flat=True)
        .first()
    )
    return Progress(
        round_id=round_id,
        village_code=village_code,
        target=target,
        visited=by_state.total(),
        interviewed=sum(by_result[result] for result in VISITED_RESULTS),
        approved=approved.total(),
        by_state=dict(by_state),
        standing=dict(standing),
        by_result=dict(by_result),
        approved_by_result=dict(approved),
    )


def scoring(round_id: int, village_code: str, index_id: str) -> Scoring:
    """Return how many approved families of a village have a score of an index, and why the others have none."""
    approved = Submission.objects.filter(
        carried(round_id=round_id, state=State.APPROVED.value), village_code=village_code, is_current=True
    )
    known = SubmissionScore.objects.filter(submission=OuterRef("pk"), index_id=index_id)
    rows = (
        approved.values_list(Subquery(known.values("scored")[:1]), "result_code")
        .annotate(count=Count("pk"))
        .order_by("result_code")
    )
    counts: Counter[bool] = Counter()
    without: Counter[str] = Counter()
    for scored, result, count in rows:
        if scored is None:
            without[result] += count
        else:
            counts[scored] += count
    return Scoring(
        approved=counts.total() + without.total(),
        scored=counts[True],
        too_few_answers=counts[False],
        without_index=dict(without),
    )


def count_states(round_id: int, area_code: str = "", *, current: bool = False) -> dict[str, int]:
    """Return how many submissions of a round stand in each state, in one area or everywhere.

    As a list shows them: also a second visit that waits beside the one that counts, and none that was replaced.
    ``current``: those alone that count, one a family.
    """
    rows = Submission.objects.filter(area_filter(area_code), round_id=round_id)
    counted: Counter[str] = Counter()
    if current:
        rows = rows.filter(is_current=True)
        counted.subtract(state for (state,) in nobodys_visits(rows, "state"))
    counted.update(dict(rows.values_list("state").annotate(count=Count("pk")).order_by("state")))
    return {state: count for state, count in counted.items() if count and state != State.SUPERSEDED.value}


def nobodys_visits(current: QuerySet[Submission], *columns: str) -> list[tuple[Any, ...]]:
    """Return some columns of visits sent back that were not carried out, name nobody and are of no family on record.

    A kader says that somebody went to a family and could not ask it. So it counts while it waits, and stays once a
    supervisor approves it; one that is sent back is no family visited until it comes again.
    """
    nameless = current.filter(carried(family_name=""), content__erased_at__isnull=True)
    sent_back = nameless.filter(Q(state=State.RETURNED.value) | Q(state=State.REJECTED.value))
    rows = sent_back.exclude(result_code__in=VISITED_RESULTS).order_by("pk")
    found = list(rows.values_list("family_id", *columns))
    ids = {family_id for family_id, *_ in found if family_id}
    known = {family_id for family_id, _ in families.villages_ever(ids)} if ids else set()
    return [tuple(told) for family_id, *told in found if family_id not in known]


def visits_within(round_id: int, scopes: Iterable[str]) -> QuerySet[Submission]:
    """Return the visits of a round in some areas; none without an area."""
    where = Q(pk__in=[])
    for scope in scopes:
        where |= area_filter(scope) if scope else Q(pk__isnull=False)
    return Submission.objects.filter(where, round_id=round_id)


def _within(area_code: str) -> Q:
    """Return the condition of an area, seen from a score; an impossible code matches nothing."""
    if not area_code:
        return Q()
    column = _COLUMN.get(len(area_code))
    return Q(**{f"submission__{column}": area_code}) if column else Q(pk__in=[])


_COLUMN = {2: "province_code", 5: "regency_code", 8: "district_code", 13: "village_code"}


def area_filter(area_code: str) -> Q:
    """Return the equality that narrows submissions to an area; an impossible code matches nothing.

    A district is found through its regency, whose index is walked.
    """
    if not area_code:
        return Q()
    column = _COLUMN.get(len(area_code))
    if column is None:
        return Q(pk__in=[])
    regency = Q(regency_code=area_code[:5]) if column == "district_code" else Q()
    return regency & Q(**{column: area_code})
