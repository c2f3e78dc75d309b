"""Reading a file of targets as offices write it: a village and how many families. Values in, answer out."""

import csv
from collections.abc import Callable
from io import StringIO
from typing import Final

from bahtera.foundation.errors import Refused
from bahtera.surveys.errors import InvalidRound
from bahtera.surveys.rules.visits import MOST_FAMILIES, within
from bahtera.surveys.values import TargetsFile

MOST_BYTES: Final = 5_000_000
_CODES: Final = ("kode_desa", "kode desa", "kode", "desa", "village", "village_code", "code")
_COUNTS: Final = ("keluarga", "target", "target_keluarga", "jumlah_keluarga", "jumlah keluarga", "families")
_DIGITS_OF_A_VILLAGE: Final = 10


def read_targets(
    data: bytes,
    area_code: str,
    *,
    code_in: Callable[[str], str | None],
    known: Callable[[list[str]], set[str]],
) -> TargetsFile:
    """Return the targets of a CSV file with a heading line; comma or semicolon, with or without a byte-order mark.

    ``code_in`` reads a code, ``known`` tells which codes are villages. A line that does not fit is a problem, and
    nothing is guessed: a code that a spreadsheet has shortened, a village named twice, or one outside the round's area.
    Raises InvalidRound for a file that cannot be read at all.
    """
    rows, code_at, count_at = _table(data)
    found: dict[str, int] = {}
    lines: dict[str, int] = {}
    problems: list[tuple[int, Refused]] = []
    for number, row in enumerate(rows, start=2):
        if not any(cell.strip() for cell in row):
            continue
        text = row[code_at].strip() if code_at < len(row) else ""
        code = code_in(text)
        problem = _problem(text, code, row[count_at].strip() if count_at < len(row) else "", area_code)
        if problem is None and code in found:
            problem = InvalidRound(
                "surveys.invalid_round", "The village {village} stands in the file twice.", village=text
            )
        if problem is not None or code is None:
            problems.append(
                (number, problem or InvalidRound("surveys.invalid_round", "This line names no village."))
            )
            continue
        found[code] = int(_plain(row[count_at]))
        lines[code] = number
    strange = set(found) - known(list(found))
    problems += [
        (lines[code], InvalidRound("surveys.invalid_round", "There is no village {village}.", village=code))
        for code in sorted(strange)
    ]
    kept = {code: count for code, count in found.items() if code not in strange}
    return TargetsFile(kept, tuple(sorted(problems, key=lambda one: one[0])))


def _table(data: bytes) -> tuple[list[list[str]], int, int]:
    if len(data) > MOST_BYTES:
        raise InvalidRound(
            "surveys.invalid_round", "The file is larger than {most} MB.", most=MOST_BYTES // 1_000_000
        )
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InvalidRound(
            "surveys.invalid_round", "The file is no CSV in UTF-8. Save it once more as “CSV UTF-8”."
        ) from error
    first = text.partition("\n")[0]
    separator = ";" if first.count(";") > first.count(",") else ","
    rows = list(csv.reader(StringIO(text), delimiter=separator))
    heading = [cell.strip().casefold() for cell in rows[0]] if rows else []
    code_at = next((heading.index(one) for one in _CODES if one in heading), None)
    count_at = next((heading.index(one) for one in _COUNTS if one in heading), None)
    if code_at is None or count_at is None:
        raise InvalidRound(
            "surveys.invalid_round", "The first line names the columns: kode_desa and keluarga."
        )
    return rows[1:], code_at, count_at


def _problem(text: str, code: str | None, count: str, area_code: str) -> InvalidRound | None:
    if code is None or len(code.replace(".", "")) != _DIGITS_OF_A_VILLAGE:
        return InvalidRound(
            "surveys.invalid_round",
            "“{village}” is no code of a village. A village has ten digits, as 63.10.11.2011; a spreadsheet may have"
            " cut it.",
            village=text,
        )
    if not within(code, area_code):
        return InvalidRound(
            "surveys.invalid_round", "Village {village} lies outside the round's area.", village=code
        )
    plain = _plain(count)
    if not (plain.isascii() and plain.isdecimal()) or len(plain) > len(str(MOST_FAMILIES)):
        return InvalidRound("surveys.invalid_round", "“{count}” is no number of families.", count=count)
    if int(plain) > MOST_FAMILIES:
        return InvalidRound(
            "surveys.invalid_round", "{count} families are more than any village has.", count=count
        )
    return None


def _plain(count: str) -> str:
    """Return a whole number without the dots that Indonesian writes between thousands."""
    text = count.strip()
    parts = text.split(".")
    grouped = len(parts) > 1 and all(len(one) == 3 for one in parts[1:]) and 1 <= len(parts[0]) <= 3  # noqa: PLR2004
    return "".join(parts) if grouped else text
