"""What the pages about people, units, roles and decrees show."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from django.urls import reverse
from django.utils.translation import get_language, gettext

from bahtera.access import api as access
from bahtera.areas import api as area_api
from bahtera.surveys import api as surveys
from bahtera.web import places, wording
from bahtera.web.presenters.parts import Option, Tab, Tag
from bahtera.web.presenters.phones import PhoneLine

Known = Mapping[str, area_api.Area]
COUNTRY: Final = "Indonesia"
# Between the code and the name in a line of the list of areas.
LINE_DOT: Final = " · "
_MOST_AREAS: Final = 250


@dataclass(frozen=True)
class PersonLine:
    """Somebody in a list."""

    url: str
    name: str
    place: str
    roles: str
    tag: Tag | None


@dataclass(frozen=True)
class PeoplePage:
    """A page of people, with its filters."""

    tabs: tuple[Tab, ...]
    rows: tuple[PersonLine, ...]
    text: str
    roles: tuple[Option, ...]
    left: bool
    filtered: bool
    more_url: str


@dataclass(frozen=True)
class FormPage:
    """A page with one form: what was typed so far, what can be chosen, and why it was not taken."""

    tabs: tuple[Tab, ...]
    typed: Mapping[str, str] = field(default_factory=dict)
    problem: str = ""
    areas: tuple[Option, ...] = ()
    roles: tuple[Option, ...] = ()
    units: tuple[Option, ...] = ()
    decrees: tuple[Option, ...] = ()
    kinds: tuple[Option, ...] = ()
    name: str = ""
    back_url: str = ""


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
class KinLine:
    """A family that somebody does not visit."""

    id: int
    name: str
    relation: str


@dataclass(frozen=True)
class CardLine:
    """A card of somebody."""

    areas: str
    issued_at: datetime
    revoked_at: datetime | None
    zone: str


@dataclass(frozen=True)
class PersonPage:
    """Somebody with everything the reader may see and do."""

    tabs: tuple[Tab, ...]
    id: str
    name: str
    place: str
    username: str
    is_active: bool
    left_at: datetime | None
    zone: str
    roles: tuple[RoleLine, ...]
    past: tuple[RoleLine, ...]
    places: tuple[access.MembershipRow, ...]
    kin: tuple[KinLine, ...]
    kin_found: tuple[Option, ...]
    kin_text: str
    relations: tuple[Option, ...]
    cards: tuple[CardLine, ...]
    phones: tuple[PhoneLine, ...]
    units: tuple[Option, ...]
    today: date
    can_keep: bool
    can_grant: bool
    can_place: bool
    can_declare: bool
    can_search_kin: bool
    knows_kin: bool


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


@dataclass(frozen=True)
class UnitLine:
    """A unit in the list of its agency."""

    url: str
    name: str
    kind: str
    place: str
    inbox: str
    people: int


@dataclass(frozen=True)
class AgencyCard:
    """An agency with its units."""

    name: str
    short_name: str
    place: str
    add_url: str
    units: tuple[UnitLine, ...]


@dataclass(frozen=True)
class UnitsPage:
    """A page of agencies."""

    tabs: tuple[Tab, ...]
    agencies: tuple[AgencyCard, ...]
    more_url: str
    can_manage: bool


@dataclass(frozen=True)
class UnitPage:
    """One unit, and who works there."""

    tabs: tuple[Tab, ...]
    unit: access.UnitRow
    place: str
    kind: str
    kinds: tuple[Option, ...]
    now: tuple[access.MembershipRow, ...]
    before: tuple[access.MembershipRow, ...]
    can_manage: bool


@dataclass(frozen=True)
class DecreeLine:
    """A decree in a list."""

    url: str
    number: str
    about: str
    place: str
    signer: str
    signed_on: date
    valid_from: date
    valid_to: date | None
    tag: Tag
    grants: int
    scan: str


@dataclass(frozen=True)
class DecreesPage:
    """A page of decrees."""

    tabs: tuple[Tab, ...]
    rows: tuple[DecreeLine, ...]
    more_url: str
    can_manage: bool


@dataclass(frozen=True)
class DecreePage:
    """One decree."""

    tabs: tuple[Tab, ...]
    decree: DecreeLine
    scan_url: str
    can_manage: bool
    changes: tuple[access.DecreeChangeRow, ...] = ()
    zone: str = ""


def tabs(actor: access.Actor, current: str) -> tuple[Tab, ...]:
    """Return the pages for those who look after people, as far as the reader may open them."""
    found = (
        ("web:people", gettext("People"), "person.read"),
        ("web:units", gettext("Units"), "unit.read"),
        ("web:decrees", gettext("Decrees"), "decree.read"),
        ("web:tokens", gettext("Phones"), "token.manage"),
    )
    return tuple(
        Tab(label, reverse(name), name == current)
        for name, label, action in found
        if access.may(actor, action)
    )


def place_line(code: str, known: Known) -> str:
    """Name an area with those above it; the country by its name."""
    return places.village_line(code, known) if code else COUNTRY


def area_options(actor: access.Actor, action: str) -> tuple[Option, ...]:
    """Offer the reader's own areas and the villages of open rounds; others are typed by code or name."""
    scopes = access.reach(actor, action)
    codes = dict.fromkeys(scope for scope in scopes if scope)
    for row in surveys.open_rounds():
        inside = [
            one.village_code
            for one in surveys.targets(row.id)
            if any(access.covers(scope, one.village_code) for scope in scopes)
        ]
        codes.update(dict.fromkeys(inside[:_MOST_AREAS]))
    for scope in list(codes):
        codes.update(dict.fromkeys(one.code for one in area_api.children(scope)))
    shown = list(codes)[:_MOST_AREAS]
    known = places.names_of(shown)
    named = [Option(f"{code}{LINE_DOT}{place_line(code, known)}", "", chosen=False) for code in shown]
    whole = [Option(COUNTRY, "", chosen=False)] if "" in scopes else []
    return (*whole, *named)


