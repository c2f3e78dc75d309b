"""The page of a map: the drawing, its legend, and the same as a table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from bahtera.access.api import Actor, may
from bahtera.areas.api import Area
from bahtera.pictures.maps import Klass, Spot, State, swatch
from bahtera.web import places, wording
from bahtera.web.presenters import map_samples, measured, visits
from bahtera.web.presenters.area import Download
from bahtera.web.presenters.exploring.head import index_title
from bahtera.web.presenters.mapping.asked import (
    COVERAGE,
    INSIDE,
    KINDS,
    NAME,
    Asked,
    deeper,
    families_of,
    known_of,
    line_of,
    title_of,
    told_of,
    value_of,
)
from bahtera.web.presenters.mapping.classes import classes_of
from bahtera.web.presenters.mapping.laid import drawn, laid_out
from bahtera.web.presenters.mapping.notes import method_of, notes_of, part_of, sources_of, unit_of
from bahtera.web.presenters.parts import Option, Place

_MOST_NAMED: Final = 40
"""Up to so many areas the legend names those of each class: a phone's drawing has no room for names."""


@dataclass(frozen=True)
class Line:
    """One area in the table beside the map; ``value`` None: ``told`` says why."""

    name: str
    url: str
    value: Fraction | None
    told: str
    n: int | None
    villages: int
    approved: int
    target: int | None
    interval: str = ""
    unsure: bool = False


@dataclass(frozen=True)
class LegendLine:
    """One class of the legend: its sample, its limits, how many areas are in it, and on a small map which."""

    sample: SafeString
    label: str
    areas: int
    names: str


@dataclass(frozen=True)
class MapPage:
    """Everything the page of a map shows."""

    title: str
    area: Area
    area_name: str
    places: tuple[Place, ...]
    rounds: tuple[Option, ...]
    measures: tuple[Option, ...]
    levels: tuple[Option, ...]
    drawing: SafeString
    legend: tuple[LegendLine, ...]
    notes: tuple[str, ...]
    sources: tuple[str, ...]
    lines: tuple[Line, ...]
    method: tuple[str, ...]
    unit: str
    threshold: int
    query: str
    downloads: tuple[Download, ...]
    may_keep: bool
    synthetic: bool
    filled: bool
    sampled: bool
    live_url: str


def map_page(asked: Asked, actor: Actor) -> MapPage:
    """Return the page of a map."""
    known = known_of(asked)
    laid = laid_out(asked, known)
    zone = asked.area.zone
    return MapPage(
        title=title_of(asked),
        area=asked.area,
        area_name=places.full_name(asked.area),
        places=places.crumbs(asked.area.code, actor, last_linked=True),
        rounds=tuple(
            Option(str(row.id), visits.round_title(row), row is asked.round) for row in asked.rounds
        ),
        measures=_measures(asked),
        levels=tuple(
            Option(each, wording.say(wording.LEVELS, each), each == asked.level)
            for each in INSIDE[asked.area.level]
        ),
        drawing=mark_safe(drawn(asked, laid, legend=False)),  # noqa: S308 - escaped where it is drawn
        legend=_legend(asked, laid.spots),
        notes=(*filter(None, [part_of(asked)]), *notes_of(asked, laid.spots)),
        sources=sources_of(laid.origins, zone),
        lines=_lines(asked, known),
        method=method_of(asked),
        unit=unit_of(asked),
        threshold=asked.found.threshold,
        query=asked.query,
        downloads=tuple(
            Download(label, f"{reverse('web:map_file', args=[kind])}?{asked.query}")
            for kind, label in (
                ("svg", gettext("Map (SVG)")),
                ("csv", "CSV"),
                ("xlsx", "XLSX"),
                ("geojson", "GeoJSON"),
            )
        ),
        may_keep=may(actor, "boundary.manage"),
        synthetic=visits.is_synthetic(asked.round),
        filled=any(spot.polygons for spot in laid.spots),
        sampled=asked.sampled is not None,
        live_url=f"{reverse('web:map_file', args=['geojson'])}?{asked.query}" if laid.has_places else "",
    )


def _legend(asked: Asked, spots: Sequence[Spot]) -> tuple[LegendLine, ...]:
    made = classes_of(asked)
    named = len(spots) <= _MOST_NAMED

    def line(sample: str, label: str, found: Sequence[Spot]) -> LegendLine:
        names = ", ".join(sorted(spot.label for spot in found)) if named else ""
        return LegendLine(mark_safe(sample), label, len(found), names)  # noqa: S308 - drawn from our own classes

    shown = [spot for spot in spots if spot.state == "shown"]
    lines = [
        line(swatch(klass, "shown", name=NAME), klass.label, [spot for spot in shown if spot.klass == at])
        for at, klass in reversed(list(enumerate(made)))
    ]
    states: tuple[tuple[State, str], ...] = (
        ("hidden", gettext("hidden: too few families")),
        ("missing", gettext("no data")),
    )
    for state, label in states:
        found = [spot for spot in spots if spot.state == state]
        if found:
            lines.append(line(swatch(None, state, name=NAME), label, found))
    unsure = [spot for spot in spots if spot.unsure]
    if unsure:
        sample = swatch(Klass("", "klass-1"), "shown", name=NAME, unsure=True)
        lines.append(line(sample, gettext("to be used with care"), unsure))
    return tuple(lines)


def _measures(asked: Asked) -> tuple[Option, ...]:
    found = asked.found
    titles = {index_id: index_title(index_id, found) for index_id in asked.round.index_ids}
    options = [
        (f"indeks:{index_id}", gettext(KINDS["indeks"]).format(title=title))
        for index_id, title in titles.items()
    ]
    options.append((COVERAGE, gettext("Coverage: approved of the target")))
    for kind, parts in (("dimensi", found.dimensions), ("indikator", found.indicators)):
        options += [
            (f"{kind}:{found.index.id}:{part}", gettext(KINDS[kind]).format(title=measured.words(title)))
            for part, title in parts.items()
        ]
    return tuple(Option(key, label, key == asked.measure) for key, label in options)


def _lines(asked: Asked, known: Mapping[str, Area]) -> tuple[Line, ...]:
    """Return the table beside the map, the lowest figure first, then those without one."""
    rows = sorted(
        asked.found.rows,
        key=lambda row: (value_of(asked, row) is None, value_of(asked, row) or Fraction(0), row.code),
    )
    return tuple(
        Line(
            name=places.full_name(known[row.code]) if row.code in known else row.code,
            url=deeper(asked, row.code),
            value=value_of(asked, row),
            told=told_of(asked, row),
            n=families_of(asked, row),
            villages=row.villages,
            approved=row.coverage.approved,
            target=row.coverage.target,
            interval=map_samples.interval_words(line_of(asked, row.code)),
            unsure=map_samples.is_unsure(line_of(asked, row.code)),
        )
        for row in rows
    )
