"""Answers of a visit grouped by the blocks of its questionnaire, in the words the form used."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, Literal

from django.utils.translation import get_language, gettext

from bahtera.questionnaires import api as questionnaires
from bahtera.surveys import api as surveys
from bahtera.web import numbers
from bahtera.web.presenters.family import Answer, Block, Member

# Written by the device or copied into the form, not asked: shown in the receipt or not at all.
_MACHINE_TYPES = frozenset(
    {"start", "end", "today", "deviceid", "audit", "calculate", "hidden", "note", "trigger"}
)
Labels = Mapping[str, questionnaires.QuestionLabels]
NOT_ASKED = "not_asked"
RECALCULATED = "calculate_differs"


@dataclass(frozen=True)
class Doubts:
    """What findings say of answers, by question and row.

    ``open`` are worth opening a block for; ``sent`` holds what stands in the visit and does not count: text
    that is not of its question's type, and answers to what was not asked.
    """

    all: frozenset[tuple[str, int | None]]
    open: frozenset[tuple[str, int | None]]
    sent: Mapping[tuple[str, int | None], tuple[str, str]]

    @classmethod
    def of(cls, findings: Sequence[surveys.FindingRow]) -> "Doubts":
        """Gather the doubts of a visit's findings."""
        rows = [row for row in findings if row.question and row.code != RECALCULATED]
        sent = {
            (row.question, row.row): (row.value, row.code)
            for row in rows
            if row.code in questionnaires.UNREADABLE or row.code == NOT_ASKED
        }
        return cls(
            all=frozenset((row.question, row.row) for row in rows),
            open=frozenset((row.question, row.row) for row in rows if row.code != NOT_ASKED),
            sent=sent,
        )


def blocks_of(
    outline: Sequence[questionnaires.OutlineItem],
    labels: Labels,
    answers: Mapping[str, Any],
    findings: Sequence[surveys.FindingRow],
) -> tuple[Block, ...]:
    """Return the blocks of a form that hold anything asked, in the form's order."""
    doubts = Doubts.of(findings)
    found: list[Block] = []
    for head, items in _top_groups(outline):
        block = _block(head, items, labels, answers, doubts)
        if block.answers or block.members:
            found.append(block)
    return tuple(found)


def anchor_of(question: str, row: int | None) -> str:
    """Return the place on the page of an answer."""
    return f"j-{question}-{row}" if row else f"j-{question}"


def in_language(texts: Mapping[str, str]) -> str:
    """Return the text in the reader's language, or in Indonesian."""
    return texts.get(language()) or texts.get("id") or ""


def language() -> Literal["id", "en"]:
    """Return the reader's language."""
    return "en" if (get_language() or "id").startswith("en") else "id"


def label_of(question: str, labels: Labels) -> str:
    """Return a question as it was asked, or its name when the form gives it no words."""
    known = labels.get(question)
    return (in_language(known.labels) if known else "") or question.replace("_", " ")


def _top_groups(
    outline: Sequence[questionnaires.OutlineItem],
) -> list[tuple[questionnaires.OutlineItem | None, list[questionnaires.OutlineItem]]]:
    """Cut a form at its outermost groups and repeats; questions before any group come first."""
    cut: list[tuple[questionnaires.OutlineItem | None, list[questionnaires.OutlineItem]]] = [(None, [])]
    top = min((item.depth for item in outline), default=0)
    for item in outline:
        if item.depth == top and item.kind != "question":
            cut.append((item, []))
        else:
            if item.depth == top and cut[-1][0] is not None:
                cut.append((None, []))
            cut[-1][1].append(item)
    return cut


def _block(
    head: questionnaires.OutlineItem | None,
    items: Sequence[questionnaires.OutlineItem],
    labels: Labels,
    answers: Mapping[str, Any],
    doubts: Doubts,
) -> Block:
    repeats = [item for item in ([head] if head else []) + list(items) if item.kind == "repeat"]
    inside = {item.name: _children_of(item, items) for item in repeats}
    in_repeat = {item.path for children in inside.values() for item in children}
    asked = [item for item in items if _is_asked(item) and item.path not in in_repeat]
    plain = _answers(asked, labels, answers, None, doubts)
    members = tuple(
        member
        for repeat in repeats
        for member in _members(inside[repeat.name], labels, _rows(answers.get(repeat.name)), doubts)
    )
    names = {item.name for item in items}
    title = (in_language(head.labels) or head.name.replace("_", " ")) if head else gettext("Beginning")
    return Block(
        anchor=f"b-{head.name}" if head else "b-awal",
        title=title,
        answers=plain,
        members=members,
        doubtful=sum(question in names for question, _ in doubts.all),
        opened=any(question in names for question, _ in doubts.open),
    )


