"""Serials, samples, and what two typings of one sheet differ in. Values in, answer out."""

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from difflib import SequenceMatcher
from enum import Enum
from typing import Any, Final

from bahtera.keying.values import Compared, Difference

MOST_SHEETS: Final = 200
MOST_LOOKS: Final = 10
"""How often families like the one typed are shown for one sheet: nobody is to fish for names."""

LARGEST_DRAFT: Final = 1_000_000
DEFAULT_SHARE: Final = 50
"""Of a thousand sheets, how many are typed again unless a round says otherwise."""

_PARTS: Final = 1000
_ALIKE: Final = 0.86
_BETWEEN: Final = re.compile(r"[\n\r,;]+|\s+(?=BHT)", re.IGNORECASE)
_ROW: Final = re.compile(r"(\w[\w.-]*)\[(\d+)\]$")

Answers = Mapping[str, Any]


class Stage(Enum):
    """Where a sheet stands in its batch."""

    WAITING = "waiting"
    KEYED = "keyed"
    MISSING = "missing"
    VOID = "void"


class Again(Enum):
    """Where the second typing of a sheet stands; a sheet outside the sample has none."""

    NONE = ""
    WANTED = "wanted"
    TYPED = "typed"
    SETTLED = "settled"


def serials_in(text: str) -> list[str]:
    """Return what was typed or scanned as serials, each once, as typed."""
    return list(dict.fromkeys(one.strip() for one in _BETWEEN.split(text) if one.strip()))


def is_chosen(seed: str, serial: str, per_mille: int) -> bool:
    """Tell whether a sheet falls into the sample of a round: nobody foresees it, everybody can work it out after."""
    digest = hashlib.sha256(f"{seed}:{serial}".encode()).digest()
    return int.from_bytes(digest[:8], "big") % _PARTS < per_mille


def fold(text: str) -> str:
    """Return an answer as it is compared: capitals and blanks make no difference."""
    return " ".join(text.split()).casefold()


def resembles(one: str, other: str) -> bool:
    """Tell whether two names may be of one person: the same words in any order, or nearly the same letters."""
    first, second = sorted(_words(one)), sorted(_words(other))
    if not first or not second:
        return False
    if set(first) <= set(second) or set(second) <= set(first):
        return True
    return SequenceMatcher(None, " ".join(first), " ".join(second)).ratio() >= _ALIKE


def compare(first: Answers, second: Answers, asked: Sequence[str], rows: frozenset[str]) -> Compared:
    """Return how two typings differ at the questions that are asked, in their order.

    Answers are text by name; a repeat (``rows`` names them) is a list of such mappings.
    """
    comparing = _Comparing(asked, rows)
    comparing.answers(first, second, "", None)
    return Compared(comparing.count, tuple(comparing.found))


def settled(first: Answers, second: Answers, taken: Iterable[str]) -> dict[str, Any]:
    """Return the first typing with those differences taken from the second."""
    merged = _copy(first)
    rows: list[str] = []
    for where in taken:
        if _ROW.search(where):
            rows.append(where)
            continue
        _put(merged, where, _at(second, where))
    # Rows that only one has stand at the end of a list: those of the second in order, then away with the first's.
    for where in rows:
        _add_row(merged, second, where)
    for where in reversed(rows):
        _drop_row(merged, second, where)
    return merged


class _Comparing:
    """Goes through two typings at once, counting what either answers and noting what differs."""

    def __init__(self, asked: Sequence[str], rows: frozenset[str]) -> None:
        self._asked = asked
        self._rows = rows
        self.count = 0
        self.found: list[Difference] = []

    def answers(self, first: Answers, second: Answers, within: str, row: int | None) -> None:
        for name in self._asked:
            where = f"{within}{name}"
            if name in self._rows:
                self._all_rows(first.get(name) or (), second.get(name) or (), where, name)
                continue
            before, after = str(first.get(name) or ""), str(second.get(name) or "")
            self.count += bool(before or after)
            if fold(before) != fold(after):
                self.found.append(Difference(where, name, row, before, after))

    def _all_rows(self, first: Sequence[Answers], second: Sequence[Answers], where: str, name: str) -> None:
        for place in range(max(len(first), len(second))):
            here = f"{where}[{place + 1}]"
            if place < len(first) and place < len(second):
                self.answers(first[place], second[place], f"{here}/", place + 1)
                continue
            self.count += 1
            before = _told(first[place], self._asked) if place < len(first) else ""
            after = _told(second[place], self._asked) if place < len(second) else ""
            self.found.append(Difference(here, name, place + 1, before, after))


def _told(row: Answers, asked: Sequence[str]) -> str:
    return ", ".join(str(row[name]) for name in asked if isinstance(row.get(name), str) and row[name])[:200]


def _copy(answers: Answers) -> dict[str, Any]:
    return {
        name: [_copy(row) for row in value] if isinstance(value, list) else value
        for name, value in answers.items()
    }


def _steps(where: str) -> list[tuple[str, int | None]]:
    steps: list[tuple[str, int | None]] = []
    for part in where.split("/"):
        named = _ROW.match(part)
        steps.append((named[1], int(named[2])) if named else (part, None))
    return steps


def _row_of(answers: Answers, steps: Sequence[tuple[str, int | None]]) -> Answers:
    for name, number in steps:
        answers = answers[name][(number or 1) - 1]
    return answers


def _at(answers: Answers, where: str) -> str:
    *outer, (name, _) = _steps(where)
    return str(_row_of(answers, outer).get(name) or "")


def _put(answers: dict[str, Any], where: str, value: str) -> None:
    *outer, (name, _) = _steps(where)
    row: Any = _row_of(answers, outer)
    row[name] = value


def _add_row(merged: dict[str, Any], second: Answers, where: str) -> None:
    """Put a row that only the second has at the end."""
    *outer, (name, number) = _steps(where)
    inside: Any = _row_of(merged, outer)
    here, theirs = inside.setdefault(name, []), _row_of(second, outer).get(name) or []
    if len(here) < (number or 1) <= len(theirs):
        here.append(_copy(theirs[(number or 1) - 1]))


def _drop_row(merged: dict[str, Any], second: Answers, where: str) -> None:
    """Take away a row that only the first has."""
    *outer, (name, number) = _steps(where)
    inside: Any = _row_of(merged, outer)
    here, theirs = inside.get(name) or [], _row_of(second, outer).get(name) or []
    if len(theirs) < (number or 1) <= len(here):
        del here[(number or 1) - 1]


def _words(text: str) -> list[str]:
    return [one for one in re.split(r"[^\w]+", text.casefold()) if one]
