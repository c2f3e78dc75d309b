"""Estimates from survey designs, and what an index is worth. Pure: arrays and frames in, plain values out; no Django.

See README.md.
"""

from bahtera.statistics.estimates.designs import Design, design
from bahtera.statistics.estimates.publication import Note, Publication
from bahtera.statistics.estimates.results import Estimate, Estimates
from bahtera.statistics.estimates.variance import Lonely

__all__ = ["Design", "Estimate", "Estimates", "Lonely", "Note", "Publication", "design"]
