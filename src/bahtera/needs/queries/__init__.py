"""Reads of needs."""

from bahtera.needs.queries.budget import spend_budget
from bahtera.needs.queries.families import families_behind
from bahtera.needs.queries.mapping import (
    history_of,
    latest_numbers,
    lines_of,
    lines_of_many,
    regency_of,
    units_for,
)
from bahtera.needs.queries.needs import area_needs, village_need
from bahtera.needs.queries.patterns import forget
from bahtera.needs.queries.whatif import what_if

__all__ = [
    "area_needs",
    "families_behind",
    "forget",
    "history_of",
    "latest_numbers",
    "lines_of",
    "lines_of_many",
    "regency_of",
    "spend_budget",
    "units_for",
    "village_need",
    "what_if",
]
