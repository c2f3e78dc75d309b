"""Two visits to one family side by side: where they differ, and what is made of a person's choices. Values alone.

Answers are those of ``SubmissionDetail``: plain JSON by question name, a roster as a list of mappings.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

Answers = Mapping[str, Any]
Side = Literal["left", "right", "typed", "keep", "drop"]

# Who somebody is, by the question it was looked up with: merging has decided it already, since both visits are to one
# family. The ids of the visit that counts stay, and with them what it was looked up by.
_LOOKED_UP = {"keluarga": "family_id", "anggota_lama": "member_id"}
_IDS = frozenset(_LOOKED_UP) | frozenset(_LOOKED_UP.values())
# A family that was not on the list, of which no member can be looked up.
_NOT_LISTED = (None, "baru")


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: its name, the repeat it stands in (or none), whether it is worked out and never chosen."""

    name: str
    repeat: str = ""
    calculated: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """What a person chose for one difference: a side, a text typed instead, a person kept or left out."""

    side: Side
    text: str = ""


@dataclass(frozen=True, slots=True)
class Difference:
    """A question that two visits answer differently; ``key`` names it in a form. None is no answer."""

    key: str
    question: str
    left: Any
    right: Any


@dataclass(frozen=True, slots=True)
class ComparedRow:
    """A member, in both visits or in one; rows count from 1, None where the visit does not have the member.

    ``key`` names the choice whether a member of one visit alone is kept.
    """

    key: str
    repeat: str
    left: int | None
    right: int | None
    differences: tuple[Difference, ...]
    equal: int

    @property
    def is_in_both(self) -> bool:
        """Tell whether both visits have the member."""
        return self.left is not None and self.right is not None


@dataclass(frozen=True, slots=True)
class Compared:
    """Where two visits differ; ``equal`` counts the questions outside rosters that both answer alike."""

    differences: tuple[Difference, ...]
    rows: tuple[ComparedRow, ...]
    equal: int

    @property
    def keys(self) -> tuple[str, ...]:
        """Return the name of everything that a person must choose."""
        alone = (row.key for row in self.rows if not row.is_in_both)
        inside = (one.key for row in self.rows for one in row.differences)
        return (*(one.key for one in self.differences), *alone, *inside)


def compare(questions: Sequence[Question], left: Answers, right: Answers) -> Compared:
    """Return where two visits to one family differ, in the order of the form."""
    plain = [one.name for one in questions if not one.repeat and _is_chosen(one)]
    repeats = list(dict.fromkeys(one.repeat for one in questions if one.repeat))
    rows = tuple(row for name in repeats for row in _rows(name, questions, left, right))
    differences, equal = _differences(plain, left, right, "")
    return Compared(differences, rows, equal)


def merged(
    questions: Sequence[Question],
    compared: Compared,
    left: Answers,
    right: Answers,
    choices: Mapping[str, Choice],
) -> dict[str, Any]:
    """Return the answers a person chose: what is equal stays, ids and what is worked out come from the left.

    Every key of ``compared`` has a choice. An answer chosen to be empty is left out.
    """
    names = {one.name for one in questions if not one.repeat}
    found = _based_on(left, right, names)
    _apply(found, compared.differences, choices)
    unlisted = "keluarga" in names and said(found.get("keluarga")) in _NOT_LISTED
    for repeat in dict.fromkeys(one.repeat for one in questions if one.repeat):
        inside = {one.name for one in questions if one.repeat == repeat}
        lefts, rights = rows_in(left, repeat), rows_in(right, repeat)
        kept = (row for row in compared.rows if row.repeat == repeat and _is_kept(row, choices))
        inside -= {"anggota_lama"} if unlisted else set()
        found[repeat] = [_merged_row(row, inside, lefts, rights, choices) for row in kept]
    return found


def chosen_rows(compared: Compared, choices: Mapping[str, Choice]) -> tuple[ComparedRow, ...]:
    """Return the members that are kept, in their order."""
    return tuple(row for row in compared.rows if _is_kept(row, choices))


# --- inside -----------------------------------------------------------------------------------------------


def _is_chosen(question: Question) -> bool:
    return not question.calculated and question.name not in _IDS


