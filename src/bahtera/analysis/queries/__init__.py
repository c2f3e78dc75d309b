"""Reads of analysis: estimates of a round, and what its index is worth."""

from bahtera.analysis.queries.changing import MeasureChange, sampled_changes
from bahtera.analysis.queries.estimates import Choices, Opened, answer, estimate, family_table, open_round
from bahtera.analysis.queries.impacts import Pair, impact, open_pair
from bahtera.analysis.queries.instruments import Instrument, instrument
from bahtera.analysis.queries.moving import MovedEstimate, moved_estimates

__all__ = [
    "Choices",
    "Instrument",
    "MeasureChange",
    "MovedEstimate",
    "Opened",
    "Pair",
    "answer",
    "estimate",
    "family_table",
    "impact",
    "instrument",
    "moved_estimates",
    "open_pair",
    "open_round",
    "sampled_changes",
]
