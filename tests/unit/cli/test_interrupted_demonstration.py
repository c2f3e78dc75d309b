"""The demonstration goes on after a break, and after a moment in which the machine could not take a visit."""

from datetime import UTC, datetime
from types import SimpleNamespace
from uuid import uuid4

import pytest

from bahtera.cli.demonstration import earlier_round, playing, sending
from bahtera.cli.demonstration.families import DemoVisit
from bahtera.cli.demonstration.villages import VILLAGES
from bahtera.releases.api import Kind
from bahtera.surveys import api as surveys
from bahtera.surveys.api import Outcome, RoundState

AT = datetime(2025, 5, 1, 2, tzinfo=UTC)
VISIT = DemoVisit(VILLAGES[0].code, 1, "uuid:1", {}, AT, AT, AT)
AGAIN = Outcome("again", "")
STORED = Outcome("stored", "", receipt=SimpleNamespace(submission_id=uuid4()))
REUSED = Outcome("refused", "", error=surveys.InstanceReused("uuid:1"))
REFUSED = Outcome("refused", "", error=surveys.UnknownRound(1))


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch):
    for module in (playing, sending):
        monkeypatch.setattr(module, "WAITS", (0.0, 0.0))


@pytest.fixture
def send(monkeypatch):
    """Send a slice of one visit to a door that answers as told, and return how often it was asked."""

    def sending_to(*answers):
        told, asked = iter(answers), []

        def door(bodies, **_):
            asked.append(bodies)
            return [next(told)]

        monkeypatch.setattr(playing.access, "resolve_token", lambda _: "kader")
        monkeypatch.setattr(playing, "visits_before", lambda *_: iter([VISIT]))
        monkeypatch.setattr(playing, "categorise", lambda: None)
        monkeypatch.setattr(playing, "_filler", lambda: SimpleNamespace(fill=lambda _: b"<x/>"))
        monkeypatch.setattr(playing.surveys, "receive_many", door)
        assert playing.send_earlier_part(VILLAGES[0], "token", 0, 1) == 1
        return len(asked)

    return sending_to


def test_visits_that_the_machine_could_not_take_are_sent_again(send):
    assert send(STORED) == 1
    assert send(AGAIN, AGAIN, STORED) == 3


def test_visits_sent_by_an_older_version_with_other_answers_stay(send):
    assert send(REUSED) == 1


@pytest.mark.parametrize("answers", [(REFUSED,), (AGAIN, AGAIN, AGAIN)])
def test_what_is_refused_or_never_taken_stops_it(send, answers):
    with pytest.raises(sending.NotKept):
        send(*answers)


@pytest.mark.parametrize(("answers", "posts"), [((503, 201), 2), ((503, 503, 409), 3), ((201,), 1)])
def test_a_phone_sends_again_what_the_store_did_not_take(monkeypatch, answers, posts):
    told, sent = iter(answers), []

    def post(_phone, body):
        sent.append(body)
        return next(told), b""

    monkeypatch.setattr(sending.Phone, "_post", post)
    monkeypatch.setattr(sending, "WSGIHandler", lambda: None)
    sending.Phone("token", lambda _: b"<x/>", name="x").send(VISIT)
    assert sent == [b"<x/>"] * posts


@pytest.mark.parametrize(
    ("state", "signed"),
    [
        (RoundState.FIELD, [Kind.PROVISIONAL, Kind.FINAL]),
        (RoundState.REVIEW, [Kind.PROVISIONAL, Kind.FINAL]),
        (RoundState.PROVISIONAL, [Kind.FINAL]),
    ],
)
def test_last_years_round_is_closed_from_wherever_it_was_left(monkeypatch, state, signed):
    row, made = SimpleNamespace(id=1, state=state, is_open=state is RoundState.FIELD), []

    def move(_, to, **__):
        row.state, row.is_open = to, False

    def freeze(_, kind, **__):
        made.append(kind)
        row.state = RoundState(kind.value)

    monkeypatch.setattr(earlier_round.surveys, "get_round", lambda _: row)
    monkeypatch.setattr(earlier_round.surveys, "move_round", move)
    monkeypatch.setattr(earlier_round.releases, "freeze", freeze)
    monkeypatch.setattr(earlier_round.releases, "unsettled_in", lambda _: SimpleNamespace(total=0))
    earlier_round._close(row, {"admin": None, "statistisi": None})
    assert made == signed
    assert row.state is RoundState.FINAL
