"""The directory as a table, hours as people write them, and every fault in its place."""

import csv
import io
from datetime import date, time
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bahtera.directory.rules.hours import read_hours, write_hours
from bahtera.directory.rules.table import COLUMNS, read_offers, write_offers
from bahtera.directory.rules.words import LISTS, code_lists, declared_services
from bahtera.directory.rules.writing import offer_in, offer_json
from bahtera.directory.values import DisabilityRole, Eligibility, Offer

UNIT = UUID(int=7)
UNITS = {"dinsos-kotabaru": UNIT}
AREAS = {"63.02", "63.02.05"}
FULL = Offer(
    UNIT,
    "",
    date(2026, 1, 5),
    "Rehabilitasi penyandang disabilitas",
    date(2026, 12, 31),
    Eligibility(
        18,
        59,
        "p",
        frozenset({DisabilityRole.SERVICE, DisabilityRole.ELIGIBILITY}),
        frozenset({"netra", "rungu"}),
        ("63.02", "63.02.05"),
        frozenset({"lansia"}),
        frozenset({"ks_1"}),
    ),
    12,
    (*[(time(8), time(15, 30))] * 4, (time(8), time(11)), None, None),
    "+62 518 000 111",
    "Gratis, kecuali fotokopi",
    frozenset({"ind", "bjn"}),
    frozenset({"bahasa_isyarat", "jalan_landai"}),
    'KTP, KK, dan "surat" desa',
)
SHORT = Offer(UNIT, "akta_kelahiran", date(2026, 1, 5))


def lines(text):

    return list(enumerate(csv.reader(io.StringIO(text)), 1))


def test_what_is_written_is_read_back_the_same():
    text = write_offers([FULL, SHORT], {UNIT: "dinsos-kotabaru"})
    assert "'+62" in text, "no spreadsheet computes a telephone number"
    read = read_offers(lines(text), UNITS, AREAS)
    assert read.faults == ()
    assert read.offers == (FULL, SHORT)
    assert read.lines == (2, 3)


def test_an_offer_is_the_same_after_json():
    for one in (FULL, SHORT):
        assert offer_in(offer_json(one)) == one


def test_columns_may_stand_in_any_order_and_those_not_needed_be_missing():
    read = read_offers(
        [(1, ["Mulai", "unit", "layanan"]), (3, ["5/1/2026", "dinsos-kotabaru", "akta_kelahiran"])],
        UNITS,
        AREAS,
    )
    assert read.offers == (SHORT,)


@pytest.mark.parametrize(
    ("column", "said", "code"),
    [
        ("unit", "dukcapil-jauh", "directory.no_such_unit"),
        ("layanan", "sulap", "directory.no_such_service"),
        ("nama_layanan", "Dua nama", "directory.one_name"),
        ("mulai", "kapan-kapan", "directory.no_date"),
        ("selesai", "2025-01-01", "directory.upside_down"),
        ("umur_dari", "enam puluh", "directory.no_number_here"),
        ("umur_dari", "200", "directory.bad_ages"),
        ("jenis_kelamin", "x", "directory.no_such_sex"),
        ("peran_disabilitas", "wajib", "directory.no_such_code"),
        ("disabilitas", "netra", "directory.no_role"),
        ("wilayah_tinggal", "63.99", "directory.no_such_area"),
        ("kelompok_sasaran", "lansia | siapa", "directory.no_such_code"),
        ("kesejahteraan", "kaya", "directory.no_such_code"),
        ("kapasitas_mingguan", "-1", "directory.no_number_here"),
        ("jam", "sen 16:00-08:00", "directory.bad_hours"),
        ("biaya", "x" * 161, "directory.too_long"),
        ("bahasa", "klingon", "directory.no_such_code"),
        ("aksesibilitas", "lift_emas", "directory.no_such_code"),
    ],
)
def test_a_fault_has_its_line_and_column(column, said, code):
    cells = dict.fromkeys(COLUMNS, "") | {
        "unit": "dinsos-kotabaru",
        "layanan": "akta_kelahiran",
        "mulai": "2026-01-05",
        column: said,
    }
    read = read_offers([(1, list(COLUMNS)), (4, list(cells.values()))], UNITS, AREAS)
    assert read.offers == ()
    (fault,) = read.faults
    about = (
        "layanan"
        if code == "directory.one_name"
        else "peran_disabilitas"
        if code == "directory.no_role"
        else column
    )
    assert (fault.code, fault.line, COLUMNS[fault.column - 1]) == (code, 4, about)


def test_every_fault_of_a_line_is_told_at_once_and_the_same_service_twice_is_one():
    row = ["dinsos-kotabaru", "akta_kelahiran", "2026-01-05", "", ""]
    head = ["unit", "layanan", "mulai", "bahasa", "aksesibilitas"]
    read = read_offers([(1, head), (2, [*row[:3], "klingon", "lift"]), (3, row), (4, row)], UNITS, AREAS)
    assert [(one.code, one.line, one.column) for one in read.faults] == [
        ("directory.no_such_code", 2, 4),
        ("directory.no_such_code", 2, 5),
        ("directory.twice", 4, 2),
    ]


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([], "directory.empty"),
        ([(1, list(COLUMNS))], "directory.empty"),
        ([(1, ["unit", "layanan"]), (2, ["a", "b"])], "directory.no_column"),
        ([(1, [*COLUMNS, "gaji"]), (2, ["a"])], "directory.strange_column"),
    ],
)
def test_a_file_that_is_no_directory(rows, code):
    assert [one.code for one in read_offers(rows, UNITS, AREAS).faults] == [code]


def test_hours_as_people_write_them():
    week = read_hours("Senin-Kamis 08.00\N{EN DASH}15.30 | Jumat 8:00-11:00")
    assert week == FULL.hours
    assert write_hours(week) == "sen-kam 08:00-15:30 | jum 08:00-11:00"
    assert read_hours(" ") == ()
    for wrong in (
        "08:00-15:30",
        "sen 08:00",
        "sen 25:00-26:00",
        "kam-sen 08:00-10:00",
        "sen 8:00-9:00 | sen 9:00-10:00",
    ):
        assert read_hours(wrong) is None


opening = st.none() | st.tuples(st.times(max_value=time(11)), st.times(min_value=time(12))).map(
    lambda one: tuple(each.replace(second=0, microsecond=0, tzinfo=None) for each in one)
)


@given(st.lists(opening, min_size=7, max_size=7).filter(any))
def test_any_week_is_read_back(week):
    assert read_hours(write_hours(tuple(week))) == tuple(week)


def test_every_word_has_both_languages():
    for name in LISTS:
        assert code_lists()[name]
        assert all({"id", "en"} <= set(one.labels) for one in code_lists()[name].values())
    assert declared_services()["akta_kelahiran"].label("id") == "Akta kelahiran"
    assert declared_services()["akta_kelahiran"].label("fr") == "Akta kelahiran"
