"""Disclosure control: small counts stay hidden, and nothing printed beside them gives them away.

Pure: plain values in, plain values out; no database, no clock, no Django. See README.md.
"""

from bahtera.disclosure.anonymity import (
    SUPPRESSED,
    Anonymised,
    AnonymityReport,
    Demand,
    Hierarchy,
    NotAnonymous,
    anonymise,
)
from bahtera.disclosure.linked import (
    MET,
    SHARE_COLUMNS,
    UNMET,
    Hidden,
    LinkedGuard,
    LinkedProtection,
    protect_linked,
    share_table,
)
from bahtera.disclosure.protection import (
    feasible_intervals,
    protect,
    protect_distribution,
    protect_two_way,
    small_cells,
)
from bahtera.disclosure.values import (
    INTERNAL,
    PUBLIC,
    TOTAL,
    Cell,
    Interval,
    Policy,
    Protection,
    Table,
    Totals,
)

__all__ = [
    "INTERNAL",
    "MET",
    "PUBLIC",
    "SHARE_COLUMNS",
    "SUPPRESSED",
    "TOTAL",
    "UNMET",
    "Anonymised",
    "AnonymityReport",
    "Cell",
    "Demand",
    "Hidden",
    "Hierarchy",
    "Interval",
    "LinkedGuard",
    "LinkedProtection",
    "NotAnonymous",
    "Policy",
    "Protection",
    "Table",
    "Totals",
    "anonymise",
    "feasible_intervals",
    "protect",
    "protect_distribution",
    "protect_linked",
    "protect_two_way",
    "share_table",
    "small_cells",
]
