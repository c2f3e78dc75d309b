"""An offer as it is kept: tidy words, known codes, and every fault of it at once."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from bahtera.directory.errors import Fault
from bahtera.directory.rules.hours import are_hours
from bahtera.directory.rules.words import declared_services, known
from bahtera.foundation.inputs import one_line

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from bahtera.directory.values import Eligibility, Offer

LONGEST: Final = {"own_words": 120, "contact": 200, "cost": 160, "bring": 300}
OLDEST: Final = 130
MOST_A_WEEK: Final = 100_000
_SEXES: Final = frozenset({"", "l", "p"})


def checked(offer: Offer, known_areas: Collection[str]) -> tuple[Offer, tuple[Fault, ...]]:
    """Return an offer with tidy words, and every fault of it. ``known_areas``: codes in it that are areas."""
    words = {name: one_line(getattr(offer, name)) for name in LONGEST}
    faults = [
        Fault("directory.too_long", "Write at most {most} characters.", name, details={"most": LONGEST[name]})
        for name, said in words.items()
        if len(said) > LONGEST[name]
    ]
    faults += _about(offer, words["own_words"])
    faults += _for_whom(offer.eligibility, known_areas)
    faults += _unknown("languages", offer.languages, "languages")
    faults += _unknown("accessibility", offer.accessibility, "accessibility")
    tidy = replace(
        offer,
        own_words=words["own_words"],
        contact=words["contact"],
        cost=words["cost"],
        bring=words["bring"],
    )
    return tidy, tuple(faults)


def _about(offer: Offer, own_words: str) -> Iterable[Fault]:
    if bool(offer.service) == bool(own_words):
        yield Fault("directory.one_name", "Choose a service of the list, or name one of your own.", "service")
    elif offer.service and offer.service not in declared_services():
        yield Fault(
            "directory.no_such_service",
            "There is no service {given} in the list.",
            "service",
            details={"given": offer.service},
        )
    if offer.valid_to is not None and offer.valid_to < offer.valid_from:
        yield Fault("directory.upside_down", "The last day lies before the first.", "valid_to")
    if offer.capacity is not None and not 0 <= offer.capacity <= MOST_A_WEEK:
        yield Fault(
            "directory.bad_capacity",
            "The number a week is 0 to {most}.",
            "capacity",
            details={"most": MOST_A_WEEK},
        )
    if not are_hours(offer.hours):
        yield Fault(
            "directory.bad_hours", "Write hours such as: sen-kam 08:00-15:30 | jum 08:00-11:00", "hours"
        )


def _for_whom(eligibility: Eligibility, known_areas: Collection[str]) -> Iterable[Fault]:
    ages = [one for one in (eligibility.age_from, eligibility.age_to) if one is not None]
    if any(not 0 <= one <= OLDEST for one in ages) or ages != sorted(ages):
        yield Fault("directory.bad_ages", "Ages are whole years, the first not above the last.", "age_from")
    if eligibility.sex not in _SEXES:
        yield Fault("directory.no_such_sex", "The sex is l, p or empty.", "sex")
    if eligibility.disabilities and not eligibility.disability:
        yield Fault(
            "directory.no_role",
            "Say what the disability is to the service: layanan, syarat or sasaran.",
            "disability",
        )
    yield from _unknown("disabilities", eligibility.disabilities, "disabilities")
    yield from _unknown("target_groups", eligibility.target_groups, "target_groups")
    yield from _unknown("welfare", eligibility.welfare, "welfare")
    for code in eligibility.residence:
        if code not in known_areas:
            yield Fault(
                "directory.no_such_area",
                "There is no area with the code {given}.",
                "residence",
                details={"given": code},
            )


def _unknown(field: str, given: Collection[str], name: str) -> Iterable[Fault]:
    for code in sorted(set(given) - known(name)):
        yield Fault(
            "directory.no_such_code", "{given} is no word of the list.", field, details={"given": code}
        )
