"""What the pages of answers to be put right show: which may be, inputs for the chosen, what a second person reads."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext

from bahtera.access.api import Actor, may
from bahtera.questionnaires import api as questionnaires
from bahtera.releases import api as releases
from bahtera.surveys import api as surveys
from bahtera.web import places
from bahtera.web.presenters import rounds, visits
from bahtera.web.presenters.answers import Labels, answer_text, in_language, label_of
from bahtera.web.presenters.comparing_versions import ChangedArea, changed_areas
from bahtera.web.presenters.corrections import CorrectionLine, correction_line
from bahtera.web.presenters.parts import Option

_INPUTS: Final = {"integer": "number", "date": "date"}


@dataclass(frozen=True)
class MendLine:
    """A question whose answer may be put right. ``key`` names it in a form; ``kind``: list, several, or an input."""

    key: str
    label: str
    answer: str
    kind: str = ""
    value: str = ""
    options: tuple[Option, ...] = ()


@dataclass(frozen=True)
class MendBlock:
    """Questions that belong together: of a part of the form, or about one person."""

    title: str
    lines: tuple[MendLine, ...]


@dataclass(frozen=True)
class MendPage:
    """Choosing the answers to be put right, or, once ``chosen``, filling them in."""

    id: str
    round_title: str
    place: str
    revision: int
    blocks: tuple[MendBlock, ...]
    chosen: tuple[MendLine, ...]
    reason: str
    longest: int
    problem: str


@dataclass(frozen=True)
class MendedLine:
    """An answer to be put right: as it stands and as it is to be; ``is_hidden``: it says who somebody is."""

    label: str
    old: str
    new: str
    is_hidden: bool


@dataclass(frozen=True)
class DecidePage:
    """A correction before the second person: what is asked, and which figures it would move."""

    head: rounds.RoundHead
    line: CorrectionLine
    answers: tuple[MendedLine, ...]
    areas: tuple[ChangedArea, ...]
    is_tried: bool
    is_sample: bool
    problem: str
    zone: str


def key_of(question: str, row: int | None) -> str:
    """Return the name of an answer in a form; rows count from 1."""
    return question if row is None else f"{question}.{row}"


def mend_page(
    detail: surveys.SubmissionDetail,
    row: surveys.RoundRow,
    chosen: Collection[str],
    *,
    typed: Mapping[str, Sequence[str]],
    reason: str = "",
    problem: str = "",
) -> MendPage:
    """Return the answers of a visit to choose from, and those ``chosen`` with inputs; ``typed`` stays in them."""
    code = detail.row.village_code
    blocks = _blocks(detail, typed)
    lines = tuple(line for block in blocks for line in block.lines if line.key in chosen)
    return MendPage(
        id=str(detail.row.id),
        round_title=visits.round_title(row),
        place=places.village_line(code, places.names_of([code])),
        revision=detail.revision,
        blocks=() if lines else blocks,
        chosen=lines,
        reason=reason,
        longest=releases.LONGEST_REASON,
        problem=problem,
    )


def decide_page(
    row: surveys.RoundRow,
    one: releases.CorrectionRow,
    moved: Sequence[releases.Affected] | None,
    actor: Actor,
    problem: str,
) -> DecidePage:
    """Return a correction with what it would move; ``moved`` None: it was not tried."""
    return DecidePage(
        head=rounds.head_of(row, actor, "versions"),
        line=correction_line(one, actor),
        answers=_mended(one, actor),
        areas=changed_areas(moved or ()),
        is_tried=moved is not None,
        is_sample=row.design is not surveys.Design.ENUMERATION,
        problem=problem,
        zone=places.own_zone(actor),
    )


def _blocks(detail: surveys.SubmissionDetail, typed: Mapping[str, Sequence[str]]) -> tuple[MendBlock, ...]:
    form = questionnaires.get_form(detail.form_id, detail.form_version)
    if form is None or not detail.answers:
        return ()
    labels = questionnaires.labels(detail.form_id, detail.form_version)
    known = surveys.mendable_questions(detail.form_id, detail.form_version)
    found: list[MendBlock] = []
    title, lines = gettext("Beginning"), list[MendLine]()
    inside: dict[str, list[questionnaires.OutlineItem]] = {}
    for item in questionnaires.outline(form):
        if item.kind == "question" and item.name in known:
            if known[item.name]:
                inside.setdefault(known[item.name], []).append(item)
            else:
                lines.append(_line(item, labels, detail.answers, None, typed))
        elif item.kind == "group" or (item.kind == "repeat" and item.name not in inside):
            found.append(MendBlock(title, tuple(lines)))
            title, lines = in_language(item.labels) or item.name.replace("_", " "), []
    found.append(MendBlock(title, tuple(lines)))
    for repeat, items in inside.items():
        for number, person in enumerate(detail.answers.get(repeat) or [], start=1):
            named = gettext("Person {number}: {name}").format(number=number, name=person.get("nama") or "–")
            found.append(MendBlock(named, tuple(_line(one, labels, person, number, typed) for one in items)))
    return tuple(block for block in found if block.lines)


def _line(
    item: questionnaires.OutlineItem,
    labels: Labels,
    answers: Mapping[str, Any],
    row: int | None,
    typed: Mapping[str, Sequence[str]],
) -> MendLine:
    key, stands = key_of(item.name, row), answers.get(item.name)
    values = [str(one) for one in stands] if isinstance(stands, list) else [_text(stands)]
    given = list(typed.get(key, values))
    choices = labels[item.name].choices if item.name in labels else {}
    options = tuple(
        Option(code, in_language(texts) or code, code in given) for code, texts in choices.items()
    )
    kind = _INPUTS.get(item.type, "text")
    if item.type.startswith("select"):
        kind = "several" if item.type == "select_multiple" else "list"
    label = label_of(item.name, labels).replace("…", str(answers.get("nama") or "…"))
    if row is not None:
        label = gettext("{question} (person {number})").format(question=label, number=row)
    return MendLine(key, label, answer_text(item, labels, stands), kind, " ".join(given), options)


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def _mended(one: releases.CorrectionRow, actor: Actor) -> tuple[MendedLine, ...]:
    """Return the answers as far as the reader may see them: choices and numbers, for who reads no visits."""
    if not one.answers:
        return ()
    form_id, version = surveys.form_of_visit(one.submission_id)
    form = questionnaires.get_form(form_id, version)
    if form is None:
        return ()
    labels = questionnaires.labels(form_id, version)
    items = {item.name: item for item in questionnaires.outline(form)}
    reads = may(actor, "submission.read", area=one.village_code)
    plain = surveys.plain_questions(form_id, version)
    found = []
    for each in one.answers:
        hidden = not (reads or each.question in plain)
        label = label_of(each.question, labels)
        if each.row is not None:
            label = gettext("{question} (person {number})").format(question=label, number=each.row)
        old, new = (answer_text(items[each.question], labels, value) for value in (each.old, each.new))
        found.append(MendedLine(label, "" if hidden else old, "" if hidden else new, hidden))
    return tuple(found)
