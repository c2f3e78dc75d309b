"""What was worked out lately, by the content it was made of: the next question about the same families is quick.

Kept by content, not by the keys of rows, so that it cannot be out of date. Families of this moment are kept by village,
by what changes with every visit that comes there or is decided about: only villages in which one did are read again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING, Generic, TypeVar

from bahtera.access.api import SYSTEM
from bahtera.analysis.rules.frames import Families, gather, joined, table_of
from bahtera.releases import api as releases
from bahtera.results import api as results
from bahtera.surveys import api as surveys

if TYPE_CHECKING:
    import pyarrow as pa

    from bahtera.analysis.values import Measure, Plan
    from bahtera.indices.api import IndexDefinition
    from bahtera.releases.api import MicroData

_ROUNDS = 4
_TABLES = 12
_FEW = 40
"""Up to so many changed villages are read one by one, more all together."""
_MOST = 100_000
"""Families of this moment that are remembered, some 40 MB; of a larger round they are read each time."""
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Keyed(Generic[T]):
    """Something to work from, the same as another wherever its key is."""

    key: Hashable
    carried: T

    def __hash__(self) -> int:
        return hash(self.key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Keyed) and self.key == other.key


def families_of(data: MicroData, index_ids: tuple[str, ...]) -> Keyed[Families]:
    """Return the families of a data version, or of this moment, with the key of their content."""
    cites = data.cites
    if cites.number is None:
        return _keyed(gather(data.rows, index_ids, tuple(surveys.GROUPS)))
    return _of_version(
        Keyed((cites.round_id, cites.digest, data.villages, data.erased, index_ids), (data, index_ids))
    )


def families_now(round_id: int, index_ids: tuple[str, ...]) -> Keyed[Families]:
    """Return the families approved at this moment in a round that is no sample, read again where anything changed."""
    # Read before the families: what comes between the two is read again the next time.
    stamps = surveys.counted_stamps(round_id)
    told = repr((round_id, index_ids, sorted(stamps.items())))
    digest = hashlib.sha256(told.encode()).hexdigest()
    before = _now.get(round_id)
    if before is not None and before.families.key == digest:
        return before.families
    known = before.parts if before is not None and before.index_ids == index_ids else {}
    parts = {code: known[code] for code, stamp in stamps.items() if code in known and known[code][0] == stamp}
    changed = sorted(stamps.keys() - parts.keys())
    for code, found in _read(round_id, index_ids, changed if len(changed) <= _FEW else None):
        if code not in parts:
            parts[code] = (stamps.get(code, ""), found)
    for code in changed:
        parts.setdefault(code, (stamps[code], gather((), index_ids, tuple(surveys.GROUPS))))
    ordered = [parts[code][1] for code in sorted(parts)]
    families = Keyed(digest, joined(ordered, index_ids, tuple(surveys.GROUPS)))
    if len(families.carried) <= _MOST:
        _now[round_id] = _Now(index_ids, parts, families)
        while len(_now) > _ROUNDS:
            _now.pop(next(iter(_now)), None)
    return families


@dataclass(frozen=True, slots=True)
class _Now:
    """The families of a round as they were approved, by village with what its visits were told apart by."""

    index_ids: tuple[str, ...]
    parts: Mapping[str, tuple[str, Families]]
    families: Keyed[Families]


def _read(
    round_id: int, index_ids: tuple[str, ...], villages: Iterable[str] | None
) -> Iterator[tuple[str, Families]]:
    """Yield the families of some villages, of all without; a village in which none counts has none."""
    names = tuple(surveys.GROUPS)
    for area in [""] if villages is None else villages:
        rows = releases.micro_rows(round_id, actor=SYSTEM, area=area).rows
        for code, mine in groupby(rows, key=lambda row: row.village_code):
            yield code, gather(mine, index_ids, names)


def measured_of(families: Keyed[Families]) -> dict[str, results.Measured]:
    """Return the definitions of the round's indices, and what of them may be shown without classes."""
    return _measured(families)


def table_for(
    families: Keyed[Families],
    definition: IndexDefinition,
    measure: Measure,
    *,
    plan: Plan | None,
    unvisited: Mapping[str, int],
) -> pa.Table:
    """Return `rules.frames.table_of` of these."""
    drawn = None if plan is None else (plan.by_size, _sorted(plan.drawn), _sorted(plan.villages))
    key = (families.key, definition.hash, measure.key, drawn, _sorted(unvisited))
    return _table(Keyed(key, (families.carried, definition, measure, plan, unvisited)))


def _sorted(found: Mapping[str, Hashable]) -> tuple[tuple[str, Hashable], ...]:
    return tuple(sorted(found.items(), key=lambda each: each[0]))


def _keyed(families: Families) -> Keyed[Families]:
    digest = hashlib.sha256()
    for column in _columns(families):
        digest.update("\x1f".join("" if each is None else str(each) for each in column).encode())
        digest.update(b"\x1e")
    return Keyed(digest.hexdigest(), families)


def _columns(families: Families) -> Iterable[Iterable[object]]:
    plain = (families.keys, families.strata, families.weights, families.villages, families.outcomes)
    yield from plain
    named: tuple[Mapping[str, Iterable[object]], ...] = (families.groups, families.states, families.hashes)
    for columns in named:
        for name, column in sorted(columns.items()):
            yield [name, *column]


@lru_cache(maxsize=_ROUNDS)
def _of_version(asked: Keyed[tuple[MicroData, tuple[str, ...]]]) -> Keyed[Families]:
    data, index_ids = asked.carried
    return _keyed(gather(data.rows, index_ids, tuple(surveys.GROUPS)))


@lru_cache(maxsize=_ROUNDS)
def _measured(families: Keyed[Families]) -> dict[str, results.Measured]:
    return results.protect_families(families.carried.patterns(), "internal")


@lru_cache(maxsize=_TABLES)
def _table(
    asked: Keyed[tuple[Families, IndexDefinition, Measure, Plan | None, Mapping[str, int]]],
) -> pa.Table:
    families, definition, measure, plan, unvisited = asked.carried
    return table_of(families, definition, measure, plan=plan, unvisited=unvisited)


_now: dict[int, _Now] = {}
