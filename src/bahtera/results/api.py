"""The door of results: figures with unit, n and method, small counts hidden before they leave."""

from bahtera.results.errors import AreaNotInRound, IndexNotMeasured
from bahtera.results.operations import on_surveys_changed, refresh_round, refresh_village
from bahtera.results.queries import (
    area_result,
    team_result,
    village_result,
    village_results,
    village_visits,
    visit_counts,
)
from bahtera.results.rules.methods import INDICATOR_CUT
from bahtera.results.rules.protecting import PUBLIC_THRESHOLD
from bahtera.results.values import (
    DATA_STATE,
    AreaResult,
    Audience,
    CategoryRef,
    CategoryResult,
    Coverage,
    DimensionResult,
    Figure,
    IndexRef,
    IndicatorResult,
    Method,
    MethodResult,
    Result,
    Speaks,
    Unit,
    VillageResult,
    VillageRow,
    VisitCounts,
)

__all__ = [
    "DATA_STATE",
    "INDICATOR_CUT",
    "PUBLIC_THRESHOLD",
    "AreaNotInRound",
    "AreaResult",
    "Audience",
    "CategoryRef",
    "CategoryResult",
    "Coverage",
    "DimensionResult",
    "Figure",
    "IndexNotMeasured",
    "IndexRef",
    "IndicatorResult",
    "Method",
    "MethodResult",
    "Result",
    "Speaks",
    "Unit",
    "VillageResult",
    "VillageRow",
    "VisitCounts",
    "area_result",
    "on_surveys_changed",
    "refresh_round",
    "refresh_village",
    "team_result",
    "village_result",
    "village_results",
    "village_visits",
    "visit_counts",
]
