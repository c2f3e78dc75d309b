"""A comparison of before and after as a table: one row a side, then the differences. Hidden figures are empty."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final

from bahtera.publishing.values import About, Column, Sheet

if TYPE_CHECKING:
    from bahtera.analysis import api as analysis
    from bahtera.publishing.values import Kind, Row

_LINES: Final[Mapping[str, Mapping[str, str]]] = {
    "ditangani": {"id": "desa atau keluarga yang ditangani", "en": "where something was done"},
    "pembanding": {"id": "pembanding", "en": "the others"},
    "selisih": {"id": "selisih perubahan, semua keluarga", "en": "difference in change, all families"},
    "selisih_padan": {
        "id": "selisih perubahan, keluarga yang serupa sebelumnya",
        "en": "difference in change, families alike before",
    },
}


def _column(name: str, kind: Kind, indonesian: str, english: str, unit: str = "") -> Column:
    return Column(name, kind, {"id": indonesian, "en": english}, _LINES if name == "baris" else {}, unit)


_COLUMNS: Final = (
    _column("baris", "text", "Baris", "Line"),
    _column("desa", "integer", "Desa", "Villages"),
    _column("sebelum_semua", "integer", "Keluarga yang diwawancarai di putaran lama", "Interviewed before"),
    _column("dibandingkan", "integer", "Ada jawabannya di kedua putaran", "Answered in both rounds"),
    _column("tak_terjawab", "integer", "Tanpa jawaban di salah satu putaran", "Without the answer in one"),
    _column("menunggu", "integer", "Ditemui lagi, belum disetujui", "Met again, not approved"),
    _column("pindah", "integer", "Pindah desa", "Moved to another village"),
    _column("bergabung", "integer", "Bergabung dengan keluarga lain", "Joined another family"),
    _column("tidak_ditemui", "integer", "Tidak ditemui lagi", "Not met again"),
    _column("pecahan", "integer", "Keluarga pecahan di putaran baru", "Split off, later round"),
    _column("baru", "integer", "Hanya ada di putaran baru", "Met in the later round alone"),
    _column("sebelum", "decimal", "Angka sebelum", "Before", "0-100"),
    _column("sesudah", "decimal", "Angka sesudah", "After", "0-100"),
    _column("perubahan", "decimal", "Perubahan, atau selisihnya", "Change, or difference in it", "points"),
    _column("galat_baku", "decimal", "Galat baku", "Standard error", "points"),
    _column("bawah", "decimal", "Batas bawah selang 95 %", "Lower bound, 95 %", "points"),
    _column("atas", "decimal", "Batas atas selang 95 %", "Upper bound, 95 %", "points"),
    _column("df", "integer", "Derajat bebas", "Degrees of freedom"),
)


def impact_table(found: analysis.Impact) -> Sheet:
    """Return the comparison as a table of four lines at most."""
    return Sheet("dampak", _COLUMNS, _rows(found))


def impact_about(
    found: analysis.Impact, rounds: tuple[str, str], names: Mapping[str, str]
) -> tuple[About, ...]:
    """Return what a reader of the file must know beside it; ``names`` of areas by code."""

    def listed(codes: tuple[str, ...]) -> str:
        return ", ".join(f"{code} {names.get(code, '')}".strip() for code in codes)

    since = found.treatment.since
    lines = {
        "putaran lama": rounds[0],
        "putaran baru": rounds[1],
        "versi data lama": _cited(found.cites[0]),
        "versi data baru": _cited(found.cites[1]),
        "kuesioner": found.questionnaire,
        "ukuran": f"{found.measure.title['id']} ({found.measure.key})",
        "definisi indeks": f"{found.index_version} ({found.index_status}), {found.index_hash}",
        "desa yang ditangani": listed(found.treated.villages),
        "desa pembanding": listed(found.others.villages),
        "tindakan mulai": since.isoformat() if since else "tidak disebut",
        "serupa dalam": ", ".join(("awalnya", "kategori", *found.alike)) if found.matched else "",
        "tanpa pasangan": f"{found.alone[0]} ditangani, {found.alone[1]} pembanding" if found.matched else "",
        "dibulatkan": f"ke {found.step:g} poin, paling sedikit tiga keluarga"
        if found.step
        else "disembunyikan",
        "simpulan": found.verdict.value if found.verdict else "",
        "perhatikan": ", ".join(one.value for one in found.cautions),
        "batas": "Desa tidak dipilih dengan undian. Angka ini mengatakan apa yang berubah, bukan sebabnya.",
    }
    return tuple(About(name, value) for name, value in lines.items() if value)


def _cited(cites: analysis.Cited) -> str:
    return "sementara" if cites.number is None else f"{cites.number} ({cites.kind}), {cites.digest}"


def _rows(found: analysis.Impact) -> Iterator[Row]:
    for name, side in (("ditangani", found.treated), ("pembanding", found.others)):
        flow = side.flow
        parts = (flow.compared, flow.unanswered, flow.waiting, flow.moved, flow.joined, flow.gone)
        counted = (len(side.villages), flow.before, *parts, flow.split, flow.new)
        yield [name, *counted, side.before, side.after, side.change, None, None, None, None]
    for name, spread in (("selisih", found.plain), ("selisih_padan", found.matched)):
        if spread is not None:
            nothing = [None] * 12
            yield [name, *nothing, spread.value, spread.se, spread.low, spread.high, spread.df]
