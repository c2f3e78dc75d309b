"""Words of the directory: a service, when it is open and for whom it is, as one would say it to a neighbour."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, time
from itertools import groupby
from typing import Final

from django.utils.translation import get_language, gettext, gettext_noop

from bahtera.access import api as access
from bahtera.areas import api as areas
from bahtera.directory import api as directory
from bahtera.directory.api import CentreStatus, DisabilityRole
from bahtera.web import numbers, places
from bahtera.web.presenters.parts import Option, Tag

Known = Mapping[str, areas.Area]
_MONDAY: Final = date(2024, 1, 1)
_SEXES: Final = {"l": gettext_noop("For men and boys"), "p": gettext_noop("For women and girls")}
_STATUS: Final = {
    CentreStatus.ACTIVE: (gettext_noop("active"), "tinggi", "ok"),
    CentreStatus.REACTIVATED: (gettext_noop("re-activated"), "tinggi", "ok"),
    CentreStatus.DORMANT: (gettext_noop("dormant"), "sedang", "warning"),
    CentreStatus.CLOSED: (gettext_noop("closed by decree"), "rendah", "error"),
    None: (gettext_noop("not known"), "none", ""),
}


def language() -> str:
    """Return the reader's language."""
    return get_language() or "id"


def service_name(service: str, own_words: str = "") -> str:
    """Return the name of a declared service, or the office's own words."""
    known = directory.declared_services().get(service)
    return known.label(language()) if known else own_words or service


def service_options(chosen: Collection[str] = ()) -> tuple[Option, ...]:
    """Offer the declared services by name."""
    found = ((one.name, one.label(language())) for one in directory.declared_services().values())
    return tuple(Option(code, label, code in chosen) for code, label in sorted(found, key=lambda one: one[1]))


def code_options(name: str, chosen: Collection[str] = ()) -> tuple[Option, ...]:
    """Offer the words of one list of the directory, in the order of the list."""
    return tuple(
        Option(code, word.label(language()), code in chosen)
        for code, word in directory.code_lists()[name].items()
    )


def code_words(name: str, codes: Iterable[str]) -> tuple[str, ...]:
    """Return the words of some codes of a list, in the order of the list."""
    wanted = set(codes)
    return tuple(
        word.label(language()) for code, word in directory.code_lists()[name].items() if code in wanted
    )


def either(words: Iterable[str]) -> str:
    """Join words of which one is enough."""
    return gettext(" or ").join(words)


def hours_lines(hours: directory.Hours) -> tuple[tuple[str, str], ...]:
    """Return the days on which a service is open and from when to when; days alike stand together."""
    lines = []
    for said, days in groupby(enumerate(hours), key=lambda one: one[1]):
        where = [place for place, _ in days]
        first, last = _weekday(where[0]), _weekday(where[-1])
        name = first if len(where) == 1 else f"{first}\N{EN DASH}{last}"
        lines.append(
            (name, f"{_clock(said[0])}\N{EN DASH}{_clock(said[1])}" if said else gettext("closed that day"))
        )
    return tuple(lines)


def for_whom(eligibility: directory.Eligibility, known: Known) -> tuple[str, ...]:
    """Return whom a service is for, a sentence each; one that says so when it is for anybody."""
    lines = [
        _ages(eligibility.age_from, eligibility.age_to),
        gettext(_SEXES[eligibility.sex]) if eligibility.sex else "",
        *_disability(eligibility),
        gettext("Who lives in {areas}").format(
            areas=either(
                places.full_name(known[code]) if code in known else code for code in eligibility.residence
            )
        )
        if eligibility.residence
        else "",
        either(code_words("target_groups", eligibility.target_groups)),
        either(code_words("welfare", eligibility.welfare)),
    ]
    return tuple(line for line in lines if line) or (gettext("For anybody"),)


def status_tag(status: CentreStatus | None) -> Tag:
    """Return the label of how a centre stands; what nobody recorded is not known."""
    text, style, icon = _STATUS[status]
    return Tag(gettext(text), style, icon)


def kind_name(kind: str) -> str:
    """Return the words for a kind of unit; never the bare PPKS, which has three meanings."""
    found = access.unit_kind(kind)
    return found.label(language()) if found else kind


def is_invented(names: Iterable[str]) -> bool:
    """Tell whether some offices are made up for demonstration; their names say so."""
    return any("sintetis" in name.casefold() for name in names)


def _ages(first: int | None, last: int | None) -> str:
    if first is not None and last is not None:
        return gettext("{first} to {last} years old").format(first=first, last=last)
    if first is not None:
        return gettext("{first} years and older").format(first=first)
    return gettext("Up to {last} years old").format(last=last) if last is not None else ""


def _disability(eligibility: directory.Eligibility) -> Iterable[str]:
    which = either(code_words("disabilities", eligibility.disabilities)).lower()
    said = f" ({which})" if which else ""
    if DisabilityRole.ELIGIBILITY in eligibility.disability:
        yield gettext("Only for people with a disability{which}").format(which=said)
    elif DisabilityRole.TARGET in eligibility.disability:
        yield gettext("People with a disability come first{which}").format(which=said)
    if DisabilityRole.SERVICE in eligibility.disability:
        yield gettext("It helps with the disability itself{which}").format(which=said)


def _weekday(place: int) -> str:
    return numbers.full_weekday(_MONDAY.replace(day=1 + place))


def _clock(at: time) -> str:
    return numbers.clock_time(at)
