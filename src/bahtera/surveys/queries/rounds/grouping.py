"""Which classes a family falls into, by what was told of its members; nothing finer than a class leaves here."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from bahtera.surveys.rules import date_of, members_of, text_of

_OLD: Final = 60
_SMALL: Final = 5
_AGES: Final = ((30, "0-29"), (45, "30-44"), (_OLD, "45-59"))
_SIZES: Final = ((2, "1-2"), (4, "3-4"), (6, "5-6"))


def groups_of(answers: Mapping[str, Any], visited_on: date | None) -> dict[str, str]:
    """Return group -> class (see `GROUPS`); what nobody told is left out, and all of it without consent."""
    members = members_of(answers)
    if not members or answers.get("persetujuan") == "tidak":
        return {}
    ages = [_age(row, visited_on) for row in members]
    head = next((at for at, row in enumerate(members) if row.get("hubungan") == "kepala"), None)
    found = {
        "size": _size(len(members)),
        "disability": _any([_told(row.get("disabilitas")) for row in members]),
        "elderly": _any([None if age is None else age >= _OLD for age in ages]),
        "under_five": _any([None if age is None else age < _SMALL for age in ages]),
    }
    if head is not None:
        sex = text_of(members[head].get("jenis_kelamin"))
        found["head_sex"] = sex if sex in ("l", "p") else ""
        found["head_age"] = _age_class(ages[head])
    return {name: value for name, value in sorted(found.items()) if value}


def _size(count: int) -> str:
    return next((name for most, name in _SIZES if count <= most), "7+")


def _age_class(age: int | None) -> str:
    if age is None:
        return ""
    return next((name for below, name in _AGES if age < below), "60+")


def _age(row: Mapping[str, Any], on: date | None) -> int | None:
    born = date_of(row.get("tgl_lahir"))
    if born is None or on is None or born > on:
        return None
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def _told(answer: object) -> bool | None:
    return {"ya": True, "tidak": False}.get(text_of(answer))


def _any(told: Sequence[bool | None]) -> str:
    """Return whether it holds for anybody; not known while one of them was not asked and nobody else has it."""
    if any(told):
        return "ya"
    return "" if None in told else "tidak"
