"""From a table of families to figures with their errors, or with their coverage where every family was listed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final, Literal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from bahtera import statistics
from bahtera.analysis.errors import UnknownChoice
from bahtera.analysis.rules.frames import ANSWERED, GONE, REFUSED, mask
from bahtera.analysis.values import LENGTHS, Kind, Line, Measure, Question, Why
from bahtera.statistics import LOCUS_AVERAGE, Lonely, Note, Publication

if TYPE_CHECKING:
    from bahtera.statistics import Design, EnumeratedFigure, Estimate

LONELY: Final = Lonely.ADJUST
FEWEST_DF: Final = 8
"""With fewer degrees of freedom an error is itself unsure, whatever it says (Parker et al. 2017, *National Center for
Health Statistics Data Presentation Standards for Proportions*, Vital and Health Statistics 2(175))."""
_SUMS: Final[tuple[tuple[str, Literal["sum"]], ...]] = (
    ("drawn", "sum"),
    ("heard", "sum"),
    ("declined", "sum"),
    ("asked", "sum"),
    ("open", "sum"),
)
_SCALE: Final = (0.0, 100.0)
"""Points and per cent lie in it, and so do their intervals."""
CELLS: Final[Mapping[str, str]] = {"desa": "desa", "strata": "stratum"}
"""Choices of non-response cells, and the columns they are made of."""
_WHY: Final = {
    Note.NOBODY: Why.NOBODY,
    Note.ONE_PSU: Why.ONE_UNIT,
    Note.NO_FREEDOM: Why.NO_INTERVAL,
}


def enumerated(
    table: pa.Table,
    measure: Measure,
    question: Question,
    *,
    purposive: bool,
    more: Mapping[str, int] | None = None,
) -> tuple[Line, ...]:
    """Return figures of villages in which every family was listed.

    ``more``: village -> families listed there of which nothing is known yet, beside those in the table. Only how
    complete figures are rests on them, and a province has a million of them.
    Raises the refusals of `bahtera.statistics`: nobody interviewed, nobody in any domain.
    """
    told = pc.unique(table["outcome"]).to_pylist()
    others = {str(each) for each in told if each is not None} - {
        *ANSWERED,
        REFUSED,
        *GONE,
    }
    visited = statistics.enumeration(
        table.append_column("one", pa.array(np.ones(table.num_rows))),
        outcome="outcome",
        complete=ANSWERED,
        refused=REFUSED,
        out_of_scope=GONE,
        not_reached=tuple(others),
        loci="desa" if purposive else None,
    )
    by, label = _by(question), label_of(question, purposive=purposive)
    ask = visited.share if measure.kind.is_share else visited.mean
    found = ask("y", by=by, where=mask(table, "applies"), label=label)
    lines = [_enumerated(row, measure) for row in found]
    if question.group:
        return tuple(lines)
    covered = {row.domain: row for row in visited.mean("one", by=by, label=label)}
    unknown: Counter[str] = Counter()
    for code, count in (more or {}).items():
        unknown[code[: LENGTHS[question.level]]] += count
    return tuple(_completed(line, covered[(line.area,)], unknown[line.area]) for line in lines)


def _completed(line: Line, row: EnumeratedFigure, unknown: int) -> Line:
    """Return a line with how complete it is, of the families of the table and of others not known yet."""
    listed = row.listed + unknown
    coverage, refusal = (each / listed if listed else None for each in (row.complete, row.refused))
    return replace(line, listed=listed, coverage=coverage, refusal=refusal)


Direct = dict[str, tuple[float, float, int, int]]


def sampled(
    table: pa.Table, measure: Measure, question: Question, *, by_size: bool = False
) -> tuple[tuple[Line, ...], Direct]:
    """Return estimates of a sample with their errors, and figure, error, families and degrees of freedom of each
    area for a model.

    Raises the refusals of `bahtera.statistics`, and UnknownChoice for cells that there are not.
    """
    drawn = calibrated(design_of(table, by_size=by_size), question)
    ask = drawn.share if measure.kind.is_share else drawn.mean
    found = ask("y", by=_by(question), where=mask(table, "applies"))
    lines = [_estimated(row, measure) for row in found]
    return tuple(_covered(table, lines, question)), _direct(found, measure)


def design_of(table: pa.Table, *, by_size: bool) -> Design:
    """Return the design of a table of drawn families: villages in strata, then families in villages.

    Villages drawn by their size count as drawn with replacement, which errs a little on the safe side (Särndal,
    Swensson and Wretman 1992, section 4.5).
    """
    if by_size:
        return statistics.design(table, strata="stratum", psu="unit", weights="weight", lonely_psu=LONELY)
    return statistics.design(
        table,
        strata="stratum",
        psu=("desa", "family"),
        weights="weight",
        fpc=("n_villages", "n_families"),
        lonely_psu=LONELY,
    )


def calibrated(drawn: Design, question: Question) -> Design:
    """Return the design with the adjustments asked for: non-response first, known totals of classes last.

    Known totals need families whose class is known: the others are stood for by those of their cell, or stratum.
    """
    if question.cells not in ("", *CELLS):
        raise UnknownChoice(question.cells)
    if question.totals:
        known = pc.and_(drawn.table["answered"], pc.is_valid(drawn.table[question.group]))
        told = replace(drawn, table=drawn.table.append_column("told", known))
        told = statistics.adjust_nonresponse(told, "told", by=CELLS.get(question.cells, "stratum"))
        return statistics.post_stratify(told, question.group, question.totals)
    if question.cells:
        return statistics.adjust_nonresponse(drawn, "answered", by=CELLS[question.cells])
    return drawn


def label_of(question: Question, *, purposive: bool) -> str | None:
    """Return what figures over several villages chosen on purpose are called."""
    return LOCUS_AVERAGE if purposive and question.level != "desa" else None


def _direct(found: Iterable[Estimate], measure: Measure) -> Direct:
    rows = (
        (row.domain[0], _scaled(row.value, measure), _scaled(row.se, measure), row.n, row.df) for row in found
    )
    return {
        area: (value, se, n, df) for area, value, se, n, df in rows if value is not None and se is not None
    }


def _covered(table: pa.Table, lines: Iterable[Line], question: Question) -> Iterable[Line]:
    """Yield lines with how many of the families drawn answered, and how many of these left the item open.

    Who did not answer at all has no class: of a class it is not known how many were drawn.
    """
    by = _by(question)
    asked = pc.and_(table["answered"], table["applies"])
    columns = {name: table[name] for name in by} | {
        "drawn": pa.array(np.ones(table.num_rows, dtype=np.int64)),
        "heard": pc.cast(table["answered"], pa.int64()),
        "declined": pc.cast(pc.is_in(table["outcome"], value_set=pa.array([REFUSED])), pa.int64()),
        "asked": pc.cast(asked, pa.int64()),
        "open": pc.cast(pc.and_(asked, pc.is_null(table["y"])), pa.int64()),
    }
    rows = pa.table(columns).group_by(list(by)).aggregate(_SUMS).to_pylist()
    counts = {tuple(row[name] for name in by): row for row in rows}
    for line in lines:
        row = counts[(line.area, line.group) if question.group else (line.area,)]
        missing = row["open_sum"] / row["asked_sum"] if row["asked_sum"] else None
        if question.group:
            yield replace(line, item_missing=missing)
            continue
        yield replace(
            line,
            item_missing=missing,
            listed=row["drawn_sum"],
            coverage=row["heard_sum"] / row["drawn_sum"],
            refusal=row["declined_sum"] / row["drawn_sum"],
        )


def _by(question: Question) -> tuple[str, ...]:
    return (question.level, question.group) if question.group else (question.level,)


def _enumerated(row: EnumeratedFigure, measure: Measure) -> Line:
    return replace(
        _line(row.domain, row.category),
        value=_scaled(row.value, measure),
        n=row.n,
        why=Why.NOBODY if row.value is None else None,
        item_missing=row.item_missing,
    )


def _estimated(row: Estimate, measure: Measure) -> Line:
    line = _line(row.domain, row.category)
    if row.publication is Publication.NOT_SHOWN:
        why = _WHY.get(row.note, Why.UNSURE) if row.note else Why.UNSURE
        return replace(line, n=row.n, df=row.df, rse=row.rse, why=why)
    weak = row.df < FEWEST_DF
    value, se, low, high = (_scaled(each, measure) for each in (row.value, row.se, row.low, row.high))
    return replace(
        line,
        value=value,
        n=row.n,
        se=se,
        rse=row.rse,
        low=_within(low),
        high=_within(high),
        deff=row.deff,
        df=row.df,
        marked=row.publication is Publication.MARKED or weak,
        weak=weak,
    )


def _line(domain: Sequence[Any], category: object) -> Line:
    area, *group = domain
    return Line(area, group=group[0] if group else "", category=str(category or ""))


def _within(bound: float | None) -> float | None:
    """Return a bound cut to the scale: nothing lies beyond it."""
    return None if bound is None else min(max(bound, _SCALE[0]), _SCALE[1])


def _scaled(value: float | None, measure: Measure) -> float | None:
    if value is None:
        return None
    return 100 * value if measure.kind in {Kind.INDICATOR, Kind.CATEGORY} else value
