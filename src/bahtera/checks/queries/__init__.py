"""All reads of checks."""

from bahtera.checks.queries.flags import Wanted, find_flag, get_flag, iter_flags, list_flags
from bahtera.checks.queries.overviews import overview

__all__ = [
    "Wanted",
    "find_flag",
    "get_flag",
    "iter_flags",
    "list_flags",
    "overview",
]
