"""What the pages about emergency access show, and the words above every page while it runs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from bahtera.access import api as access
from bahtera.families import api as families
from bahtera.foundation import audit
from bahtera.surveys import api as surveys
from bahtera.web import audit_words, numbers, places, wording
from bahtera.web.presenters.administration import Known, place_line
from bahtera.web.presenters.parts import Option, Tag

_MOST_PLACES = 5
MINUTES = (30, 60, 120, 240)


@dataclass(frozen=True)
class GlassLine:
    """One emergency access in a list, or on its page."""

    url: str
    id: str
    person: str
    role: str
    place: str
    zone: str
    reason: str
    started_at: datetime
    ends_at: datetime
    ended_at: datetime | None
    how: str
    tag: Tag
    witness: str
    seen_at: datetime | None
    reviewed_at: datetime | None
    review_note: str


@dataclass(frozen=True)
class DoneLine:
    """Something read or written under it."""

    at: datetime
    action: str
    how: str
    subject: str
    url: str
    where: str


@dataclass(frozen=True)
class GlassPage:
    """One emergency access, and what the reader may do about it."""

    glass: GlassLine
    is_mine: bool
    is_witness: bool
    can_end: bool
    can_review: bool
    is_reviewer: bool
    done: tuple[DoneLine, ...]
    finding: str
    problem: str
    back_url: str


@dataclass(frozen=True)
class GlassList:
    """A page of them."""

    rows: tuple[GlassLine, ...]
    more_url: str = ""
    running: bool = False


@dataclass(frozen=True)
class AskPage:
    """The form: what was typed, and what can be chosen."""

    typed: dict[str, str]
    problem: str
    roles: tuple[Option, ...]
    areas: tuple[Option, ...]
    lengths: tuple[Option, ...]
    witnesses: tuple[Option, ...]


@dataclass(frozen=True)
class Banner:
    """A line above every page; it names nobody."""

    url: str
    text: str
    is_mine: bool
    id: str


def glass_line(row: access.GlassRow, known: Known) -> GlassLine:
    """Return one as a line."""
    tags = {
        "running": Tag(gettext("Running"), "rendah", "warning"),
        "ended": Tag(gettext("Ended, not reviewed yet"), "sedang", "warning"),
        "reviewed": Tag(gettext("Reviewed"), "tinggi", "ok"),
    }
    how = {
        "time": gettext("by itself"),
        "self": gettext("by who asked for it"),
        "other": gettext("by who watches over it"),
        "": "",
    }
    return GlassLine(
        url=reverse("web:glass", args=[row.id]),
        id=str(row.id),
        person=row.person,
        role=wording.say(wording.ROLES, row.role),
        place=place_line(row.area, known),
        zone=places.zone_of(row.area, known),
        reason=row.reason,
        started_at=row.started_at,
        ends_at=row.ends_at,
        ended_at=row.ended_at,
        how=how[row.ended_how],
        tag=tags[row.state],
        witness=row.witness,
        seen_at=row.seen_at,
        reviewed_at=row.reviewed_at,
        review_note=row.review_note,
    )


def done_lines(entries: Sequence[audit.Entry]) -> tuple[DoneLine, ...]:
    """Return what was done under it: what, by a search or not, to which thing, in which villages."""
    villages = _villages(entries)
    known = places.names_of(code for codes in villages.values() for code in codes)
    return tuple(_done_line(one, villages, known) for one in entries)


def _done_line(entry: audit.Entry, villages: Mapping[str, set[str]], known: Known) -> DoneLine:
    codes = {code for key in _things(entry) for code in villages.get(key, ())}
    names = sorted(places.village_line(code, known) for code in codes)
    shown, rest = names[:_MOST_PLACES], len(names) - _MOST_PLACES
    if rest > 0:
        shown.append(ngettext("and {count} more", "and {count} more", rest).format(count=rest))
    return DoneLine(
        at=entry.at,
        action=audit_words.action_label(entry.action),
        how=", ".join(f"{name} {value}" for name, value in audit_words.detail_lines(entry.details)),
        subject=audit_words.thing_label(entry.subject),
        url=f"{reverse('web:audit')}?{urlencode({'hal': entry.subject})}" if entry.subject else "",
        where="; ".join(shown),
    )


def _things(entry: audit.Entry) -> tuple[str, ...]:
    return (entry.subject, *entry.about)


def _villages(entries: Sequence[audit.Entry]) -> dict[str, set[str]]:
    """Return in which villages the families and visits lie that entries name, by their keys."""
    keys = {key for one in entries for key in _things(one)}
    found: dict[str, set[str]] = {}
    for kind, look_up in (("submission", surveys.villages_of), ("family", families.villages_ever)):
        ids = {UUID(key.partition(":")[2]) for key in keys if key.startswith(f"{kind}:")}
        for one, code in look_up(ids) if ids else ():
            found.setdefault(f"{kind}:{one}", set()).add(code)
    return found


def length_options(chosen: str) -> tuple[Option, ...]:
    """Offer how long it may last."""
    words = {
        30: gettext("half an hour"),
        60: gettext("1 hour"),
        120: gettext("2 hours"),
        240: gettext("4 hours, the longest"),
    }
    return tuple(Option(str(one), words[one], str(one) == (chosen or "60")) for one in MINUTES)


def witness_options(rows: Sequence[access.WitnessRow], known: Known, chosen: str) -> tuple[Option, ...]:
    """Offer who can be told: role and area, the name where it may be read, a number where lines are the same."""
    found: dict[str, Option] = {}
    labels: dict[str, int] = {}
    for row in rows:
        if str(row.person_id) in found:
            continue
        label = f"{wording.say(wording.ROLES, row.role)} · {place_line(row.area, known)}"
        if row.name:
            label = f"{row.name} · {label}"
        labels[label] = labels.get(label, 0) + 1
        if labels[label] > 1:
            label = f"{label} ({labels[label]})"
        found[str(row.person_id)] = Option(str(row.person_id), label, str(row.person_id) == chosen)
    return tuple(found.values())


def banners(rows: Sequence[access.GlassNotice]) -> tuple[Banner, ...]:
    """Return what stands above every page."""
    known = places.names_of(row.area for row in rows) if rows else {}
    found = []
    for row in rows:
        if row.is_mine:
            text = gettext(
                "You have emergency access in {place} until {time}. Everything you open is written down."
            )
        elif row.is_running:
            text = gettext(
                "Emergency access runs in {place} until {time}. You are the second person: look at it."
            )
        else:
            text = gettext(
                "Emergency access in {place} ended at {time}. You are the second person: look at it."
            )
        time = numbers.moment(row.until, places.zone_of(row.area, known))
        place = places.full_name(known[row.area]) if row.area in known else row.area
        url = reverse("web:glass", args=[row.id])
        found.append(Banner(url, text.format(place=place, time=time), row.is_mine, str(row.id)))
    return tuple(found)
