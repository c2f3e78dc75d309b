"""What changed between two samples of an area, with the error of the difference."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from bahtera.analysis.errors import NoSample, UnknownChoice
from bahtera.analysis.queries.estimates import Opened, Shown, shown_table
from bahtera.analysis.rules.frames import mask
from bahtera.analysis.values import LENGTHS, Kind
from bahtera.statistics.changes import sampled_change

if TYPE_CHECKING:
    from bahtera.analysis.values import Levels, Measure
    from bahtera.statistics.changes import SampledChange

_COLUMNS = ("stratum", "unit", "weight", "y", "outcome")


@dataclass(frozen=True, slots=True)
class MeasureChange:
    """One measure of two samples, in points or per cent, and the families behind it at each time.

    ``change`` None: hidden at a time (``hidden``), or at a time nobody answered or too large a part of the area is
    silent.
    """

    measure: Measure
    change: SampledChange | None
    hidden: bool
    families: tuple[int | None, int | None] = (None, None)


def sampled_changes(
    before: Opened, after: Opened, area_code: str, *, index_id: str
) -> tuple[MeasureChange, ...]:
    """Return what changed of an index, its dimensions and its indicators in an area between two opened samples.

    Hidden where the figure of either time is; none where a large part of the area is silent at a time. Whether both
    are one measure: `results.change_between`. Raises NoSample where one of them is no sample, UnknownChoice for an area
    that is none, or a village: of one village of a sample there is no error.
    """
    if before.choices.basis != "sample" or after.choices.basis != "sample":
        raise NoSample
    level = next((name for name, size in LENGTHS.items() if size == len(area_code)), None)
    if level is None or level == "desa":
        raise UnknownChoice(area_code)
    return tuple(
        _change(before, after, measure, level, area_code)
        for key, measure in after.choices.measures.items()
        if measure.index_id == index_id
        and measure.kind is not Kind.CATEGORY
        and key in before.choices.measures
    )


def _change(before: Opened, after: Opened, measure: Measure, level: Levels, area_code: str) -> MeasureChange:
    parts, families = [], []
    for at, opened in enumerate((before, after)):
        table, shown = shown_table(opened, measure.key, level, area_code)
        if shown is not Shown.WHOLE:
            return MeasureChange(measure, None, hidden=shown is Shown.HIDDEN)
        columns = (table["applies"].to_pylist(), table[level].to_pylist(), table["y"].to_pylist())
        inside = [
            bool(applies) and area == area_code and y is not None
            for applies, area, y in zip(*columns, strict=True)
        ]
        families.append(sum(inside))
        part = table.select(_COLUMNS).append_column("inside", pa.array(inside, pa.bool_()))
        parts.append(part.append_column("at", pa.array(np.full(part.num_rows, at))))
    both = pa.concat_tables(parts)
    found = sampled_change(
        both,
        "y",
        period="at",
        periods=(0, 1),
        strata="stratum",
        psu="unit",
        weights="weight",
        where=mask(both, "inside"),
    )
    told = found and _scaled(found, measure)
    return MeasureChange(measure, told, hidden=False, families=(families[0], families[1]))


def _scaled(found: SampledChange, measure: Measure) -> SampledChange:
    """Return shares in per cent."""
    if measure.kind is not Kind.INDICATOR:
        return found
    names = ("before", "after", "difference", "se", "low", "high")
    told = {name: value * 100 for name in names if (value := getattr(found, name)) is not None}
    return replace(found, **told)
