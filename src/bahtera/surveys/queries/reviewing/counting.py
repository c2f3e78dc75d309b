"""How many visits a list holds that no village's counters know of."""

from collections import Counter

from django.db.models import Count, Q, QuerySet

from bahtera.access.api import Actor, check_may, reach
from bahtera.surveys.models import Submission
from bahtera.surveys.queries.reviewing.carrying import Carried
from bahtera.surveys.queries.reviewing.walking import carried_area
from bahtera.surveys.rules import State


def count_apart(*, actor: Actor, round_id: int | None = None) -> dict[str, int]:
    """Return by state what the actor's list has beside `count_states` of her areas' villages in the rounds.

    That is what has no village or no round, less the visits to her own kin, which she is not shown; so a count may be
    negative. Few rows are read: those without a village or a round have their place in an index, and so has a family.
    With ``round_id`` only that round is looked at.
    """
    check_may(actor, "submission.read")
    found: Counter[str] = Counter()
    kin = sorted(actor.kin)
    rows = Submission.objects.all()
    placed = ~Q(village_code="") & Q(round_id__isnull=False)
    in_round = Q() if round_id is None else Q(round_id=round_id)
    for scope in reach(actor, "submission.read"):
        inside = carried_area(scope)
        apart = [rows.filter(inside, in_round, village_code="")]
        if round_id is None:
            apart.append(rows.filter(inside, round_id__isnull=True).exclude(village_code=""))
        for one in apart:
            found.update(_by_state(one.exclude(family_id__in=kin) if kin else one))
        if kin:
            found.subtract(_by_state(rows.filter(inside, in_round, placed, family_id__in=kin)))
    return dict(found)


def _by_state(rows: QuerySet[Submission]) -> dict[str, int]:
    stood = rows.annotate(stands=Carried("state")).values_list("stands")
    counted = dict(stood.annotate(count=Count("pk")).order_by("stands"))
    return {state: count for state, count in counted.items() if state != State.SUPERSEDED.value}
