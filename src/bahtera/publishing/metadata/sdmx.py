"""SDMX-CSV 2.0 of a round's public results: one observation a line, by area and indicator.

The structure is our own and documented in docs/reference/statistical-metadata.md; codes of units and of observation
status follow SDMX's cross-domain code lists. Figures hidden for the sake of few families are observations without
value, status Q.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bahtera.publishing.values import Column
from bahtera.results import api as results

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bahtera.publishing.values import Row

DATAFLOW: Final = "BAHTERA:FAMILY_QUALITY(1.0)"
_PROVISIONAL: Final = "P"
_NORMAL: Final = "A"
_SUPPRESSED: Final = "Q"
_NOTHING: Final = "M"
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
    _column("DATA_VERSION", "Versi data", "Data version"),
    _column("DEFINITION", "Definisi (SHA-256)", "Definition (SHA-256)"),
)


def observations(found: tuple[results.Result, ...], *, cites: str, is_final: bool) -> Iterator[Row]:
    """Yield one row a figure of every area. ``cites``: the data version in words; preliminary ones have status P."""
    for area in found:
        coverage = area.speaks.value
        for indicator, figure in _figures(area):
            value = figure.rounded(_DECIMALS[figure.unit])
            yield [
                "dataflow",
                DATAFLOW,
                "R",
                "A",
                area.area_code,
                indicator,
                figure.method.value,
                _UNITS[figure.unit],
                str(area.round_year),
                "" if value is None else str(value),
                _status(figure, is_final=is_final),
                str(_DECIMALS[figure.unit]),
                "" if figure.n is None else str(figure.n),
                coverage,
                cites,
                area.index.hash,
            ]


def _status(figure: results.Figure, *, is_final: bool) -> str:
    if figure.hidden:
        return _SUPPRESSED
    if figure.value is None:
        return _NOTHING
    return _NORMAL if is_final else _PROVISIONAL


def _figures(area: results.Result) -> Iterator[tuple[str, results.Figure]]:
    name = area.index.id.upper()
    for method in area.methods:
        yield name, method.figure
    for category in area.categories:
        yield f"{name}_{category.category.id.upper()}", category.count
        yield f"{name}_{category.category.id.upper()}", category.share
    for dimension in area.dimensions:
        yield f"{name}_{dimension.id}", dimension.family_mean
        yield f"{name}_{dimension.id}", dimension.indicator_mean
    for indicator in sorted(area.indicators, key=lambda each: each.id):
        yield indicator.id, indicator.share
