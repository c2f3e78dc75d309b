"""What plans of action ask of somebody: to agree, to begin, to tell, to be done in time."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext

from bahtera.access.api import Actor, may
from bahtera.actions import api as actions
from bahtera.web.presenters.lists import Duty
from bahtera.web.presenters.plans.words import DUTIES


def waiting(actor: Actor) -> Iterator[Duty]:
    """Offer how many plans wait for a reader, by why."""
    if not may(actor, "plan.read"):
        return
    for one in actions.duties(actor=actor):
        late = one.count if one.kind is actions.DutyKind.OVERDUE else 0
        yield Duty(gettext(DUTIES[one.kind]), one.count, late, reverse("web:plans_waiting"))
