"""Simulated fieldwork with faults planted in it, whose truth is kept: to see what checks find and ask in vain.

No real person is meant. ``honest`` makes interviews as careful kader make them, ``faults`` plants what is to be
found, ``truth`` holds what was found against what was planted.
"""

from bahtera.cli.demonstration.fieldwork.faults import FAULTS, planted, unplanted
from bahtera.cli.demonstration.fieldwork.honest import SimulatedVisit, Team, interviews
from bahtera.cli.demonstration.fieldwork.truth import Fault, Score, judged

__all__ = [
    "FAULTS",
    "Fault",
    "Score",
    "SimulatedVisit",
    "Team",
    "interviews",
    "judged",
    "planted",
    "unplanted",
]
