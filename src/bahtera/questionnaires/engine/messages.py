"""How findings are worded, for volunteers and supervisors, in Indonesian and English."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bahtera.questionnaires.values import Finding, Severity, Texts

if TYPE_CHECKING:
    from .schema import Labels, Node

_WORDING: Final[dict[str, tuple[Severity, str, str]]] = {
    "not_a_whole_number": (
        "error",
        "“{label}” harus diisi bilangan bulat, bukan “{value}”.",
        "“{label}” needs a whole number, not “{value}”.",
    ),
    "not_a_number": (
        "error",
        "“{label}” harus diisi angka, bukan “{value}”.",
        "“{label}” needs a number, not “{value}”.",
    ),
    "not_a_date": (
        "error",
        "“{label}” bukan tanggal yang ada di kalender: “{value}”.",
        "“{label}” is not a date that exists: “{value}”.",
    ),
    "not_a_moment": (
        "error",
        "“{label}” bukan tanggal dan jam yang benar: “{value}”.",
        "“{label}” is not a valid date and time: “{value}”.",
    ),
    "not_a_time": (
        "error",
        "“{label}” bukan jam yang benar: “{value}”.",
        "“{label}” is not a valid time: “{value}”.",
    ),
    "not_a_place": (
        "error",
        "“{label}” bukan titik lokasi yang benar: “{value}”.",
        "“{label}” is not a valid location: “{value}”.",
    ),
    "not_true_or_false": (
        "error",
        "“{label}” harus diisi benar atau salah, bukan “{value}”.",
        "“{label}” needs true or false, not “{value}”.",
    ),
    "required_missing": (
        "error",
        "“{label}” wajib diisi tetapi kosong.",
        "“{label}” must be answered but is blank.",
    ),
    "constraint_failed": (
        "error",
        "Jawaban “{value}” pada “{label}” tidak memenuhi aturan. {rule}",
        "The answer “{value}” to “{label}” breaks a rule. {rule}",
    ),
    "not_a_choice": (
        "error",
        "“{value}” bukan pilihan jawaban “{label}”.",
        "“{value}” is not one of the choices of “{label}”.",
    ),
    "choice_not_offered": (
        "error",
        "Pilihan “{value}” tidak tersedia untuk keluarga ini pada “{label}”.",
        "The choice “{value}” of “{label}” is not offered for this family.",
    ),
    "choice_repeated": (
        "warning",
        "Pilihan “{value}” tercatat dua kali pada “{label}”.",
        "The choice “{value}” is recorded twice in “{label}”.",
    ),
    "village_unknown": (
        "error",
        "Kode desa “{value}” tidak ada dalam daftar wilayah.",
        "The village code “{value}” is not in the list of areas.",
    ),
    "not_listed": (
        "warning",
        "“{value}” pada “{label}” tidak ada dalam daftar yang dikenal server.",
        "“{value}” in “{label}” is not in the list known to the server.",
    ),
    "not_asked": (
        "warning",
        "“{label}” terisi padahal tidak perlu ditanyakan; jawaban tidak dihitung.",
        "“{label}” is answered although it is not asked; the answer is not counted.",
    ),
    "calculate_differs": (
        "error",
        "Hasil hitungan “{label}” dari HP berbeda dari hitungan server: “{value}”.",
        "The phone's result for “{label}” differs from the server's: “{value}”.",
    ),
    "evaluation_failed": (
        "warning",
        "Aturan pada “{label}” tidak dapat diperiksa: {value}",
        "A rule of “{label}” could not be checked: {value}",
    ),
    "warning_shown": ("warning", "{label}", "{label}"),
    "unknown_question": (
        "warning",
        "Kiriman memuat isian “{value}” yang tidak ada dalam kuesioner.",
        "The submission holds “{value}”, which is not in the questionnaire.",
    ),
    "answered_twice": (
        "warning",
        "“{label}” terisi lebih dari sekali; hanya yang pertama dipakai.",
        "“{label}” is answered more than once; only the first answer is used.",
    ),
    "too_many_rows": (
        "error",
        "“{label}” memuat lebih dari {value} baris; selebihnya tidak diperiksa.",
        "“{label}” has more than {value} rows; the rest is not checked.",
    ),
    "repeat_count_differs": (
        "error",
        "Jumlah baris “{label}” tidak sama dengan yang disebut ({value}).",
        "The number of rows of “{label}” is not the number given ({value}).",
    ),
    "date_in_future": (
        "warning",
        "“{label}” berada di masa depan: {value}.",
        "“{label}” lies in the future: {value}.",
    ),
    "date_implausible": (
        "warning",
        "Tahun pada “{label}” tidak masuk akal: {value}.",
        "The year in “{label}” is not plausible: {value}.",
    ),
    "clock_wrong": (
        "warning",
        "Jam HP tampaknya salah: kunjungan tercatat {value}, tetapi kiriman diterima pada waktu lain.",
        "The phone's clock seems wrong: the visit is recorded at {value}, far from when it arrived.",
    ),
    "times_reversed": (
        "warning",
        "Waktu selesai tercatat sebelum waktu mulai ({value}).",
        "The recorded end lies before the start ({value}).",
    ),
    "too_many_findings": (
        "error",
        "Terlalu banyak temuan; hanya {value} yang pertama ditampilkan.",
        "Too many findings; only the first {value} are shown.",
    ),
}
CODES: Final = frozenset(_WORDING)
TYPE_CODES: Final = {
    "int": "not_a_whole_number",
    "integer": "not_a_whole_number",
    "decimal": "not_a_number",
    "date": "not_a_date",
    "dateTime": "not_a_moment",
    "time": "not_a_time",
    "boolean": "not_true_or_false",
    "geopoint": "not_a_place",
    "geotrace": "not_a_place",
    "geoshape": "not_a_place",
}
UNREADABLE: Final = frozenset(
    TYPE_CODES.values()
)  # the answer is not of its question's type: it counts as blank
_SHOWN: Final = 120
_KEPT: Final = 500


def finding(
    code: str,
    node: Node,
    *,
    path: str = "",
    row: int | None = None,
    value: str = "",
    rule: Labels | None = None,
) -> Finding:
    """Return a finding at a question, worded in both languages."""
    severity, indonesian, english = _WORDING[code]
    shown = value if len(value) <= _SHOWN else value[:_SHOWN] + "…"
    return Finding(
        code=code,
        severity=severity,
        question=node.name,
        path=path or node.path,
        row=row,
        value=value[:_KEPT],
        messages={
            "id": _fill(indonesian, "id", node, shown, rule),
            "en": _fill(english, "en", node, shown, rule),
        },
    )


def _fill(wording: str, language: str, node: Node, value: str, rule: Labels | None) -> str:
    label = text_in(node.labels, language) or node.name
    return wording.format(label=label, value=value, rule=text_in(rule or {}, language)).strip()


def text_in(labels: Labels | Texts, language: str) -> str:
    """Return the text in a language, else in any."""
    return labels.get(language) or labels.get("") or next(iter(labels.values()), "")
