"""Reads of analysis: estimates of a round."""

from bahtera.analysis.queries.estimates import Choices, choices_of, estimate

__all__ = ["Choices", "choices_of", "estimate"]
