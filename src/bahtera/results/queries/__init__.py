"""Reads of results: what may be shown of areas, and what a kader may see of a village beside her own families."""

from bahtera.results.queries.abreast import abreast
from bahtera.results.queries.frozen import FrozenFigures, frozen_figures
from bahtera.results.queries.team import team_result
from bahtera.results.queries.villages import (
    area_result,
    forget,
    other_definitions,
    round_figures,
    sees_every_step,
    village_result,
    village_results,
    village_visits,
    visit_counts,
    visits_of,
)

__all__ = [
    "FrozenFigures",
    "abreast",
    "area_result",
    "forget",
    "frozen_figures",
    "other_definitions",
    "round_figures",
    "sees_every_step",
    "team_result",
    "village_result",
    "village_results",
    "village_visits",
    "visit_counts",
    "visits_of",
]
