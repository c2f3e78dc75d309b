"""Scoring on a Spark cluster: the same plan as Spark SQL, the same integers out. Needs the extra `spark`.

>>> from bahtera.indices import distributed, load
>>> spark = distributed.open_session("spark://10.0.0.5:7077")
>>> families = distributed.read(spark, "/data/keluarga")  # a folder of Parquet parts
>>> distributed.tabulate(load("ikk"), families, by=["kode_desa"]).total().mean
"""

from __future__ import annotations

import uuid
import warnings
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from bahtera.indices.errors import InvalidFrame
from bahtera.indices.printers.duckdb import Columns
from bahtera.indices.printers.spark import SparkPrinter
from bahtera.indices.sums import Sums

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from pyspark.sql import DataFrame, SparkSession

    from bahtera.indices.definition import IndexDefinition

_KEYS = ("string", "tinyint", "smallint", "int", "bigint")


def open_session(master: str = "local[*]", *, options: Mapping[str, str] | None = None) -> SparkSession:
    """Return a Spark session.

    Args:
        master: address of the cluster such as "spark://host:7077", or "local[2]" for threads of this machine.
        options: further Spark settings by name.

    Raises:
        InvalidFrame: the extra `spark` is not installed.
    """
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", category=FutureWarning, module="pyspark")
        try:
            from pyspark.sql import SparkSession  # noqa: PLC0415 - an optional extra
        except ImportError as error:
            raise InvalidFrame(
                "the Spark engine is not installed; install it with: pip install 'bahtera[spark]'"
            ) from error
        builder = SparkSession.builder.master(master).appName("bahtera")
        settings = {"spark.ui.enabled": "false", "spark.sql.session.timeZone": "UTC", **(options or {})}
        for name, value in settings.items():
            builder = builder.config(name, value)
        return builder.getOrCreate()


def read(session: SparkSession, *paths: str | Path) -> DataFrame:
    """Return the families of Parquet files or folders of parts, as the cluster's workers reach them."""
    return session.read.parquet(*map(str, paths))


def score(definition: IndexDefinition, frame: DataFrame) -> DataFrame:
    """Return the frame with the score's columns after its own, lazily; columns as in `IndexDefinition.score`.

    Raises:
        InvalidFrame: the frame lacks columns.
    """
    query = _printer(definition, frame).score_query("{source}", frame.columns)
    return _run(frame, query)


def tabulate(definition: IndexDefinition, frame: DataFrame, *, by: Sequence[str]) -> Sums:
    """Return the additive sums of each group, equal bit for bit to those of every other engine.

    Args:
        definition: the index.
        frame: one row a family.
        by: columns to group by, of text or whole numbers.

    Raises:
        InvalidFrame: the frame lacks columns, or one to group by is neither text nor whole number.
    """
    _check_groups(frame, by)
    printer = _printer(definition, frame)
    rows = _run(frame, printer.tabulate_query("{source}", by)).collect()
    size, width = len(by), len(by) + len(printer.layout.columns)
    groups = {tuple(row[:size]): tuple(int(row[place]) for place in range(size, width)) for row in rows}
    return Sums(printer.layout, definition.hash, tuple(by), groups)


def _printer(definition: IndexDefinition, frame: DataFrame) -> SparkPrinter:
    return SparkPrinter(definition.plan, columns_of(frame))


def columns_of(frame: DataFrame) -> Columns:
    """Return the types of a frame's columns and of its rosters' fields."""
    family: dict[str, str] = {}
    members: dict[str, dict[str, str]] = {}
    for column in frame.schema.fields:
        family[column.name] = column.dataType.simpleString()
        inner: Any = getattr(column.dataType, "elementType", None)
        if hasattr(inner, "fields"):
            members[column.name] = {each.name: each.dataType.simpleString() for each in inner.fields}
    return Columns(family, members)


def _check_groups(frame: DataFrame, by: Sequence[str]) -> None:
    types = columns_of(frame).family
    lacking = [name for name in by if name not in types]
    if lacking:
        raise InvalidFrame(f"the table has no column {', '.join(lacking)} to group by")
    wrong = [f"{name} ({types[name]})" for name in by if types[name] not in _KEYS]
    if wrong:
        raise InvalidFrame(f"group by text or whole numbers, not {', '.join(wrong)}")


def _run(frame: DataFrame, query: str) -> DataFrame:
    with _named(frame) as name:
        return frame.sparkSession.sql(query.replace("{source}", name))


@contextmanager
def _named(frame: DataFrame) -> Iterator[str]:
    """Give the frame a name for one query; the plan made of it stays valid afterwards."""
    name = f"bahtera_{uuid.uuid4().hex}"
    frame.createOrReplaceTempView(name)
    try:
        yield name
    finally:
        frame.sparkSession.catalog.dropTempView(name)
