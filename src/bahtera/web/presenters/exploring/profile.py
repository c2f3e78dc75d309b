"""The profile of an area: its dimensions, how its families spread, and indicators by theme; each index by itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Final
from urllib.parse import urlencode

from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext

from bahtera.access.api import Actor, may
from bahtera.areas import api as areas
from bahtera.foundation.errors import NotFound
from bahtera.indices import api as indices
from bahtera.pictures.dots import Dot, dot_plot
from bahtera.pictures.profile import Plank, profile
from bahtera.pictures.spread import Band, spread
from bahtera.results import api as results
from bahtera.web import numbers, places
from bahtera.web.presenters import measured
from bahtera.web.presenters.answers import language
from bahtera.web.presenters.exploring.head import (
    Asked,
    Head,
    concerns,
    facts_of,
    head_of,
    index_title,
    whole_of,
)

_CUT: Final = 75
_FULL: Final = 100


@dataclass(frozen=True)
class Line:
    """One figure in words. ``beside``: the wider area's; ``status``: under 75, or why there is no figure."""

    name: str
    code: str
    told: str
    beside: str
    n: int | None
    hidden: bool
    under: bool


@dataclass(frozen=True)
class Drawn:
    """One picture for phones and for desks, with the table that says the same."""

    title: str
    lines: tuple[Line, ...]
    phone: SafeString
    desk: SafeString
    note: str = ""


@dataclass(frozen=True)
class IndexProfile:
    """One index of the area. ``facts``: its own data, method and definition."""

    index_id: str
    title: str
    value: str
    category: str
    style: str
    hidden: bool
    n: int
    apart_note: str
    dimensions: Drawn
    families: Drawn
    themes: tuple[Drawn, ...]
    facts: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class AreaProfile:
    """The page; ``beside`` is the wider area whose values are marked, empty where there is none to be read."""

    head: Head
    beside: str
    is_sample: bool
    profiles: tuple[IndexProfile, ...]
    query: str


@dataclass(frozen=True)
class Laid:
    """Each index of the round in the area, and in the wider area beside it where that may be read."""

    asked: Asked
    found: Mapping[str, results.Result]
    wider: str
    beside: Mapping[str, results.Result]
    themes: indices.Themes


def lay(asked: Asked, actor: Actor) -> Laid:
    """Return the area's results by every index of the round. Raises AreaNotInRound, NotAllowed."""
    found = {asked.index_id: whole_of(asked, actor)}
    for index_id in asked.round.index_ids:
        if index_id not in found:
            found |= _result(asked, asked.area, index_id, actor)
    wider = _wider(asked, actor)
    beside: dict[str, results.Result] = {}
    if wider is not None:
        for index_id in found:
            beside |= _result(asked, wider, index_id, actor)
    ordered = {index_id: found[index_id] for index_id in asked.round.index_ids if index_id in found}
    named = places.full_name(wider) if wider is not None and beside else ""
    return Laid(asked, ordered, named, beside, indices.load_themes())


def _result(asked: Asked, area: areas.Area, index_id: str, actor: Actor) -> dict[str, results.Result]:
    """Return an index of an area by its name; nothing where it has none."""
    try:
        return {index_id: whole_of(Asked(area, asked.rounds, asked.round, index_id), actor)}
    except NotFound:
        return {}


def _wider(asked: Asked, actor: Actor) -> areas.Area | None:
    """Return the regency of what lies inside one, or the province of a regency, if the reader and the round have it."""
    code = asked.area.code
    above = code[:5] if len(code) > len("63.10") else code[:2] if len(code) > len("63") else ""
    if not above or not concerns(asked.round, above) or not may(actor, "results.read", area=above):
        return None
    return areas.find([above]).get(above)


def page_of(laid: Laid, actor: Actor) -> AreaProfile:
    """Return the page."""
    asked = laid.asked
    whole = laid.found[asked.index_id]
    speaks_plainly = {results.Speaks.SAMPLE_AVERAGE, results.Speaks.SAMPLED_VILLAGE}
    return AreaProfile(
        head=head_of(asked, whole, actor, "area_profile"),
        beside=laid.wider,
        is_sample=whole.speaks in speaks_plainly,
        profiles=tuple(_profile(laid, index_id, one) for index_id, one in laid.found.items()),
        query=urlencode({"putaran": asked.round.id}),
    )


def table_of(laid: Laid) -> tuple[list[str], list[list[object]]]:
    """Return head and rows of a file; a hidden figure is empty and says so."""
    head = [
        *("kode", "indeks", "bagian", "butir", "nama", "tema", "satuan", "nilai", "n", "keadaan"),
        *("cakupan", "putaran", "keadaan_data", "definisi_sha256", "tema_sha256"),
    ]
    return head, [row for one in laid.found.values() for row in _rows(laid, one)]


def _rows(laid: Laid, one: results.Result) -> list[list[object]]:
    code, themes = laid.asked.area.code, _themes_of(laid.themes, one.index.id)
    rows: list[list[object]] = []

    def add(part: str, name: str, title: str, figure: results.Figure, theme: str = "") -> None:
        value = None if figure.value is None else figure.rounded(2)
        state = "disembunyikan" if figure.hidden else ""
        rows.append(
            [
                *(code, one.index.id, part, name, title, theme, figure.unit.value, value, figure.n, state),
                *(one.speaks.value, one.round_name, one.data_state, one.index.hash, laid.themes.hash),
            ]
        )

    add("indeks", "", measured.words(one.index.title), one.main.figure)
    for each in one.dimensions:
        add("dimensi", each.id, measured.words(each.title), each.family_mean)
    for band in one.categories:
        add("kategori", band.category.id, measured.words(band.category.title), band.count)
    for row in sorted(one.indicators, key=lambda each: (each.dimension, each.id)):
        named = "; ".join(theme.id for theme, members in themes if row.id in members)
        add("indikator", row.id, measured.words(row.label), row.share, named)
    return rows


