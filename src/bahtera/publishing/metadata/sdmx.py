"""SDMX-CSV 2.0 of results, protected as for the public: one observation a line, by area and indicator.

The structure is our own and documented in docs/reference/statistical-metadata.md; codes of units and of observation
status follow SDMX's cross-domain code lists. Figures hidden for the sake of few families are observations without
value, status Q; those to be used with care (RSE of 25 to 50 %, few degrees of freedom) have status U and say why. Of a
sample they are the estimates of the round's area with their errors, never its plain averages.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from bahtera.analysis import api as analysis
from bahtera.publishing.values import Column
from bahtera.results import api as results

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bahtera.publishing.values import Row

DATAFLOW: Final = "BAHTERA:FAMILY_QUALITY(1.0)"
_PROVISIONAL: Final = "P"
_NORMAL: Final = "A"
_UNSURE: Final = "U"
_SUPPRESSED: Final = "Q"
_NOTHING: Final = "M"
ESTIMATE: Final = "estimate"
PARTIAL: Final = "estimate_partial"
WIDE_ERROR: Final = "rse_25_50"
FEW_DEGREES: Final = "few_degrees_of_freedom"
_NO_ERRORS: Final = ("", "", "", "", "")
_UNITS: Final = {
    results.Unit.FAMILIES: "NUMBER",
    results.Unit.PERCENT: "PT",
    results.Unit.INDEX_POINTS: "IX",
}
_DECIMALS: Final = {results.Unit.FAMILIES: 0, results.Unit.PERCENT: 2, results.Unit.INDEX_POINTS: 2}


def _column(name: str, indonesian: str, english: str) -> Column:
    return Column(name, "text", {"id": indonesian, "en": english}, {})


COLUMNS: Final = (
    _column("STRUCTURE", "Jenis struktur", "Kind of structure"),
    _column("STRUCTURE_ID", "Struktur", "Structure"),
    _column("ACTION", "Tindakan", "Action"),
    _column("FREQ", "Frekuensi", "Frequency"),
    _column("REF_AREA", "Wilayah (kode Kemendagri)", "Area (Kemendagri code)"),
    _column("INDICATOR", "Indikator", "Indicator"),
    _column("METHOD", "Cara hitung", "Method"),
    _column("UNIT_MEASURE", "Satuan", "Unit"),
    _column("TIME_PERIOD", "Tahun", "Year"),
    _column("OBS_VALUE", "Nilai", "Value"),
    _column("OBS_STATUS", "Status pengamatan", "Status of the observation"),
    _column("DECIMALS", "Desimal", "Decimals"),
    _column("N_FAMILIES", "Keluarga di balik angka", "Families behind it"),
    _column("COVERAGE", "Cakupan", "For whom it speaks"),
    _column("STD_ERROR", "Galat baku", "Standard error"),
    _column("LOWER_95", "Batas bawah selang 95 %", "Lower bound of the 95 % interval"),
    _column("UPPER_95", "Batas atas selang 95 %", "Upper bound of the 95 % interval"),
    _column("RSE", "Galat baku relatif, %", "Relative standard error, %"),
    _column("RELIABILITY", "Kehati-hatian", "Care in use"),
    _column("DATA_VERSION", "Versi data", "Data version"),
    _column("DEFINITION", "Definisi (SHA-256)", "Definition (SHA-256)"),
)


Estimates = Mapping[tuple[str, str, str], analysis.Line]
"""Lines of a sample by area, measure (as `analysis.Measure.key`) and category."""


def observations(
    found: tuple[results.Result, ...], *, cites: str, is_final: bool, estimates: Estimates | None = None
) -> Iterator[Row]:
    """Yield one row a figure of every area. ``cites``: the data version in words; preliminary ones have status P.

    ``estimates``: of a sampled round; they stand in place of plain averages, and what is hidden of these is hidden.
    """
    for area in found:
        for measure, category, indicator, figure in _figures(area):
            if estimates is None:
                yield _row(area, indicator, figure, _plain(figure, is_final=is_final), cites)
            elif (line := estimates.get((area.area_code, measure, category))) is not None:
                yield _row(area, indicator, figure, _estimated(figure, line, is_final=is_final), cites)


def _row(area: results.Result, indicator: str, figure: results.Figure, told: Row, cites: str) -> Row:
    value, status, n, coverage, *errors = told
    return [
        "dataflow",
        DATAFLOW,
        "R",
        "A",
        area.area_code,
        indicator,
        figure.method.value,
        _UNITS[figure.unit],
        str(area.round_year),
        value,
        status,
        str(_DECIMALS[figure.unit]),
        n,
        coverage or area.speaks.value,
        *errors,
        cites,
        area.index.hash,
    ]


def _plain(figure: results.Figure, *, is_final: bool) -> Row:
    value = figure.rounded(_DECIMALS[figure.unit])
    n = "" if figure.n is None else str(figure.n)
    return ["" if value is None else str(value), _status(figure, is_final=is_final), n, "", *_NO_ERRORS]


def _estimated(figure: results.Figure, line: analysis.Line, *, is_final: bool) -> Row:
    if figure.hidden or line.value is None:
        hidden = figure.hidden or (line.why is not None and line.why.is_hidden)
        return ["", _SUPPRESSED if hidden else _NOTHING, "", ESTIMATE, *_NO_ERRORS]
    told = [f"{one:.4f}" if one is not None else "" for one in (line.se, line.low, line.high, line.rse)]
    care = FEW_DEGREES if line.weak else WIDE_ERROR if line.marked else ""
    told.append(care)
    status = (_UNSURE if care else _NORMAL) if is_final else _PROVISIONAL
    coverage = PARTIAL if line.partial else ESTIMATE
    return [f"{line.value:.{_DECIMALS[figure.unit]}f}", status, str(line.n or ""), coverage, *told]


def _status(figure: results.Figure, *, is_final: bool) -> str:
    if figure.hidden:
        return _SUPPRESSED
    if figure.value is None:
        return _NOTHING
    return _NORMAL if is_final else _PROVISIONAL


def _figures(area: results.Result) -> Iterator[tuple[str, str, str, results.Figure]]:
    """Yield measure and category as analysis names them ("" where it has none such), the indicator, and the figure."""
    index = area.index.id
    name = index.upper()
    for method in area.methods:
        is_mean = method.figure.method is results.Method.FAMILY_MEAN
        yield f"indeks:{index}" if is_mean else "", "", name, method.figure
    for category in area.categories:
        code = f"{name}_{category.category.id.upper()}"
        yield "", "", code, category.count
        yield f"kategori:{index}", category.category.id, code, category.share
    for dimension in area.dimensions:
        code = f"{name}_{dimension.id}"
        yield f"dimensi:{index}:{dimension.id}", "", code, dimension.family_mean
        yield "", "", code, dimension.indicator_mean
    for indicator in sorted(area.indicators, key=lambda each: each.id):
        yield f"indikator:{index}:{indicator.id}", "", indicator.id, indicator.share
