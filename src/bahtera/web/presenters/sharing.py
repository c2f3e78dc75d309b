"""What the pages show about sharing tasks out, handing several over, and wishes for another kader."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.utils.translation import gettext, gettext_noop

from bahtera.surveys import api as surveys
from bahtera.web import wording
from bahtera.web.presenters.assignments import part_name
from bahtera.web.presenters.parts import Option, options_of

REASONS: Final = {
    "absent": gettext_noop("Cannot come for some time"),
    "too_much": gettext_noop("Has too much to visit"),
    "nearer": gettext_noop("The other lives nearer"),
    "leaving": gettext_noop("Stops being a kader"),
    "other": gettext_noop("Another reason"),
}
VIA: Final = {
    "rt": gettext_noop("The head of the RT"),
    "supervisor": gettext_noop("The supervisor or coordinator"),
    "tpk2d": gettext_noop("The TPK2D"),
}


@dataclass(frozen=True)
class ShareLine:
    """What one kader would get, in words; ``a_day`` families a day until the last day, rounded up."""

    person_id: str
    name: str
    most: str
    before: int
    families: int
    after: int
    a_day: int | None
    tasks: tuple[str, ...]


@dataclass(frozen=True)
class SharePage:
    """A proposal for one village, to confirm."""

    round_id: int
    round_name: str
    village: str
    village_name: str
    synthetic: bool
    anew: bool
    first_day: date
    last_day: date | None
    waiting: int
    shared: int
    no_room: int
    nobody_fit: int
    ends: int
    lines: tuple[ShareLine, ...]
    divided: int
    digest: str
    problem: str
    back: str


@dataclass(frozen=True)
class MinutesPage:
    """Tasks handed over together, to print and sign."""

    number: str
    village_name: str
    round_name: str
    giver: str
    taker: str
    by: str
    reason: str
    at: datetime
    zone: str
    lines: tuple[tuple[str, date | None], ...]
    back: str


@dataclass(frozen=True)
class WishLine:
    """A family that asked for another kader than this one."""

    id: str
    family: str
    kader: str
    via: str
    at: datetime


def reasons() -> tuple[Option, ...]:
    """Return the reasons of a hand-over to choose from."""
    return options_of(REASONS)


def vias() -> tuple[Option, ...]:
    """Return who can have heard a wish."""
    return options_of(VIA)


def share_lines(plan: surveys.SharePlan, heads: Mapping[UUID, str]) -> tuple[ShareLine, ...]:
    """Return the shares of a plan in words."""
    days = (plan.last_day - plan.first_day).days + 1 if plan.last_day else None
    return tuple(
        ShareLine(
            person_id=str(one.person_id),
            name=one.name,
            most="" if one.most is None else str(one.most),
            before=one.before,
            families=one.families,
            after=one.after,
            a_day=-(-one.after // days) if days else None,
            tasks=tuple(_task(portion, heads) for portion in one.tasks),
        )
        for one in plan.shares
    )


def divided(plan: surveys.SharePlan) -> int:
    """Return how many RT a plan divides among several kader."""
    whose: dict[tuple[str, str], set[UUID]] = {}
    for one in plan.shares:
        for portion in one.tasks:
            whose.setdefault((portion.rw, portion.rt), set()).add(one.person_id)
    return sum(len(people) > 1 for people in whose.values())


def task_words(row: surveys.AssignmentRow, heads: Mapping[UUID, str]) -> str:
    """Return a task in words."""
    if row.family_id:
        return gettext("Family of {name}").format(name=heads.get(row.family_id) or gettext("Name not given"))
    return part_name(row.rw, row.rt) if row.rw or row.rt else gettext("The whole village")


def wish_lines(
    rows: Sequence[surveys.OtherKaderRow], heads: Mapping[UUID, str], names: Mapping[UUID, str]
) -> tuple[WishLine, ...]:
    """Return wishes for another kader in words."""
    return tuple(
        WishLine(
            str(one.id),
            heads.get(one.family_id) or gettext("Name not given"),
            names.get(one.person_id, ""),
            wording.say(VIA, one.asked_via.value),
            one.noted_at,
        )
        for one in rows
    )


def _task(one: surveys.Portion, heads: Mapping[UUID, str]) -> str:
    if one.family_id:
        name = heads.get(one.family_id) or gettext("Name not given")
        return gettext("Family of {name}, {part}").format(name=name, part=part_name(one.rw, one.rt))
    return gettext("{part}: {count} families").format(part=part_name(one.rw, one.rt), count=one.families)
