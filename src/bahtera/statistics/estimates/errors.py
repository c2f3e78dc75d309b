"""What estimating refuses; a person can act on each.

::

    Refused
    └── EstimateRefused
        ├── UnknownColumn      the table has no such column
        ├── UnreadableColumn   a column holds what cannot be reckoned with
        ├── BadWeights         weights that are missing, negative or all zero
        ├── BadStages          strata, units or population sizes that describe no sampling design
        ├── LonelyPsu          a stratum with one sampled unit, and no rule for it
        ├── BadOutcomes        a full enumeration without an interview, or with an outcome nobody named
        ├── BadOption          a level, method or rule that there is not
        ├── EmptyDomain        nobody is in the domain asked for
        ├── NoPopulation       a total without weights that say how many each family stands for
        ├── NotAdditive        sums that cannot be made of a design, or do not belong together
        └── WiderThanLoci      a figure for a wider area than the places that were chosen on purpose
"""

from __future__ import annotations

from collections.abc import Sequence

from bahtera.foundation.errors import Refused


class EstimateRefused(Refused):
    """The base of what this room refuses."""


class UnknownColumn(EstimateRefused):
    """The table has no such column."""

    def __init__(self, name: str) -> None:
        super().__init__("statistics.unknown_column", "The table has no column {name}.", name=name)


class UnreadableColumn(EstimateRefused):
    """A column holds what cannot be reckoned with."""

    @classmethod
    def not_numbers(cls, name: str) -> UnreadableColumn:
        """The column is not made of numbers."""
        return cls("statistics.not_numbers", "The column {name} does not hold numbers.", name=name)

    @classmethod
    def infinite(cls, name: str) -> UnreadableColumn:
        """The column has a number without end."""
        return cls("statistics.infinite", "The column {name} holds an infinite number.", name=name)

    @classmethod
    def not_a_share(cls, name: str) -> UnreadableColumn:
        """The column has measurements where categories are asked for."""
        return cls(
            "statistics.not_a_share",
            "A share needs yes and no, 0 and 1, or categories; {name} holds measurements.",
            name=name,
        )

    @classmethod
    def not_a_mask(cls, rows: int) -> UnreadableColumn:
        """The mask is not one yes or no for every row."""
        return cls("statistics.not_a_mask", "A mask is one yes or no for each of the {rows} rows.", rows=rows)

    @classmethod
    def not_a_table(cls, kind: str) -> UnreadableColumn:
        """The frame is no table that is known."""
        return cls(
            "statistics.not_a_table",
            "{kind} is not a table: give Arrow, pandas, Polars or columns by name.",
            kind=kind,
        )


class BadWeights(EstimateRefused):
    """Weights that are missing, negative or all zero."""

    @classmethod
    def missing(cls, rows: int) -> BadWeights:
        """Some rows have no weight."""
        return cls("statistics.weights_missing", "{rows} rows have no weight.", rows=rows)

    @classmethod
    def negative(cls, rows: int) -> BadWeights:
        """Some rows have a weight below zero."""
        return cls("statistics.weights_negative", "{rows} rows have a weight below zero.", rows=rows)

    @classmethod
    def all_zero(cls) -> BadWeights:
        """No row stands for anybody."""
        return cls("statistics.weights_zero", "All weights are zero: nobody is counted.")


class BadStages(EstimateRefused):
    """Strata, units or population sizes that describe no sampling design."""

    @classmethod
    def stages(cls) -> BadStages:
        """There are more stages than are known, or strata for stages without units."""
        return cls(
            "statistics.bad_stages",
            "A design has one or two stages: name one or two columns of units, and no more strata than units.",
        )

    @classmethod
    def missing(cls, column: str, rows: int) -> BadStages:
        """Some rows do not say their stratum or unit."""
        return cls(
            "statistics.stage_missing",
            "{rows} rows have nothing in {column}: each row needs its stratum and its units.",
            column=column,
            rows=rows,
        )

    @classmethod
    def not_nested(cls, unit: object) -> BadStages:
        """A unit stands in more than one stratum."""
        return cls(
            "statistics.not_nested",
            "The unit {unit} is in more than one stratum. If its name is used again in each stratum, say nest=True.",
            unit=str(unit),
        )

    @classmethod
    def one_unit(cls) -> BadStages:
        """The whole design has a single unit at its first stage."""
        return cls(
            "statistics.one_unit",
            "The design has one primary sampling unit; sampling errors need at least two.",
        )

    @classmethod
    def fpc_stages(cls, needed: int) -> BadStages:
        """Population sizes are given for some of the stages only."""
        return cls(
            "statistics.fpc_stages",
            "Give fpc for each of the {needed} stages, or for none.",
            needed=needed,
        )

    @classmethod
    def fpc_missing(cls, column: str) -> BadStages:
        """A population size is missing, zero or negative."""
        return cls(
            "statistics.fpc_missing",
            "fpc must be given and above zero in every row; {column} is not.",
            column=column,
        )

    @classmethod
    def fpc_mixed(cls) -> BadStages:
        """Some population sizes are numbers of units and some are sampling fractions."""
        return cls(
            "statistics.fpc_mixed",
            "fpc is either the number of units everywhere or the sampling fraction everywhere, not both.",
        )

    @classmethod
    def fpc_varies(cls, column: str, stratum: object) -> BadStages:
        """A stratum has two sizes."""
        return cls(
            "statistics.fpc_varies",
            "{column} says different sizes within the stratum {stratum}.",
            column=column,
            stratum=str(stratum),
        )

    @classmethod
    def fpc_everything(cls) -> BadStages:
        """Every fraction is one, and the weights say that not everybody was drawn."""
        return cls(
            "statistics.fpc_everything",
            "A population size of 1 is read as a fraction: everybody was drawn. The weights say otherwise. Write how "
            "many units there are, or leave it out.",
        )

    @classmethod
    def fpc_below_sample(cls, stratum: object, population: float, sampled: int) -> BadStages:
        """More units were drawn than there are."""
        return cls(
            "statistics.fpc_below_sample",
            "The stratum {stratum} has {population} units by fpc, but {sampled} were drawn.",
            stratum=str(stratum),
            population=f"{population:g}",
            sampled=sampled,
        )


