"""What analysis refuses; a person can act on each.

::

    Refused
    └── AnalysisRefused
        ├── UnknownChoice     a measure, level, group or method that this round does not have
        ├── NothingToEstimate no approved family in the reader's areas
        ├── OnlyVersions      what is approved this moment, for a reader who sees data versions alone
        ├── NoModel           a model for small areas where there is none to make
        ├── NotComparable     two rounds that may not be laid side by side; the message says why
        ├── BadTreatment      villages, or a day, by which nothing can be compared
        ├── NoSample          a round that is a sample, of which it is not known how it was drawn
        ├── TooFewUnits       a file with nothing to compare
        ├── TooManyUnits      a file with more than a page can compare
        ├── UnclearDecimals   numbers whose decimal sign cannot be told
        ├── BadUnits          lines or cells of a file that cannot be used; it holds what is wrong, one by one:
        │                     NotANumber, UnitTwice, ColumnTwice, NoUnitName
        ├── BadScale          what was typed beside an indicator cannot be used
        ├── NothingChosen     an index without an indicator
        └── AllEqual          every unit has the same score
"""

from collections.abc import Sequence

from bahtera.foundation.errors import Refused


class AnalysisRefused(Refused):
    """The base of what this package refuses."""


class UnknownChoice(AnalysisRefused):
    """A measure, level, group or method that this round does not have."""

    def __init__(self, given: str) -> None:
        super().__init__(
            "analysis.unknown_choice",
            "There is no choice {given} for this round. Choose again from the lists.",
            given=given,
        )


class NotComparable(AnalysisRefused):
    """Two rounds that may not be laid side by side."""

    @classmethod
    def order(cls) -> "NotComparable":
        """Return the refusal of rounds in the wrong order."""
        return cls(
            "analysis.not_comparable", "The earlier round must begin before the later one. Choose them again."
        )

    @classmethod
    def instrument(cls, before: str, after: str) -> "NotComparable":
        """Return the refusal of rounds with different questionnaires."""
        return cls(
            "analysis.other_instrument",
            "The two rounds asked by different questionnaires ({before}; {after}). A difference may come from the "
            "questions, so nothing is compared.",
            before=before,
            after=after,
        )

    @classmethod
    def definition(cls, before: str, after: str) -> "NotComparable":
        """Return the refusal of rounds whose index has different definitions."""
        return cls(
            "analysis.other_definition",
            "The index has another definition in each round ({before}; {after}): two measures, not one that moved.",
            before=before,
            after=after,
        )

    @classmethod
    def design(cls) -> "NotComparable":
        """Return the refusal of a sample beside a full enumeration."""
        return cls(
            "analysis.other_design",
            "One round is a sample and the other visited every family. Their families do not speak for the same.",
        )

    @classmethod
    def nobody(cls) -> "NotComparable":
        """Return the refusal of rounds without a family in common."""
        return cls("analysis.no_same_family", "No family in your areas was met in both rounds.")


class BadTreatment(AnalysisRefused):
    """Villages, or a day, by which nothing can be compared."""

    @classmethod
    def nowhere(cls, codes: str) -> "BadTreatment":
        """Return the refusal of villages in which no family was met in both rounds."""
        return cls(
            "analysis.treated_nowhere",
            "No family was met in both rounds in these villages: {codes}. Choose among those listed.",
            codes=codes,
        )

    @classmethod
    def everywhere(cls) -> "BadTreatment":
        """Return the refusal of a choice that leaves nothing to compare with."""
        return cls(
            "analysis.treated_everywhere",
            "Every village was chosen, so there is none to compare with. Leave some out where nothing was done.",
        )

    @classmethod
    def day(cls) -> "BadTreatment":
        """Return the refusal of a day that does not lie between the two rounds."""
        return cls(
            "analysis.treated_when",
            "The day on which the action began must lie after the first day of the earlier round and not after the "
            "last day of the later one.",
        )


class NothingToEstimate(AnalysisRefused):
    """No approved family in the reader's areas."""

    def __init__(self) -> None:
        super().__init__(
            "analysis.nothing",
            "No approved family of this round is in your areas yet, so there is nothing to estimate.",
        )


