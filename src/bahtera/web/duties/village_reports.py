"""What reports of villages ask of somebody: those that wait for a move, and those that have not come."""

from collections.abc import Iterator
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext

from bahtera.access.api import Actor, may
from bahtera.foundation import clock
from bahtera.reports import api as reports
from bahtera.surveys import api as surveys
from bahtera.web import places
from bahtera.web.duties.survey import concerns
from bahtera.web.presenters import visits
from bahtera.web.presenters.lists import Duty
from bahtera.web.presenters.report_inbox import results_day

_WAITED_FOR: Final = ("report.accept", "report.confirm")
_RUNNING: Final = frozenset(
    {surveys.RoundState.FIELD, surveys.RoundState.REVIEW, surveys.RoundState.PROVISIONAL}
)


def waiting(actor: Actor) -> Iterator[Duty]:
    """Offer reports that wait for the reader's own move, round by round."""
    found = reports.waiting_by_round(actor=actor)
    for row in surveys.list_rounds() if found else ():
        title, url = gettext("Village reports that wait for you"), _inbox(row, "giliran")
        yield Duty(title, found.get(row.id, 0), 0, url, about=visits.round_title(row))


def missing(actor: Actor) -> Iterator[Duty]:
    """Offer villages that have not reported though the results of their round are due."""
    if not any(may(actor, action) for action in _WAITED_FOR):
        return
    today = clock.today(places.own_zone(actor))
    for row in surveys.list_rounds():
        due = results_day(row.id) if row.state in _RUNNING and concerns(row, actor) else None
        if due is not None and due < today:
            found = reports.village_standings(row.id, actor=actor)
            count = sum(one.report is None for one in found)
            title = gettext("Villages that have not reported yet")
            about = visits.round_title(row)
            yield Duty(title, count, count, _inbox(row, "belum"), due=due, about=about)


def _inbox(row: surveys.RoundRow, state: str) -> str:
    return f"{reverse('web:reports')}?putaran={row.id}&keadaan={state}"
