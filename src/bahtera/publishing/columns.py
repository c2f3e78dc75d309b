"""The columns of an export: fixed facts of the visit, answers that may leave, scores by index."""

from __future__ import annotations

from dataclasses import dataclass
from operator import getitem
from typing import TYPE_CHECKING, Any, Final, Generic

from bahtera.access.api import Level
from bahtera.indices import api as indices
from bahtera.publishing import rules
from bahtera.publishing.values import Column, V, Value
from bahtera.questionnaires import api as questionnaires

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date

    from bahtera.indices.api import IndexDefinition
    from bahtera.publishing.values import Kind
    from bahtera.surveys.api import ExportRow, ScoreRow

_KINDS: Final[dict[str, Kind]] = {
    "integer": "integer",
    "decimal": "decimal",
    "date": "date",
    "boolean": "boolean",
    "select_multiple": "codes",
}
_STATE_CODES: Final = {"1": 1, "0": 0, "-": 8, "?": 9}
# Stands for an indicator that a score's definition does not have.
_ABSENT: Final = " "
_REMEMBERED: Final = 5_000
_WHERE_IN_A_VILLAGE: Final = frozenset({"dusun", "rw", "rt"})

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


class Remembered(dict[Any, V]):
    """What a key becomes, worked out once: codes come again in nearly every family."""

    def __init__(self, work_out: Callable[[Any], V]) -> None:
        super().__init__()
        self.work_out = work_out

    def __missing__(self, key: Any) -> V:
        value = self.work_out(key)
        if len(self) < _REMEMBERED and self.may_stay(key):
            self[key] = value
        return value

    def may_stay(self, key: Any) -> bool:  # noqa: ARG002 - a subclass looks at it
        """Tell whether the value may be given again for all keys that equal this one."""
        return True


class Cells(Remembered[V]):
    """What a stored answer becomes in a column."""

    def __init__(self, column: Column, finish: Callable[[Value], V]) -> None:
        convert = rules.converter(column.kind)
        super().__init__(lambda stored: finish(convert(stored)))
        self._of_integers = column.kind == "integer"

    def may_stay(self, key: Any) -> bool:
        """Refuse numbers and booleans: True, 1 and 1.0 are one key, and one value only as integers."""
        return key is None or isinstance(key, str) or self._of_integers


class VisitValues(Generic[V]):
    """The values of `VISIT`."""

    def __init__(self, finish: Callable[[Value], V]) -> None:
        self._finish = finish
        self._shared = Remembered(self._work_out)

    def values(self, row: ExportRow) -> list[V]:
        """Return the values in the order of the columns."""
        finish = self._finish
        shared = (row.village_code, row.round_id, row.form_version, row.visited_on, row.result_code)
        return [finish(row.id), finish(row.family_id), *self._shared[shared], finish(row.received_at)]

    def _work_out(self, shared: tuple[str, int | None, str, date | None, str]) -> list[V]:
        """Return what all families of a village share that were visited on the same day."""
        village, round_id, form_version, visited_on, result = shared
        codes = [code or None for code in (village[:2], village[:5], village[:8], village)]
        return [self._finish(each) for each in (*codes, round_id, form_version, visited_on, result or None)]


class Answers(Generic[V]):
    """The answers of one frame (the family, or a member of the roster) that may leave."""

    def __init__(self, columns: Sequence[Column], finish: Callable[[Value], V]) -> None:
        self.columns = tuple(columns)
        self._names = [column.name for column in columns]
        self._cells = [Cells(column, finish) for column in columns]

    def values(self, answers: Mapping[str, Any]) -> list[V]:
        """Return the values in the order of the columns."""
        try:
            return list(map(getitem, self._cells, map(answers.get, self._names)))
        except TypeError:
            # A list (several choices) cannot be looked up.
            pairs = zip(self._cells, self._names, strict=True)
            return [cells.work_out(answers.get(name)) for cells, name in pairs]