class OnlyVersions(AnalysisRefused):
    """What is approved this moment, for a reader who sees data versions alone; ``none_yet``: there are none."""

    def __init__(self, *, none_yet: bool = False) -> None:
        if none_yet:
            super().__init__(
                "analysis.only_versions",
                "This round has no final figures yet. Estimates are shown to you of its first final data version "
                "alone, as in how they change before and after it a single family could be seen.",
            )
            return
        super().__init__(
            "analysis.only_versions",
            "Estimates are shown to you of the round's first final data version alone. In how they change "
            "before and after it a single family could be seen.",
        )


class NoModel(AnalysisRefused):
    """A model for small areas where there is none to make."""

    def __init__(self) -> None:
        super().__init__(
            "analysis.no_model",
            "Small areas are modelled for samples only, without a group: a village in which every family was "
            "listed has no sampling error to lower.",
        )


class NoSample(AnalysisRefused):
    """A round that is a sample, of which it is not known how it was drawn."""

    def __init__(self) -> None:
        super().__init__(
            "analysis.no_sample",
            "This round is a sample, but it has no confirmed draw. Without it nothing can be said of the families "
            "that were not asked.",
        )


class TooFewUnits(AnalysisRefused):
    """A file with nothing to compare."""

    def __init__(self, units: int, indicators: int) -> None:
        super().__init__(
            "analysis.few_units",
            "The file has {units} units and {indicators} columns of numbers. It takes at least 3 units, one a line, "
            "and 2 indicators, one a column; the first line names the columns.",
            units=units,
            indicators=indicators,
        )


class TooManyUnits(AnalysisRefused):
    """A file with more than a page can compare."""

    def __init__(self, units: int, indicators: int) -> None:
        super().__init__(
            "analysis.many_units",
            "At most {units} units and {indicators} indicators can be compared here.",
            units=units,
            indicators=indicators,
        )


class UnclearDecimals(AnalysisRefused):
    """Numbers whose decimal sign cannot be told."""

    def __init__(self, first: str, second: str) -> None:
        if first == second:
            super().__init__(
                "analysis.unclear_decimals",
                "It cannot be told whether {number} is a fraction or thousands. Say which sign the file uses for "
                "decimals.",
                number=first,
            )
        else:
            super().__init__(
                "analysis.mixed_decimals",
                "The file writes decimals with a point ({first}) and with a comma ({second}). Use one of them.",
                first=first,
                second=second,
            )


class NotANumber(AnalysisRefused):
    """A cell that is no number and not empty."""

    def __init__(self, line: int, column: str, text: str) -> None:
        super().__init__(
            "analysis.not_a_number",
            "Line {line}, column {column}: {text} is no number. Leave the cell empty where the value is missing.",
            line=line,
            column=column,
            text=text,
        )


class UnitTwice(AnalysisRefused):
    """The same unit on two lines."""

    def __init__(self, name: str, first: int, line: int) -> None:
        super().__init__(
            "analysis.unit_twice",
            "Line {line}: {name} stands on line {first} already.",
            line=line,
            name=name,
            first=first,
        )


class ColumnTwice(AnalysisRefused):
    """Two columns of the same name."""

    def __init__(self, name: str) -> None:
        super().__init__("analysis.column_twice", "Two columns are called {name}.", name=name)


class NoUnitName(AnalysisRefused):
    """A line without its unit."""

    def __init__(self, line: int) -> None:
        super().__init__("analysis.no_unit_name", "Line {line} does not say which unit it is.", line=line)


class BadUnits(AnalysisRefused):
    """Lines or cells of a file that cannot be used, each told in ``faults``."""

    def __init__(self, faults: Sequence[AnalysisRefused]) -> None:
        super().__init__(
            "analysis.bad_units",
            "The file has {count} faults. Nothing was worked out; mend them and choose the file again.",
            count=len(faults),
        )
        self.faults = tuple(faults)

    def __str__(self) -> str:
        return " ".join([super().__str__(), *map(str, self.faults)])


class BadScale(AnalysisRefused):
    """What was typed beside an indicator cannot be used."""

    def __init__(self, indicator: str, text: str) -> None:
        super().__init__(
            "analysis.bad_scale",
            "{indicator}: {text} is no number.",
            indicator=indicator,
            text=text,
        )


class AllEqual(AnalysisRefused):
    """Every unit has the same score."""

    def __init__(self, units: int) -> None:
        super().__init__(
            "analysis.all_equal",
            "All {units} units with a score have the same one: there is nothing to rank.",
            units=units,
        )


class NothingChosen(AnalysisRefused):
    """An index without an indicator."""

    def __init__(self) -> None:
        super().__init__("analysis.nothing_chosen", "Choose at least two indicators.")
