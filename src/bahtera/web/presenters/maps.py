"""A map of one figure: which areas, in which classes, on what ground, and the same as a table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final, cast
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext, gettext_noop, ngettext

from bahtera.access.api import Actor, may
from bahtera.analysis import api as analysis
from bahtera.areas import api as area_api
from bahtera.areas.api import Area, Level
from bahtera.foundation.errors import NotFound
from bahtera.foundation.inputs import whole_number
from bahtera.pictures import classes, svg
from bahtera.pictures.maps import SEQUENCE, Ground, Key, Klass, Mark, Spot, area_map, swatch
from bahtera.results import api as results
from bahtera.surveys import api as surveys
from bahtera.web import numbers, places, wording
from bahtera.web.presenters import area_page, map_samples, measured, visits
from bahtera.web.presenters.area import Download
from bahtera.web.presenters.exploring.head import concerns
from bahtera.web.presenters.parts import Option, Place

NAME: Final = "peta"
COVERAGE: Final = "capaian"
_INSIDE: Final[Mapping[str, tuple[Level, ...]]] = {
    "province": ("regency", "district", "village"),
    "regency": ("village", "district"),
    "district": ("village",),
    "village": ("village",),
}
_MARKS: Final[tuple[Mark, ...]] = ("down", "disc", "up")
_KINDS: Final = {
    "indeks": gettext_noop("Index: {title}"),
    "dimensi": gettext_noop("Dimension: {title}"),
    "indikator": gettext_noop("Share that meets: {title}"),
}
_MOST_SHAPED: Final = 2


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
    """One class of the legend: its sample, its limits and how many areas are in it."""

    sample: SafeString
    label: str
    areas: int


@dataclass(frozen=True)
class Laid:
    """What is drawn: areas with their figures, what lies beneath them, and where outlines are from."""

    spots: tuple[Spot, ...]
    ground: Ground
    origins: tuple[area_api.Origin, ...]

    @property
    def has_places(self) -> bool:
        """Tell whether any area has a boundary or a position."""
        return any(spot.polygons or spot.at for spot in self.spots)


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


class NoMap(NotFound):
    """Nothing was measured in the area, so there is nothing to map."""

    def __init__(self) -> None:
        super().__init__("web.no_map", "Nothing has been measured in this area yet, so there is no map.")


class NoPositions(NotFound):
    """No area of the map has a boundary or a known position."""

    def __init__(self) -> None:
        super().__init__("web.no_positions", "No area of this map has a boundary or a known position.")


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
    levels = _INSIDE[area.level]
    level = cast("Level", asked.get("tingkat") or levels[0])
    if level not in levels:
        raise results.UnknownPart(level)
    measure = asked.get("ukuran") or f"indeks:{chosen.index_ids[0]}"
    kind, _, rest = measure.partition(":")
    index_id, _, part = rest.partition(":")
    if kind not in {*_KINDS, COVERAGE} or (kind in {"dimensi", "indikator"}) != bool(part):
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
    return gettext(_KINDS[kind]).format(title=title)


def drawing_of(asked: Asked, *, legend: bool) -> str:
    """Return the map as SVG, "" where no area has a place; with legend, sources and method inside for a file."""
    return _drawn(asked, laid_out(asked), legend=legend)


def _drawn(asked: Asked, laid: Laid, *, legend: bool) -> str:
    if not laid.has_places:
        return ""
    key = None
    if legend:
        key = Key(
            title=title_of(asked),
            missing=gettext("no data"),
            hidden=gettext("hidden: too few families"),
            under=gettext("under 75") if _has_line(asked) else "",
            unsure=gettext("to be used with care") if any(spot.unsure for spot in laid.spots) else "",
            sources=(*sources_of(laid.origins), *method_of(asked)),
        )
    name = places.full_name(asked.area)
    return area_map(
        laid.spots,
        classes_of(asked),
        name=NAME,
        title=f"{title_of(asked)}, {name}",
        description=_summary(asked, laid.spots),
        ground=laid.ground,
        key=key,
    )


def map_page(asked: Asked, actor: Actor) -> MapPage:
    """Return the page of a map."""
    known = _known(asked)
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
            for each in _INSIDE[asked.area.level]
        ),
        drawing=mark_safe(_drawn(asked, laid, legend=False)),  # noqa: S308 - escaped where it is drawn
        legend=_legend(asked, laid.spots),
        notes=_notes(asked, laid.spots),
        sources=sources_of(laid.origins, zone),
        lines=_lines(asked, known),
        method=method_of(asked),
        unit=_unit(asked),
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


def value_of(asked: Asked, row: results.AreaValue) -> Fraction | None:
    """Return the figure of an area that is mapped: the measure, or how much of the target is approved."""
    if asked.measure == COVERAGE:
        return row.coverage.approved_of_target
    if asked.sampled is not None:
        return map_samples.value_of(_line_of(asked, row.code))
    return row.figure.value


def _line_of(asked: Asked, code: str) -> analysis.Line | None:
    return asked.sampled.lines.get(code) if asked.sampled is not None else None


def _is_hidden(asked: Asked, row: results.AreaValue) -> bool:
    if asked.sampled is not None:
        return map_samples.is_hidden(_line_of(asked, row.code))
    return asked.measure != COVERAGE and row.figure.hidden


def _families(asked: Asked, row: results.AreaValue) -> int | None:
    if asked.measure == COVERAGE:
        return row.coverage.target
    if asked.sampled is not None:
        line = _line_of(asked, row.code)
        return line.n if line else None
    return row.figure.n


def details_of(asked: Asked) -> Mapping[str, Mapping[str, Any]]:
    """Return what is told of an area beside its figure, by code: interval, families, and where it leads."""
    found = {}
    for row in asked.found.rows:
        n = _families(asked, row)
        interval = map_samples.interval_words(_line_of(asked, row.code))
        lines = [gettext("interval of 95 %: {interval}").format(interval=interval)] if interval else []
        if n is not None:
            lines.append(ngettext("{n} family", "{n} families", n).format(n=numbers.integer(n)))
        if map_samples.is_unsure(_line_of(asked, row.code)):
            lines.append(gettext("to be used with care"))
        found[row.code] = {"rincian": lines, "url": _deeper(asked, row.code)}
    return found


def _known(asked: Asked) -> dict[str, Area]:
    """Return the areas of the map: all of their level, and of villages of a wide area those visited."""
    wide = asked.level == "village" and asked.area.level == "province"
    rows = [row.code for row in asked.found.rows]
    inside = {} if wide else {row.code: row for row in area_api.within(asked.area.code, asked.level)}
    return {**inside, **area_api.find(set(rows) - set(inside))}


def laid_out(asked: Asked, known: Mapping[str, Area] | None = None) -> Laid:
    """Return what is drawn: filled areas where most speak for themselves, points where few do."""
    known = _known(asked) if known is None else known
    rows = {row.code: row for row in asked.found.rows}
    drawn = area_api.drawn(known)
    # A few villages say nothing of those between them: they are points on the outlines of what is around them.
    few = asked.level == "village" and _MOST_SHAPED * len(rows) < len(known)
    shaped = {} if few else drawn.outlines
    listed = rows if few or not shaped else known
    spots = tuple(
        _spot(asked, known[code], rows.get(code), shaped.get(code))
        for code in sorted(listed)
        if code in known
    )
    if shaped:
        return Laid(spots, Ground(), drawn.origins)
    under = drawn if few and drawn.outlines else _around(asked)
    specks = () if under.outlines else tuple(_position(row) for row in known.values() if row.code not in rows)
    return Laid(
        spots,
        Ground(tuple(each.polygons for each in under.outlines.values()), tuple(at for at in specks if at)),
        under.origins,
    )


def _around(asked: Asked) -> area_api.Drawn:
    """Return the outlines of larger areas, to lay points on: districts of a regency, regencies of a province."""
    nearest: tuple[Level, ...] = ("regency", "district")
    for level in nearest if asked.area.level == "province" else nearest[::-1]:
        inside = [row.code for row in area_api.within(asked.area.code, level)]
        found = area_api.drawn([*inside, asked.area.code])
        if found.outlines:
            return found
    return area_api.Drawn({}, ())


def _position(row: Area) -> tuple[float, float] | None:
    if row.longitude is None or row.latitude is None:
        return None
    return (row.longitude, row.latitude)


def _spot(asked: Asked, area: Area, row: results.AreaValue | None, outline: area_api.Outlined | None) -> Spot:
    value = value_of(asked, row) if row else None
    hidden = row is not None and _is_hidden(asked, row)
    state = "shown" if value is not None else "hidden" if hidden else "missing"
    weight = row.coverage.approved if row else None
    return Spot(
        area.code,
        area.name,
        _told(asked, row),
        state,  # type: ignore[arg-type]  # one of the three
        klass=_klass(asked, row, value),
        under=_is_under(asked, row),
        unsure=map_samples.is_unsure(_line_of(asked, area.code)),
        polygons=outline.polygons if outline else (),
        at=_position(area),
        weight=float(weight) if weight else None,
    )


def _is_under(asked: Asked, row: results.AreaValue | None) -> bool:
    if row is not None and asked.sampled is not None:
        return _has_line(asked) and map_samples.is_under(_line_of(asked, row.code))
    return bool(row and row.below_cut)


def _klass(asked: Asked, row: results.AreaValue | None, value: Fraction | None) -> int:
    if row is None or value is None:
        return 0
    if asked.sampled is not None and asked.measure.startswith("indeks:"):
        return map_samples.category_of(value, asked.found.categories)
    if row.category is not None and asked.measure != COVERAGE:
        return [each.id for each in asked.found.categories].index(row.category.id)
    return classes.class_of(value)


def classes_of(asked: Asked) -> tuple[Klass, ...]:
    """Return the classes of the index's own categories, or five from pale to dark with their limits."""
    if asked.measure.startswith("indeks:"):
        styles = measured.style_by_category([each.id for each in asked.found.categories])
        marks = dict(zip(("rendah", "sedang", "tinggi"), _MARKS, strict=True))
        return tuple(
            Klass(_category_label(asked, at), f"klass-{styles[each.id]}", marks[styles[each.id]])
            for at, each in enumerate(asked.found.categories)
        )
    limits = classes.limits()
    last = len(limits) - 1
    return tuple(
        Klass(
            gettext("{low} to {high}").format(low=_short(low), high=_short(high))
            if at == last
            else gettext("{low} to under {high}").format(low=_short(low), high=_short(high)),
            SEQUENCE[5][at],
        )
        for at, (low, high) in enumerate(limits)
    )


