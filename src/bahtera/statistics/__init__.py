"""Estimates from survey designs, and what an index is worth. Pure: arrays and frames in, plain values out; no Django.

See README.md.
"""

from bahtera.statistics.estimates.additive import PsuSums, psu_sums
from bahtera.statistics.estimates.designs import Design, design
from bahtera.statistics.estimates.enumerations import (
    EnumeratedFigure,
    EnumeratedFigures,
    Enumeration,
    enumeration,
)
from bahtera.statistics.estimates.loci import LOCUS_AVERAGE
from bahtera.statistics.estimates.publication import Note, Publication
from bahtera.statistics.estimates.results import Estimate, Estimates
from bahtera.statistics.estimates.variance import Lonely
from bahtera.statistics.estimates.weighting.nonresponse import adjust_nonresponse
from bahtera.statistics.estimates.weighting.poststratification import post_stratify
from bahtera.statistics.estimates.weighting.raking import rake
from bahtera.statistics.estimates.weighting.regression import calibrate

__all__ = [
    "LOCUS_AVERAGE",
    "Design",
    "EnumeratedFigure",
    "EnumeratedFigures",
    "Enumeration",
    "Estimate",
    "Estimates",
    "Lonely",
    "Note",
    "PsuSums",
    "Publication",
    "adjust_nonresponse",
    "calibrate",
    "design",
    "enumeration",
    "post_stratify",
    "psu_sums",
    "rake",
]
