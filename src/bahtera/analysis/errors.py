"""What analysis refuses; a person can act on each.

::

    Refused
    └── AnalysisRefused
        ├── UnknownChoice     a measure, level, group or method that this round does not have
        ├── NothingToEstimate no approved family in the reader's areas
        ├── OnlyVersions      what is approved this moment, for a reader who sees data versions alone
        ├── NoModel           a model for small areas where there is none to make
        └── NoSample          a round that is a sample, of which it is not known how it was drawn
"""

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


class NothingToEstimate(AnalysisRefused):
    """No approved family in the reader's areas."""

    def __init__(self) -> None:
        super().__init__(
            "analysis.nothing",
            "No approved family of this round is in your areas yet, so there is nothing to estimate.",
        )


class OnlyVersions(AnalysisRefused):
    """What is approved this moment, for a reader who sees data versions alone."""

    def __init__(self) -> None:
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