def _category_label(asked: Asked, at: int) -> str:
    """Return a category with the values that belong to it, and whether its own cut does."""
    categories = asked.found.categories
    name = capfirst(measured.words(categories[at].title))
    after = categories[at + 1] if at + 1 < len(categories) else None
    low, parts = categories[at].at, []
    if low is not None:
        sign = "≥" if categories[at].includes else ">"
        parts.append(f"{sign} {_short(low)}")
    if after is not None and after.at is not None:
        sign = "<" if after.includes else "≤"
        parts.append(f"{sign} {_short(after.at)}")
    return f"{name} ({', '.join(parts)})" if parts else name


def _short(cut: Fraction) -> str:
    """Write a limit without needless decimals: 75, but 62,5."""
    return numbers.number(cut, 0 if cut.denominator == 1 else 2)


def _has_line(asked: Asked) -> bool:
    return asked.measure.startswith("indikator:")


def _told(asked: Asked, row: results.AreaValue | None) -> str:
    """Return what is said of an area in words: its figure, or why there is none."""
    value = value_of(asked, row) if row else None
    if row is None or (value is None and not _is_hidden(asked, row)):
        return map_samples.why_words(_line_of(asked, row.code)) if row else gettext("no data")
    if value is None:
        return gettext("hidden: too few families")
    text = numbers.number(value, 2 if asked.measure.startswith("indeks:") else 1)
    return f"{text} %" if _is_share(asked) else text