def _differences(
    names: Iterable[str], left: Answers, right: Answers, before: str
) -> tuple[tuple[Difference, ...], int]:
    found, equal = [], 0
    for name in names:
        one, other = said(left.get(name)), said(right.get(name))
        if one != other:
            found.append(Difference(f"{before}{name}", name, one, other))
        elif one is not None:
            equal += 1
    return tuple(found), equal


def said(value: Any) -> Any:
    """Return an answer as it is compared: nothing is None, several choices have no order, text no outer blanks."""
    if isinstance(value, str):
        value = value.strip()
    if isinstance(value, (list, tuple)) and all(isinstance(one, str) for one in value):
        value = sorted(value)
    return None if value in ("", [], ()) else value


def _rows(repeat: str, questions: Sequence[Question], left: Answers, right: Answers) -> Iterable[ComparedRow]:
    names = [one.name for one in questions if one.repeat == repeat and _is_chosen(one)]
    lefts, rights = rows_in(left, repeat), rows_in(right, repeat)
    for number, (one, other) in enumerate(pairs(lefts, rights), start=1):
        key = f"{repeat}.{number}"
        row = (None if one is None else one + 1, None if other is None else other + 1)
        if one is None or other is None:
            yield ComparedRow(key, repeat, *row, (), 0)
            continue
        differences, equal = _differences(names, lefts[one], rights[other], f"{key}.")
        yield ComparedRow(key, repeat, *row, differences, equal)


def pairs(lefts: Sequence[Answers], rights: Sequence[Answers]) -> list[tuple[int | None, int | None]]:
    """Match rows by id, then by name and birth date, then by name alone, each once; others stand alone."""
    found: dict[int, int] = {}
    free = set(range(len(rights)))
    for mark in (_by_id, _by_name_and_birth, _by_name):
        marks: dict[object, list[int]] = {}
        for number in sorted(free):
            if (said := mark(rights[number])) is not None:
                marks.setdefault(said, []).append(number)
        for number, row in enumerate(lefts):
            others = marks.get(mark(row)) if number not in found else None
            if others:
                found[number] = others.pop(0)
                free.discard(found[number])
    return [(number, found.get(number)) for number in range(len(lefts))] + [
        (None, one) for one in sorted(free)
    ]


def _by_id(row: Answers) -> object:
    return said(row.get("member_id"))


def _name(row: Answers) -> str:
    return " ".join(str(row.get("nama") or "").casefold().split())


def _by_name_and_birth(row: Answers) -> object:
    born = said(row.get("tgl_lahir"))
    return (_name(row), born) if _name(row) and born else None


def _by_name(row: Answers) -> object:
    return _name(row) or None


def rows_in(answers: Answers, repeat: str) -> list[Answers]:
    found = answers.get(repeat)
    return [row for row in found if isinstance(row, Mapping)] if isinstance(found, list) else []


def _only(answers: Answers, names: Collection[str]) -> dict[str, Any]:
    return {name: value for name, value in answers.items() if name in names}


def _based_on(left: Answers, right: Answers, names: Collection[str]) -> dict[str, Any]:
    """Return the left's answers, and the right's where it has none; an id and its look-up come from one side."""
    taken = {look for look, own in _LOOKED_UP.items() if said(left.get(own)) is not None}
    return {**_only(right, set(names) - taken), **_only(left, names)}


def _apply(found: dict[str, Any], differences: Iterable[Difference], choices: Mapping[str, Choice]) -> None:
    for one in differences:
        choice = choices[one.key]
        chosen = {"left": one.left, "right": one.right}.get(choice.side, choice.text.strip() or None)
        found.pop(one.question, None)
        if chosen is not None:
            found[one.question] = chosen


def _is_kept(row: ComparedRow, choices: Mapping[str, Choice]) -> bool:
    return row.is_in_both or choices[row.key].side == "keep"


def _merged_row(
    row: ComparedRow,
    names: Collection[str],
    lefts: Sequence[Answers],
    rights: Sequence[Answers],
    choices: Mapping[str, Choice],
) -> dict[str, Any]:
    left = lefts[row.left - 1] if row.left is not None else {}
    right = rights[row.right - 1] if row.right is not None else {}
    found = _based_on(left, right, names)
    _apply(found, row.differences, choices)
    return found
