"""What sampling refuses; a person can act on each.

::

    Refused
    └── SamplingRefused
        ├── BadFrame       a frame in which no unit can be drawn fairly: doubles, no size, no units
        ├── BadSeed        a seed that is empty, too long, or not plain text
        ├── BadSize        more asked for than there is, or nothing
        ├── BadChance      a chance to be drawn of nothing, or of more than one
        └── BadAssumption  a share, rate or effect that a sample size cannot be reckoned with
"""

from __future__ import annotations

from collections.abc import Iterable

from bahtera.foundation.errors import Refused

_SHOWN = 5


class SamplingRefused(Refused):
    """The base of every refusal of this room."""


class BadFrame(SamplingRefused):
    """A frame in which no unit can be drawn fairly."""

    @classmethod
    def empty(cls) -> BadFrame:
        """There is nothing to draw from."""
        return cls("sampling.empty_frame", "The frame has no units.")

    @classmethod
    def doubles(cls, keys: Iterable[str]) -> BadFrame:
        """A unit stands in the frame twice and would have two chances."""
        return cls("sampling.doubles", "These units stand in the frame twice: {units}.", units=_some(keys))

    @classmethod
    def sizes(cls, keys: Iterable[str], most: int) -> BadFrame:
        """A size that is no count."""
        return cls(
            "sampling.sizes",
            "These units have no size between 1 and {most}: {units}.",
            units=_some(keys),
            most=most,
        )

    @classmethod
    def unnamed(cls) -> BadFrame:
        """A unit without a key."""
        return cls("sampling.unnamed", "A unit of the frame has no code.")


class BadSeed(SamplingRefused):
    """A seed that is empty, too long, or not plain text."""

    def __init__(self, most: int) -> None:
        super().__init__(
            "sampling.seed",
            "A seed has 1 to {most} characters: letters without accents, digits and . , - _ / : only.",
            most=most,
        )


class BadSize(SamplingRefused):
    """More asked for than there is, or nothing."""

    @classmethod
    def too_many(cls, asked: int, present: int) -> BadSize:
        """More units than the frame has."""
        return cls(
            "sampling.too_many",
            "{asked} units are asked for, but there are only {present}.",
            asked=asked,
            present=present,
        )

    @classmethod
    def none(cls) -> BadSize:
        """Nothing asked for."""
        return cls("sampling.none", "Ask for a whole number of units, at least one.")

    @classmethod
    def unknown_strata(cls, names: Iterable[str]) -> BadSize:
        """A number for a stratum that the frame does not have, or none for one that it has."""
        return cls(
            "sampling.unknown_strata",
            "The frame and the numbers to draw differ in these strata: {strata}.",
            strata=_some(names),
        )

    @classmethod
    def too_few_for_strata(cls, asked: int, least: int) -> BadSize:
        """Fewer than the least number in each stratum."""
        return cls(
            "sampling.too_few_for_strata",
            "{asked} units are too few: the strata need at least {least} together.",
            asked=asked,
            least=least,
        )


class BadChance(SamplingRefused):
    """A chance to be drawn of nothing, or of more than one."""

    def __init__(self) -> None:
        super().__init__(
            "sampling.chance", "The chance to be drawn is an exact fraction above 0 and at most 1."
        )


class BadAssumption(SamplingRefused):
    """A share, rate or effect that a sample size cannot be reckoned with."""

    def __init__(self, what: str, low: str, high: str) -> None:
        super().__init__(
            "sampling.assumption",
            "{what} must lie between {low} and {high}.",
            what=what,
            low=low,
            high=high,
        )


def _some(names: Iterable[str]) -> str:
    listed = list(names)
    more = len(listed) - _SHOWN
    return ", ".join(listed[:_SHOWN]) + (f" (+{more})" if more > 0 else "")
