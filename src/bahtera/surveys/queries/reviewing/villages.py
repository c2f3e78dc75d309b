"""How far the review of a round is, village by village."""

from collections import Counter, defaultdict
from collections.abc import Collection
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from bahtera.access.api import Actor, reach
from bahtera.surveys.models import Submission, VisitHold
from bahtera.surveys.queries.reviewing.plans import touched
from bahtera.surveys.queries.rounds.figures import visits_within
from bahtera.surveys.rules import State
from bahtera.surveys.values import Asked, HoldRow, VillageReview

_WAITING = (State.RECEIVED.value, State.ACCEPTED.value, State.FLAGGED.value)
_HELD = Q(released_at__isnull=True)


def village_reviews(round_id: int, *, actor: Actor, action: str, asked: Asked) -> list[VillageReview]:
    """Return the villages of a round in which the actor may do an action and something has arrived, by code.

    ``asked``: what is still asked about interviews of the round.
    """
    rows = visits_within(round_id, reach(actor, action)).exclude(village_code="")
    confirmed = Q(confirmed_at__isnull=False)
    clean = Q(warning_count=0, error_count=0, is_current=True)
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    grouped = rows.values_list("village_code", "state").annotate(
        n=Count("pk"), sure=Count("pk", filter=confirmed), plain=Count("pk", filter=clean)
    )
    for village, state, n, sure, plain in grouped.order_by("village_code", "state"):
        told = counts[village]
        if state in _WAITING:
            told["waiting"] += n
        if state == State.ACCEPTED.value:
            told["plain"] += plain
        if state == State.APPROVED.value:
            told["confirmed"] += sure
            told["second"] += n - sure
        if state in {State.RETURNED.value, State.REJECTED.value}:
            told[state] += n
    for village, state, plain in _held(rows):
        counts[village]["held"] += 1
        counts[village]["plain"] -= state == State.ACCEPTED.value and plain
    held = Exists(VisitHold.objects.filter(_HELD, submission=OuterRef("pk")))
    waits = rows.filter(clean & touched(asked), state=State.ACCEPTED.value).exclude(held)
    for village, n in waits.values_list("village_code").annotate(n=Count("pk")).order_by("village_code"):
        counts[village]["asked"] = n
        counts[village]["plain"] -= n
    return [VillageReview(village, **told) for village, told in sorted(counts.items())]


def holds_of(submission_id: UUID) -> tuple[HoldRow, ...]:
    """Return why a visit waits or waited for a check, oldest first. The caller checks who may know."""
    rows = VisitHold.objects.filter(submission_id=submission_id).order_by("pk")
    return tuple(
        HoldRow(
            id=row.pk,
            why=row.why,
            about=row.about,
            words=row.words,
            made_at=row.made_at,
            released_at=row.released_at,
            released_by=row.released_name,
            note=row.note,
        )
        for row in rows
    )


def held_among(submission_ids: Collection[UUID]) -> frozenset[UUID]:
    """Return which of some visits wait for a check."""
    rows = VisitHold.objects.filter(_HELD, submission_id__in=list(submission_ids)).order_by("pk")
    return frozenset(rows.values_list("submission_id", flat=True))


def _held(visits: QuerySet[Submission]) -> list[tuple[str, str, bool]]:
    rows = visits.filter(Exists(VisitHold.objects.filter(_HELD, submission=OuterRef("pk"))))
    told = rows.exclude(state__in=[State.SUPERSEDED.value, State.REJECTED.value]).order_by("pk")
    return [
        (row.village_code, row.state, not row.warning_count and not row.error_count and row.is_current)
        for row in told.only("pk", "village_code", "state", "warning_count", "error_count", "is_current")
    ]
