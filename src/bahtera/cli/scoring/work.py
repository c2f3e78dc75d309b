"""Counting many files, with progress: part by part in this process, or all at once on a cluster."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING

from rich.progress import BarColumn, DownloadColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from bahtera.cli.scoring.checking import check_tables, join_unknown
from bahtera.indices import MismatchedSums, UnknownAnswers
from bahtera.indices.library import list_indices, list_versions, load
from bahtera.indices.sums import merge_all

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from rich.console import Console

    from bahtera.cli.scoring.grouping import Grouping
    from bahtera.indices import IndexDefinition, UnknownColumn
    from bahtera.indices.frames import Absent
    from bahtera.indices.sums import Sums

_MOST_PARTS = 64
"""A folder of more parts is read as one: starting a query costs more than it shows."""


def check_files(
    definition: IndexDefinition, paths: Sequence[Path], grouping: Grouping, absent: Absent
) -> None:
    """Refuse files that cannot be scored, with every problem at once.

    Raises:
        InvalidFrame: one line a problem.
    """
    check_tables(definition, paths, groups=grouping.columns, absent=absent)


def tabulate_files(
    definition: IndexDefinition,
    paths: Sequence[Path],
    grouping: Grouping,
    *,
    absent: Absent,
    console: Console,
) -> tuple[Sums, list[UnknownColumn]]:
    """Return the sums of all files, counted in this process, and the answers that could not be read.

    Raises:
        InvalidFrame: codes that are no area codes of the level to group by.
    """
    parts = list(_parts(paths))
    by = list(dict.fromkeys(grouping.columns))
    with _progress(console) as progress, warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always", UnknownAnswers)
        task = progress.add_task("Menghitung · counting", total=sum(map(_size, parts)))
        sums = []
        for part in parts:
            sums.append(definition.tabulate(part, by=by, absent=absent))
            progress.advance(task, _size(part))
    total = merge_all(sums)
    assert total is not None
    said = [each.message for each in caught]
    unknown = [column for each in said if isinstance(each, UnknownAnswers) for column in each.columns]
    return grouping.apply(_in_order(total, grouping)), join_unknown(unknown)


def tabulate_on_spark(
    definition: IndexDefinition, paths: Sequence[Path], grouping: Grouping, *, master: str, console: Console
) -> Sums:
    """Return the sums of all files, counted on a Spark cluster whose workers reach the same paths."""
    from bahtera.indices import distributed

    by = list(dict.fromkeys(grouping.columns))
    with console.status(f"Menghitung di Spark · counting on Spark ({master})"):
        session = distributed.open_session(master)
        try:
            frame = distributed.read(session, *paths)
            return grouping.apply(_in_order(distributed.tabulate(definition, frame, by=by), grouping))
        finally:
            session.stop()


def find_definition(index_hash: str) -> IndexDefinition:
    """Return the shipped definition, method and variant that has the hash.

    Raises:
        MismatchedSums: none has.
    """
    for index in list_indices():
        for version in list_versions(index):
            whole = load(index, version=version)
            for method in (whole.method, *whole.declaration.aggregation.alternatives):
                definition = whole.with_method(method)
                for variant in (definition, definition.without_private()):
                    if variant.hash == index_hash:
                        return variant
    raise MismatchedSums(
        f"no definition here has the hash {index_hash[:12]}: the sums were made with another version of it"
    )


def _in_order(sums: Sums, grouping: Grouping) -> Sums:
    """Return the sums with a column of the key for each of the grouping's, one asked for twice included."""
    from bahtera.indices.sums import Sums as Table

    places = [sums.by.index(name) for name in grouping.columns]
    groups = {tuple(key[place] for place in places): values for key, values in sums.groups.items()}
    return Table(sums.layout, sums.index_hash, grouping.columns, groups)


def _parts(paths: Sequence[Path]) -> Iterator[Path]:
    for path in paths:
        inside = sorted(path.glob("*.parquet")) if path.is_dir() else []
        flat = inside and not any(each.is_dir() for each in path.iterdir())
        yield from inside if flat and len(inside) <= _MOST_PARTS else [path]


def _size(path: Path) -> int:
    if path.is_file():
        return path.stat().st_size
    return sum(each.stat().st_size for each in path.rglob("*.parquet"))


def _progress(console: Console) -> Progress:
    return Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        DownloadColumn(),
        TimeElapsedColumn(),
        console=console,
        transient=True,
    )
