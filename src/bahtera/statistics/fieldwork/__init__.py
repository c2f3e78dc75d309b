"""What answers, clocks and places of many interviews say of how they were made: figures to ask about, no verdicts."""

from bahtera.statistics.fieldwork.clustering import Clustering, intraclass
from bahtera.statistics.fieldwork.excess import excess
from bahtera.statistics.fieldwork.heaping import last_digits, myers, whipple
from bahtera.statistics.fieldwork.outlying import fences, robust_scores
from bahtera.statistics.fieldwork.places import (
    Polygons,
    crowded,
    distances,
    far_from_home,
    metres_outside,
    middle,
)
from bahtera.statistics.fieldwork.rosters import Doubt, RosterMember, doubts
from bahtera.statistics.fieldwork.similarity import Likeness, answer_bits, closest

__all__ = [
    "Clustering",
    "Doubt",
    "Likeness",
    "Polygons",
    "RosterMember",
    "answer_bits",
    "closest",
    "crowded",
    "distances",
    "doubts",
    "excess",
    "far_from_home",
    "fences",
    "intraclass",
    "last_digits",
    "metres_outside",
    "middle",
    "myers",
    "robust_scores",
    "whipple",
]
