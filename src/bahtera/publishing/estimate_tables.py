"""Estimates as a table: one row a figure. Hidden figures are empty and say why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from bahtera.analysis import api as analysis
from bahtera.publishing.values import About, Column, Sheet

if TYPE_CHECKING:
    import pyarrow as pa

    from bahtera.publishing.values import Kind, Row, Value

_WHY: Final[Mapping[str, Mapping[str, str]]] = {
    "few": {
        "id": "disembunyikan: keluarganya sedikit, atau angka seperti itu dapat dihitung darinya",
        "en": "hidden: few families, or such a figure could be worked out from it",
    },
    "protects": {
        "id": "disembunyikan: keluarganya cukup, tetapi angka dari sedikit keluarga dapat dihitung darinya",
        "en": "hidden: enough families, but a figure of few families elsewhere could be worked out from it",
    },
    "unsure": {"id": "tidak ditampilkan: RSE di atas 50 %", "en": "not shown: RSE above 50 %"},
    "one_unit": {
        "id": "hanya satu desa sampel: galat tidak dapat dihitung",
        "en": "one sampled village: no error",
    },
    "no_interval": {
        "id": "strata sebanyak desa: tidak ada selang",
        "en": "as many strata as villages: no interval",
    },
    "partial": {
        "id": "strata tanpa responden memuat lebih dari seperlima keluarga wilayah ini",
        "en": "strata without respondents hold more than a fifth of the area's families",
    },
    "nobody": {"id": "tidak ada yang menjawab", "en": "nobody answered"},
}


def _column(name: str, kind: Kind, indonesian: str, english: str, unit: str = "") -> Column:
    return Column(name, kind, {"id": indonesian, "en": english}, _WHY if name == "sebab" else {}, unit)


_PLACE: Final = (
    _column("kode", "text", "Kode wilayah (Kemendagri)", "Area code (Kemendagri)"),
    _column("nama", "text", "Nama wilayah", "Area name"),
    _column("kelompok", "text", "Kelas kelompok", "Class of the group"),
    _column("kategori", "text", "Kategori indeks", "Category of the index"),
    _column("nilai", "decimal", "Angka", "Value", "0-100"),
    _column(
        "tanda",
        "text",
        "* = RSE di atas 25 % atau derajat bebas di bawah 8, pakai dengan hati-hati",
        "* = RSE above 25 % or fewer than 8 degrees of freedom, take care",
    ),
    _column("sebab", "text", "Sebab angka tidak ada", "Why there is no value"),
    _column("n", "integer", "Keluarga yang menjawab, tanpa penimbang", "Families behind it, unweighted"),
)
_COUNTED: Final = (
    _column(
        "terdaftar", "integer", "Keluarga terdaftar, atau terpilih dalam sampel", "Families listed, or drawn"
    ),
    _column(
        "cakupan",
        "decimal",
        "Bagiannya yang diwawancarai dan disetujui",
        "Share of these interviewed and approved",
        "0-1",
    ),
    _column("menolak", "decimal", "Bagiannya yang menolak", "Share of these that declined", "0-1"),
)
_DRAWN: Final = (
    _column("se", "decimal", "Galat baku", "Standard error", "0-100"),
    _column("rse", "decimal", "Galat baku relatif", "Relative standard error", "%"),
    _column("bawah", "decimal", "Batas bawah selang 95 %", "Lower bound, 95 %", "0-100"),
    _column("atas", "decimal", "Batas atas selang 95 %", "Upper bound, 95 %", "0-100"),
    _column("deff", "decimal", "Efek rancangan", "Design effect"),
    _column("df", "integer", "Derajat bebas", "Degrees of freedom"),
)
_SPEAKS: Final = (
    _column(
        "berlaku",
        "text",
        "seluruh wilayah, atau sebagian: ada strata tanpa responden",
        "seluruh (whole) or sebagian (part: strata without respondents)",
    ),
    _column("strata", "integer", "Strata di wilayah ini", "Strata of the area"),
    _column("strata_terjawab", "integer", "Di antaranya ada responden", "Those with respondents"),
    _column(
        "bagian_keluarga", "decimal", "Bagian keluarga dalam strata itu", "Share of families in these", "0-1"
    ),
    _column("desa", "integer", "Desa terpilih", "Villages chosen"),
    _column("desa_terjawab", "integer", "Di antaranya ada responden", "Those with respondents"),
)
_MODEL: Final = (
    _column("model", "decimal", "Angka model wilayah kecil", "Small-area figure", "0-100"),
    _column(
        "rmse", "decimal", "Akar galat kuadrat rata-rata angka model", "Its root mean squared error", "0-100"
    ),
    _column(
        "gamma", "decimal", "Bobot angka langsung di dalamnya", "Weight of the direct figure in it", "0-1"
    ),
    _column(
        "sisa", "decimal", "Sisa baku: jarak angka langsung dari model", "Standardised residual of the model"
    ),
)
_LEFT_OPEN: Final = _column(
    "tak_terjawab",
    "decimal",
    "Bagian yang diwawancarai tanpa jawaban butir ini",
    "Share without the item",
    "0-1",
)
_FIELDS: Final = {
    "n": "n",
    "terdaftar": "listed",
    "cakupan": "coverage",
    "menolak": "refusal",
    "se": "se",
    "rse": "rse",
    "bawah": "low",
    "atas": "high",
    "deff": "deff",
    "df": "df",
    "model": "modelled",
    "rmse": "modelled_error",
    "gamma": "gamma",
    "sisa": "residual",
    "tak_terjawab": "item_missing",
    "nilai": "value",
    "kode": "area",
    "kelompok": "group",
    "kategori": "category",
}


def estimate_table(found: analysis.Estimated, names: Mapping[str, str]) -> Sheet:
    """Return the figures as a table; ``names`` of areas by code."""
    more = (*_COUNTED, *_SPEAKS[4:]) if found.basis == "enumeration" else (*_DRAWN, *_COUNTED, *_SPEAKS)
    columns = (*_PLACE, *more, *(_MODEL if found.model else ()), _LEFT_OPEN)
    return Sheet("estimasi", columns, _rows(found, columns, names))


def estimate_about(found: analysis.Estimated, round_name: str) -> tuple[About, ...]:
    """Return what a reader of the file must know beside it."""
    asked, cites = found.question, found.cites
    lines = {
        "putaran": round_name,
        "ukuran": f"{found.measure.title['id']} ({found.measure.key})",
        "tingkat wilayah": asked.level,
        "kelompok": asked.group,
        "dasar": "pencacahan lengkap" if found.basis == "enumeration" else "sampel",
        "sebutan": found.label or "",
        "versi data": "sementara"
        if cites.number is None
        else f"{cites.number} ({cites.kind}), {cites.digest}",
        "definisi indeks": f"{found.index_version} ({found.index_status}), {found.index_hash}",
        "keluarga": str(found.families),
        "keluarga dengan definisi lain, tidak ikut": str(found.other_definition),
        "keluarga tanpa kelas kelompok, tidak ikut": str(found.outside),
        "ambang": f"angka dari kurang dari {found.threshold} keluarga disembunyikan",
        "sel nonrespons": asked.cells,
        "total populasi": "; ".join(f"{name} = {total:g}" for name, total in asked.totals.items()),
        "strata dengan satu desa": found.lonely if found.basis == "sample" else "",
        "model wilayah kecil": _model(found),
        "strata tanpa responden": ", ".join(_silent(found, "silent_strata")),
        "desa terpilih tanpa responden": ", ".join(_silent(found, "silent_villages")),
        "di antaranya keluarganya belum didaftar": ", ".join(_silent(found, "unlisted")),
        "aturan wilayah sebagian": "strata tanpa responden memuat paling banyak seperlima keluarga: sebagian; lebih: "
        "tanpa angka"
        if found.basis == "sample"
        else "",
    }
    return tuple(About(name, value) for name, value in lines.items() if value)


def _model(found: analysis.Estimated) -> str:
    note = found.model
    if note is None:
        return ""
    parts = (
        f"{found.question.model}, {note.fit.upper()}, {note.areas} wilayah",
        f"ragam antarwilayah {note.sigma2:.4f}" + ("" if note.p is None else f" (p = {note.p:.4f})"),
        f"AIC {note.aic:.2f}",
        *(f"{name} {value:.4f} (galat baku {se:.4f})" for name, value, se in note.coefficients),
        "ragam sampel dihaluskan" if note.smoothed else "ragam sampel tiap wilayah sendiri",
    )
    return "; ".join(parts)


def _silent(found: analysis.Estimated, what: str) -> list[str]:
    return sorted({code for reach in found.reaches.values() for code in getattr(reach, what)})


def _spoken(line: analysis.Line, reach: analysis.Reach | None) -> dict[str, Value]:
    """Return for what part of the area a figure speaks; nothing where the round chose nothing there."""
    if reach is None:
        return dict.fromkeys(column.name for column in _SPEAKS)
    return {
        "berlaku": "" if line.value is None else "sebagian" if line.partial else "seluruh",
        "strata": reach.strata,
        "strata_terjawab": reach.strata - len(reach.silent_strata),
        "bagian_keluarga": reach.spoken / reach.families if reach.families else None,
        "desa": reach.villages,
        "desa_terjawab": reach.villages - len(reach.silent_villages),
    }


def family_columns(names: Sequence[str]) -> tuple[Column, ...]:
    """Return the columns of the families behind a measure, as `bahtera.statistics` reads them."""
    return tuple(_column(name, "text", name, name) for name in names)


def family_rows(table: pa.Table) -> Iterator[Row]:
    """Return a row a family; nothing is empty, yes is 1."""
    yield from zip(*(table[name].to_pylist() for name in table.column_names), strict=True)


def _rows(
    found: analysis.Estimated, columns: tuple[Column, ...], names: Mapping[str, str]
) -> Iterator[list[Value]]:
    for line in found.lines:
        beside: dict[str, Value] = {
            "nama": names.get(line.area, ""),
            "tanda": "*" if line.marked else "",
            "sebab": line.why.value if line.why else "",
            **_spoken(line, found.reaches.get(line.area)),
        }
        yield [
            beside[column.name] if column.name in beside else getattr(line, _FIELDS[column.name])
            for column in columns
        ]
