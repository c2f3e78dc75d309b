"""Answers that a table holds and an index cannot read: codes of no choice, texts that are no number or no date.

They count as unanswered, which changes figures without a word; so they are counted, and said.
"""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING

from bahtera.indices.errors import UnknownAnswers, UnknownColumn

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import duckdb

    from bahtera.indices.printers.duckdb import DuckdbPrinter, Watched

_EXAMPLES = 2
_NAME = "bahtera_source"
_CALLER = 4


def find_unknown(
    relation: duckdb.DuckDBPyRelation, printer: DuckdbPrinter, source: str
) -> tuple[UnknownColumn, ...]:
    """Return the columns of a table that hold unknown answers: how many, and the commonest of them.

    `source` is the table `bahtera_source`, as `printer.complete` gives it.
    """
    found: list[UnknownColumn] = []
    for rows, watched in printer.watched(source):
        counts = [f"COUNT(CASE WHEN {each.test} THEN 1 END)" for each in watched]
        if not counts:
            continue
        totals = relation.query(_NAME, f"SELECT {', '.join(counts)} FROM {rows}").fetchall()[0]
        for each, total in zip(watched, totals, strict=True):
            if total:
                examples = tuple(_examples(relation, rows, each))
                found.append(UnknownColumn(each.shown, int(total), examples, each.needed))
    return tuple(found)


def _examples(relation: duckdb.DuckDBPyRelation, rows: str, watched: Watched) -> Iterator[str]:
    query = (
        f"SELECT value FROM (SELECT {watched.value} AS value FROM {rows} WHERE {watched.test})"
        f" GROUP BY value ORDER BY count(*) DESC, value LIMIT {_EXAMPLES}"
    )
    yield from (str(row[0]) for row in relation.query(_NAME, query).fetchall())


def warn_of_unknown(index: str, columns: Sequence[UnknownColumn]) -> None:
    """Say once what was found, at the line that called the definition (which called a table's function)."""
    if columns:
        warnings.warn(UnknownAnswers(index, columns), stacklevel=_CALLER)
