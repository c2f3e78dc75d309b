"""All reads of checks."""

from bahtera.checks.queries.asking import asked_about, count_open, open_questions
from bahtera.checks.queries.flags import Wanted, find_flag, get_flag, iter_flags, list_flags
from bahtera.checks.queries.overviews import overview

__all__ = [
    "Wanted",
    "asked_about",
    "count_open",
    "find_flag",
    "get_flag",
    "iter_flags",
    "list_flags",
    "open_questions",
    "overview",
]
