"""Counts of submissions for results: grouped in the database, never one row a family."""

from django.db.models import Count, Q

from bahtera.surveys.models import RoundVillage, Submission, SubmissionScore
from bahtera.surveys.queries.carrying import carried
from bahtera.surveys.rules import VISITED_RESULTS, State
from bahtera.surveys.values import Progress, StateCount


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


def progress(round_id: int, village_code: str) -> Progress:
    """Return how far a round is in a village."""
    current = Submission.objects.filter(
        carried(round_id=round_id), village_code=village_code, is_current=True
    )
    rows = (
        current.values_list("state")
        .annotate(count=Count("pk"), interviewed=Count("pk", filter=Q(result_code__in=VISITED_RESULTS)))
        .order_by("state")
    )
    found = list(rows)
    target = (
        RoundVillage.objects.filter(round_id=round_id, village_code=village_code)
        .order_by("id")
        .values_list("target_families", flat=True)
        .first()
    )
    by_state = {state: count for state, count, _ in found}
    return Progress(
        round_id=round_id,
        village_code=village_code,
        target=target,
        visited=sum(by_state.values()),
        interviewed=sum(interviewed for _, _, interviewed in found),
        approved=by_state.get(State.APPROVED.value, 0),
        by_state=by_state,
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
