"""The map of a document: villages of a regency, or regencies of a province, among their neighbours; and its words.

It is drawn by `bahtera.pictures`, as the pages' maps are, from the boundaries in use; without any, points stand at
their places. A single point that has nothing around it is no map: a sentence says where it lies.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from bahtera.areas import api as areas
from bahtera.pictures import svg
from bahtera.pictures.maps import MOST_NAMES, Ground, Klass, Neighbour, Spot, area_map, sample
from bahtera.publishing.issued.counting import number
from bahtera.publishing.issued.parts import category_class
from bahtera.publishing.issued.telling import LANGUAGE, capital, figure, full_name, listed, whole

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bahtera.areas.api import Area, Drawn
    from bahtera.pictures.mapped import State
    from bahtera.publishing.issued.facts import Facts
    from bahtera.results import api as results

FONT: Final = "Source Sans Pro"
_NAME: Final = "peta"
_NORTH: Final = "U"
_TALLEST: Final = 690.0
"""How tall a map may be, 640 wide: with its legend it fills a page."""
_STYLES: Final = {"low": "klass-rendah", "middle": "klass-sedang", "high": "klass-tinggi"}
_MARKS: Final = {"low": "down", "middle": "disc", "high": "up"}
_MOST_NAMED_INSIDE: Final = 40
_OF_MANY: Final = 0.6
"""How much smaller the signs of many villages are, so that they do not hide each other."""
_MOST_SHAPED: Final = 2
"""Villages are filled where at least one in so many of the regency was measured, and points where fewer were."""
_OFFICIAL: Final = "Gambar ini untuk mengenali letak, bukan peta resmi batas wilayah."
_WITHOUT: Final = {"hidden": "Angka disembunyikan", "missing": "Tanpa angka"}
_TOLD_LABELS: Final = {"hidden": "angkanya disembunyikan", "missing": "tanpa angka"}


@dataclass(frozen=True, slots=True)
class _Shown:
    """One area of the map with its figures."""

    area: Area
    found: results.Result | results.VillageResult

    @property
    def state(self) -> State:
        main = self.found.main.figure
        return "shown" if main.value is not None else "hidden" if main.hidden else "missing"


def map_of(facts: Facts, *, letters: float = 1.0) -> dict[str, Any]:
    """Return the map of a document for its template: picture, its words, legend, and what is said under it.

    ``picture`` "" where there is nothing to draw: then ``instead`` says where the villages lie. ``tall``: its height
    by its width. ``letters``: names are so many times as large as on a page of a book.
    """
    shown = _shown(facts)
    drawn, ground = _places(facts, shown)
    spots = _spots(facts.found, shown, drawn)
    placed = [spot for spot in spots if spot.polygons or spot.at]
    if not placed or (len(placed) == 1 and not placed[0].polygons and not ground.around):
        return {
            "picture": "",
            "tall": 0.0,
            "words": "",
            "legend": [],
            "notes": [],
            "instead": _instead(facts),
        }
    marks = letters * (_OF_MANY if len(placed) > MOST_NAMES else 1.0)
    picture = area_map(
        placed,
        _classes(facts.found),
        name=_NAME,
        title=f"Peta {facts.found.index.title[LANGUAGE]}, {full_name(facts.area)}",
        description=map_words(facts, shown),
        ground=replace(ground, north=_NORTH, tallest=_TALLEST, letters=letters, marks=marks),
    )
    return {
        "picture": svg.standalone(picture, font=FONT, letters=letters),
        "tall": svg.tall(picture),
        "words": map_words(facts, shown),
        "legend": _legend(facts.found, placed),
        "notes": _notes(facts, spots, drawn),
        "instead": "",
    }


def map_words(facts: Facts, shown: Sequence[_Shown]) -> str:
    """Return in words what the map shows, for whoever does not see it."""
    unit = "kabupaten dan kota" if facts.area.level == "province" else "desa"
    told = []
    for category in reversed(facts.found.categories):
        names = [
            full_name(one.area)
            for one in shown
            if one.found.main.category and one.found.main.category.id == category.category.id
        ]
        if names:
            few = f" ({listed(names)})" if len(names) <= _MOST_NAMED_INSIDE // 4 else ""
            told.append(f"{whole(len(names))} {unit} {category.category.title[LANGUAGE]}{few}")
    for state, label in _TOLD_LABELS.items():
        if count := sum(one.state == state for one in shown):
            told.append(f"{whole(count)} {unit} {label}")
    return f"Peta {full_name(facts.area)} menurut kategori: {'; '.join(told)}."


def _shown(facts: Facts) -> list[_Shown]:
    if facts.area.level == "province":
        return [_Shown(facts.places[code], facts.part(code)) for code in facts.codes("regency")]
    return [
        _Shown(facts.places[one.area_code], one) for one in facts.villages if one.area_code in facts.places
    ]


def _places(facts: Facts, shown: Sequence[_Shown]) -> tuple[Drawn, Ground]:
    """Return the outlines that bear a figure and what lies around them."""
    codes = [one.area.code for one in shown]
    if facts.area.level == "province":
        regencies = areas.within(facts.area.code, "regency")
        drawn = areas.drawn([one.code for one in regencies])
        if drawn.outlines and all(code in drawn.outlines for code in codes):
            rest = [one for one in regencies if one.code not in codes]
            return drawn, Ground(around=_outlined(rest, drawn))
        specks = [one for one in regencies if one.code not in codes]
        return areas.Drawn({}, ()), Ground(around=_at(specks))
    return _in_regency(facts, codes)


def _in_regency(facts: Facts, codes: Sequence[str]) -> tuple[Drawn, Ground]:
    villages = areas.villages_within(facts.area.code)
    drawn = areas.drawn([one.code for one in villages])
    if _MOST_SHAPED * len(codes) < len(villages) or not all(code in drawn.outlines for code in codes):
        drawn = areas.Drawn({}, ())
    districts = areas.within(facts.area.code, "district")
    regencies = areas.within(facts.area.code.partition(".")[0], "regency")
    lines = areas.drawn([one.code for one in (*districts, *regencies)])
    own = lines.outlines.get(facts.area.code)
    inside = _outlined(districts, lines, inside=True)
    if own is None:
        around = inside or _at(districts)
        if inside and not drawn.outlines:
            return areas.Drawn({}, lines.origins), Ground(around=_plain(inside))
        return drawn, Ground(around=around)
    around = (
        *_outlined([one for one in regencies if one.code != facts.area.code], lines),
        Neighbour(polygons=own.polygons, focus=True),
        *(inside or _at(districts)),
    )
    return areas.Drawn(drawn.outlines, (*drawn.origins, *lines.origins)), Ground(around=around)


def _outlined(rows: Iterable[Area], lines: Drawn, *, inside: bool = False) -> tuple[Neighbour, ...]:
    return tuple(
        Neighbour(short_of(one), lines.outlines[one.code].polygons, inside=inside)
        for one in rows
        if one.code in lines.outlines
    )


def _plain(rows: Iterable[Neighbour]) -> tuple[Neighbour, ...]:
    return tuple(Neighbour(one.label, one.polygons) for one in rows)


def _at(rows: Iterable[Area]) -> tuple[Neighbour, ...]:
    return tuple(
        Neighbour(short_of(one), at=(one.longitude, one.latitude))
        for one in rows
        if one.longitude is not None and one.latitude is not None
    )


def short_of(area: Area) -> str:
    """Return how a map calls an area: Kotabaru, but Kota Banjarbaru, which could be mistaken for its neighbour."""
    return area.name.removeprefix("Kabupaten ") if area.level == "regency" else area.name


def _spots(found: results.Result, shown: Sequence[_Shown], drawn: Drawn) -> list[Spot]:
    order = [one.category.id for one in found.categories]
    spots = []
    for one in shown:
        category = one.found.main.category
        outline = drawn.outlines.get(one.area.code)
        at = (
            None
            if one.area.longitude is None or one.area.latitude is None
            else (one.area.longitude, one.area.latitude)
        )
        spots.append(
            Spot(
                one.area.code,
                short_of(one.area),
                figure(one.found.main.figure, 2),
                one.state,
                klass=order.index(category.id) if category and one.state == "shown" else 0,
                polygons=outline.polygons if outline else (),
                at=at,
            )
        )
    return spots


def _classes(found: results.Result) -> tuple[Klass, ...]:
    classes = [category_class(found, one.category) for one in found.categories]
    return tuple(
        Klass(_limits(found, at), _STYLES[each], _MARKS[each], striped=each == "low")  # type: ignore[arg-type]  # of Mark
        for at, each in enumerate(classes)
    )


def _limits(found: results.Result, at: int) -> str:
    """Return a category with the values that belong to it, and whether its own limit does."""
    own = found.categories[at].category
    after = found.categories[at + 1].category if at + 1 < len(found.categories) else None
    parts = []
    if own.at is not None:
        parts.append(f"{'mulai' if own.includes else 'di atas'} {number(own.at)}")
    if after is not None and after.at is not None:
        parts.append(f"{'di bawah' if after.includes else 'sampai'} {number(after.at)}")
    name = capital(own.title[LANGUAGE])
    return f"{name} ({' '.join(parts)})" if parts else name


def _legend(found: results.Result, spots: Sequence[Spot]) -> list[dict[str, str]]:
    """Return a sample and its words for each class, the highest first, then what has no figure, where there is any."""
    filled = any(spot.polygons for spot in spots)
    lines = [_line(klass, "shown", klass.label, filled=filled) for klass in reversed(_classes(found))]
    states = {spot.state for spot in spots}
    return lines + [
        _line(None, state, label, filled=filled) for state, label in _WITHOUT.items() if state in states
    ]


def _line(klass: Klass | None, state: State, label: str, *, filled: bool) -> dict[str, str]:
    name = f"{_NAME}-contoh"
    drawn = svg.picture(sample(klass, state, name=name, filled=filled), size=(26, 18), name=name, title=label)
    return {"sample": svg.standalone(drawn), "title": label}


def _notes(facts: Facts, spots: Sequence[Spot], drawn: Drawn) -> list[str]:
    """Return what the map says and does not say, and where its lines are from."""
    filled = any(spot.polygons for spot in spots)
    named = len(spots) <= MOST_NAMES
    missing = sum(not spot.polygons and spot.at is None for spot in spots)
    if facts.area.level == "province":
        shape = "Warna setiap kabupaten dan kota" if filled else "Setiap tanda"
        lines = [
            f"{shape} menunjukkan kategori rata-rata keluarga desa lokus di dalamnya, bukan keadaan seluruh wilayah."
        ]
    else:
        shape = (
            "Setiap desa berwarna" if filled else "Setiap tanda bernama tebal" if named else "Setiap tanda"
        )
        lines = [f"{shape} adalah desa lokus menurut kategori rata-rata keluarganya; desa lain tidak diukur."]
    if missing:
        lines.append(f"{whole(missing)} wilayah belum diketahui letaknya.")
    sources = [
        ", ".join(part for part in (one.source, one.dated, one.licence) if part) for one in drawn.origins
    ]
    if sources:
        lines.append(f"Garis batas: {'; '.join(dict.fromkeys(sources))}.")
    else:
        lines.append("Titik letak dari daftar wilayah; batas wilayah belum dimasukkan.")
    lines.append(_OFFICIAL)
    return lines


def _instead(facts: Facts) -> str:
    """Return where the villages lie, in a sentence."""
    if not facts.villages:
        return "Belum ada desa lokus di sini."
    named = [
        f"{full_name(facts.places[one.area_code])}"
        for one in facts.villages[:_MOST_NAMED_INSIDE]
        if one.area_code in facts.places
    ]
    return (
        f"Desa lokus di {full_name(facts.area)}: {listed(named)}. Letaknya belum diketahui, atau belum ada batas dan"
        " titik wilayah di sekitarnya, jadi tidak digambar."
    )
