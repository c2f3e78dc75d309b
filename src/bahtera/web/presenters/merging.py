"""Two visits to one family side by side, as the page shows them to whoever puts them together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext

from bahtera.access.api import Actor
from bahtera.families import api as families
from bahtera.questionnaires import api as questionnaires
from bahtera.surveys import api as surveys
from bahtera.web import places
from bahtera.web.presenters.answers import Labels, answer_text, in_language, label_of
from bahtera.web.presenters.family import FindingLine
from bahtera.web.presenters.finding_lines import finding_lines
from bahtera.web.presenters.looked_up import with_names
from bahtera.web.presenters.parts import IndexCard, Option, Place, Tag, state_tag
from bahtera.web.presenters.scores import index_card

# What can be typed in place of two answers, by the question's type; other questions are taken from one side.
_TYPED = {"text": "text", "string": "text", "integer": "number", "decimal": "text", "date": "date"}
_MANY = "select_multiple"
_WHO = frozenset({"nama", "member_id", "anggota_lama"})
_FILES = frozenset({"binary", "image", "photo", "audio", "video", "file"})


@dataclass(frozen=True)
class SideView:
    """One of the two visits."""

    url: str
    who: str
    received_at: datetime
    visited_on: date | None
    state: Tag


@dataclass(frozen=True)
class DifferenceView:
    """One question: what each visit says, where its file lies, and what else may be chosen.

    ``kind`` is the input for another answer, empty where there is none; ``options`` are the form's own choices.
    """

    key: str
    label: str
    left: str
    right: str
    left_url: str
    right_url: str
    chosen: str
    typed: str
    kind: str
    options: tuple[Option, ...]


@dataclass(frozen=True)
class RowView:
    """One member. ``only`` is the visit that alone has the person, then ``chosen`` is keep or drop; else empty."""

    key: str
    name: str
    only: str
    chosen: str
    facts: tuple[tuple[str, str], ...]
    differences: tuple[DifferenceView, ...]
    equal: int


@dataclass(frozen=True)
class PreviewView:
    """What would come of it: each index, and what the server would find."""

    cards: tuple[IndexCard, ...]
    findings: tuple[FindingLine, ...]
    seen: str


@dataclass(frozen=True)
class MergePage:
    """Everything the page shows. ``family`` is the one of the register that both visits count for."""

    title: str
    places: tuple[Place, ...]
    family: str
    zone: str
    back: str
    left: SideView
    right: SideView
    revisions: str
    is_approved: bool
    differences: tuple[DifferenceView, ...]
    rows: tuple[RowView, ...]
    equal: int
    preview: PreviewView | None = None


class _Sides:
    """Writes answers of both visits in words."""

    def __init__(
        self, pair: surveys.Pair, labels: Labels, choices: Mapping[str, surveys.Choice], actor: Actor
    ) -> None:
        outline = questionnaires.outline(pair.form)
        self.items = {item.name: item for item in outline}
        self.labels = with_names(outline, labels, [pair.left.answers, pair.right_answers], actor)
        self.offered = labels
        self.pair, self.choices = pair, choices

    def said(self, question: str, value: Any) -> str:
        item = self.items.get(question)
        return answer_text(item, self.labels, value) if item else ""

    def difference(self, one: surveys.Difference, who: str = "") -> DifferenceView:
        choice = self.choices.get(one.key)
        item = self.items[one.question]
        known = self.offered.get(one.question)
        choices = known.choices if known and item.type != _MANY else {}
        typed = choice.text if choice and choice.side == "typed" else ""
        return DifferenceView(
            key=one.key,
            label=label_of(one.question, self.labels).replace("…", who or "…"),
            left=self.said(one.question, one.left),
            right=self.said(one.question, one.right),
            left_url=self._file(item, one.left, self.pair.left, {}),
            right_url=self._file(item, one.right, self.pair.right, self.pair.renamed),
            chosen=choice.side if choice else "",
            typed=typed,
            kind="select" if choices else _TYPED.get(item.type, ""),
            options=tuple(
                Option(code, in_language(texts) or code, code == typed) for code, texts in choices.items()
            ),
        )

    def row(self, row: surveys.ComparedRow) -> RowView:
        answers = self.pair.left.answers if row.left is not None else self.pair.right_answers
        number = row.left if row.left is not None else row.right
        assert number is not None
        said = answers[row.repeat][number - 1]
        name = str(said.get("nama") or "").strip() or gettext("Person {number}").format(number=number)
        choice = self.choices.get(row.key)
        return RowView(
            key=row.key,
            name=name,
            only="" if row.is_in_both else "left" if row.right is None else "right",
            chosen=choice.side if choice else "",
            facts=() if row.is_in_both else self._facts(said),
            differences=tuple(self.difference(one, name) for one in row.differences),
            equal=row.equal,
        )

    def _facts(self, row: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
        names = [name for name in self.items if name in row and not self.items[name].calculated]
        told = ((name, self.said(name, row[name])) for name in names if name not in _WHO)
        who = str(row.get("nama") or "").strip() or "…"
        return tuple((label_of(name, self.labels).replace("…", who), text) for name, text in told if text)

    def _file(
        self,
        item: questionnaires.OutlineItem,
        value: Any,
        detail: surveys.SubmissionDetail,
        renamed: Mapping[str, str],
    ) -> str:
        name = renamed.get(str(value), str(value))
        if item.type not in _FILES or name not in detail.attachments or "/" in name:
            return ""
        return reverse("web:attachment", args=[detail.row.id, name])


def merge_page(
    pair: surveys.Pair, choices: Mapping[str, surveys.Choice], asked_from: UUID, actor: Actor
) -> MergePage:
    """Return the page of two visits, with what was chosen so far."""
    labels = questionnaires.labels(pair.form.form_id, pair.form.version)
    sides = _Sides(pair, labels, choices, actor)
    village = pair.left.row.village_code
    known = places.names_of([village])
    return MergePage(
        title=gettext("Put two visits together: family of {name}").format(
            name=pair.left.row.family_name or "…"
        ),
        places=places.crumbs(village, actor, last_linked=True),
        family=_family(pair.left),
        zone=places.zone_of(village, known),
        back=reverse("web:submission", args=[asked_from]),
        left=_side(pair.left),
        right=_side(pair.right),
        revisions=f"{pair.left.revision}.{pair.right.revision}",
        is_approved=pair.left.row.state == "approved",
        differences=tuple(sides.difference(one) for one in pair.compared.differences),
        rows=tuple(sides.row(row) for row in pair.compared.rows),
        equal=pair.compared.equal,
    )


def with_preview(page: MergePage, outcome: surveys.MergeOutcome, seen: str, actor: Actor) -> MergePage:
    """Return the page with what would come of the choices."""
    form = outcome.pair.form
    labels = questionnaires.labels(form.form_id, form.version)
    cards = tuple(index_card(score) for score in _main_first(outcome.assessed.scores))
    findings = finding_lines(outcome.assessed.findings, labels, frozenset(), actor)
    return replace(page, preview=PreviewView(cards, findings, seen))


def _main_first(scores: Sequence[surveys.ScoreRow]) -> list[surveys.ScoreRow]:
    return sorted(scores, key=lambda one: (one.index_id != "ikk", one.index_id))


def _family(detail: surveys.SubmissionDetail) -> str:
    """Return the family as the register knows it: the head's name, RT and RW."""
    if detail.family_id is None:
        return ""
    try:
        family = families.get_family(detail.family_id)
    except families.UnknownFamily:
        return ""
    where = families.neighbourhood(family.place.rt, family.place.rw)
    return ", ".join(one for one in (family.head_name, where) if one)


def _side(detail: surveys.SubmissionDetail) -> SideView:
    return SideView(
        url=reverse("web:submission", args=[detail.row.id]),
        who=detail.row.actor_name,
        received_at=detail.row.received_at,
        visited_on=detail.row.visited_on,
        state=state_tag(detail.row.state),
    )
