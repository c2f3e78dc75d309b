"""Which families on record may be one twice: by an index of names and dates, and by a model that allows for slips."""

from collections.abc import Collection, Sequence
from itertools import combinations, pairwise
from typing import Final
from uuid import UUID

from bahtera.checks.rules.definitions import Definition
from bahtera.checks.rules.found import Finder
from bahtera.checks.values import Found
from bahtera.statistics.linkage import FamilyRecord, find_duplicates

CHECKS: Final = ("same_head", "likely_duplicate")
_MOST_OF_ONE_KEY: Final = 6
# A model is never sure: nothing is shown as 100 %.
_SUREST: Final = 99.9


def questions_of_families(definition: Definition, records: Sequence[FamilyRecord]) -> list[Found]:
    """Return pairs of families to ask about; a pair is asked about once, by the check that says more of it."""
    homes = {one.id: one.village for one in records}
    likely = Finder(definition.checks["likely_duplicate"], "probability")
    same = Finder(definition.checks["same_head"], "families")

    def found(check: Finder, first: str, second: str, value: float, **facts: object) -> Found:
        other = homes[second]
        return check.found(
            f"{first}:{second}",
            homes[first],
            value,
            other_village=other if other != homes[first] else "",
            family_id=UUID(first),
            other_family_id=UUID(second),
            facts=facts,
        )

    candidates = find_duplicates(records, at_least=likely["probability"])
    asked = {(one.first, one.second) for one in candidates}
    questions = [
        found(
            likely,
            one.first,
            one.second,
            min(one.probability, _SUREST / 100),
            percent=min(_SUREST, round(100 * one.probability, 1)),
            levels=dict(one.levels),
        )
        for one in candidates
    ]
    questions += [found(same, *pair, 2) for pair in _same_heads(records) if pair not in asked]
    return questions


def _same_heads(records: Sequence[FamilyRecord]) -> list[tuple[str, str]]:
    keys: dict[tuple[object, ...], list[str]] = {}
    for one in records:
        if one.head and one.head_born:
            keys.setdefault((one.district, one.head, one.head_born), []).append(one.id)
    pairs: set[tuple[str, str]] = set()
    for ids in keys.values():
        pairs.update(_pairs(sorted(ids)))
    return sorted(pairs)


def _pairs(ids: Sequence[str]) -> Collection[tuple[str, str]]:
    """Return all pairs of a few, and of many only neighbours: each is asked about, none a hundred times."""
    return list(combinations(ids, 2)) if len(ids) <= _MOST_OF_ONE_KEY else list(pairwise(ids))
