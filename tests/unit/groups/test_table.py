"""Tables in the manner of SIGA: every fault with its line and column, and what was written is read again."""

from datetime import date
from uuid import UUID

from bahtera.foundation.sheets import Limits, read_lines
from bahtera.groups.rules.cells import as_csv
from bahtera.groups.rules.months import Trade, month_of
from bahtera.groups.rules.table import (
    card_lines,
    member_lines,
    month_lines,
    read_cards,
    read_members,
)
from bahtera.groups.rules.telling import counted, tellable
from bahtera.groups.values import Card, GroupRow, GroupView, Kind, MemberInput, MemberRow, People

TODAY = date(2026, 11, 22)
VILLAGE = "15.05.01.2001"
LIMITS = Limits(megabytes=1, lines=100, cells=30)
MELATI = Card(
    Kind.UPPKA,
    "=Melati",
    VILLAGE,
    number="U-01",
    started_on=date(2020, 5, 17),
    decree="12/2020",
    decreed_on=date(2020, 6, 1),
    issuer="kades",
    mentor="plkb",
    mentor_number="7",
    place="Balai desa",
    targets=40,
    funds=frozenset({"apbd", "swadaya"}),
    facilities=frozenset({"buku"}),
    integration=frozenset({"kampung_kb"}),
    priority=True,
)
SARI = MemberRow(
    UUID(int=1),
    1,
    "Sari (sintetis)",
    "p",
    date(2022, 1, 2),
    "ketua",
    True,
    date(2024, 1, 1),
    None,
    "",
    False,
    nik="1505014107850003",
)


def lines(text):
    content = text if isinstance(text, bytes) else text.encode()
    return list(read_lines(content, LIMITS))


def usable(nik):
    return nik if len(nik) == 16 and nik.isdigit() else ""


def where(faults):
    return [(one.line, one.column, one.code) for one in faults]


def test_what_is_written_is_read_again():
    told = as_csv(card_lines([GroupView(UUID(int=9), 1, MELATI)]))
    assert b"'=Melati" in told
    read = read_cards(lines(told), {VILLAGE}, today=TODAY)
    assert (read.cards, read.faults) == (((2, MELATI),), ())
    key = (Kind.BKB, "B-1")
    read = read_members(lines(as_csv(member_lines([(key, SARI)]))), {key}, today=TODAY, usable=usable)
    assert read.faults == ()
    assert read.members == (
        (
            2,
            key,
            MemberInput(
                SARI.name, SARI.joined_on, "p", nik=SARI.nik, born=SARI.born, office="ketua", trained=True
            ),
        ),
    )


def test_every_fault_of_a_table_of_groups_has_its_line_and_column():
    head = "jenis,nomor,nama,kode_desa,tanggal_berdiri,dana,nomor_sk,prioritas_nasional,sasaran_keluarga"
    read = read_cards(
        lines(
            f"{head}\n"
            f"posyandu,1,Mawar,{VILLAGE},,,,,\n"
            f"BKB,2,,{VILLAGE},31/02/2020,,,,\n"
            "bkl,3,Kamboja,15.05.01.2009,01/07/2030,hibah,7/2020,mungkin,-4\n"
            f"pik-r,4,Remaja,{VILLAGE},,,,,\n"
            f"pikr,4,Remaja,{VILLAGE},,,,,\n"
        ),
        {VILLAGE},
        today=TODAY,
    )
    assert where(read.faults) == [
        (2, 1, "groups.no_such_kind"),
        (3, 5, "groups.no_date"),
        (3, 3, "groups.needed"),
        (4, 4, "groups.no_village_of_yours"),
        (4, 9, "groups.no_number_here"),
        (4, 8, "groups.no_yes"),
        (4, 5, "groups.bad_day"),
        (4, 7, "groups.half_decree"),
        (4, 6, "groups.no_such_code"),
        (6, 2, "groups.twice"),
    ]


def test_every_fault_of_a_table_of_members_has_its_line_and_column():
    read = read_members(
        lines(
            "jenis,nomor_kelompok,nama,nik,jenis_kelamin,jabatan,masuk,keluar\n"
            "bkb,B-1,Sari,123,p,,2024-01-01,\n"
            "bkb,B-9,Wati,,x,wakil,,\n"
            "bkb,B-1,Budi,,l,,2024-01-01,2025-01-01\n"
        ),
        {(Kind.BKB, "B-1")},
        today=TODAY,
        usable=usable,
    )
    assert where(read.faults) == [
        (2, 4, "groups.bad_nik"),
        (3, 2, "groups.no_group_of_yours"),
        (3, 7, "groups.needed"),
        (3, 5, "groups.no_such_sex"),
        (3, 6, "groups.no_such_code"),
        (4, 8, "groups.left_in_table"),
    ]


def test_a_table_needs_its_head():
    assert where(read_cards(lines("jenis,nomor,nama\nbkb,1,A\n"), set(), today=TODAY).faults) == [
        (1, 0, "groups.no_column")
    ]
    assert where(read_cards(lines("jenis\n"), set(), today=TODAY).faults) == [(0, 0, "groups.empty")]
    strange = read_cards(lines("jenis,nomor,nama,kode_desa,kb\nbkb,1,A,B,ya\n"), set(), today=TODAY)
    assert where(strange.faults) == [(1, 5, "groups.strange_column")]


def test_a_table_of_months_has_a_cell_for_every_column():
    for kind in Kind:
        told = month_of(kind, date(2026, 10, 1), [], [], Trade())
        head, line = month_lines(kind, [("1", "A", VILLAGE, date(2026, 10, 1), 1, told)])
        assert len(head) == len(line)


def row(number, people, kind=Kind.BKB, closed=None):
    return GroupRow(UUID(int=number), kind, str(number), "A", VILLAGE, "", closed, people, True, False)


def test_sums_are_of_what_may_be_told_of_each_group():
    assert tellable(People(5, 0))
    assert not tellable(People(3, 0))
    assert not tellable(People(9, 4))
    assert not tellable(People(9, 9, 1))
    rows = [
        row(1, People(9, 0)),
        row(2, People(8, 2)),
        row(3, People(5, 6)),
        row(4, People(9, 0), closed=TODAY),
    ]
    (told,) = counted(rows)
    assert (told.groups, told.untold, told.members, told.women, told.of_women) == (3, 1, 20, 14, 20)
    (alone,) = counted(rows[1:2])
    assert (alone.members, alone.women) == (0, 0)
