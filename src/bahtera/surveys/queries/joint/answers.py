"""What two kader say of one family: whether they agree, whose answer stands where. Values alone.

Answers are plain JSON by question name, a roster as a list of mappings, as everywhere.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final

from bahtera.surveys.queries.reviewing.differences import Answers, pairs, rows_in, said
from bahtera.surveys.rules import counts_as_visit, text_of
from bahtera.surveys.rules.joint import AGREED, IDENTITY, ROSTER
from bahtera.surveys.values import JointDifference

_WHOLE: Final = ("kode_desa", "hasil_kunjungan", "persetujuan")
_RESULT: Final = "hasil_kunjungan"


def strange_section(
    answers: Answers, *, places: Mapping[str, str], asked: Collection[str], theirs: Collection[str]
) -> str:
    """Return the first of the other's sections in which something is answered; empty when none is.

    Who lives there may be said by both.
    """
    for name in sorted(asked):
        section = places.get(name, "")
        if section in theirs and name not in IDENTITY and _is_answered(answers, name):
            return section
    return ""


def disagreements(first: Answers, second: Answers) -> tuple[JointDifference, ...]:
    """Return what two kader say differently of where, whether and who; empty when they agree."""
    found = [
        JointDifference(name, "", first.get(name), second.get(name))
        for name in _WHOLE
        if said(first.get(name)) != said(second.get(name)) and not _both_met(name, first, second)
    ]
    lefts, rights = rows_in(first, ROSTER), rows_in(second, ROSTER)
    if not (counts(first) and counts(second)):
        return tuple(found)
    for one, other in pairs(lefts, rights):
        left = lefts[one] if one is not None else None
        right = rights[other] if other is not None else None
        name = text_of((left or right or {}).get("nama"))
        if left is None or right is None:
            found.append(
                JointDifference("nama", name, left and left.get("nama"), right and right.get("nama"))
            )
            continue
        found += [
            JointDifference(question, name, left.get(question), right.get(question))
            for question in sorted(AGREED)
            if said(left.get(question)) != said(right.get(question))
        ]
    return tuple(found)


def may_choose(differences: Sequence[JointDifference]) -> bool:
    """Tell whether they differ about members alone: then one of the two rosters can count."""
    return all(one.member for one in differences)


def counts(answers: Answers) -> bool:
    """Tell whether somebody of the family answered."""
    return counts_as_visit(text_of(answers.get(_RESULT)))


def put_together(
    holder: Answers,
    other: Answers,
    *,
    places: Mapping[str, str],
    others_sections: Collection[str],
    others_family: bool,
) -> dict[str, Any]:
    """Return the answers of one visit: the holder of the roster says what both are asked, each their own sections.

    With ``others_family`` who lives there is as the other says: of members whom the holder did not meet no more is
    known.
    """
    found = {name: value for name, value in holder.items() if places.get(name, "") not in others_sections}
    found |= {name: value for name, value in other.items() if places.get(name) in others_sections}
    if others_family and ROSTER not in others_sections:
        lefts, rights = rows_in(holder, ROSTER), rows_in(other, ROSTER)
        found[ROSTER] = [
            {**(lefts[one] if one is not None else {}), **_who(rights[two])}
            for one, two in sorted(pairs(lefts, rights), key=lambda pair: (pair[0] is None, pair))
            if two is not None
        ]
    return found


def _is_answered(answers: Answers, name: str) -> bool:
    """Tell whether a question has an answer, in a roster at any of its rows."""
    if said(answers.get(name)) is not None and not rows_in(answers, name):
        return True
    repeats = [rows_in(answers, one) for one in answers]
    return any(_is_answered(row, name) for rows in repeats for row in rows)


def _who(row: Answers) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name in IDENTITY}


def _both_met(name: str, first: Answers, second: Answers) -> bool:
    """Tell whether a result differs only in how much was asked: both were let in and answered."""
    return name == _RESULT and counts(first) and counts(second)
