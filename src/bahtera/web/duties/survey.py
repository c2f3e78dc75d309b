"""What the work of a round asks of somebody: visits, corrections, questions, stages of the calendar."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext

from bahtera.access.api import Actor, covers, may, reach
from bahtera.checks import api as checks
from bahtera.foundation import clock
from bahtera.releases import api as releases
from bahtera.surveys import api as surveys
from bahtera.web import numbers, places, wording
from bahtera.web.presenters import rounds
from bahtera.web.presenters import visits as visit_parts
from bahtera.web.presenters.lists import Duty

_SOON: Final = timedelta(days=30)
_MOST: Final = 200
_KEEPS_TIME: Final = ("round.manage", "report.accept")


def visits(actor: Actor) -> Iterator[Duty]:
    """Offer visits to approve or to send back."""
    if not may(actor, "submission.review"):
        return
    own = visit_parts.counts_of(actor, surveys.list_rounds(), None)
    state = "flagged" if own.flagged else "accepted"
    url = f"{reverse('web:submissions')}?keadaan={state}"
    states = visit_parts.state_numbers(own, None, visit_parts.WAITING)
    about = " · ".join(f"{one.label}: {numbers.integer(one.count)}" for one in states if one.count)
    yield Duty(gettext("Visits to review"), own.waiting, 0, url, about=about)


def corrections(actor: Actor) -> Iterator[Duty]:
    """Offer corrections of signed rounds that wait for a second person."""
    if not may(actor, "release.second"):
        return
    for row in surveys.list_rounds():
        if row.state in {surveys.RoundState.FINAL, surveys.RoundState.CORRECTED}:
            count = releases.count_waiting(row.id, actor=actor)
            url = reverse("web:round_corrections", args=[row.id])
            yield Duty(gettext("Corrections that wait for a second person"), count, 0, url, about=_title(row))


def questions(actor: Actor) -> Iterator[Duty]:
    """Offer open questions about interviews; at most 200 are counted in a round."""
    if not may(actor, "check.answer"):
        return
    for row in surveys.open_rounds():
        if concerns(row, actor):
            page = checks.list_flags(row.id, actor=actor, wanted=checks.Wanted(state="open"), size=_MOST)
            url = f"{reverse('web:check_flags', args=[row.id])}?keadaan=open"
            yield Duty(gettext("Questions about interviews"), len(page.items), 0, url, about=_title(row))


def own_questions(actor: Actor) -> Iterator[Duty]:
    """Offer questions about the reader's own visits."""
    if may(actor, "check.own"):
        about = gettext("A question is no accusation.")
        url = reverse("web:own_questions")
        yield Duty(gettext("Questions about my visits"), checks.count_own(actor=actor), 0, url, about=about)


def stages(actor: Actor) -> Iterator[Duty]:
    """Offer stages of the calendar that are late, or end within thirty days."""
    if not any(may(actor, action) for action in _KEEPS_TIME):
        return
    today = clock.today(places.own_zone(actor))
    for row in surveys.list_rounds():
        if not concerns(row, actor) or row.state in {surveys.RoundState.FINAL, surveys.RoundState.CORRECTED}:
            continue
        for one in surveys.calendar_of(row.id):
            if one.done_on is None and one.starts <= today and one.ends <= today + _SOON:
                title = gettext("Stage to finish: {stage}").format(
                    stage=wording.say(rounds.STAGES, one.stage.value)
                )
                url = reverse("web:round", args=[row.id])
                late = int(one.is_late(today))
                yield Duty(title, 1, late, url, due=one.ends, counted=False, about=_title(row))


def concerns(row: surveys.RoundRow, actor: Actor) -> bool:
    """Tell whether a round lies in the reader's areas, or they in its."""
    scopes = reach(actor, "round.read")
    return any(covers(scope, row.area_code) or covers(row.area_code, scope) for scope in scopes)


def _title(row: surveys.RoundRow) -> str:
    return visit_parts.round_title(row)
