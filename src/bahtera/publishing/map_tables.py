"""The figures of a map as a table: one row an area. Hidden figures are empty and marked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from bahtera.publishing.citing import about_version
from bahtera.publishing.values import About, Column, Sheet

if TYPE_CHECKING:
    from bahtera.publishing.values import Kind
    from bahtera.results.api import Abreast, AreaValue


def _column(name: str, kind: Kind, indonesian: str, english: str, unit: str = "") -> Column:
    return Column(name, kind, {"id": indonesian, "en": english}, {}, unit)


COLUMNS: Final = (
    _column("kode", "text", "Kode wilayah (Kemendagri)", "Area code (Kemendagri)"),
    _column("nama", "text", "Nama wilayah", "Area name"),
    _column(
        "cakupan",
        "text",
        "Untuk siapa angka ini: desa, rata-rata desa lokus, atau keluarga sampel tanpa penimbang",
        "For whom it speaks: village, average of locus villages, or sampled families without weights",
    ),
    _column("desa", "integer", "Desa yang didata", "Villages visited", "villages"),
    _column("nilai", "decimal", "Angka pada peta", "The figure on the map", "0-100"),
    _column(
        "disembunyikan", "text", "ya: disembunyikan karena keluarganya sedikit", "ya (yes): few families"
    ),
    _column("kategori", "text", "Kategori, hanya untuk indeks", "Category, of the index alone"),
    _column("n", "integer", "Keluarga di balik angka ini", "Families behind it", "families"),
    _column("target", "integer", "Target keluarga", "Target", "families"),
    _column("disetujui", "integer", "Kunjungan disetujui", "Approved", "families"),
)


def map_table(found: Abreast, names: Mapping[str, str]) -> Sheet:
    """Return one row an area."""
    return Sheet("peta", COLUMNS, (_row(each, names) for each in found.rows))


def map_about(found: Abreast, title: str, area: str) -> tuple[About, ...]:
    """Return what the table is."""
    return (
        About("angka", title),
        About("indeks", f"{found.index.id} {found.index.version}"),
        About("definisi_sha256", found.index.hash),
        About("status_definisi", found.index.status),
        About("keadaan_data", found.data_state),
        About("ambang", f"angka dari kurang dari {found.threshold} keluarga disembunyikan"),
        *about_version(found.round_id, steps_in=area if found.step else None),
    )


def _row(each: AreaValue, names: Mapping[str, str]) -> tuple[str | int | float | None, ...]:
    value = each.figure.rounded(2)
    return (
        each.code,
        names.get(each.code, each.code),
        each.speaks.value,
        each.villages,
        None if value is None else float(value),
        "ya" if each.figure.hidden else "tidak",
        each.category.title["id"] if each.category else "",
        each.figure.n,
        each.coverage.target,
        each.coverage.approved,
    )
