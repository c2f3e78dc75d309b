"""The front door of the index engine. `import bahtera.indices as indices` gives the same names."""

from bahtera.indices.declaration import Category, Dimension, Indicator
from bahtera.indices.definition import IndexDefinition
from bahtera.indices.errors import (
    IndexProblem,
    InvalidAnswers,
    InvalidDefinition,
    InvalidFrame,
    MismatchedSums,
    Problem,
    UnknownDefinition,
)
from bahtera.indices.library import list_indices, list_versions, load
from bahtera.indices.values import DimensionScore, Score, Text, Variable

__all__ = [
    "Category",
    "Dimension",
    "DimensionScore",
    "IndexDefinition",
    "IndexProblem",
    "Indicator",
    "InvalidAnswers",
    "InvalidDefinition",
    "InvalidFrame",
    "MismatchedSums",
    "Problem",
    "Score",
    "Text",
    "UnknownDefinition",
    "Variable",
    "list_indices",
    "list_versions",
    "load",
]
