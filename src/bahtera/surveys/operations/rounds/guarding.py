"""What a round still allows: decisions until its figures stand, changes until the first visit."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date

from django.db import connection
from django.db.models import Count, Max

from bahtera.surveys.errors import RoundHasVisits, RoundIsFinal, StaleRound, UnknownRound, VisitsLeftOut
from bahtera.surveys.models import Round, Submission
from bahtera.surveys.queries.rounds.reading import visits_in
from bahtera.surveys.rules import DECIDED, RoundState, State

_corrected: ContextVar[frozenset[int]] = ContextVar("corrected", default=frozenset())


@contextmanager
def correcting(round_id: int) -> Iterator[None]:
    """Let decisions through in a round whose figures stand, for a correction that two people agreed on."""
    token = _corrected.set(_corrected.get() | {round_id})
    try:
        yield
    finally:
        _corrected.reset(token)


def check_round_takes_decisions(round_id: int | None) -> None:
    """Raise RoundIsFinal for a round whose figures stand, unless it is being corrected; no round is none of these.

    Inside a transaction the round keeps its state until it ends, while others may decide beside it.
    """
    if round_id is None or round_id in _corrected.get():
        return
    if RoundState(_state_held(round_id)) in DECIDED:
        raise RoundIsFinal


def is_corrected_now(round_id: int) -> bool:
    """Tell whether the caller is inside `correcting` of this round."""
    return round_id in _corrected.get()


def locked(round_id: int, revision: int | None = None) -> Round:
    """Return a round that nobody else writes to until the transaction ends.

    Raises UnknownRound, and StaleRound when it is not at the revision that somebody saw.
    """
    row = Round.objects.select_for_update().filter(pk=round_id).order_by("pk").first()
    if row is None:
        raise UnknownRound(round_id)
    if revision is not None and row.revision != revision:
        raise StaleRound
    return row


def check_no_visits(row: Round) -> None:
    """Raise RoundHasVisits once a family was visited."""
    visits = visits_in(row.pk)
    if visits:
        raise RoundHasVisits(visits)


def check_last_day(row: Round, closes: date | None) -> None:
    """Raise VisitsLeftOut where a new last day lies before visits that the round's days hold now.

    Visits that were replaced or rejected hold nothing.
    """
    if closes is None or closes == row.closes:
        return
    within = Submission.objects.filter(round_id=row.pk, visited_on__gt=closes, visited_on__gte=row.opens)
    within = within.exclude(state__in=(State.SUPERSEDED.value, State.REJECTED.value))
    if row.closes is not None:
        within = within.filter(visited_on__lte=row.closes)
    found = within.aggregate(visits=Count("pk"), latest=Max("visited_on"))
    if found["visits"]:
        raise VisitsLeftOut(found["visits"], found["latest"])


def _state_held(round_id: int) -> str:
    rows = Round.objects.filter(pk=round_id).order_by("pk").values_list("state", flat=True)
    if connection.vendor == "postgresql" and connection.in_atomic_block:
        # Shared: decisions go on side by side, and the round's own move waits for them.
        with connection.cursor() as cursor:
            cursor.execute("SELECT state FROM surveys_round WHERE id = %s FOR SHARE", [round_id])
            found = cursor.fetchone()
            return str(found[0]) if found else RoundState.FIELD.value
    return str(rows.first() or RoundState.FIELD.value)
