"""The front door of the index engine. `import bahtera.indices as indices` gives the same names."""

from bahtera.indices.declaration import Category, Dimension, Indicator
from bahtera.indices.definition import IndexDefinition, explain
from bahtera.indices.errors import (
    IndexProblem,
    InvalidAnswers,
    InvalidDefinition,
    InvalidFrame,
    MismatchedSums,
    Problem,
    UnknownAnswers,
    UnknownColumn,
    UnknownDefinition,
)
from bahtera.indices.explaining import DimensionExplanation, Explanation, IndicatorExplanation, format_value
from bahtera.indices.library import list_indices, list_versions, load
from bahtera.indices.lifting import Lifts
from bahtera.indices.printers.phone import index_for_phone, services_for_phone
from bahtera.indices.printers.xlsform_needs import unmet_needs
from bahtera.indices.services import Need, Service, ServiceBook, Step, list_service_versions, load_services
from bahtera.indices.sums import IndicatorSums, Sums, SumsRow, merge_all
from bahtera.indices.themes import Theme, Themes, load_themes
from bahtera.indices.values import DimensionScore, Score, Text, Variable

__all__ = [
    "Category",
    "Dimension",
    "DimensionExplanation",
    "DimensionScore",
    "Explanation",
    "IndexDefinition",
    "IndexProblem",
    "Indicator",
    "IndicatorExplanation",
    "IndicatorSums",
    "InvalidAnswers",
    "InvalidDefinition",
    "InvalidFrame",
    "Lifts",
    "MismatchedSums",
    "Need",
    "Problem",
    "Score",
    "Service",
    "ServiceBook",
    "Step",
    "Sums",
    "SumsRow",
    "Text",
    "Theme",
    "Themes",
    "UnknownAnswers",
    "UnknownColumn",
    "UnknownDefinition",
    "Variable",
    "explain",
    "format_value",
    "index_for_phone",
    "list_indices",
    "list_service_versions",
    "list_versions",
    "load",
    "load_services",
    "load_themes",
    "merge_all",
    "services_for_phone",
    "unmet_needs",
]
