"""Drawing samples: frames, villages by size, families with reserves, weights, allocation and sample sizes.

Pure: plain values in, frozen values out; the same seed draws the same units everywhere. See ../README.md.

>>> from bahtera.statistics import sampling
>>> villages = sampling.frame([sampling.Unit("a", 30), sampling.Unit("b", 10), sampling.Unit("c", 20)])
>>> [one.key for one in sampling.draw_villages(villages, {"": 2}, seed="lot-27").units]
['a', 'b']
"""

from bahtera.statistics.sampling.allocation import Allocation, allocate
from bahtera.statistics.sampling.errors import (
    BadAssumption,
    BadChance,
    BadFrame,
    BadSeed,
    BadSize,
    SamplingRefused,
)
from bahtera.statistics.sampling.frames import Frame, Unit, digest, frame
from bahtera.statistics.sampling.sizes import Assumptions, Needed, expected_rse, needed
from bahtera.statistics.sampling.stages import (
    WEIGHT_UNIT,
    Chance,
    DrawnUnit,
    FirstStage,
    SecondStage,
    draw_families,
    draw_villages,
    weight_of,
    whole_weight,
)
from bahtera.statistics.sampling.stream import ALGORITHM, LONGEST_SEED, Stream, clean_seed
from bahtera.statistics.sampling.systematic import (
    Chosen,
    SystematicDraw,
    draw_equal,
    draw_pps,
    inclusion,
    joint_inclusion,
    split_certain,
)

__all__ = [
    "ALGORITHM",
    "LONGEST_SEED",
    "WEIGHT_UNIT",
    "Allocation",
    "Assumptions",
    "BadAssumption",
    "BadChance",
    "BadFrame",
    "BadSeed",
    "BadSize",
    "Chance",
    "Chosen",
    "DrawnUnit",
    "FirstStage",
    "Frame",
    "Needed",
    "SamplingRefused",
    "SecondStage",
    "Stream",
    "SystematicDraw",
    "Unit",
    "allocate",
    "clean_seed",
    "digest",
    "draw_equal",
    "draw_families",
    "draw_pps",
    "draw_villages",
    "expected_rse",
    "frame",
    "inclusion",
    "joint_inclusion",
    "needed",
    "split_certain",
    "weight_of",
    "whole_weight",
]
