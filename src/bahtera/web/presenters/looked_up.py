"""Answers that are codes of other tables: villages, families and people, said by their names."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext

from bahtera.access.api import Actor, may
from bahtera.areas import api as areas
from bahtera.families import api as families
from bahtera.questionnaires import api as questionnaires
from bahtera.surveys import api as surveys
from bahtera.web import places
from bahtera.web.presenters.answers import Labels, language
from bahtera.web.presenters.family import Answer, Block

_NEW: Final = "baru"


def with_names(
    outline: Sequence[questionnaires.OutlineItem],
    labels: Labels,
    visits: Sequence[Mapping[str, Any]],
    actor: Actor,
) -> Labels:
    """Return the labels with a name for every code that visits took from a table instead of the form's choices."""
    named = dict(labels)
    for item in outline:
        known = labels.get(item.name)
        if known is None or known.choices or not item.type.startswith("select"):
            continue
        found = {value: _name(value, actor) for value in _values(item.name, visits)}
        texts = {value: {str(language()): text} for value, text in found.items() if text}
        named[item.name] = replace(known, choices={**known.choices, **texts})
    return named


def file_links(detail: surveys.SubmissionDetail) -> tuple[tuple[str, str], ...]:
    """Return the files of a visit with their addresses; a name that no address can hold has none."""
    return tuple(
        (name, "" if "/" in name else reverse("web:attachment", args=[detail.row.id, name]))
        for name in detail.attachments
    )


def with_files(blocks: Sequence[Block], detail: surveys.SubmissionDetail) -> tuple[Block, ...]:
    """Return the blocks with a way to every file that an answer names."""
    files = {name: url for name, url in file_links(detail) if url}
    if not files:
        return tuple(blocks)

    def linked(answers: tuple[Answer, ...]) -> tuple[Answer, ...]:
        return tuple(replace(one, url=files[one.text]) if one.text in files else one for one in answers)

    return tuple(
        replace(
            block,
            answers=linked(block.answers),
            members=tuple(replace(member, answers=linked(member.answers)) for member in block.members),
        )
        for block in blocks
    )


def _values(name: str, visits: Sequence[Mapping[str, Any]]) -> frozenset[str]:
    """Return what was answered to a question, outside and inside the rosters."""
    return frozenset(value for answers in visits for value in _values_of(name, answers))


def _values_of(name: str, answers: Mapping[str, Any]) -> Iterator[str]:
    if answers.get(name):
        yield str(answers[name])
    for rows in answers.values():
        if isinstance(rows, list):
            yield from (str(row[name]) for row in rows if isinstance(row, Mapping) and row.get(name))


def _name(value: str, actor: Actor) -> str:
    if value == _NEW:
        return gettext("new, not on record yet")
    if areas.is_code(value):
        known = places.names_of([value])
        return places.village_line(value, known) if value in known else ""
    try:
        key = UUID(value)
    except ValueError:
        return ""
    return _family_name(key, actor) or _member_name(key, actor)


def _family_name(key: UUID, actor: Actor) -> str:
    try:
        family = families.get_family(key)
    except families.UnknownFamily:
        return ""
    seen = may(actor, "submission.read", area=family.village_code)
    return gettext("Family of {name}").format(name=family.head_name) if seen else ""


def _member_name(key: UUID, actor: Actor) -> str:
    try:
        member = families.get_member(key)
        family = families.get_family(member.family_id)
    except (families.UnknownMember, families.UnknownFamily):
        return ""
    return member.name if may(actor, "submission.read", area=family.village_code) else ""
