"""Before and after, for those to whom something was done and those to whom it was not.

`compare` takes the same families at two moments and says how the change of the ones differs from that of the others
(difference in differences), plainly and among families that were alike before (exact matching on declared cells).
Pure: arrays in, plain values out.
"""

from bahtera.statistics.impact.comparing import MOST_CHOICES, Panel, compare
from bahtera.statistics.impact.errors import BadPanel, ImpactRefused, OneSided
from bahtera.statistics.impact.matching import Match, match
from bahtera.statistics.impact.results import Arm, Compared, Difference, Matched

__all__ = [
    "MOST_CHOICES",
    "Arm",
    "BadPanel",
    "Compared",
    "Difference",
    "ImpactRefused",
    "Match",
    "Matched",
    "OneSided",
    "Panel",
    "compare",
    "match",
]
