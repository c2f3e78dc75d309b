"""Reads of analysis: estimates of a round, and what its index is worth."""

from bahtera.analysis.queries.estimates import Choices, Opened, answer, estimate, family_table, open_round
from bahtera.analysis.queries.instruments import Instrument, instrument

__all__ = [
    "Choices",
    "Instrument",
    "Opened",
    "answer",
    "estimate",
    "family_table",
    "instrument",
    "open_round",
]
