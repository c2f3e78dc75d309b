"""A table of quoted figures: every fault with its line and column, and values exactly as quoted."""

from datetime import date

from bahtera.context.rules.columns import FIGURE_COLUMNS
from bahtera.context.rules.declaring import read_series
from bahtera.context.rules.reading import read_content
from bahtera.foundation.shipped import definitions

SERIES = read_series(definitions("context/series.yaml").read_text(encoding="utf-8"))
HEAD = [*FIGURE_COLUMNS]
TODAY = date(2026, 11, 23)
GOOD = {
    "seri": "child-marriage-before-18", "wilayah": "63.10", "periode": "2022", "nilai": "23.10",
    "satuan": "persen", "sumber": "BPS", "alamat": "", "dikutip": "2023-03-07", "mutu_tanggal": "tercetak",
    "sifat": "tetap", "catatan": "",
}  # fmt: skip


def read(*lines, head=HEAD):
    rows = [(1, head), *((number, [line.get(name) for name in HEAD]) for number, line in enumerate(lines, 2))]
    return read_content(rows, SERIES, frozenset({"63", "63.10", "63.10.05"}), today=TODAY)


def faults(*lines, head=HEAD):
    return [(one.line, one.column, one.code) for one in read(*lines, head=head).faults]


def test_values_keep_their_decimals_and_take_a_comma():
    found = read(GOOD, GOOD | {"periode": "2021", "nilai": "9.5"}, GOOD | {"wilayah": "id"})
    assert [one.value for one in found.figures] == ["23.10", "9.5", "23.10"]
    assert [one.area for one in found.figures] == ["63.10", "63.10", "ID"]
    assert not found.faults
    assert [one.value for one in read(GOOD | {"nilai": "23,10"}).figures] == ["23.10"]


def test_each_fault_has_its_line_and_column():
    for name, given, code in (
        ("wilayah", "63.1", "context.lost_zero"),
        ("wilayah", 63.1, "context.lost_zero"),
        ("wilayah", "6310", "context.bare_code"),
        ("wilayah", "Kotabaru", "context.no_code"),
        ("wilayah", "63.99", "context.no_area"),
        ("wilayah", "63.10.05", "context.wrong_level"),
        ("seri", "pernikahan", "context.no_series"),
        ("periode", "2022/23", "context.bad_period"),
        ("periode", "2022-13", "context.bad_period"),
        ("periode", "2022-03", "context.whole_years"),
        ("nilai", "100.01", "context.over_hundred"),
        ("nilai", "1,394", "context.too_fine"),
        ("nilai", "=A1+1", "context.formula"),
        ("nilai", "-3", "context.no_number"),
        ("nilai", "", "context.empty"),
        ("satuan", "kasus", "context.other_unit"),
        ("satuan", "butir", "context.no_unit"),
        ("sumber", None, "context.empty"),
        ("alamat", "bps.go.id", "context.bad_address"),
        ("dikutip", "7 Maret", "context.bad_day"),
        ("dikutip", "2023-02-30", "context.bad_day"),
        ("mutu_tanggal", "kira-kira", "context.bad_quality"),
        ("mutu_tanggal", "tidak_diketahui", "context.day_and_quality"),
        ("sifat", "final", "context.bad_state"),
        ("periode", "2099", "context.to_come"),
        ("dikutip", "2026-11-25", "context.to_come"),
        ("dikutip", "2021-12", "context.quoted_before"),
        ("catatan", "a\x00b", "context.control_sign"),
        ("sumber", "BPS\x1b[2J", "context.control_sign"),
        ("nilai", "\u202e01.32", "context.control_sign"),
        ("seri", "\x7f", "context.control_sign"),
    ):
        assert faults(GOOD | {name: given}) == [(2, HEAD.index(name) + 1, code)], (name, given)


def test_what_is_to_come_is_told_with_the_day_of_the_clock():
    poverty = GOOD | {"seri": "poverty-share", "dikutip": "", "mutu_tanggal": "tidak_diketahui"}
    for period, well in (("2026", True), ("2026-11", True), ("2026-12", False), ("2026-06/2027-01", False)):
        assert (not faults(poverty | {"periode": period})) is well, period
    (fault,) = read(GOOD | {"periode": "2027"}).faults
    assert (fault.details["given"], fault.details["today"]) == ("2027", "2026-11-23")


def test_a_quote_may_fall_into_its_period():
    for day in ("2022", "2022-01", "2022-01-01", "2026-11-24"):
        assert not faults(GOOD | {"dikutip": day}), day
    late = ["simfoni-cases", "63", "Pejabat DP3A", "2027", "Rilis", "Karena ekonomi."]
    head = ["seri", "wilayah", "pembicara", "tanggal", "sumber", "pendapat"]
    found = read_content([(1, head), (2, late)], SERIES, today=TODAY)
    assert [(one.line, one.column, one.code) for one in found.faults] == [(2, 4, "context.to_come")]


def test_whole_numbers_have_no_thousands_sign():
    dispensations = GOOD | {"seri": "marriage-dispensations", "satuan": "perkara"}
    assert faults(dispensations | {"nilai": "1.394"}) == [(2, 4, "context.not_whole")]
    assert read(dispensations | {"nilai": "1394"}).figures[0].value == "1394"


def test_one_file_has_one_decimal_sign():
    lines = (GOOD, GOOD | {"periode": "2021", "nilai": "21,1"}, GOOD | {"periode": "2020", "nilai": "16.24"})
    assert faults(*lines) == [(3, 4, "context.mixed_signs")]


def test_a_year_stands_once_a_source_however_it_is_spelled():
    again = GOOD | {"periode": "2022-01/2022-12", "sumber": " bps "}
    assert faults(GOOD, again) == [(3, 3, "context.twice")]
    assert not faults(GOOD, GOOD | {"sumber": "Pers", "nilai": "9"})


def test_all_faults_are_told_at_once():
    assert faults(GOOD | {"wilayah": "63.1", "nilai": "101"}, GOOD | {"satuan": "x"}) == [
        (2, 2, "context.lost_zero"),
        (2, 4, "context.over_hundred"),
        (3, 5, "context.no_unit"),
    ]


def test_headings_are_told():
    assert faults(head=[*HEAD, "lain"])[0][2] == "context.unknown_column"
    assert faults(head=[*HEAD, "seri"])[0][2] == "context.column_twice"
    assert faults(head=HEAD[:4])[0][2] == "context.column_lacks"
    assert read_content([], SERIES, today=TODAY).faults[0].code == "context.no_lines"
    assert read_content([(1, HEAD)], SERIES, today=TODAY).faults[0].code == "context.no_figures"


def test_an_opinion_needs_its_speaker():
    head = ["seri", "wilayah", "pembicara", "tanggal", "sumber", "pendapat"]
    line = ["simfoni-cases", "63", "Pejabat DP3A", "2023-03-07", "Rilis", "Karena ekonomi."]
    found = read_content([(1, head), (2, line)], SERIES, today=TODAY)
    assert (found.opinions[0].speaker, found.opinions[0].said_on) == ("Pejabat DP3A", "2023-03-07")
    silent = read_content([(1, head), (2, [*line[:2], "", *line[3:]])], SERIES, today=TODAY)
    assert [(one.line, one.column, one.code) for one in silent.faults] == [(2, 3, "context.empty")]
