"""Which moves a document has, for which areas a kind is made, how a number is written, which scans are kept."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from bahtera.documents.errors import BadDay, BadKind, BadScan, IllegalMove, NoReason
from bahtera.documents.values import Kind, Move, State

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

TRANSITIONS: Final[Mapping[tuple[State, Move], State]] = {
    (State.MAKING, Move.ISSUE): State.ISSUED,
    (State.MAKING, Move.FAIL): State.FAILED,
    (State.MAKING, Move.LEAVE): State.UNCHANGED,
    (State.FAILED, Move.AGAIN): State.MAKING,
    (State.ISSUED, Move.REPLACE): State.REPLACED,
    (State.ISSUED, Move.WITHDRAW): State.WITHDRAWN,
}
KNOWN: Final = frozenset({State.ISSUED, State.REPLACED, State.WITHDRAWN})
"""States of what once left the house: the page behind the QR knows them for ever."""
LEVELS: Final[Mapping[Kind, frozenset[str]]] = {
    Kind.VILLAGE_SHEET: frozenset({"village"}),
    Kind.VILLAGE_PACKAGE: frozenset({"village"}),
    Kind.REGENCY_BOOK: frozenset({"regency"}),
    Kind.PROVINCE_SUMMARY: frozenset({"province"}),
    Kind.SLIDES: frozenset({"province", "regency"}),
    Kind.PRESS: frozenset({"province", "regency"}),
    Kind.MINUTES: frozenset({"province", "regency"}),
}
LETTERS: Final[Mapping[Kind, str]] = {
    Kind.VILLAGE_SHEET: "LD",
    Kind.VILLAGE_PACKAGE: "DC",
    Kind.REGENCY_BOOK: "BK",
    Kind.PROVINCE_SUMMARY: "RP",
    Kind.SLIDES: "PP",
    Kind.PRESS: "SP",
    Kind.MINUTES: "BA",
}
LARGE: Final = frozenset({Kind.REGENCY_BOOK, Kind.PROVINCE_SUMMARY, Kind.SLIDES})
"""Kinds that take longer than anybody waits for a page: the worker makes them."""
LARGEST_SCAN: Final = 20 * 1024 * 1024
LONGEST_REASON: Final = 300
LAST_DAY: Final = 28
_MONTHS: Final = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_STARTS: Final = ((b"%PDF-", "pdf"), (b"\xff\xd8\xff", "jpg"), (b"\x89PNG\r\n\x1a\n", "png"))
_ENDS: Final = {"pdf": b"%%EOF", "jpg": b"\xff\xd9", "png": b"IEND\xaeB`\x82"}
_TAIL: Final = 2048
# What makes a PDF act by itself or carry another file; a scanner writes none of these.
_ACTIVE: Final = re.compile(rb"/(?:JavaScript|JS|Launch|EmbeddedFiles?|RichMedia|OpenAction|AA|XFA)\b")
_LINES: Final = re.compile(r"[\x00-\x1f\x7f\u2028\u2029]+")


def next_state(state: State, move: Move) -> State:
    """Return where a move leads; raises IllegalMove."""
    found = TRANSITIONS.get((state, move))
    if found is None:
        raise IllegalMove(state.value, move.value)
    return found


def check_kind(kind: Kind, area: str, level: str) -> None:
    """Raise BadKind unless such a document is made for an area of this level."""
    if level not in LEVELS[kind]:
        raise BadKind(kind.value, area)


def number_of(kind: Kind, area: str, sequence: int, day: date) -> str:
    """Return a number as letters carry it: 0003/BK/63.02/XI/2026; the sequence counts by kind, area and year."""
    return f"{sequence:04d}/{LETTERS[kind]}/{area}/{_MONTHS[day.month - 1]}/{day.year}"


def scan_kind(data: bytes) -> str:
    """Return "pdf", "jpg" or "png" of a scan, told by what is in it; raises BadScan."""
    if len(data) > LARGEST_SCAN:
        raise BadScan.too_large(LARGEST_SCAN // 1024 // 1024)
    kind = next((name for start, name in _STARTS if data.startswith(start)), None)
    if kind is None or _ENDS[kind] not in data[-_TAIL:]:
        raise BadScan.of_what()
    if kind == "pdf" and _ACTIVE.search(data):
        raise BadScan.active()
    return kind


def clean_reason(text: str) -> str:
    """Return a reason as it is kept, one line; raises NoReason for an empty one."""
    clean = " ".join(_LINES.sub(" ", text).split())[:LONGEST_REASON]
    if not clean:
        raise NoReason
    return clean


def check_day(day: int) -> None:
    """Raise BadDay for a day that not every month has."""
    if not 1 <= day <= LAST_DAY:
        raise BadDay


def is_due(day: int, last_month: str, today: date) -> bool:
    """Tell whether what is made every month is still to be made: the day has come, and not in this month yet."""
    return today.day >= day and last_month != month_of(today)


def month_of(day: date) -> str:
    """Return a month as it is kept: 2026-11."""
    return f"{day:%Y-%m}"
