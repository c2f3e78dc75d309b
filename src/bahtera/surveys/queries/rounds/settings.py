"""Who answered the interviews of a round, and whether others heard them: counts by kader, for a look at quality."""

from collections import Counter, defaultdict
from typing import Final
from uuid import UUID

from django.db.models import Count

from bahtera.access.api import Actor, check_may, reach
from bahtera.surveys.queries.rounds.fieldwork import senders
from bahtera.surveys.queries.rounds.figures import visits_within
from bahtera.surveys.queries.rounds.reading import get_round
from bahtera.surveys.rules import VISITED_RESULTS
from bahtera.surveys.values import InterviewSettings

_ACTION: Final = "assignment.manage"


def interview_settings(round_id: int, area_code: str = "", *, actor: Actor) -> tuple[InterviewSettings, ...]:
    """Return by kader who answered and whether others were present, in interviews that count; by name.

    Raises UnknownRound, and NotAllowed where the reader gives no tasks.
    """
    check_may(actor, _ACTION, area=area_code or None)
    get_round(round_id)
    scopes = [area_code] if area_code else list(reach(actor, _ACTION))
    rows = visits_within(round_id, scopes).filter(is_current=True, result_code__in=VISITED_RESULTS)
    names = ("actor_key", "respondent", "others_present")
    grouped = list(rows.values_list(*names).annotate(count=Count("pk")).order_by(*names))
    who = senders(rows)
    answered: defaultdict[tuple[UUID | None, str], Counter[str]] = defaultdict(Counter)
    heard: defaultdict[tuple[UUID | None, str], Counter[str]] = defaultdict(Counter)
    for key, respondent, others, count in grouped:
        person = who.get(key, (None, ""))
        answered[person][respondent or ""] += count
        heard[person][others or ""] += count
    found = (
        InterviewSettings(
            person_id,
            name,
            answered[person_id, name].total(),
            dict(answered[person_id, name]),
            dict(heard[person_id, name]),
        )
        for person_id, name in answered
    )
    return tuple(
        sorted(found, key=lambda one: (one.person_id is None, one.name.casefold(), str(one.person_id)))
    )
