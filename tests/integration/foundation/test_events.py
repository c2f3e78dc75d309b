from datetime import timedelta

import pytest
from django.db import transaction

from bahtera.foundation import audit, clock, events, schedule
from bahtera.foundation.models import AuditEntry, EventDelivery, ScheduledJob

pytestmark = pytest.mark.django_db


@pytest.fixture
def heard(monkeypatch):
    monkeypatch.setattr(events, "_handlers", events.defaultdict(dict))
    batches = []

    def listen(batch):
        batches.append([event.key for event in batch])

    events.register("visit.received", listen)
    return batches


def publish(*keys):
    with transaction.atomic():
        for key in keys:
            events.publish("visit.received", key=key)


def test_a_handler_hears_of_everything_in_one_batch_and_once(heard):
    publish("a", "b", "a")
    assert events.dispatch() == 3
    assert heard == [["a", "b", "a"]]
    assert events.dispatch() == 0
    assert not EventDelivery.objects.exists()


def test_an_event_of_a_rolled_back_transaction_never_happened(heard):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        events.publish("visit.received", key="a")
        raise ZeroDivisionError
    assert events.dispatch() == 0


@pytest.mark.django_db(transaction=True)
def test_nothing_is_published_or_audited_outside_a_transaction(heard):
    with pytest.raises(RuntimeError, match="outside a transaction"):
        events.publish("visit.received", key="a")
    with pytest.raises(RuntimeError, match="outside a transaction"):
        audit.record("visit.read", actor="user:1", subject="visit:1")
    assert not AuditEntry.objects.exists()


def test_one_bad_event_does_not_hold_up_the_others_and_comes_back_later(monkeypatch, caplog):
    monkeypatch.setattr(events, "_handlers", events.defaultdict(dict))
    done = []

    def listen(batch):
        for event in batch:
            if event.key == "bad" and not fixed:
                raise LookupError(event.key)
        done.extend(event.key for event in batch)

    fixed = False
    events.register("visit.received", listen)
    publish("good", "bad", "fine")
    now = clock.now()
    with clock.frozen(now):
        assert events.dispatch() == 0, "the whole batch is rolled back"
    with clock.frozen(now + timedelta(seconds=5)):
        while events.dispatch():
            pass
    with clock.frozen(now + timedelta(seconds=30)):
        while events.dispatch():
            pass
    assert sorted(done) == ["fine", "good"]
    row = EventDelivery.objects.get()
    assert (row.key, row.last_error) == ("bad", "LookupError: bad")
    fixed = True
    with clock.frozen(now + timedelta(hours=2)):
        assert events.dispatch() == 1
    assert sorted(done) == ["bad", "fine", "good"]


def test_an_event_whose_handler_is_gone_is_kept(monkeypatch, caplog):
    monkeypatch.setattr(events, "_handlers", events.defaultdict(dict))
    events.register("visit.received", lambda batch: None)
    publish("a")
    events._handlers.clear()
    assert events.dispatch() == 0
    assert "no handler" in EventDelivery.objects.get().last_error


def test_a_job_runs_when_due_once_and_again_after_a_failure(monkeypatch, caplog):
    monkeypatch.setattr(schedule, "_jobs", {})
    runs = []

    def work():
        runs.append(1)
        if len(runs) == 1:
            raise ValueError("first time")

    schedule.register(schedule.Job("work", work, schedule.every_minute))
    now = clock.now()
    with clock.frozen(now):
        assert schedule.run_due() == 0, "a new job waits for its first time"
    with clock.frozen(now + timedelta(minutes=1)):
        assert schedule.run_due() == 1
        assert schedule.run_due() == 0
    assert ScheduledJob.objects.get().last_error == "ValueError: first time"
    with clock.frozen(now + timedelta(minutes=2)):
        assert schedule.run_due() == 1
    assert ScheduledJob.objects.get().last_error == ""


def test_nightly_and_monthly_are_in_the_future():
    now = clock.now()
    for following in (schedule.nightly(now), schedule.monthly(now)):
        assert following > now
        assert following.hour == 18
    assert schedule.monthly(now).day == 1
