"""The door of checks: questions about how interviews were made, and their answers."""

from bahtera.checks.errors import NoNote, StaleFlag, UnknownAnswer, UnknownFlag
from bahtera.checks.operations import answer, on_visit_erased, on_visits_changed, run_nightly, run_round
from bahtera.checks.queries import Wanted, get_flag, iter_flags, list_flags, overview
from bahtera.checks.rules import Check, Definition, load
from bahtera.checks.rules.definitions import SEVERITIES, Measured
from bahtera.checks.values import ANSWERS, DayCount, FlagRow, FlagState, Found, Overview, RunRow

__all__ = [
    "ANSWERS",
    "SEVERITIES",
    "Check",
    "DayCount",
    "Definition",
    "FlagRow",
    "FlagState",
    "Found",
    "Measured",
    "NoNote",
    "Overview",
    "RunRow",
    "StaleFlag",
    "UnknownAnswer",
    "UnknownFlag",
    "Wanted",
    "answer",
    "get_flag",
    "iter_flags",
    "list_flags",
    "load",
    "on_visit_erased",
    "on_visits_changed",
    "overview",
    "run_nightly",
    "run_round",
]
