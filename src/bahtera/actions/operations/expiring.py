"""Ending what plans keep of families."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bahtera.actions.models import PlanFamily
from bahtera.actions.queries.ageing import old_names
from bahtera.foundation.expiring import Ending, Executor, deleting

if TYPE_CHECKING:
    from collections.abc import Callable

_number: Callable[[str], int] = int

EXECUTORS: Final = (
    Executor(
        name="actions.families",
        ending=Ending.DELETE,
        since="deadline",
        tables=("actions.PlanFamily",),
        find=old_names,
        end=deleting(PlanFamily, _number),
    ),
)
