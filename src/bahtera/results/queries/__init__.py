"""Reads of results: what may be shown of areas, and what a kader may see of a village beside her own families."""

from bahtera.results.queries.abreast import abreast
from bahtera.results.queries.changing import RoundChange, change_between
from bahtera.results.queries.frozen import FrozenFigures, frozen_figures
from bahtera.results.queries.knowing import known_families, part_known, part_of
from bahtera.results.queries.lacking import village_lacks
from bahtera.results.queries.placing import Placed, Places, indicators_of, places_of
from bahtera.results.queries.team import team_result
from bahtera.results.queries.villages import (
    area_result,
    forget,
    round_figures,
    sees_every_step,
    village_result,
    village_results,
    visits_of,
    work_out,
)
from bahtera.results.queries.visiting import other_definitions, village_visits, visit_counts

__all__ = [
    "FrozenFigures",
    "Placed",
    "Places",
    "RoundChange",
    "abreast",
    "area_result",
    "change_between",
    "forget",
    "frozen_figures",
    "indicators_of",
    "known_families",
    "other_definitions",
    "part_known",
    "part_of",
    "places_of",
    "round_figures",
    "sees_every_step",
    "team_result",
    "village_lacks",
    "village_result",
    "village_results",
    "village_visits",
    "visit_counts",
    "visits_of",
    "work_out",
]
