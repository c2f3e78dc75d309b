"""The tables of a document as a workbook, and a village's table for its plan."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bahtera.publishing.issued import parts, words
from bahtera.publishing.issued.telling import LANGUAGE
from bahtera.publishing.result_tables import indicator_table, result_about, village_table
from bahtera.publishing.round_notes import round_about
from bahtera.publishing.values import About, Column, Sheet
from bahtera.publishing.writers.about import about_sheet, meanings_sheet
from bahtera.publishing.writers.workbook import write_sheets

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bahtera.documents.api import Kind
    from bahtera.publishing.issued.facts import Facts
    from bahtera.publishing.issued.parts import Stamp
    from bahtera.publishing.values import Kind as Type
    from bahtera.publishing.values import Value


def _column(name: str, kind: Type, indonesian: str, english: str, unit: str = "") -> Column:
    return Column(name, kind, {"id": indonesian, "en": english}, {}, unit)


BELOW = (
    _column("indikator", "text", "Kode indikator", "Code of the indicator"),
    _column("nama", "text", "Nama indikator", "Name of the indicator"),
    _column("persen", "decimal", "Persen keluarga yang memenuhi", "Share of families that meet it", "percent"),
    _column("keluarga", "integer", "Keluarga yang berlaku dan menjawab", "Families it applies to", "families"),
    _column("belum", "integer", "Keluarga yang belum; kosong: disembunyikan", "Families that do not", "families"),
    _column("layanan", "text", "Usulan layanan", "Proposed services"),
    _column("perangkat_daerah", "text", "Usulan perangkat daerah", "Proposed offices"),
)  # fmt: skip
PLAN = (
    _column("no", "integer", "Nomor urut", "Line"),
    _column("bidang", "text", "Bidang (diisi musyawarah desa)", "Field of the plan (filled in by the village)"),
    _column("masalah", "text", "Masalah: indikator di bawah 75", "Problem: an indicator under 75"),
    _column("persen", "decimal", "Persen keluarga yang memenuhi", "Share of families that meet it", "percent"),
    _column("keluarga", "integer", "Keluarga yang berlaku dan menjawab", "Families it applies to", "families"),
    _column("sasaran", "integer", "Keluarga yang belum; kosong: disembunyikan", "Families that do not", "families"),
    _column("usulan_kegiatan", "text", "Usulan kegiatan, dari tabel layanan", "Proposed activity"),
    _column("pelaksana", "text", "Usulan pelaksana atau mitra", "Proposed doer or partner"),
    _column("lokasi", "text", "Lokasi", "Place"),
    _column("volume", "text", "Volume (diisi musyawarah desa)", "Volume (filled in by the village)"),
    _column("biaya", "text", "Biaya, rupiah (diisi musyawarah desa)", "Cost in rupiah (filled in by the village)"),
    _column("sumber_dana", "text", "Sumber dana (diisi musyawarah desa)", "Source of money (filled in by the village)"),
    _column("tahun", "text", "Tahun (diisi musyawarah desa)", "Year (filled in by the village)"),
)  # fmt: skip


def tables(kind: Kind, facts: Facts, stamp: Stamp) -> list[Sheet]:
    """Return the tables of a document: villages, indicators, those under 75 with who answers, what it all is."""
    villages, indicators, below = village_sheet(facts), indicator_sheet(facts), below_sheet(facts)
    shown = [villages, indicators, below] if facts.has_figures or facts.area.level != "village" else []
    return [
        *shown,
        about_sheet(about(kind, facts, stamp)),
        meanings_sheet("semua", tuple(column for each in shown for column in each.columns)),
    ]


def workbook(kind: Kind, facts: Facts, stamp: Stamp) -> Iterator[bytes]:
    """Yield the tables of a document as XLSX."""
    return write_sheets(tables(kind, facts, stamp))


def plan_workbook(kind: Kind, facts: Facts, stamp: Stamp) -> Iterator[bytes]:
    """Yield the table for RKPDes and RPJMDes as XLSX, to be gone on with in a village meeting."""
    plan = plan_sheet(facts)
    return write_sheets(
        [plan, about_sheet(about(kind, facts, stamp)), meanings_sheet(plan.name, plan.columns)]
    )


def village_sheet(facts: Facts) -> Sheet:
    """Return one row a village, then of a larger area the average."""
    return village_table(facts.found, facts.villages)


def indicator_sheet(facts: Facts) -> Sheet:
    """Return one row an indicator."""
    return indicator_table(facts.found)


def below_sheet(facts: Facts) -> Sheet:
    """Return the shown indicators under 75 with what may answer them."""
    return Sheet("di_bawah_75", BELOW, iter([_below_row(one, facts) for one in facts.found.below_cut]))


def plan_sheet(facts: Facts) -> Sheet:
    """Return one row an indicator under 75, with room for what the village decides."""
    rows: list[list[Value]] = []
    for at, one in enumerate(facts.found.below_cut, start=1):
        answer = facts.responsible(facts.found.index.id, one.id)
        share = one.share.rounded(1)
        rows.append(
            [
                at,
                None,
                one.label[LANGUAGE],
                None if share is None else float(share),
                one.share.n,
                one.unmet.count,
                "; ".join(answer.services) or words.NOBODY_YET,
                "; ".join(answer.agencies),
                facts.found.area_name,
                None,
                None,
                None,
                None,
            ]
        )
    return Sheet("rkpdes", PLAN, iter(rows))


def about(kind: Kind, facts: Facts, stamp: Stamp) -> tuple[About, ...]:
    """Return what the file is: its number first, then the round, the method, the data version."""
    few = facts.area.level == "village" and not facts.has_figures
    told = () if few else (*result_about(facts.found), *round_about(facts.round))
    return (
        About("dokumen", words.TITLES[kind]),
        About("nomor", stamp.number),
        About("periksa", stamp.address),
        About("versi", parts.version_line(facts)),
        About("umum", words.PUBLIC_ONLY),
        *(
            (
                About(
                    "tanpa_angka", words.TOO_FEW.format(area=facts.found.area_name, paper=words.PAPERS[kind])
                ),
            )
            if few
            else ()
        ),
        *told,
    )


def _below_row(one: Any, facts: Facts) -> list[Value]:
    answer = facts.responsible(facts.found.index.id, one.id)
    share = one.share.rounded(2)
    return [
        one.id,
        one.label[LANGUAGE],
        None if share is None else float(share),
        one.share.n,
        one.unmet.count,
        "; ".join(answer.services),
        "; ".join(answer.agencies),
    ]
