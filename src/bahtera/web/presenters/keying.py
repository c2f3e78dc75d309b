"""What the pages about typing in show: batches, their sheets, and what a second typing says."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext, gettext_noop

from bahtera.keying import api as keying
from bahtera.questionnaires import api as questionnaires
from bahtera.web import numbers, wording
from bahtera.web.presenters.answers import in_language
from bahtera.web.presenters.parts import Option, Tag

_STAGES: Final = {
    "waiting": gettext_noop("To be typed"),
    "keyed": gettext_noop("Typed"),
    "missing": gettext_noop("Missing"),
    "void": gettext_noop("Void"),
}
_STYLES: Final = {"waiting": "sedang", "keyed": "tinggi", "missing": "rendah", "void": "none"}
_ICONS: Final = {"keyed": "ok", "missing": "warning"}
_AGAIN: Final = {
    "wanted": gettext_noop("To be typed again by another person"),
    "typed": gettext_noop("Typed twice, to be decided"),
    "settled": gettext_noop("Typed twice, settled"),
}

_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")

Labels = Mapping[str, questionnaires.QuestionLabels]


@dataclass(frozen=True)
class BatchLine:
    """A batch in the list."""

    url: str
    village: str
    interviewer: str
    received_on: date
    counted: int
    keyed: int
    left_out: int
    waiting: int
    again: int
    is_closed: bool


@dataclass(frozen=True)
class Typed:
    """What was typed into the form of a new batch, for when it is shown again."""

    day: str
    counted: str
    serials: str


@dataclass(frozen=True)
class BatchesPage:
    """The list of batches, and the form for a new one."""

    rows: tuple[BatchLine, ...]
    more_url: str
    rounds: tuple[Option, ...]
    villages: tuple[Option, ...]
    village: str
    kaders: tuple[Option, ...]
    typed: Typed
    problem: str
    comparing: str
    most: int


@dataclass(frozen=True)
class SheetLine:
    """A sheet of a batch; an empty address means that the reader may not go there."""

    id: str
    serial: str
    tag: Tag
    again: str
    reason: str
    typist: str
    keyed_at: datetime | None
    typing: str
    prefilled: bool
    type_url: str
    visit_url: str
    may_leave_out: bool
    is_left_out: bool
    may_let_go: bool
    takes_scan: bool


@dataclass(frozen=True)
class BatchPage:
    """One batch."""

    row: keying.BatchRow
    id: str
    village: str
    zone: str
    sheets: tuple[SheetLine, ...]
    is_open: bool
    first_url: str


@dataclass(frozen=True)
class ComparisonLine:
    """A sheet typed twice in the list."""

    url: str
    serial: str
    village: str
    first: str
    second: str
    differing: int
    questions: int
    is_open: bool


@dataclass(frozen=True)
class ComparisonsPage:
    """Sheets typed twice, and how often the typings of a round differ."""

    rows: tuple[ComparisonLine, ...]
    more_url: str
    rounds: tuple[Option, ...]
    typists: tuple[keying.Rate, ...]
    questions: tuple[keying.Rate, ...]


@dataclass(frozen=True)
class Side:
    """One of two answers: as it is told, and whether it stands."""

    told: str
    stands: bool


@dataclass(frozen=True)
class DifferenceLine:
    """A question answered otherwise, with both answers in words."""

    where: str
    question: str
    row: int | None
    first: Side
    second: Side


@dataclass(frozen=True)
class ComparisonPage:
    """One sheet's two typings."""

    row: keying.ComparisonRow
    village: str
    zone: str
    lines: tuple[DifferenceLine, ...]
    may_decide: bool
    visit_url: str


def batch_line(row: keying.BatchRow, village: str) -> BatchLine:
    """Return a batch for the list."""
    return BatchLine(
        url=reverse("web:keying_batch", args=[row.id]),
        village=village,
        interviewer=row.interviewer,
        received_on=row.received_on,
        counted=row.counted,
        keyed=row.keyed,
        left_out=row.missing + row.void,
        waiting=row.waiting + max(0, row.counted - row.listed),
        again=row.again,
        is_closed=row.closed_at is not None,
    )


