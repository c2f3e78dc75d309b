"""What the pages show of families that two kader share: whose sections are whose, what came, where they disagree."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext, gettext_noop

from bahtera.questionnaires import api as questionnaires
from bahtera.surveys import api as surveys
from bahtera.web import numbers
from bahtera.web.presenters.answers import in_language, label_of
from bahtera.web.presenters.parts import Option, Tag

STATES: Final = {
    surveys.JointState.NOTHING: (gettext_noop("No part has come yet"), "none", ""),
    surveys.JointState.WAITING: (gettext_noop("Waits for the other part"), "sedang", "sedang"),
    surveys.JointState.CLASH: (gettext_noop("The two parts do not agree"), "rendah", "warning"),
    surveys.JointState.JOINED: (gettext_noop("One visit of both parts"), "tinggi", "ok"),
    surveys.JointState.ENDED: (gettext_noop("Shared no more"), "none", ""),
}
Labels = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True)
class SideLine:
    """One of the two kader: their sections in words, and what came of them."""

    person_id: str
    name: str
    sections: tuple[str, ...]
    signed_at: datetime | None
    received_at: datetime | None
    met: bool
    url: str


@dataclass(frozen=True)
class JointLine:
    """A shared family as a line of a list; ``missing`` names those whose part is awaited."""

    url: str
    family: str
    kaders: str
    state: Tag
    missing: str


@dataclass(frozen=True)
class DifferenceLine:
    """What the two say differently, in words."""

    what: str
    first: str
    second: str


@dataclass(frozen=True)
class JointPage:
    """One shared family, with what a supervisor may do about it."""

    id: str
    family: str
    village_name: str
    round_name: str
    synthetic: bool
    zone: str
    state: Tag
    sides: tuple[SideLine, ...]
    missing: str
    differences: tuple[DifferenceLine, ...]
    may_choose: bool
    may_settle: bool
    taker: str
    visit_url: str
    revision: int
    back: str


@dataclass(frozen=True)
class SignatureCard:
    """Who signed what of a visit; of a part alone, whose part is awaited."""

    lines: tuple[SideLine, ...]
    waits: str
    is_part: bool
    url: str


def line_of(row: surveys.JointRow) -> JointLine:
    """Return a shared family as a line of a list."""
    return JointLine(
        url=reverse("web:joint_family", args=[row.id]),
        family=row.head_name or gettext("Family without a name"),
        kaders=" + ".join(one.name for one in row.sides),
        state=state_of(row.state),
        missing=names_of(row.missing) if row.state is surveys.JointState.WAITING else "",
    )


def state_of(state: surveys.JointState) -> Tag:
    """Return where a shared family stands, as a tag."""
    label, style, icon = STATES[state]
    return Tag(gettext(label), style, icon)


def side_of(one: surveys.JointSide, labels: Labels) -> SideLine:
    """Return one of the two in words."""
    return SideLine(
        person_id=str(one.person_id),
        name=one.name,
        sections=section_names(one.sections, labels),
        signed_at=_moment(one.signed_at),
        received_at=one.received_at,
        met=one.met,
        url=reverse("web:submission", args=[one.submission_id]) if one.submission_id else "",
    )


def section_names(sections: Collection[str], labels: Labels) -> tuple[str, ...]:
    """Return sections as the questionnaire calls them, in its order."""
    order = {name: at for at, name in enumerate(labels)}
    return tuple(
        in_language(labels[one]) if one in labels else one.replace("_", " ")
        for one in sorted(sections, key=lambda one: order.get(one, len(order)))
    )


def names_of(sides: Collection[surveys.JointSide]) -> str:
    """Return the names of some of the two."""
    return gettext(" and ").join(one.name for one in sides)


def section_options(form_id: str) -> tuple[Option, ...]:
    """Return the sections that can be given to the second kader; the later half is proposed."""
    found = surveys.newest_sections(form_id)
    return tuple(
        Option(one.name, in_language(one.labels), at * 2 >= len(found)) for at, one in enumerate(found)
    )


def difference_lines(
    found: surveys.JointDetail, labels: Mapping[str, questionnaires.QuestionLabels]
) -> tuple[DifferenceLine, ...]:
    """Return what two kader say differently, with the names of questions and choices."""

    def said(question: str, value: object) -> str:
        if value in (None, ""):
            return gettext("not said")
        known = labels.get(question)
        texts = known.choices.get(str(value)) if known else None
        return in_language(texts) if texts else numbers.with_days(str(value))

    return tuple(
        DifferenceLine(
            what=gettext("{member}: lives there").format(member=one.member)
            if one.question == "nama"
            else ": ".join(filter(None, (one.member, label_of(one.question, labels)))),
            first=(gettext("yes") if one.first else gettext("no"))
            if one.question == "nama"
            else said(one.question, one.first),
            second=(gettext("yes") if one.second else gettext("no"))
            if one.question == "nama"
            else said(one.question, one.second),
        )
        for one in found.differences
    )


def signature_card(submission_id: UUID, form_id: str, *, may_settle: bool) -> SignatureCard | None:
    """Return who signed which sections of a visit; None for one that a kader sent alone."""
    found = surveys.signatures_of(submission_id)
    if not found:
        return None
    labels = surveys.section_labels(form_id)
    row = surveys.waits_with(submission_id)
    lines = tuple(
        SideLine(
            person_id=str(one.person_id),
            name=one.name,
            sections=section_names(one.sections, labels),
            signed_at=_moment(one.signed_at),
            received_at=one.received_at,
            met=True,
            url=reverse("web:submission", args=[one.submission_id]) if row is None else "",
        )
        for one in found
    )
    waits = names_of(row.missing) if row and row.state is surveys.JointState.WAITING else ""
    url = reverse("web:joint_family", args=[row.id]) if row and may_settle else ""
    return SignatureCard(lines, waits, row is not None, url)


def visit_url(row: surveys.JointRow) -> str:
    """Return where the visit made of both parts is; empty before there is one."""
    return reverse("web:submission", args=[row.visit_id]) if row.visit_id else ""


def _moment(written: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(written)
    except ValueError:
        return None
    return found if found.tzinfo is not None else None
