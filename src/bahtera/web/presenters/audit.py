"""What the page of the audit shows: entries in plain words, each with its state in the chain; no names."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext

from bahtera.foundation import audit
from bahtera.web import audit_words
from bahtera.web.presenters.parts import Option, Tag

# What stands for "refused": what somebody was not let do, or could not prove.
REFUSALS: Final = (
    "access.refused",
    "access.password_wrong",
    "access.code_wrong",
    "access.passkey_refused",
    "access.provider_refused",
    "access.identity_unknown",
    "access.activation_refused",
    "access.device_refused",
    "access.device_turned_away",
    "access.pin_wrong",
    "access.unlock_refused",
    "surveys.refused",
)
HEADING: Final = (
    "waktu_utc",
    "tindakan",
    "arti",
    "pelaku",
    "hal",
    "terkait",
    "rincian",
    "hari_rantai",
    "jalur",
    "nomor",
    "keadaan_rantai",
)


@dataclass(frozen=True)
class Filter:
    """What is looked for: codes and keys only, as they stand behind the address."""

    first: date
    last: date
    actor: str = ""
    thing: str = ""
    kind: str = ""
    action: str = ""
    refused: bool = False

    def query(self, **changes: str) -> str:
        """Return the address's query with some values changed."""
        values = {
            "dari": self.first.isoformat(),
            "sampai": self.last.isoformat(),
            "pelaku": self.actor,
            "hal": self.thing,
            "jenis": self.kind,
            "tindakan": self.action,
            "ditolak": "ya" if self.refused else "",
        }
        return urlencode({name: value for name, value in (values | changes).items() if value})


@dataclass(frozen=True)
class EntryLine:
    """One entry."""

    at: datetime
    action: str
    actor: str
    actor_url: str
    subject: str
    subject_url: str
    about: tuple[tuple[str, str], ...]
    details: tuple[tuple[str, str], ...]
    place: str
    tag: Tag


@dataclass(frozen=True)
class DayLine:
    """One day of the chain as it is anchored."""

    day: str
    tag: Tag
    last_at: datetime | None


@dataclass(frozen=True)
class VerifiedLine:
    """The last time everything was verified."""

    at: datetime
    entries: int
    problems: int
    first: str
    last: str


@dataclass(frozen=True)
class AuditPage:
    """A page of entries with its filters, and how far the chain is anchored."""

    filter: Filter
    zone: str
    problem: str
    actions: tuple[Option, ...]
    groups: tuple[Option, ...]
    kinds: tuple[Option, ...]
    rows: tuple[EntryLine, ...]
    changed: int
    more_url: str
    file_url: str
    days: tuple[DayLine, ...]
    verified: VerifiedLine | None
    can_take_trail: bool


def entry_lines(
    entries: Sequence[audit.Entry], states: Mapping[int, audit.State], wanted: Filter
) -> tuple[EntryLine, ...]:
    """Return entries as lines; actor and thing lead to what else they did, or what else was done to them."""
    return tuple(_line(one, states[one.id], wanted) for one in entries)


def action_options(chosen: str) -> tuple[tuple[Option, ...], tuple[Option, ...]]:
    """Offer groups of actions, and single ones by their words."""
    groups = [Option(code, gettext(words), code == chosen) for code, words in audit_words.GROUPS.items()]
    single = [Option(code, gettext(words), code == chosen) for code, words in audit_words.ACTIONS.items()]
    return tuple(groups), tuple(sorted(single, key=lambda one: one.label.casefold()))


def kind_options(chosen: str) -> tuple[Option, ...]:
    """Offer the kinds of things that something is done to."""
    options = (Option(code, gettext(words), code == chosen) for code, words in audit_words.KINDS.items())
    return tuple(sorted(options, key=lambda one: one.label.casefold()))


def day_lines(days: Sequence[audit.AnchoredDay]) -> tuple[DayLine, ...]:
    """Return the anchored days."""
    return tuple(DayLine(one.day, _day_tag(one), one.last_at) for one in days)


def verified_line(entry: audit.Entry | None) -> VerifiedLine | None:
    """Return what the last verification found."""
    if entry is None:
        return None
    told = entry.details
    return VerifiedLine(
        entry.at,
        int(told.get("entries", 0)),
        int(told.get("problems", 0)),
        str(told.get("first_day", "")),
        str(told.get("last_day", "")),
    )


def table_rows(
    entries: Sequence[audit.Entry], states: Mapping[int, audit.State]
) -> Iterator[tuple[str, ...]]:
    """Return entries as rows of a file: times in UTC, keys whole."""
    for one in entries:
        place = one.place
        yield (
            one.at.strftime("%Y-%m-%d %H:%M:%S"),
            one.action,
            audit_words.action_label(one.action),
            one.actor,
            one.subject,
            " ".join(one.about),
            json.dumps(dict(one.details), ensure_ascii=False, sort_keys=True) if one.details else "",
            audit.day_label(place.day),
            str(place.lane),
            str(place.seq),
            _state_words(states[one.id]),
        )


def _line(one: audit.Entry, state: audit.State, wanted: Filter) -> EntryLine:
    place = one.place
    base = reverse("web:audit")
    return EntryLine(
        at=one.at,
        action=audit_words.action_label(one.action),
        actor=audit_words.actor_label(one.actor),
        actor_url=f"{base}?{wanted.query(pelaku=one.actor)}",
        subject=audit_words.thing_label(one.subject),
        subject_url=f"{base}?{wanted.query(hal=one.subject)}" if ":" in one.subject else "",
        about=tuple(
            (audit_words.thing_label(key), f"{base}?{wanted.query(hal=key)}")
            for key in one.about
            if key != one.subject
        ),
        details=audit_words.detail_lines(one.details),
        place=f"{audit.day_label(place.day)} · {place.lane}:{place.seq}",
        tag=_tag(state),
    )


def _tag(state: audit.State) -> Tag:
    styles = {
        audit.State.ANCHORED: ("tinggi", "ok"),
        audit.State.WHOLE: ("state", "ok"),
        audit.State.CHANGED: ("rendah", "error"),
    }
    return Tag(_state_words(state), *styles[state])


def _state_words(state: audit.State) -> str:
    return {
        audit.State.ANCHORED: gettext("Whole and anchored"),
        audit.State.WHOLE: gettext("Whole, not anchored yet"),
        audit.State.CHANGED: gettext("CHANGED or torn from the chain"),
    }[state]


def _day_tag(one: audit.AnchoredDay) -> Tag:
    if not one.is_as_remembered:
        return Tag(gettext("Anchor file changed or missing"), "rendah", "error")
    if one.is_closed:
        return Tag(gettext("Anchored and closed"), "tinggi", "ok")
    return Tag(gettext("Open, anchored every minute"), "state", "ok")
