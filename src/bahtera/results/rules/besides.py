"""What somebody may see of a village who knows the answers of some of its families: those she visited herself.

She subtracts what she knows and holds the other families' counts in her hand. So a figure is shown to her only when
it may be shown to the public *and* the same figure of the other families alone could be.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bahtera.results.values import DimensionSum, IndicatorSum, Sums

if TYPE_CHECKING:
    from bahtera.disclosure import Policy
    from bahtera.results.rules.protecting import RoundProtection
    from bahtera.results.values import Audience


@dataclass(frozen=True, slots=True)
class Besides:
    """What may be shown when both pictures allow it; nothing where it is not known which families are hers."""

    whole: RoundProtection
    others: RoundProtection | None

    @property
    def audience(self) -> Audience:
        return self.whole.audience

    @property
    def policy(self) -> Policy:
        return self.whole.policy

    def shows_category(self, area: str, category: str) -> bool:
        others = self.others
        return (
            others is not None
            and self.whole.shows_category(area, category)
            and others.shows_category(area, category)
        )

    def shows_answered(self, area: str, indicator: str) -> bool:
        others = self.others
        return (
            others is not None
            and self.whole.shows_answered(area, indicator)
            and others.shows_answered(area, indicator)
        )

    def shows_share(self, area: str, indicator: str) -> bool:
        others = self.others
        return (
            others is not None
            and self.whole.shows_share(area, indicator)
            and others.shows_share(area, indicator)
        )

    def shows_index(self, area: str) -> bool:
        others = self.others
        return others is not None and self.whole.shows_index(area) and others.shows_index(area)

    def shows_dimension(self, area: str, dimension: str) -> bool:
        others = self.others
        return (
            others is not None
            and self.whole.shows_dimension(area, dimension)
            and others.shows_dimension(area, dimension)
        )

    def shows_share_mean(self, area: str, dimension: str) -> bool:
        others = self.others
        return (
            others is not None
            and self.whole.shows_share_mean(area, dimension)
            and others.shows_share_mean(area, dimension)
        )

    def shows_share_means(self, area: str) -> bool:
        others = self.others
        return others is not None and self.whole.shows_share_means(area) and others.shows_share_means(area)


def without(whole: Sums, own: Sums) -> Sums:
    """Return the sums of the other families."""
    return Sums(
        families=whole.families - own.families,
        scored=whole.scored - own.scored,
        numerator=whole.numerator - own.numerator,
        categories=tuple(a - b for a, b in zip(whole.categories, own.categories, strict=True)),
        dimensions=tuple(
            DimensionSum(a.families - b.families, a.numerator - b.numerator)
            for a, b in zip(whole.dimensions, own.dimensions, strict=True)
        ),
        indicators=tuple(
            IndicatorSum(a.met - b.met, a.answered - b.answered, a.unanswered - b.unanswered)
            for a, b in zip(whole.indicators, own.indicators, strict=True)
        ),
    )
