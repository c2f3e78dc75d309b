"""Places of an area side by side: ranked dots, the table that says the same, and a heat table of all indicators."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, gettext_noop, ngettext

from bahtera.access.api import Actor, may
from bahtera.analysis import api as analysis
from bahtera.foundation.errors import Refused
from bahtera.pictures.dots import Dot, dot_plot
from bahtera.pictures.heat import shade
from bahtera.pictures.svg import standalone
from bahtera.results import api as results
from bahtera.surveys import api as surveys
from bahtera.web import numbers, wording
from bahtera.web.presenters import measured
from bahtera.web.presenters.estimates import WHY
from bahtera.web.presenters.exploring.head import Asked, Head, coverage_words, head_of, names_of
from bahtera.web.presenters.parts import Option

MOST: Final = 40
"""So many places stand on a page; a file holds all."""
LEVELS: Final = {
    "province": gettext_noop("Province"),
    "regency": gettext_noop("Regency or city"),
    "district": gettext_noop("District"),
    "village": gettext_noop("Village"),
}
_OF_ANALYSIS: Final[Mapping[str, analysis.Levels]] = {
    "province": "provinsi",
    "regency": "kabupaten",
    "district": "kecamatan",
    "village": "desa",
}
_CUT: Final = 75


@dataclass(frozen=True)
class PlaceLine:
    """One place: its figure in words, its category or why there is none, and how complete it is."""

    code: str
    name: str
    url: str
    told: str
    value: float | None
    low: float | None
    high: float | None
    interval: str
    n: int | None
    category: str
    style: str
    coverage: str
    villages: int
    hidden: bool
    unsure: bool
    under: bool


@dataclass(frozen=True)
class HeatBox:
    """One cell of the heat table."""

    told: str
    title: str
    style: str


@dataclass(frozen=True)
class HeatLine:
    """One place of the heat table."""

    name: str
    url: str
    boxes: tuple[HeatBox, ...]


@dataclass(frozen=True)
class SideBySide:
    """The page; ``note`` says for whom the figures speak where that is not plain, ``pages`` where the others are."""

    head: Head
    measures: tuple[Option, ...]
    levels: tuple[Option, ...]
    title: str
    unit: str
    own: str
    note: str
    lines: tuple[PlaceLine, ...]
    total: int
    first: int
    before_url: str
    after_url: str
    phone: SafeString
    desk: SafeString
    columns: tuple[tuple[str, str], ...]
    groups: tuple[tuple[str, int], ...]
    heat: tuple[HeatLine, ...]
    is_sample: bool
    counts_villages: bool
    query: str


@dataclass(frozen=True)
class Laid:
    """All places by one measure, before a page of them is shown."""

    asked: Asked
    found: results.Places
    lines: tuple[PlaceLine, ...]
    is_sample: bool


def lay(asked: Asked, actor: Actor, *, measure: str, level: str) -> Laid:
    """Return the places of an area by a measure, the lowest first; of a sample its estimates with their intervals.

    Raises NoSuchMeasure, AreaNotInRound, NotAllowed.
    """
    found = results.places_of(
        asked.round.id,
        asked.area.code,
        audience="internal",
        actor=actor,
        index_id=asked.index_id,
        measure=measure,
        level=level,
    )
    estimated = _estimated(asked, found, actor)
    names = names_of([row.code for row in found.rows])
    query = "?" + urlencode({"putaran": asked.round.id})
    styles = measured.style_by_category([each.category.id for each in found.whole.categories])
    if estimated is not None:
        lines = [
            _sampled(row, estimated[row.code], names, query) for row in found.rows if row.code in estimated
        ]
        lines.sort(key=lambda line: (line.value is None, line.value or 0, line.code))
        return Laid(asked, found, tuple(lines), is_sample=True)
    lines = [_counted(row, found.measure, names, query, styles) for row in found.rows]
    return Laid(asked, found, tuple(lines), is_sample=False)


def page_of(laid: Laid, actor: Actor, number: int) -> SideBySide:
    """Return the page with this number, the first being 1."""
    found, asked = laid.found, laid.asked
    first = min(max(number - 1, 0) * MOST, max(len(laid.lines) - 1, 0) // MOST * MOST)
    shown = laid.lines[first : first + MOST]
    choices = {
        "putaran": str(asked.round.id),
        "indeks": asked.index_id,
        "ukuran": found.measure.key,
        "tingkat": found.level,
    }
    drawn = {wide: _drawn(laid, shown, wide=wide) for wide in (False, True)}
    heat, columns, groups = _heat(laid, actor, shown)

    def page(at: int) -> str:
        return "?" + urlencode({**choices, "halaman": at // MOST + 1})

    return SideBySide(
        head=head_of(asked, found.whole, actor, "area_places"),
        measures=tuple(
            Option(key, _measure_title(each), key == found.measure.key)
            for key, each in found.measures.items()
        ),
        levels=tuple(Option(name, gettext(LEVELS[name]), name == found.level) for name in found.levels),
        title=_measure_title(found.measure),
        unit=_unit(found.measure),
        own=_told(found.own, found.measure),
        note=_note(laid),
        lines=shown,
        total=len(laid.lines),
        first=first + 1,
        before_url=page(first - MOST) if first else "",
        after_url=page(first + MOST) if first + MOST < len(laid.lines) else "",
        phone=drawn[False],
        desk=drawn[True],
        columns=columns,
        groups=groups,
        heat=heat,
        is_sample=laid.is_sample,
        counts_villages=found.level != "village",
        query=urlencode(choices),
    )


def table_of(laid: Laid) -> tuple[list[str], list[list[object]]]:
    """Return head and rows of a file with all places; a hidden figure is empty and says so."""
    found = laid.found
    head = [
        *(
            "kode",
            "nama",
            "ukuran",
            "nilai",
            "bawah",
            "atas",
            "n",
            "kategori",
            "keadaan",
            "desa",
            "disetujui",
        ),
        *("putaran", "indeks", "definisi_sha256", "keadaan_data", "cakupan"),
    ]
    whole = found.whole
    approved = {row.code: row.coverage.approved for row in found.rows}
    speaks = {row.code: row.speaks.value for row in found.rows}
    rows: list[list[object]] = [
        [
            *(
                line.code,
                line.name,
                found.measure.key,
                _rounded(line.value),
                _rounded(line.low),
                _rounded(line.high),
            ),
            *(
                line.n,
                line.category,
                "disembunyikan" if line.hidden else "",
                line.villages,
                approved[line.code],
            ),
            *(
                whole.round_name,
                f"{whole.index.id} {whole.index.version}",
                whole.index.hash,
                whole.data_state,
            ),
            speaks[line.code] if not laid.is_sample else "taksiran sampel berpenimbang",
        ]
        for line in laid.lines
    ]
    return head, rows


def drawing_of(laid: Laid) -> str:
    """Return the first places as a picture in a file of its own."""
    return standalone(str(_drawn(laid, laid.lines[:MOST], wide=True)))


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 2)


def _estimated(asked: Asked, found: results.Places, actor: Actor) -> dict[str, analysis.Line] | None:
    """Return a sample's estimates by place; None of a full count, or where the reader or the data have none."""
    if asked.round.design is not surveys.Design.TWO_STAGE or found.level == "village":
        return None
    if not may(actor, "estimates.read", area=asked.area.code):
        return None
    kind, _, part = found.measure.key.partition(":")
    key = ":".join(filter(None, (kind, asked.index_id, part)))
    try:
        opened = analysis.open_round(asked.round.id, actor=actor)
        told = analysis.answer(opened, analysis.Question(key, _OF_ANALYSIS[found.level]))
    except Refused:
        return None
    return {line.area: line for line in told.lines}