def role_options(roles: Iterable[str], chosen: str = "") -> tuple[Option, ...]:
    """Offer roles in the reader's words."""
    return tuple(Option(role, wording.say(wording.ROLES, role), role == chosen) for role in roles)


def kind_options(chosen: str = "") -> tuple[Option, ...]:
    """Offer the kinds of units in the reader's language."""
    language = get_language() or "id"
    return tuple(Option(one.name, one.label(language), one.name == chosen) for one in access.unit_kinds())


def kind_label(name: str) -> str:
    """Return the words for a kind of unit."""
    kind = access.unit_kind(name)
    return kind.label(get_language() or "id") if kind else name


def unit_options(units: Iterable[access.UnitRow], chosen: str = "") -> tuple[Option, ...]:
    """Offer units, each with its agency."""
    return tuple(Option(str(one.id), f"{one.name}, {one.agency}", str(one.id) == chosen) for one in units)


def decree_options(decrees: Iterable[access.DecreeRow], chosen: str = "") -> tuple[Option, ...]:
    """Offer decrees by number and what they are about."""
    return tuple(
        Option(str(one.id), " · ".join(filter(None, (one.number, one.about))), str(one.id) == chosen)
        for one in decrees
    )


def person_line(row: access.PersonRow, known: Known) -> PersonLine:
    """Return somebody as a line of a list."""
    held = [
        f"{wording.say(wording.ROLES, role)} · {places.full_name(known[area]) if area in known else COUNTRY}"
        for role, area in row.roles
    ]
    tag = None
    if row.is_active and not held:
        tag = Tag(gettext("No role yet"), "none")
    if not row.is_active:
        tag = Tag(gettext("Has left"), "none")
    url = reverse("web:person", args=[row.id])
    return PersonLine(url, row.name, place_line(row.area, known), "; ".join(held), tag)


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


def decree_line(row: access.DecreeRow, known: Known) -> DecreeLine:
    """Return a decree as a line of a list."""
    if row.ends_soon:
        tag = Tag(gettext("Runs out soon"), "sedang", "warning")
    elif row.is_valid:
        tag = Tag(gettext("In force"), "tinggi", "ok")
    else:
        tag = Tag(gettext("Not in force"), "none")
    return DecreeLine(
        reverse("web:decree", args=[row.id]),
        row.number,
        row.about,
        place_line(row.area, known),
        row.signer,
        row.signed_on,
        row.valid_from,
        row.valid_to,
        tag,
        row.grants,
        row.scan_name,
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
        case "to_review":
            return gettext("{count} visits to review, {round}").format(count=count, round=label)
        case _:
            return label
