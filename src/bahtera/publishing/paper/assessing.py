"""The form of a field visit as a PDF: blank, to be filled in by hand, or as it was typed."""

from collections.abc import Mapping
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Any, Final

from babel.dates import format_date
from babel.numbers import format_decimal

from bahtera.actions import api as actions
from bahtera.publishing.paper.setting import set_pdf

_WORDS: Final[Mapping[str, Mapping[str, Any]]] = {
    "id": {
        "page": "halaman",
        "of": "dari",
        "synthetic": "Data sintetis: dibuat untuk peragaan, bukan desa yang sebenarnya.",
        "scale": "Nilai tiap butir: {scale}. Nilai akhir 0 sampai 100: nilai dikali bobot, dibagi nilai tertinggi.",
        "columns": ["Butir", "Bobot", "Nilai", "Yang terlihat"],
        "look": "Lihat",
        "summary": "Kesimpulan dan saran",
        "total": "Nilai akhir",
        "signed": "Tanda tangan",
        "signers": ["Ketua tim penilai", "Anggota tim penilai", "Kepala desa / lurah"],
        "working": "Butir, bobot dan skala ini set kerja, bukan naskah resmi. Jangan menulis nama atau nomor orang.",
        "village": "Desa/kelurahan",
        "inside": "Kecamatan, kabupaten/kota",
        "round": "Putaran",
        "day": "Tanggal kunjungan",
        "team": "Tim penilai (instansi)",
        "state": "Keadaan",
        "final": "selesai",
        "draft": "draf, dapat berubah",
        "definition": "Formulir {id} {version}, sidik {hash}",
    },
    "en": {
        "page": "page",
        "of": "of",
        "synthetic": "Synthetic data: made for demonstration, no real village.",
        "scale": "Points of each criterion: {scale}. The result is 0 to 100: points by weight.",
        "columns": ["Criterion", "Weight", "Points", "What was seen"],
        "look": "Look at",
        "summary": "Conclusion and advice",
        "total": "Result",
        "signed": "Signatures",
        "signers": ["Head of the team", "Member of the team", "Village head"],
        "working": "Criteria, weights and scale are a working set, not official. Write no name or number of a person.",
        "village": "Village",
        "inside": "District, regency",
        "round": "Round",
        "day": "Day of the visit",
        "team": "Team (offices)",
        "state": "State",
        "final": "finished",
        "draft": "draft, may change",
        "definition": "Form {id} {version}, fingerprint {hash}",
    },
}


def assessment_pdf(
    form: actions.AssessmentForm,
    row: actions.AssessmentRow | None,
    *,
    village: str,
    inside: str,
    round_name: str,
    made_at: datetime,
    language: str,
) -> bytes:
    """Return a form as PDF/UA-1; without an assessment it is blank, with the names that are known."""
    data = assessment_data(
        form, row, village=village, inside=inside, round_name=round_name, language=language
    )
    return set_pdf("assessment.typ", data, made_at)


def assessment_data(
    form: actions.AssessmentForm,
    row: actions.AssessmentRow | None,
    *,
    village: str,
    inside: str,
    round_name: str,
    language: str,
) -> dict[str, Any]:
    """Return what the template prints."""
    tongue = "en" if language == "en" else "id"
    say = _WORDS[tongue]
    scale = ", ".join(f"{points} {level[tongue].lower()}" for points, level in enumerate(form.levels))
    day = format_date(row.visited_on, "d MMMM y", locale=tongue) if row else ""
    facts = [
        (say["village"], village),
        (say["inside"], inside),
        (say["round"], round_name),
        (say["day"], day),
        (say["team"], row.team if row else ""),
    ]
    if row:
        facts.append((say["state"], say["final"] if row.is_final else say["draft"]))
    return {
        "title": form.title[tongue],
        "lang": tongue,
        "region": "GB" if tongue == "en" else "ID",
        "words": {**say, "scale": say["scale"].format(scale=scale)},
        "blank": row is None,
        "synthetic": "sintetis" in round_name.casefold(),
        "facts": facts,
        "aspects": [_aspect(one, form, row, tongue) for one in form.aspects],
        "summary": row.summary if row else "",
        "total": _decimal(row.total, tongue) if row else "",
        "definition": say["definition"].format(id=form.id, version=form.version, hash=form.hash[:12]),
    }


def _aspect(
    aspect: actions.Aspect, form: actions.AssessmentForm, row: actions.AssessmentRow | None, tongue: str
) -> dict[str, Any]:
    marks = row.marks if row else {}
    return {
        "title": aspect.title[tongue],
        "total": _decimal(row.by_aspect.get(aspect.id), tongue) if row else "",
        "criteria": [
            {
                "label": one.label[tongue],
                "look_at": one.look_at[tongue],
                "weight": str(one.weight),
                "boxes": [
                    [str(points), one.id in marks and marks[one.id].points == points]
                    for points in range(form.most + 1)
                ],
                "seen": marks[one.id].seen if one.id in marks else "",
            }
            for one in aspect.criteria
        ],
    }


def _decimal(value: Fraction | None, tongue: str) -> str:
    if value is None:
        return ""
    rounded = (Decimal(value.numerator) / Decimal(value.denominator)).quantize(Decimal("0.1"), ROUND_HALF_UP)
    return str(format_decimal(rounded, format="#,##0.0", locale=tongue))
