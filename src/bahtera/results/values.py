"""What results are made of: additive sums below, figures that say what they are above."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

Audience = Literal["public", "internal"]


class Unit(StrEnum):
    """What a figure counts or measures. A figure without a unit cannot be built."""

    FAMILIES = "families"
    PERCENT = "percent"
    INDEX_POINTS = "index_points"


class Method(StrEnum):
    """How one figure was made out of many."""

    COUNT = "count"
    SHARE = "share"
    FAMILY_MEAN = "family_mean"
    """Mean of the families' own scores: the main one."""
    DIMENSION_MEAN = "dimension_mean"
    """Mean over dimensions of the mean of their indicators' percentages."""
    INDICATOR_MEAN = "indicator_mean"
    """Mean of all indicators' percentages, dimensions set aside."""
    DIMENSION_GEOMETRIC = "dimension_geometric"
    """Geometric mean over dimensions of the mean of their indicators' percentages."""


class Speaks(StrEnum):
    """For whom the figures speak."""

    VILLAGE = "village"
    """The families visited in one village: no sampling error, and nothing about any other village."""
    LOCUS_AVERAGE = "locus_average"
    """"Rata-rata desa lokus": the visited villages taken together, not the regency or the province."""
    SAMPLED_VILLAGE = "sampled_village"
    """The families drawn in one village of a sample: without weights, and with an error that is not told here."""
    SAMPLE_AVERAGE = "sample_average"
    """The families drawn in several villages of a sample, without weights: `bahtera.analysis` estimates the area."""


DATA_STATE = "sementara"
"""Provisional: families may still be approved, returned or corrected."""

FROZEN_STATE = "beku"
"""Final: a change needs a reason and two people, and makes a new data version."""

KIND = "mikro"
"""From interviews with families; never on one axis with a macro IKK made of secondary statistics."""


@dataclass(frozen=True, slots=True)
class IndicatorSum:
    """Families that met an indicator, of those who answered it; and those who left it open."""

    met: int = 0
    answered: int = 0
    unanswered: int = 0

    def __add__(self, other: IndicatorSum) -> IndicatorSum:
        return IndicatorSum(
            self.met + other.met, self.answered + other.answered, self.unanswered + other.unanswered
        )

    @property
    def unmet(self) -> int:
        return self.answered - self.met

    @property
    def share(self) -> Fraction | None:
        """Return the percentage that met it, exactly; None when nobody answered."""
        return Fraction(100 * self.met, self.answered) if self.answered else None


@dataclass(frozen=True, slots=True)
class DimensionSum:
    """Scored families with anything to count in a dimension, and the sum of their shares x a fixed number."""

    families: int = 0
    numerator: int = 0

    def __add__(self, other: DimensionSum) -> DimensionSum:
        return DimensionSum(self.families + other.families, self.numerator + other.numerator)


