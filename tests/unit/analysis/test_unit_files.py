"""Tables of provinces as people keep them: read as numbers, or refused by line and column."""

import io

import numpy as np
import pytest
from openpyxl import Workbook

from bahtera.analysis.errors import BadUnits, TooFewUnits, TooManyUnits, UnclearDecimals
from bahtera.analysis.rules.unit_files import read_units
from bahtera.foundation.sheets import SheetTooLarge, UnreadableSheet


def workbook(*rows):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    stored = io.BytesIO()
    book.save(stored)
    return stored.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        b'No,Provinsi,Miskin,PDRB\n1,Utara,4.5,1200\n2,Selatan,12.25,\n3,Timur,7,"1,350.5"\n4,Indonesia,8,1300\n',
        "\ufeffno;Provinsi;Miskin;PDRB\r\n1;Utara;4,5;1.200\r\n2;Selatan;12,25;...\r\n\r\n3;Timur;7;1.350,5\r\n"
        "Sumber: contoh;;;\r\n".encode(),
        workbook(
            ("Kode", "Provinsi", "Miskin", "PDRB"),
            ("11", "Utara", 4.5, 1200),
            ("12", "Selatan", "12,25", "NA"),
            ("13", "Timur", 7, 1350.5),
        ),
    ],
)
def test_one_table_however_it_was_kept(content):
    found = read_units(content)
    assert found.table.units == ("Utara", "Selatan", "Timur")
    assert found.table.indicators == ("Miskin", "PDRB")
    np.testing.assert_array_equal(found.table.values, [[4.5, 1200], [12.25, np.nan], [7, 1350.5]])
    assert found.heading == "Provinsi"
    assert len(found.ignored) == 1


def test_sums_and_notes_are_no_units_and_an_empty_unit_stays_one():
    found = read_units(
        b"Wilayah;a;b\nX;1;2\nY;3;4\nZ;;\nW;tidak berlaku;5\nJumlah;4;6\nCatatan: z belum ada;;\n"
    )
    assert found.table.units == ("X", "Y", "Z", "W")
    assert found.left_out == ("Jumlah", "Catatan: z belum ada")
    assert found.table.missing.tolist() == [[False, False], [False, False], [True, True], [False, False]]
    assert found.table.not_applicable[3].tolist() == [True, False]


def test_each_fault_is_told_with_its_line_and_column():
    with pytest.raises(BadUnits) as refused:
        read_units(b"Nama;a;b;b\nX;1,5;-;1\nx ;2;banyak;2\n;3;4;3\nV;1.5.5;1;1\n")
    assert [str(each) for each in refused.value.faults] == [
        "Two columns are called b.",
        "Line 3: x stands on line 2 already.",
        "Line 4 does not say which unit it is.",
        "Line 2, column b: - is no number. Leave the cell empty where the value is missing.",
        "Line 3, column b: banyak is no number. Leave the cell empty where the value is missing.",
        "Line 5, column a: 1.5.5 is no number. Leave the cell empty where the value is missing.",
    ]


def test_a_sign_that_may_be_either_is_asked_for():
    unclear = b"Nama;a;b\nX;1.234;1\nY;2.345;2\nZ;3.456;3\n"
    with pytest.raises(UnclearDecimals, match=r"1\.234"):
        read_units(unclear)
    assert read_units(unclear, ",").table.column("a").tolist() == [1234, 2345, 3456]
    assert read_units(unclear, ".").table.column("a").tolist() == [1.234, 2.345, 3.456]
    with pytest.raises(UnclearDecimals, match="point"):
        read_units(b"Nama;a;b\nX;1,5;1\nY;2.5;2\nZ;3;3\n")


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"", TooFewUnits),
        (b"Nama;a;b\nX;1;2\nY;2;3\n", TooFewUnits),
        (b"Nama;a\nX;1\nY;2\nZ;3\n", TooFewUnits),
        (b"Nama;a;b\n" + b"".join(b"u%d;1;2\n" % at for at in range(1001)), TooManyUnits),
        (b"\xff\xfe\x00", UnreadableSheet),
        (b"PK\x03\x04 no workbook", UnreadableSheet),
        (b"x" * (2 * 2**20 + 1), SheetTooLarge),
    ],
)
def test_what_is_no_table_is_refused(content, refusal):
    with pytest.raises(refusal):
        read_units(content)
