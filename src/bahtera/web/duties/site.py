"""What those who watch over the site and over people's rights have to do."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext

from bahtera.access.api import Actor, list_glass, may
from bahtera.privacy import api as privacy
from bahtera.releases import api as releases
from bahtera.web.presenters.lists import Duty


def failures_of_protection(actor: Actor) -> Iterator[Duty]:
    """Offer breaches whose clock runs."""
    load = privacy.breach_load(actor)
    yield _by_law(gettext("Failures of protection"), load, "web:breaches")


def requests_of_people(actor: Actor) -> Iterator[Duty]:
    """Offer requests about personal data."""
    load = privacy.request_load(actor)
    yield _by_law(gettext("Requests about personal data"), load, "web:requests")


def corrections_of_people(actor: Actor) -> Iterator[Duty]:
    """Offer corrections that people asked for."""
    load = privacy.correction_load(actor)
    yield _by_law(gettext("Corrections asked for"), load, "web:corrections")


def emergency_access(actor: Actor) -> Iterator[Duty]:
    """Offer emergency access that has ended and nobody has reviewed; of the latest forty."""
    if not may(actor, "glass.review"):
        return
    ended = sum(one.state == "ended" and one.can_review for one in list_glass(actor=actor).items)
    yield Duty(gettext("Emergency access to review"), ended, 0, reverse("web:glass_reviews"))


def microdata(actor: Actor) -> Iterator[Duty]:
    """Offer requests for micro-data that wait for a decision."""
    if not may(actor, "microdata.agree"):
        return
    rows = releases.micro_requests(actor=actor)
    asked = sum(one.standing is releases.Standing.ASKED for one in rows)
    yield Duty(gettext("Requests for micro-data to decide"), asked, 0, reverse("web:microdata_requests"))


def _by_law(title: str, load: privacy.Load, name: str) -> Duty:
    return Duty(title, load.waiting, load.overdue, reverse(name), by_law=True)
