"""What an index is worth as a measure: how its indicators hang together, how sure its ranks are, who is poor by it.

Pure: frames and arrays in, frozen values out. See ../README.md.

>>> from bahtera.statistics import quality
>>> table = quality.read_table({"water": [0.9, 0.4, 0.6], "school": [0.8, 0.7, 0.2]})
>>> scores = quality.combine(table, quality.equal_weights(table.indicators))
>>> quality.rank(scores.values).tolist()
[1.0, 2.0, 3.0]
"""

from bahtera.statistics.quality.choices import Choices, Drawn
from bahtera.statistics.quality.combining import Fill, LeaveOut, MissingRule, Refuse, Scores, combine
from bahtera.statistics.quality.completeness import Completeness, completeness
from bahtera.statistics.quality.components import Components, principal_components
from bahtera.statistics.quality.counting import (
    AlkireFoster,
    DimensionDeprivation,
    IndicatorDeprivation,
    Subgroup,
    alkire_foster,
)
from bahtera.statistics.quality.covariances import Constant, Covariances, Pairing, covariances
from bahtera.statistics.quality.depriving import NotApplicable, deprivations
from bahtera.statistics.quality.errors import (
    LARGEST,
    BadChoice,
    BadTable,
    MissingValues,
    NotMeasurable,
    QualityRefused,
)
from bahtera.statistics.quality.findings import (
    Finding,
    Units,
    on_comparison,
    on_completeness,
    on_components,
    on_correlations,
    on_reliability,
    on_sensitivity,
    on_weights,
)
from bahtera.statistics.quality.importance import EffectiveWeight, effective_weights
from bahtera.statistics.quality.means import Mean
from bahtera.statistics.quality.normalising import (
    AsIs,
    AtLeast,
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
from bahtera.statistics.quality.sensitivity import Factor, RankSensitivity, Shift, rank_sensitivity
from bahtera.statistics.quality.separating import Comparison, Pair, compare_units
from bahtera.statistics.quality.sobol import SobolIndices, sobol_indices
from bahtera.statistics.quality.table import Table, read_states, read_table
from bahtera.statistics.quality.uncertainty import RankUncertainty, rank_uncertainty
from bahtera.statistics.quality.weighing import Weights, dimension_weights, equal_weights, given_weights

__all__ = [
    "LARGEST",
    "AlkireFoster",
    "AsIs",
    "AtLeast",
    "BadChoice",
    "BadTable",
    "Choices",
    "Comparison",
    "Completeness",
    "Components",
    "Constant",
    "Covariances",
    "Cut",
    "DimensionDeprivation",
    "Drawn",
    "EffectiveWeight",
    "Factor",
    "Fill",
    "Finding",
    "IndicatorDeprivation",
    "Item",
    "LeaveOut",
    "Mean",
    "MinMax",
    "MissingRule",
    "MissingValues",
    "Normalisation",
    "Normaliser",
    "NotApplicable",
    "NotMeasurable",
    "Outside",
    "Pair",
    "Pairing",
    "Percentile",
    "QualityRefused",
    "RankScore",
    "RankSensitivity",
    "RankUncertainty",
    "Refuse",
    "Reliability",
    "Scores",
    "Shift",
    "SobolIndices",
    "Subgroup",
    "Table",
    "Ties",
    "Units",
    "Weights",
    "ZScore",
    "alkire_foster",
    "combine",
    "compare_units",
    "completeness",
    "covariances",
    "cronbach_alpha",
    "deprivations",
    "dimension_weights",
    "effective_weights",
    "equal_weights",
    "given_weights",
    "normalise",
    "observed_goalposts",
    "on_comparison",
    "on_completeness",
    "on_components",
    "on_correlations",
    "on_reliability",
    "on_sensitivity",
    "on_weights",
    "principal_components",
    "rank",
    "rank_sensitivity",
    "rank_uncertainty",
    "read_states",
    "read_table",
    "sobol_indices",
]
