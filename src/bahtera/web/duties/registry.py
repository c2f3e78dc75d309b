"""The list of offers, and the one list a reader gets of them.

An offer is a callable: a reader in, duties out. It asks the door of its package, and answers with counts, words and
addresses alone: no name, no family, no village of a case.
"""

from collections.abc import Callable, Iterable
from datetime import date
from typing import Final

from bahtera.access.api import Actor
from bahtera.web.duties import plans, site, survey, village_reports
from bahtera.web.presenters.lists import Duty

Offer = Callable[[Actor], Iterable[Duty]]

OFFERS: Final[tuple[Offer, ...]] = (
    site.failures_of_protection,
    site.requests_of_people,
    site.corrections_of_people,
    site.emergency_access,
    site.microdata,
    survey.visits,
    survey.corrections,
    survey.questions,
    survey.own_questions,
    village_reports.waiting,
    village_reports.missing,
    plans.waiting,
    survey.stages,
)


def duties_of(actor: Actor) -> tuple[Duty, ...]:
    """Return what waits for a reader: what the law dates first, then what is late, then by day; the rest after."""
    found = [duty for offer in OFFERS for duty in offer(actor) if duty.waiting]
    return tuple(sorted(found, key=_urgency))


def _urgency(duty: Duty) -> tuple[bool, bool, date]:
    return not duty.overdue, not duty.by_law, duty.due or date.max
