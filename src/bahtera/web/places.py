"""Names of areas for pages, read once for a whole list."""

from collections.abc import Iterable, Mapping
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext

from bahtera.access.api import Actor, may
from bahtera.areas import api as areas
from bahtera.foundation import clock
from bahtera.web.presenters.parts import Place

_PREFIXES = {"kabupaten": "Kabupaten", "kota": "Kota", "kecamatan": "Kecamatan", "kelurahan": "Kelurahan"}
_DESA = {"desa": "Desa", "desa_adat": "Desa Adat"}
_LONG = {"provinsi": "Provinsi"} | _PREFIXES | _DESA


def full_name(area: areas.Area) -> str:
    """Return the name with its kind in front, unless the name already says it."""
    prefix = _LONG.get(area.kind, "")
    return (
        area.name if not prefix or area.name.lower().startswith(prefix.lower()) else f"{prefix} {area.name}"
    )


def names_of(codes: Iterable[str]) -> Mapping[str, areas.Area]:
    """Return the areas of some codes and of everything above them, in one query."""
    wanted = {code for code in codes if code}
    above = {up for code in wanted if areas.is_code(code) for up in areas.ancestors_of(code)}
    return areas.find(wanted | above)


def village_line(code: str, known: Mapping[str, areas.Area]) -> str:
    """Return a village with its district and regency for a list; the bare code when nobody knows it."""
    if code not in known:
        return code or gettext("Village not given")
    above = [known[up] for up in reversed(areas.ancestors_of(code)) if up in known]
    return ", ".join([full_name(known[code]), *(area.name for area in above[:2])])


def crumbs(code: str, actor: Actor, *, last_linked: bool) -> tuple[Place, ...]:
    """Return the way from the province down to an area; a step the reader may not open has no address."""
    known = names_of([code])
    way = [up for up in (*areas.ancestors_of(code), code) if up in known] if areas.is_code(code) else []
    return tuple(
        Place(
            full_name(known[step]),
            reverse("web:area", args=[step])
            if may(actor, "results.read", area=step) and (last_linked or step != code)
            else None,
        )
        for step in way
    )


def zone_of(code: str, known: Mapping[str, areas.Area]) -> str:
    """Return an area's time zone; Jakarta's when the area is unknown."""
    return known[code].zone if code in known else "Asia/Jakarta"


def today_in(code: str) -> date:
    """Return the day it is in an area, for what a form proposes."""
    return clock.today(zone_of(code, names_of([code])))


def own_zone(actor: Actor) -> str:
    """Return the time zone of the reader's first area; Jakarta's for the whole country."""
    first = next((code for code in actor.areas if code), "")
    return zone_of(first, areas.find([first])) if first else zone_of("", {})


def scope_line(actor: Actor) -> str:
    """Name the reader's areas in one line."""
    if "" in actor.areas:
        return gettext("All of Indonesia")
    known = areas.find(actor.areas)
    names = [full_name(known[code]) for code in actor.areas if code in known]
    shown = 3
    more = len(names) - shown
    text = ", ".join(names[:shown])
    return gettext("{areas} and {count} more").format(areas=text, count=more) if more > 0 else text
