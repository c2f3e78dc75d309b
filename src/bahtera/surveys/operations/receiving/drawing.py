"""Which visits are held for a check as they arrive: a random share of each kader's, and corrections of what is held."""

from typing import Final

from bahtera.access.api import SYSTEM
from bahtera.surveys.models import Submission, VisitHold
from bahtera.surveys.queries.rounds.reading import HoldShare
from bahtera.surveys.rules import is_drawn
from bahtera.surveys.values import HoldReason

ARRIVAL: Final = "arrival"


def holds_on_arrival(row: Submission, share: HoldShare | None) -> list[VisitHold]:
    """Return the holds of a visit that arrives, not yet written.

    It is drawn by the id that the server gives it and the round's seed: neither a phone nor a person foresees it, and
    whoever has the seed can work it out again. A correction goes on waiting for the check of the version it corrects.
    """
    found = []
    if share is not None and is_drawn(share.seed, ARRIVAL, str(row.pk), share.per_mille):
        found.append(_hold(row, HoldReason.RANDOM.value, drawn_at=share.per_mille))
    if row.previous is not None:
        taken = {(one.why, one.about) for one in found}
        waiting = row.previous.holds.filter(released_at__isnull=True).order_by("pk")
        found += [
            _hold(row, one.why, about=one.about, words=one.words)
            for one in waiting
            if (one.why, one.about) not in taken
        ]
    return found


def _hold(
    row: Submission, why: str, *, about: str = "", words: str = "", drawn_at: int | None = None
) -> VisitHold:
    return VisitHold(
        submission=row,
        why=why,
        about=about,
        words=words,
        drawn_at=drawn_at,
        made_at=row.received_at,
        made_by=SYSTEM.key,
    )
