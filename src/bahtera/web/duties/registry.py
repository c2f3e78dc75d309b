"""The list of offers, and the one list a reader gets of them.

An offer is a callable: a reader in, duties out. It asks the door of its package, and answers with counts, words and
addresses alone: no name, no family, no village of a case.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Final

from bahtera.access.api import Actor
from bahtera.notices.api import Load
from bahtera.web.duties import plans, site, survey, village_reports
from bahtera.web.presenters.lists import Duty

Offer = Callable[[Actor], Iterable[Duty]]

OFFERS: Final[Mapping[str, Offer]] = {
    "site.failures_of_protection": site.failures_of_protection,
    "site.requests_of_people": site.requests_of_people,
    "site.corrections_of_people": site.corrections_of_people,
    "site.emergency_access": site.emergency_access,
    "site.microdata": site.microdata,
    "survey.visits": survey.visits,
    "survey.corrections": survey.corrections,
    "survey.questions": survey.questions,
    "survey.own_questions": survey.own_questions,
    "village_reports.waiting": village_reports.waiting,
    "village_reports.missing": village_reports.missing,
    "plans.waiting": plans.waiting,
    "survey.stages": survey.stages,
}
"""By a name that notices keep: ``module.function``."""


def duties_of(actor: Actor) -> tuple[Duty, ...]:
    """Return what waits for a reader: what the law dates first, then what is late, then by day; the rest after."""
    found = [duty for offer in OFFERS.values() for duty in offer(actor) if duty.waiting]
    return tuple(sorted(found, key=_urgency))


def loads_of(actor: Actor) -> dict[str, Load]:
    """Return how much of each offer waits for a reader and is late: what notices compare from day to day."""
    found = {}
    for name, offer in OFFERS.items():
        duties = list(offer(actor))
        waiting = sum(one.waiting for one in duties)
        if waiting:
            found[name] = Load(waiting, sum(one.overdue for one in duties))
    return found


def _urgency(duty: Duty) -> tuple[bool, bool, date]:
    return not duty.overdue, not duty.by_law, duty.due or date.max
