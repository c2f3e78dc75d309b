"""Tables in the manner of SIGA through the door: out and in again, whole or nothing."""

from dataclasses import replace
from datetime import date

import pytest
from tests.fakes.offices import NEIGHBOUR, REGENCY, VILLAGE

from bahtera.access.api import NotAllowed, SecondFactorNeeded
from bahtera.foundation.models import AuditEntry
from bahtera.foundation.sheets import Limits, read_lines
from bahtera.groups import api as groups
from bahtera.groups.api import BadTable, Format, Kind, MeetingInput, MemberInput
from bahtera.groups.models import Group, Member

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("form", Format)
def test_what_goes_out_comes_in_again_unchanged(form, melati, sari, budi, people):
    groups.add_member(
        melati.id, MemberInput("Ani", date(2026, 2, 1), "p", nik="1505014107850003"), actor=people.kader
    )
    cards = groups.write_cards(VILLAGE, form, actor=people.plkb)
    members = groups.write_members(VILLAGE, form, actor=people.plkb)
    for keep, content, count in ((groups.keep_cards, cards, 1), (groups.keep_members, members, 3)):
        told = keep(content, actor=people.plkb)
        assert (told.added, told.changed, told.unchanged) == (0, 0, count)
    Member.objects.all().delete()
    Group.objects.all().delete()
    assert groups.keep_cards(cards, actor=people.plkb).added == 1
    assert groups.keep_members(members, actor=people.plkb).added == 3
    assert groups.write_cards(VILLAGE, Format.CSV, actor=people.plkb) == groups.write_cards(
        VILLAGE, Format.CSV, actor=people.plkb
    )
    (made,) = groups.list_groups(VILLAGE, month=date(2026, 10, 1), actor=people.plkb)
    assert groups.get_group(made.id, actor=people.plkb).card == melati.card
    assert AuditEntry.objects.filter(action="groups.members_handed_out").exists()


def test_a_table_with_a_fault_keeps_nothing(melati, people):
    table = f"jenis,nomor,nama,kode_desa\nbkb,1,Mawar,{VILLAGE}\nbkb,2,Kamboja,{NEIGHBOUR}\n".encode()
    with pytest.raises(BadTable) as raised:
        groups.keep_cards(table, actor=people.plkb)
    assert [(one.line, one.column, one.code) for one in raised.value.faults] == [
        (3, 4, "groups.no_village_of_yours")
    ]
    assert Group.objects.count() == 1
    assert groups.keep_cards(table, actor=people.camat).added == 2


def test_a_number_of_another_village_is_refused(melati, people):
    table = f"jenis,nomor,nama,kode_desa\nuppka,{melati.card.number},Mawar,{NEIGHBOUR}\n".encode()
    with pytest.raises(BadTable) as raised:
        groups.keep_cards(table, actor=people.camat)
    assert [one.code for one in raised.value.faults] == ["groups.number_taken"]


def test_members_go_into_groups_of_ones_own(melati, people):
    table = f"jenis,nomor_kelompok,nama,masuk\nuppka,{melati.card.number},Wati,01/02/2026\n".encode()
    with pytest.raises(BadTable):
        groups.keep_members(table, actor=replace_area(people))
    assert groups.keep_members(table, actor=people.plkb).added == 1
    assert groups.keep_members(table, actor=people.plkb).unchanged == 1


def replace_area(people):
    grant = people.plkb.grants[0]
    return replace(people.plkb, grants=(replace(grant, area=NEIGHBOUR),))


def test_tables_ask_for_two_factors_and_not_for_a_kader(people):
    with pytest.raises(NotAllowed):
        groups.write_members(VILLAGE, Format.CSV, actor=people.kader)
    with pytest.raises(SecondFactorNeeded):
        groups.write_members(VILLAGE, Format.CSV, actor=replace(people.plkb, assured=False))
    with pytest.raises(NotAllowed):
        groups.write_cards(REGENCY, Format.CSV, actor=people.plkb)


def test_months_that_were_handed_in_go_out_with_their_cells(melati, sari, people):
    groups.record_meeting(
        melati.id, MeetingInput(date(2026, 10, 7), "Gizi", frozenset({sari.id})), actor=people.kader
    )
    groups.hand_in_month(melati.id, date(2026, 10, 1), actor=people.kader)
    content = groups.write_months(VILLAGE, Kind.UPPKA, date(2026, 10, 20), Format.XLSX, actor=people.kader)
    lines = list(read_lines(content, Limits(1, 10, 40)))
    (_, head), (_, line) = lines
    told = dict(zip(head, line, strict=True))
    assert (told["bulan"], told["versi"], told["pertemuan"], told["kehadiran_p"]) == ("2026-10", 1, 1, 1)