def _counted(
    row: results.Placed,
    measure: results.PlaceMeasure,
    names: Mapping[str, str],
    query: str,
    styles: dict[str, str],
) -> PlaceLine:
    figure, tag = row.value.figure, measured.category_of(row.value.category, styles)
    return PlaceLine(
        code=row.code,
        name=names[row.code],
        url=reverse("web:area", args=[row.code]) + query,
        told=_told(row.value, measure),
        value=None if figure.value is None else float(figure.value),
        low=None,
        high=None,
        interval="",
        n=figure.n,
        category=tag.label if tag else "",
        style=tag.style if tag else "",
        coverage=coverage_words(row.coverage),
        villages=row.villages,
        hidden=figure.hidden,
        unsure=False,
        under=_is_under(row.value),
    )


def _sampled(row: results.Placed, line: analysis.Line, names: Mapping[str, str], query: str) -> PlaceLine:
    hidden = line.why is not None and line.why.is_hidden
    told = numbers.number(line.value, 1) if line.value is not None else ""
    return PlaceLine(
        code=row.code,
        name=names[row.code],
        url=reverse("web:area", args=[row.code]) + query,
        told=f"{told} *" if told and line.marked else told or _why(line),
        value=line.value,
        low=line.low,
        high=line.high,
        interval=f"{numbers.number(line.low, 1)}\u2013{numbers.number(line.high, 1)}"
        if line.low is not None
        else "",
        n=line.n,
        category=wording.say(WHY, line.why.value) if line.why else "",
        style="",
        coverage=coverage_words(row.coverage),
        villages=row.villages,
        hidden=hidden,
        unsure=line.marked,
        under=line.value is not None and line.value < _CUT,
    )


