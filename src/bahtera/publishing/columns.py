"""The columns of an export: fixed facts of the visit, answers that may leave, scores by index."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from bahtera.indices import api as indices
from bahtera.publishing import rules
from bahtera.publishing.values import Column, Value
from bahtera.questionnaires import api as questionnaires

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from bahtera.indices.api import IndexDefinition
    from bahtera.publishing.values import Kind, Row
    from bahtera.surveys.api import ExportRow, ScoreRow

_KINDS: Final[dict[str, Kind]] = {
    "integer": "integer",
    "decimal": "decimal",
    "date": "date",
    "boolean": "boolean",
    "select_multiple": "codes",
}
_STATE_CODES: Final = {"1": 1, "0": 0, "-": 8, "?": 9}
_REMEMBERED: Final = 5_000

Finish = Callable[[Value], Value]
"""The last step of a value on its way into a file."""

_STATES: Final = {
    "1": {"id": "terpenuhi", "en": "met"},
    "0": {"id": "belum terpenuhi", "en": "not met"},
    "8": {"id": "tidak berlaku", "en": "not applicable"},
    "9": {"id": "tidak terjawab", "en": "unanswered"},
}


def _plain(name: str, kind: Kind, indonesian: str, english: str, unit: str = "") -> Column:
    return Column(name, kind, {"id": indonesian, "en": english}, {}, unit)


VISIT: Final = (
    _plain("submission_id", "text", "Nomor kiriman", "Submission"),
    _plain(
        "family_id", "text", "Nomor keluarga di sistem (bukan nomor KK)", "Family key (not the KK number)"
    ),
    _plain("kode_provinsi", "text", "Kode provinsi (Kemendagri)", "Province code (Kemendagri)"),
    _plain("kode_kabkota", "text", "Kode kabupaten/kota (Kemendagri)", "Regency or city code (Kemendagri)"),
    _plain("kode_kecamatan", "text", "Kode kecamatan (Kemendagri)", "District code (Kemendagri)"),
    _plain("kode_desa", "text", "Kode desa/kelurahan (Kemendagri)", "Village code (Kemendagri)"),
    _plain("putaran", "integer", "Nomor putaran pendataan", "Round"),
    _plain("form_version", "text", "Versi kuesioner", "Questionnaire version"),
    _plain("tanggal_kunjungan", "date", "Tanggal kunjungan", "Date of the visit"),
    _plain("hasil_kunjungan", "text", "Hasil kunjungan", "Result of the visit"),
    _plain("diterima_pada", "instant", "Diterima server pada (UTC)", "Received by the server at (UTC)"),
)
MEMBER_KEYS: Final = (
    _plain("submission_id", "text", "Nomor kiriman", "Submission"),
    _plain(
        "family_id", "text", "Nomor keluarga di sistem (bukan nomor KK)", "Family key (not the KK number)"
    ),
    _plain("kode_desa", "text", "Kode desa/kelurahan (Kemendagri)", "Village code (Kemendagri)"),
    _plain("nomor_urut", "integer", "Urutan dalam daftar anggota", "Position in the roster"),
)
AGES: Final = (
    _plain("usia_tahun", "integer", "Usia pada tanggal kunjungan", "Age at the visit", "years"),
    _plain("usia_bulan", "integer", "Usia pada tanggal kunjungan", "Age at the visit", "months"),
)


def visit_values(row: ExportRow) -> list[Value]:
    """Return the values of `VISIT`."""
    village = row.village_code
    return [
        str(row.id),
        str(row.family_id) if row.family_id else None,
        village[:2] or None,
        village[:5] or None,
        village[:8] or None,
        village or None,
        row.round_id,
        row.form_version,
        row.visited_on,
        row.result_code or None,
        row.received_at,
    ]


class Cells(dict[Any, "Value"]):
    """What a stored answer becomes in a column, remembered: codes come again in nearly every family."""

    def __init__(self, column: Column, finish: Finish) -> None:
        super().__init__()
        self._convert = rules.converter(column.kind)
        self._finish = finish

    def __missing__(self, stored: Any) -> Value:
        value = self.work_out(stored)
        # True and 1 are one key to a dictionary, so neither is remembered.
        if len(self) < _REMEMBERED and stored is not True and stored != 1:
            self[stored] = value
        return value

    def work_out(self, stored: Any) -> Value:
        """Return the value without remembering it."""
        return self._finish(self._convert(stored))


@dataclass(frozen=True, slots=True)
class Answers:
    """The answers of one frame (the family, or a member of the roster) that may leave."""

    columns: tuple[Column, ...]
    readers: tuple[tuple[str, Cells], ...]

    def values(self, answers: Mapping[str, Any]) -> list[Value]:
        """Return the values in the order of the columns."""
        stored = answers.get
        try:
            return [cells[stored(name)] for name, cells in self.readers]
        except TypeError:
            # A list (several choices) cannot be looked up.
            return [cells.work_out(stored(name)) for name, cells in self.readers]


@dataclass(frozen=True, slots=True)
class FormColumns:
    """What leaves of a form's answers, over all its versions."""

    family: Answers
    roster: str | None
    member: Answers
    has_birth_date: bool

    @property
    def member_columns(self) -> tuple[Column, ...]:
        """Return the columns of the members' table."""
        ages = AGES if self.has_birth_date else ()
        return (*MEMBER_KEYS, *ages, *self.member.columns)

    def member_rows(self, row: ExportRow, keys: Sequence[Value]) -> list[Row]:
        """Return the members of a family, the family's own keys first."""
        if self.roster is None:
            return []
        members = row.answers.get(self.roster) or ()
        return [
            [*keys, position, *self._ages(member, row.visited_on), *self.member.values(member)]
            for position, member in enumerate(members, 1)
        ]

    def _ages(self, member: Mapping[str, Any], on: date | None) -> list[Value]:
        if not self.has_birth_date:
            return []
        months = rules.whole_months(member.get(rules.BIRTH_DATE), on)
        return [None if months is None else months // 12, months]


def as_it_is(value: Value) -> Value:
    """Return the value: for files that have types."""
    return value


def form_columns(versions: Sequence[questionnaires.FormVersion], *, finish: Finish = as_it_is) -> FormColumns:
    """Return the columns of a form's answers: the newest version first, then what only older ones asked."""
    taken = {column.name for column in (*VISIT, *MEMBER_KEYS)}
    family: dict[str, Column] = {}
    member: dict[str, Column] = {}
    roster: str | None = None
    has_birth_date = False
    for version in versions:
        labels = questionnaires.labels(version.form_id, version.version)
        inside = ""
        for item in questionnaires.outline(version):
            if item.kind == "repeat":
                inside, roster = item.path + "/", roster or item.name
            if item.kind != "question":
                continue
            is_member = bool(inside) and item.path.startswith(inside)
            has_birth_date = has_birth_date or (is_member and item.name == rules.BIRTH_DATE)
            choices = labels[item.name].choices if item.name in labels else {}
            if item.name in taken or not rules.may_leave(item.name, item.type, has_choices=bool(choices)):
                continue
            column = Column(item.name, _KINDS.get(item.type, "text"), item.labels, choices)
            (member if is_member else family).setdefault(item.name, column)
    return FormColumns(_answers(family, finish), roster, _answers(member, finish), has_birth_date)


def _answers(columns: Mapping[str, Column], finish: Finish) -> Answers:
    readers = tuple((name, Cells(column, finish)) for name, column in columns.items())
    return Answers(tuple(columns.values()), readers)


@dataclass(frozen=True, slots=True)
class ScoreColumns:
    """One index in an export: value, category, definition, and the state of every indicator."""

    index_id: str
    definitions: Mapping[str, IndexDefinition]
    columns: tuple[Column, ...]
    indicators: tuple[str, ...]
    seen: dict[tuple[str, str], tuple[Value, ...]] = field(default_factory=dict)
    """The codes of patterns met so far in this export: the same ones come again and again."""

    def values(self, scores: Iterable[ScoreRow]) -> list[Value]:
        """Return the values in the order of the columns; empty without a score of this index."""
        score = next((each for each in scores if each.index_id == self.index_id), None)
        if score is None:
            return [None] * len(self.columns)
        key = (score.index_hash, score.states)
        states = self.seen.get(key)
        if states is None:
            states = self._states(score)
            if len(self.seen) < _REMEMBERED:
                self.seen[key] = states
        return [score.value, score.category, score.index_hash, *states]

    def _states(self, score: ScoreRow) -> tuple[Value, ...]:
        """Return each indicator's code; empty where the score's definition is unknown or does not have it."""
        definition = self.definitions.get(score.index_hash)
        if definition is None or len(score.states) != len(definition.indicators):
            return (None,) * len(self.indicators)
        names = (each.id for each in definition.indicators)
        signs = dict(zip(names, score.states, strict=True))
        return tuple(_STATE_CODES.get(signs.get(name, "")) for name in self.indicators)


def score_columns(index_id: str) -> ScoreColumns:
    """Return the columns of one index, over all its versions; the newest version's order."""
    versions = indices.list_versions(index_id)
    known = [indices.load(index_id, version=version).without_private() for version in versions]
    newest = known[-1]
    indicators = {each.id: each for definition in reversed(known) for each in definition.indicators}
    categories = {each.id: {"id": each.title.id, "en": each.title.en} for each in newest.categories}
    title = newest.title
    columns = [
        _plain(f"{index_id}_nilai", "decimal", f"{title.id}: nilai keluarga", f"{title.en}: score", "0-100"),
        Column(
            f"{index_id}_kategori",
            "text",
            {"id": f"{title.id}: kategori", "en": f"{title.en}: category"},
            categories,
        ),
        _plain(
            f"{index_id}_definisi", "text", "Sidik definisi (SHA-256)", "Hash of the definition (SHA-256)"
        ),
    ]
    columns += [
        Column(each.id, "integer", {"id": each.label.id, "en": each.label.en}, _STATES)
        for each in indicators.values()
    ]
    return ScoreColumns(
        index_id, {definition.hash: definition for definition in known}, tuple(columns), tuple(indicators)
    )
