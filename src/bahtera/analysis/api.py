"""The door of analysis: estimates of a round with their errors, and what its index is worth."""

from bahtera.analysis.errors import (
    AnalysisRefused,
    NoModel,
    NoSample,
    NothingToEstimate,
    OnlyVersions,
    UnknownChoice,
)
from bahtera.analysis.queries import Choices, Opened, answer, estimate, family_table, open_round
from bahtera.analysis.rules.asking import CELLS
from bahtera.analysis.rules.modelling import MODELS
from bahtera.analysis.values import (
    LEVELS,
    Cited,
    Estimated,
    Kind,
    Levels,
    Line,
    Measure,
    ModelNote,
    Question,
    Why,
)

__all__ = [
    "CELLS",
    "LEVELS",
    "MODELS",
    "AnalysisRefused",
    "Choices",
    "Cited",
    "Estimated",
    "Kind",
    "Levels",
    "Line",
    "Measure",
    "ModelNote",
    "NoModel",
    "NoSample",
    "NothingToEstimate",
    "OnlyVersions",
    "Opened",
    "Question",
    "UnknownChoice",
    "Why",
    "answer",
    "estimate",
    "family_table",
    "open_round",
]
