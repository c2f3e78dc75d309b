"""What files say of villages and of families, and which lines are not taken."""

import io
import zipfile

import pytest
from openpyxl import Workbook

from bahtera.samples.errors import BadFile, BadPlan, DrawMoved, NoReason
from bahtera.samples.rules.files import read_frame, read_list
from bahtera.samples.rules.moving import MOVES, check_move, check_plan, clean_reason
from bahtera.samples.rules.tables import read_table
from bahtera.samples.values import DrawState, FrameLine, ListLine, Plan, Why

KNOWN = {f"63.05.01.20{at:02d}" for at in range(1, 9)} | {"63.10.01.2001"}


def frame(content):
    return read_frame(
        read_table(content),
        known=lambda codes: KNOWN & set(codes),
        within=lambda code: code.startswith("63.05."),
    )


def workbook(rows):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    stored = io.BytesIO()
    book.save(stored)
    return stored.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        b"kode,nama,keluarga,strata\n63.05.01.2001,Contoh,1.204,pesisir\n63.05.01.2002,Contoh,87,\n",
        "\ufeffKode_Desa;Nama;Jumlah Keluarga;Strata\r\n63.05.01.2001;Contoh;1204;pesisir\r\n\r\n"
        "63.05.01.2002;Contoh;87;\r\n".encode(),
        b"KODE\tKELUARGA\tSTRATA\n 63.05.01.2001 \t1 204\tpesisir\n63.05.01.2002\t87\n",
        workbook(
            [("Kode", "Keluarga", "Strata"), ("63.05.01.2001", 1204.0, "pesisir"), ("63.05.01.2002", 87)]
        ),
    ],
)
def test_one_frame_however_it_was_kept(content):
    lines, problems = frame(content)
    assert lines == (FrameLine("63.05.01.2001", 1204, "pesisir"), FrameLine("63.05.01.2002", 87, ""))
    assert problems == ()


def test_each_line_that_is_not_taken_is_told_with_its_number_and_why():
    written = (
        ("63.05.01.2001", "120"),
        ("6305012002", "90"),
        ("63.1", "90"),
        ("6.3E+09", "90"),
        ("", "90"),
        ("63.05.01.2099", "90"),
        ("63.10.01.2001", "90"),
        ("63.05.01.2003", "90"),
        ("63.05.01.2003", "91"),
        ("63.05.01.2004", "0"),
        ("63.05.01.2005", "-3"),
        ("63.05.01.2006", "12.5"),
        ("63.05.01.2007", "70000"),
        ("63.05.01.2008", "banyak"),
        ("63.05.01", "90"),
    )
    lines, problems = frame(("kode;keluarga\n" + "\n".join(";".join(one) for one in written)).encode())
    assert lines == (FrameLine("63.05.01.2001", 120),)
    assert [(one.line, one.why) for one in problems] == [
        (3, Why.WITHOUT_DOTS),
        (4, Why.STRIPPED),
        (5, Why.STRIPPED),
        (6, Why.NO_CODE),
        (7, Why.UNKNOWN),
        (8, Why.OUTSIDE),
        (9, Why.DOUBLE),
        (10, Why.DOUBLE),
        (11, Why.NO_COUNT),
        (12, Why.NO_COUNT),
        (13, Why.NO_COUNT),
        (14, Why.ABSURD),
        (15, Why.NO_COUNT),
        (16, Why.NOT_A_VILLAGE),
    ]


def test_a_spreadsheets_number_that_is_no_count_is_not_read_as_thousands():
    _, problems = frame(workbook([("kode", "keluarga"), ("63.05.01.2001", 1.204), (63.1, 12)]))
    assert [one.why for one in problems] == [Why.NO_COUNT, Why.STRIPPED]


def test_a_village_list_takes_numbers_and_leaves_names_and_numbers_of_people():
    content = (
        b"no;nama kepala;rw;rt\n1;Sintetis A;001;002\n2;Sintetis B;1;2\n2;Sintetis C;1;3\n"
        b"6305010101010001;X;;\n;Y;;\n"
    )
    lines, problems = read_list(read_table(content))
    assert lines == (ListLine("1", "1", "2"),)
    assert [(one.line, one.why, one.what) for one in problems] == [
        (3, Why.DOUBLE, "2"),
        (4, Why.DOUBLE, "2"),
        (5, Why.PERSON_NUMBER, ""),
        (6, Why.NO_REFERENCE, ""),
    ]


def bomb():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b" " * 70 * 2**20)
    return packed.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\n\n",
        b"\xff\xfek\x00o\x00d\x00e\x00",
        b'kode,keluarga\n"63.05',
        b"PK\x03\x04 this is no archive",
        bomb(),
        b"x" * (4 * 2**20 + 1),
        b"desanya,berapa\n63.05.01.2001,12\n",
    ],
    ids=["empty", "blank", "utf16", "torn quote", "torn zip", "bomb", "large", "no columns"],
)
def test_what_is_no_table_is_refused(content):
    with pytest.raises(BadFile):
        frame(content)


def test_the_life_of_a_draw_has_no_way_back():
    assert set(MOVES) == set(DrawState)
    with pytest.raises(DrawMoved):
        check_move(DrawState.SET_ASIDE, DrawState.CONFIRMED)
    with pytest.raises(DrawMoved):
        check_move(DrawState.PLANNED, DrawState.CONFIRMED)
    with pytest.raises(NoReason):
        clean_reason(" \n ")


@pytest.mark.parametrize(
    "plan",
    [
        Plan({"a": 2}, 0, 0),
        Plan({"a": 2}, 501, 0),
        Plan({"a": 2}, 10, -1),
        Plan({"a": 2}, 10, 5, replace_for=("selesai",)),
        Plan({"a": 1}, 10, 5),
    ],
)
def test_plans_that_nothing_can_be_drawn_by(plan):
    with pytest.raises(BadPlan):
        check_plan(plan, {"a": 9})


def test_one_village_is_enough_where_there_is_but_one():
    check_plan(Plan({"a": 1, "b": 2}, 10, 5, replace_for=("pindah",)), {"a": 1, "b": 9})
