"""What a printed form says in our own words. The questionnaire speaks its own languages; ours are two."""

from typing import Any, Final

_INDONESIAN: Final[dict[str, Any]] = {
    "how": (
        "Tulis dengan pulpen dan huruf cetak. Beri tanda silang pada kotak pilihan, atau tulis angka kodenya. "
        "Tanda * berarti wajib diisi. Salah tulis: coret satu kali, tulis yang benar di sampingnya."
    ),
    "known": "Tercatat:",
    "change": "Bila berubah:",
    "date_order": "tanggal – bulan – tahun",
    "many": "Boleh lebih dari satu.",
    "code_sheet": "Kode: lihat lembar kode,",
    "rank": "Tulis urutannya, 1 untuk yang pertama:",
    "span": "angka {low} sampai {high}",
    "latitude": "Lintang",
    "longitude": "Bujur",
    "photo": "Foto dibuat terpisah",
    "member": "Anggota",
    "member_questions": "Tanyakan untuk tiap anggota; tulis kode di kotak",
    "more_members": "Anggota lebih banyak? Pakai lembar tambahan dan salin nomor formulir ini ke atasnya.",
    "spare": "LEMBAR TAMBAHAN",
    "continues": "Lanjutan formulir nomor",
    "spare_how": "Salin nomor formulir dan nomor urut anggota. Jepit di belakang formulirnya.",
    "qr": "Kode QR nomor formulir",
    "page": "halaman",
    "of": "dari",
    "footer": "Rahasia setelah diisi. Simpan di map tertutup, serahkan hanya kepada petugas pendata.",
    "signers": ["Kader (pewawancara)", "Penyelia", "Pengetik"],
    "signs": ["Nama", "Tanda tangan", "Tanggal"],
    "private_title": "Pertanyaan pribadi tidak ada di kertas.",
    "private": (
        "Pengalaman kekerasan dan pertengkaran tidak ditanyakan dan tidak ditulis di formulir ini, "
        "juga tidak di catatan."
    ),
    "help_title": "Nomor penting:",
    "help": "112 keadaan darurat · SAPA 129 (telepon 129, WhatsApp 08111-129-129).",
    "cover": "Daftar formulir kertas",
    "cover_how": (
        "Setiap formulir punya nomor sendiri. Catat yang kembali dan yang sudah diketik. Yang hilang, rusak atau tidak "
        "terpakai dibatalkan di halaman Kertas, supaya nomornya tidak dicari terus."
    ),
    "cover_columns": ["No.", "Nomor formulir", "Untuk", "Diserahkan", "Kembali", "Diketik"],
    "cover_signers": ["Diserahkan oleh", "Diterima oleh kader"],
    "code_title": "Lembar kode",
    "blank": "formulir kosong",
    "fact_serial": "Nomor formulir",
    "fact_village": "Desa/kelurahan",
    "fact_family": "Keluarga",
    "fact_round": "Putaran",
    "fact_recommendation": "Rekomendasi BPS",
    "fact_kader": "Kader",
    "fact_forms": "Banyaknya formulir",
    "fact_spare": "Lembar tambahan",
    "fact_printed": "Dicetak",
    "fact_part": "RT/RW",
    "on_record": "terdaftar",
    "about": "versi {version}",
    "cancelled": "dibatalkan",
    "list_title": "Formulir kertas yang diserahkan",
    "list_columns": ["No.", "Nomor formulir", "Untuk", "Kader", "Dicetak", "Keadaan"],
    "head_unknown": "nama belum tercatat",
}
_ENGLISH: Final[dict[str, Any]] = {
    "how": (
        "Write in capital letters with a pen. Cross a choice's box, or write its code. * means that an answer is "
        "needed. A mistake: strike it out once and write the right answer beside it."
    ),
    "known": "On record:",
    "change": "If changed:",
    "date_order": "day – month – year",
    "many": "More than one is fine.",
    "code_sheet": "Code: see the code sheet,",
    "rank": "Write the order, 1 for the first:",
    "span": "a number from {low} to {high}",
    "latitude": "Latitude",
    "longitude": "Longitude",
    "photo": "Photo taken apart",
    "member": "Member",
    "member_questions": "Ask for each member; write the code in the box",
    "more_members": "More members? Use a further sheet and copy the number of this form to its top.",
    "spare": "FURTHER SHEET",
    "continues": "Continues form number",
    "spare_how": "Copy the number of the form and of each member. Clip it behind its form.",
    "qr": "QR code of the form's number",
    "page": "page",
    "of": "of",
    "footer": "Confidential once filled in. Keep it in a closed folder, hand it to survey staff only.",
    "signers": ["Kader (interviewer)", "Supervisor", "Typist"],
    "signs": ["Name", "Signature", "Date"],
    "private_title": "Private questions are not on paper.",
    "private": "Experience of violence and quarrels is neither asked nor written on this form, nor in its notes.",
    "help_title": "Numbers that help:",
    "help": "112 emergencies · SAPA 129 (phone 129, WhatsApp 08111-129-129).",
    "cover": "List of paper forms",
    "cover_how": (
        "Each form has a number of its own. Note which came back and which were typed in. Cancel those lost, spoiled "
        "or unused on the page Paper, so that nobody goes on looking for them."
    ),
    "cover_columns": ["No.", "Form number", "For", "Given out", "Came back", "Typed in"],
    "cover_signers": ["Given out by", "Received by the kader"],
    "code_title": "Code sheet",
    "blank": "blank form",
    "fact_serial": "Form number",
    "fact_village": "Village",
    "fact_family": "Family",
    "fact_round": "Round",
    "fact_recommendation": "Recommendation of BPS",
    "fact_kader": "Kader",
    "fact_forms": "Number of forms",
    "fact_spare": "Further sheets",
    "fact_printed": "Printed",
    "fact_part": "RT/RW",
    "on_record": "on record",
    "about": "version {version}",
    "cancelled": "cancelled",
    "list_title": "Paper forms given out",
    "list_columns": ["No.", "Form number", "For", "Kader", "Printed", "State"],
    "head_unknown": "name not on record",
}


def words(language: str) -> dict[str, Any]:
    """Return our words; every language but English reads the Indonesian."""
    return dict(_ENGLISH if language == "en" else _INDONESIAN)
