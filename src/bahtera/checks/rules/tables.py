"""A round's visits side by side: arrays over the visits in which somebody answered."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from bahtera.checks.rules.definitions import AnswerPlan
from bahtera.checks.values import CheckedVisit


@dataclass(frozen=True)
class Table:
    """Visits of one round in the order of their ids, with the traits of each; ``finished`` say somebody answered."""

    visits: Sequence[CheckedVisit]
    traits: Sequence[Mapping[str, Any]]

    @classmethod
    def of(
        cls, plan: AnswerPlan, visits: Sequence[CheckedVisit], traits: Mapping[UUID, Mapping[str, Any]]
    ) -> "Table":
        """Return the visits that were finished and whose traits are known."""
        kept = [one for one in visits if one.result_code in plan.finished and one.id in traits]
        return cls(kept, [traits[one.id] for one in kept])

    @cached_property
    def villages(self) -> dict[str, NDArray[np.int64]]:
        """Return the places of each village's visits in the table."""
        return _places([one.village_code for one in self.visits])

    @cached_property
    def kader(self) -> dict[str, NDArray[np.int64]]:
        """Return the places of each key's visits in the table."""
        return _places([one.actor_key for one in self.visits])

    @cached_property
    def points(self) -> NDArray[np.float64]:
        """Return latitude, longitude and accuracy of each visit; NaN where none was noted."""
        empty = (np.nan, np.nan, np.nan)
        rows = [one["point"] or empty for one in self.traits]
        return np.asarray(rows, np.float64).reshape(len(rows), 3)

    def numbers(self, name: str) -> NDArray[np.float64]:
        """Return one number of each visit's traits; NaN for none."""
        return np.asarray([np.nan if one[name] is None else one[name] for one in self.traits], np.float64)

    def home_of(self, actor_key: str) -> str:
        """Return the village where a key sent most visits, the first by code where several are equal."""
        places = self.kader[actor_key]
        counts = Counter(self.visits[int(place)].village_code for place in places)
        return min(counts, key=lambda code: (-counts[code], code))


def _places(names: Sequence[str]) -> dict[str, NDArray[np.int64]]:
    if not names:
        return {}
    order = np.argsort(np.asarray(names), kind="stable")
    ordered = np.asarray(names)[order]
    starts = np.flatnonzero(np.r_[True, ordered[1:] != ordered[:-1]])
    pieces = np.split(order.astype(np.int64), starts[1:])
    return {str(ordered[start]): piece for start, piece in zip(starts, pieces, strict=True)}
