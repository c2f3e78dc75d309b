"""What the pages about roles show: one in a list, the page on which it ends, and the minutes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext

from bahtera.access import api as access
from bahtera.web import wording
from bahtera.web.presenters.administration import Known, place_line
from bahtera.web.presenters.parts import Option, Tab, Tag


@dataclass(frozen=True)
class RoleLine:
    """One role of somebody."""

    title: str
    place: str
    unit: str
    decree: str
    decree_url: str
    valid_from: date
    valid_to: date | None
    tag: Tag
    warning: str
    end_url: str
    minutes_url: str
    end_reason: str


@dataclass(frozen=True)
class WorkLine:
    """Something open under a role, and who could take it."""

    key: str
    title: str
    place: str
    takers: tuple[Option, ...]


@dataclass(frozen=True)
class EndPage:
    """The page on which a role is handed over and ends."""

    tabs: tuple[Tab, ...]
    person: str
    back_url: str
    role: RoleLine
    work: tuple[WorkLine, ...]
    takers: tuple[Option, ...]
    reason: str
    problem: str
    is_kader: bool


@dataclass(frozen=True)
class MinutesLine:
    """One line of the minutes."""

    title: str
    place: str
    count: int
    taker: str


@dataclass(frozen=True)
class MinutesPage:
    """The minutes of a hand-over, to print and sign."""

    tabs: tuple[Tab, ...]
    person: str
    back_url: str
    role: RoleLine
    at: datetime
    zone: str
    closed_by: str
    forced: bool
    lines: tuple[MinutesLine, ...]
    takers: tuple[str, ...]
    number: str


def role_options(roles: Iterable[str], chosen: str = "") -> tuple[Option, ...]:
    """Offer roles in the reader's words."""
    return tuple(Option(role, wording.say(wording.ROLES, role), role == chosen) for role in roles)


def role_line(row: access.GrantRow, known: Known, actor: access.Actor) -> RoleLine:
    """Return one role with its decree and what is to be said of it."""
    styles = {
        "held": Tag(gettext("Holds"), "tinggi", "ok"),
        "coming": Tag(gettext("Begins later"), "state"),
        "expired": Tag(gettext("Ran out"), "rendah", "warning"),
        "ended": Tag(gettext("Ended"), "none"),
    }
    warning = ""
    if row.state in {"held", "coming"} and row.decree is None:
        warning = gettext("No decree yet")
    if row.state == "held" and row.decree is not None and row.decree.ends_soon:
        warning = gettext("The decree runs out soon")
    seen = row.decree is not None and access.may(actor, "decree.read", area=row.decree.area)
    return RoleLine(
        title=wording.say(wording.ROLES, row.role),
        place=place_line(row.area, known),
        unit=row.unit,
        decree=row.decree.number if row.decree else "",
        decree_url=reverse("web:decree", args=[row.decree.id]) if row.decree and seen else "",
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        tag=styles[row.state],
        warning=warning,
        end_url=reverse("web:role_end", args=[row.id]) if row.can_end else "",
        minutes_url=reverse("web:minutes", args=[row.minutes_id]) if row.minutes_id else "",
        end_reason="" if row.end_reason == "expired" else row.end_reason,
    )


def work_title(kind: str, label: str, count: int) -> str:
    """Say in words what is open."""
    match kind:
        case "to_mend":
            return gettext("Visit to mend: {name}").format(name=label or gettext("Name not given"))
        case "incomplete":
            return gettext("Photos have not arrived: {name}").format(name=label or gettext("Name not given"))
        case "to_visit":
            return gettext("{count} families still to visit, {round}").format(count=count, round=label)
        case "assigned":
            return gettext("Task of visiting: {part}").format(
                part=label or gettext("a family or the whole village")
            )
        case "to_review":
            return gettext("{count} visits to review, {round}").format(count=count, round=label)
        case _:
            return label