def _is_share(asked: Asked) -> bool:
    return asked.measure == COVERAGE or asked.measure.startswith("indikator:")


def _unit(asked: Asked) -> str:
    return gettext("per cent") if _is_share(asked) else gettext("points, 0 to 100")


def _legend(asked: Asked, spots: Sequence[Spot]) -> tuple[LegendLine, ...]:
    made = classes_of(asked)
    shown = [spot for spot in spots if spot.state == "shown"]
    lines = [
        LegendLine(
            mark_safe(swatch(klass, "shown", name=NAME)),  # noqa: S308 - drawn from our own classes
            klass.label,
            sum(spot.klass == at for spot in shown),
        )
        for at, klass in reversed(list(enumerate(made)))
    ]
    for state, label in (("hidden", gettext("hidden: too few families")), ("missing", gettext("no data"))):
        count = sum(spot.state == state for spot in spots)
        if count:
            sample = mark_safe(swatch(None, state, name=NAME))  # type: ignore[arg-type]  # noqa: S308
            lines.append(LegendLine(sample, label, count))
    if any(spot.unsure for spot in spots):
        sample = mark_safe(swatch(Klass("", "klass-1"), "shown", name=NAME, unsure=True))  # noqa: S308 - our own
        lines.append(LegendLine(sample, gettext("to be used with care"), sum(spot.unsure for spot in spots)))
    return tuple(lines)


def _summary(asked: Asked, spots: Sequence[Spot]) -> str:
    """Return the map in words, for whoever does not see it: how many areas in each class, the lowest by name."""
    made = classes_of(asked)
    parts = [
        f"{klass.label}: {count}"
        for at, klass in enumerate(made)
        if (count := sum(spot.state == "shown" and spot.klass == at for spot in spots))
    ]
    for state, label in (("hidden", gettext("hidden: too few families")), ("missing", gettext("no data"))):
        if count := sum(spot.state == state for spot in spots):
            parts.append(f"{label}: {count}")
    return "; ".join(parts) + "."


