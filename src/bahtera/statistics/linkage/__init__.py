"""Which records may be one family twice: a model of agreements and disagreements, fitted or declared."""

from bahtera.statistics.linkage.duplicates import Candidate, FamilyRecord, find_duplicates, train
from bahtera.statistics.linkage.model import COMPARISONS, DECLARED, LinkageModel, Rates

__all__ = [
    "COMPARISONS",
    "DECLARED",
    "Candidate",
    "FamilyRecord",
    "LinkageModel",
    "Rates",
    "find_duplicates",
    "train",
]
