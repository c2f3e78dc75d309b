"""Everything that metadata say of a round, gathered once: what the definitions hold, and what a person wrote."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

import yaml

from bahtera.areas import api as areas
from bahtera.foundation import shipped
from bahtera.publishing import rules
from bahtera.publishing.pinned import definitions_of
from bahtera.questionnaires import api as questionnaires
from bahtera.surveys import api as surveys

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bahtera.indices.api import IndexDefinition
    from bahtera.questionnaires.api import DictionaryItem, FormVersion

Texts = dict[str, str]
_FILE: Final = "metadata/2026.1.yaml"


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of MS-Keg, filled by the round (``source``), by what always holds (``text``), or by a person."""

    id: str
    label: Mapping[str, str]
    hint: Mapping[str, str]
    source: str = ""
    asked: str = ""
    text: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Variable:
    """One question as MS-Var describes it. ``leaves``: its answers may stand in a file of single families."""

    item: DictionaryItem
    months: int | None
    leaves: bool


@dataclass(frozen=True, slots=True)
class Filled:
    """One entry with what stands in it, by language; empty texts: nobody wrote it yet."""

    entry: Entry
    text: Mapping[str, str]

    @property
    def is_missing(self) -> bool:
        """Tell whether the entry is still empty."""
        return not any(self.text.values())


@dataclass(frozen=True, slots=True)
class Study:
    """A round with the versions it measures by. ``version`` and ``status`` are those of the list of entries."""

    round: surveys.RoundRow
    area: str
    version: str
    status: str
    source: str
    form: FormVersion
    variables: tuple[Variable, ...]
    indices: tuple[IndexDefinition, ...]
    entries: tuple[Filled, ...]

    @property
    def missing(self) -> tuple[Entry, ...]:
        """Return the entries that a person must still write."""
        return tuple(one.entry for one in self.entries if one.is_missing)


@lru_cache(maxsize=1)
def _declared() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(shipped.definitions(_FILE).read_text(encoding="utf-8"))
    return found


def entries() -> tuple[Entry, ...]:
    """Return the entries of MS-Keg in their order."""
    return tuple(
        Entry(
            id=one["id"],
            label=one["label"],
            hint=one.get("hint", {}),
            source=one.get("from", ""),
            asked=one.get("asked", ""),
            text=one.get("text", {}),
        )
        for one in _declared()["activity"]
    )


def asked_entries() -> frozenset[str]:
    """Return the ids of what a person writes."""
    return frozenset(one.id for one in entries() if one.asked)


def study_of(round_id: int) -> Study | None:
    """Return what is known of a round; None while its questionnaire is not published. Raises UnknownRound."""
    row = surveys.get_round(round_id)
    form = _form(row)
    if form is None:
        return None
    months = _look_back(row)
    declared = _declared()
    asked = [item for item in questionnaires.dictionary(form) if not item.calculated]
    found = areas.find([row.area_code]) if row.area_code else {}
    area = found[row.area_code].name if row.area_code in found else "Indonesia"
    return Study(
        round=row,
        area=area,
        version=declared["version"],
        status=declared["status"],
        source=declared["source"],
        form=form,
        variables=tuple(
            Variable(
                item,
                months.get(item.name),
                rules.may_leave(item.name, item.type, has_choices=bool(item.choices)),
            )
            for item in asked
        ),
        indices=definitions_of(row),
        entries=_filled(row, _known(row, form, area, questions=len(asked))),
    )


def _form(row: surveys.RoundRow) -> FormVersion | None:
    """Return the version the round measures with; before its field work, the newest."""
    if row.form is not None:
        return questionnaires.get_form(row.form.id, row.form.version)
    return next((one for one in questionnaires.current_forms() if one.form_id == row.form_id), None)


def _look_back(row: surveys.RoundRow) -> dict[str, int]:
    """Return question -> months it looks back, as the definitions declare it."""
    windows = surveys.recall_windows(row.form_id, row.opens, row.closes)
    return {name: window.months for window in windows for name in window.questions}


def _filled(row: surveys.RoundRow, known: Mapping[str, Texts]) -> tuple[Filled, ...]:
    written = surveys.description_of(row.id)

    def text(one: Entry) -> Mapping[str, str]:
        if one.source:
            return known[one.source]
        return one.text.get(row.design.value, one.text) or _both(written.get(one.id, ""))

    return tuple(Filled(one, text(one)) for one in entries())


def _both(text: str) -> Texts:
    return {"id": text, "en": text}


_STAGES: Final[Mapping[str, Mapping[str, str]]] = {
    "locus": {"id": "penetapan desa lokus", "en": "choosing locus villages"},
    "training": {"id": "pelatihan kader", "en": "training of kader"},
    "survey": {"id": "pendataan", "en": "survey"},
    "results": {"id": "pengolahan dan hasil", "en": "results"},
    "plan": {"id": "rencana aksi", "en": "action plan"},
    "assessment": {"id": "penilaian", "en": "assessment"},
}


def _known(row: surveys.RoundRow, form: FormVersion, area: str, *, questions: int) -> dict[str, Texts]:
    """Return what the round and its questionnaire say, by the name that entries ask for it."""
    targets = surveys.targets(row.id)
    families = sum(one.target_families for one in targets)
    named = row.recommendation
    return {
        "title": _both(f"{row.name} ({form.title})"),
        "year": _both(str(row.year)),
        "recommendation": _both(f"{named.number}, {named.on.isoformat()}" if named else ""),
        "purpose": _both(row.purpose),
        "levels": levels_of(row),
        "calendar": {language: _calendar(row, language) for language in ("id", "en")},
        "variables": {
            "id": f"{questions} butir; lihat MS-Var. Kuesioner {form.form_id} versi {form.version}.",
            "en": f"{questions} items; see MS-Var. Questionnaire {form.form_id}, version {form.version}.",
        },
        "area": _both(f"{area} ({row.area_code})" if row.area_code else area),
        "targets": {
            "id": f"{len(targets)} desa/kelurahan, {families} keluarga" if targets else "",
            "en": f"{len(targets)} villages, {families} families" if targets else "",
        },
    }


def levels_of(row: surveys.RoundRow) -> Texts:
    """Return for which areas a round's figures speak: of a sample none wider than its own area."""
    if row.design.value != "two_stage":
        return {
            "id": "desa; di atasnya rata-rata desa lokus",
            "en": "village; above it the average of locus villages",
        }
    return _SAMPLED[len(row.area_code)]


_SAMPLED: Final[Mapping[int, Texts]] = {
    0: {
        "id": "nasional, provinsi, dan kabupaten/kota sesuai galat sampling",
        "en": "country, province and regency as sampling errors allow",
    },
    2: {
        "id": "provinsi dan kabupaten/kota sesuai galat sampling",
        "en": "province and regency as sampling errors allow",
    },
    5: {
        "id": "kabupaten/kota ini dan kecamatannya sesuai galat sampling",
        "en": "this regency and its districts as sampling errors allow",
    },
    8: {"id": "kecamatan ini sesuai galat sampling", "en": "this district as sampling errors allow"},
    13: {"id": "desa ini sesuai galat sampling", "en": "this village as sampling errors allow"},
}


def _calendar(row: surveys.RoundRow, language: str) -> str:
    stages = "; ".join(
        f"{_STAGES[one.stage.value][language]}: {one.starts.isoformat()} – {one.ends.isoformat()}"
        for one in surveys.calendar_of(row.id)
    )
    return stages or f"{row.opens.isoformat()} – {row.closes.isoformat() if row.closes else ''}"
