"""Scoring whole tables: Arrow, pandas, Polars, DuckDB relations and Parquet files, all through DuckDB."""

from __future__ import annotations

import os
import tempfile
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeVar, cast

import duckdb
import pyarrow as pa
from pyarrow import compute

from bahtera.indices.checking import check_relation
from bahtera.indices.errors import InvalidFrame
from bahtera.indices.printers.duckdb import UNKNOWN, DuckdbPrinter
from bahtera.indices.sums import Sums
from bahtera.indices.unknown import find_unknown, warn_of_unknown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bahtera.indices.compiler import Plan
    from bahtera.indices.errors import UnknownColumn
    from bahtera.indices.sums import Key, Layout

FrameT = TypeVar("FrameT")
Absent = Literal["error", "unanswered"]
_SOURCE = "bahtera_source"
_MEGABYTES_A_THREAD = 90
_MOST_THREADS = 8


def score_frame(plan: Plan, frame: FrameT, *, out: Path | str | None, absent: Absent, check: bool) -> FrameT:
    """Return the frame with the score's columns added, as the same kind; see `IndexDefinition.score`."""
    if isinstance(frame, str | Path):
        warn_of_unknown(plan.id, _score_file(plan, Path(frame), out, absent, check=check))
        return Path(cast("Path", out))  # type: ignore[return-value]
    if out is not None:
        raise InvalidFrame("`out` is for Parquet files; a table in memory is returned")
    if isinstance(frame, duckdb.DuckDBPyRelation):
        printer, source = _printer(plan, frame, absent)
        _check_free(printer, frame.columns)
        if check:
            warn_of_unknown(plan.id, find_unknown(frame, printer, source))
        return frame.query(_SOURCE, printer.score_query(source, frame.columns))  # type: ignore[return-value]
    table = to_arrow(frame)
    with closing(open_connection()) as connection:
        relation = connection.from_arrow(table)
        printer, source = _printer(plan, relation, absent, watch=check)
        _check_free(printer, relation.columns)
        added = relation.query(_SOURCE, printer.score_query(source, [])).to_arrow_table()
        if check:
            if compute.any(added[UNKNOWN]).as_py():
                warn_of_unknown(plan.id, find_unknown(relation, printer, source))
            added = added.drop_columns([UNKNOWN])
    return _add_columns(frame, added)


def tabulate_frame(
    plan: Plan,
    index_hash: str,
    frame: object,
    *,
    by: Sequence[str],
    absent: Absent,
    check: bool,
) -> Sums:
    """Return the sums of the frame by group; see `IndexDefinition.tabulate` and `score_frame`."""
    if isinstance(frame, duckdb.DuckDBPyRelation):
        groups, unknown, layout = _tabulate(plan, frame, by, absent, check=check)
    else:
        with closing(open_connection(ordered=False)) as connection:
            if isinstance(frame, str | Path):
                relation = _read_parquet(connection, Path(frame))
            else:
                relation = connection.from_arrow(to_arrow(frame))
            groups, unknown, layout = _tabulate(plan, relation, by, absent, check=check)
    warn_of_unknown(plan.id, unknown)
    return Sums(layout, index_hash, tuple(by), groups)


def check_files(plan: Plan, paths: Sequence[Path], *, by: Sequence[str], absent: Absent) -> None:
    """Refuse Parquet files that cannot be scored, before any work.

    Raises:
        InvalidFrame: one line a problem of the first file that has any.
    """
    with closing(open_connection()) as connection:
        for path in paths:
            relation = _read_parquet(connection, path)
            check_relation(plan, relation, groups=by, absent_allowed=absent == "unanswered")


def open_connection(*, ordered: bool = True) -> duckdb.DuckDBPyConnection:
    """Return an in-memory DuckDB that streams: few threads, little memory, spilling to the temporary folder."""
    threads = min(os.cpu_count() or 1, _MOST_THREADS)
    return duckdb.connect(
        config={
            "threads": threads,
            "memory_limit": f"{_MEGABYTES_A_THREAD * threads}MB",
            "temp_directory": tempfile.gettempdir(),
            "preserve_insertion_order": ordered,
        }
    )


