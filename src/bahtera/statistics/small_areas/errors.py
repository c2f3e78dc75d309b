"""What small-area estimation refuses; a person can act on each.

::

    Refused
    └── SmallAreasRefused
        ├── TooFewAreas        fewer areas with a direct figure than a model can be learned from
        ├── Collinear          covariates that follow from one another
        ├── BadVariances       sampling variances that are missing, zero or negative
        ├── BadAreas           areas named twice, or without a name or a covariate
        ├── UnknownMethod      a method that there is not
        └── CannotBenchmark    shares or a figure that areas cannot be brought to
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bahtera.foundation.errors import Refused

_SHOWN = 5


class SmallAreasRefused(Refused):
    """The base of what this room refuses."""


class TooFewAreas(SmallAreasRefused):
    """Fewer areas with a direct figure than a model can be learned from."""

    def __init__(self, areas: int, needed: int) -> None:
        super().__init__(
            "statistics.too_few_areas",
            "{areas} areas have a direct figure; with these covariates the model needs at least {needed}.",
            areas=areas,
            needed=needed,
        )


class Collinear(SmallAreasRefused):
    """Covariates that follow from one another."""

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__(
            "statistics.collinear",
            "These covariates follow from one another or do not vary: {names}. Leave one out.",
            names=", ".join(names),
        )


class BadVariances(SmallAreasRefused):
    """Sampling variances that are missing, zero or negative."""

    def __init__(self, areas: Iterable[object]) -> None:
        super().__init__(
            "statistics.bad_variances",
            "The sampling variance of a direct figure must be above zero; it is not in: {areas}. "
            "Smooth the variances, or leave the figures of these areas out.",
            areas=name_some(areas),
        )


class BadAreas(SmallAreasRefused):
    """Areas named twice, or without a name or a covariate."""

    @classmethod
    def twice(cls, areas: Iterable[object]) -> BadAreas:
        """Some areas stand in several rows."""
        return cls(
            "statistics.areas_twice",
            "Each area has one row; these have several: {areas}.",
            areas=name_some(areas),
        )

    @classmethod
    def unnamed(cls, rows: int) -> BadAreas:
        """Some rows do not say their area."""
        return cls("statistics.areas_unnamed", "{rows} rows do not say their area.", rows=rows)

    @classmethod
    def without(cls, covariate: str, areas: Iterable[object]) -> BadAreas:
        """Some areas lack a covariate."""
        return cls(
            "statistics.covariate_missing",
            "The covariate {covariate} is missing in: {areas}.",
            covariate=covariate,
            areas=name_some(areas),
        )


class UnknownMethod(SmallAreasRefused):
    """A method that there is not."""

    def __init__(self, given: object, known: Sequence[str]) -> None:
        super().__init__(
            "statistics.unknown_method",
            "There is no method {given}; there are: {known}.",
            given=str(given),
            known=", ".join(known),
        )


class CannotBenchmark(SmallAreasRefused):
    """Shares or a figure that areas cannot be brought to."""

    @classmethod
    def shares(cls, areas: Iterable[object]) -> CannotBenchmark:
        """Some areas have no share of the population, or one that is not above zero."""
        return cls(
            "statistics.benchmark_shares",
            "Each area needs its size, above zero; these have none: {areas}.",
            areas=name_some(areas),
        )

    @classmethod
    def impossible(cls) -> CannotBenchmark:
        """A ratio would change the sign of figures, or divide by nothing."""
        return cls(
            "statistics.benchmark_impossible",
            "No factor brings these figures to that one: their mean is zero, or of the other sign. "
            "Benchmark by difference.",
        )


def name_some(names: Iterable[object]) -> str:
    """Return the first few names for a message, and how many more there are."""
    listed = [str(name) for name in names]
    more = len(listed) - _SHOWN
    return ", ".join(listed[:_SHOWN]) + (f" (+{more})" if more > 0 else "")
