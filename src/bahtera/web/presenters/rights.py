"""Requests of those whose data these are, in the words of the pages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.urls import reverse
from django.utils.translation import get_language, gettext, gettext_noop

from bahtera.areas import api as areas
from bahtera.privacy import api
from bahtera.web import places
from bahtera.web.presenters.clocks import clock_tag
from bahtera.web.presenters.parts import Option, Tag

KINDS: Final[Mapping[str, str]] = {
    "access": gettext_noop("A copy of the data"),
    "correction": gettext_noop("A correction"),
    "objection": gettext_noop("An objection"),
}
STATES: Final[Mapping[str, str]] = {
    "received": gettext_noop("identity not shown yet"),
    "identified": gettext_noop("to be decided"),
    "assigned": gettext_noop("with the supervisor"),
    "answered": gettext_noop("fulfilled"),
    "refused": gettext_noop("refused"),
}
IDENTITIES: Final[Mapping[str, str]] = {
    "ktp": gettext_noop("Identity card (KTP)"),
    "kk": gettext_noop("Family card (KK)"),
    "known_to_officer": gettext_noop("Known to the officer"),
}
FACTS: Final[Mapping[str, str]] = {
    "name": gettext_noop("Name"),
    "nik": gettext_noop("NIK"),
    "sex": gettext_noop("Sex"),
    "birth_date": gettext_noop("Birth date"),
    "relation": gettext_noop("Relation to the head of the family"),
    "other": gettext_noop("Something else"),
}
RELATIONS: Final[Mapping[str, str]] = {
    "ibu": gettext_noop("Mother"),
    "ayah": gettext_noop("Father"),
    "kakek_nenek": gettext_noop("Grandparent"),
    "saudara": gettext_noop("Brother or sister of age"),
    "wali": gettext_noop("Guardian named by the court"),
    "lainnya": gettext_noop("Somebody else"),
}
# Which coded reasons fit which request; safety and the data of others fit all.
_REASONS: Final[Mapping[str, tuple[str, ...]]] = {
    "access": ("identity_not_shown", "not_held", "third_party", "endangers_safety"),
    "correction": (
        *("identity_not_shown", "already_right", "not_proved", "elsewhere"),
        *("not_held", "third_party", "endangers_safety"),
    ),
    "objection": ("identity_not_shown", "public_task", "not_held", "third_party", "endangers_safety"),
}


@dataclass(frozen=True)
class RequestLine:
    """One request in a list."""

    url: str
    name: str
    kind: str
    place: str
    asked_at: datetime
    due_at: datetime
    state: str
    clock: Tag
    guardian: bool
    must_refuse: bool


@dataclass(frozen=True)
class RequestsPage:
    """A page of requests."""

    rows: tuple[RequestLine, ...]
    overdue: int
    waiting: int
    everything: bool
    zone: str
    more_url: str


@dataclass(frozen=True)
class Reason:
    """A coded reason with the sentence the person gets."""

    code: str
    article: str
    text: str


@dataclass(frozen=True)
class RequestPage:
    """One request with what can be done to it now."""

    id: UUID
    line: RequestLine
    code: str
    stage: str
    zone: str
    by_guardian: bool
    guardian: str
    relation: str
    fact: str
    wanted: str
    outcome: str
    identity: str
    identity_at: datetime | None
    closed_at: datetime | None
    identities: tuple[Option, ...]
    reasons: tuple[Reason, ...]
    needed: Reason | None
    told: Reason | None
    preview: Sequence[api.Section]
    can_take: bool
    sha256: str


@dataclass(frozen=True)
class TaskLine:
    """A correction on a supervisor's desk."""

    id: UUID
    name: str
    place: str
    fact: str
    wanted: str
    due_at: datetime
    clock: Tag


@dataclass(frozen=True)
class TasksPage:
    """The corrections that wait for a supervisor."""

    rows: tuple[TaskLine, ...]
    reasons: tuple[Reason, ...]
    zone: str
    more_url: str


@dataclass(frozen=True)
class FoundLine:
    """Somebody a search found."""

    url: str
    name: str
    place: str
    birth_date: date | None
    sex: str


@dataclass(frozen=True)
class SearchPage:
    """Looking for somebody, and who was found."""

    title: str
    by: tuple[Option, ...]
    text: str
    area: str
    areas: tuple[Option, ...]
    problem: str
    found: tuple[FoundLine, ...] | None


@dataclass(frozen=True)
class PersonFormPage:
    """A form about one person: who they are, what was typed, what can be chosen."""

    name: str
    place: str
    birth_date: date | None
    zone: str
    today: date
    typed: Mapping[str, str]
    problem: str
    kinds: tuple[Option, ...]
    facts: tuple[Option, ...]
    identities: tuple[Option, ...]
    relations: tuple[Option, ...]


def options(table: Mapping[str, str], chosen: str = "") -> tuple[Option, ...]:
    """Offer the codes of a table in the reader's words."""
    return tuple(Option(code, gettext(text), code == chosen) for code, text in table.items())


def line_of(row: api.RequestRow, known: Mapping[str, areas.Area], now: datetime) -> RequestLine:
    """Return one request for a list."""
    done = row.closed_at is not None
    return RequestLine(
        url=reverse("web:request", args=[row.id]),
        name=row.name,
        kind=gettext(KINDS[row.kind]),
        place=places.village_line(row.area_code, known),
        asked_at=row.asked_at,
        due_at=row.due_at,
        state=gettext(STATES[row.state]),
        clock=clock_tag(row.due_at, now, done=done, late=row.was_late),
        guardian=row.by_guardian,
        must_refuse=bool(row.must_refuse),
    )


def reason_of(code: str) -> Reason | None:
    """Return a coded reason in the reader's language; None for none."""
    found = api.refusals().get(code)
    return Reason(code, found.article, _spoken(found.text)) if found else None


def reasons_for(kind: str) -> tuple[Reason, ...]:
    """Return the reasons for which a request of a kind may be refused."""
    return tuple(found for code in _REASONS[kind] if (found := reason_of(code)) is not None)


def declining() -> tuple[Reason, ...]:
    """Return the reasons for which a supervisor may decline a correction."""
    return tuple(found for code in api.DECLINED if (found := reason_of(code)) is not None)


def _spoken(text: Mapping[str, str]) -> str:
    return text.get((get_language() or "id")[:2], text["id"])
