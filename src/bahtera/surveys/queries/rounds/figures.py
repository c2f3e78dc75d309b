"""Counts of submissions for results: grouped in the database, never one row a family."""

from collections import Counter
from collections.abc import Collection
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Q, Subquery

from bahtera.surveys.models import ReviewEntry, RoundVillage, Submission, SubmissionScore
from bahtera.surveys.queries.reviewing.carrying import carried
from bahtera.surveys.rules import VISITED_RESULTS, State
from bahtera.surveys.values import Progress, Scoring, StateCount


def approved_states(round_id: int, village_code: str, index_id: str) -> list[StateCount]:
    """Return how many approved families of a village show each pattern of indicator states of an index."""
    rows = (
        SubmissionScore.objects.filter(
            carried(submission__round_id=round_id, submission__state=State.APPROVED.value),
            index_id=index_id,
            submission__village_code=village_code,
            submission__is_current=True,
        )
        .values_list("states", "index_hash", "scored")
        .annotate(count=Count("pk"))
        .order_by("states", "index_hash", "scored")
    )
    return [StateCount(*row) for row in rows]


def approved_states_of(
    round_id: int,
    village_code: str,
    index_id: str,
    *,
    senders: Collection[str] | None = None,
    until: datetime | None = None,
) -> list[StateCount]:
    """Return the patterns of some approved families: sent by these keys, approved until a moment.

    Without either it is `approved_states`. Only families that count still are seen: what was approved at that
    moment and mended since is not among them.
    """
    rows = SubmissionScore.objects.filter(
        carried(submission__round_id=round_id, submission__state=State.APPROVED.value),
        index_id=index_id,
        submission__village_code=village_code,
        submission__is_current=True,
    )
    if senders is not None:
        rows = rows.filter(submission__actor_key__in=sorted(senders))
    if until is not None:
        moves = ReviewEntry.objects.filter(
            submission_id=OuterRef("submission_id"), to_state=State.APPROVED.value, at__lte=until
        )
        rows = rows.filter(Exists(moves))
    counted = rows.values_list("states", "index_hash", "scored").annotate(count=Count("pk"))
    return [StateCount(*row) for row in counted.order_by("states", "index_hash", "scored")]


def progress(round_id: int, village_code: str) -> Progress:
    """Return how far a round is in a village."""
    current = Submission.objects.filter(
        carried(round_id=round_id), village_code=village_code, is_current=True
    )
    rows = current.values_list("state", "result_code").annotate(count=Count("pk")).order_by("state")
    by_state: Counter[str] = Counter()
    by_result: Counter[str] = Counter()
    approved: Counter[str] = Counter()
    for state, result, count in rows:
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


def count_states(round_id: int, area_code: str = "") -> dict[str, int]:
    """Return how many current submissions of a round stand in each state, in one area or everywhere."""
    rows = Submission.objects.filter(area_filter(area_code), round_id=round_id, is_current=True)
    return dict(rows.values_list("state").annotate(count=Count("pk")).order_by("state"))


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
