"""What a table says of villages, or of one village's families. Lines that cannot be taken are told, not dropped."""

import re
from collections import Counter
from collections.abc import Callable, Collection, Sequence
from typing import Final

from bahtera.samples.errors import BadFile
from bahtera.samples.rules.tables import Table
from bahtera.samples.values import FrameLine, ListLine, Problem, Why

MOST_IN_VILLAGE: Final = 60_000
"""More families than the largest kelurahan has."""

_CODE: Final = (
    "kode",
    "kode desa",
    "kode kemendagri",
    "kode wilayah",
    "code",
    "village",
    "village code",
    "desa",
)
_COUNT: Final = ("keluarga", "jumlah keluarga", "jumlah kk", "kk", "families", "number of families")
_REFERENCE: Final = ("nomor", "no", "no urut", "nomor urut", "number", "reference", "id")
_LONGEST: Final = 40
_VILLAGE: Final = re.compile(r"\d\d\.\d\d\.\d\d\.\d{4}", re.ASCII)
_DIGITS: Final = re.compile(r"\d{10}", re.ASCII)
_SHORT: Final = re.compile(r"\d\d(\.\d\d){0,2}", re.ASCII)
_SIXTEEN: Final = re.compile(r"(?<!\d)\d{16}(?!\d)", re.ASCII)
_WHOLE: Final = re.compile(r"-?\d{1,9}", re.ASCII)


def read_frame(
    table: Table, *, known: Callable[[Collection[str]], Collection[str]], within: Callable[[str], bool]
) -> tuple[tuple[FrameLine, ...], tuple[Problem, ...]]:
    """Return the villages of a table in its order, and the lines that are not taken.

    ``known`` says which codes are villages, ``within`` whether one lies in the round's area. Raises BadFile without a
    column for the code or the number of families. Of a village named twice no line is taken: nobody can tell which
    is right.
    """
    code_at, count_at = table.find(*_CODE), table.find(*_COUNT)
    if code_at is None or count_at is None:
        raise BadFile.no_column("kode, keluarga")
    strata = table.beginning("strat")
    codes = [_cell(cells, code_at) for _, cells in table.lines]
    there = set(known({code for code in codes if _VILLAGE.fullmatch(code)}))
    times = Counter(codes)
    lines: list[FrameLine] = []
    problems: list[Problem] = []
    for (number, cells), code in zip(table.lines, codes, strict=True):
        count = _cell(cells, count_at)
        why = (
            _wrong_code(code, there, within)
            or (Why.DOUBLE if times[code] > 1 else None)
            or _wrong_count(count)
        )
        if why is not None:
            problems.append(Problem(number, f"{code} {count}".strip()[:60], why))
            continue
        stratum = " / ".join(part for at in strata if (part := _cell(cells, at)))[:80]
        lines.append(FrameLine(code, int(_plain(count)), stratum))
    return tuple(lines), tuple(problems)


def read_list(table: Table) -> tuple[tuple[ListLine, ...], tuple[Problem, ...]]:
    """Return the families of a village's list in its order, and the lines that are not taken.

    A line has a number of the list, and RW and RT where they are known. Other columns, such as names, are not read:
    who keeps the list finds the family. Raises BadFile without a column for the number.
    """
    at = table.find(*_REFERENCE)
    if at is None:
        raise BadFile.no_column("nomor")
    rw_at, rt_at = table.find("rw"), table.find("rt")
    times = Counter(_cell(cells, at) for _, cells in table.lines)
    lines: list[ListLine] = []
    problems: list[Problem] = []
    for number, cells in table.lines:
        reference = _cell(cells, at)
        why = _wrong_reference(reference, times)
        if why is not None:
            problems.append(Problem(number, "" if why is Why.PERSON_NUMBER else reference[:_LONGEST], why))
            continue
        lines.append(ListLine(reference, _part(cells, rw_at), _part(cells, rt_at)))
    return tuple(lines), tuple(problems)


def _wrong_code(code: str, there: Collection[str], within: Callable[[str], bool]) -> Why | None:
    if not code:
        return Why.NO_CODE
    if _VILLAGE.fullmatch(code):
        if code not in there:
            return Why.UNKNOWN
        return None if within(code) else Why.OUTSIDE
    if _DIGITS.fullmatch(code):
        return Why.WITHOUT_DOTS
    return Why.NOT_A_VILLAGE if _SHORT.fullmatch(code) else Why.STRIPPED


def _wrong_count(count: str) -> Why | None:
    plain = _plain(count)
    if not _WHOLE.fullmatch(plain) or int(plain) < 1:
        return Why.NO_COUNT
    return Why.ABSURD if int(plain) > MOST_IN_VILLAGE else None


def _wrong_reference(reference: str, times: Counter[str]) -> Why | None:
    if not reference or len(reference) > _LONGEST:
        return Why.NO_REFERENCE
    if _SIXTEEN.search(reference):
        return Why.PERSON_NUMBER
    return Why.DOUBLE if times[reference] > 1 else None


def _plain(count: str) -> str:
    """Return a count without marks of thousands: 1.234 and 1,234 and 1 234 are one number."""
    return re.sub(r"(?<=\d)[., ](?=\d{3}(?!\d))", "", count)


def _part(cells: Sequence[str], at: int | None) -> str:
    return "" if at is None else _cell(cells, at).lstrip("0")[:10]


def _cell(cells: Sequence[str], at: int) -> str:
    return cells[at] if at < len(cells) else ""
