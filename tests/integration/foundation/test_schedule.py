"""Jobs that come back, also after the server's clock was wrong."""

from datetime import UTC, datetime, timedelta

import pytest

from bahtera.foundation import clock, schedule
from bahtera.foundation.models import ScheduledJob

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 18, 12, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def ran(monkeypatch):
    monkeypatch.setattr(schedule, "_jobs", {})
    found = []
    schedule.register(schedule.Job("work", lambda: found.append(clock.now()), schedule.every_minute))
    return found


def run(at):
    with clock.frozen(at):
        return schedule.run_due()


def test_a_job_is_entered_and_then_comes_back(ran):
    assert [run(NOON), run(NOON + MINUTE), run(NOON + 1.5 * MINUTE), run(NOON + 2 * MINUTE)] == [0, 1, 0, 1]


def test_after_the_clock_ran_ahead_a_job_does_not_wait_for_that_day(ran):
    run(NOON)
    assert run(NOON.replace(year=2100)) == 1
    assert run(NOON + MINUTE) == 1
    assert run(NOON + 1.5 * MINUTE) == 0
    assert run(NOON + 2 * MINUTE) == 1


def test_a_clock_that_steps_back_a_little_runs_nothing_twice(ran):
    run(NOON)
    run(NOON + MINUTE)
    assert run(NOON) == 0
    assert ScheduledJob.objects.get().next_at == NOON + 2 * MINUTE
