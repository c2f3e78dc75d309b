"""Reads of analysis: estimates of a round."""

from bahtera.analysis.queries.estimates import Choices, Opened, answer, estimate, family_table, open_round

__all__ = ["Choices", "Opened", "answer", "estimate", "family_table", "open_round"]