def _why(line: analysis.Line) -> str:
    return gettext("hidden") if line.why is not None and line.why.is_hidden else gettext("none")


def _is_under(value: results.PlaceValue) -> bool:
    if value.below is not None:
        return value.below
    return value.figure.value is not None and value.figure.value < _CUT


def _told(value: results.PlaceValue, measure: results.PlaceMeasure) -> str:
    if value.figure.value is None:
        return gettext("hidden") if value.figure.hidden else gettext("none")
    return numbers.number(value.figure.value, 1 if measure.kind is results.Kind.INDICATOR else 2)


def _measure_title(measure: results.PlaceMeasure) -> str:
    title = measured.words(measure.title)
    if measure.kind is results.Kind.DIMENSION:
        return gettext("Dimension: {title}").format(title=title)
    if measure.kind is results.Kind.INDICATOR:
        return f"{measure.part} · {title}"
    return title


def _unit(measure: results.PlaceMeasure) -> str:
    if measure.kind is results.Kind.INDICATOR:
        return gettext("per cent of families that meet it")
    return gettext("points, 0 to 100")


def _note(laid: Laid) -> str:
    if laid.is_sample:
        return gettext(
            "Estimates from the sample, with intervals of 95 %. Where two intervals overlap, their order may be chance."
        )
    if laid.asked.round.design is surveys.Design.TWO_STAGE:
        return gettext(
            "Plain averages over the families of a sample, without weights and without their error."
        )
    if laid.found.level == "village":
        return gettext("Each village speaks for its own families only. There is no sampling error.")
    return gettext("Averages of the locus villages inside each place. They do not describe the whole place.")


def _drawn(laid: Laid, lines: Sequence[PlaceLine], *, wide: bool) -> SafeString:
    rows = [
        Dot(
            label=line.name,
            told=line.told,
            value=line.value,
            low=line.low,
            high=line.high,
            under=line.under,
            hidden=line.hidden,
            unsure=line.unsure,
        )
        for line in lines
    ]
    title = f"{_measure_title(laid.found.measure)}, {laid.found.whole.round_name}"
    described = ngettext("{n} place, the lowest first.", "{n} places, the lowest first.", len(rows))
    drawn = dot_plot(
        rows,
        name="desk-dots" if wide else "phone-dots",
        title=title,
        description=described.format(n=numbers.integer(len(rows))),
        wide=wide,
    )
    return mark_safe(drawn)  # noqa: S308 - pictures escape every word they hold


def _heat(
    laid: Laid, actor: Actor, lines: Sequence[PlaceLine]
) -> tuple[tuple[HeatLine, ...], tuple[tuple[str, str], ...], tuple[tuple[str, int], ...]]:
    """Return the heat table of the places on the page; none of a sample, whose shares need their errors."""
    if laid.asked.round.design is surveys.Design.TWO_STAGE or not lines:
        return (), (), ()
    cells = results.indicators_of(
        laid.asked.round.id,
        laid.asked.area.code,
        [line.code for line in lines],
        audience="internal",
        actor=actor,
        index_id=laid.asked.index_id,
    )
    titles = {each.id: measured.words(each.title) for each in laid.found.whole.dimensions}
    order = list(cells[lines[0].code])
    columns = tuple((_short(each.id, laid.asked.index_id), measured.words(each.label)) for each in order)
    groups: list[tuple[str, int]] = []
    for each in order:
        title = titles.get(each.dimension, each.dimension)
        if groups and groups[-1][0] == title:
            groups[-1] = (title, groups[-1][1] + 1)
        else:
            groups.append((title, 1))
    heat = tuple(HeatLine(line.name, line.url, tuple(map(_box, cells[line.code]))) for line in lines)
    return heat, columns, tuple(groups)


def _short(name: str, index_id: str) -> str:
    return name.removeprefix(f"{index_id.upper()}-")


def _box(one: results.IndicatorResult) -> HeatBox:
    label, value = measured.words(one.label), one.share.value
    if value is None:
        why = gettext("hidden") if one.share.hidden else gettext("applies to nobody")
        return HeatBox("", f"{label}: {why}", "hidden" if one.share.hidden else "none")
    exact = numbers.number(value, 1)
    told = numbers.number(value, 0)
    if one.below_cut and told == str(_CUT):
        told = exact
    title = gettext("{label}: {share} %, of {n} families").format(
        label=label, share=exact, n=numbers.integer(one.share.n)
    )
    return HeatBox(told, title, str(shade(float(value))))
