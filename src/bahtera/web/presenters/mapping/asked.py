"""What an address asks of a map: which figures of which areas, and what is told of one area."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final, cast
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext, gettext_noop, ngettext

from bahtera.access.api import Actor
from bahtera.analysis import api as analysis
from bahtera.areas import api as area_api
from bahtera.areas.api import Area, Level
from bahtera.foundation.errors import NotFound
from bahtera.foundation.inputs import whole_number
from bahtera.results import api as results
from bahtera.surveys import api as surveys
from bahtera.web import numbers
from bahtera.web.presenters import map_samples, measured
from bahtera.web.presenters.exploring.head import concerns

NAME: Final = "peta"
COVERAGE: Final = "capaian"
INSIDE: Final[Mapping[str, tuple[Level, ...]]] = {
    "province": ("regency", "district", "village"),
    "regency": ("village", "district"),
    "district": ("village",),
    "village": ("village",),
}
KINDS: Final = {
    "indeks": gettext_noop("Index: {title}"),
    "dimensi": gettext_noop("Dimension: {title}"),
    "indikator": gettext_noop("Share that meets: {title}"),
}


@dataclass(frozen=True)
class Asked:
    """What an address asks for, and the figures found."""

    area: Area
    level: Level
    round: surveys.RoundRow
    rounds: tuple[surveys.RoundRow, ...]
    measure: str
    found: results.Abreast
    sampled: map_samples.Sampled | None = None

    @property
    def query(self) -> str:
        """Return the address of exactly this view."""
        return urlencode(
            {
                "wilayah": self.area.code,
                "putaran": self.round.id,
                "ukuran": self.measure,
                "tingkat": self.level,
            }
        )


class NoMap(NotFound):
    """Nothing was measured in the area, so there is nothing to map."""

    def __init__(self) -> None:
        super().__init__("web.no_map", "Nothing has been measured in this area yet, so there is no map.")


def ask(asked: Mapping[str, str], area: Area, actor: Actor) -> Asked:
    """Return the figures an address asks for; what it leaves open is the newest round, its index, the level below.

    Raises NoMap, UnknownRound, and what `results.abreast` raises.
    """
    rounds = tuple(row for row in surveys.list_rounds() if row.index_ids and concerns(row, area.code))
    wanted = whole_number(asked.get("putaran", ""))
    if asked.get("putaran") and wanted not in {row.id for row in rounds}:
        raise surveys.UnknownRound(wanted or 0)
    chosen = next((row for row in rounds if row.id == wanted), rounds[0] if rounds else None)
    if chosen is None:
        raise NoMap
    levels = INSIDE[area.level]
    level = cast("Level", asked.get("tingkat") or levels[0])
    if level not in levels:
        raise results.UnknownPart(level)
    measure = asked.get("ukuran") or f"indeks:{chosen.index_ids[0]}"
    kind, _, rest = measure.partition(":")
    index_id, _, part = rest.partition(":")
    if kind not in {*KINDS, COVERAGE} or (kind in {"dimensi", "indikator"}) != bool(part):
        raise results.UnknownPart(measure)
    found = results.abreast(
        chosen.id,
        area.code,
        level=level,
        part=part,
        audience="internal",
        actor=actor,
        index_id=index_id or None,
    )
    estimates = map_samples.sampled(chosen, area, level, measure, actor)
    return Asked(area, level, chosen, rounds, measure, found, estimates)


def measured_province() -> str:
    """Return the province of the newest round with figures; "" where there is none."""
    for row in surveys.list_rounds():
        if row.index_ids:
            first = row.area_code or next((each.village_code for each in surveys.targets(row.id)), "")
            if first:
                return first.partition(".")[0]
    return ""


def title_of(asked: Asked) -> str:
    """Return what is mapped, in words."""
    kind = asked.measure.partition(":")[0]
    if kind == COVERAGE:
        return gettext("Coverage: approved of the target")
    part = asked.found.part
    titles = {**asked.found.dimensions, **asked.found.indicators}
    title = measured.words(titles[part] if part else asked.found.index.title)
    return gettext(KINDS[kind]).format(title=title)


def value_of(asked: Asked, row: results.AreaValue) -> Fraction | None:
    """Return the figure of an area that is mapped: the measure, or how much of the target is approved."""
    if asked.measure == COVERAGE:
        return row.coverage.approved_of_target
    if asked.sampled is not None:
        return map_samples.value_of(line_of(asked, row.code))
    return row.figure.value


def line_of(asked: Asked, code: str) -> analysis.Line | None:
    """Return the estimate of an area from a sample; None of full counts."""
    return asked.sampled.lines.get(code) if asked.sampled is not None else None


def is_hidden(asked: Asked, row: results.AreaValue) -> bool:
    """Tell whether the figure of an area is hidden."""
    if asked.sampled is not None:
        return map_samples.is_hidden(line_of(asked, row.code))
    return asked.measure != COVERAGE and row.figure.hidden


def families_of(asked: Asked, row: results.AreaValue) -> int | None:
    """Return how many families stand behind the figure of an area; None where it has none."""
    if asked.measure == COVERAGE:
        return row.coverage.target
    if asked.sampled is not None:
        line = line_of(asked, row.code)
        return line.n if line else None
    return row.figure.n


def details_of(asked: Asked) -> Mapping[str, Mapping[str, Any]]:
    """Return what is told of an area beside its figure, by code: interval, families, and where it leads."""
    found = {}
    for row in asked.found.rows:
        n = families_of(asked, row)
        interval = map_samples.interval_words(line_of(asked, row.code))
        lines = [gettext("interval of 95 %: {interval}").format(interval=interval)] if interval else []
        if n is not None:
            lines.append(ngettext("{n} family", "{n} families", n).format(n=numbers.integer(n)))
        if map_samples.is_unsure(line_of(asked, row.code)):
            lines.append(gettext("to be used with care"))
        found[row.code] = {"rincian": lines, "url": deeper(asked, row.code)}
    return found


def known_of(asked: Asked) -> dict[str, Area]:
    """Return the areas of the map: all of their level, and of villages of a wide area those visited."""
    wide = asked.level == "village" and asked.area.level == "province"
    rows = [row.code for row in asked.found.rows]
    inside = {} if wide else {row.code: row for row in area_api.within(asked.area.code, asked.level)}
    return {**inside, **area_api.find(set(rows) - set(inside))}


def is_under(asked: Asked, row: results.AreaValue | None) -> bool:
    """Tell whether an area lies under the line of 75."""
    if row is not None and asked.sampled is not None:
        return has_line(asked) and map_samples.is_under(line_of(asked, row.code))
    return bool(row and row.below_cut)


def short(cut: Fraction) -> str:
    """Write a limit without needless decimals: 75, but 62,5."""
    return numbers.number(cut, 0 if cut.denominator == 1 else 2)


def has_line(asked: Asked) -> bool:
    """Tell whether the measure has the line of 75."""
    return asked.measure.startswith("indikator:")


def told_of(asked: Asked, row: results.AreaValue | None) -> str:
    """Return what is said of an area in words: its figure, or why there is none."""
    value = value_of(asked, row) if row else None
    if row is None or (value is None and not is_hidden(asked, row)):
        return map_samples.why_words(line_of(asked, row.code)) if row else gettext("no data")
    if value is None:
        return gettext("hidden: too few families")
    text = numbers.number(value, 2 if asked.measure.startswith("indeks:") else 1)
    return f"{text} %" if is_share(asked) else text


def is_share(asked: Asked) -> bool:
    """Tell whether the measure is a share of families."""
    return asked.measure == COVERAGE or asked.measure.startswith("indikator:")


def deeper(asked: Asked, code: str) -> str:
    """Return where an area of the table leads: its own map, and a village's own page."""
    if asked.level == "village":
        return reverse("web:area", args=[code])
    query = urlencode({"wilayah": code, "putaran": asked.round.id, "ukuran": asked.measure})
    return f"{reverse('web:map')}?{query}"