def _children_of(
    repeat: questionnaires.OutlineItem, items: Sequence[questionnaires.OutlineItem]
) -> list[questionnaires.OutlineItem]:
    return [item for item in items if item.path.startswith(f"{repeat.path}/")]


def _is_asked(item: questionnaires.OutlineItem) -> bool:
    return item.kind == "question" and not item.calculated and item.type not in _MACHINE_TYPES


def _rows(value: Any) -> list[Mapping[str, Any]]:
    return [row for row in value if isinstance(row, Mapping)] if isinstance(value, list) else []


def _answers(  # noqa: PLR0917 - one row of a form needs all of them
    items: Sequence[questionnaires.OutlineItem],
    labels: Labels,
    answers: Mapping[str, Any],
    row: int | None,
    doubts: Doubts,
    who: str = "",
) -> tuple[Answer, ...]:
    """Return the questions that were asked: answered ones, and doubtful ones even when left empty.

    ``who`` stands where the form put in the name of the person asked about.
    """
    found = []
    for item in items:
        text = answer_text(item, labels, answers.get(item.name))
        doubtful = (item.name, row) in doubts.all
        raw, code = doubts.sent.get((item.name, row), ("", ""))
        if (text and _has_words(item)) or doubtful:
            found.append(
                Answer(
                    anchor=anchor_of(item.name, row),
                    label=label_of(item.name, labels).replace("…", who or "…"),
                    text=text or (_sent_text(item, labels, raw) if code == NOT_ASKED else raw),
                    doubtful=doubtful,
                    comment_name=f"catatan.{item.name}" + (f".{row}" if row else ""),
                    set_aside=_why_set_aside(code) if raw and not text else "",
                )
            )
    return tuple(found)


def _sent_text(item: questionnaires.OutlineItem, labels: Labels, raw: str) -> str:
    """Return an answer as it was sent, in words; several choices are sent with spaces between."""
    known = labels.get(item.name)
    return answer_text(item, labels, raw.split() if known and known.choices else raw)


def _why_set_aside(code: str) -> str:
    return gettext("not asked, does not count") if code == NOT_ASKED else gettext("cannot be read")


def _has_words(item: questionnaires.OutlineItem) -> bool:
    """Tell whether the form asks it in words; ids that the form only carries along have their name for a label."""
    return in_language(item.labels) not in {"", item.name}


def _members(
    items: Sequence[questionnaires.OutlineItem],
    labels: Labels,
    rows: Sequence[Mapping[str, Any]],
    doubts: Doubts,
) -> tuple[Member, ...]:
    by_name = {item.name: item for item in items}
    asked = [item for item in items if _is_asked(item)]

    def said(name: str, row: Mapping[str, Any]) -> str:
        return answer_text(by_name[name], labels, row.get(name)) if name in by_name else ""

    return tuple(
        Member(
            number=number,
            name=said("nama", row),
            relation=said("hubungan", row),
            sex=said("jenis_kelamin", row),
            birth=numbers.short_day(_date(row.get("tgl_lahir"))),
            age=_plain(row.get("umur")),
            marital=said("status_kawin", row),
            doubtful=any(place == number for question, place in doubts.open if question in by_name),
            answers=_answers(asked, labels, row, number, doubts, said("nama", row)),
        )
        for number, row in enumerate(rows, start=1)
    )


def answer_text(item: questionnaires.OutlineItem, labels: Labels, value: Any) -> str:
    """Return an answer in words: a choice's label, a date in full, a number as the language writes it."""
    if value is None or value == "" or value == []:
        return ""
    known = labels.get(item.name)
    if isinstance(value, list):
        return ", ".join(_choice(known, str(one)) for one in value)
    if known and known.choices:
        return _choice(known, str(value))
    if item.type == "date" and (day := _date(value)):
        return numbers.day(day)
    if item.type in ("integer", "decimal", "int"):
        return _number(value)
    return str(value)


def _choice(known: questionnaires.QuestionLabels | None, code: str) -> str:
    texts = known.choices.get(code) if known else None
    return (in_language(texts) if texts else "") or code


def _date(value: Any) -> date | None:
    try:
        return date.fromisoformat(str(value)[:10]) if value else None
    except ValueError:
        return None


def _number(value: Any) -> str:
    try:
        exact = Decimal(str(value))
    except InvalidOperation:
        return str(value)
    exponent = exact.normalize().as_tuple().exponent
    if not isinstance(exponent, int):
        return str(value)
    return numbers.number(exact, max(-exponent, 0))


def _plain(value: Any) -> str:
    return "" if value is None else str(value)
