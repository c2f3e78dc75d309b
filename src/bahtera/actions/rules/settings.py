"""What a plan may say, from ``definitions/actions``: sources of money, how far ahead, when somebody is reminded."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import yaml

from bahtera.foundation.shipped import definitions

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Source:
    """Where money comes from; ``free``: there is none to spend."""

    id: str
    label: Mapping[str, str]
    free: bool = False


@dataclass(frozen=True, slots=True)
class PlanSettings:
    """The definition; days and years as whole numbers."""

    version: str
    status: str
    sources: Mapping[str, Source]
    years_ahead: int
    years_to_finish: int
    soon_days: int
    silent_days: int


@cache
def plan_settings() -> PlanSettings:
    """Return the definition that ships with the product."""
    written = yaml.safe_load((definitions("actions") / "2026.1.yaml").read_text(encoding="utf-8"))
    sources = [Source(one["id"], one["label"], one.get("free", False)) for one in written["sources"]]
    return PlanSettings(
        version=str(written["version"]),
        status=written["status"],
        sources={one.id: one for one in sources},
        years_ahead=written["years_ahead"],
        years_to_finish=written["years_to_finish"],
        soon_days=written["soon_days"],
        silent_days=written["silent_days"],
    )
