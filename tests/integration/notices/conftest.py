"""Two people at work, one of them with a phone's key too, and duties that a test says."""

from datetime import UTC, datetime, timedelta

import pytest

from bahtera.access import api as access
from bahtera.foundation import clock
from bahtera.notices import api as notices
from bahtera.notices import operations
from bahtera.web.presenters.notices import letter

NOW = datetime(2026, 11, 22, 22, 0, tzinfo=UTC)
SITE = "https://bahtera.example"


class Duties:
    """What waits for whom, as a test says it."""

    def __init__(self):
        self.loads = {}
        self.broken = set()

    def __call__(self, actor):
        if actor.key in self.broken:
            message = "Ibu Rahasia of 63.10.05.2003"
            raise RuntimeError(message)
        return dict(self.loads.get(actor.key, {}))


@pytest.fixture
def duties():
    """The duties of everybody, at a site that has a mail server."""
    before = list(operations._joined)
    found = Duties()
    notices.configure(
        notices.Joined(found, lambda waiting: letter(waiting, SITE), mails=True, host="bahtera.example")
    )
    yield found
    operations._joined[:] = before


@pytest.fixture
def rara(db):
    return someone("rara")


@pytest.fixture
def sari(db):
    return someone("sari")


def someone(name, role="tpk2d"):
    access.ensure_account(
        username=name, password="pw", full_name=f"{name} (sintetis)", roles=[role], areas=["63.10"]
    )
    return access.actor_behind(f"user:{access.account_id(name)}")


@pytest.fixture
def on():
    """Set the clock to a morning, so many days after the first."""

    def morning(days=0, **more):
        return clock.frozen(NOW + timedelta(days=days, **more))

    return morning
