"""What is open under somebody's role: what a kader has to mend and to visit, what a supervisor has to review."""

from collections import Counter
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from bahtera.access.api import Leaver, OpenWork
from bahtera.families import api as families
from bahtera.surveys.models import Assignment, Round, RoundVillage, Submission
from bahtera.surveys.queries.rounds.figures import area_filter
from bahtera.surveys.rules import TAKES_DECISIONS, RoundState, State, within

NAME = "surveys"
TO_MEND, INCOMPLETE, TO_VISIT, TO_REVIEW = "to_mend", "incomplete", "to_visit", "to_review"
ASSIGNED = "assigned"
_WAITING = (State.RECEIVED.value, State.ACCEPTED.value, State.FLAGGED.value)


def open_work(leaver: Leaver) -> list[OpenWork]:
    """Return what somebody of this role leaves open in open rounds, in the area of the role."""
    if leaver.role == "kader":
        return [*_to_mend(leaver), *_incomplete(leaver), *_assigned(leaver), *_to_visit(leaver)]
    if leaver.role == "supervisor":
        return _to_review(leaver)
    return []


def submission_of(item: OpenWork) -> UUID | None:
    """Return the visit a piece of work is about; None when it is a whole village."""
    kind, _, rest = item.key.removeprefix(f"{NAME}:").partition(":")
    return UUID(rest) if kind in {TO_MEND, INCOMPLETE} else None


def assignment_of(item: OpenWork) -> UUID | None:
    """Return the task a piece of work is; None when it is something else."""
    kind, _, rest = item.key.removeprefix(f"{NAME}:").partition(":")
    return UUID(rest) if kind == ASSIGNED else None


def _assigned(leaver: Leaver) -> list[OpenWork]:
    rows = Assignment.objects.filter(
        person_id=leaver.person_id, ended_at__isnull=True, round__state=RoundState.FIELD.value
    ).select_related("round")
    return [
        OpenWork(
            f"{NAME}:{ASSIGNED}:{row.pk}",
            ASSIGNED,
            families.neighbourhood(row.rt, row.rw),
            row.village_code,
            family_id=row.family_id,
        )
        for row in rows.order_by("village_code", "rw", "rt", "pk")
        if within(row.village_code, leaver.area)
    ]


def _to_mend(leaver: Leaver) -> list[OpenWork]:
    counts = Q(is_current=True) | Q(previous__isnull=False)
    rows = _sent_by(leaver).filter(counts, state=State.RETURNED.value, round__state=RoundState.FIELD.value)
    return [_of_visit(TO_MEND, row) for row in rows]


def _incomplete(leaver: Leaver) -> list[OpenWork]:
    rows = _sent_by(leaver).filter(is_complete=False, round__state=RoundState.FIELD.value)
    rows = rows.exclude(state__in=[State.SUPERSEDED.value, State.RETURNED.value, State.REJECTED.value])
    return [_of_visit(INCOMPLETE, row) for row in rows]


def _sent_by(leaver: Leaver) -> QuerySet[Submission]:
    rows = Submission.objects.filter(actor_key__in=sorted(leaver.keys))
    return (rows.filter(area_filter(leaver.area)) if leaver.area else rows).order_by("pk")


def _to_visit(leaver: Leaver) -> list[OpenWork]:
    found = []
    for row in Round.objects.filter(state=RoundState.FIELD.value).order_by("pk"):
        targets = RoundVillage.objects.filter(round=row).order_by("village_code")
        wanted = {
            one.village_code: one.target_families
            for one in targets
            if within(one.village_code, leaver.area) and one.target_families
        }
        visited = _visited(row.pk, list(wanted))
        for village, target in wanted.items():
            left = target - visited[village]
            if left > 0:
                found.append(
                    OpenWork(f"{NAME}:{TO_VISIT}:{row.pk}:{village}", TO_VISIT, row.name, village, left)
                )
    return found


def _visited(round_id: int, villages: list[str]) -> Counter[str]:
    rows = Submission.objects.filter(round_id=round_id, village_code__in=villages, is_current=True)
    counted = rows.values("village_code").annotate(n=Count("pk")).order_by("village_code")
    return Counter(dict(counted.values_list("village_code", "n")))


def _to_review(leaver: Leaver) -> list[OpenWork]:
    where = area_filter(leaver.area) if leaver.area else Q()
    rows = Submission.objects.filter(where, state__in=_WAITING, round__state__in=sorted(TAKES_DECISIONS))
    counted = rows.values("round_id", "round__name", "village_code").annotate(n=Count("pk"))
    return [
        OpenWork(
            f"{NAME}:{TO_REVIEW}:{one['round_id']}:{one['village_code']}",
            TO_REVIEW,
            one["round__name"],
            one["village_code"] or leaver.area,
            one["n"],
        )
        for one in counted.order_by("village_code", "round_id")
    ]


def _of_visit(kind: str, row: Submission) -> OpenWork:
    return OpenWork(
        f"{NAME}:{kind}:{row.pk}", kind, row.family_name, row.village_code, family_id=row.family_id
    )
