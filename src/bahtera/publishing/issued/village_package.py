"""The "Desa Cantik" package: what a village gets back of its own data, in one zip."""

from __future__ import annotations

import io
import json
import zipfile
from typing import TYPE_CHECKING, Any

from bahtera.documents.api import Kind
from bahtera.publishing.issued import parts, twin, words
from bahtera.publishing.issued.speaking import speaks
from bahtera.publishing.issued.telling import full_name
from bahtera.publishing.writers.about import meanings_sheet
from bahtera.publishing.writers.separated import cells, write_csv

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from bahtera.publishing.issued.facts import Facts
    from bahtera.publishing.issued.parts import Stamp
    from bahtera.publishing.values import Column, Sheet

SHEET, PLAN, VILLAGE, INDICATORS = "lembar-desa.pdf", "tabel-rkpdes.xlsx", "desa.csv", "indikator.csv"
COLUMNS, METADATA, README = "kolom.csv", "metadata.json", "BACA-SAYA.txt"


def package(facts: Facts, stamp: Stamp, sheet: bytes) -> bytes:
    """Return the zip: sheet, table for the village's plan, figures as CSV, what columns mean, metadata.

    Of a village with too few families it holds the sheet and the words about it, and no table.
    """
    files: dict[str, bytes] = {SHEET: sheet}
    if facts.has_figures:
        village, indicators = twin.village_sheet(facts), twin.indicator_sheet(facts)
        files[PLAN] = b"".join(twin.plan_workbook(Kind.VILLAGE_PACKAGE, facts, stamp))
        files[VILLAGE] = _csv(village)
        files[INDICATORS] = _csv(indicators)
        files[COLUMNS] = _columns(((VILLAGE, village.columns), (INDICATORS, indicators.columns)))
    files[METADATA] = _metadata(facts, stamp, sorted(files))
    files[README] = _readme(facts, stamp, sorted(files)).encode()
    return _zipped(files, stamp.at)


def _csv(sheet: Sheet) -> bytes:
    return b"".join(write_csv(sheet.columns, map(cells, sheet.rows), mark=True))


def _columns(tables: Iterable[tuple[str, tuple[Column, ...]]]) -> bytes:
    found = meanings_sheet("", ())
    rows = [
        [name, column.name, column.kind, column.unit, column.labels["id"], column.labels["en"], ""]
        for name, columns in tables
        for column in columns
    ]
    return b"".join(write_csv(found.columns, map(cells, rows), mark=True))


def _metadata(facts: Facts, stamp: Stamp, files: list[str]) -> bytes:
    told: dict[str, Any] = {one.name: one.value for one in twin.about(Kind.VILLAGE_PACKAGE, facts, stamp)}
    whole = {
        "judul": f"{words.TITLES[Kind.VILLAGE_PACKAGE]}: {full_name(facts.area)}",
        "kode_wilayah": facts.area.code,
        "berkas": files,
        "keterangan": told,
        "definisi": parts.definition_line(facts),
        "ambang_keluarga": facts.found.threshold,
        "catatan": words.WHY_HIDDEN.format(n=facts.found.threshold),
    }
    return json.dumps(whole, ensure_ascii=False, indent=1).encode()


def _readme(facts: Facts, stamp: Stamp, files: list[str]) -> str:
    means = {
        SHEET: "satu halaman untuk papan pengumuman, hitam putih",
        PLAN: "usulan untuk RKPDes/RPJMDes; kolom kosong diisi musyawarah desa",
        VILLAGE: "angka desa, satu baris",
        INDICATORS: "angka tiap indikator",
        COLUMNS: "arti setiap kolom",
        METADATA: "keterangan data, dapat dibaca mesin",
    }
    lines = [
        f"{words.TITLES[Kind.VILLAGE_PACKAGE]} {full_name(facts.area)} ({facts.area.code})",
        f"Nomor {stamp.number}",
        words.SYNTHETIC if facts.is_synthetic else "",
        words.PROVISIONAL if facts.cites.is_provisional else words.FINAL,
        ""
        if facts.has_figures
        else words.TOO_FEW.format(area=full_name(facts.area), paper=words.PAPERS[Kind.VILLAGE_PACKAGE]),
        *(f"{name}: {means[name]}" for name in files),
        speaks(facts),
        words.WHY_HIDDEN.format(n=facts.found.threshold),
        words.PUBLIC_ONLY,
        f"Periksa versi terbaru: {stamp.address}",
    ]
    return "\r\n".join(line for line in lines if line) + "\r\n"


def _zipped(files: dict[str, bytes], at: datetime) -> bytes:
    """Return the files as a zip; the same files and moment give the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            entry = zipfile.ZipInfo(name, (at.year, at.month, at.day, at.hour, at.minute, at.second))
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, data)
    return out.getvalue()
