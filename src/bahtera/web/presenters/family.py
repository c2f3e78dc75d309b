"""One family's visit as the page shows it."""

from dataclasses import dataclass
from datetime import date, datetime

from bahtera.surveys import api as surveys
from bahtera.web.presenters.parts import IndexCard, Option, Place, Tag


@dataclass(frozen=True)
class PersonLine:
    """Somebody on record, with the village and the way to the visits of their family."""

    name: str
    place: str
    url: str


@dataclass(frozen=True)
class FindingLine:
    """Something doubtful, with the answer it is about.

    ``people`` are those on record whom it points to; ``inside`` holds the lines of several told as one.
    """

    severity: str
    severity_label: str
    message: str
    question: str
    anchor: str
    people: tuple[PersonLine, ...] = ()
    inside: tuple["FindingLine", ...] = ()


@dataclass(frozen=True)
class Answer:
    """One question with what was answered; ``text`` is empty when nothing was, ``url`` leads to a file.

    ``set_aside`` says why the answer does not count, though it was sent.
    """

    anchor: str
    label: str
    text: str
    doubtful: bool
    comment_name: str
    comment: str = ""
    url: str = ""
    set_aside: str = ""


@dataclass(frozen=True)
class Member:
    """One row of the roster: what identifies the person on top, every answer below."""

    number: int
    name: str
    relation: str
    sex: str
    birth: str
    age: str
    marital: str
    doubtful: bool
    answers: tuple[Answer, ...]


@dataclass(frozen=True)
class Block:
    """One block of the questionnaire; ``doubtful`` counts its findings, ``opened`` says if any is worth a look."""

    anchor: str
    title: str
    answers: tuple[Answer, ...]
    members: tuple[Member, ...]
    doubtful: int
    opened: bool = False


@dataclass(frozen=True)
class PaceLine:
    """How many minutes a part of the questionnaire took; under one it is said as such (0)."""

    title: str
    minutes: int


@dataclass(frozen=True)
class HistoryLine:
    """One step in the visit's life; ``link`` says in words where ``url`` leads."""

    at: datetime
    who: str
    what: str
    note: str
    comments: tuple[tuple[str, str], ...]
    url: str = ""
    link: str = ""


@dataclass(frozen=True)
class HoldLine:
    """Why a visit waits, or waited, for a check; ``words`` are a person's, ``note`` what the check found.

    ``title`` and ``url``: the automatic check that has a question, and where the question is.
    """

    why: str
    words: str
    made_at: datetime
    released_at: datetime | None
    released_by: str
    note: str
    title: str = ""
    url: str = ""


@dataclass(frozen=True)
class QuestionLine:
    """A question that is open about how the interview was made."""

    title: str
    said: str
    url: str
    severity: Tag


@dataclass(frozen=True)
class VersionLine:
    """One version of the visit."""

    number: int
    received_at: datetime
    state: Tag
    url: str
    shown: bool


@dataclass(frozen=True)
class RivalLine:
    """Another visit to the same family in the same round; ``merge_url`` where the two may be put together.

    ``elsewhere`` is its village, when that is another.
    """

    url: str
    received_at: datetime
    who: str
    state: Tag
    result: str
    merge_url: str = ""
    elsewhere: str = ""


@dataclass(frozen=True)
class ReceiptView:
    """What proves that the visit is kept as it was sent; ``attachments`` are names with addresses.

    ``mark``: the part of the fingerprint that the phone shows beside its receipt.
    """

    mark: str
    instance_id: str
    sha256: str
    received_at: datetime
    device_id: str
    form: str
    attachments: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class FamilyPage:
    """Everything the page of one visit shows."""

    id: str
    title: str
    places: tuple[Place, ...]
    zone: str
    state: Tag
    result: str
    visited_on: date | None
    who: str
    is_merged: bool
    round_name: str
    minutes: int | None
    pace: tuple[PaceLine, ...]
    is_complete: bool
    cards: tuple[IndexCard, ...]
    findings: tuple[FindingLine, ...]
    is_decided: bool
    blocks: tuple[Block, ...]
    history: tuple[HistoryLine, ...]
    versions: tuple[VersionLine, ...]
    rivals: tuple[RivalLine, ...]
    replaces_approved: bool
    receipt: ReceiptView
    problem: str
    erasure: surveys.Erasure | None
    revision: int
    can_approve: bool
    can_return: bool
    can_set_aside: bool
    can_reject: bool
    can_decide: bool
    reasons: tuple[Option, ...]
    holds: tuple[HoldLine, ...]
    confirmed_at: datetime | None
    synthetic: bool
    questions: tuple[QuestionLine, ...] = ()
    """What is still asked about the interview, for readers who may know."""
    correction_url: str = ""
    """Where a correction is asked for: in a round whose figures stand nothing else changes a visit."""

    @property
    def is_held(self) -> bool:
        """Tell whether the visit waits for a check."""
        return any(one.released_at is None for one in self.holds)
