"""The usual year of a TPK2D: which stage falls in which months. Read from definitions/calendar."""

from collections.abc import Mapping
from functools import cache
from typing import Any, Final

import yaml

from bahtera.foundation.shipped import definitions
from bahtera.surveys.values import Stage, UsualStage, UsualYear

_FILE: Final = "2026.1.yaml"
_MONTHS: Final = range(1, 13)


@cache
def usual_year() -> UsualYear:
    """Return the usual year, its stages in their order; raises ValueError for a definition that is not one."""
    return read_usual_year((definitions("calendar") / _FILE).read_text(encoding="utf-8"))


def read_usual_year(text: str) -> UsualYear:
    """Return what a definition says; raises ValueError for a stage that is unknown, twice, or without months."""
    written: Mapping[str, Any] = yaml.safe_load(text)
    found = tuple(
        UsualStage(Stage(one["stage"]), one["first"], one["last"], one["source"]) for one in written["stages"]
    )
    names = [one.stage for one in found]
    if len(set(names)) != len(names):
        message = "definitions/calendar: a stage stands there twice"
        raise ValueError(message)
    for one in found:
        if one.first not in _MONTHS or one.last not in _MONTHS or one.last < one.first:
            message = f"definitions/calendar: {one.stage.value} lies in no months of one year"
            raise ValueError(message)
    order = list(Stage)
    return UsualYear(
        version=str(written["version"]),
        status=written["status"],
        source=dict(written["source"]),
        stages=tuple(sorted(found, key=lambda one: order.index(one.stage))),
    )