@dataclass(frozen=True, slots=True)
class Sums:
    """Everything a result is computed from: integers that add up over villages in any order.

    Args:
        families: approved families scored by this very definition, scored or not.
        scored: those with a score.
        numerator: sum of the scores' numerators over the definition's common denominator.
        categories: families in each category, lowest category first.
        dimensions: in the definition's order; numerators over `DimensionScale` (see rules.sums).
        indicators: in the definition's order.
    """

    families: int
    scored: int
    numerator: int
    categories: tuple[int, ...]
    dimensions: tuple[DimensionSum, ...]
    indicators: tuple[IndicatorSum, ...]

    def __add__(self, other: Sums) -> Sums:
        return Sums(
            families=self.families + other.families,
            scored=self.scored + other.scored,
            numerator=self.numerator + other.numerator,
            categories=tuple(a + b for a, b in zip(self.categories, other.categories, strict=True)),
            dimensions=tuple(a + b for a, b in zip(self.dimensions, other.dimensions, strict=True)),
            indicators=tuple(a + b for a, b in zip(self.indicators, other.indicators, strict=True)),
        )

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON; sums that may pass 2**53 are written as text."""
        return {
            "families": self.families,
            "scored": self.scored,
            "numerator": str(self.numerator),
            "categories": list(self.categories),
            "dimensions": [[each.families, str(each.numerator)] for each in self.dimensions],
            "indicators": [[each.met, each.answered, each.unanswered] for each in self.indicators],
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Sums:
        """Return the sums written by `to_json`."""
        return cls(
            families=data["families"],
            scored=data["scored"],
            numerator=int(data["numerator"]),
            categories=tuple(data["categories"]),
            dimensions=tuple(DimensionSum(families, int(text)) for families, text in data["dimensions"]),
            indicators=tuple(IndicatorSum(*each) for each in data["indicators"]),
        )


@dataclass(frozen=True, slots=True)
class Visits:
    """How far the work is; additive. None of it is about what a family answered.

    Args:
        visited: families with a current submission of any state. interviewed: those where somebody answered.
        approved: those a supervisor approved. other_definition: approved families whose score rests on
        another definition and is not in these figures.
    """

    visited: int = 0
    interviewed: int = 0
    approved: int = 0
    other_definition: int = 0

    def __add__(self, other: Visits) -> Visits:
        return Visits(
            self.visited + other.visited,
            self.interviewed + other.interviewed,
            self.approved + other.approved,
            self.other_definition + other.other_definition,
        )


@dataclass(frozen=True, slots=True)
class Figure:
    """One number that says what it is.

    Args:
        value: exact; None when hidden or when there is nothing to compute it from (then `n` is 0).
        n: families behind it; None when that is hidden too.
        hidden: not shown for the sake of few families. Small itself or shielding another: not told apart.
    """

    value: Fraction | None
    unit: Unit
    n: int | None
    method: Method
    hidden: bool = False

    def rounded(self, places: int = 2) -> Decimal | None:
        """Return the value rounded half up for display; decide nothing by it."""
        return None if self.value is None else round_half_up(self.value, places)

    @property
    def count(self) -> int | None:
        """Return the value of a count as an integer."""
        return None if self.value is None else int(self.value)


def round_half_up(value: Fraction, places: int) -> Decimal:
    """Return a fraction as a decimal, halves away from zero, exact whatever its size."""
    scaled = value * 10**places
    sign = -1 if scaled < 0 else 1
    whole = int(abs(scaled) + Fraction(1, 2))
    return (Decimal(sign * whole).scaleb(-places)).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class IndexRef:
    """Which definition made the figures. Figures of different hashes are different measures: no trend."""

    id: str
    version: str
    hash: str
    status: str
    variant: str
    title: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class CategoryRef:
    """A class of the index: values from `at` on, `at` itself only if `includes`; the lowest has no `at`."""

    id: str
    title: Mapping[str, str]
    at: Fraction | None
    includes: bool
    basis: str


def beyond_target(visited: int, target: int | None) -> int:
    """Return how many of the visited families are more than the target holds; none where there is no target."""
    return max(visited - target, 0) if target else 0


@dataclass(frozen=True, slots=True)
class Coverage:
    """How complete the figures are. `target` None: none was set."""

    target: int | None
    visited: int
    interviewed: int
    approved: int
    scored: int
    not_scored: int
    other_definition: int

    @property
    def approved_of_target(self) -> Fraction | None:
        """Return approved families as a percentage of the target, exactly; None without a target."""
        return Fraction(100 * self.approved, self.target) if self.target else None

    @property
    def without_interview(self) -> int:
        """Return approved visits that hold no answers: declined, moved, not found, nobody to answer."""
        return max(self.approved - self.scored - self.not_scored - self.other_definition, 0)


@dataclass(frozen=True, slots=True)
class CategoryResult:
    """Families in one category. `printed` is the share to one decimal; all printed shares add up to 100.0."""

    category: CategoryRef
    count: Figure
    share: Figure
    printed: Decimal | None


@dataclass(frozen=True, slots=True)
class MethodResult:
    """The index by one method, with the category that method leads to."""

    figure: Figure
    category: CategoryRef | None
    is_main: bool


@dataclass(frozen=True, slots=True)
class DimensionResult:
    """One dimension by the two methods that know dimensions."""

    id: str
    title: Mapping[str, str]
    family_mean: Figure
    indicator_mean: Figure


@dataclass(frozen=True, slots=True)
class IndicatorResult:
    """One indicator. `below_cut`: its share is under 75 (decided in integers); None when hidden or empty."""

    id: str
    dimension: str
    label: Mapping[str, str]
    share: Figure
    met: Figure
    unmet: Figure
    unanswered: Figure
    below_cut: bool | None
    is_sensitive: bool


@dataclass(frozen=True, slots=True)
class Lack:
    """How many families of a village lack an indicator, of those who answered; None for both where it is hidden."""

    indicator: str
    dimension: str
    label: Mapping[str, str]
    lacking: int | None
    answered: int | None


@dataclass(frozen=True, slots=True)
class VillageRow:
    """One village in the list under a roll-up."""

    code: str
    name: str
    coverage: Coverage
    index: Figure
    category: CategoryRef | None
    below_cut: int | None
    """How many shown indicators are under the cut; None when none can be shown."""


@dataclass(frozen=True, slots=True)
class Result:
    """What every result carries, whatever the area."""

    round_id: int
    round_name: str
    round_year: int
    area_code: str
    area_name: str
    speaks: Speaks
    kind: str
    audience: Audience
    threshold: int
    """Counts from 1 to one less than this are hidden."""
    data_state: str
    refreshed_at: datetime | None
    """When these figures were worked out: with a `step`, when the last full step was reached."""
    index: IndexRef
    coverage: Coverage
    categories: tuple[CategoryResult, ...]
    methods: tuple[MethodResult, ...]
    dimensions: tuple[DimensionResult, ...]
    indicators: tuple[IndicatorResult, ...]
    """Under the cut first, the worst first; then the others, the lowest first; then hidden and empty ones."""
    step: int | None = None
    """While the round is open and the reader may not read visits: each village's figures and its approved
    families move on only when this many families have come or gone. None: they follow every decision."""

    @property
    def main(self) -> MethodResult:
        """Return the index by the main method."""
        return next(each for each in self.methods if each.is_main)

    @property
    def below_cut(self) -> tuple[IndicatorResult, ...]:
        """Return the indicators under the cut, the worst first."""
        return tuple(each for each in self.indicators if each.below_cut)


@dataclass(frozen=True, slots=True)
class VisitCounts:
    """How many families have a current visit, and how many visits stand in each state a reviewer works through.

    A family with a visit that counts and a second one that waits is visited once and has two visits. Counted when
    the village was last worked out, moments after a visit or a decision. Additive. About the work, not about what
    a family answered.
    """

    visited: int = 0
    approved: int = 0
    accepted: int = 0
    flagged: int = 0
    returned: int = 0

    def __add__(self, other: VisitCounts) -> VisitCounts:
        return VisitCounts(
            self.visited + other.visited,
            self.approved + other.approved,
            self.accepted + other.accepted,
            self.flagged + other.flagged,
            self.returned + other.returned,
        )

    @property
    def waiting(self) -> int:
        """Return the visits that wait for a decision."""
        return self.accepted + self.flagged


class Held(StrEnum):
    """Why a kader is shown less of a village than the public: her own families would give others away, or it
    cannot be told yet which of the families are hers.
    """

    OWN = "own"
    UNSETTLED = "unsettled"


@dataclass(frozen=True, slots=True)
class VillageResult(Result):
    """The result of one village. ``held``: why it shows less than the public's own page; None where it does not."""

    held: Held | None = None


