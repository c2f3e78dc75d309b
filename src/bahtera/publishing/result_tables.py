"""Results as tables: one row a village, one row an indicator. Hidden figures are empty and marked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bahtera.publishing.values import About, Column, Sheet
from bahtera.results import api as results

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bahtera.publishing.values import Kind, Row, Value

_HIDDEN: Final = {
    "1": {
        "id": "disembunyikan karena keluarganya sedikit",
        "en": "hidden because few families stand behind it",
    },
    "0": {"id": "ditampilkan", "en": "shown"},
}


def _column(name: str, kind: Kind, indonesian: str, english: str, unit: str = "") -> Column:
    choices = _HIDDEN if kind == "boolean" else {}
    return Column(name, kind, {"id": indonesian, "en": english}, choices, unit)


VILLAGES: Final = (
    _column("kode", "text", "Kode wilayah (Kemendagri)", "Area code (Kemendagri)"),
    _column("nama", "text", "Nama wilayah", "Area name"),
    _column("cakupan", "text", "desa, atau rata-rata desa lokus", "village, or average of locus villages"),
    _column("target", "integer", "Target keluarga", "Target", "families"),
    _column("dikunjungi", "integer", "Keluarga dikunjungi", "Visited", "families"),
    _column("disetujui", "integer", "Kunjungan disetujui", "Approved", "families"),
    _column("dinilai", "integer", "Keluarga yang dapat dinilai", "Scored", "families"),
    _column("nilai", "decimal", "Rata-rata nilai keluarga", "Mean of the families' scores", "0-100"),
    _column("nilai_disembunyikan", "boolean", "Nilai disembunyikan?", "Is the value hidden?"),
    _column("kategori", "text", "Kategori nilai itu", "Category of that value"),
    _column("indikator_di_bawah_75", "integer", "Indikator di bawah 75", "Indicators under 75", "indicators"),
    _column("indeks", "text", "Indeks dan versinya", "Index and version"),
    _column("definisi_sha256", "text", "Sidik definisi indeks", "Hash of the index definition"),
    _column("status_definisi", "text", "Status definisi", "Status of the definition"),
    _column("metode", "text", "Metode", "Method"),
    _column("keadaan_data", "text", "Keadaan data", "State of the data"),
)
INDICATORS: Final = (
    _column("kode", "text", "Kode wilayah (Kemendagri)", "Area code (Kemendagri)"),
    _column("indikator", "text", "Indikator", "Indicator"),
    _column("nama_indikator", "text", "Nama indikator", "Name of the indicator"),
    _column("dimensi", "text", "Dimensi", "Dimension"),
    _column(
        "persen", "decimal", "Persen keluarga yang memenuhi", "Share of families that meet it", "percent"
    ),
    _column("memenuhi", "integer", "Keluarga yang memenuhi", "Families that meet it", "families"),
    _column(
        "menjawab", "integer", "Keluarga yang berlaku dan menjawab", "Families it applies to", "families"
    ),
    _column("disembunyikan", "boolean", "Disembunyikan?", "Hidden?"),
    _column("di_bawah_75", "text", "ya atau tidak", "ya (yes) or tidak (no)"),
)


def village_table(found: results.Result) -> Sheet:
    """Return one row a village, and last the villages taken together; of one village its own row alone."""
    return Sheet("desa", VILLAGES, _village_rows(found))


def indicator_table(found: results.Result) -> Sheet:
    """Return one row an indicator of the area as a whole, those under the cut first."""
    return Sheet("indikator", INDICATORS, (_indicator_row(found, each) for each in found.indicators))


def result_about(found: results.Result) -> tuple[About, ...]:
    """Return what a result table is."""
    categories = "; ".join(
        f"{each.category.title['id']}: {_range(each.category)} ({each.count.count} keluarga)"
        if not each.count.hidden
        else f"{each.category.title['id']}: {_range(each.category)} (disembunyikan)"
        for each in found.categories
    )
    methods = "; ".join(
        f"{each.figure.method.value} {'disembunyikan' if each.figure.hidden else each.figure.rounded(2)}"
        for each in found.methods
    )
    return (
        About("wilayah", f"{found.area_code} {found.area_name}"),
        About("cakupan", _scope(found.speaks)),
        About("putaran", f"{found.round_id} {found.round_name} ({found.round_year})"),
        About("jenis", found.kind),
        About("keadaan_data", found.data_state),
        About(
            "dihitung_pada", found.refreshed_at.isoformat(timespec="seconds") if found.refreshed_at else ""
        ),
        About(
            f"indeks {found.index.id} {found.index.version}",
            f"{found.index.title['id']}; status {found.index.status}; sha256 {found.index.hash}",
        ),
        About("kategori", categories),
        About("nilai_menurut_metode", methods),
        About(
            "sel_kecil",
            f"Hitungan 1 sampai {found.threshold - 1} disembunyikan, juga yang dapat membukanya"
            f" ({found.audience}).",
        ),
    )


def _village_rows(found: results.Result) -> Iterator[Row]:
    for row in found.villages if isinstance(found, results.AreaResult) else ():
        yield _line(found, row.code, row.name, "desa", row.coverage, row.index, row.category, row.below_cut)
    below = [each.below_cut for each in found.indicators if each.below_cut is not None]
    yield _line(
        found,
        found.area_code,
        found.area_name,
        _scope(found.speaks),
        found.coverage,
        found.main.figure,
        found.main.category,
        sum(below) if below else None,
    )


def _line(  # noqa: PLR0917 - the columns of one row in their order
    found: results.Result,
    code: str,
    name: str,
    scope: str,
    coverage: results.Coverage,
    figure: results.Figure,
    category: results.CategoryRef | None,
    below: int | None,
) -> list[Value]:
    return [
        code,
        name,
        scope,
        coverage.target,
        coverage.visited,
        coverage.approved,
        coverage.scored,
        _number(figure),
        figure.hidden,
        category.title["id"] if category else None,
        below,
        f"{found.index.id} {found.index.version}",
        found.index.hash,
        found.index.status,
        figure.method.value,
        found.data_state,
    ]


def _indicator_row(found: results.Result, each: results.IndicatorResult) -> list[Value]:
    return [
        found.area_code,
        each.id,
        each.label["id"],
        each.dimension,
        _number(each.share),
        each.met.count,
        each.share.n,
        each.share.hidden,
        None if each.below_cut is None else "ya" if each.below_cut else "tidak",
    ]


def _number(figure: results.Figure) -> float | None:
    value = figure.rounded(2)
    return None if value is None else float(value)


def _scope(speaks: results.Speaks) -> str:
    return "desa" if speaks is results.Speaks.VILLAGE else "rata-rata desa lokus"


def _range(category: results.CategoryRef) -> str:
    if category.at is None:
        return "di bawahnya"
    return f"{'mulai dari' if category.includes else 'di atas'} {float(category.at):g}"
