"""The door of analysis: estimates of a round with their errors, and what its index is worth."""

from bahtera.analysis.errors import (
    AnalysisRefused,
    NoModel,
    NoSample,
    NothingToEstimate,
    OnlyVersions,
    UnknownChoice,
)
from bahtera.analysis.queries import (
    Choices,
    Instrument,
    Opened,
    answer,
    estimate,
    family_table,
    instrument,
    open_round,
)
from bahtera.analysis.rules.asking import CELLS
from bahtera.analysis.rules.deprivation import CUTS
from bahtera.analysis.rules.instrument import DRAWS, FEWEST_FAMILIES, FEWEST_VILLAGES, SEED
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
    "CUTS",
    "DRAWS",
    "FEWEST_FAMILIES",
    "FEWEST_VILLAGES",
    "LEVELS",
    "MODELS",
    "SEED",
    "AnalysisRefused",
    "Choices",
    "Cited",
    "Estimated",
    "Instrument",
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
    "instrument",
    "open_round",
]
