"""The door of reports: a village's report to the TPK2D, from its making to its acceptance."""

from bahtera.reports.errors import (
    BadWords,
    IllegalMove,
    NoFigures,
    ReportIdReused,
    ReportUnderway,
    SamePerson,
    UnknownReport,
)
from bahtera.reports.operations import (
    accept_report,
    confirm_report,
    endorse_report,
    make_report,
    return_report,
)
from bahtera.reports.queries import get_report, recaps, village_standings, waiting_by_round
from bahtera.reports.rules import LONGEST, MOST, choices, receipt_text
from bahtera.reports.values import (
    Move,
    Recap,
    ReportPage,
    ReportReceipt,
    ReportRow,
    Standing,
    State,
    Step,
    Words,
)

__all__ = [
    "LONGEST",
    "MOST",
    "BadWords",
    "IllegalMove",
    "Move",
    "NoFigures",
    "Recap",
    "ReportIdReused",
    "ReportPage",
    "ReportReceipt",
    "ReportRow",
    "ReportUnderway",
    "SamePerson",
    "Standing",
    "State",
    "Step",
    "UnknownReport",
    "Words",
    "accept_report",
    "choices",
    "confirm_report",
    "endorse_report",
    "get_report",
    "make_report",
    "recaps",
    "receipt_text",
    "return_report",
    "village_standings",
    "waiting_by_round",
]
