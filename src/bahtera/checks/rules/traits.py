"""What is kept of a visit's answers for checks: clocks, place, ages and answers as short numbers, no words.

A number of an answer says whether two families answered alike; it is kept closed, and goes with the visit.
"""

import zlib
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from bahtera.checks.rules.definitions import AnswerPlan
from bahtera.statistics.fieldwork import RosterMember, doubts

_MOST: Final = 0xFFFF
_ACCURACY: Final = 3
_POLE: Final = 90


def traits_of(
    plan: AnswerPlan,
    answers: Mapping[str, Any],
    *,
    started_at: datetime | None,
    ended_at: datetime | None,
    visited_on: date | None,
    zone: str,
) -> dict[str, Any]:
    """Return a visit's traits as plain JSON.

    ``minutes`` the interview took, ``hour`` of day it began in the village's zone, ``answered`` questions of those
    compared, ``point`` as latitude, longitude and metres of accuracy, ``codes`` a number an answer (0: none), ``same``
    the share of yes/no questions with the most frequent answer, of ``told`` such questions, and whether a ``turned``
    one is among them; ``ages`` of members, ``doubts`` of the roster as code and row; floor area, income and residents.
    """
    members = _members(answers.get(plan.roster))
    told = [(name, answers[name]) for name in plan.yes_no if answers.get(name) in {"ya", "tidak"}]
    codes = _codes(plan, answers, members)
    return {
        "minutes": _minutes(started_at, ended_at),
        "hour": _hour(started_at, zone),
        "answered": sum(code > 0 for code in codes),
        "point": _point(answers.get(plan.place)),
        "codes": codes,
        "same": _most_frequent([value for _, value in told]),
        "told": len(told),
        "turned": any(name in plan.turned for name, _ in told),
        "ages": [age for one in members if (age := _whole(one.get("umur"))) is not None],
        "doubts": _doubts(members, visited_on),
        "floor": _number(answers.get(plan.floor)),
        "income": _number(answers.get(plan.income)),
        "residents": _number(answers.get(plan.residents)),
    }


def code_of(answer: Any) -> int:
    """Return a number from 1 to 65,535 for an answer, 0 for none; two answers rarely share one."""
    if answer is None or answer in ("", []):
        return 0
    text = " ".join(sorted(answer)) if isinstance(answer, list) else str(answer)
    return zlib.crc32(text.encode()) % _MOST + 1


def _codes(plan: AnswerPlan, answers: Mapping[str, Any], members: Sequence[Mapping[str, Any]]) -> list[int]:
    codes = [code_of(answers.get(name)) for name in plan.compared]
    codes.append(code_of(len(members) or None))
    for place in range(plan.members_compared):
        one = members[place] if place < len(members) else {}
        codes += [code_of(one.get(name)) for name in plan.compared_of_members]
    return codes


def _members(rows: Any) -> list[Mapping[str, Any]]:
    return [row for row in rows if isinstance(row, Mapping)] if isinstance(rows, list) else []


def _doubts(members: Sequence[Mapping[str, Any]], on: date | None) -> list[tuple[str, int]]:
    if on is None:
        return []
    rows = [
        RosterMember(
            relation=str(one.get("hubungan") or ""),
            sex=str(one.get("jenis_kelamin") or ""),
            born=_day(one.get("tgl_lahir")),
            marital=str(one.get("status_kawin") or ""),
            name=str(one.get("nama") or ""),
        )
        for one in members
    ]
    return [(doubt.code, doubt.row) for doubt in doubts(rows, on)]


def _minutes(started_at: datetime | None, ended_at: datetime | None) -> float | None:
    if started_at is None or ended_at is None:
        return None
    return round((ended_at - started_at).total_seconds() / 60, 2)


def _hour(started_at: datetime | None, zone: str) -> float | None:
    if started_at is None:
        return None
    local = started_at.astimezone(ZoneInfo(zone))
    return round(local.hour + local.minute / 60, 3)


def _point(answer: Any) -> list[float] | None:
    """Return latitude, longitude and accuracy from "lat lon altitude accuracy", None for no usable point."""
    try:
        parts = [float(part) for part in str(answer or "").split()]
    except ValueError:
        return None
    on_earth = len(parts) > 1 and abs(parts[0]) <= _POLE and abs(parts[1]) <= 2 * _POLE
    if not on_earth or not any(parts[:2]):
        return None
    return [parts[0], parts[1], parts[_ACCURACY] if len(parts) > _ACCURACY else 0.0]


def _most_frequent(values: Sequence[str]) -> float:
    return max(values.count(one) for one in set(values)) / len(values) if values else 0.0


def _number(answer: Any) -> float | None:
    try:
        return float(answer) if answer not in (None, "") else None
    except (TypeError, ValueError):
        return None


def _whole(answer: Any) -> int | None:
    number = _number(answer)
    return None if number is None else int(number)


def _day(answer: Any) -> date | None:
    try:
        return date.fromisoformat(str(answer)) if answer else None
    except ValueError:
        return None
