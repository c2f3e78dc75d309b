"""Makes the rows of a version coarse enough to leave, and says in a report what was done to them.

Beside the declared columns a neighbour can read two things off a row: whom a question applies to (an indicator of
children tells that there is a child) and what is sensitive in itself. So an indicator leaves only where it applies to
every family of the file and is not sensitive.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

from bahtera import disclosure
from bahtera.access.api import SYSTEM
from bahtera.publishing.errors import MicroNotPossible
from bahtera.publishing.microdata.declared import Quasi, declared
from bahtera.publishing.pinned import definitions_of
from bahtera.publishing.values import Column
from bahtera.publishing.writers.separated import cells, write_csv
from bahtera.releases import api as releases
from bahtera.surveys import api as surveys

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bahtera.indices.api import IndexDefinition
    from bahtera.releases.api import MicroRow, MicroScore

    Texts = list[list[str]]

_STEP: Final = 500
_STATES: Final = {"1": "1", "0": "0", "?": ""}


@dataclass(frozen=True, slots=True)
class Built:
    """A file of micro-data: its columns, ``data`` as CSV, the hash of that, and the report on it."""

    version: releases.VersionRow
    columns: tuple[Column, ...]
    data: bytes
    sha256: str
    report: dict[str, Any]
    definitions: tuple[IndexDefinition, ...]


def build(round_id: int, number: int, *, tell: Callable[[int, int], None] | None = None) -> Built:
    """Return what may leave of a version, of the whole round.

    ``tell``: called with the number of families read and of all. Raises MicroNotPossible (preliminary, or not
    anonymous), UnknownRound, UnknownVersion.
    """
    version = final_version(round_id, number)
    definitions = definitions_of(surveys.get_round(round_id))
    rows, outside = _measured(version, definitions, tell)
    told, report = _coarse(rows, definitions)
    columns = [_column(name) for name in ("nomor", *(one.column for one in declared().quasi))]
    table: Texts = [list(row) for row in told]
    for definition in definitions:
        named, values = _index(definition, [_score(row, definition) for row in rows])
        columns += named
        for row, more in zip(table, values, strict=True):
            row.extend(more)
    numbered = ([str(at), *row] for at, row in enumerate(table, start=1))
    data = b"".join(write_csv(columns, map(cells, numbered)))
    report["outside"] = outside
    return Built(version, tuple(columns), data, hashlib.sha256(data).hexdigest(), report, definitions)


def final_version(round_id: int, number: int) -> releases.VersionRow:
    """Return a version of which micro-data may be made; raises MicroNotPossible, UnknownVersion."""
    version = releases.version(round_id, number, actor=SYSTEM)
    if version.kind not in (releases.Kind.FINAL, releases.Kind.CORRECTED):
        raise MicroNotPossible.not_final()
    return version


def _measured(
    version: releases.VersionRow,
    definitions: Sequence[IndexDefinition],
    tell: Callable[[int, int], None] | None,
) -> tuple[list[MicroRow], int]:
    """Return the families of the sample with every score, in an order that tells nothing, and how many others."""
    every = []
    for row in releases.micro_rows(version.round_id, actor=SYSTEM, version=version.number).rows:
        every.append(row)
        if tell is not None and not len(every) % _STEP:
            tell(len(every), version.families)
    hashes = {one.id: one.hash for one in definitions}
    if tell is not None:
        tell(version.families, version.families)
    rows = [
        row
        for row in every
        if row.weight
        and all((found := row.score(one)) is not None and found.index_hash == hashes[one] for one in hashes)
    ]
    rows.sort(key=lambda row: hashlib.sha256(f"{version.digest}:{row.family}".encode()).digest())
    return rows, len(every) - len(rows)


def _coarse(
    rows: Sequence[MicroRow], definitions: Sequence[IndexDefinition]
) -> tuple[list[tuple[str, ...]], dict[str, Any]]:
    said = declared()
    values = {one.column: [one.value(row) for row in rows] for one in said.quasi}
    # A column that says the same of everybody tells nobody apart; which are left is searched through.
    moving = [one for one in said.quasi if len(set(values[one.column])) > 1] or list(said.quasi[:1])
    try:
        found = disclosure.anonymise(
            list(zip(*(values[one.column] for one in moving), strict=True)),
            [one.hierarchy(values[one.column]) for one in moving],
            said.demand,
            {one.id: [_score(row, one).category or "" for row in rows] for one in definitions},
        )
    except disclosure.NotAnonymous as error:
        raise MicroNotPossible.not_anonymous(said.demand.k) from error
    at = {one.column: place for place, one in enumerate(moving)}
    table = [
        tuple(row[at[one.column]] if one.column in at else _same(one, values) for one in said.quasi)
        for row in found.rows
    ]
    return table, _report(found.report)


def _same(one: Quasi, values: dict[str, list[str]]) -> str:
    return values[one.column][0]


def _report(found: disclosure.AnonymityReport) -> dict[str, Any]:
    said = declared()
    return {
        "declared": said.version,
        "rows": found.rows,
        "asked_k": said.demand.k,
        "k": found.k,
        "asked_l": said.demand.l,
        "diversity": dict(found.diversity),
        "classes": found.classes,
        "suppressed": found.suppressed,
        "unique_before": found.unique_before,
        "levels": dict(found.levels),
        "heights": dict(found.heights),
        "highest_risk_percent": f"{float(100 * found.highest_risk):.1f}",
        "mean_risk_percent": f"{float(100 * found.mean_risk):.1f}",
        "precision_percent": f"{float(100 * found.precision):.1f}",
    }


def _score(row: MicroRow, definition: IndexDefinition) -> MicroScore:
    found = row.score(definition.id)
    if found is None:  # pragma: no cover - rows without one were left out
        raise AssertionError(definition.id)
    return found


def _index(definition: IndexDefinition, scores: Sequence[MicroScore]) -> tuple[list[Column], Texts]:
    leaving = [
        (place, each)
        for place, each in enumerate(definition.indicators)
        if not (each.sensitive or each.private) and all(one.states[place] in _STATES for one in scores)
    ]
    name = definition.id
    title = {"id": definition.plain_title.id, "en": definition.plain_title.en}
    categories = {one.id: {"id": one.title.id, "en": one.title.en} for one in definition.categories}
    columns = [
        Column(f"{name}_skor", "integer", title, {}, unit="0-100"),
        Column(f"{name}_kategori", "text", title, categories),
        *(
            Column(
                f"{name}_{each.id}",
                "text",
                {"id": each.label.id, "en": each.label.en},
                {"1": {"id": "terpenuhi", "en": "met"}, "0": {"id": "tidak terpenuhi", "en": "not met"}},
            )
            for _, each in leaving
        ),
    ]
    rows = [
        [_whole(one), one.category or "", *(_STATES[one.states[at]] for at, _ in leaving)] for one in scores
    ]
    return columns, rows


def _whole(one: MicroScore) -> str:
    return str(round(Fraction(100 * one.numerator, one.denominator))) if one.scored else ""


def _column(name: str) -> Column:
    return Column(name, "text", declared().labels[name], {"*": {"id": "tidak disebut", "en": "not told"}})
