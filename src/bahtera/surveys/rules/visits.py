"""What may happen to a submission, and what a submission says about itself. Values in, answer out."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from enum import Enum
from typing import Any, Final
from uuid import UUID

from bahtera.surveys.errors import InvalidRound
from bahtera.surveys.values import AgreedStep, Facts, FindingRow, RoundRow


class State(Enum):
    """Where a submission stands."""

    RECEIVED = "received"
    ACCEPTED = "accepted"
    FLAGGED = "flagged"
    APPROVED = "approved"
    RETURNED = "returned"
    SUPERSEDED = "superseded"
    REJECTED = "rejected"


class PaperState(Enum):
    """Whether a printed form still counts."""

    PRINTED = "printed"
    CANCELLED = "cancelled"


class PaperStage(Enum):
    """How far the printing of some forms is; forgotten: the file is gone, the list of serials stays."""

    WAITING = "waiting"
    READY = "ready"
    BROKEN = "broken"
    FORGOTTEN = "forgotten"


class Move(Enum):
    """What takes a submission from one state to another."""

    ACCEPT = "accept"
    FLAG = "flag"
    APPROVE = "approve"
    RETURN = "return"
    SET_ASIDE = "set_aside"
    REPLACE = "replace"
    CONFIRM = "confirm"
    QUERY = "query"
    REJECT = "reject"
    REOPEN = "reopen"


# The whole life of a submission. The picture in docs/reference/openrosa.md is drawn from this table.
TRANSITIONS: Final[dict[tuple[State, Move], State]] = {
    (State.RECEIVED, Move.ACCEPT): State.ACCEPTED,
    (State.RECEIVED, Move.FLAG): State.FLAGGED,
    (State.RECEIVED, Move.REPLACE): State.SUPERSEDED,
    (State.ACCEPTED, Move.APPROVE): State.APPROVED,
    (State.ACCEPTED, Move.RETURN): State.RETURNED,
    (State.ACCEPTED, Move.REJECT): State.REJECTED,
    (State.ACCEPTED, Move.SET_ASIDE): State.SUPERSEDED,
    (State.ACCEPTED, Move.REPLACE): State.SUPERSEDED,
    (State.FLAGGED, Move.APPROVE): State.APPROVED,
    (State.FLAGGED, Move.RETURN): State.RETURNED,
    (State.FLAGGED, Move.REJECT): State.REJECTED,
    (State.FLAGGED, Move.SET_ASIDE): State.SUPERSEDED,
    (State.FLAGGED, Move.REPLACE): State.SUPERSEDED,
    (State.APPROVED, Move.CONFIRM): State.APPROVED,
    (State.APPROVED, Move.QUERY): State.FLAGGED,
    (State.APPROVED, Move.RETURN): State.RETURNED,
    (State.APPROVED, Move.REJECT): State.REJECTED,
    (State.APPROVED, Move.REPLACE): State.SUPERSEDED,
    (State.RETURNED, Move.APPROVE): State.APPROVED,
    (State.RETURNED, Move.REJECT): State.REJECTED,
    (State.RETURNED, Move.SET_ASIDE): State.SUPERSEDED,
    (State.RETURNED, Move.REPLACE): State.SUPERSEDED,
    (State.REJECTED, Move.REOPEN): State.FLAGGED,
}

MOST_FAMILIES: Final = 100_000
"""More families than any village has: a target above is a slip of the keyboard."""

_FIRST_YEAR: Final = 2000
_YEARS_AHEAD: Final = 5

VISITED_RESULTS: Final = frozenset({"selesai", "selesai_sebagian"})

_NOBODY: Final = frozenset({UUID(int=0), UUID(int=2**128 - 1)})
_AREA_LENGTHS: Final = (2, 5, 8, 13)


def next_state(state: State, move: Move) -> State | None:
    """Return the state a move leads to, or None when it is not allowed."""
    return TRANSITIONS.get((state, move))


def can_move(state: State, move: Move) -> bool:
    """Tell whether a move is allowed."""
    return (state, move) in TRANSITIONS


def area_codes(village_code: str) -> tuple[str, str, str, str]:
    """Return province, regency, district and village code of a village; all empty if malformed."""
    parts = village_code.split(".")
    well_formed = len(village_code) == _AREA_LENGTHS[-1] and [len(part) for part in parts] == [2, 2, 2, 4]
    if not well_formed or not all(part.isdecimal() and part.isascii() for part in parts):
        return ("", "", "", "")
    province, regency, district, village = (village_code[:length] for length in _AREA_LENGTHS)
    return (province, regency, district, village)


def fallback_codes(sender_areas: Sequence[str]) -> tuple[str, str, str, str]:
    """Return the codes of the sender's only area, for a submission that names no usable village.

    So whoever supervises that area sees it; a sender with several areas leaves it to the country's level.
    """
    only = sender_areas[0] if len(sender_areas) == 1 else ""
    province, regency, district, village = (
        only[:length] if len(only) >= length else "" for length in _AREA_LENGTHS
    )
    return (province, regency, district, village)


def fold_name(name: str) -> str:
    """Return a name as it is searched: capital letters and blanks make no difference."""
    return " ".join(name.replace("\0", " ").casefold().split())[:150]


def within(area_code: str, scope: str) -> bool:
    """Tell whether an area lies in a scope; the empty scope is the country, 63.1 does not hold 63.10."""
    return scope == "" or area_code == scope or area_code.startswith(f"{scope}.")


def counts_as_visit(result_code: str) -> bool:
    """Tell whether a result code means that somebody of the family answered."""
    return result_code in VISITED_RESULTS


def yields_to_later(result_code: str, state: State) -> bool:
    """Tell whether the current visit gives way to a later one without a person deciding.

    A visit that found nobody gives way to the next one; a finished or approved one does not.
    """
    return not counts_as_visit(result_code) and state is not State.APPROVED


def facts_of(answers: Mapping[str, Any]) -> Facts:
    """Return what lists, rounds and the family register need from a family visit's answers.

    Any form may be sent; one that lacks these questions simply has no such facts.
    """
    members = members_of(answers)
    heads = [row for row in members if row.get("hubungan") == "kepala"] or members[:1]
    return Facts(
        village_code=text_of(answers.get("kode_desa")),
        family_id=uuid_of(answers.get("family_id")),
        family_name=text_of(heads[0].get("nama"))[:150] if heads else "",
        result_code=text_of(answers.get("hasil_kunjungan"))[:40],
        consented=answers.get("persetujuan") != "tidak",
        visited_on=date_of(answers.get("tanggal_kunjungan")),
        respondent=text_of(answers.get("responden"))[:20],
        others_present=text_of(answers.get("ada_orang_lain"))[:20],
    )


def text_of(value: object) -> str:
    """Return an answer as trimmed text; nothing answered is empty."""
    return "" if value is None else str(value).strip()


def uuid_of(value: object) -> UUID | None:
    """Return an answer as a UUID, or None when it is none; all zeros or all ones name nobody."""
    try:
        found = UUID(text_of(value).removeprefix("uuid:"))
    except ValueError:
        return None
    return None if found in _NOBODY else found


def date_of(value: object) -> date | None:
    """Return an answer as a date, also from its stored text; None when it is none."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(text_of(value)[:10])
    except ValueError:
        return None


