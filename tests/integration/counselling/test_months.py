"""The card of a year, group sessions, the report of a month, who reported, and what may be told of all."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from tests.integration.counselling.conftest import DISTRICT, TODAY, new_centre, new_unit

from bahtera.access.api import Actor, Grant, NotAllowed
from bahtera.counselling import api as counselling
from bahtera.counselling.api import (
    CardBody,
    Count,
    Form,
    GroupTold,
    Handed,
    Held,
    Mode,
    Opening,
    Result,
    Staff,
)
from bahtera.counselling.models import CentreCard
from bahtera.foundation import clock, expiring

OCTOBER = date(2026, 10, 12)
IN_TIME = datetime(2026, 11, 2, 3, tzinfo=UTC)
LATE = datetime(2026, 11, 9, 3, tzinfo=UTC)
TALK = Held(OCTOBER, Form.COUNSELLING, Mode.IN_PERSON, Result.SETTLED, 45)
MEETING = GroupTold(
    OCTOBER,
    Form.INFORMATION,
    Mode.IN_PERSON,
    "lansia",
    "Lansia tangguh",
    90,
    (Count("lansia", "p", "60_plus", 12), Count("lansia", "l", "60_plus", 5)),
)
CARD = CardBody(
    organiser_name="DP3AP2KB (sintetis)",
    decree="SK 12/2026",
    decreed_on=date(2026, 1, 2),
    decreed_by="Camat",
    services=("lansia",),
    funds=("bokb",),
    bokb=(1_000_000, 2_000_000, 500_000),
    staff=tuple(Staff(one.name, f"Orang {one.name}") for one in counselling.words("positions")),
)


def one_client(centre, on=OCTOBER, **more):
    row = counselling.open_record(
        centre.id, centre.client(f"Klien {on} {more}"), Opening("lansia", "lansia", on), actor=centre.laila
    )
    counselling.hold_session(row.id, replace(TALK, held_on=on, **more), actor=centre.laila)
    return row


def planner(area="63.02", role="tpk2d"):
    return Actor("user:900", "Sri", (Grant(role, area, None),))


# --- cards ------------------------------------------------------------------------------------------------


def test_a_card_is_filed_when_signed_and_the_next_year_begins_as_its_copy(centre):
    draft = counselling.begin_card(centre.id, 2026, actor=centre.officer)
    assert counselling.begin_card(centre.id, 2026, actor=centre.laila).id == draft.id
    with pytest.raises(counselling.BadCard):
        counselling.file_card(draft.id, signed_by="Ketua", signed_on=TODAY, actor=centre.officer)
    counselling.keep_card(draft.id, CARD, actor=centre.officer)
    filed = counselling.file_card(draft.id, signed_by="Ketua", signed_on=TODAY, actor=centre.officer)
    assert (filed.number, filed.in_time, filed.due.date()) == (1, False, date(2026, 1, 3))
    with pytest.raises(counselling.Ended):
        counselling.keep_card(draft.id, CARD, actor=centre.officer)
    following = counselling.begin_card(centre.id, 2027, actor=centre.officer)
    assert following.body == replace(CARD, bokb=(0, 0, 0))
    mended = counselling.begin_card(centre.id, 2026, actor=centre.officer)
    assert (mended.number, mended.body) == (2, CARD)
    assert [one.year for one in counselling.cards_of(centre.id, actor=centre.laila)] == [2027, 2026, 2026]


def test_a_card_changed_after_it_was_printed_is_not_filed_unseen(centre):
    draft = counselling.begin_card(centre.id, 2026, actor=centre.officer)
    kept = counselling.keep_card(draft.id, CARD, actor=centre.officer)
    with clock.frozen(clock.now() + timedelta(minutes=5)):
        counselling.keep_card(draft.id, replace(CARD, place="Balai desa"), actor=centre.officer)
        with pytest.raises(counselling.Moved):
            counselling.file_card(
                draft.id,
                signed_by="Ketua",
                signed_on=TODAY,
                digest=kept.kept_at.isoformat(),
                actor=centre.officer,
            )


def test_a_card_is_of_its_centre(centre, other):
    draft = counselling.begin_card(centre.id, 2026, actor=centre.officer)
    with pytest.raises(counselling.NoSuchRecord):
        counselling.keep_card(draft.id, CARD, actor=other.officer)
    with pytest.raises(counselling.BadCard):
        counselling.begin_card(centre.id, 2019, actor=centre.officer)


def test_after_years_a_card_loses_its_names(centre):
    draft = counselling.begin_card(centre.id, 2026, actor=centre.officer)
    counselling.keep_card(draft.id, CARD, actor=centre.officer)
    counselling.file_card(draft.id, signed_by="Ketua", signed_on=TODAY, actor=centre.officer)
    executor = expiring.executors()["counselling.cards"]
    later = clock.now() + timedelta(1)
    (found,) = executor.find(later, "", 5)
    assert executor.end([found.key], "retention") == 1
    assert executor.find(later, "", 5) == []
    row = CentreCard.objects.get()
    assert (row.staff, row.signed_by) == ({}, "")
    (card,) = counselling.cards_of(centre.id, actor=centre.officer)
    assert card.body.staff == ()


# --- the month --------------------------------------------------------------------------------------------


def test_a_month_counts_sessions_groups_and_records(centre):
    dinas = new_unit("sosial", "63.02")
    one_client(centre)
    one_client(centre, on=date(2026, 10, 20), result=Result.REFERRED, receiver_id=dinas)
    one_client(centre, on=date(2026, 9, 30), result=Result.CONTINUED)
    counselling.hold_group(centre.id, MEETING, actor=centre.laila)
    month = counselling.month_of(centre.id, 2026, 10, actor=centre.officer)
    cells = month.body.cells
    assert cells["kegiatan", "lansia", "konseling"] == 2
    assert cells["kegiatan", "lansia", "kie"] == 1
    assert cells["sasaran", "lansia", "p"] == 14
    assert cells["umur", "60_plus", "l"] == 5
    assert cells["hasil", "tuntas", "pertama"] == 1
    assert cells["rujukan", "sosial", "dirujuk"] == 1
    assert cells["klien", "lansia", "p"] == 2
    flow = month.body.flow
    assert (flow.open_before, flow.opened, flow.ended, flow.open_after) == (1, 2, 1, 2)
    (line,) = counselling.lines_of(month.body, ("rujukan", "sosial", "dirujuk"))
    assert line.day == date(2026, 10, 20)


def test_a_client_who_comes_twice_is_two_sessions_and_one_client(centre):
    row = one_client(centre, result=Result.CONTINUED)
    counselling.hold_session(row.id, replace(TALK, held_on=date(2026, 10, 19)), actor=centre.mira)
    cells = counselling.month_of(centre.id, 2026, 10, actor=centre.laila).body.cells
    assert cells["klien", "lansia", "p"] == 1
    assert cells["hasil", "berulang", "pertama"] == cells["hasil", "tuntas", "ulang"] == 1


def test_what_was_written_by_mistake_counts_nowhere(centre):
    row = one_client(centre, result=Result.CONTINUED)
    counselling.stop_record(row.id, "salah_tulis", number=2, actor=centre.laila)
    held = counselling.hold_group(centre.id, MEETING, actor=centre.laila)
    counselling.take_back_group(held.id, reason="tertukar desa", actor=centre.laila)
    body = counselling.month_of(centre.id, 2026, 10, actor=centre.laila).body
    assert (dict(body.cells), body.flow.opened) == ({}, 0)


def test_a_report_is_handed_in_once_and_a_correction_is_a_new_version(centre):
    one_client(centre)
    with clock.frozen(IN_TIME):
        first = counselling.submit_report(centre.id, 2026, 10, signer="Ketua", actor=centre.officer)
        assert first.in_time
        with pytest.raises(counselling.Unchanged):
            counselling.submit_report(centre.id, 2026, 10, signer="Ketua", actor=centre.officer)
    counselling.hold_group(centre.id, MEETING, actor=centre.laila)
    month = counselling.month_of(centre.id, 2026, 10, actor=centre.officer)
    assert month.changed
    with pytest.raises(counselling.NoReason):
        counselling.submit_report(centre.id, 2026, 10, signer="Ketua", actor=centre.officer)
    second = counselling.submit_report(
        centre.id, 2026, 10, signer="Ketua", why="kegiatan kelompok tertinggal", actor=centre.officer
    )
    month = counselling.month_of(centre.id, 2026, 10, actor=centre.officer)
    assert [one.number for one in month.reports] == [1, 2]
    assert month.reports[0].body == first.body
    assert (month.reports[1].body, month.changed) == (second.body, False)
    assert second.body == month.body


def test_a_month_that_is_not_over_and_one_without_a_signer_are_refused(centre):
    with pytest.raises(counselling.BadMonth):
        counselling.submit_report(centre.id, 2026, 11, signer="Ketua", actor=centre.officer)
    with pytest.raises(counselling.NoReason):
        counselling.submit_report(centre.id, 2026, 10, signer=" ", actor=centre.officer)


def test_the_third_may_be_a_day_off_and_the_last_working_day_is_told(centre):
    month = counselling.month_of(centre.id, 2026, 9, actor=centre.officer)
    assert month.due == datetime(
        2026, 10, 3, 15, 59, 59, tzinfo=UTC
    )  # a Saturday, the end of the day in WITA
    assert month.last_working == date(2026, 10, 2)


def test_a_report_of_another_centre_is_not_there(centre, other):
    with pytest.raises(counselling.NoSuchRecord):
        counselling.submit_report(centre.id, 2026, 10, signer="Ketua", actor=other.officer)
    with pytest.raises(NotAllowed):
        counselling.month_of(centre.id, 2026, 10, actor=planner())


# --- all centres ------------------------------------------------------------------------------------------


def test_the_tracker_says_who_reported_when_and_nothing_else(centre, other):
    with clock.frozen(IN_TIME):
        counselling.submit_report(centre.id, 2026, 10, signer="Ketua", actor=centre.officer)
    with clock.frozen(LATE):
        counselling.submit_report(other.id, 2026, 10, signer="Ketua", actor=other.officer)
    found = {one.unit_id: one for one in counselling.tracker("63", 2026, actor=planner("63"))}
    assert found[centre.id].months[10] is Handed.IN_TIME
    assert found[other.id].months[10] is Handed.LATE
    assert found[other.id].months[9] is Handed.OVERDUE
    assert 11 not in found[centre.id].months
    assert not found[centre.id].card
    with pytest.raises(NotAllowed):
        counselling.tracker("63.02", 2026, actor=planner("15"))
    with pytest.raises(NotAllowed):
        counselling.tracker("63.02", 2026, actor=planner(role="kader"))


def test_sums_of_all_centres_tell_of_no_few_people(centre, other):
    draft = counselling.begin_card(centre.id, 2026, actor=centre.officer)
    counselling.keep_card(draft.id, CARD, actor=centre.officer)
    counselling.file_card(draft.id, signed_by="Ketua", signed_on=TODAY, actor=centre.officer)
    one_client(centre)
    counselling.hold_group(centre.id, MEETING, actor=centre.laila)
    counselling.submit_report(centre.id, 2026, 10, signer="Ketua", actor=centre.officer)
    counselling.submit_report(other.id, 2026, 10, signer="Ketua", actor=other.officer)
    found = counselling.recap_of("63.02", 2026, actor=planner())
    assert (found.centres, found.cards, found.bokb, found.reports, found.expected) == (2, 1, 1, 2, 20)
    assert found.amounts == (1_000_000, 2_000_000, 500_000)
    assert (found.sessions, found.clients, found.reached) == (None, None, 17)
    assert found.by_service == {"lansia": None}


def test_sums_are_of_ones_own_area_and_not_of_its_parts():
    new_centre(3, DISTRICT)
    with pytest.raises(NotAllowed):
        counselling.recap_of(DISTRICT, 2026, actor=planner())
    with pytest.raises(NotAllowed):
        counselling.recap_of("63", 2026, actor=planner())