def batch_page(
    found: keying.BatchDetail, village: str, zone: str, *, may_decide: bool, reads: bool
) -> BatchPage:
    """Return one batch; ``reads`` tells that the reader may open the visits themselves."""
    is_open = found.row.closed_at is None
    sheets = tuple(_sheet(one, is_open=is_open, may_decide=may_decide, reads=reads) for one in found.sheets)
    return BatchPage(
        row=found.row,
        id=str(found.row.id),
        village=village,
        zone=zone,
        sheets=sheets,
        is_open=is_open,
        first_url=next((one.type_url for one in sheets if one.type_url), ""),
    )


def comparison_line(row: keying.ComparisonRow, village: str) -> ComparisonLine:
    """Return a sheet typed twice for the list."""
    return ComparisonLine(
        url=reverse("web:comparison", args=[row.id]),
        serial=row.serial,
        village=village,
        first=row.first_typist,
        second=row.second_typist,
        differing=row.differing,
        questions=row.questions,
        is_open=row.decided_at is None,
    )


def asked_in_words(rates: Sequence[keying.Rate], labels: Labels) -> tuple[keying.Rate, ...]:
    """Return rates by question with the question's words for its name."""
    return tuple(
        keying.Rate(label_of(one.of, labels), one.sheets, one.questions, one.differing) for one in rates
    )


def comparison_page(found: keying.Comparison, labels: Labels, village: str, zone: str) -> ComparisonPage:
    """Return one sheet's two typings, answers in the words of the form."""
    return ComparisonPage(
        row=found.row,
        village=village,
        zone=zone,
        lines=tuple(
            DifferenceLine(
                where=one.where,
                question=label_of(one.question, labels),
                row=one.row,
                first=Side(_told(one, one.first, labels), found.decisions.get(one.where) == "first"),
                second=Side(_told(one, one.second, labels), found.decisions.get(one.where) == "second"),
            )
            for one in found.differences
        ),
        may_decide=found.may_decide,
        visit_url=reverse("web:submission", args=[found.submission_id]),
    )


def label_of(name: str, labels: Labels) -> str:
    """Return a question's words in the reader's language, its name where nobody knows it."""
    return in_language(labels[name].labels) if name in labels else name


def _sheet(row: keying.SheetRow, *, is_open: bool, may_decide: bool, reads: bool) -> SheetLine:
    keyed = row.state == keying.Stage.KEYED.value
    type_url = reverse("web:keying_sheet", args=[row.id]) if row.may_type and (is_open or keyed) else ""
    return SheetLine(
        id=str(row.id),
        serial=row.serial,
        tag=Tag(wording.say(_STAGES, row.state), _STYLES[row.state], _ICONS.get(row.state, "")),
        again=wording.say(_AGAIN, row.again) if row.again in _AGAIN else "",
        reason=row.reason,
        typist=row.typist,
        keyed_at=row.keyed_at,
        typing=row.typing,
        prefilled=row.prefilled,
        type_url=type_url,
        visit_url=reverse("web:submission", args=[row.submission_id]) if reads and row.submission_id else "",
        may_leave_out=is_open and row.state == keying.Stage.WAITING.value,
        is_left_out=is_open and row.state in {keying.Stage.MISSING.value, keying.Stage.VOID.value},
        may_let_go=bool(row.typing) and may_decide,
        takes_scan=keyed,
    )


def _told(one: keying.Difference, answer: str, labels: Labels) -> str:
    """Return an answer in words: the labels of what was chosen; nothing typed is said so."""
    if not answer:
        return gettext("not filled in")
    choices = labels[one.question].choices if one.question in labels else {}
    if not choices:
        return _day(answer)
    words = [in_language(choices[part]) if part in choices else part for part in answer.split()]
    return ", ".join(words)


def _day(answer: str) -> str:
    """Return a date as people write it; whatever else was typed stays as it is."""
    if not _DAY.fullmatch(answer):
        return answer
    try:
        return numbers.day(answer)
    except ValueError:
        return answer