def _notes(asked: Asked, spots: Sequence[Spot]) -> tuple[str, ...]:
    notes = []
    row = next(iter(asked.found.rows), None)
    speaks = row.speaks if row else None
    if speaks is results.Speaks.LOCUS_AVERAGE:
        notes.append(
            gettext(
                "Each area shows the average of its locus villages, which were chosen on purpose. The colour does not"
                " describe the whole area."
            )
        )
    elif asked.sampled is not None:
        notes.append(
            gettext(
                "Estimates from the sample, with intervals of 95 %. Where two intervals overlap, their order may be"
                " chance."
            )
        )
        if any(spot.unsure for spot in spots):
            notes.append(
                gettext(
                    "A dashed edge marks figures to be used with care: a relative standard error above 25 %, few"
                    " villages, or a part of the area without respondents."
                )
            )
    elif speaks in {results.Speaks.SAMPLE_AVERAGE, results.Speaks.SAMPLED_VILLAGE}:
        notes.append(
            gettext(
                "Plain averages over the families of a sample, without weights and without their error: small"
                " differences between areas may be chance. Estimates with intervals stand on the page of estimates."
            )
        )
    elif asked.level == "village":
        notes.append(
            gettext("Each village speaks for itself only; nothing follows for the villages between.")
        )
    if not any(spot.polygons for spot in spots):
        notes.append(gettext("Points at known positions, larger with more families; they are no boundaries."))
    if _has_line(asked):
        notes.append(gettext("A wine-red ring marks areas under 75."))
    return tuple(notes)


def sources_of(origins: Sequence[area_api.Origin], zone: str = "") -> tuple[str, ...]:
    """Return where the boundaries of a map are from, as printed under it."""
    lines = []
    for origin in origins:
        parts = [origin.source, origin.dated, origin.licence]
        parts.append(
            gettext("imported {day}").format(day=numbers.moment(origin.imported_at, zone or "Asia/Jakarta"))
        )
        lines.append(gettext("Boundaries: {told}").format(told=", ".join(part for part in parts if part)))
    return tuple(lines)


def method_of(asked: Asked) -> tuple[str, ...]:
    """Return how the figures were made, from which definition and which data."""
    found = asked.found
    index = gettext("{index} {version}, {status}, fingerprint {hash}").format(
        index=measured.words(found.index.title),
        version=found.index.version,
        status=wording.say(wording.INDEX_STATUS, found.index.status),
        hash=found.index.hash[:12],
    )
    state = wording.say(measured.DATA_STATES, found.data_state)
    lines = [index, f"{visits.round_title(asked.round)} · {state}"]
    cites = area_page.cites_of(asked.round, asked.area, found.step)
    return (*lines, cites) if cites else tuple(lines)


def _measures(asked: Asked) -> tuple[Option, ...]:
    found = asked.found
    options = [(f"indeks:{index_id}", index_id.upper()) for index_id in asked.round.index_ids]
    options = [
        (key, gettext(_KINDS["indeks"]).format(title=measured.words(found.index.title)))
        if key == f"indeks:{found.index.id}"
        else (key, gettext(_KINDS["indeks"]).format(title=label))
        for key, label in options
    ]
    options.append((COVERAGE, gettext("Coverage: approved of the target")))
    for kind, parts in (("dimensi", found.dimensions), ("indikator", found.indicators)):
        options += [
            (f"{kind}:{found.index.id}:{part}", gettext(_KINDS[kind]).format(title=measured.words(title)))
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
            url=_deeper(asked, row.code),
            value=value_of(asked, row),
            told=_told(asked, row),
            n=_families(asked, row),
            villages=row.villages,
            approved=row.coverage.approved,
            target=row.coverage.target,
            interval=map_samples.interval_words(_line_of(asked, row.code)),
            unsure=map_samples.is_unsure(_line_of(asked, row.code)),
        )
        for row in rows
    )


def _deeper(asked: Asked, code: str) -> str:
    """Return where an area of the table leads: its own map, and a village's own page."""
    if asked.level == "village":
        return reverse("web:area", args=[code])
    query = urlencode({"wilayah": code, "putaran": asked.round.id, "ukuran": asked.measure})
    return f"{reverse('web:map')}?{query}"


def file_of(asked: Asked) -> str:
    """Return the map as a file of its own, with legend, sources and method inside; raises NoPositions."""
    drawn = drawing_of(asked, legend=True)
    if not drawn:
        raise NoPositions
    return svg.standalone(drawn)
