"""A bar and an answer at the same moment: one wins. SQLite queues writers; on PostgreSQL they really meet."""

import threading
from datetime import UTC, date, datetime

import pytest
from django.db import connection, transaction
from tests.fakes.blob_folders import blobs_in
from tests.fakes.places import add_places
from tests.integration.privacy.conftest import FATHER_NIK, PEOPLE, VILLAGE

from bahtera.access.api import Actor
from bahtera.families import api as families
from bahtera.foundation import clock
from bahtera.privacy import api
from bahtera.privacy.models import SubjectRequest
from bahtera.privacy.queries import subjects

pytestmark = pytest.mark.django_db(transaction=True)
OFFICER = Actor.over("user:9", "Dian", frozenset({"data_protection_officer"}), ("63.02",))
MEETS = "Two transactions side by side are PostgreSQL's; SQLite lets one writer in at a time."
WAIT = 20


@pytest.fixture
def village(transactional_db):
    """Replace the fixture of the other tests: here everything is really stored."""
    add_places({VILLAGE: "Desa Sintetis"})


@pytest.fixture
def girl(village, tmp_path):
    with blobs_in(tmp_path / "blobs"), transaction.atomic():
        outcome = families.record_visit(
            village_code=VILLAGE,
            family_id=None,
            visited_on=date(2026, 3, 1),
            members=PEOPLE,
            source="submission:0",
            actor_key="token:kader",
        )
    return outcome.member_ids[2]


def asked(girl):
    row = api.open_request(girl, kind=api.Kind.ACCESS, guardian=api.Guardian(nik=FATHER_NIK), actor=OFFICER)
    api.show_identity(row.id, how=api.Identity.KTP, actor=OFFICER)
    return row.id


def bar(girl):
    api.bar_guardian(girl, api.Guardian(nik=FATHER_NIK), actor=OFFICER)


def start(work, told):
    def run():
        try:
            told.append(work())
        except Exception as problem:  # noqa: BLE001 - the test looks at whatever it was
            told.append(problem)
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


@pytest.mark.parametrize("first", ["answer", "bar"])
def test_whoever_is_first_wins(girl, monkeypatch, first):
    """The second one starts while the first has decided and not yet ended; it waits, and sees what the first did."""
    request_id = asked(girl)
    if connection.vendor == "sqlite":
        one_after_the_other(girl, request_id, first)
        return
    told, threads = [], []
    second = {
        "answer": lambda: bar(girl),
        "bar": lambda: api.answer_access(request_id, actor=OFFICER),
    }[first]
    with transaction.atomic():
        if first == "answer":
            api.answer_access(request_id, actor=OFFICER)
        else:
            bar(girl)
        threads.append(start(second, told))
        threads[0].join(1)
        assert told == [], "the second waits"
    threads[0].join(WAIT)
    outcome(request_id, told, first)


def one_after_the_other(girl, request_id, first):
    told = []
    for step in ("answer", "bar") if first == "answer" else ("bar", "answer"):
        try:
            told.append(bar(girl) if step == "bar" else api.answer_access(request_id, actor=OFFICER))
        except api.RequestRefused as problem:
            told.append(problem)
    outcome(request_id, told[1:], first)


def outcome(request_id, told, first):
    row = SubjectRequest.objects.get(pk=request_id)
    if first == "answer":
        assert (row.state, told) == ("answered", [None])
    else:
        assert (row.state, [one.code for one in told]) == ("identified", ["privacy.must_be_refused"])


def test_many_at_once_never_answer_after_the_bar(girl):
    """However they meet: an answer given is one given before the bar, and one after it is refused."""
    for _ in range(5):
        request_id = asked(girl)
        told = []
        works = [lambda: bar(girl), lambda asked=request_id: api.answer_access(asked, actor=OFFICER)]
        if connection.vendor == "sqlite":
            one_after_the_other(girl, request_id, "bar")
        else:
            threads = [start(work, told) for work in works]
            for thread in threads:
                thread.join(WAIT)
            assert len(told) == 2
            assert [type(one) for one in told if isinstance(one, Exception)] in ([], [api.RequestRefused])
        for row in lift_all(girl):
            api.lift_bar(row.id, actor=OFFICER)


def lift_all(girl):
    return api.bars_of(girl, actor=OFFICER)


def test_a_consent_and_a_bar_at_once_leave_no_consent_of_a_barred_guardian(girl):
    if connection.vendor == "sqlite":
        bar(girl)
        with pytest.raises(api.ConsentRefused):
            consent(girl)
    else:
        told = []
        with transaction.atomic():
            bar(girl)
            thread = start(lambda: consent(girl), told)
            thread.join(1)
            assert told == []
        thread.join(WAIT)
        assert [type(one) for one in told] == [api.ConsentRefused]
    assert not api.has_consent(girl, "service")


def consent(girl):
    return api.give_consent(
        girl,
        purpose="service",
        text_version="1",
        manner=api.Manner.SPOKEN,
        evidence=api.Evidence(witness="Pak RT (sintetis)"),
        guardian=api.Guardian(nik=FATHER_NIK),
        given_at=datetime(2026, 1, 1, tzinfo=UTC),
        actor=OFFICER,
    )


def test_the_clock_of_these_tests_is_frozen_and_people_are_known(girl):
    assert clock.now().year == 2026
    assert subjects.find(girl).birth_date == date(2015, 7, 1)
