"""What is weakest in an area and who answers for it: the way from an area's figures to its needs."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Final
from urllib.parse import urlencode

from django.urls import reverse

from bahtera.areas.api import Area
from bahtera.needs import api as needs
from bahtera.results import api as results
from bahtera.web.presenters.answers import in_language

_SHOWN: Final = 3


@dataclass(frozen=True)
class WeakLine:
    """One of the lowest shares; ``agency`` "" where no office offers a service for it."""

    label: str
    share: Fraction
    under: bool
    agency: str
    url: str


@dataclass(frozen=True)
class Weakest:
    """The lowest shares of an area's first index, those of its page of needs, and the way there."""

    index: str
    lines: tuple[WeakLine, ...]
    url: str


def weakest_of(area: Area, found: results.Result) -> Weakest | None:
    """Return the three lowest shown shares of a result with who answers for them; None where nothing is shown."""
    shown = [row for row in found.indicators if row.share.value is not None][:_SHOWN]
    if not shown:
        return None
    lines, agencies = needs.lines_of(area.code), needs.load_book().agencies
    asked = {"wilayah": area.code, "putaran": str(found.round_id), "indeks": found.index.id}
    home = reverse("web:needs")

    def line(row: results.IndicatorResult) -> WeakLine:
        duty = lines.get((found.index.id, row.id))
        return WeakLine(
            label=in_language(row.label),
            share=Fraction(row.share.value or 0),
            under=bool(row.below_cut),
            agency=in_language(agencies[duty.agency].label) if duty else "",
            url=f"{home}?{urlencode({**asked, 'butir': row.id})}#daftar" if duty else "",
        )

    return Weakest(in_language(found.index.title), tuple(map(line, shown)), f"{home}?{urlencode(asked)}")
