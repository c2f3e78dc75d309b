"""MS-Keg, MS-Var and MS-Ind (BPS Regulation 5/2020) as tables, and the data dictionary of a questionnaire."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bahtera.publishing.metadata.study import levels_of
from bahtera.publishing.values import About, Column, Sheet

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bahtera.indices.api import IndexDefinition
    from bahtera.publishing.metadata.study import Study, Variable
    from bahtera.publishing.values import Row

_KINDS: Final = {
    "select_one": "pilihan tunggal",
    "select_multiple": "pilihan ganda",
    "integer": "bilangan bulat",
    "decimal": "bilangan desimal",
    "date": "tanggal",
    "text": "teks",
    "string": "teks",
    "geopoint": "titik lokasi",
    "binary": "berkas",
}
_METHODS: Final = {
    "arithmetic": "rata-rata hitung persen dimensi",
    "geometric": "rata-rata ukur persen dimensi",
    "harmonic": "rata-rata harmonik persen dimensi",
    "pooled": "persen semua indikator yang berlaku",
}


def _text(name: str, indonesian: str, english: str) -> Column:
    return Column(name, "text", {"id": indonesian, "en": english}, {})


_ACTIVITY: Final = (
    _text("rincian", "Rincian", "Entry"),
    _text("isi", "Isian", "Content"),
    _text("entry", "Rincian (Inggris)", "Entry (English)"),
    _text("content", "Isian (Inggris)", "Content (English)"),
    _text("asal", "Diisi oleh sistem atau orang", "Filled by the system or a person"),
)
_VARIABLES: Final = (
    _text("nama", "Nama variabel", "Name"),
    _text("alias", "Alias", "Alias"),
    _text("konsep", "Konsep (bagian kuesioner)", "Concept (part of the questionnaire)"),
    _text("definisi", "Definisi", "Definition"),
    _text("referensi_waktu", "Referensi waktu", "Reference period"),
    _text("tipe_data", "Tipe data", "Data type"),
    _text("klasifikasi", "Klasifikasi isian", "Classes of answers"),
    _text("aturan_validasi", "Aturan validasi", "Validation rule"),
    _text("kalimat_pertanyaan", "Kalimat pertanyaan", "Question wording"),
    _text("akses_umum", "Dapat diakses umum", "Open to the public"),
    _text("satuan_pengamatan", "Satuan pengamatan", "Unit of observation"),
    _text("ditanyakan_bila", "Ditanyakan bila (XPath)", "Asked when (XPath)"),
    _text("question", "Kalimat pertanyaan (Inggris)", "Question wording (English)"),
    _text("classes", "Klasifikasi isian (Inggris)", "Classes of answers (English)"),
)
_INDICATORS: Final = (
    _text("nama", "Nama indikator", "Name"),
    _text("konsep", "Konsep", "Concept"),
    _text("definisi", "Definisi", "Definition"),
    _text("interpretasi", "Interpretasi", "Interpretation"),
    _text("metode", "Metode atau rumus", "Method or formula"),
    _text("ukuran", "Ukuran", "Measure"),
    _text("satuan", "Satuan", "Unit"),
    _text("klasifikasi", "Klasifikasi penyajian", "Disaggregation"),
    _text("komposit", "Indikator komposit", "Composite"),
    _text("pembangun", "Indikator atau variabel pembangun", "Components"),
    _text("level", "Level estimasi", "Level of estimation"),
    _text("akses_umum", "Dapat diakses umum", "Open to the public"),
    _text("status", "Status definisi", "Status of the definition"),
    _text("sumber", "Sumber", "Source"),
    _text("name", "Nama indikator (Inggris)", "Name (English)"),
)


def about(study: Study) -> tuple[About, ...]:
    """Return what the workbook is."""
    return (
        About("isi", "Metadata statistik putaran: MS-Keg (kegiatan), MS-Var (variabel), MS-Ind (indikator)."),
        About("putaran", f"{study.round.id} {study.round.name} ({study.round.year})"),
        About("susunan", f"{study.version}, status {study.status}: {study.source}"),
        About(
            "belum_resmi",
            "Rincian dirangkum dari panduan yang terbit. Cocokkan dengan lampiran peraturan sebelum diserahkan.",
        ),
        About("kuesioner", f"{study.form.form_id} {study.form.version} sha256 {study.form.source_sha256}"),
        *(
            About(f"indeks {one.id} {one.version}", f"{one.status} sha256 {one.hash}")
            for one in study.indices
        ),
        About("belum_diisi", "; ".join(one.label["id"] for one in study.missing) or "tidak ada"),
    )


def activity_sheet(study: Study) -> Sheet:
    """Return MS-Keg: one row an entry, empty where somebody must still write."""
    return Sheet(
        "MS-Keg",
        _ACTIVITY,
        (
            [
                one.entry.label["id"],
                one.text["id"],
                one.entry.label["en"],
                one.text["en"],
                "orang" if one.entry.asked else "sistem",
            ]
            for one in study.entries
        ),
    )


def variables_sheet(study: Study) -> Sheet:
    """Return MS-Var: one row a question that is asked."""
    return Sheet("MS-Var", _VARIABLES, (_variable_row(one) for one in study.variables))


def indicators_sheet(study: Study) -> Sheet:
    """Return MS-Ind: each index, then its indicators."""
    return Sheet("MS-Ind", _INDICATORS, _indicator_rows(study))


def _variable_row(one: Variable) -> Row:
    item = one.item
    return [
        item.name,
        item.labels["id"],
        " / ".join(section["id"] for section in item.sections),
        item.hints.get("id", "") or item.labels["id"],
        f"{one.months} bulan sebelum wawancara"
        if one.months
        else "saat wawancara, kecuali kalimatnya berkata lain",
        _KINDS.get(item.type, item.type),
        _classes(one, "id"),
        rule_of(one, "id"),
        item.labels["id"],
        "ya, tanpa identitas" if one.leaves else "tidak",
        "anggota keluarga" if item.per else "keluarga",
        item.asked_when,
        item.labels["en"],
        _classes(one, "en"),
    ]


def _classes(one: Variable, language: str) -> str:
    return "; ".join(f"{code} = {texts[language]}" for code, texts in one.item.choices.items())


def rule_of(one: Variable, language: str) -> str:
    """Return the rule an answer must meet: in words where the questionnaire has some, and as the form holds it."""
    item = one.item
    must = {"id": "wajib diisi", "en": "required"}[language] if item.required else ""
    words = item.rule_messages.get(language, "")
    return "; ".join(part for part in (must, words, item.rule) if part)


def _indicator_rows(study: Study) -> Iterator[Row]:
    level = levels_of(study.round)["id"]
    for index in study.indices:
        titles = {each.id: each.title for each in index.dimensions}
        yield [
            index.plain_title.id,
            "Indeks komposit mutu keluarga dari wawancara (mikro)",
            index.declaration.note or index.plain_title.id,
            _interpretation(index),
            _METHODS[index.method],
            "indeks",
            "0-100",
            "wilayah; jenis kelamin kepala keluarga; umur; disabilitas; banyaknya anggota",
            "ya",
            "; ".join(each.id for each in index.indicators),
            level,
            "ya",
            index.status,
            index.declaration.source,
            index.plain_title.en,
        ]
        for each in index.indicators:
            yield [
                each.label.id,
                titles[each.dimension].id if each.dimension in titles else each.dimension,
                f"Persentase keluarga yang memenuhi: {each.label.id}",
                "Makin tinggi makin baik.",
                "keluarga yang memenuhi / keluarga yang berlaku dan terjawab x 100",
                "persentase",
                "persen",
                "wilayah; jenis kelamin kepala keluarga; umur; disabilitas; banyaknya anggota",
                "tidak",
                each.id,
                level,
                "ya",
                index.status,
                each.source,
                each.label.en,
            ]


def _interpretation(index: IndexDefinition) -> str:
    return "; ".join(
        f"{each.title.id}: "
        + (
            "di bawahnya"
            if each.at is None
            else f"{'mulai dari' if each.includes else 'di atas'} {float(each.at):g}"
        )
        for each in index.categories
    )
