"""Families as columns, for `bahtera.statistics`: one row each, in the order they came."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from bahtera.analysis.values import LENGTHS, LEVELS, Kind
from bahtera.statistics.sampling import WEIGHT_UNIT

if TYPE_CHECKING:
    from bahtera.analysis.values import Measure, MicroRow, Plan
    from bahtera.indices.api import IndexDefinition

ANSWERED = ("selesai", "selesai_sebagian")
REFUSED = "menolak"
GONE = ("pindah",)
_MET, _UNMET, _NOT_APPLICABLE = "1", "0", "-"


@dataclass(frozen=True, slots=True)
class Pattern:
    """How many families of a village show exactly these states by this definition."""

    states: str
    index_hash: str
    count: int


@dataclass(frozen=True, slots=True)
class Families:
    """The families of a round, each list as long as there are families.

    ``states``: index -> states by its own definition, "" where there are none. ``hashes``: index -> the hash they
    were made by. ``strata``, ``weights``: of those drawn; of others "" and, in a sample, 0.
    """

    keys: list[str] = field(default_factory=list)
    strata: list[str] = field(default_factory=list)
    weights: list[float] = field(default_factory=list)
    villages: list[str] = field(default_factory=list)
    outcomes: list[str] = field(default_factory=list)
    groups: dict[str, list[str | None]] = field(default_factory=dict)
    states: dict[str, list[str]] = field(default_factory=dict)
    hashes: dict[str, list[str]] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.villages)

    def patterns(self) -> dict[str, dict[str, list[Pattern]]]:
        """Return index -> village -> its patterns, in a steady order."""
        found: dict[str, dict[str, list[Pattern]]] = {}
        for index_id, states in self.states.items():
            counts: defaultdict[str, Counter[tuple[str, str]]] = defaultdict(Counter)
            for village, sent, index_hash in zip(self.villages, states, self.hashes[index_id], strict=True):
                if sent:
                    counts[village][sent, index_hash] += 1
            found[index_id] = {
                village: [Pattern(*key, count) for key, count in sorted(each.items())]
                for village, each in sorted(counts.items())
            }
        return found


def joined(parts: Sequence[Families], index_ids: Sequence[str], group_names: Sequence[str]) -> Families:
    """Return the families of several parts in one, in their order."""
    return Families(
        keys=list(chain.from_iterable(each.keys for each in parts)),
        strata=list(chain.from_iterable(each.strata for each in parts)),
        weights=list(chain.from_iterable(each.weights for each in parts)),
        villages=list(chain.from_iterable(each.villages for each in parts)),
        outcomes=list(chain.from_iterable(each.outcomes for each in parts)),
        groups={name: list(chain.from_iterable(each.groups[name] for each in parts)) for name in group_names},
        states={name: list(chain.from_iterable(each.states[name] for each in parts)) for name in index_ids},
        hashes={name: list(chain.from_iterable(each.hashes[name] for each in parts)) for name in index_ids},
    )


def gather(rows: Iterable[MicroRow], index_ids: Sequence[str], group_names: Sequence[str]) -> Families:
    """Return families read once, as columns."""
    found = Families(
        groups={name: [] for name in group_names},
        states={name: [] for name in index_ids},
        hashes={name: [] for name in index_ids},
    )
    for row in rows:
        found.keys.append(row.family)
        found.strata.append(row.stratum)
        found.weights.append(row.weight / WEIGHT_UNIT)
        found.villages.append(row.village_code)
        found.outcomes.append(row.result_code)
        for name, column in found.groups.items():
            column.append(row.groups.get(name))
        by_index = {each.index_id: each for each in row.scores}
        for name in index_ids:
            score = by_index.get(name)
            found.states[name].append(score.states if score else "")
            found.hashes[name].append(score.index_hash if score else "")
    return found


def table_of(
    families: Families,
    definition: IndexDefinition,
    measure: Measure,
    *,
    plan: Plan | None = None,
    unvisited: Mapping[str, int] | None = None,
) -> pa.Table:
    """Return the table of one measure.

    Columns: the levels of areas, ``outcome``, ``answered``, the groups, ``y`` (points, or yes and no, or the category;
    missing where it is not known), ``applies`` (whether the measure is asked of the family at all). With a ``plan``
    also ``family``, ``stratum``, ``unit``, ``weight``, ``n_villages``, ``n_families`` of those drawn, all others left
    out; the unit is the village, or the family in a village that was certain.
    ``unvisited``: village -> families listed or drawn there of which nothing is known yet, added without an outcome.
    """
    keep = in_plan(families, plan)
    more = [code for code, count in sorted((unvisited or {}).items()) for _ in range(count)]
    villages = _kept(families.villages, keep) + more
    nothing = [None] * len(more)
    outcomes = _kept(families.outcomes, keep) + nothing
    columns: dict[str, Any] = {level: [code[: LENGTHS[level]] for code in villages] for level in LEVELS}
    columns["outcome"] = pa.array(outcomes, pa.string())
    columns["answered"] = [each in ANSWERED for each in outcomes]
    for name, classes in families.groups.items():
        columns[name] = pa.array(_kept(classes, keep) + nothing, pa.string())
    kind = pa.string() if measure.kind is Kind.CATEGORY else pa.float64()
    columns["y"] = pa.array(_kept(values_of(families, definition, measure), keep) + nothing, kind)
    columns["applies"] = _kept(_applies(families, definition, measure), keep) + [True] * len(more)
    if plan is not None:
        columns["family"] = _kept(families.keys, keep) + [f"{code}:{at}" for at, code in enumerate(more)]
        columns["stratum"] = _kept(families.strata, keep) + [plan.drawn[code][0] for code in more]
        columns["unit"] = [
            family if village in plan.certain else village
            for family, village in zip(columns["family"], villages, strict=True)
        ]
        columns["weight"] = _kept(families.weights, keep) + [plan.drawn[code][1] for code in more]
        columns["n_villages"] = [float(plan.villages[each]) for each in columns["stratum"]]
        columns["n_families"] = [float(plan.families[each]) for each in villages]
    return pa.table(columns)


def in_plan(families: Families, plan: Plan | None) -> list[bool]:
    """Return which families belong to the sample; all do of a full enumeration."""
    columns = (families.weights, families.strata, families.villages)
    return [
        plan is None or (weight > 0 and stratum in plan.villages and village in plan.families)
        for weight, stratum, village in zip(*columns, strict=True)
    ]


def mask(table: pa.Table, name: str) -> np.ndarray[Any, Any]:
    """Return a column of yes and no as an array."""
    return np.asarray(table[name].to_numpy(zero_copy_only=False), dtype=np.bool_)


def _kept(values: Sequence[Any], keep: Sequence[bool]) -> list[Any]:
    return [value for value, kept in zip(values, keep, strict=True) if kept]


def values_of(families: Families, definition: IndexDefinition, measure: Measure) -> list[Any]:
    """Return the value of each family; None where it has none by this very definition."""
    known: dict[str, Any] = {"": None}
    found: list[Any] = []
    for states, index_hash in zip(
        families.states[definition.id], families.hashes[definition.id], strict=True
    ):
        if states and index_hash != definition.hash:
            found.append(None)
            continue
        if states not in known:
            known[states] = _value(definition, measure, states)
        found.append(known[states])
    return found


def _value(definition: IndexDefinition, measure: Measure, states: str) -> Any:
    if measure.kind is Kind.INDICATOR:
        return {_MET: 1.0, _UNMET: 0.0}.get(states[_place(definition, measure)])
    score = definition.score_states(states)
    if not score.scored:
        return None
    if measure.kind is Kind.CATEGORY:
        return score.category
    if measure.kind is Kind.INDEX:
        return 100 * score.numerator / score.denominator
    dimension = next(each for each in score.dimensions if each.id == measure.part)
    return 100 * dimension.met / dimension.applicable if dimension.applicable else None


def _applies(families: Families, definition: IndexDefinition, measure: Measure) -> list[bool]:
    """Return whether each family is asked: not one to whom the indicator does not apply, or of another definition."""
    place = _place(definition, measure) if measure.kind is Kind.INDICATOR else None
    return [
        not states or (index_hash == definition.hash and (place is None or states[place] != _NOT_APPLICABLE))
        for states, index_hash in zip(
            families.states[definition.id], families.hashes[definition.id], strict=True
        )
    ]


def _place(definition: IndexDefinition, measure: Measure) -> int:
    return next(at for at, each in enumerate(definition.indicators) if each.id == measure.part)
