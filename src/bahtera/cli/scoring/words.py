"""The words of a results workbook, in the two languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bahtera.indices.values import Language

_WORDS = {
    "results": ("Hasil", "Results"),
    "indicators": ("Butir", "Indicators"),
    "under": ("Di bawah 75", "Under 75"),
    "method": ("Metode", "Method"),
    "province": ("Provinsi", "Province"),
    "regency": ("Kabupaten/kota", "Regency/city"),
    "district": ("Kecamatan", "District"),
    "village": ("Desa/kelurahan", "Village"),
    "everybody": ("Semua keluarga", "All families"),
    "families": ("Keluarga didata", "Families visited"),
    "scored": ("Keluarga dinilai", "Families scored"),
    "families_unit": ("keluarga", "families"),
    "number_under": ("Banyak butir di bawah 75 %", "Indicators under 75 %"),
    "total": ("Jumlah", "Total"),
    "code": ("Kode", "Code"),
    "indicator": ("Butir", "Indicator"),
    "met_percent": ("Terpenuhi (%)", "Met (%)"),
    "not_met": ("Keluarga belum memenuhi", "Families not meeting it"),
    "applicable": ("Keluarga yang dihitung", "Families counted"),
    "unanswered": ("Tidak terjawab", "Unanswered"),
    "internal": (
        "Angka internal: belum melalui perlindungan sel kecil. Jangan diterbitkan apa adanya.",
        "Internal figures: small cells are not protected yet. Do not publish as they are.",
    ),
    "working": ("set kerja, bukan resmi", "working set, not official"),
    "official": ("resmi", "official"),
    "method_title": ("Bagaimana angka ini dihitung", "How these figures were made"),
    "about_index": ("Indeks", "Index"),
    "about_title": ("Nama", "Name"),
    "about_version": ("Versi", "Version"),
    "about_status": ("Status", "Status"),
    "about_method": ("Cara menggabung dimensi", "How dimensions are joined"),
    "about_variant": ("Varian", "Variant"),
    "about_hash": ("Sidik definisi (SHA-256)", "Definition hash (SHA-256)"),
    "about_categories": ("Batas kategori", "Cuts of categories"),
    "about_source": ("Sumber", "Source"),
    "about_note": ("Catatan", "Note"),
    "about_files": ("Berkas", "Files"),
    "rule_mean": ("Indeks kelompok", "Index of a group"),
    "rule_mean_text": (
        "Rata-rata indeks keluarga yang dinilai, dari jumlah bilangan bulat; dibulatkan sekali, dua desimal.",
        "Mean index of the families scored, computed from sums of integers; rounded once, to two decimals.",
    ),
    "rule_share": ("Persen butir", "Share of an indicator"),
    "rule_share_text": (
        "Keluarga yang memenuhi, dibagi keluarga yang terkena butir itu dan menjawab.",
        "Families that meet it, over families it applies to that answered.",
    ),
    "unknown": ("Jawaban tak terbaca", "Unreadable answers"),
    "unknown_none": ("Tidak ada.", "None."),
    "unknown_text": (
        "Jawaban berikut tidak dapat dibaca dan dihitung sebagai belum dijawab; jumlah, lalu contoh:",
        "The following answers could not be read and count as unanswered; how many, then examples:",
    ),
    "unknown_not_counted": ("Tidak diperiksa.", "Not looked for."),
    "unknown_values": ("jawaban", "answers"),
    "unknown_needed": ("yang dikenal", "needed"),
    "rule_use": ("Penggunaan", "Use"),
    "rule_use_text": (
        "Angka dengan sidik definisi berbeda tidak boleh dibandingkan atau disambung dalam satu garis waktu.",
        "Figures of different definition hashes must not be compared or joined in one trend line.",
    ),
}


def words_in(language: Language) -> dict[str, str]:
    """Return every word in a language."""
    return {name: pair[0 if language == "id" else 1] for name, pair in _WORDS.items()}
