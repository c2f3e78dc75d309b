"""Records, sessions, sealed notes, appointments, and what stays when somebody is forgotten."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from tests.integration.counselling.conftest import (
    NOW,
    TODAY,
    agree_remotely,
    new_unit,
    safe_on_tuesdays,
)

from bahtera.access.api import Actor, Grant, NotAllowed, SecondFactorNeeded
from bahtera.access.models import Membership, Person
from bahtera.clients import api as clients
from bahtera.counselling import api as counselling
from bahtera.counselling.api import Form, Held, Kept, Mode, Opening, Result, State
from bahtera.counselling.models import Record, Session
from bahtera.foundation import clock, events, expiring
from bahtera.foundation.models import AuditEntry
from bahtera.foundation.sealing import Erased

ELDERLY = Opening("lansia", "lansia", TODAY - timedelta(7), "keluarga")
TALK = Held(TODAY, Form.COUNSELLING, Mode.IN_PERSON, Result.CONTINUED, 45, "awal", note="Cerita klien")
TUESDAY = datetime(2026, 11, 24, 10, 0, tzinfo=ZoneInfo("Asia/Makassar"))
HALF = timedelta(minutes=30)


@pytest.fixture
def record(centre, client):
    return counselling.open_record(centre.id, client, ELDERLY, actor=centre.laila)


def actions():
    return list(AuditEntry.objects.order_by("id").values_list("action", flat=True))


# --- records ----------------------------------------------------------------------------------------------


def test_register_numbers_follow_each_other_and_a_form_sent_twice_opens_one(centre, client):
    made = uuid4()
    first = counselling.open_record(centre.id, client, ELDERLY, actor=centre.laila, record_id=made)
    again = counselling.open_record(centre.id, client, ELDERLY, actor=centre.laila, record_id=made)
    second = counselling.open_record(centre.id, centre.client("Budi"), ELDERLY, actor=centre.mira)
    assert first == again
    assert [first.register, second.register] == ["2026/0001", "2026/0002"]
    back = counselling.open_record(centre.id, client, ELDERLY, actor=centre.laila)
    assert [first.first, second.first, back.first] == [True, True, False]


def test_somebody_whose_name_nobody_knows_gets_a_record(centre):
    nobody = clients.register_client(clients.Identity(), unit_id=centre.id, actor=centre.laila)
    row = counselling.open_record(centre.id, nobody.client_id, ELDERLY, actor=centre.laila)
    counselling.hold_session(row.id, TALK, actor=centre.laila)
    kept = Session.objects.get()
    assert (kept.sex, kept.age) == ("tidak_tahu", "tidak_tahu")


def test_a_record_is_of_its_own_centre(centre, other, client, record):
    for act in (
        lambda: counselling.see_record(record.id, actor=other.laila),
        lambda: counselling.hold_session(record.id, TALK, actor=other.laila),
        lambda: counselling.list_records(centre.id, actor=other.laila),
    ):
        with pytest.raises(counselling.NoSuchRecord):
            act()
    with pytest.raises(clients.NoSuchClient):
        counselling.open_record(other.id, client, ELDERLY, actor=other.laila)


def test_an_officer_keeps_reports_and_meets_no_record(centre, record):
    with pytest.raises(NotAllowed):
        counselling.see_record(record.id, actor=centre.officer)
    with pytest.raises(NotAllowed):
        counselling.list_records(centre.id, actor=centre.officer)


def test_without_the_second_step_nothing_opens(centre, record):
    half = replace(centre.laila, assured=False)
    with pytest.raises(SecondFactorNeeded):
        counselling.see_record(record.id, actor=half)


def test_an_office_that_is_no_centre_keeps_no_records():
    unit = new_unit("puspaga")
    actor = Actor("user:7", "Petugas", (Grant("counsellor", "63.02.12", unit),))
    with pytest.raises(counselling.NotACentre):
        counselling.list_records(unit, actor=actor)


def test_looking_at_a_record_is_in_the_trail(centre, record):
    counselling.see_record(record.id, actor=centre.mira)
    assert actions()[-1] == "counselling.record_read"


# --- sessions ---------------------------------------------------------------------------------------------


def test_results_move_the_record_until_it_is_settled(centre, record):
    dinas = new_unit("sosial", "63.02")
    counselling.hold_session(record.id, replace(TALK, held_on=TODAY - timedelta(7)), actor=centre.laila)
    sent = replace(TALK, held_on=TODAY - timedelta(2), result=Result.REFERRED, receiver_id=dinas)
    counselling.hold_session(record.id, sent, actor=centre.laila)
    assert counselling.see_record(record.id, actor=centre.laila).record.state is State.REFERRED
    done = counselling.hold_session(record.id, replace(TALK, result=Result.SETTLED), actor=centre.laila)
    seen = counselling.see_record(record.id, actor=centre.laila)
    assert (seen.record.state, seen.record.closed_on, seen.record.sessions) == (State.SETTLED, TODAY, 3)
    with pytest.raises(counselling.Ended):
        counselling.hold_session(record.id, TALK, actor=centre.laila)
    counselling.take_back_session(done.id, reason="klien keliru", actor=centre.laila)
    seen = counselling.see_record(record.id, actor=centre.laila)
    assert (seen.record.state, seen.record.closed_on, seen.record.sessions) == (State.REFERRED, None, 2)
    with pytest.raises(counselling.Moved):
        counselling.take_back_session(done.id, reason="klien keliru", actor=centre.laila)


def test_a_session_sent_twice_is_one(centre, record):
    made = uuid4()
    for _ in range(2):
        counselling.hold_session(record.id, TALK, actor=centre.laila, session_id=made)
    assert Session.objects.count() == 1


def test_a_referral_names_an_office_that_there_is(centre, record):
    with pytest.raises(counselling.BadSession):
        counselling.hold_session(
            record.id, replace(TALK, result=Result.REFERRED, receiver_id=uuid4()), actor=centre.laila
        )
    assert not Session.objects.exists()


def test_counselling_by_phone_needs_a_consent_of_its_own(centre, client, record):
    with pytest.raises(counselling.NoRemoteConsent):
        counselling.hold_session(record.id, replace(TALK, mode=Mode.PHONE), actor=centre.laila)
    agree_remotely(client, centre.laila)
    held = counselling.hold_session(record.id, replace(TALK, mode=Mode.PHONE), actor=centre.laila)
    assert Session.objects.get(pk=held.id).ground_id is not None


def test_a_record_ends_without_a_result_for_a_reason_of_the_list(centre, record):
    with pytest.raises(counselling.BadSession):
        counselling.stop_record(record.id, "bosan", number=record.number, actor=centre.laila)
    with pytest.raises(counselling.Moved):
        counselling.stop_record(record.id, "pindah", number=9, actor=centre.laila)
    stopped = counselling.stop_record(record.id, "pindah", number=record.number, actor=centre.laila)
    assert (stopped.state, stopped.stopped_why) == (State.STOPPED, "pindah")
    with pytest.raises(counselling.Ended):
        counselling.hold_session(record.id, TALK, actor=centre.laila)


# --- notes ------------------------------------------------------------------------------------------------


def placed(centre, name):
    """Give somebody an account and a place in the centre; return them as a counsellor and their id."""
    user = get_user_model().objects.create(username=name.lower())
    person = Person.objects.create(name=name, search_name=name.lower(), user=user, created_at=NOW)
    Membership.objects.create(person=person, unit_id=centre.id, valid_from=TODAY)
    return Actor(f"user:{user.pk}", name, (Grant("counsellor", "63.02.12", centre.id),)), person.pk


def test_a_note_is_for_its_counsellor_and_those_named_and_each_reading_is_written(centre, record):
    mira, mira_id = placed(centre, "Mira")
    held = counselling.hold_session(record.id, TALK, actor=centre.laila)
    assert counselling.read_note(held.id, actor=centre.laila) == "Cerita klien"
    with pytest.raises(counselling.NotNamed):
        counselling.read_note(held.id, actor=mira)
    assert actions()[-2:] == ["counselling.note_read", "counselling.note_refused"]
    assert counselling.colleagues(centre.id, actor=centre.laila) == ((mira_id, "Mira"),)
    with pytest.raises(counselling.NotNamed):
        counselling.name_reader(record.id, mira_id, actor=mira)
    counselling.name_reader(record.id, mira_id, actor=centre.laila)
    assert counselling.read_note(held.id, actor=mira) == "Cerita klien"
    (reader,) = counselling.see_record(record.id, actor=centre.laila).readers
    counselling.end_reader(record.id, reader.id, actor=centre.laila)
    with pytest.raises(counselling.NotNamed):
        counselling.read_note(held.id, actor=mira)


def test_only_who_has_a_place_in_the_centre_is_named(centre, record):
    with pytest.raises(counselling.BadSession):
        counselling.name_reader(record.id, uuid4(), actor=centre.laila)


def test_notes_are_closed_where_they_lie(centre, record):
    counselling.hold_session(record.id, TALK, actor=centre.laila)
    with connection.cursor() as cursor:
        cursor.execute("SELECT note, reason FROM counselling_session")
        (found,) = cursor.fetchall()
    assert b"Cerita" not in bytes(found[0])


def test_what_a_record_shows_holds_no_note(centre, record):
    counselling.hold_session(record.id, TALK, actor=centre.laila)
    (seen,) = counselling.see_record(record.id, actor=centre.laila).sessions
    assert seen.has_note
    assert seen.told.note == ""


# --- appointments -----------------------------------------------------------------------------------------


def test_a_promised_time_clashes_for_counsellor_and_client(centre, record):
    make = counselling.make_appointment
    make(record.id, TUESDAY, TUESDAY + HALF, Mode.IN_PERSON, actor=centre.laila)
    make(record.id, TUESDAY + HALF, TUESDAY + 2 * HALF, Mode.IN_PERSON, actor=centre.laila)
    with pytest.raises(counselling.BadAppointment) as refused:
        make(record.id, TUESDAY, TUESDAY + HALF, Mode.IN_PERSON, actor=centre.mira)
    assert refused.value.code == "counselling.appointment_client"
    second = counselling.open_record(centre.id, centre.client("Budi"), ELDERLY, actor=centre.laila)
    with pytest.raises(counselling.BadAppointment) as refused:
        make(second.id, TUESDAY, TUESDAY + HALF, Mode.IN_PERSON, actor=centre.laila)
    assert refused.value.code == "counselling.appointment_counsellor"


def test_a_call_is_promised_only_when_it_is_safe(centre, client, record):
    make = counselling.make_appointment
    with pytest.raises(counselling.NoRemoteConsent):
        make(record.id, TUESDAY, TUESDAY + HALF, Mode.PHONE, actor=centre.laila)
    agree_remotely(client, centre.laila)
    with pytest.raises(counselling.BadAppointment) as refused:
        make(record.id, TUESDAY, TUESDAY + HALF, Mode.PHONE, actor=centre.laila)
    assert refused.value.code == "counselling.appointment_unsafe"
    safe_on_tuesdays(client, centre.laila)
    made = make(record.id, TUESDAY, TUESDAY + HALF, Mode.PHONE, actor=centre.laila)
    assert made.state is Kept.PLANNED


def test_a_closed_centre_is_said_so(centre, record):
    sunday = TUESDAY + timedelta(5)
    with pytest.raises(counselling.BadAppointment) as refused:
        counselling.make_appointment(record.id, sunday, sunday + HALF, Mode.IN_PERSON, actor=centre.laila)
    assert refused.value.code == "counselling.appointment_closed"
    counselling.make_appointment(
        record.id, sunday, sunday + HALF, Mode.IN_PERSON, actor=centre.laila, anyway=True
    )


def test_who_did_not_come_is_written_down_once_it_began(centre, record):
    made = counselling.make_appointment(
        record.id, TUESDAY, TUESDAY + HALF, Mode.IN_PERSON, actor=centre.laila
    )
    with pytest.raises(counselling.BadAppointment):
        counselling.move_appointment(made.id, Kept.NO_SHOW, number=1, actor=centre.laila)
    with clock.frozen(TUESDAY + HALF):
        moved = counselling.move_appointment(made.id, Kept.NO_SHOW, number=1, actor=centre.mira)
        assert moved.state is Kept.NO_SHOW
        with pytest.raises(counselling.Moved):
            counselling.move_appointment(made.id, Kept.CAME, number=1, actor=centre.laila)
    day = counselling.appointments_of(
        centre.id, first=date(2026, 11, 24), last=date(2026, 11, 24), actor=centre.laila
    )
    assert [one.id for one in day] == [made.id]


def test_cancelling_says_why(centre, record):
    made = counselling.make_appointment(
        record.id, TUESDAY, TUESDAY + HALF, Mode.IN_PERSON, actor=centre.laila
    )
    with pytest.raises(counselling.NoReason):
        counselling.move_appointment(made.id, Kept.CANCELLED, number=1, actor=centre.laila)
    counselling.move_appointment(made.id, Kept.CANCELLED, number=1, actor=centre.laila, reason="klien sakit")
    counselling.make_appointment(record.id, TUESDAY, TUESDAY + HALF, Mode.IN_PERSON, actor=centre.laila)


# --- forgetting -------------------------------------------------------------------------------------------


def forgotten():
    row, session = Record.objects.get(), Session.objects.get()
    with pytest.raises(Erased):
        from bahtera.foundation.sealing import parts

        parts.read(session, "note")
    return row.client_id is None and not row.theme and row.forgotten_at is not None


def test_whom_clients_forget_counselling_forgets(centre, client, record):
    counselling.hold_session(record.id, TALK, actor=centre.laila)
    clients.end_service(client, centre.id, actor=centre.laila)
    executor = expiring.executors()["clients.clients"]
    executor.end([str(client)], "retention")
    events.dispatch()
    assert forgotten()
    row = counselling.list_records(centre.id, actor=centre.laila).items[0]
    assert (row.client_id, row.sessions) == (None, 1)


def test_years_after_the_end_notes_lose_their_key_and_the_month_keeps_its_sums(centre, record):
    counselling.hold_session(record.id, replace(TALK, result=Result.SETTLED), actor=centre.laila)
    before = counselling.month_of(centre.id, 2026, 11, actor=centre.laila).body
    executor = expiring.executors()["counselling.records"]
    later = NOW + timedelta(days=2000)
    (found,) = executor.find(later, "", 10)
    assert executor.find(NOW - timedelta(2), "", 10) == []
    assert executor.end([found.key], "retention") == 1
    assert forgotten()
    assert executor.find(later, "", 10) == []
    assert counselling.month_of(centre.id, 2026, 11, actor=centre.laila).body == before


def test_old_appointments_lose_whose_they_were_and_old_cards_their_names(centre, record):
    counselling.make_appointment(record.id, TUESDAY, TUESDAY + HALF, Mode.IN_PERSON, actor=centre.laila)
    executor = expiring.executors()["counselling.appointments"]
    (found,) = executor.find(NOW + timedelta(9), "", 10)
    assert executor.end([found.key], "retention") == 1
    assert executor.find(NOW + timedelta(9), "", 10) == []
