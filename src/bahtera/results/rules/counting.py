"""From single families to sums of every village, for a data version: the same integers as the pages count."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from bahtera.results.rules.definitions import known_definitions
from bahtera.results.rules.sums import sum_patterns
from bahtera.results.values import Sums

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class FamilyStates(NamedTuple):
    """One family that counts: its village, whether somebody answered, and (index id, hash, states) of its scores."""

    village_code: str
    interviewed: bool
    scores: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class _Pattern:
    states: str
    count: int


@dataclass(frozen=True, slots=True)
class Counted:
    """Sums of every village by index and hash of the definition, and how many families stand behind them.

    ``families``: village -> (approved, interviewed). A hash that is not known here has no sums; its families count as
    scored by another definition.
    """

    families: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    sums: Mapping[str, Mapping[str, Mapping[str, Sums]]] = field(default_factory=dict)
    scored: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    """Index -> village -> families with a score row of any definition."""

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON, the same text for the same families in whatever order."""
        return {
            "families": {code: list(pair) for code, pair in self.families.items()},
            "scored": {index: dict(villages) for index, villages in self.scored.items()},
            "sums": {
                index: {
                    digest: {code: sums.to_json() for code, sums in villages.items()}
                    for digest, villages in by_hash.items()
                }
                for index, by_hash in self.sums.items()
            },
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Counted:
        """Return what `to_json` wrote."""
        return cls(
            families={code: (pair[0], pair[1]) for code, pair in data["families"].items()},
            scored=data["scored"],
            sums={
                index: {
                    digest: {code: Sums.from_json(sums) for code, sums in villages.items()}
                    for digest, villages in by_hash.items()
                }
                for index, by_hash in data["sums"].items()
            },
        )

    def only(self, village_codes: Iterable[str]) -> Counted:
        """Return the part of some villages."""
        wanted = set(village_codes)
        return Counted(
            families={code: pair for code, pair in self.families.items() if code in wanted},
            scored={
                index: {code: count for code, count in villages.items() if code in wanted}
                for index, villages in self.scored.items()
            },
            sums={
                index: {
                    digest: {code: sums for code, sums in villages.items() if code in wanted}
                    for digest, villages in by_hash.items()
                }
                for index, by_hash in self.sums.items()
            },
        )

    def beside(self, other: Counted) -> Counted:
        """Return both, of different villages, in one."""
        return Counted(
            families={**self.families, **other.families},
            scored={
                index: {**self.scored.get(index, {}), **other.scored.get(index, {})}
                for index in sorted({*self.scored, *other.scored})
            },
            sums={
                index: {
                    digest: {
                        **self.sums.get(index, {}).get(digest, {}),
                        **other.sums.get(index, {}).get(digest, {}),
                    }
                    for digest in sorted({*self.sums.get(index, {}), *other.sums.get(index, {})})
                }
                for index in sorted({*self.sums, *other.sums})
            },
        )


def count_families(rows: Iterable[FamilyStates]) -> Counted:
    """Return the sums of single families; each pattern of states of a village is scored once."""
    families: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0])
    patterns: defaultdict[tuple[str, str, str], Counter[str]] = defaultdict(Counter)
    scored: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        families[row.village_code][0] += 1
        families[row.village_code][1] += row.interviewed
        for index_id, index_hash, states in row.scores:
            patterns[index_id, index_hash, row.village_code][states] += 1
            scored[index_id][row.village_code] += 1
    sums: dict[str, dict[str, dict[str, Sums]]] = {}
    for (index_id, index_hash, code), counts in sorted(patterns.items()):
        definition = known_definitions(index_id).get(index_hash)
        if definition is not None:
            found = sum_patterns(definition, [_Pattern(states, count) for states, count in counts.items()])
            sums.setdefault(index_id, {}).setdefault(index_hash, {})[code] = found
    return Counted(
        families={code: (pair[0], pair[1]) for code, pair in sorted(families.items())},
        sums=sums,
        scored={index: dict(sorted(counts.items())) for index, counts in sorted(scored.items())},
    )