def to_arrow(frame: object) -> pa.Table:
    """Return a table in memory as an Arrow table.

    Raises:
        InvalidFrame: not a table of a kind that is known.
    """
    kind, table = _kind(frame), cast("Any", frame)
    found: pa.Table | None = None
    if isinstance(frame, pa.Table):
        found = frame
    elif kind == "pandas.DataFrame":
        found = pa.Table.from_pandas(table, preserve_index=False)
    elif kind == "polars.DataFrame":
        found = table.to_arrow()
    elif kind == "polars.LazyFrame":
        found = table.collect().to_arrow()
    if found is not None:
        return found
    raise InvalidFrame(
        f"{type(frame).__name__} is not a table: give Arrow, pandas, Polars, a DuckDB relation or a Parquet path"
    )


def _kind(frame: object) -> str:
    return f"{type(frame).__module__.split('.')[0]}.{type(frame).__name__}"


def _add_columns(frame: FrameT, added: pa.Table) -> FrameT:
    result: Any
    if isinstance(frame, pa.Table):
        result = frame
        for name in added.column_names:
            result = result.append_column(name, added[name])
    elif _kind(frame) == "pandas.DataFrame":
        news = added.to_pandas()
        news.index = frame.index  # type: ignore[attr-defined]
        result = frame.assign(**{name: news[name] for name in news.columns})  # type: ignore[attr-defined]
    else:
        polars = __import__("polars")
        result = frame.with_columns(polars.from_arrow(added).get_columns())  # type: ignore[attr-defined]
    return result  # type: ignore[no-any-return]


def _printer(
    plan: Plan,
    relation: duckdb.DuckDBPyRelation,
    absent: Absent,
    *,
    by: Sequence[str] = (),
    watch: bool = False,
) -> tuple[DuckdbPrinter, str]:
    columns = check_relation(plan, relation, groups=by, absent_allowed=absent == "unanswered")
    printer = DuckdbPrinter(plan, columns, watch=watch)
    return printer, printer.complete(_SOURCE)


def _check_free(printer: DuckdbPrinter, columns: Sequence[str]) -> None:
    taken = sorted(set(columns) & set(printer.score_columns()))
    if taken:
        raise InvalidFrame(f"the table already has {', '.join(taken)}")


def _score_file(
    plan: Plan, path: Path, out: Path | str | None, absent: Absent, *, check: bool
) -> tuple[UnknownColumn, ...]:
    if out is None:
        raise InvalidFrame("scoring a Parquet file needs `out`, the file to write")
    with closing(open_connection()) as connection:
        relation = _read_parquet(connection, path)
        printer, source = _printer(plan, relation, absent)
        _check_free(printer, relation.columns)
        relation.query(_SOURCE, printer.score_query(source, relation.columns)).write_parquet(str(out))
        return find_unknown(relation, printer, source) if check else ()


def _read_parquet(connection: duckdb.DuckDBPyConnection, path: Path) -> duckdb.DuckDBPyRelation:
    """Return a file or folder of parts; folders named `column=value` add their column."""
    return connection.read_parquet(str(_existing(path)), hive_partitioning=path.is_dir())


def _existing(path: Path) -> Path:
    if not path.exists() and not any(sign in str(path) for sign in "*?["):
        raise InvalidFrame(f"there is no file {path}")
    return path / "**" / "*.parquet" if path.is_dir() else path


def _tabulate(
    plan: Plan, relation: duckdb.DuckDBPyRelation, by: Sequence[str], absent: Absent, *, check: bool
) -> tuple[dict[Key, tuple[int, ...]], tuple[UnknownColumn, ...], Layout]:
    """Return the groups, the columns with unknown answers, and what the groups' numbers are."""
    printer, source = _printer(plan, relation, absent, by=by, watch=check)
    rows = relation.query(_SOURCE, printer.tabulate_query(source, by)).fetchall()
    size, width = len(by), len(by) + len(printer.layout.columns)
    groups = {_key(row[:size], by): tuple(int(value) for value in row[size:width]) for row in rows}
    if not by and groups[()][0] == 0:
        groups = {}
    found = check and any(row[width] for row in rows)
    return groups, find_unknown(relation, printer, source) if found else (), printer.layout


def _key(values: Sequence[object], by: Sequence[str]) -> Key:
    for name, value in zip(by, values, strict=True):
        if isinstance(value, bool) or not (value is None or isinstance(value, str | int)):
            raise InvalidFrame(f"group by texts or whole numbers: {name} holds {value!r}")
    return tuple(values)  # type: ignore[arg-type]