class LonelyPsu(EstimateRefused):
    """A stratum with one sampled unit, and no rule for it."""

    @classmethod
    def found(cls, strata: list[str]) -> LonelyPsu:
        """Some strata have one unit."""
        return cls(
            "statistics.lonely_psu",
            "These strata have one sampled unit, which says nothing of how units differ: {strata}. "
            "Join strata, or choose lonely_psu: remove, certainty, adjust or average.",
            strata=", ".join(strata),
        )

    @classmethod
    def nothing_to_average(cls) -> LonelyPsu:
        """No stratum has two units, so that there is no average."""
        return cls(
            "statistics.nothing_to_average",
            "No stratum has two sampled units, so there is nothing to average for those with one.",
        )


class BadOutcomes(EstimateRefused):
    """A full enumeration in which nobody was interviewed, or with an outcome that nobody named."""

    @classmethod
    def nobody(cls, column: str, complete: str) -> BadOutcomes:
        """Nobody is complete."""
        return cls(
            "statistics.nobody_complete",
            "No family has the outcome {complete} in {column}, so there is nothing to tell figures of.",
            column=column,
            complete=complete,
        )

    @classmethod
    def unknown(cls, column: str, outcome: object, rows: int) -> BadOutcomes:
        """An outcome is neither complete nor refused, out of scope or not reached."""
        return cls(
            "statistics.unknown_outcome",
            "{column} holds the outcome {outcome} ({rows} families), which is none of those named.",
            column=column,
            outcome=outcome,
            rows=rows,
        )


class BadOption(EstimateRefused):
    """A level, method or rule that there is not."""

    @classmethod
    def level(cls) -> BadOption:
        """The level is no probability."""
        return cls("statistics.bad_level", "The level of an interval lies between 0 and 1, such as 0.95.")

    @classmethod
    def unknown(cls, name: str, given: object, known: Sequence[str]) -> BadOption:
        """There is no such choice."""
        return cls(
            "statistics.unknown_option",
            "{name} cannot be {given}; it is one of: {known}.",
            name=name,
            given=str(given),
            known=", ".join(known),
        )


class EmptyDomain(EstimateRefused):
    """Nobody is in the domain asked for."""

    def __init__(self) -> None:
        super().__init__("statistics.empty_domain", "Nobody in the table is in the domain asked for.")


class NoPopulation(EstimateRefused):
    """A total without weights that say how many each family stands for."""

    def __init__(self) -> None:
        super().__init__(
            "statistics.no_population",
            "A total needs weights or numbers of units (fpc), so that it is known how many each row stands for.",
        )


class WiderThanLoci(EstimateRefused):
    """A figure for a wider area than the places that were chosen on purpose."""

    def __init__(self, column: str, label: str) -> None:
        super().__init__(
            "statistics.wider_than_loci",
            "These places were chosen on purpose and speak for themselves only. Break the figure down by {column}, "
            "or label it “{label}”.",
            column=column,
            label=label,
        )


class NotAdditive(EstimateRefused):
    """Sums that cannot be made of a design, or do not belong together."""

    @classmethod
    def design(cls) -> NotAdditive:
        """The design's figures are no function of sums by unit."""
        return cls(
            "statistics.not_additive",
            "Sums by unit need a design with a column of primary sampling units, no strata within them and no "
            "calibration: those read families.",
        )

    @classmethod
    def mismatch(cls) -> NotAdditive:
        """The sums answer different questions or describe a unit differently."""
        return cls(
            "statistics.sums_mismatch",
            "These sums are of different questions, or say different things of the same unit, and cannot be added.",
        )
