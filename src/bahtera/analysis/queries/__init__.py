"""Reads of analysis: estimates of a round, and what its index is worth."""

from bahtera.analysis.queries.changing import MeasureChange, sampled_changes
from bahtera.analysis.queries.estimates import Choices, Opened, answer, estimate, family_table, open_round
from bahtera.analysis.queries.families import is_open_to
from bahtera.analysis.queries.impacts import impact
from bahtera.analysis.queries.instruments import Instrument, instrument
from bahtera.analysis.queries.moving import MovedEstimate, moved_estimates
from bahtera.analysis.queries.pairs import Offer, Pair, offer_pair, open_pair

__all__ = [
    "Choices",
    "Instrument",
    "MeasureChange",
    "MovedEstimate",
    "Offer",
    "Opened",
    "Pair",
    "answer",
    "estimate",
    "family_table",
    "impact",
    "instrument",
    "is_open_to",
    "moved_estimates",
    "offer_pair",
    "open_pair",
    "open_round",
    "sampled_changes",
]
