"""Groups through the door: who keeps them, members, months and bundles that are frozen, what others may count."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.fakes.offices import DISTRICT, NEIGHBOUR, REGENCY, VILLAGE

from bahtera.access.api import NotAllowed, SecondFactorNeeded
from bahtera.foundation import clock
from bahtera.foundation.models import AuditEntry
from bahtera.groups import api as groups
from bahtera.groups.api import (
    BadEntry,
    Card,
    Closed,
    Kind,
    MeetingInput,
    MemberInput,
    Moved,
    NoReason,
    NotYet,
    UnknownEntry,
    UnknownGroup,
)
from bahtera.groups.models import Group, Member, MonthRecord
from bahtera.groups.operations.forgetting import forget_members, old_members

pytestmark = pytest.mark.django_db

OCTOBER = date(2026, 10, 1)
MET = date(2026, 10, 7)


def codes(raised):
    return [one.code for one in raised.value.faults]


@pytest.fixture
def met(melati, sari, budi, people):
    return groups.record_meeting(
        melati.id,
        MeetingInput(MET, "Pembukuan", frozenset({sari.id, budi.id}), presenter="penyuluh", guests=1),
        actor=people.kader,
    )


def test_a_group_is_kept_by_its_own_village_and_not_there_for_others(melati, people):
    assert melati.card.number == f"{VILLAGE}/UPPKA/01"
    assert groups.get_group(melati.id, actor=people.plkb) == melati
    with pytest.raises(UnknownGroup):
        groups.get_group(melati.id, actor=people.neighbour)
    with pytest.raises(NotAllowed):
        groups.get_group(melati.id, actor=people.tpk2d)
    with pytest.raises(NotAllowed):
        groups.open_group(Card(Kind.BKB, "Mawar", NEIGHBOUR), actor=people.kader)
    second = groups.open_group(Card(Kind.UPPKA, "Kamboja", VILLAGE), actor=people.kader)
    assert second.card.number.endswith("/02")


def test_a_card_is_written_upon_the_version_that_was_seen(melati, people):
    more = replace(melati.card, decree="7/2020", decreed_on=date(2020, 2, 1), issuer="kades", targets=30)
    changed = groups.change_card(melati.id, more, version=1, actor=people.plkb)
    assert (changed.version, changed.card) == (2, more)
    assert groups.change_card(melati.id, more, version=2, actor=people.plkb).version == 2
    with pytest.raises(Moved):
        groups.change_card(melati.id, melati.card, version=1, actor=people.kader)
    with pytest.raises(BadEntry) as raised:
        groups.change_card(
            melati.id,
            replace(more, name=" ", decree="", issuer="rt", started_on=date(2027, 1, 1)),
            version=2,
            actor=people.kader,
        )
    assert codes(raised) == [
        "groups.needed",
        "groups.bad_day",
        "groups.half_decree",
        "groups.no_such_code",
    ]
    told = AuditEntry.objects.filter(subject=f"group:{melati.id}").order_by("id")
    assert [one.action for one in told] == ["groups.opened", "groups.card_changed"]


def test_a_group_is_never_deleted_only_deactivated_by_the_kecamatan(melati, sari, people):
    def deactivate(actor, reason="Pindah ke desa lain"):
        return groups.deactivate(melati.id, on=MET, reason=reason, version=1, actor=actor)

    with pytest.raises(NotAllowed):
        deactivate(people.kader)
    with pytest.raises(NotAllowed):
        deactivate(people.plkb)
    with pytest.raises(NoReason):
        deactivate(people.camat, " ")
    assert deactivate(people.camat).closed_on == MET
    with pytest.raises(Closed):
        groups.add_member(melati.id, MemberInput("Wati", MET), actor=people.kader)
    assert groups.members_of(melati.id, actor=people.kader)[0].id == sari.id
    assert groups.list_groups(VILLAGE, month=OCTOBER, actor=people.kader) == ()
    assert len(groups.list_groups(VILLAGE, month=OCTOBER, actor=people.kader, closed=True)) == 1


def test_a_member_is_sealed_and_the_number_is_never_shown_again(melati, people):
    nik = "1505014107850003"
    made = groups.add_member(
        melati.id, MemberInput("Ani (sintetis)", MET, "p", nik="1505 0141 0785 0003"), actor=people.kader
    )
    assert made.nik == ""
    assert not made.linked
    row = Member.objects.get(pk=made.id)
    assert (row.name, row.nik) == ("Ani (sintetis)", nik)
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, nik FROM groups_member")
        stored = b"".join(bytes(one) for one in cursor.fetchone())
    assert b"Ani" not in stored
    assert nik.encode() not in stored
    with pytest.raises(BadEntry) as raised:
        groups.add_member(melati.id, MemberInput("Ani lagi", MET, nik=nik), actor=people.kader)
    assert codes(raised) == ["groups.member_twice"]
    with pytest.raises(NotAllowed):
        groups.members_of(melati.id, actor=people.kader, numbers=True)
    with pytest.raises(SecondFactorNeeded):
        groups.members_of(melati.id, actor=replace(people.plkb, assured=False), numbers=True)
    assert groups.members_of(melati.id, actor=people.plkb, numbers=True)[0].nik == nik


def test_whoever_left_stays_in_the_meetings_they_came_to(melati, met, budi, people):
    left = groups.member_leaves(
        melati.id, budi.id, on=date(2026, 10, 20), why="Pindah", version=1, actor=people.kader
    )
    assert left.left_on == date(2026, 10, 20)
    view = groups.month_view(melati.id, OCTOBER, actor=people.kader)
    assert (view.now.members.total, view.now.attendances.total) == (1, 2)
    with pytest.raises(BadEntry) as raised:
        groups.change_meeting(
            melati.id,
            met.id,
            MeetingInput(date(2026, 10, 21), "Pembukuan", frozenset({budi.id})),
            version=1,
            actor=people.kader,
        )
    assert codes(raised) == ["groups.no_member_then"]
    with pytest.raises(BadEntry):
        groups.member_leaves(melati.id, budi.id, on=MET, version=2, actor=people.kader)


def test_one_meeting_a_day_and_what_is_taken_back_stays_with_its_reason(melati, met, sari, people):
    again = MeetingInput(MET, "Lagi", frozenset({sari.id}))
    with pytest.raises(BadEntry) as raised:
        groups.record_meeting(melati.id, again, actor=people.kader)
    assert codes(raised) == ["groups.met_already"]
    with pytest.raises(NoReason):
        groups.take_back_meeting(melati.id, met.id, reason="", actor=people.kader)
    groups.take_back_meeting(melati.id, met.id, reason="Salah tanggal", actor=people.kader)
    with pytest.raises(UnknownEntry):
        groups.take_back_meeting(melati.id, met.id, reason="Salah tanggal", actor=people.kader)
    groups.record_meeting(melati.id, again, actor=people.kader)
    assert [one.topic for one in groups.meetings_of(melati.id, actor=people.kader)] == ["Lagi"]


def test_a_month_is_frozen_and_a_correction_is_a_new_version(melati, met, sari, people):
    with pytest.raises(NotYet):
        groups.hand_in_month(melati.id, date(2026, 11, 1), actor=people.kader)
    assert groups.month_view(melati.id, OCTOBER, actor=people.kader).overdue
    handed = groups.hand_in_month(melati.id, OCTOBER, actor=people.kader)
    assert [one.version for one in handed.handed] == [1]
    assert handed.handed[0].late
    assert (handed.kept, handed.moved, handed.overdue) == (handed.now, False, False)
    assert len(groups.hand_in_month(melati.id, OCTOBER, actor=people.kader).handed) == 1
    groups.change_meeting(
        melati.id, met.id, MeetingInput(MET, "Pembukuan", frozenset({sari.id})), version=1, actor=people.kader
    )
    moved = groups.month_view(melati.id, OCTOBER, actor=people.kader)
    assert moved.moved
    assert moved.kept.attendances.total == 2
    with pytest.raises(NoReason):
        groups.hand_in_month(melati.id, OCTOBER, actor=people.kader)
    again = groups.hand_in_month(melati.id, OCTOBER, actor=people.kader, reason="Budi tidak datang")
    assert [one.version for one in again.handed] == [2, 1]
    assert MonthRecord.objects.count() == 2


def test_a_month_is_due_on_the_third_by_the_clock_of_the_place(melati, people):
    due = groups.month_view(melati.id, OCTOBER, actor=people.kader).due
    assert due == datetime(2026, 11, 3, 16, 59, 59, tzinfo=UTC)
    with clock.frozen(due):
        assert not groups.month_view(melati.id, OCTOBER, actor=people.kader).overdue
    with clock.frozen(due + timedelta(seconds=1)):
        assert groups.month_view(melati.id, OCTOBER, actor=people.kader).overdue
    assert groups.card_due(VILLAGE, 2027) == datetime(2027, 1, 3, 16, 59, 59, tzinfo=UTC)


def test_a_card_is_filed_once_a_year_and_names_nobody(melati, sari, people):
    assert groups.file_card(melati.id, 2026, actor=people.kader).late
    with pytest.raises(NotYet):
        groups.file_card(melati.id, 2027, actor=people.kader)
    with pytest.raises(NoReason):
        groups.file_card(melati.id, 2026, actor=people.kader)
    assert groups.file_card(melati.id, 2026, actor=people.kader, reason="Ketua baru").version == 2
    kept = melati_card(melati)
    assert kept["officers"] == {"ketua": 1}
    assert "Sari" not in str(kept)
    assert [one.version for one in groups.cards_of(melati.id, actor=people.kader)[2026]] == [2, 1]


def melati_card(melati):
    return Group.objects.get(pk=melati.id).cards.order_by("-version").first().content


def test_a_bundle_says_who_has_not_reported_and_grows_by_versions(melati, met, people):
    with clock.frozen(datetime(2026, 10, 20, tzinfo=UTC)):
        other = groups.open_group(Card(Kind.BKB, "Mawar", NEIGHBOUR), actor=people.neighbour)
    Group.objects.filter(pk=melati.id).update(opened_at=datetime(2026, 9, 1, tzinfo=UTC))
    for stranger in (people.kader, people.plkb, people.tpk2d):
        with pytest.raises(NotAllowed):
            groups.bundle_view(DISTRICT, OCTOBER, actor=stranger)
    groups.hand_in_month(melati.id, OCTOBER, actor=people.kader)
    view = groups.bundle_view(DISTRICT, OCTOBER, actor=people.camat)
    assert [(one.kind, one.groups, one.reported) for one in view.lines] == [
        (Kind.UPPKA, 1, 1),
        (Kind.BKB, 1, 0),
    ]
    assert [one.name for one in view.missing] == ["Mawar"]
    assert view.overdue
    first = groups.hand_in_bundle(DISTRICT, OCTOBER, actor=people.camat)
    assert first.kept == first.lines
    groups.hand_in_month(other.id, OCTOBER, actor=people.neighbour)
    with pytest.raises(NoReason):
        groups.hand_in_bundle(DISTRICT, OCTOBER, actor=people.camat)
    second = groups.hand_in_bundle(DISTRICT, OCTOBER, actor=people.camat, reason="Mawar menyusul")
    assert [one.version for one in second.handed] == [2, 1]
    assert second.missing == ()
    told = groups.bundles_handed(REGENCY, OCTOBER, actor=people.tpk2d)
    assert {area: one.version for area, one in told.items()} == {DISTRICT: 2}
    with pytest.raises(NotYet):
        groups.hand_in_bundle(DISTRICT, date(2026, 11, 1), actor=people.camat)


def test_a_group_registered_later_is_not_missing_from_months_before(melati, people):
    assert groups.bundle_view(DISTRICT, OCTOBER, actor=people.camat).missing == ()


def test_others_count_and_see_no_small_number(melati, sari, budi, people):
    (row,) = groups.list_groups(REGENCY, month=OCTOBER, actor=people.tpk2d)
    assert row.people is None
    (row,) = groups.list_groups(VILLAGE, month=OCTOBER, actor=people.kader)
    assert (row.people.women, row.people.men) == (1, 1)
    whole, below = groups.count_groups(REGENCY, month=OCTOBER, actor=people.tpk2d)
    assert (whole[0].groups, whole[0].members, whole[0].untold) == (1, 0, 1)
    assert list(below) == [DISTRICT]
    for number in range(8):
        groups.add_member(melati.id, MemberInput(f"Ibu {number}", MET, "p"), actor=people.kader)
    groups.member_leaves(melati.id, budi.id, on=MET, version=1, actor=people.kader)
    whole, _ = groups.count_groups(REGENCY, month=OCTOBER, actor=people.tpk2d)
    assert (whole[0].members, whole[0].women, whole[0].untold) == (9, 9, 0)
    with pytest.raises(NotAllowed):
        groups.count_groups("15", month=OCTOBER, actor=people.tpk2d)


def test_a_list_asks_the_same_however_long_it_is(melati, people):
    def asked():
        with CaptureQueriesContext(connection) as context:
            groups.list_groups(VILLAGE, month=OCTOBER, actor=people.kader)
        return len(context)

    few = asked()
    for number in range(5):
        groups.open_group(Card(Kind.BKL, f"Lansia {number}", VILLAGE), actor=people.kader)
    assert asked() == few


def test_who_left_long_ago_is_forgotten_and_what_was_handed_in_stands(melati, met, budi, people):
    groups.hand_in_month(melati.id, OCTOBER, actor=people.kader)
    groups.member_leaves(melati.id, budi.id, on=date(2026, 10, 20), version=1, actor=people.kader)
    before = groups.month_view(melati.id, OCTOBER, actor=people.kader).kept
    later = datetime(2032, 1, 1, tzinfo=UTC)
    (old,) = old_members(later, "", 10)
    assert (old.key, old.area) == (str(budi.id), VILLAGE)
    assert forget_members([old.key], "retention") == 1
    assert old_members(later, "", 10) == []
    row = Member.objects.get(pk=budi.id)
    assert (row.name, row.nik, row.born) == ("", "", "")
    view = groups.month_view(melati.id, OCTOBER, actor=people.kader)
    assert (view.kept, view.moved) == (before, False)
