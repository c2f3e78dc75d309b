"""A map as it is drawn: which areas are filled, which are points, and on what ground."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext

from bahtera.areas import api as area_api
from bahtera.areas.api import Area, Level
from bahtera.foundation.errors import NotFound
from bahtera.pictures import svg
from bahtera.pictures.maps import Ground, Key, Spot, area_map
from bahtera.results import api as results
from bahtera.web import places
from bahtera.web.presenters import map_samples
from bahtera.web.presenters.mapping.asked import (
    NAME,
    Asked,
    has_line,
    is_hidden,
    is_under,
    known_of,
    line_of,
    title_of,
    told_of,
    value_of,
)
from bahtera.web.presenters.mapping.classes import classes_of, klass_of
from bahtera.web.presenters.mapping.notes import method_of, sources_of

_MOST_SHAPED: Final = 2


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


class NoPositions(NotFound):
    """No area of the map has a boundary or a known position."""

    def __init__(self) -> None:
        super().__init__("web.no_positions", "No area of this map has a boundary or a known position.")


def drawing_of(asked: Asked, *, legend: bool) -> str:
    """Return the map as SVG, "" where no area has a place; with legend, sources and method inside for a file."""
    return drawn(asked, laid_out(asked), legend=legend)


def drawn(asked: Asked, laid: Laid, *, legend: bool) -> str:
    """Return what is laid out as SVG, "" where no area has a place."""
    if not laid.has_places:
        return ""
    key = None
    if legend:
        key = Key(
            title=title_of(asked),
            missing=gettext("no data"),
            hidden=gettext("hidden: too few families"),
            under=gettext("under 75") if has_line(asked) else "",
            unsure=gettext("to be used with care") if any(spot.unsure for spot in laid.spots) else "",
            sources=(*sources_of(laid.origins), *method_of(asked)),
        )
    name = places.full_name(asked.area)
    return area_map(
        laid.spots,
        classes_of(asked),
        name=NAME,
        title=f"{title_of(asked)}, {name}",
        description=summary_of(asked, laid.spots),
        ground=laid.ground,
        key=key,
    )


def laid_out(asked: Asked, known: Mapping[str, Area] | None = None) -> Laid:
    """Return what is drawn: filled areas where most speak for themselves, points where few do."""
    known = known_of(asked) if known is None else known
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
    hidden = row is not None and is_hidden(asked, row)
    state = "shown" if value is not None else "hidden" if hidden else "missing"
    weight = row.coverage.approved if row else None
    return Spot(
        area.code,
        area.name,
        told_of(asked, row),
        state,  # type: ignore[arg-type]  # one of the three
        klass=klass_of(asked, row, value),
        under=is_under(asked, row),
        unsure=map_samples.is_unsure(line_of(asked, area.code)),
        polygons=outline.polygons if outline else (),
        at=_position(area),
        weight=float(weight) if weight else None,
    )


def summary_of(asked: Asked, spots: Sequence[Spot]) -> str:
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


def file_of(asked: Asked) -> str:
    """Return the map as a file of its own, with legend, sources and method inside; raises NoPositions."""
    drawn = drawing_of(asked, legend=True)
    if not drawn:
        raise NoPositions
    return svg.standalone(drawn)
