"""What the pages of re-interviews show: draws, families to ask again, how far two interviews agree."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext, gettext_noop

from bahtera.areas.api import Area
from bahtera.statistics.agreement import SMALL, Agreement
from bahtera.surveys import api as surveys
from bahtera.web import places, wording
from bahtera.web.presenters.answers import in_language
from bahtera.web.presenters.parts import Option, Tag
from bahtera.web.presenters.rounds import RoundHead

OUTCOMES = {
    "done": gettext_noop("Asked again"),
    "no_memory": gettext_noop("The family remembers no visit"),
    "refused": gettext_noop("Declined"),
    "moved": gettext_noop("Moved away"),
    "not_found": gettext_noop("Not found"),
    "no_respondent": gettext_noop("Nobody to answer"),
}
_HUNDRED = 100


@dataclass(frozen=True)
class AgreementLine:
    """One row of the table: shares in per cent, kappa as it is; None where there is none. ``note`` says why."""

    label: str
    n: int
    agreed: int
    share: float | None
    low: float | None
    high: float | None
    kappa: float | None
    kappa_low: float | None
    kappa_high: float | None
    pabak: float | None
    note: str


@dataclass(frozen=True)
class KaderLine:
    """How far one kader's families answered the same again."""

    label: str
    families: int
    no_memory: int
    pairs: int
    agreed: int
    share: float | None
    kappa: float | None
    note: str


@dataclass(frozen=True)
class DrawLine:
    """One draw: from what, how many, and how far it is."""

    place: str
    drawn_at: datetime
    share: float
    at_least: int
    eligible: int
    kader: int
    visits: int
    done: int
    waiting: int
    seed: str


@dataclass(frozen=True)
class BackChecksPage:
    """Draws and results of a round."""

    head: RoundHead
    zone: str
    draws: tuple[DrawLine, ...]
    drawn: int
    done: int
    outcomes: tuple[tuple[str, int], ...]
    overall: AgreementLine | None
    questions: tuple[AgreementLine, ...]
    kader: tuple[KaderLine, ...]
    areas: tuple[Option, ...]
    asked: tuple[Option, ...]
    small: int
    list_url: str
    csv_url: str


@dataclass(frozen=True)
class TaskLine:
    """A family to ask again, or asked again: ``differs`` counts what it said otherwise."""

    name: str
    village: str
    visited_on: date | None
    url: str
    state: Tag | None
    who: str
    asked_on: date | None
    differs: int | None


@dataclass(frozen=True)
class DifferenceLine:
    """A question answered otherwise the second time."""

    question: str
    first: str
    second: str


@dataclass(frozen=True)
class BackCheckList:
    """The families of a round's re-interviews in the reader's areas, those that wait first."""

    head: RoundHead
    waiting: tuple[TaskLine, ...]
    closed: tuple[TaskLine, ...]
    kader: tuple[KaderLine, ...]


@dataclass(frozen=True)
class AskedLine:
    """A question of the form to fill: a list of choices, or a number where there are none."""

    name: str
    label: str
    choices: tuple[Option, ...]
    given: str


@dataclass(frozen=True)
class BackCheckEntry:
    """The form for one family, or what came of asking it again."""

    head: RoundHead
    id: str
    name: str
    village: str
    address: str
    visited_on: date | None
    revision: int
    asked: tuple[AskedLine, ...]
    outcomes: tuple[Option, ...]
    kaders: tuple[Option, ...]
    is_entered: bool
    outcome: str
    who: str
    asked_on: date | None
    differences: tuple[DifferenceLine, ...]
    compared: int
    visit_url: str
    back: str
    problem: str


Known = Mapping[str, surveys.BackCheckQuestion]


def agreement_line(label: str, told: Agreement) -> AgreementLine:
    """Return one row of a table of agreement."""
    note = ""
    if told.does_not_vary:
        note = gettext("Everybody gave the same answer: kappa cannot be worked out.")
    elif told.is_small:
        note = gettext("Few pairs: a hint at most.")
    return AgreementLine(
        label=label,
        n=told.n,
        agreed=told.agreed,
        share=_percent(told.share),
        low=_percent(told.low),
        high=_percent(told.high),
        kappa=told.kappa,
        kappa_low=told.kappa_low,
        kappa_high=told.kappa_high,
        pabak=told.pabak,
        note=note,
    )


def question_lines(found: surveys.BackCheckResults, known: Known) -> tuple[AgreementLine, ...]:
    """Return the rows by question, in the form's order."""
    return tuple(agreement_line(label_of(one.question, known), one.agreement) for one in found.questions)


def kader_lines(found: surveys.BackCheckResults, *, named: bool) -> tuple[KaderLine, ...]:
    """Return the rows by kader: by name for whoever looks at their visits, else by a number."""
    lines = []
    for number, one in enumerate(found.kader, start=1):
        label = one.name if named and one.name else gettext("Kader {number}").format(number=number)
        note = gettext("Few pairs: a hint at most.") if one.pairs < SMALL else ""
        lines.append(
            KaderLine(
                label,
                one.families,
                one.no_memory,
                one.pairs,
                one.agreed,
                _percent(one.share),
                one.kappa,
                note,
            )
        )
    return tuple(lines)


def draw_line(row: surveys.BackCheckRow, known: Mapping[str, Area]) -> DrawLine:
    """Return one draw."""
    return DrawLine(
        place=places.village_line(row.area_code, known) if row.area_code else gettext("All of Indonesia"),
        drawn_at=row.drawn_at,
        share=row.per_mille / 10,
        at_least=row.at_least,
        eligible=row.eligible,
        kader=row.kader,
        visits=row.visits,
        done=row.done,
        waiting=row.waiting,
        seed=row.seed,
    )


def task_line(
    task: surveys.BackCheckTask, round_id: int, known: Mapping[str, Area], differs: int | None = None
) -> TaskLine:
    """Return one family of the list."""
    state = None
    if task.outcome:
        style = "tinggi" if task.outcome == "done" else "none"
        state = Tag(wording.say(OUTCOMES, task.outcome), style, "ok" if task.outcome == "done" else "")
    return TaskLine(
        name=task.family_name,
        village=places.village_line(task.village_code, known),
        visited_on=task.visited_on,
        url=reverse("web:back_check", args=[round_id, task.id]),
        state=state,
        who=task.interviewer,
        asked_on=task.asked_on,
        differs=differs,
    )


def label_of(name: str, known: Known) -> str:
    """Return a question in the reader's language; of a roster, how many people it lists."""
    one = known.get(name)
    if one is None:
        return name.replace("_", " ")
    label = in_language(one.labels) or name.replace("_", " ")
    return gettext("{list}: how many people").format(list=label) if one.kind == "roster" else label


def answer_of(name: str, text: str, known: Known) -> str:
    """Return an answer in words."""
    one = known.get(name)
    if not text:
        return gettext("not answered")
    return in_language(one.choices[text]) if one and text in one.choices else text


def asked_lines(
    questions: Sequence[surveys.BackCheckQuestion], given: Mapping[str, str]
) -> tuple[AskedLine, ...]:
    """Return the questions of the form to fill, with what was typed before a refusal."""
    known = {one.name: one for one in questions}
    return tuple(
        AskedLine(
            name=one.name,
            label=label_of(one.name, known),
            choices=tuple(
                Option(code, in_language(texts), code == given.get(one.name))
                for code, texts in one.choices.items()
            ),
            given=given.get(one.name, ""),
        )
        for one in questions
    )


def _percent(share: float | None) -> float | None:
    return None if share is None else _HUNDRED * share
