"""What may leave, and values that do no harm in a spreadsheet."""

import csv
import io
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bahtera.publishing.columns import Cells
from bahtera.publishing.rules import converter, may_leave, safe_text, whole_months
from bahtera.publishing.values import Column
from bahtera.publishing.writers.chunks import CHUNK, Outbox
from bahtera.publishing.writers.separated import cell, cells, line, write_csv


def column(name):
    return Column(name, "text", {"id": name, "en": name}, {})


@pytest.mark.parametrize(
    ("name", "kind", "has_choices"),
    [
        ("tabungan", "select_one", True),
        ("alasan_nik", "select_one", True),
        ("pekerjaan", "select_multiple", True),
        ("luas_lantai", "decimal", False),
        ("jumlah_penghuni", "integer", False),
        ("kode_desa", "select_one", False),
        ("family_id", "calculate", False),
        ("rt", "text", False),
    ],
)
def test_codes_numbers_and_named_texts_may_leave(name, kind, has_choices):
    assert may_leave(name, kind, has_choices=has_choices)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("nama", "text"),
        ("catatan", "text"),
        ("no_kk", "text"),
        ("no_kk", "integer"),
        ("nik", "integer"),
        ("nomor_hp", "integer"),
        ("tgl_lahir", "date"),
        ("lokasi", "geopoint"),
        ("titik", "geopoint"),
        ("jejak", "geotrace"),
        ("foto", "image"),
        ("rekaman", "audio"),
        ("nama_instansi", "calculate"),
        ("ringkasan", "calculate"),
        ("keluarga", "select_one"),
        ("kode_batang", "barcode"),
        ("sesuatu_yang_baru", "something_new"),
    ],
)
def test_what_names_or_finds_people_stays(name, kind):
    assert not may_leave(name, kind, has_choices=False)


@pytest.mark.parametrize("text", ["=1+1", "+62", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1"])
def test_formulas_are_disarmed(text):
    assert safe_text(text).startswith("'")


@pytest.mark.parametrize("text", ["", "semen", "1-2", "a=b", "'sudah"])
def test_other_text_stays_as_it_is(text):
    assert safe_text(text) == text


@given(st.text())
def test_csv_gives_back_what_was_written_and_no_formula(text):
    data = b"".join(write_csv((column("a"), column("b")), [cells([text, "end"])]))
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert rows[1][1] == "end"
    assert rows[1][0] == safe_text(text)
    assert not rows[1][0].startswith(("=", "+", "-", "@"))


@given(st.lists(st.none() | st.text() | st.integers() | st.floats() | st.text(',"\r\n x'), min_size=1))
def test_lines_are_those_of_the_csv_module(row):
    stream = io.StringIO(newline="")
    csv.writer(stream).writerow([safe_text(each) if isinstance(each, str) else each for each in row])
    assert line(cells(row)) == stream.getvalue()


def test_csv_comes_in_pieces():
    rows = (["x" * 1000] for _ in range(1000))
    parts = list(write_csv((column("a"),), rows))
    assert len(parts) > 2
    assert all(len(part) <= CHUNK + 2000 for part in parts)


def test_values_are_written_the_same_for_every_reader():
    at = datetime(2026, 3, 2, 12, 30, tzinfo=UTC)
    row = [None, 1, -2, 1.5, True, False, date(2026, 3, 2), at, ["a", "b"], ["a,b"], "-x", 'dia "x", y']
    assert cells(row) == [
        "",
        "1",
        "-2",
        "1.5",
        "1",
        "0",
        "2026-03-02",
        "2026-03-02T12:30:00Z",
        "a b",
        '"a,b"',
        "'-x",
        '"dia ""x"", y"',
    ]


def test_an_instant_of_another_zone_is_written_in_utc():
    assert cell(datetime(2026, 3, 2, 8, 30, tzinfo=ZoneInfo("Asia/Makassar"))) == "2026-03-02T00:30:00Z"


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        ("text", [("ya", "ya"), (1, "1"), (1.0, "1.0"), (True, "True")]),
        ("boolean", [(False, "0"), (0, ""), (True, "1"), (1, ""), ("ya", "")]),
        ("integer", [(1, "1"), (2.5, "2"), ("3", "3"), ("x", ""), (None, "")]),
        ("codes", [("a b", "a b"), (None, "")]),
    ],
)
def test_values_that_are_one_key_are_still_told_apart(kind, values):
    remembered = Cells(Column("a", kind, {}, {}), cell)
    for stored, written in [*values, *reversed(values)]:
        assert remembered[stored] == written


@pytest.mark.parametrize(
    ("kind", "stored", "value"),
    [
        ("text", "", None),
        ("text", 7, "7"),
        ("integer", 3.0, 3),
        ("integer", "tiga", None),
        ("integer", float("inf"), None),
        ("decimal", "36.50", 36.5),
        ("decimal", "luas", None),
        ("date", "2026-03-02", date(2026, 3, 2)),
        ("date", "2026-13-02", None),
        ("date", 5, None),
        ("instant", "2026-03-02T12:30:00+00:00", datetime(2026, 3, 2, 12, 30, tzinfo=UTC)),
        ("instant", datetime(2026, 3, 2, tzinfo=UTC), datetime(2026, 3, 2, tzinfo=UTC)),
        ("instant", "kapan", None),
        ("boolean", True, True),
        ("boolean", "ya", None),
        ("codes", "a b", ["a", "b"]),
        ("codes", ["a", 1], ["a", "1"]),
    ],
)
def test_stored_answers_become_typed_values_or_nothing(kind, stored, value):
    assert converter(kind)(stored) == value
    assert converter(kind)(None) is None


@pytest.mark.parametrize(
    ("birth", "months"),
    [
        ("2026-03-02", 0),
        ("2026-02-03", 0),
        ("2026-02-02", 1),
        ("2024-02-29", 24),
        ("2026-03-03", None),
        ("besok", None),
        (None, None),
    ],
)
def test_ages_are_whole_months_at_the_visit(birth, months):
    assert whole_months(birth, date(2026, 3, 2)) == months
    assert whole_months(birth, None) is None


def test_an_outbox_hands_over_each_byte_once():
    outbox = Outbox()
    assert outbox.writable()
    assert not outbox.seekable()
    outbox.write(b"ab")
    outbox.write(memoryview(b"cd"))
    assert outbox.waiting == 4
    assert (outbox.take(), outbox.take(), outbox.waiting) == (b"abcd", b"", 0)
