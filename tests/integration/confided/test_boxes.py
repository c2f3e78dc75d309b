"""What was confided: kept closed, opened for one purpose by those who may, let go, and brought to newer keys."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from tests.fakes.keyrings import keys_and_files_in
from tests.fakes.private_boxes import CALL, answers_box, help_box

from bahtera.access.api import SYSTEM, Actor, NotAllowed, Purpose, SecondFactorNeeded
from bahtera.confided import api as confided
from bahtera.confided.models import HelpBox, SealedAnswers
from bahtera.config import registrations
from bahtera.foundation import audit, clock, events, expiring
from bahtera.foundation.models import EventDelivery
from bahtera.foundation.sealing import exchange, keyring, rotation

pytestmark = pytest.mark.django_db(transaction=True)

NOON = datetime(2026, 11, 22, 5, tzinfo=UTC)
VILLAGE, REGENCY = "63.02.05.2001", "63.02"
KADER = Actor.over("device:1", "Siti", frozenset({"kader"}), (VILLAGE,))
OFFICE = frozenset(
    {"administrator", "supervisor", "coordinator", "statistician", "data_protection_officer", "auditor"}
)


@pytest.fixture(autouse=True)
def _own_keys(tmp_path):
    registrations.register_all()
    with clock.frozen(NOON), keys_and_files_in(tmp_path):
        yield


def worker(area=REGENCY, *, assured=True):
    plain = Actor.over("user:9", "Laila", frozenset({"case_worker"}), (area,))
    return Actor(plain.key, plain.name, plain.grants, assured=assured)


def keep(asked="ditanyakan", call=None, visit_id=None, **answers):
    visit = visit_id or uuid4()
    sent = confided.SentPrivate(confided.Asked(asked), answers_box(**answers), help_box(call))
    confided.keep_private(visit, sent, village_code=VILLAGE, regency_code=REGENCY, actor=KADER)
    return visit


def boxes():
    return list(HelpBox.objects.order_by("pk").values_list("pk", flat=True))


# --- keeping ----------------------------------------------------------------------------------------------


def test_a_box_with_a_call_looks_like_one_without(monkeypatch):
    told = []
    monkeypatch.setitem(events._handlers, "confided.help_box_came", {"listener": told.append})
    keep(konflik_kdrt="ya", call=CALL)
    keep(konflik_kdrt="tidak")
    keep("tidak_sendiri")
    assert len({len(bytes(row.box)) for row in HelpBox.objects.all()}) == 1
    assert len({len(bytes(row.box)) for row in SealedAnswers.objects.all()}) == 1
    events_told = EventDelivery.objects.filter(name="confided.help_box_came")
    assert {str(one.key) for one in events_told} == {str(one) for one in boxes()}
    assert {str(one.payload) for one in events_told} == {"{}"}, "news of a box holds its id and nothing else"


def test_what_came_first_stays():
    visit = keep(konflik_kdrt="ya")
    first = bytes(SealedAnswers.objects.get().box)
    keep(visit_id=visit, konflik_kdrt="tidak")
    assert bytes(SealedAnswers.objects.get().box) == first
    assert len(boxes()) == 1


def test_the_trail_says_that_it_came_and_no_more():
    visit = keep(konflik_kdrt="ya", call=CALL)
    [entry] = [one for one in audit.trail_of([f"submission:{visit}"]) if one.action == "confided.kept"]
    assert dict(entry.details) == {}


@pytest.mark.parametrize(
    "change", [lambda box: box[:-1], lambda box: b"nope" + box[4:], lambda box: box + b"\0"]
)
def test_a_box_of_another_shape_is_refused(change):
    sent = confided.SentPrivate(confided.Asked.ASKED, change(answers_box()), help_box())
    with pytest.raises(confided.NotSealedForHere):
        confided.keep_private(uuid4(), sent, village_code=VILLAGE, regency_code=REGENCY, actor=KADER)
    assert not SealedAnswers.objects.exists()


def test_nothing_joins_a_call_to_its_visit():
    visit = keep(call=CALL)
    row = HelpBox.objects.values().get()
    assert str(visit) not in str(row)
    assert visit.bytes not in bytes(row["box"])


# --- opening ----------------------------------------------------------------------------------------------


def test_answers_open_together_for_figures():
    visits = [keep(konflik_kdrt=answer) for answer in ("ya", "tidak", "tidak", "tidak_tahu", "tidak")]
    visits += [keep("tidak_sendiri", konflik_kdrt="ya"), keep("menolak")]
    opened = confided.open_private_answers(visits, actor=SYSTEM, purpose=Purpose.STATISTICS)
    assert [opened[one].answers.get("konflik_kdrt") for one in visits] == [
        "ya", "tidak", "tidak", "tidak_tahu", "tidak", None, None,
    ]  # fmt: skip
    assert opened[visits[5]].asked is confided.Asked.NOT_ALONE, "who was not alone is never counted as no"
    [entry] = audit.trail_of(["private-answers"])
    assert dict(entry.details) == {"purpose": "statistics", "visits": 7}


def test_answers_of_few_are_not_opened():
    visits = [keep(konflik_kdrt="ya") for _ in range(4)] + [keep("tidak_sendiri") for _ in range(9)]
    with pytest.raises(confided.TooFewToOpen):
        confided.open_private_answers(visits, actor=SYSTEM, purpose=Purpose.STATISTICS)


@pytest.mark.parametrize("role", sorted(OFFICE | {"kader", "case_worker", "tpk2d", "publisher"}))
def test_no_person_opens_answers(role):
    visits = [keep() for _ in range(5)]
    somebody = Actor.over("user:1", "X", frozenset({role}), ("",))
    with pytest.raises(NotAllowed):
        confided.open_private_answers(visits, actor=somebody, purpose=Purpose.STATISTICS)


@pytest.mark.parametrize("purpose", [one for one in Purpose if one is not Purpose.STATISTICS])
def test_answers_open_for_no_other_purpose(purpose):
    with pytest.raises(confided.WrongPurpose):
        confided.open_private_answers([uuid4()], actor=SYSTEM, purpose=purpose)


def test_uptd_opens_calls_of_its_regency_and_sees_which_say_nothing():
    keep(call=CALL)
    keep()
    opened = confided.open_help_calls(boxes(), actor=worker(), purpose=Purpose.PROTECTION)
    assert set(opened) == set(boxes())
    [call] = [one for one in opened.values() if one is not None]
    assert (call.name, call.contact, call.ways, call.times) == (
        CALL["name"],
        CALL["contact"],
        ("wa",),
        ("pagi",),
    )
    assert (call.never, call.regency_code, call.came_on) == (CALL["never"], REGENCY, NOON.date())
    assert "Bunga" not in repr(call), "a call that is logged by mistake names nobody"
    trail = [audit.trail_of([f"help-box:{one}"]) for one in boxes()]
    assert [[entry.action for entry in entries] for entries in trail] == [["confided.help_opened"]] * 2


def test_another_regency_sees_no_box():
    keep(call=CALL)
    assert confided.open_help_calls(boxes(), actor=worker("63.10"), purpose=Purpose.PROTECTION) == {}


@pytest.mark.parametrize(
    "role", sorted(OFFICE | {"kader", "counsellor", "agency_officer", "publisher", "desa_officer"})
)
def test_nobody_else_opens_a_call(role):
    keep(call=CALL)
    somebody = Actor.over("user:1", "X", frozenset({role}), ("",))
    with pytest.raises(NotAllowed):
        confided.open_help_calls(boxes(), actor=somebody, purpose=Purpose.PROTECTION)


def test_a_call_wants_the_second_factor_and_its_purpose():
    keep(call=CALL)
    with pytest.raises(SecondFactorNeeded):
        confided.open_help_calls(boxes(), actor=worker(assured=False), purpose=Purpose.PROTECTION)
    with pytest.raises(confided.WrongPurpose):
        confided.open_help_calls(boxes(), actor=worker(), purpose=Purpose.SERVICE)


def test_a_call_without_agreement_is_no_call():
    keep(call={**CALL, "agreed": False})
    assert list(confided.open_help_calls(boxes(), actor=worker(), purpose=Purpose.PROTECTION).values()) == [
        None
    ]


def test_one_pair_opens_nothing_of_another():
    box = help_box(CALL)
    for purpose in (exchange.VISIT, exchange.STATISTICS):
        with pytest.raises(exchange.UnknownKey):
            exchange.open_sealed(box, purpose=purpose)
    crossed = exchange.seal_to(
        exchange.public_key(exchange.HELP).point, b"x", purpose=exchange.STATISTICS, step=2048
    )
    with pytest.raises(exchange.Broken):
        exchange.open_sealed(crossed, purpose=exchange.HELP)


# --- keys, and letting go ---------------------------------------------------------------------------------


def test_boxes_move_to_newer_keys_with_their_size_and_open_there():
    keep(konflik_kdrt="ya", call=CALL)
    before = {len(bytes(HelpBox.objects.get().box)), len(bytes(SealedAnswers.objects.get().box))}
    rotation.prepare()
    rotation.activate()
    assert {"private answers": 1, "calls for help": 1}.items() <= rotation.unfinished(files=False).items()
    assert rotation.reseal(lambda _progress: None, files=False) == 0
    assert rotation.unfinished(files=False) == {}
    assert {len(bytes(HelpBox.objects.get().box)), len(bytes(SealedAnswers.objects.get().box))} == before
    with clock.frozen(NOON + timedelta(days=400)):
        rotation.retire()
    assert sorted(keyring.current().help.by_version) == [2]
    [call] = confided.open_help_calls(boxes(), actor=worker(), purpose=Purpose.PROTECTION).values()
    assert call.name == CALL["name"]


def test_an_erased_visit_takes_its_answers_and_silences_no_call():
    visit = keep(konflik_kdrt="ya", call=CALL)
    confided.forget_private(visit)
    assert not SealedAnswers.objects.exists()
    assert len(boxes()) == 1


def test_boxes_for_uptd_grow_old():
    keep(call=CALL)
    [executor] = [one for name, one in expiring.executors().items() if name == "confided.help_boxes"]
    assert executor.find(NOON, "", 10) == []
    [found] = executor.find(NOON + timedelta(days=1), "", 10)
    assert (found.key, found.area) == (str(boxes()[0]), REGENCY)
    assert executor.find(NOON + timedelta(days=1), found.key, 10) == []
    assert executor.end([found.key], "old") == 1
