"""Lines of a file of plans: which columns there are, and what a cell may hold."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import TYPE_CHECKING, Final

from bahtera.actions.errors import BadPlan
from bahtera.foundation.inputs import rupiah_in

if TYPE_CHECKING:
    from collections.abc import Sequence

# The head of each column; a file may hold them in any order, and others beside them, which are not read.
COLUMNS: Final = (
    "desa",
    "tahun",
    "putaran",
    "indeks",
    "indikator",
    "kegiatan",
    "rincian",
    "skpd",
    "unit",
    "jabatan",
    "sumber_dana",
    "jumlah_rupiah",
    "mulai",
    "tenggat",
    "sasaran_keluarga",
    "sasaran_persen",
)
NEEDED: Final = frozenset(
    {"desa", "tahun", "putaran", "indikator", "kegiatan", "skpd", "sumber_dana", "mulai", "tenggat"}
)
_THOUSANDS: Final = re.compile(r"\d{1,3}(\.\d{3})+")
_DAY: Final = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4})")
_PERCENT: Final = re.compile(r"\d{1,3}([.,]\d{1,2})?")


def columns_in(head: Sequence[object]) -> dict[str, int]:
    """Return where each known column stands; raises BadPlan for a head that lacks a needed one or repeats one."""
    words = ["" if cell is None else str(cell).strip().casefold().replace(" ", "_") for cell in head]
    found: dict[str, int] = {name: words.index(name) for name in COLUMNS if name in words}
    missing = sorted(NEEDED - found.keys())
    if missing:
        raise BadPlan(
            "actions.columns_missing",
            "The first line lacks these columns: {columns}.",
            field="",
            columns=", ".join(missing),
        )
    twice = sorted(name for name in found if words.count(name) > 1)
    if twice:
        raise BadPlan(
            "actions.columns_twice",
            "The first line names these columns twice: {columns}.",
            field="",
            columns=", ".join(twice),
        )
    return found


def text_of(cell: object) -> str:
    """Return a cell as a line of text; a whole number of a workbook without its ``.0``."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def whole_of(cell: object, column: str) -> int | None:
    """Return a whole number, also with dots between thousands; None for an empty cell. Raises BadPlan."""
    text = text_of(cell)
    if not text:
        return None
    plain = text.replace(".", "") if _THOUSANDS.fullmatch(text) else text
    if not (plain.isascii() and plain.isdigit() and len(plain) <= 15):  # noqa: PLR2004 - far past any amount
        raise BadPlan(
            "actions.no_whole_number",
            "“{text}” is no whole number. Write it as 1500000 or 1.500.000.",
            field=column,
            text=text[:40],
        )
    return int(plain)


def rupiah_of(cell: object, column: str) -> int | None:
    """Return an amount as one writes or says it, such as `5,3 juta`; None for an empty cell. Raises BadPlan."""
    text = text_of(cell)
    if not text:
        return None
    amount = rupiah_in(text)
    if amount is None:
        raise BadPlan(
            "actions.no_amount",
            "“{text}” is no amount of rupiah. Write it as 7400000, 7.400.000 or 7,4 juta.",
            field=column,
            text=text[:40],
        )
    return amount


def share_of(cell: object, column: str) -> int | None:
    """Return a percentage in hundredths, with a comma or a full stop; None for an empty cell. Raises BadPlan."""
    text = text_of(cell).removesuffix("%").strip()
    if not text:
        return None
    if not _PERCENT.fullmatch(text):
        raise BadPlan(
            "actions.no_percentage",
            "“{text}” is no percentage. Write it as 75 or 82,5.",
            field=column,
            text=text[:40],
        )
    whole, _, part = text.replace(",", ".").partition(".")
    return int(whole) * 100 + int(part.ljust(2, "0") or "0")


def day_of(cell: object, column: str) -> date:
    """Return a day: of a workbook, or written 2027-01-31 or 31/01/2027. Raises BadPlan."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    text = text_of(cell)
    try:
        if (found := _DAY.fullmatch(text)) is not None:
            return date(int(found[3]), int(found[2]), int(found[1]))
        return date.fromisoformat(text)
    except ValueError as error:
        raise BadPlan(
            "actions.no_day",
            "“{text}” is no date. Write it as 2027-01-31 or 31/01/2027.",
            field=column,
            text=text[:40],
        ) from error


def choice_of(cell: object, column: str, known: dict[str, str]) -> str:
    """Return the code that a cell names by itself or by its words, whatever their case. Raises BadPlan."""
    text = text_of(cell).casefold()
    by_words = {words.casefold(): code for code, words in known.items()}
    found = {**by_words, **{code.casefold(): code for code in known}}.get(text)
    if found is None:
        raise BadPlan(
            "actions.no_choice",
            "“{text}” is not known here. Use one of: {known}.",
            field=column,
            text=text_of(cell)[:40],
            known=", ".join(sorted(known)[:30]),
        )
    return found
