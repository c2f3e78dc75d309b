"""Making what a check found, with its threshold, so that no rule writes a number twice."""

from dataclasses import dataclass
from typing import Any

from bahtera.checks.rules.definitions import Check
from bahtera.checks.values import CheckedVisit, Found


@dataclass(frozen=True)
class Finder:
    """Makes findings of one check; ``limit`` names the threshold that the value is held against."""

    check: Check
    limit: str

    def __getitem__(self, name: str) -> float:
        return self.check.thresholds[name]

    def of_visit(self, visit: CheckedVisit, value: float, **facts: Any) -> Found:
        """Return what was found of one visit."""
        return self.found(
            str(visit.id),
            visit.village_code,
            value,
            submission_id=visit.id,
            family_id=visit.family_id,
            actor_key=visit.actor_key,
            facts=facts,
        )

    def found(self, key: str, village_code: str, value: float, **more: Any) -> Found:
        """Return what was found, its value rounded as it is shown and compared."""
        return Found(
            check_id=self.check.id,
            key=key,
            village_code=village_code,
            value=round(float(value), 4),
            threshold=self.check.thresholds[self.limit],
            **more,
        )
