"""The report of an import as it is stored: plain JSON, and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, Final

from bahtera.areas.values import Imported, Overlap, Several, Unmatched

# So many lines of each list are kept; their number is always whole.
MOST_LINES: Final = 500
_LISTS: Final = ("unmatched", "other_names", "overlaps", "several", "without")


def report_json(report: Imported) -> dict[str, Any]:
    """Return a report as plain JSON, its long lists cut, with how long they were."""
    made = asdict(report)
    for name in _LISTS:
        made[f"{name}_count"] = len(made[name])
        made[name] = list(made[name])[:MOST_LINES]
    made["columns"] = list(report.columns)
    return made


def report_of(made: Mapping[str, Any]) -> Imported:
    """Return the report that `report_json` stored."""
    return Imported(
        kept=made["kept"],
        replaced=made["replaced"],
        features=made["features"],
        levels=dict(made["levels"]),
        columns=tuple(made["columns"]),
        mended=made["mended"],
        unmatched=tuple(Unmatched(**one) for one in made["unmatched"]),
        other_names=tuple((code, told, known) for code, told, known in made["other_names"]),
        overlaps=tuple(Overlap(**one) for one in made["overlaps"]),
        without=tuple(made["without"]),
        counts={name: made.get(f"{name}_count", 0) for name in _LISTS},
        reasons=dict(made["reasons"]),
        several=tuple(
            Several(one["code"], tuple(one["places"]), one["percent"]) for one in made.get("several", ())
        ),
    )
