"""What no phone sends by itself must not make the server answer "later" for ever."""

from datetime import timedelta

import pytest
from django.db import DataError, IntegrityError, OperationalError, ProgrammingError
from tests.fakes.small_form import visit

from bahtera.foundation import clock, events
from bahtera.foundation.models import EventDelivery
from bahtera.surveys import api as surveys
from bahtera.surveys.models import Submission, SubmissionFinding
from bahtera.surveys.operations.receiving import assessing, storing
from bahtera.surveys.operations.receiving.inserting import insert_all

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("round_one")]


@pytest.fixture
def listening():
    handler = assessing.on_assess_wanted
    events.register("surveys.assess_wanted", handler)
    yield
    events._handlers["surveys.assess_wanted"].pop(f"{handler.__module__}.{handler.__qualname__}")


def failing(error):
    def fail(*_args, **_kwargs):
        raise error

    return fail


@pytest.mark.parametrize(
    "error",
    [
        DataError("value too long"),
        ProgrammingError("no such thing"),
        OperationalError("too many SQL variables"),
        OverflowError("date value out of range"),
        AssertionError("superseded cannot be replaced"),
    ],
)
@pytest.mark.parametrize("where", ["place", "settle"])
def test_a_bug_of_ours_in_settling_loses_nothing(siti, rahmat, monkeypatch, error, where):
    monkeypatch.setattr(storing, where, failing(error))
    xml = visit()
    receipt = surveys.receive(xml, actor=siti)
    assert receipt.state == "received"
    row = Submission.objects.get()
    assert (row.family_id, row.round_id, row.is_current) == (None, None, False)
    assert row.assess_problem == f"{type(error).__name__}: {error}"
    monkeypatch.undo()
    assert surveys.get_body(receipt.submission_id, actor=rahmat) == xml
    assert surveys.assess_received(receipt.submission_id)
    row.refresh_from_db()
    assert (row.state, row.assess_problem, row.is_current) == ("accepted", "", True)


@pytest.mark.parametrize("error", [OperationalError("database is locked"), OSError("no space left")])
def test_a_busy_or_full_database_is_answered_with_later(siti, monkeypatch, error):
    monkeypatch.setattr(storing, "settle", failing(error))
    with pytest.raises(type(error)):
        surveys.receive(visit(), actor=siti)
    assert not Submission.objects.exists()


def test_a_clash_that_never_ends_is_kept_unassessed(siti, monkeypatch):
    monkeypatch.setattr(storing, "settle", failing(IntegrityError("clash")))
    assert surveys.receive(visit(), actor=siti).state == "received"
    assert Submission.objects.get().assess_problem == "IntegrityError: clash"


def test_one_nik_shared_by_very_many(siti, rahmat):
    """Thousands on record and hundreds on the form: few findings, and the visit counts."""
    nik = "6302051201800009"

    def crowd(count):
        return [{"nama": f"Warga {n}", "hubungan": "lainnya", "nik": nik} for n in range(count)]

    for _ in range(3):
        surveys.receive(visit(members=crowd(400)), actor=siti)
    receipt = surveys.receive(visit(members=crowd(300)), actor=siti)
    assert receipt.state == "flagged"
    found = surveys.get_submission(receipt.submission_id, actor=rahmat).findings
    ours = [one for one in found if one.code.startswith("families.")]
    assert len(ours) == 51
    assert sum(one.code == "families.more_findings" for one in ours) == 1


@pytest.mark.usefixtures("listening")
def test_the_worker_tries_again_later_each_time(siti, monkeypatch, now):
    monkeypatch.setattr(storing, "settle", failing(OverflowError("x")))
    monkeypatch.setattr(assessing, "settle", failing(OverflowError("x")))
    receipt = surveys.receive(visit(), actor=siti)
    waits = []
    for _ in range(3):
        due = EventDelivery.objects.get(name="surveys.assess_wanted").due_at
        waits.append(due - now)
        with clock.frozen(due):
            events.dispatch()
        now = due
    assert waits == [timedelta(0), timedelta(minutes=1), timedelta(minutes=2)]
    assert Submission.objects.get().assess_problem == "OverflowError: x"
    monkeypatch.undo()
    with clock.frozen(now + timedelta(hours=1)):
        events.dispatch()
    assert Submission.objects.get(pk=receipt.submission_id).state == "accepted"
    assert not EventDelivery.objects.filter(name="surveys.assess_wanted").exists()


@pytest.mark.parametrize("moment", ["0001-01-01T00:00:00.000+07:00", "9999-12-31T23:59:59.999-01:00"])
def test_a_moment_at_the_end_of_the_calendar_is_a_finding(siti, moment):
    receipt = surveys.receive(visit(start=moment, end=moment), actor=siti)
    row = Submission.objects.get(pk=receipt.submission_id)
    assert (row.started_at, row.ended_at) == (None, None)
    found = set(row.findings.values_list("code", flat=True))
    assert "not_a_moment" in found
    assert row.state == "flagged"


def test_very_many_rows_are_inserted(siti):
    receipt = surveys.receive(visit(), actor=siti)
    insert_all(
        SubmissionFinding(submission_id=receipt.submission_id, code="x", severity="info", value=str(n))
        for n in range(6000)
    )
    assert SubmissionFinding.objects.filter(code="x").count() == 6000