def members_of(answers: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return the roster rows that name somebody; Collect starts a roster with an empty one."""
    rows = answers.get("anggota") or ()
    return [row for row in rows if isinstance(row, Mapping) and text_of(row.get("nama"))]


def steps_of(answers: Mapping[str, Any]) -> list[AgreedStep]:
    """Return the steps a family chose at a visit, in their order."""
    named = ((text_of(answers.get(name)), name) for name in ("langkah_1", "langkah_2", "langkah_3"))
    return [
        AgreedStep(step, text_of(answers.get(f"{name}_lain")), date_of(answers.get(f"{name}_tanggal")))
        for step, name in named
        if step
    ]


def in_time(round_row: RoundRow, visited_on: date) -> bool:
    """Tell whether a day lies within a round's dates, the first and the last included."""
    return round_row.opens <= visited_on <= (round_row.closes or visited_on)


def choose_round(
    rounds: Iterable[RoundRow],
    village_code: str,
    visited_on: date | None,
    takes_part: Callable[[int, str], bool] = lambda _round_id, _village: True,
) -> RoundRow | None:
    """Return the round of a visit: one whose dates hold it if any, open before closed, small before large.

    Of several open ones a round in which the village takes part (``takes_part``: round, village) comes first.
    """
    here = [row for row in rounds if within(village_code, row.area_code)]

    def rank(row: RoundRow) -> tuple[bool, bool, bool, int, date, int]:
        return (
            visited_on is not None and in_time(row, visited_on),
            row.is_open,
            takes_part(row.id, village_code),
            len(row.area_code),
            row.opens,
            row.id,
        )

    usable = [row for row in here if row.has_begun and (rank(row)[0] or row.is_open)]
    return max(usable, key=rank, default=None)


def state_after_assessment(findings: Sequence[FindingRow]) -> State:
    """Return where an assessed submission goes: a note (info) does not flag it."""
    return State.FLAGGED if any(row.severity != "info" for row in findings) else State.ACCEPTED


# What a note of the form warns of in general words, the register says exactly.
_SAID_EXACTLY: Final = {
    "peringatan_nik": frozenset(
        f"families.nik_{doubt}"
        for doubt in ("length", "repeated_digit", "date_impossible", "sex_differs", "birth_date_differs")
    ),
    "peringatan_nik_ganda": frozenset({"families.nik_repeated"}),
    "peringatan_kk": frozenset({"families.kk_length", "families.kk_repeated_digit"}),
}


def told_once(findings: Sequence[FindingRow]) -> list[FindingRow]:
    """Return the findings without the form's warnings that the register repeats more exactly.

    A number used twice is one mistake of two people: the register names it at one of them.
    """
    exact = {(row.code, row.row) for row in findings} | {
        (row.code, None) for row in findings if row.code == "families.nik_repeated"
    }
    return [
        row
        for row in findings
        if row.code != "warning_shown"
        or not any(
            (code, row.row) in exact or (code, None) in exact for code in _SAID_EXACTLY.get(row.question, ())
        )
    ]


def place_findings(
    village_code: str,
    sender_areas: Sequence[str],
    round_row: RoundRow | None,
    *,
    takes_part: bool,
    visited_on: date | None = None,
    village_known: bool = True,
) -> list[FindingRow]:
    """Return what is doubtful about where and in which round a visit took place.

    ``takes_part`` says whether the village is one of the round's; one that is not known lies in no area.
    Wrong clocks are found by questionnaires.
    """
    found: list[FindingRow] = []
    if not (village_known and any(within(village_code, scope) for scope in sender_areas)):
        found.append(finding("outside_area", "error", question="kode_desa", value=village_code))
    if round_row is None:
        return [*found, finding("no_round", "warning")]
    if not round_row.is_open:
        found.append(finding("late_for_round", "warning", value=round_row.name))
    if visited_on is not None and not in_time(round_row, visited_on):
        value = f"{round_row.name}, {round_row.opens} – {round_row.closes or '…'}"
        found.append(finding("outside_round", "warning", question="tanggal_kunjungan", value=value))
    if not takes_part:
        found.append(finding("village_not_in_round", "warning", question="kode_desa", value=village_code))
    return found


def finding(
    code: str,
    severity: str,
    *,
    question: str = "",
    row: int | None = None,
    value: str = "",
    path: str = "",
    wording: str = "",
) -> FindingRow:
    """Build one of this package's own findings with its texts; ``wording`` names other texts than the code's."""
    texts = MESSAGES[wording or code]
    messages = {language: text.format(value=value) for language, text in texts.items()}
    return FindingRow(code, severity, question, path, row, value[:500], messages)


MESSAGES: Final[dict[str, dict[str, str]]] = {
    "outside_area": {
        "id": "Desa {value} di luar wilayah tugas pengirim.",
        "en": "Village {value} lies outside the sender's area.",
    },
    "own_household": {
        "id": "Keluarga ini rumah tangga pengirim sendiri atau kerabatnya. Kader lain harus mengunjunginya.",
        "en": "This family is the sender's own household or a relative's. Another kader must visit it.",
    },
    "no_round": {
        "id": "Tidak ada putaran pendataan yang cocok untuk desa dan tanggal ini.",
        "en": "No survey round fits this village and date.",
    },
    "late_for_round": {
        "id": "Datang setelah putaran {value} ditutup.",
        "en": "Arrived after the round {value} was closed.",
    },
    "outside_round": {
        "id": "Tanggal kunjungan di luar masa putaran ({value}).",
        "en": "The date of the visit lies outside the round ({value}).",
    },
    "village_not_in_round": {
        "id": "Desa {value} tidak termasuk desa putaran ini.",
        "en": "Village {value} is not one of this round's villages.",
    },
    "second_visit": {
        "id": "Keluarga ini sudah dikunjungi dalam putaran ini ({value}). Pilih kunjungan yang dipakai.",
        "en": "This family was already visited in the same round ({value}). Choose which visit counts.",
    },
    "second_visit_elsewhere": {
        "id": "Keluarga ini sudah dikunjungi dalam putaran ini di desa lain. Pilih kunjungan yang dipakai.",
        "en": "This family was already visited in the same round in another village. Choose which counts.",
    },
    "shared_alone": {
        "id": "Keluarga ini dibagi untuk dua kader, dan kunjungan ini diisi seorang saja. Pilih apakah dipakai.",
        "en": "Two kader share this family, and one of them alone sent this visit. Decide whether it counts.",
    },
    "replaces_approved": {
        "id": "Memperbaiki kunjungan yang sudah disetujui. Yang lama tetap dipakai sampai ini disetujui.",
        "en": "Corrects a visit that was already approved. The old one counts until this one is approved.",
    },
    "replaces_not_yours": {
        "id": "Mengaku perbaikan dari {value}, yang bukan kunjungan keluarga ini di wilayah pengirim. Periksa.",
        "en": "Claims to correct {value}, which is no visit to this family in the sender's area. Check it.",
    },
    "replaces_rejected": {
        "id": "Memperbaiki kunjungan yang tidak diterima. Baca dulu alasannya.",
        "en": "Corrects a visit that was rejected. Read the reason first.",
    },
    "replaces_unknown": {
        "id": "Mengaku perbaikan dari kunjungan {value}, yang tidak ada di sini.",
        "en": "Claims to correct the visit {value}, which is not here.",
    },
    "replaces_old_version": {
        "id": "Memperbaiki versi yang sudah diganti versi lain. Pilih kunjungan yang dipakai.",
        "en": "Corrects a version that another version already replaced. Choose which visit counts.",
    },
    "attachment_not_declared": {
        "id": "Berkas {value} tidak disebut dalam jawaban dan tidak disimpan.",
        "en": "The file {value} is not named in the answers and was not kept.",
    },
    "attachment_missing": {
        "id": "Berkas {value} belum diterima.",
        "en": "The file {value} has not arrived.",
    },
    "index_changed": {
        "id": "Formulir memakai versi lain dari indeks {value}; nilai dihitung ulang dengan versi sekarang.",
        "en": "The form carries another version of the index {value}; the score uses the present one.",
    },
}


def diagram() -> str:
    """Return the table of moves as a Mermaid state diagram, for the reference page."""
    lines = ["stateDiagram-v2", "    [*] --> received"]
    lines += [f"    {state.value} --> {to.value}: {move.value}" for (state, move), to in TRANSITIONS.items()]
    return "\n".join(lines) + "\n"


def check_opening_year(opens: date, *, today: date) -> None:
    """Raise InvalidRound when a round opens in a year that can only be a slip of the keyboard."""
    last = today.year + _YEARS_AHEAD
    if not _FIRST_YEAR <= opens.year <= last:
        raise InvalidRound(
            "surveys.invalid_round",
            "A round opens in a year from {first} to {last}, not in {year}.",
            first=_FIRST_YEAR,
            last=last,
            year=opens.year,
        )