@dataclass(frozen=True, slots=True)
class AreaResult(Result):
    """Several villages taken together by adding their sums: an average of the visited villages, no more."""

    villages: tuple[VillageRow, ...] = field(default=())
    village_count: int = 0
    """How many villages there are, whether they are listed or not."""


@dataclass(frozen=True, slots=True)
class AreaValue:
    """One figure of one area beside others. ``villages``: the visited ones it rests on.

    ``category``: of the index alone; ``below_cut``: of an indicator, decided in integers.
    """

    code: str
    speaks: Speaks
    villages: int
    figure: Figure
    category: CategoryRef | None
    below_cut: bool | None
    coverage: Coverage


@dataclass(frozen=True, slots=True)
class Abreast:
    """One figure of many areas side by side: of the index, or of the dimension or indicator ``part``.

    ``categories``: of the index, lowest first. ``dimensions``, ``indicators``: what else could be asked, id -> title.
    ``step``: as of `Result`.
    """

    round_id: int
    index: IndexRef
    part: str
    dimensions: Mapping[str, Mapping[str, str]]
    indicators: Mapping[str, Mapping[str, str]]
    categories: tuple[CategoryRef, ...]
    rows: tuple[AreaValue, ...]
    threshold: int
    data_state: str
    refreshed_at: datetime | None
    step: int | None
