"""Failures of protection in the words of the pages."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext, gettext_noop

from bahtera.privacy import api
from bahtera.web.presenters.clocks import clock_tag
from bahtera.web.presenters.parts import Option, Tag

BREACH_KINDS: Final[Mapping[str, str]] = {
    "salah_kirim": gettext_noop("Sent to the wrong person"),
    "akses_tak_sah": gettext_noop("Somebody got in who may not"),
    "perangkat_hilang": gettext_noop("A device was lost"),
    "publikasi_keliru": gettext_noop("Published by mistake"),
    "malware": gettext_noop("Malicious program"),
    "lainnya": gettext_noop("Something else"),
}
BREACH_STATES: Final[Mapping[str, str]] = {
    "found": gettext_noop("found"),
    "contained": gettext_noop("stopped"),
    "assessed": gettext_noop("assessed"),
    "notified": gettext_noop("notices sent"),
    "closed": gettext_noop("closed"),
}
AUDIENCES: Final[Mapping[str, str]] = {
    "person": gettext_noop("To those concerned"),
    "authority": gettext_noop("To the authority"),
}
# The steps in their order, for the line that shows how far one is.
_STEPS: Final = ("found", "contained", "assessed", "notified", "closed")


@dataclass(frozen=True)
class BreachLine:
    """One failure in a list; ``url`` only for who handles it."""

    url: str
    kind: str
    state: str
    found_at: datetime
    due_at: datetime
    affected: int | None
    clock: Tag
    zone: str


@dataclass(frozen=True)
class BreachesPage:
    """A page of failures."""

    rows: tuple[BreachLine, ...]
    overdue: int
    can_manage: bool
    more_url: str


@dataclass(frozen=True)
class NewBreachPage:
    """The form to record a failure."""

    kinds: tuple[Option, ...]
    zones: tuple[Option, ...]
    typed: Mapping[str, str]
    problem: str
    today: date


@dataclass(frozen=True)
class Step:
    """One step and whether it is done."""

    label: str
    done: bool


@dataclass(frozen=True)
class NoticePart:
    """A notice: its draft, or the letter as it was sent."""

    audience: str
    title: str
    letter: str
    sent_at: datetime | None
    print_url: str


@dataclass(frozen=True)
class BreachPage:
    """One failure with what is next."""

    id: UUID
    line: BreachLine
    stage: str
    detail: api.BreachDetail
    steps: tuple[Step, ...]
    notices: tuple[NoticePart, ...]
    today: date


def line_of(row: api.BreachRow, now: datetime, *, linked: bool) -> BreachLine:
    """Return one failure for a list."""
    sent = all(one in row.sent for one in api.Audience)
    return BreachLine(
        url=reverse("web:breach", args=[row.id]) if linked else "",
        kind=gettext(BREACH_KINDS[row.kind]),
        state=gettext(BREACH_STATES[row.state]),
        found_at=row.found_at,
        due_at=row.due_at,
        affected=row.affected,
        clock=clock_tag(row.due_at, now, done=sent, late=row.was_late),
        zone=row.zone,
    )


def steps_of(state: str) -> tuple[Step, ...]:
    """Return the steps, those done first."""
    at = _STEPS.index(state)
    return tuple(Step(gettext(BREACH_STATES[one]), place <= at) for place, one in enumerate(_STEPS))
