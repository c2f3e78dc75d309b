"""What an index is worth as a measure: scales, weights, means, ranks, and how its indicators hang together.

Pure: frames and arrays in, frozen values out. See ../README.md.

>>> from bahtera.statistics import quality
>>> table = quality.read_table({"water": [0.9, 0.4, 0.6], "school": [0.8, 0.7, 0.2]})
>>> scores = quality.combine(table, quality.equal_weights(table.indicators))
>>> quality.rank(scores.values).tolist()
[1.0, 2.0, 3.0]
"""

from bahtera.statistics.quality.combining import Fill, LeaveOut, MissingRule, Refuse, Scores, combine
from bahtera.statistics.quality.completeness import Completeness, completeness
from bahtera.statistics.quality.components import Components, principal_components
from bahtera.statistics.quality.covariances import Constant, Covariances, Pairing, covariances
from bahtera.statistics.quality.errors import (
    BadChoice,
    BadTable,
    MissingValues,
    NotMeasurable,
    QualityRefused,
)
from bahtera.statistics.quality.importance import EffectiveWeight, effective_weights
from bahtera.statistics.quality.means import Mean
from bahtera.statistics.quality.normalising import (
    AsIs,
    Cut,
    MinMax,
    Normalisation,
    Normaliser,
    Outside,
    Percentile,
    RankScore,
    ZScore,
    normalise,
    observed_goalposts,
)
from bahtera.statistics.quality.ranking import Ties, rank
from bahtera.statistics.quality.reliability import Item, Reliability, cronbach_alpha
from bahtera.statistics.quality.table import Table, read_states, read_table
from bahtera.statistics.quality.weighing import Weights, dimension_weights, equal_weights, given_weights

__all__ = [
    "AsIs",
    "BadChoice",
    "BadTable",
    "Completeness",
    "Components",
    "Constant",
    "Covariances",
    "Cut",
    "EffectiveWeight",
    "Fill",
    "Item",
    "LeaveOut",
    "Mean",
    "MinMax",
    "MissingRule",
    "MissingValues",
    "Normalisation",
    "Normaliser",
    "NotMeasurable",
    "Outside",
    "Pairing",
    "Percentile",
    "QualityRefused",
    "RankScore",
    "Refuse",
    "Reliability",
    "Scores",
    "Table",
    "Ties",
    "Weights",
    "ZScore",
    "combine",
    "completeness",
    "covariances",
    "cronbach_alpha",
    "dimension_weights",
    "effective_weights",
    "equal_weights",
    "given_weights",
    "normalise",
    "observed_goalposts",
    "principal_components",
    "rank",
    "read_states",
    "read_table",
]
