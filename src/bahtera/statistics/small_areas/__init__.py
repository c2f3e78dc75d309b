"""Figures of small areas from a model that joins them: Fay and Herriot's. See the README of `bahtera.statistics`."""

from bahtera.statistics.small_areas.benchmarking import Benchmarked, benchmark
from bahtera.statistics.small_areas.diagnostics import Diagnostics
from bahtera.statistics.small_areas.errors import SmallAreasRefused
from bahtera.statistics.small_areas.fay_herriot import fay_herriot
from bahtera.statistics.small_areas.results import Coefficient, FayHerriot, Model, SmallArea
from bahtera.statistics.small_areas.smoothing import smooth_variances

__all__ = [
    "Benchmarked",
    "Coefficient",
    "Diagnostics",
    "FayHerriot",
    "Model",
    "SmallArea",
    "SmallAreasRefused",
    "benchmark",
    "fay_herriot",
    "smooth_variances",
]