def _themes_of(themes: indices.Themes, index_id: str) -> list[tuple[indices.Theme, tuple[str, ...]]]:
    return [(theme, theme.of_index(index_id)) for theme in themes.themes if theme.of_index(index_id)]


def _profile(laid: Laid, index_id: str, one: results.Result) -> IndexProfile:
    beside = laid.beside.get(index_id)
    styles = measured.style_by_category([each.category.id for each in one.categories])
    tag = measured.category_of(one.main.category, styles)
    shares = {each.id: each for each in one.indicators}
    wider = {each.id: each for each in beside.indicators} if beside else {}
    themes = []
    for theme, members in _themes_of(laid.themes, index_id):
        rows = [(shares[name], wider.get(name)) for name in members if name in shares]
        title = theme.title.en if language() == "en" else theme.title.id
        themes.append(_theme(f"{index_id}-{theme.id}".replace("_", "-"), title, rows, one))
    return IndexProfile(
        index_id=index_id,
        title=index_title(index_id, one),
        value=_told(one.main.figure, 2),
        category=tag.label if tag else "",
        style=tag.style if tag else "",
        hidden=one.main.figure.hidden,
        n=one.coverage.scored,
        apart_note=measured.apart_note(index_id),
        dimensions=_dimensions(index_id, one, beside),
        families=_families(index_id, one, styles),
        themes=tuple(themes),
        facts=facts_of(one, laid.asked.area),
    )


def _dimensions(index_id: str, one: results.Result, beside: results.Result | None) -> Drawn:
    marked = {each.id: each.family_mean for each in beside.dimensions} if beside else {}
    lines, planks = [], []
    for each in one.dimensions:
        figure, mark = each.family_mean, marked.get(each.id)
        name, told = measured.words(each.title), _told(figure, 1)
        near = _told(mark, 1) if mark is not None else ""
        lines.append(Line(name, each.id, told, near, figure.n, figure.hidden, under=False))
        planks.append(
            Plank(name, told, _float(figure.value), figure.hidden, _float(mark.value) if mark else None)
        )
    title = gettext("{index}: its dimensions").format(index=index_title(index_id, one))
    drawn = {
        wide: profile(
            planks,
            name=f"{'desk' if wide else 'phone'}-{index_id}-planks",
            title=title,
            description="; ".join(f"{line.name}: {line.told}" for line in lines),
            wide=wide,
            line=float(_CUT) if index_id == measured.MAIN_INDEX else None,
        )
        for wide in (False, True)
    }
    return _drawn(title, lines, drawn)


def _families(index_id: str, one: results.Result, styles: Mapping[str, str]) -> Drawn:
    """Return the families of each category as columns over their range of scores."""
    edges = [Fraction(0), *(each.category.at for each in one.categories if each.category.at is not None)]
    edges.append(Fraction(_FULL))
    lines, bands = [], []
    for each, (low, high) in zip(one.categories, pairwise(edges), strict=True):
        count = each.count.count
        share = f" ({numbers.number(each.printed, 1)} %)" if each.printed is not None else ""
        told = numbers.integer(count) + share if count is not None else gettext("hidden")
        name = capfirst(measured.words(each.category.title))
        lines.append(Line(name, f"{low}\u2013{high}", told, "", None, count is None, under=False))
        bands.append(Band(float(low), float(high), styles[each.category.id], count, told))
    title = gettext("{index}: families by score").format(index=index_title(index_id, one))
    drawn = {
        wide: spread(
            bands,
            name=f"{'desk' if wide else 'phone'}-{index_id}-spread",
            title=title,
            description="; ".join(f"{line.name}: {line.told}" for line in lines),
            wide=wide,
            unit=gettext("families a point of score"),
        )
        for wide in (False, True)
    }
    note = gettext(
        "The area of a column is the number of its families. Single scores are not drawn: they could show a family."
    )
    return _drawn(title, lines, drawn, note)


def _theme(
    name: str,
    title: str,
    rows: Sequence[tuple[results.IndicatorResult, results.IndicatorResult | None]],
    one: results.Result,
) -> Drawn:
    lines, dots = [], []
    for row, near in sorted(rows, key=lambda each: (each[0].share.value is None, each[0].share.value or 0)):
        share, label, under = row.share, measured.words(row.label), bool(row.below_cut)
        told = _told(share, 1)
        lines.append(
            Line(label, row.id, told, _told(near.share, 1) if near else "", share.n, share.hidden, under)
        )
        dots.append(Dot(label, told, _float(share.value), under=under, hidden=share.hidden))
    drawn = {
        wide: dot_plot(
            dots,
            name=f"{'desk' if wide else 'phone'}-{name}",
            title=f"{title}, {index_title(one.index.id, one)}",
            description="; ".join(f"{line.name}: {line.told}" for line in lines),
            wide=wide,
        )
        for wide in (False, True)
    }
    return _drawn(title, lines, drawn)


def _drawn(title: str, lines: Sequence[Line], drawn: Mapping[bool, str], note: str = "") -> Drawn:
    phone, desk = mark_safe(drawn[False]), mark_safe(drawn[True])  # noqa: S308 - pictures escape
    return Drawn(title, tuple(lines), phone, desk, note)


def _told(figure: results.Figure, digits: int) -> str:
    if figure.value is None:
        return gettext("hidden") if figure.hidden else gettext("none")
    return numbers.number(figure.value, digits)


def _float(value: Fraction | None) -> float | None:
    return None if value is None else float(value)
