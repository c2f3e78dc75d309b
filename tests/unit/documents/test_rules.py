"""Moves, numbers, scans and days of the register."""

from datetime import date

import pytest

from bahtera.documents.errors import BadDay, BadKind, BadScan, IllegalMove, NoReason
from bahtera.documents.rules import (
    LARGEST_SCAN,
    LETTERS,
    LEVELS,
    TRANSITIONS,
    check_day,
    check_kind,
    clean_reason,
    is_due,
    next_state,
    number_of,
    scan_kind,
)
from bahtera.documents.values import Kind, Move, State

PDF = b"%PDF-1.7\n1 0 obj << /Type /Catalog >> endobj\n%%EOF\n"


def test_what_left_the_house_never_goes_back():
    reached = {state for (state, _), _ in TRANSITIONS.items()} | set(TRANSITIONS.values())
    assert reached == set(State)
    for state in (State.REPLACED, State.WITHDRAWN, State.UNCHANGED):
        for move in Move:
            with pytest.raises(IllegalMove):
                next_state(state, move)
    assert next_state(State.ISSUED, Move.REPLACE) is State.REPLACED


def test_every_kind_has_letters_of_its_own_and_a_level():
    assert set(LETTERS) == set(LEVELS) == set(Kind)
    assert len(set(LETTERS.values())) == len(Kind)


def test_a_number_is_written_as_letters_carry_it():
    assert number_of(Kind.REGENCY_BOOK, "63.10", 3, date(2026, 11, 2)) == "0003/BK/63.10/XI/2026"


def test_a_book_of_a_village_is_refused():
    with pytest.raises(BadKind):
        check_kind(Kind.REGENCY_BOOK, "63.02.01.2001", "village")


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (PDF, "pdf"),
        (b"\xff\xd8\xff\xe0 picture \xff\xd9", "jpg"),
        (b"\x89PNG\r\n\x1a\n picture IEND\xaeB`\x82", "png"),
    ],
)
def test_a_scan_is_told_by_what_it_holds(data, kind):
    assert scan_kind(data) == kind


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "documents.bad_scan"),
        (b"MZ program", "documents.bad_scan"),
        (PDF[:20], "documents.bad_scan"),
        (PDF.replace(b"/Type", b"/OpenAction << /S /JavaScript >> /Type"), "documents.active_scan"),
        (b"%PDF-" + b" " * LARGEST_SCAN, "documents.large_scan"),
    ],
)
def test_what_is_no_plain_scan_is_refused(data, code):
    with pytest.raises(BadScan) as refused:
        scan_kind(data)
    assert refused.value.code == code


def test_a_reason_is_one_line_and_never_empty():
    assert clean_reason(" salah\n cetak ") == "salah cetak"
    with pytest.raises(NoReason):
        clean_reason(" \n ")


@pytest.mark.parametrize("day", [0, 29, 31])
def test_a_day_that_not_every_month_has_is_refused(day):
    with pytest.raises(BadDay):
        check_day(day)


def test_a_month_is_served_once_from_its_day_on():
    assert not is_due(10, "", date(2026, 11, 9))
    assert is_due(10, "2026-10", date(2026, 11, 30))
    assert not is_due(10, "2026-11", date(2026, 11, 30))
