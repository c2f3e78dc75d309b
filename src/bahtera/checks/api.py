"""The door of checks: questions about how interviews were made, and their answers."""

from bahtera.checks.errors import NoNote, NoReply, StaleFlag, UnknownAnswer, UnknownFlag
from bahtera.checks.operations import (
    answer,
    on_visit_erased,
    on_visits_changed,
    reply,
    run_nightly,
    run_round,
)
from bahtera.checks.queries import (
    Wanted,
    asked_about,
    count_open,
    get_flag,
    iter_flags,
    list_flags,
    open_questions,
    overview,
)
from bahtera.checks.queries.own import count_own, own_questions, replied, replies_to
from bahtera.checks.rules import Check, Definition, load
from bahtera.checks.rules.definitions import SEVERITIES, Measured
from bahtera.checks.values import (
    ANSWERS,
    DayCount,
    FlagRow,
    FlagState,
    Found,
    Overview,
    OwnQuestion,
    ReplyRow,
    RunRow,
)

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
    "NoReply",
    "Overview",
    "OwnQuestion",
    "ReplyRow",
    "RunRow",
    "StaleFlag",
    "UnknownAnswer",
    "UnknownFlag",
    "Wanted",
    "answer",
    "asked_about",
    "count_open",
    "count_own",
    "get_flag",
    "iter_flags",
    "list_flags",
    "load",
    "on_visit_erased",
    "on_visits_changed",
    "open_questions",
    "overview",
    "own_questions",
    "replied",
    "replies_to",
    "reply",
    "run_nightly",
    "run_round",
]