@dataclass(frozen=True, slots=True)
class FormColumns(Generic[V]):
    """What leaves of a form's answers, over all its versions."""

    family: Answers[V]
    roster: str | None
    member: Answers[V]
    has_birth_date: bool
    finish: Callable[[Value], V]

    @property
    def member_columns(self) -> tuple[Column, ...]:
        """Return the columns of the members' table."""
        ages = AGES if self.has_birth_date else ()
        return (*MEMBER_KEYS, *ages, *self.member.columns)

    def member_rows(self, row: ExportRow, keys: Sequence[V]) -> list[list[V]]:
        """Return the members of a family, the family's own keys first."""
        if self.roster is None:
            return []
        members = row.answers.get(self.roster) or ()
        return [
            [*keys, self.finish(position), *self._ages(member, row.visited_on), *self.member.values(member)]
            for position, member in enumerate(members, 1)
        ]

    def _ages(self, member: Mapping[str, Any], on: date | None) -> list[V]:
        if not self.has_birth_date:
            return []
        months = rules.whole_months(member.get(rules.BIRTH_DATE), on)
        return [self.finish(None if months is None else months // 12), self.finish(months)]


def level_of(name: str) -> str:
    """Return how secret an answer that may leave is: where in a village a family lives helps to find it.

    Everything else that may leave is coded, and bound to a family by our own key only.
    """
    return "L3" if name in _WHERE_IN_A_VILLAGE else "L2"


def as_it_is(value: Value) -> Value:
    """Return the value: for files that have types."""
    return value


def form_columns(
    versions: Sequence[questionnaires.FormVersion],
    finish: Callable[[Value], V],
    *,
    most: Level = Level.IDENTITY,
) -> FormColumns[V]:
    """Return the columns of a form's answers: the newest version first, then what only older ones asked.

    ``finish`` is the last step of a value on its way into a file. ``most`` is the most secret level that leaves.
    """
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
            column = Column(
                item.name, _KINDS.get(item.type, "text"), item.labels, choices, level=level_of(item.name)
            )
            if Level.of(column.level) > most:
                continue
            (member if is_member else family).setdefault(item.name, column)
    of_family, of_member = Answers([*family.values()], finish), Answers([*member.values()], finish)
    return FormColumns(of_family, roster, of_member, has_birth_date, finish)


@dataclass(frozen=True, slots=True)
class ScoreColumns(Generic[V]):
    """One index in an export: value, category, definition, and the state of every indicator."""

    index_id: str
    definitions: Mapping[str, IndexDefinition]
    columns: tuple[Column, ...]
    indicators: tuple[str, ...]
    places: Mapping[str, tuple[int, ...]]
    """By definition, where each column's indicator stands in a pattern; -1 when the definition has it not."""
    finish: Callable[[Value], V]
    texts: Remembered[V]
    codes: Remembered[V]
    """What each sign of a pattern becomes."""

    def values(self, scores: Iterable[ScoreRow]) -> list[V]:
        """Return the values in the order of the columns; empty without a score of this index."""
        score = next((each for each in scores if each.index_id == self.index_id), None)
        if score is None:
            return [self.texts[None]] * len(self.columns)
        return [
            self.finish(score.value),
            self.texts[score.category],
            self.texts[score.index_hash],
            *self._states(score),
        ]

    def _states(self, score: ScoreRow) -> list[V]:
        """Return each indicator's code; empty where the score's definition is unknown or does not have it."""
        definition = self.definitions.get(score.index_hash)
        if definition is None or len(score.states) != len(definition.indicators):
            return [self.codes[_ABSENT]] * len(self.indicators)
        codes, signs = self.codes, score.states + _ABSENT
        return [codes[signs[place]] for place in self.places[score.index_hash]]


def score_columns(index_id: str, finish: Callable[[Value], V]) -> ScoreColumns[V]:
    """Return the columns of one index, over all its versions; the newest version's order."""
    versions = indices.list_versions(index_id)
    known = [indices.load(index_id, version=version).without_private() for version in versions]
    newest = known[-1]
    indicators = {each.id: each for definition in reversed(known) for each in definition.indicators}
    categories = {each.id: {"id": each.title.id, "en": each.title.en} for each in newest.categories}
    title = newest.plain_title
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
        index_id=index_id,
        definitions={definition.hash: definition for definition in known},
        columns=tuple(columns),
        indicators=tuple(indicators),
        places={definition.hash: _places(definition, indicators) for definition in known},
        finish=finish,
        texts=Remembered(finish),
        codes=Remembered(lambda sign: finish(_STATE_CODES.get(sign))),
    )


def _places(definition: IndexDefinition, indicators: Iterable[str]) -> tuple[int, ...]:
    places = {each.id: place for place, each in enumerate(definition.indicators)}
    return tuple(places.get(name, -1) for name in indicators)
