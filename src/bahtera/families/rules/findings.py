"""What a finding says, in Indonesian and English, and how loudly. ``{row}`` is the roster row from 1."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from bahtera.families.values import Severity, VisitFinding


@dataclass(frozen=True, slots=True)
class Wording:
    """One finding's severity, the question it belongs to and its two sentences."""

    severity: Severity
    question: str
    id: str
    en: str


FINDINGS: Final[Mapping[str, Wording]] = MappingProxyType(
    {
        "families.nik_length": Wording(
            "warning",
            "nik",
            "NIK anggota ke-{row} tidak terdiri dari 16 angka. Periksa lagi di KTP atau KK.",
            "The NIK of member {row} does not have 16 digits. Check the identity card or family card.",
        ),
        "families.nik_repeated_digit": Wording(
            "warning",
            "nik",
            "NIK anggota ke-{row} hanya mengulang satu angka. Kalau tidak ada, kosongkan, pilih alasan.",
            "The NIK of member {row} repeats one digit. If there is none, leave it empty and say why.",
        ),
        "families.nik_date_impossible": Wording(
            "warning",
            "nik",
            "Tanggal lahir di dalam NIK anggota ke-{row} tidak ada di kalender.",
            "The birth date inside the NIK of member {row} is not on the calendar.",
        ),
        "families.nik_sex_differs": Wording(
            "warning",
            "nik",
            "Jenis kelamin anggota ke-{row} berbeda dengan yang terbaca dari NIK.",
            "The sex of member {row} differs from what the NIK says.",
        ),
        "families.nik_birth_date_differs": Wording(
            "warning",
            "nik",
            "Tanggal lahir anggota ke-{row} berbeda dengan yang terbaca dari NIK.",
            "The birth date of member {row} differs from what the NIK says.",
        ),
        "families.nik_area_unknown": Wording(
            "info",
            "nik",
            "Enam angka pertama NIK anggota ke-{row} bukan kode kecamatan yang dikenal; mungkin kode lama.",
            "The first six digits of the NIK of member {row} are no known district; it may be an old code.",
        ),
        "families.nik_serial_zero": Wording(
            "warning",
            "nik",
            "Empat angka terakhir NIK anggota ke-{row} adalah 0000. Periksa lagi.",
            "The last four digits of the NIK of member {row} are 0000. Check again.",
        ),
        "families.nik_repeated": Wording(
            "warning",
            "nik",
            "NIK anggota ke-{row} sama dengan NIK anggota lain di formulir ini.",
            "The NIK of member {row} is also that of another member on this form.",
        ),
        "families.nik_seen": Wording(
            "warning",
            "nik",
            "NIK anggota ke-{row} sudah tercatat pada orang lain. Orang yang sama atau salah tulis?",
            "The NIK of member {row} is already on record for someone else. The same person, or a slip?",
        ),
        "families.kk_length": Wording(
            "warning",
            "no_kk",
            "Nomor KK tidak terdiri dari 16 angka. Periksa lagi di kartu keluarga.",
            "The family card number does not have 16 digits. Check the card.",
        ),
        "families.kk_repeated_digit": Wording(
            "warning",
            "no_kk",
            "Nomor KK hanya mengulang satu angka. Kalau tidak ada, kosongkan, pilih alasan.",
            "The family card number repeats one digit. If there is none, leave it empty and choose a reason.",
        ),
        "families.kk_date_impossible": Wording(
            "warning",
            "no_kk",
            "Tanggal terbit di dalam nomor KK tidak mungkin benar. Periksa lagi.",
            "The date of issue inside the family card number cannot be right. Check again.",
        ),
        "families.kk_area_unknown": Wording(
            "info",
            "no_kk",
            "Enam angka pertama nomor KK bukan kode kecamatan yang dikenal; mungkin kode lama.",
            "The first six digits of the family card number are no known district; it may be an old code.",
        ),
        "families.kk_serial_zero": Wording(
            "warning",
            "no_kk",
            "Empat angka terakhir nomor KK adalah 0000. Periksa lagi.",
            "The last four digits of the family card number are 0000. Check again.",
        ),
        "families.kk_seen": Wording(
            "warning",
            "no_kk",
            "Nomor KK ini sudah tercatat pada keluarga lain. Keluarga yang sama, atau satu KK dua keluarga?",
            "This family card number is on record for another family. The same family, or two on one card?",
        ),
        "families.same_person_suspected": Wording(
            "warning",
            "nama",
            "Anggota ke-{row} mungkin sudah tercatat: nama dan tanggal lahirnya sama dengan orang lain.",
            "Member {row} may be on record already: someone else has the same name and birth date.",
        ),
        "families.identity_changed": Wording(
            "warning",
            "nama",
            "Nama dan tanggal lahir anggota ke-{row} berubah dua-duanya. Apakah ini orang yang sama?",
            "Both name and birth date of member {row} changed. Is this the same person?",
        ),
        "families.member_missing": Wording(
            "warning",
            "anggota",
            "Ada anggota yang tercatat tetapi tidak ada di formulir ini. Pindah, meninggal, atau terlewat?",
            "A member on record is not on this form. Moved, died, or left out?",
        ),
        "families.member_elsewhere": Wording(
            "warning",
            "anggota",
            "Anggota ke-{row} tercatat di keluarga lain, jadi dicatat terpisah. Apakah ia pindah ke sini?",
            "Member {row} is on record in another family and was recorded apart. Has this person moved here?",
        ),
        "families.member_gone": Wording(
            "warning",
            "anggota",
            "Anggota ke-{row} tercatat sudah meninggal, pindah, atau dihapus, tetapi ada di formulir ini.",
            "Member {row} is on record as dead, moved or removed, and yet on this form.",
        ),
        "families.village_differs": Wording(
            "warning",
            "kode_desa",
            "Keluarga ini tercatat di desa lain. Datanya belum diubah; kalau benar pindah, catat dulu.",
            "This family is on record in another village. Nothing was changed; if it moved, record the move.",
        ),
        "families.merged_before": Wording(
            "info",
            "keluarga",
            "Keluarga ini sudah digabung ke keluarga lain; kunjungan dicatat di sana.",
            "This family was merged into another; the visit is recorded there.",
        ),
        "families.returned": Wording(
            "info",
            "keluarga",
            "Keluarga ini tadinya tercatat sudah pindah atau berakhir, dan sekarang ditemukan lagi.",
            "This family was on record as moved or ended and has been found again.",
        ),
        "families.more_findings": Wording(
            "warning",
            "anggota",
            "Ada {count} temuan lain tentang keluarga ini. Periksa seluruh daftar anggotanya.",
            "There are {count} more findings about this family. Check its whole list of members.",
        ),
    }
)


def finding(code: str, *, row: int | None = None, **details: str) -> VisitFinding:
    """Return the finding of a code with its sentences filled in."""
    wording = FINDINGS[code]
    return VisitFinding(
        code=code,
        severity=wording.severity,
        question=wording.question,
        row=row,
        details=MappingProxyType(details),
        messages=MappingProxyType(
            {"id": wording.id.format(row=row, **details), "en": wording.en.format(row=row, **details)}
        ),
    )
