"""The door of analysis: estimates of a round with their errors, and what its index is worth."""

from bahtera.analysis.errors import AnalysisRefused

__all__ = ["AnalysisRefused"]
