"""What a pair of records must show to be thought one family: the model of Fellegi and Sunter (1969).

Each comparison has levels from full agreement to none. At each level ``m`` is how often two records of one family
come out so, ``u`` how often those of two families do; the sum of ``log2(m / u)`` is the pair's weight of evidence.
Levels that cannot be told (a name is missing) weigh nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

# The levels of each comparison, from agreement to none. Names are compared after Winkler (1990), dates by parts:
# "turned" are day and month, or two neighbouring digits, in each other's place.
NAME_LEVELS: Final = ("same", "close", "alike", "other")
DATE_LEVELS: Final = ("same", "turned", "one_digit", "one_part", "other")
PLACE_LEVELS: Final = ("village", "district", "other")
SIZE_LEVELS: Final = ("same", "one_off", "other")
COMPARISONS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "head": NAME_LEVELS,
        "head_born": DATE_LEVELS,
        "spouse": NAME_LEVELS,
        "spouse_born": DATE_LEVELS,
        "place": PLACE_LEVELS,
        "size": SIZE_LEVELS,
    }
)
_NEARLY_ONE: Final = 0.001


@dataclass(frozen=True)
class Rates:
    """How often the levels of one comparison come out for one family (``m``) and for two (``u``)."""

    m: tuple[float, ...]
    u: tuple[float, ...]

    def __post_init__(self) -> None:
        """Raise ValueError for what is no distribution."""
        for shares in (self.m, self.u):
            if any(not 0 < share < 1 for share in shares) or abs(sum(shares) - 1) > _NEARLY_ONE:
                message = "the shares of a comparison's levels lie between 0 and 1 and add up to 1"
                raise ValueError(message)


@dataclass(frozen=True)
class LinkageModel:
    """The rates of each of COMPARISONS, and which share of families is thought to be on record twice."""

    rates: Mapping[str, Rates]
    share: float = 0.01

    def __post_init__(self) -> None:
        """Raise ValueError for a model that does not have the comparisons and levels of this module."""
        lengths = {name: (len(one.m), len(one.u)) for name, one in self.rates.items()}
        wanted = {name: (len(levels), len(levels)) for name, levels in COMPARISONS.items()}
        if lengths != wanted or not 0 < self.share < 1:
            message = f"a model of duplicate families has these comparisons and levels: {wanted}"
            raise ValueError(message)

    def chance_of_two(self, families: int) -> float:
        """Return the probability that two of so many records, picked blindly, are one family."""
        return min(0.5, 2 * self.share / max(1, families - 1))


# Fitted by `train` on 100,000 synthetic families with typing errors, turned dates and moves (seed 1); rounded.
DECLARED: Final = LinkageModel(
    MappingProxyType(
        {
            "head": Rates((0.42, 0.54, 0.02, 0.02), (0.0004, 0.0002, 0.0092, 0.9902)),
            "head_born": Rates((0.72, 0.09, 0.09, 0.08, 0.02), (0.0001, 0.0001, 0.002, 0.007, 0.9908)),
            "spouse": Rates((0.62, 0.34, 0.02, 0.02), (0.0004, 0.0004, 0.0135, 0.9857)),
            "spouse_born": Rates((0.92, 0.02, 0.02, 0.02, 0.02), (0.0001, 0.0001, 0.001, 0.0037, 0.9951)),
            "place": Rates((0.85, 0.05, 0.1), (0.0044, 0.0366, 0.959)),
            # Made copies keep their size, which real ones do not always: declared, not fitted.
            "size": Rates((0.8, 0.15, 0.05), (0.17, 0.28, 0.55)),
        }
    )
)
