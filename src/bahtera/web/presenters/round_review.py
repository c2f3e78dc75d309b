"""What the pages of a round's review show: how far each village is, and visits for the second level."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext

from bahtera.areas.api import Area
from bahtera.questionnaires import api as questionnaires
from bahtera.surveys import api as surveys
from bahtera.web import places, wording
from bahtera.web.presenters.answers import anchor_of, blocks_of, label_of
from bahtera.web.presenters.family import Block, HoldLine
from bahtera.web.presenters.family_page import hold_lines, reject_reasons
from bahtera.web.presenters.parts import IndexCard, Option, Tag, category_tag, state_tag
from bahtera.web.presenters.rounds import RoundHead
from bahtera.web.presenters.scores import index_card
from bahtera.web.presenters.visits import MAIN_INDEX


@dataclass(frozen=True)
class VillageLine:
    """How far a village is; ``list_url`` leads to its visits, ``second_url`` to those for the second level.

    ``asked_url`` leads to the open questions about its interviews.
    """

    code: str
    name: str
    counts: surveys.VillageReview
    list_url: str
    second_url: str
    asked_url: str = ""


@dataclass(frozen=True)
class ReviewPage:
    """The review of a round, village by village."""

    head: RoundHead
    plan: surveys.ReviewPlanRow
    hold_percent: float
    villages: tuple[VillageLine, ...]
    can_plan: bool
    can_approve: bool


@dataclass(frozen=True)
class SecondLine:
    """A visit in the second level's list, without a name."""

    code: str
    url: str
    visited_on: date | None
    state: Tag
    result: str
    category: Tag | None
    value: float | None
    findings: int
    is_held: bool
    in_sample: bool
    is_confirmed: bool


@dataclass(frozen=True)
class SecondPage:
    """A village's visits for the second level: those to look at first, those that wait, those that are done."""

    head: RoundHead
    village: str
    code: str
    first: tuple[SecondLine, ...]
    waiting: tuple[SecondLine, ...]
    done: tuple[SecondLine, ...]
    to_look_at: int
    total: int
    can_confirm_all: bool


@dataclass(frozen=True)
class StepLine:
    """One step, without who took it."""

    at: datetime
    what: str
    note: str
    comments: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class SecondVisit:
    """One visit for the second level."""

    head: RoundHead
    id: str
    line: SecondLine
    village: str
    zone: str
    back: str
    cards: tuple[IndexCard, ...]
    blocks: tuple[Block, ...]
    doubts: tuple[tuple[str, str, str], ...]
    steps: tuple[StepLine, ...]
    holds: tuple[HoldLine, ...]
    revision: int
    moves: tuple[str, ...]
    reasons: tuple[Option, ...]

    @property
    def can_return(self) -> bool:
        """Tell whether comments may be written at the questions."""
        return "query" in self.moves


def village_line(
    row: surveys.VillageReview,
    round_id: int,
    known: Mapping[str, Area],
    *,
    reads: bool,
    confirms: bool,
    asks: bool,
) -> VillageLine:
    """Return one village."""
    code = row.village_code
    listed = f"{reverse('web:submissions')}?putaran={round_id}&desa={code}"
    second = reverse("web:second_level", args=[round_id, code])
    asked = f"{reverse('web:check_flags', args=[round_id])}?desa={code}&keadaan=open"
    return VillageLine(
        code=code,
        name=places.village_line(code, known),
        counts=row,
        list_url=listed if reads else "",
        second_url=second if confirms else "",
        asked_url=asked if asks else "",
    )


def second_line(row: surveys.SecondRow) -> SecondLine:
    """Return one visit of the second level's list."""
    score = row.scores.get(MAIN_INDEX)
    return SecondLine(
        code=row.code,
        url=reverse("web:second_visit", args=[row.round_id, row.id]) if row.round_id else "",
        visited_on=row.visited_on,
        state=state_tag(row.state),
        result=wording.say(wording.RESULTS, row.result_code) if row.result_code else "",
        category=category_tag(score.category if score else None),
        value=score.value if score else None,
        findings=row.findings,
        is_held=row.is_held,
        in_sample=row.in_sample,
        is_confirmed=row.confirmed_at is not None,
    )


def second_page(
    head: RoundHead, village: str, name: str, rows: Sequence[surveys.SecondRow], *, total: int
) -> SecondPage:
    """Return a village's visits for the second level; ``total`` counts also those waiting that are not listed."""
    lines = [(row, second_line(row)) for row in rows]
    open_ = [(row, line) for row, line in lines if row.state == "approved" and row.confirmed_at is None]
    first = tuple(line for row, line in open_ if row.in_sample)
    waiting = tuple(line for row, line in open_ if not row.in_sample)
    return SecondPage(
        head=head,
        village=name,
        code=village,
        first=first,
        waiting=waiting,
        done=tuple(line for row, line in lines if row.state != "approved" or row.confirmed_at is not None),
        to_look_at=len(first),
        total=total,
        can_confirm_all=bool(waiting) and not first,
    )


def second_visit(head: RoundHead, detail: surveys.SecondDetail) -> SecondVisit:
    """Return one visit for the second level."""
    row = detail.row
    form = questionnaires.get_form(detail.form_id, detail.form_version)
    labels = questionnaires.labels(detail.form_id, detail.form_version) if form else {}
    outline = questionnaires.outline(form) if form else ()
    known = places.names_of([row.village_code])
    return SecondVisit(
        head=head,
        id=str(row.id),
        line=second_line(row),
        village=places.village_line(row.village_code, known),
        zone=places.zone_of(row.village_code, known),
        back=reverse("web:second_level", args=[row.round_id, row.village_code]),
        cards=tuple(index_card(one) for one in row.scores.values()),
        blocks=blocks_of(outline, labels, detail.answers, ()),
        doubts=tuple(
            (
                wording.say(wording.SEVERITIES, severity),
                _asked(question, number, labels),
                anchor_of(question, number),
            )
            for question, number, severity in detail.doubts
        ),
        steps=tuple(
            StepLine(
                one.at,
                wording.say(wording.MOVES, one.move),
                wording.say(wording.REJECT_REASONS, one.reason) if one.reason else "",
                tuple((_asked(c.question, c.row, labels), c.text) for c in one.comments),
            )
            for one in detail.steps
        ),
        holds=hold_lines(detail.holds),
        revision=detail.revision,
        moves=detail.moves,
        reasons=reject_reasons(),
    )


def _asked(question: str, row: int | None, labels: Mapping[str, questionnaires.QuestionLabels]) -> str:
    if not question:
        return ""
    label = label_of(question, labels)
    told = gettext("{question} (person {number})")
    return label if row is None else told.format(question=label, number=row)
