"""What calibration refuses.

::

    EstimateRefused
    └── CalibrationRefused   totals that the sample cannot be brought to, or that contradict each other
"""

from __future__ import annotations

from bahtera.statistics.estimates.errors import EstimateRefused


class CalibrationRefused(EstimateRefused):
    """Totals that the sample cannot be brought to, or that contradict each other."""

    @classmethod
    def missing(cls, columns: str, rows: int) -> CalibrationRefused:
        """Some rows with a weight are in no class."""
        return cls(
            "statistics.class_missing",
            "{rows} rows with a weight have nothing in {columns}: each needs a class to be calibrated.",
            columns=columns,
            rows=rows,
        )

    @classmethod
    def no_total(cls, columns: str, name: str) -> CalibrationRefused:
        """The sample has a class of which no total is given."""
        return cls(
            "statistics.no_total",
            "The sample has {name} in {columns}, and no total of it is given.",
            columns=columns,
            name=name,
        )

    @classmethod
    def nobody(cls, columns: str, name: str) -> CalibrationRefused:
        """A total is given of a class that nobody in the sample stands for."""
        return cls(
            "statistics.nobody_in_class",
            "Nobody in the sample stands for {name} in {columns}. Join it with another class.",
            columns=columns,
            name=name,
        )

    @classmethod
    def not_positive(cls, columns: str, name: str) -> CalibrationRefused:
        """A class has a total that is no number above zero."""
        return cls(
            "statistics.total_not_positive",
            "The total of {name} in {columns} must be a number above zero.",
            columns=columns,
            name=name,
        )

    @classmethod
    def sizes_differ(cls, columns: str, found: float, other: float) -> CalibrationRefused:
        """Two margins add up to different populations."""
        return cls(
            "statistics.margins_differ",
            "The totals of {columns} add up to {found}, but the population is {other} elsewhere.",
            columns=columns,
            found=f"{found:.10g}",
            other=f"{other:.10g}",
        )

    @classmethod
    def no_margins(cls) -> CalibrationRefused:
        """No totals are given."""
        return cls("statistics.no_margins", "Calibration needs totals of the population.")

    @classmethod
    def not_reached(cls, rounds: int) -> CalibrationRefused:
        """Raking did not come to the margins."""
        return cls(
            "statistics.not_reached",
            "Raking did not reach the totals in {rounds} rounds: combinations of classes may be empty. Join classes.",
            rounds=rounds,
        )

    @classmethod
    def not_apart(cls) -> CalibrationRefused:
        """Auxiliary variables say the same, so that their totals cannot all be reached."""
        return cls(
            "statistics.not_apart",
            "The variables of the calibration follow from one another in the sample. Leave one out.",
        )

    @classmethod
    def no_longer_positive(cls, rows: int) -> CalibrationRefused:
        """Reaching the totals would take weights of zero or below."""
        return cls(
            "statistics.not_above_zero",
            "Reaching these totals would give {rows} rows a weight of zero or less. Use fewer variables, or raking.",
            rows=rows,
        )

    @classmethod
    def bounds(cls, low: float, high: float) -> CalibrationRefused:
        """Bounds that leave a weight no room, or let it vanish."""
        return cls(
            "statistics.bounds",
            "Bounds of the weights are factors above zero, the lower below one and the upper above; these are {low} "
            "and {high}.",
            low=f"{low:.6g}",
            high=f"{high:.6g}",
        )

    @classmethod
    def not_within(cls, low: float, high: float) -> CalibrationRefused:
        """The totals cannot be reached by weights within the bounds."""
        return cls(
            "statistics.not_within_bounds",
            "No weights between {low} and {high} times the old ones reach these totals. Widen the bounds, or use "
            "fewer variables.",
            low=f"{low:.6g}",
            high=f"{high:.6g}",
        )

    @classmethod
    def silent_cell(cls, name: str) -> CalibrationRefused:
        """Nobody answered in a non-response cell."""
        return cls(
            "statistics.silent_cell",
            "Nobody answered in the cell {name}, so nobody can stand for it. Join it with another cell.",
            name=name,
        )
