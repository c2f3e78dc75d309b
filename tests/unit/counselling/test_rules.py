"""Cards, records, appointments and months of a centre, without a database."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bahtera.counselling.errors import BadAppointment, BadCard, BadSession, Ended
from bahtera.counselling.rules import ages, appointments, cards, monthly, recap, records, words, writing
from bahtera.counselling.values import (
    Appointment,
    CardBody,
    Count,
    Flow,
    Form,
    GroupTold,
    Handed,
    Held,
    Kept,
    Line,
    Mode,
    Opening,
    Result,
    Staff,
    State,
)
from bahtera.disclosure import PUBLIC

TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 3, tzinfo=UTC)
GROUPS = ("siapa_saja", "lansia", "remaja")
WHOLE = CardBody(
    organiser_name="DP3AP2KB (sintetis)",
    decree="SK 12/2026",
    decreed_on=date(2026, 1, 2),
    decreed_by="Camat",
    services=("lansia", "remaja"),
    funds=("bokb",),
    bokb=(1_000_000, 2_000_000, 0),
    staff=tuple(Staff(one.name, f"Orang {number}") for number, one in enumerate(words.words("positions"))),
)
HELD = Held(TODAY, Form.COUNSELLING, Mode.IN_PERSON, Result.CONTINUED, 45)


# --- words ------------------------------------------------------------------------------------------------


def test_codes_of_the_lists_are_those_of_the_code_and_each_list_says_where_it_comes_from():
    assert words.known("forms") == set(Form)
    assert words.known("modes") == set(Mode)
    assert words.known("results") == set(Result)
    assert [one.number for one in words.words("services")] == list(range(1, 10))
    assert {one.status for one in words.code_lists().values()} <= {"official", "inferred"}
    assert all(one.source for one in words.code_lists().values())


def test_services_are_for_groups_that_the_directory_knows():
    from bahtera.directory.api import code_lists

    named = {group for one in words.words("services") for group in one.groups}
    assert named <= set(code_lists()["target_groups"])


@pytest.mark.parametrize(
    ("born", "band"),
    [
        (None, "tidak_tahu"),
        (date(2026, 11, 24), "tidak_tahu"),
        (date(2026, 11, 23), "0_9"),
        (date(2016, 11, 24), "0_9"),
        (date(2016, 11, 23), "10_17"),
        (date(2008, 11, 23), "18_24"),
        (date(1966, 11, 24), "50_59"),
        (date(1966, 11, 23), "60_plus"),
        (date(1920, 1, 1), "60_plus"),
    ],
)
def test_a_band_begins_on_a_birthday(born, band):
    assert ages.band_of(born, TODAY) == band


# --- cards ------------------------------------------------------------------------------------------------


def test_a_whole_card_is_filed_and_read_as_it_was_written():
    cards.check_filing(WHOLE, signed_by="Ketua", signed_on=TODAY, today=TODAY)
    assert cards.read(*cards.written(WHOLE)) == WHOLE
    assert cards.read(cards.written(WHOLE)[0], {}).staff == ()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"staff": WHOLE.staff[1:]}, "counselling.card_staff"),
        ({"decreed_on": None}, "counselling.card_decree"),
        ({"services": ()}, "counselling.card_words"),
        ({"services": ("lansia", "lansia")}, "counselling.card_words"),
        ({"services": ("ramalan",)}, "counselling.card_words"),
        ({"bokb": (-1, 0, 0)}, "counselling.card_money"),
        ({"funds": ()}, "counselling.card_money"),
    ],
)
def test_what_a_card_lacks_is_said(change, code):
    with pytest.raises(BadCard) as refused:
        cards.check_filing(replace(WHOLE, **change), signed_by="Ketua", signed_on=TODAY, today=TODAY)
    assert refused.value.code == code


def test_a_card_names_who_is_missing_and_needs_a_signature_that_lies_not_ahead():
    assert cards.missing(replace(WHOLE, staff=WHOLE.staff[1:])) == ("ketua",)
    for name, day in (("", TODAY), ("Ketua", None), ("Ketua", TODAY + timedelta(1))):
        with pytest.raises(BadCard):
            cards.check_filing(WHOLE, signed_by=name, signed_on=day, today=TODAY)


def test_the_next_year_begins_without_the_money_of_the_last():
    assert cards.copied(WHOLE) == replace(WHOLE, bokb=(0, 0, 0))


# --- records ----------------------------------------------------------------------------------------------


def test_every_result_leads_somewhere_and_nothing_leads_out_of_an_end():
    for state in State:
        if state in records.FINAL:
            with pytest.raises(Ended):
                records.check_open(state)
        else:
            assert set(records.MOVES[state]) == set(Result)
    assert {*records.MOVES, *records.FINAL} == set(State)


def test_a_record_stands_where_its_last_session_put_it():
    assert records.state_after([]) is State.OPEN
    assert records.state_after([Result.CONTINUED, Result.REFERRED]) is State.REFERRED
    assert records.state_after([Result.REFERRED, Result.CONTINUED]) is State.OPEN
    assert records.state_after([Result.REFERRED, Result.SETTLED]) is State.SETTLED
    with pytest.raises(Ended):
        records.state_after([Result.SETTLED, Result.CONTINUED])


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"held_on": TODAY + timedelta(1)}, "counselling.session_day"),
        ({"held_on": TODAY - timedelta(9)}, "counselling.session_day"),
        ({"held_on": TODAY - timedelta(3), "result": Result.SETTLED}, "counselling.session_day"),
        ({"minutes": 0}, "counselling.session_length"),
        ({"minutes": 481}, "counselling.session_length"),
        ({"phase": "tengah"}, "counselling.session_words"),
        ({"note": "x" * 20_001}, "counselling.session_words"),
        ({"follow_up": TODAY}, "counselling.session_follow_up"),
        ({"follow_up": TODAY + timedelta(7), "result": Result.SETTLED}, "counselling.session_follow_up"),
        ({"receiver_id": uuid4()}, "counselling.session_receiver"),
        ({"result": Result.REFERRED}, "counselling.session_receiver"),
    ],
)
def test_a_session_that_cannot_have_been_is_refused(change, code):
    span = {"came_on": TODAY - timedelta(7), "last_on": TODAY - timedelta(2), "today": TODAY}
    records.check_session(HELD, **span)
    with pytest.raises(BadSession) as refused:
        records.check_session(replace(HELD, **change), **span)
    assert refused.value.code == code


@pytest.mark.parametrize(
    "told",
    [
        Opening("lansia", "lansia", TODAY + timedelta(1)),
        Opening("lansia", "bukan", TODAY),
        Opening("bukan", "lansia", TODAY),
        Opening("lansia", "lansia", TODAY, "bukan"),
    ],
)
def test_a_record_begins_with_words_of_the_lists(told):
    records.check_opening(Opening("lansia", "lansia", TODAY, "keluarga"), today=TODAY, groups=GROUPS)
    with pytest.raises(BadSession):
        records.check_opening(told, today=TODAY, groups=GROUPS)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"topic": ""}, "counselling.session_topic"),
        ({"counts": ()}, "counselling.session_numbers"),
        ({"counts": (Count("lansia", "p", "60_plus", 0),)}, "counselling.session_numbers"),
        ({"counts": (Count("lansia", "p", "60_plus", 2),) * 2}, "counselling.session_numbers"),
        ({"counts": (Count("lansia", "p", "60_plus", 2001),)}, "counselling.session_numbers"),
        ({"counts": (Count("lansia", "x", "60_plus", 1),)}, "counselling.session_words"),
        ({"service": "bukan"}, "counselling.session_words"),
        ({"held_on": TODAY + timedelta(1)}, "counselling.session_day"),
        ({"minutes": 0}, "counselling.session_length"),
    ],
)
def test_a_group_session_needs_a_topic_and_people(change, code):
    told = GroupTold(
        TODAY,
        Form.INFORMATION,
        Mode.IN_PERSON,
        "lansia",
        "Lansia tangguh",
        90,
        (Count("lansia", "p", "60_plus", 12), Count("lansia", "l", "60_plus", 5)),
    )
    records.check_group(told, today=TODAY, groups=GROUPS)
    with pytest.raises(BadSession) as refused:
        records.check_group(replace(told, **change), today=TODAY, groups=GROUPS)
    assert refused.value.code == code


# --- appointments -----------------------------------------------------------------------------------------


def promised(hour, until, state=Kept.PLANNED):
    day = NOW.replace(hour=0) + timedelta(1)
    return Appointment(
        uuid4(),
        uuid4(),
        uuid4(),
        uuid4(),
        "user:1",
        day + timedelta(hours=hour),
        day + timedelta(hours=until),
        Mode.IN_PERSON,
        state,
        "",
        1,
    )


@pytest.mark.parametrize(
    ("hours", "meets"), [((2, 3), False), ((4, 5), False), ((3, 4), True), ((2, 5), True), ((3.5, 3.6), True)]
)
def test_times_meet_only_inside_each_other(hours, meets):
    one = promised(*hours)
    assert appointments.overlaps(one.starts_at, one.ends_at, promised(3, 4)) is meets
    assert not appointments.overlaps(one.starts_at, one.ends_at, promised(3, 4, Kept.CANCELLED))


def test_a_clash_says_whose_it_is_and_not_where():
    one = promised(3, 4)
    with pytest.raises(BadAppointment) as refused:
        appointments.check_free(one.starts_at, one.ends_at, counsellors=[promised(3, 4)], clients=[])
    assert refused.value.code == "counselling.appointment_counsellor"
    with pytest.raises(BadAppointment) as refused:
        appointments.check_free(one.starts_at, one.ends_at, counsellors=[], clients=[promised(3, 4)])
    assert refused.value.code == "counselling.appointment_client"


def test_a_time_lies_ahead_and_ends_on_the_day_of_the_office():
    zone = "Asia/Makassar"  # its midnight is 16.00 UTC
    day = NOW.replace(hour=15, minute=30)
    appointments.check_time(day, day + timedelta(minutes=30) - timedelta(seconds=1), now=NOW, zone=zone)
    for starts, ends in ((NOW, NOW + timedelta(hours=1)), (day, day), (day, day + timedelta(minutes=31))):
        with pytest.raises(BadAppointment):
            appointments.check_time(starts, ends, now=NOW, zone=zone)


@pytest.mark.parametrize("state", list(Kept))
@pytest.mark.parametrize("wanted", list(Kept))
def test_appointments_move_as_the_table_says(state, wanted):
    past = {"starts": NOW - timedelta(hours=1), "now": NOW}
    if wanted in appointments.MOVES[state]:
        appointments.check_move(state, wanted, **past)
    else:
        with pytest.raises(Ended):
            appointments.check_move(state, wanted, **past)


def test_nobody_stays_away_before_it_begins():
    with pytest.raises(BadAppointment):
        appointments.check_move(Kept.PLANNED, Kept.NO_SHOW, starts=NOW + timedelta(1), now=NOW)
    appointments.check_move(Kept.PLANNED, Kept.CANCELLED, starts=NOW + timedelta(1), now=NOW)


# --- the month --------------------------------------------------------------------------------------------

A_SERVICE = st.sampled_from(sorted(words.known("services")))
A_COUNT = st.builds(
    Count,
    st.sampled_from(GROUPS),
    st.sampled_from(sorted(words.known("sexes"))),
    st.sampled_from(sorted(words.known("ages"))),
    st.integers(1, 30),
)


@st.composite
def a_line(draw):
    common = {
        "register": "2026/0001",
        "day": TODAY,
        "service": draw(A_SERVICE),
        "form": draw(st.sampled_from(list(Form))),
        "mode": draw(st.sampled_from(list(Mode))),
    }
    if draw(st.booleans()):
        people = tuple(
            draw(
                st.lists(A_COUNT, min_size=1, max_size=4, unique_by=lambda x: (x.target_group, x.sex, x.age))
            )
        )
        return Line(kind=monthly.GROUP, people=people, **common)
    result = draw(st.sampled_from(list(Result)))
    return Line(
        kind=monthly.SESSION,
        people=(replace(draw(A_COUNT), people=1),),
        first=draw(st.booleans()),
        new_client=draw(st.booleans()),
        result=result.value,
        receiver_kind="sosial" if result is Result.REFERRED else "",
        **common,
    )


@given(st.lists(a_line(), max_size=12), st.integers(0, 5), st.integers(0, 5))
def test_every_cell_follows_from_its_lines_and_sums_agree(lines, before, opened):
    body = monthly.body_of(lines, flow=Flow(before, opened, before), no_shows=1, definitions="1")
    assert monthly.sums_agree(body)
    for cell, count in body.cells.items():
        behind = monthly.lines_of(body, cell)
        assert sum(monthly.cells_of(one)[cell] for one in behind) == count
    again = writing.read(writing.written(body))
    assert again == body
    assert writing.digest_of(again) == writing.digest_of(body)


def test_what_is_counted_twice_and_differs_is_seen():
    line = Line(
        "2026/0001",
        TODAY,
        monthly.SESSION,
        "lansia",
        Form.COUNSELLING,
        Mode.IN_PERSON,
        (Count("lansia", "p", "60_plus", 1),),
        result="tuntas",
    )
    body = monthly.body_of([line], flow=Flow(0, 1, 1), no_shows=0, definitions="1")
    assert monthly.total(body.cells, "kegiatan", row="lansia", column="konseling") == 1
    wrong = dict(body.cells) | {("umur", "60_plus", "p"): 2}
    assert not monthly.sums_agree(replace(body, cells=wrong))
    assert not monthly.sums_agree(replace(body, flow=Flow(0, 0, 1)))


# --- recap ------------------------------------------------------------------------------------------------


def test_a_report_is_in_time_late_waiting_or_overdue():
    due = NOW
    before, after = NOW - timedelta(1), NOW + timedelta(1)
    assert recap.handed(due, due=due, now=after) is Handed.IN_TIME
    assert recap.handed(after, due=due, now=after) is Handed.LATE
    assert recap.handed(None, due=due, now=before) is Handed.WAITING
    assert recap.handed(None, due=due, now=after) is Handed.OVERDUE


def test_a_hidden_part_cannot_be_taken_out_of_the_sum():
    assert recap.parts_told({"a": 9, "b": 7, "c": 0}, PUBLIC) == {"a": 9, "b": 7, "c": 0}
    assert recap.parts_told({"a": 9, "b": 7, "c": 2}, PUBLIC) == {"a": 9, "b": None, "c": None}
    assert recap.parts_told({"a": 9, "b": 2, "c": 2}, PUBLIC) == {"a": None, "b": None, "c": None}
    assert recap.parts_told({"a": 9, "b": 3, "c": 2}, PUBLIC) == {"a": 9, "b": None, "c": None}
    assert recap.parts_told({"a": 2}, PUBLIC) == {"a": None}


@given(st.dictionaries(st.sampled_from("abcdefghi"), st.integers(0, 12), max_size=9))
def test_no_hidden_part_stands_alone(parts):
    found = recap.parts_told(parts, PUBLIC)
    hidden = [name for name, count in found.items() if count is None]
    others = [name for name, count in found.items() if count]
    assert all(found[name] in {None, count} for name, count in parts.items())
    if others and hidden:
        assert len(hidden) > 1
        assert sum(parts[name] for name in hidden) >= PUBLIC.threshold
