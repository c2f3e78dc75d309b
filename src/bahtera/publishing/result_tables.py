"""Results as tables: one row a village, one row an indicator. Hidden figures are empty and marked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bahtera.publishing.citing import about_version
from bahtera.publishing.values import About, Column, Sheet
from bahtera.results import api as results

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bahtera.publishing.values import Kind, Value

_STATUS: Final = {
    "working": "belum resmi: belum ada instansi yang menetapkan indikator ini; angka berubah bila daftarnya berubah",
    "inferred": "belum resmi: sebagian penilaian disimpulkan dari naskah yang terbit dan belum dikonfirmasi",
}
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


_COVERAGE: Final = (
    _column("kode", "text", "Kode wilayah (Kemendagri)", "Area code (Kemendagri)"),
    _column("nama", "text", "Nama wilayah", "Area name"),
    _column(
        "cakupan",
        "text",
        "Untuk siapa angka ini: desa, rata-rata desa lokus, atau keluarga sampel tanpa penimbang",
        "For whom it speaks: village, average of locus villages, or sampled families without weights",
    ),
    _column("target", "integer", "Target keluarga", "Target", "families"),
    _column("dikunjungi", "integer", "Keluarga dikunjungi", "Visited", "families"),
    _column("diwawancarai", "integer", "Keluarga yang menjawab", "Interviewed", "families"),
    _column("disetujui", "integer", "Kunjungan disetujui", "Approved", "families"),
    _column("dinilai", "integer", "Keluarga yang dapat dinilai", "Scored", "families"),
    _column(
        "tidak_dinilai",
        "integer",
        "Disetujui, terlalu banyak belum terjawab",
        "Approved, too much unanswered",
        "families",
    ),
    _column(
        "tanpa_wawancara",
        "integer",
        "Disetujui, tanpa wawancara (menolak, pindah, tidak ditemukan, tidak ada responden)",
        "Approved without an interview (declined, moved, not found, nobody to answer)",
        "families",
    ),
    _column(
        "definisi_lain",
        "integer",
        "Disetujui, dinilai dengan definisi lain dan tidak ikut di sini",
        "Approved, scored by another definition and left out here",
        "families",
    ),
)
_MAIN: Final = (
    _column(
        "nilai", "decimal", "Rata-rata nilai keluarga: angka yang dipakai", "Mean of the scores", "0-100"
    ),
    _column("nilai_disembunyikan", "boolean", "Nilai disembunyikan?", "Is the value hidden?"),
    _column("kategori", "text", "Kategori nilai itu", "Category of that value"),
)
_OTHER_METHODS: Final = {
    "dimension_mean": ("Rata-rata dimensi dari persen indikator", "Mean over dimensions of the percentages"),
    "indicator_mean": ("Rata-rata persen semua indikator", "Mean of all indicators' percentages"),
    "dimension_geometric": ("Rata-rata geometris dimensi", "Geometric mean over dimensions"),
}
_COUNTS_BELOW: Final = (
    _column(
        "indikator_di_bawah_75",
        "integer",
        "Indikator yang ditampilkan dan di bawah 75",
        "Shown indicators under 75",
        "indicators",
    ),
    _column(
        "indikator_disembunyikan",
        "text",
        "Kode indikator yang disembunyikan karena keluarganya sedikit",
        "Codes of the indicators hidden because few families stand behind them",
    ),
)
_SOURCE: Final = (
    _column("indeks", "text", "Indeks dan versinya", "Index and version"),
    _column("definisi_sha256", "text", "Sidik definisi indeks", "Hash of the index definition"),
    _column("status_definisi", "text", "Status definisi", "Status of the definition"),
    _column("metode", "text", "Metode kolom nilai", "Method of the column nilai"),
    _column("keadaan_data", "text", "Keadaan data", "State of the data"),
    _column("putaran", "text", "Putaran", "Round"),
    _column(
        "data_sintetis", "text", "Data contoh buatan? ya atau tidak", "Made-up data? ya (yes) or tidak (no)"
    ),
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


def village_table(found: results.Result, villages: Sequence[results.Result]) -> Sheet:
    """Return one row a village, and last the villages taken together; of one village its own row alone.

    Every row has all figures of its area, so that villages can be laid side by side. A figure that is hidden
    is an empty cell.
    """
    whole = () if isinstance(found, results.VillageResult) else (found,)
    return Sheet("desa", _village_columns(found), (_line(row, found) for row in (*villages, *whole)))


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
        About(
            "data_sintetis",
            "Ya: contoh buatan, bukan keluarga dan bukan desa yang sebenarnya."
            if _is_synthetic(found)
            else "tidak",
        ),
        About("jenis", found.kind),
        About("keadaan_data", found.data_state),
        *about_version(found.round_id, steps_in=found.area_code if found.step else None),
        About(
            "dihitung_pada", found.refreshed_at.isoformat(timespec="seconds") if found.refreshed_at else ""
        ),
        About(
            f"indeks {found.index.id} {found.index.version}",
            f"{found.index.title['id']}; status {found.index.status}; sha256 {found.index.hash}",
        ),
        About("status_definisi", _STATUS.get(found.index.status, found.index.status)),
        About("kategori", categories),
        About("nilai_menurut_metode", methods),
        About(
            "sel_kecil",
            f"Hitungan 1 sampai {found.threshold - 1} disembunyikan, juga yang dapat membukanya"
            f" ({found.audience}).",
        ),
    )


def _village_columns(found: results.Result) -> tuple[Column, ...]:
    """Return the columns of an index: its categories, methods, dimensions and indicators by their ids."""
    return (
        *_COVERAGE,
        *_MAIN,
        *(
            _column(
                f"nilai_{each.figure.method.value}",
                "decimal",
                *_OTHER_METHODS[each.figure.method.value],
                "0-100",
            )
            for each in found.methods
            if not each.is_main
        ),
        *(
            _column(
                f"keluarga_{each.category.id}",
                "integer",
                f"Keluarga berkategori {each.category.title['id']}",
                f"Families in the category {each.category.title['en']}",
                "families",
            )
            for each in found.categories
        ),
        *(
            _column(
                f"dimensi_{each.id}",
                "decimal",
                f"Rata-rata nilai keluarga, dimensi {each.title['id']}",
                f"Mean of the families' scores, dimension {each.title['en']}",
                "0-100",
            )
            for each in found.dimensions
        ),
        *_COUNTS_BELOW,
        *(column for each in _by_id(found) for column in _indicator_columns(each)),
        *_SOURCE,
    )


def _indicator_columns(each: results.IndicatorResult) -> tuple[Column, Column]:
    indonesian, english = each.label["id"], each.label["en"]
    return (
        _column(
            f"persen_{each.id}", "decimal", f"Persen memenuhi: {indonesian}", f"Share: {english}", "percent"
        ),
        _column(
            f"n_{each.id}",
            "integer",
            f"Berlaku dan terjawab: {indonesian}",
            f"Answered: {english}",
            "families",
        ),
    )


def _by_id(found: results.Result) -> list[results.IndicatorResult]:
    """Return the indicators in an order that is the same for every area."""
    return sorted(found.indicators, key=lambda each: (each.dimension, each.id))


def _line(row: results.Result, found: results.Result) -> list[Value]:
    """Return one area's row under the columns of ``found``."""
    coverage, main = row.coverage, row.main
    below = [each.below_cut for each in row.indicators if each.below_cut is not None]
    indicators = _by_id(row)
    return [
        row.area_code,
        row.area_name,
        _scope(row.speaks),
        coverage.target,
        coverage.visited,
        coverage.interviewed,
        coverage.approved,
        coverage.scored,
        coverage.not_scored,
        coverage.without_interview,
        coverage.other_definition,
        _number(main.figure),
        main.figure.hidden,
        main.category.title["id"] if main.category else None,
        *(_number(each.figure) for each in row.methods if not each.is_main),
        *(each.count.count for each in row.categories),
        *(_number(each.family_mean) for each in row.dimensions),
        sum(below) if below else None,
        " ".join(each.id for each in indicators if each.share.hidden),
        *(value for each in indicators for value in (_number(each.share), each.share.n)),
        f"{row.index.id} {row.index.version}",
        row.index.hash,
        row.index.status,
        main.figure.method.value,
        row.data_state,
        f"{found.round_name} ({found.round_year})",
        "ya" if _is_synthetic(found) else "tidak",
    ]


def _is_synthetic(found: results.Result) -> bool:
    """Tell whether a round holds made-up data, which its name must say."""
    return "sintetis" in found.round_name.casefold()


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


_SCOPES: Final = {
    results.Speaks.VILLAGE: "desa",
    results.Speaks.LOCUS_AVERAGE: "rata-rata desa lokus",
    results.Speaks.SAMPLED_VILLAGE: "keluarga sampel di desa",
    results.Speaks.SAMPLE_AVERAGE: "rata-rata keluarga sampel, tanpa penimbang",
}


def _scope(speaks: results.Speaks) -> str:
    return _SCOPES[speaks]


def _range(category: results.CategoryRef) -> str:
    if category.at is None:
        return "di bawahnya"
    return f"{'mulai dari' if category.includes else 'di atas'} {float(category.at):g}"
