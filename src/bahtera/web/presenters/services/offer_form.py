"""The form of a service: what it says, what can be chosen, and how typed words become an offer."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final
from uuid import UUID

from django.utils.translation import gettext, gettext_noop

from bahtera.directory import api as directory
from bahtera.directory.api import DisabilityRole, Eligibility, Offer
from bahtera.foundation.errors import Refused
from bahtera.web import numbers
from bahtera.web.presenters.parts import Option, options_of
from bahtera.web.presenters.services import words

TEXTS: Final = (
    *("layanan", "nama", "mulai", "selesai", "umur_dari", "umur_sampai", "kelamin", "wilayah"),
    *("kapasitas", "jam", "kontak", "biaya", "bawaan", "sebab"),
)
CHOICES: Final = ("peran", "disabilitas", "sasaran", "kesejahteraan", "bahasa", "akses")
_ROLES: Final = {
    DisabilityRole.SERVICE.value: gettext_noop("It helps with the disability itself"),
    DisabilityRole.ELIGIBILITY.value: gettext_noop("Only people with a disability may have it"),
    DisabilityRole.TARGET.value: gettext_noop("People with a disability come first"),
}
_SEXES: Final = {"l": gettext_noop("Men and boys alone"), "p": gettext_noop("Women and girls alone")}
# What a write is remembered by, in words.
_FIELDS: Final = {
    "service": gettext_noop("Service"),
    "own_words": gettext_noop("Service"),
    "valid_from": gettext_noop("First day"),
    "valid_to": gettext_noop("Last day"),
    **dict.fromkeys(
        ("age_from", "age_to", "sex", "disability", "disabilities", "residence", "target_groups", "welfare"),
        gettext_noop("For whom"),
    ),
    "capacity": gettext_noop("People a week"),
    "hours": gettext_noop("Hours"),
    "contact": gettext_noop("Whom to ask"),
    "cost": gettext_noop("Cost"),
    "languages": gettext_noop("Languages spoken"),
    "accessibility": gettext_noop("Access"),
    "bring": gettext_noop("What to bring"),
}


@dataclass(frozen=True)
class ChoiceGroup:
    """A question of which several answers may be ticked."""

    name: str
    label: str
    options: tuple[Option, ...]


@dataclass(frozen=True)
class OfferForm:
    """A page with the form. ``version`` 0: a new service."""

    unit_id: UUID
    unit: str
    name: str
    typed: Mapping[str, str]
    services: tuple[Option, ...]
    sexes: tuple[Option, ...]
    whom: tuple[ChoiceGroup, ...]
    how: tuple[ChoiceGroup, ...]
    problem: str
    faults: tuple[str, ...]
    version: int
    meanwhile: str = ""
    history: tuple[str, ...] = ()
    end_url: str = ""
    today: date | None = None


def groups_of(
    chosen: Mapping[str, Collection[str]],
) -> tuple[tuple[ChoiceGroup, ...], tuple[ChoiceGroup, ...]]:
    """Return the questions about whom a service is for, and those about how it is given."""
    whom = (
        ChoiceGroup(
            "sasaran", gettext("For which groups"), words.code_options("target_groups", chosen["sasaran"])
        ),
        ChoiceGroup(
            "kesejahteraan",
            gettext("For which families"),
            words.code_options("welfare", chosen["kesejahteraan"]),
        ),
        ChoiceGroup(
            "peran",
            gettext("What a disability is to the service"),
            tuple(Option(one.value, one.label, one.value in chosen["peran"]) for one in options_of(_ROLES)),
        ),
        ChoiceGroup(
            "disabilitas",
            gettext("Which disability (none ticked: any)"),
            words.code_options("disabilities", chosen["disabilitas"]),
        ),
    )
    how = (
        ChoiceGroup("bahasa", gettext("Languages spoken"), words.code_options("languages", chosen["bahasa"])),
        ChoiceGroup("akses", gettext("Access"), words.code_options("accessibility", chosen["akses"])),
    )
    return whom, how


def sex_options(chosen: str) -> tuple[Option, ...]:
    """Offer for which sex a service is."""
    return options_of(_SEXES, chosen)


def typed_of(offer: Offer) -> tuple[dict[str, str], dict[str, Collection[str]]]:
    """Return a kept offer as the fields of the form: lines, and ticked answers."""
    whom = offer.eligibility
    lines = {
        "layanan": offer.service,
        "nama": offer.own_words,
        "mulai": offer.valid_from.isoformat(),
        "selesai": offer.valid_to.isoformat() if offer.valid_to else "",
        "umur_dari": _shown(whom.age_from),
        "umur_sampai": _shown(whom.age_to),
        "kelamin": whom.sex,
        "wilayah": ", ".join(whom.residence),
        "kapasitas": _shown(offer.capacity),
        "jam": directory.write_hours(offer.hours),
        "kontak": offer.contact,
        "biaya": offer.cost,
        "bawaan": offer.bring,
    }
    ticked: dict[str, Collection[str]] = {
        "peran": {one.value for one in whom.disability},
        "disabilitas": whom.disabilities,
        "sasaran": whom.target_groups,
        "kesejahteraan": whom.welfare,
        "bahasa": offer.languages,
        "akses": offer.accessibility,
    }
    return lines, ticked


def offer_in(
    unit_id: UUID,
    typed: Mapping[str, str],
    ticked: Mapping[str, Collection[str]],
    first: date,
    last: date | None,
) -> Offer:
    """Return what a form says as an offer; raises Refused for words that say no number and no hours."""
    hours = directory.read_hours(typed["jam"])
    if hours is None:
        raise Refused("web.bad_hours", "Write hours such as: sen-kam 08:00-15:30 | jum 08:00-11:00")
    return Offer(
        unit_id=unit_id,
        service=typed["layanan"],
        own_words="" if typed["layanan"] else typed["nama"],
        valid_from=first,
        valid_to=last,
        eligibility=Eligibility(
            age_from=_number(typed["umur_dari"]),
            age_to=_number(typed["umur_sampai"]),
            sex=typed["kelamin"],
            disability=frozenset(one for one in DisabilityRole if one.value in ticked["peran"]),
            disabilities=frozenset(ticked["disabilitas"]),
            residence=tuple(sorted({one.strip() for one in typed["wilayah"].split(",") if one.strip()})),
            target_groups=frozenset(ticked["sasaran"]),
            welfare=frozenset(ticked["kesejahteraan"]),
        ),
        capacity=_number(typed["kapasitas"]),
        hours=hours,
        contact=typed["kontak"],
        cost=typed["biaya"],
        languages=frozenset(ticked["bahasa"]),
        accessibility=frozenset(ticked["akses"]),
        bring=typed["bawaan"],
    )


def keeps_what_is_not_asked(offer: Offer, before: Offer) -> Offer:
    """Return an offer under the name and unit that it has; a service does not become another."""
    return replace(offer, unit_id=before.unit_id, service=before.service, own_words=before.own_words)


def meanwhile(history: Iterable[directory.ChangeRow], seen: int) -> str:
    """Say what others wrote since a version that somebody saw."""
    changed = [name for row in history if row.number > seen for name in row.changed]
    if not changed:
        return ""
    return gettext(
        "Meanwhile somebody changed: {fields}. What you typed still stands below. Look at it, then keep it once more."
    ).format(fields=field_words(changed))


def history_lines(history: Iterable[directory.ChangeRow], zone: str) -> tuple[str, ...]:
    """Return the writes of a service, the newest first, in a line each; without who it was."""
    return tuple(
        " · ".join(filter(None, (numbers.moment(row.at, zone), field_words(row.changed), row.reason)))
        for row in history
    )


def field_words(names: Iterable[str]) -> str:
    """Return the words for fields of an offer."""
    return ", ".join(dict.fromkeys(gettext(_FIELDS[name]) for name in names if name in _FIELDS)).lower()


def _shown(number: int | None) -> str:
    return "" if number is None else str(number)


def _number(text: str) -> int | None:
    said = text.strip().replace(".", "")
    if not said:
        return None
    if not said.isascii() or not said.isdigit() or len(said) > 9:  # noqa: PLR2004 - no number of people is as long
        raise Refused("web.no_number", "“{text}” is no whole number.", text=text[:40])
    return int(said)
