"""Cards, members, meetings and businesses as they are kept: tidy words, known codes, and every fault at once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from datetime import date
from typing import Any, Final

from bahtera.foundation.inputs import LARGEST_RUPIAH
from bahtera.groups.errors import BadEntry, Fault, NoReason
from bahtera.groups.rules.words import lists
from bahtera.groups.values import BusinessInput, Card, MeetingInput, MemberInput

FIRST_DAY: Final = date(1970, 1, 1)
OLDEST_BORN: Final = date(1900, 1, 1)
MOST_TARGETS: Final = 100_000
MOST_GUESTS: Final = 1_000
_LONGEST: Final = {
    "name": 120,
    "number": 40,
    "decree": 80,
    "mentor_number": 40,
    "place": 120,
    "topic": 160,
    "product": 120,
    "partner": 120,
    "giver": 120,
}
_SHORTEST_REASON, _LONGEST_REASON = 5, 300


def tidy(text: str) -> str:
    """Return typed words on one line, without signs that nobody sees and PostgreSQL refuses."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def needed_reason(text: str) -> str:
    """Return a reason on one line; raises NoReason for one that says nothing."""
    said = tidy(text)[:_LONGEST_REASON]
    if len(said) < _SHORTEST_REASON:
        raise NoReason
    return said


def card_faults(card: Card, *, today: date) -> tuple[Card, tuple[Fault, ...]]:
    """Return a card with tidy words, and every fault of it."""
    words = ("name", "number", "decree", "mentor_number", "place")
    plain = _tidied(card, words)
    faults = [*_too_long(plain, words), *_needed(plain.name, "name")]
    faults += _days([("started_on", card.started_on), ("decreed_on", card.decreed_on)], today)
    if bool(plain.decree) != (plain.decreed_on is not None):
        faults.append(
            Fault("groups.half_decree", "Write number and date of the decree, or neither.", "decree")
        )
    for name, known in (("issuer", "issuers"), ("mentor", "mentors")):
        faults += _codes(name, {getattr(card, name)} - {""}, known)
    for name in ("funds", "facilities", "integration"):
        faults += _codes(name, getattr(card, name), name)
    if card.targets is not None and not 0 <= card.targets <= MOST_TARGETS:
        faults.append(_number_fault("targets", MOST_TARGETS))
    return plain, tuple(faults)


def member_faults(
    member: MemberInput, *, today: date, usable: Callable[[str], str]
) -> tuple[MemberInput, tuple[Fault, ...]]:
    """Return a member with tidy words, and every fault of it. ``usable``: returns a NIK that tells people apart."""
    plain = replace(_tidied(member, ("name",)), nik="".join(sign for sign in member.nik if sign not in " .-"))
    faults = [*_too_long(plain, ("name",)), *_needed(plain.name, "name")]
    faults += _days([("joined_on", member.joined_on), ("born", member.born)], today)
    if plain.sex not in {"", "l", "p"}:
        faults.append(Fault("groups.no_such_sex", "The sex is l, p or empty.", "sex"))
    if plain.nik and usable(plain.nik) != plain.nik:
        faults.append(
            Fault("groups.bad_nik", "A NIK has 16 digits. Leave it empty when it is not known.", "nik")
        )
    faults += _codes("office", {plain.office} - {""}, "offices")
    return plain, tuple(faults)


def meeting_faults(meeting: MeetingInput, *, today: date) -> tuple[MeetingInput, tuple[Fault, ...]]:
    """Return a meeting with tidy words, and every fault of it."""
    plain = _tidied(meeting, ("topic",))
    faults = [*_too_long(plain, ("topic",)), *_needed(plain.topic, "topic")]
    faults += _days([("held_on", meeting.held_on)], today)
    faults += _codes("presenter", {meeting.presenter} - {""}, "presenters")
    if not 0 <= meeting.guests <= MOST_GUESTS:
        faults.append(_number_fault("guests", MOST_GUESTS))
    return plain, tuple(faults)


def business_faults(business: BusinessInput, *, today: date) -> tuple[BusinessInput, tuple[Fault, ...]]:
    """Return a business with tidy words, and every fault of it."""
    words = ("name", "product", "partner")
    plain = _tidied(business, words)
    faults = [*_too_long(plain, words), *_needed(plain.name, "name"), *_needed(plain.product, "product")]
    faults += _days([("since", business.since)], today)
    faults += _codes("kind", {business.kind}, "business_kinds")
    faults += _codes("market", {business.market}, "markets")
    faults += _codes("capital", set(business.capital), "capital_sources")
    if any(not 0 <= one <= LARGEST_RUPIAH for one in business.capital.values()):
        faults.append(_number_fault("capital", LARGEST_RUPIAH))
    if (business.kind == "sendiri") != (business.owner_id is not None):
        faults.append(
            Fault(
                "groups.whose_business",
                "A member's own business names the member, no other does.",
                "owner_id",
            )
        )
    return replace(plain, capital={key: one for key, one in plain.capital.items() if one}), tuple(faults)


def training_faults(topic: str, giver: str, people: int, held_on: date, *, today: date) -> tuple[Fault, ...]:
    """Return every fault of a training."""
    faults = [*_needed(topic, "topic"), *_days([("held_on", held_on)], today)]
    faults += [
        _long_fault(name, _LONGEST[name])
        for name, said in (("topic", topic), ("giver", giver))
        if len(said) > _LONGEST[name]
    ]
    if not 0 < people <= MOST_GUESTS:
        faults.append(_number_fault("people", MOST_GUESTS))
    return tuple(faults)


def refuse(faults: Collection[Fault]) -> None:
    """Raise BadEntry when there is a fault."""
    if faults:
        raise BadEntry(tuple(faults))


def _tidied(entry: Any, names: Iterable[str]) -> Any:
    return replace(entry, **{name: tidy(getattr(entry, name)) for name in names})


def _too_long(entry: Any, names: Iterable[str]) -> list[Fault]:
    return [_long_fault(name, _LONGEST[name]) for name in names if len(getattr(entry, name)) > _LONGEST[name]]


def _long_fault(place: str, most: int) -> Fault:
    return Fault("groups.too_long", "Write at most {most} characters.", place, details={"most": most})


def _number_fault(place: str, most: int) -> Fault:
    return Fault(
        "groups.bad_number", "Write a whole number of at most {most}.", place, details={"most": most}
    )


def _needed(said: str, place: str) -> list[Fault]:
    return [] if said else [Fault("groups.needed", "Fill this in.", place)]


def _days(days: Iterable[tuple[str, date | None]], today: date) -> list[Fault]:
    found = []
    for place, day in days:
        first = OLDEST_BORN if place == "born" else FIRST_DAY
        if day is not None and not first <= day <= today:
            found.append(Fault("groups.bad_day", "The day lies ahead, or too far back.", place))
    return found


def _codes(place: str, said: Collection[str], known: str) -> list[Fault]:
    return [
        Fault("groups.no_such_code", "{given} is no word of the list.", place, details={"given": one[:40]})
        for one in sorted(set(said) - set(lists()[known]))
    ]
