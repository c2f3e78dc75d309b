"""Can these files be scored? What is wrong with them is said before any work."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.dataset as datasets

from bahtera.indices import InvalidFrame, UnknownColumn
from bahtera.indices.frames import check_files

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from bahtera.indices import IndexDefinition
    from bahtera.indices.frames import Absent


def read_schema(paths: Sequence[Path]) -> pa.Schema:
    """Return the columns of Parquet files or folders of parts; those of partition folders included.

    Raises:
        InvalidFrame: a file is absent, empty, or not Parquet.
    """
    schemas = []
    for path in paths:
        if not path.exists():
            raise InvalidFrame(f"there is no file {path}")
        try:
            schemas.append(datasets.dataset(path, format="parquet", partitioning="hive").schema)
        except (pa.ArrowException, OSError) as error:
            raise InvalidFrame(f"{path} is not a Parquet file or a folder of them: {error}") from error
        if not schemas[-1].names:
            raise InvalidFrame(f"{path} holds no Parquet file")
    for path, schema in zip(paths, schemas, strict=True):
        if set(schema.names) != set(schemas[0].names):
            other = ", ".join(sorted(set(schema.names) ^ set(schemas[0].names)))
            raise InvalidFrame(f"{path} has other columns than {paths[0]}: {other}")
    return schemas[0]


def check_tables(
    definition: IndexDefinition, paths: Sequence[Path], *, groups: Sequence[str], absent: Absent
) -> pa.Schema:
    """Return the columns of files that can be scored.

    Raises:
        InvalidFrame: one line a problem.
    """
    schema = read_schema(paths)
    check_files(definition.plan, paths, by=groups, absent=absent)
    return schema


def join_unknown(found: Iterable[UnknownColumn]) -> list[UnknownColumn]:
    """Return what was found in several parts of a table as one line a column."""
    joined: dict[str, UnknownColumn] = {}
    for each in found:
        known = joined.get(each.name)
        if known is not None:
            examples = tuple(dict.fromkeys((*known.examples, *each.examples)))[:2]
            each = UnknownColumn(each.name, known.count + each.count, examples, each.needed)  # noqa: PLW2901
        joined[each.name] = each
    return list(joined.values())
