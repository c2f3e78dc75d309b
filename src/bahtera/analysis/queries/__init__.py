"""Reads of analysis: estimates of a round, and what its index is worth."""

from bahtera.analysis.queries.estimates import Choices, Opened, answer, estimate, family_table, open_round
from bahtera.analysis.queries.instruments import Instrument, instrument
from bahtera.analysis.queries.moving import MovedEstimate, moved_estimates

__all__ = [
    "Choices",
    "Instrument",
    "MovedEstimate",
    "Opened",
    "answer",
    "estimate",
    "family_table",
    "instrument",
    "moved_estimates",
    "open_round",
]
