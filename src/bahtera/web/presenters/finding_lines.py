"""Findings of a visit as the page lists them: what matters first, equal ones together, people by name."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from bahtera.access.api import Actor, may
from bahtera.families import api as families
from bahtera.surveys import api as surveys
from bahtera.web import numbers, places, wording
from bahtera.web.presenters.answers import NOT_ASKED, RECALCULATED, Labels, anchor_of, in_language, label_of
from bahtera.web.presenters.family import FindingLine, PersonLine

_TOGETHER = (NOT_ASKED, RECALCULATED)  # many of a kind say little more than one
_LONGEST_LABEL = 90
_RANKS = {"error": 0, "warning": 1, "info": 2}
_MOST_PEOPLE = 10


def finding_lines(
    rows: Sequence[surveys.FindingRow], labels: Labels, anchors: frozenset[str], actor: Actor
) -> tuple[FindingLine, ...]:
    """Return the lines of a visit's findings.

    What the server computes differently, and what was answered without being asked, are one line each that
    unfolds, below the other findings of its weight. A doubt about one person of the roster is one line, with
    everybody on record whom it points to.
    """
    groups: dict[tuple[object, ...], list[surveys.FindingRow]] = {}
    for row in rows:
        groups.setdefault(_group_of(row), []).append(row)
    ordered = sorted(
        groups.values(), key=lambda group: (_RANKS.get(group[0].severity, 3), group[0].code in _TOGETHER)
    )
    return tuple(_line_of(group, labels, anchors, actor) for group in ordered)


def _group_of(row: surveys.FindingRow) -> tuple[object, ...]:
    if row.code in _TOGETHER:
        return (row.code, row.severity)
    if row.code.startswith("families."):
        return (row.code, row.severity, row.row)
    return (row.code, row.severity, row.question, row.row, row.path, row.value)


def _line_of(
    group: list[surveys.FindingRow], labels: Labels, anchors: frozenset[str], actor: Actor
) -> FindingLine:
    first = _line(group[0], labels, anchors)
    if group[0].code in _TOGETHER and len(group) > 1:
        inside = tuple(_line(row, labels, anchors) for row in group)
        return replace(first, message=_together(group), question="", anchor="", inside=inside)
    return replace(first, people=_people((row.value for row in group), actor))


def _together(group: list[surveys.FindingRow]) -> str:
    count = len(group)
    if group[0].code == NOT_ASKED:
        return ngettext(
            "{count} question is answered although it is not asked; the answer is not counted.",
            "{count} questions are answered although they are not asked; the answers are not counted.",
            count,
        ).format(count=count)
    return ngettext(
        "{count} value that the phone computed differs from what the server computes.",
        "{count} values that the phone computed differ from what the server computes.",
        count,
    ).format(count=count)


def _line(row: surveys.FindingRow, labels: Labels, anchors: frozenset[str]) -> FindingLine:
    anchor = anchor_of(row.question, row.row) if row.question else ""
    label = label_of(row.question, labels) if row.question else ""
    short = _shortened(label)
    message = in_language(row.messages) or row.code
    if label == message:  # a note of the form, said already
        question = gettext("Person {number}").format(number=row.row) if row.row else ""
    elif short and row.row:
        question = gettext("{question} (person {number})").format(question=short, number=row.row)
    else:
        question = short
    if label != message:
        message = message.replace(label, short) if label else message
    return FindingLine(
        severity=row.severity,
        severity_label=wording.say(wording.SEVERITIES, row.severity),
        message=numbers.with_days(message),
        question=question,
        anchor=anchor if anchor in anchors else "",
    )


def _shortened(label: str) -> str:
    """Return a label that can stand inside a sentence: a consent text does not stand there whole, and twice."""
    if len(label) <= _LONGEST_LABEL:
        return label
    return label[:_LONGEST_LABEL].rpartition(" ")[0].rstrip(",;:.") + " …"


def _people(values: Iterable[str], actor: Actor) -> tuple[PersonLine, ...]:
    """Return whom findings point to, each once; of an area the reader may not see, only that it is elsewhere."""
    found = (_person(value, actor) for value in list(dict.fromkeys(values))[:_MOST_PEOPLE])
    return tuple(dict.fromkeys(one for one in found if one is not None))


def _person(value: str, actor: Actor) -> PersonLine | None:
    kind, _, number = value.partition(":")
    try:
        key = UUID(number)
    except ValueError:
        return None
    try:
        member = families.get_member(key) if kind == "member" else None
        family = families.get_family(member.family_id if member else key)
    except (families.UnknownMember, families.UnknownFamily):
        return None
    if not may(actor, "submission.read", area=family.village_code):
        return PersonLine(gettext("somebody in an area that is not open to you"), "", "")
    name = member.name if member else gettext("Family of {name}").format(name=family.head_name)
    place = places.village_line(family.village_code, places.names_of([family.village_code]))
    visits = f"{reverse('web:submissions')}?{urlencode({'q': str(family.id)})}"
    return PersonLine(name or gettext("Name not given"), place, visits)
