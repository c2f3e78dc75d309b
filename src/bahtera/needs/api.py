"""The door of needs: who answers for what, what is lacking where, what a change would bring, what a budget reaches."""

from bahtera.needs.errors import BadBudget, BadLine, BadScenario, LineMoved, UnknownLine
from bahtera.needs.operations import change_line, reset_line
from bahtera.needs.queries import (
    area_needs,
    history_of,
    latest_numbers,
    lines_of,
    lines_of_many,
    regency_of,
    units_for,
    village_need,
    what_if,
)
from bahtera.needs.rules.mapping import MOST_RUPIAH, Book, load_book
from bahtera.needs.rules.priorities import CUT, Order, narrow, sort_priorities
from bahtera.needs.rules.showing import REACHES, STEP, not_simulated
from bahtera.needs.rules.whatif import MOST_TOGETHER
from bahtera.needs.values import (
    Agency,
    AreaNeed,
    Change,
    Definition,
    Intervention,
    Line,
    MappingRef,
    Needs,
    Priority,
    Scenario,
    ServiceDuty,
    Told,
    UnitRef,
    WhatIf,
)

__all__ = [
    "CUT",
    "MOST_RUPIAH",
    "MOST_TOGETHER",
    "REACHES",
    "STEP",
    "Agency",
    "AreaNeed",
    "BadBudget",
    "BadLine",
    "BadScenario",
    "Book",
    "Change",
    "Definition",
    "Intervention",
    "Line",
    "LineMoved",
    "MappingRef",
    "Needs",
    "Order",
    "Priority",
    "Scenario",
    "ServiceDuty",
    "Told",
    "UnitRef",
    "UnknownLine",
    "WhatIf",
    "area_needs",
    "change_line",
    "history_of",
    "latest_numbers",
    "lines_of",
    "lines_of_many",
    "load_book",
    "narrow",
    "not_simulated",
    "regency_of",
    "reset_line",
    "sort_priorities",
    "units_for",
    "village_need",
    "what_if",
]
