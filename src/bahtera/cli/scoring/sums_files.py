"""Additive sums as files: JSON for people who check, Parquet for many villages; both read back the same."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq

from bahtera.indices import MismatchedSums
from bahtera.indices.sums import Key, Sums

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_HEADER = b"bahtera.sums"
_WIDE = pa.decimal128(38, 0)
_LARGEST = 2**63 - 1


def write_sums(sums: Sums, path: Path) -> None:
    """Write the sums as `.json` or `.parquet`.

    Raises:
        MismatchedSums: another ending.
    """
    if path.suffix == ".json":
        path.write_text(sums.to_json() + "\n", encoding="utf-8")
    elif path.suffix == ".parquet":
        header = json.loads(sums.to_json())
        table = records_table(sums).replace_schema_metadata({_HEADER: json.dumps({**header, "rows": []})})
        pq.write_table(table, path, compression="zstd")
    else:
        raise MismatchedSums(f"{path}: sums are written as .json or .parquet")


def read_sums(path: Path) -> Sums:
    """Return the sums of a file that `write_sums` wrote.

    Raises:
        MismatchedSums: no such file, or not a file of sums.
    """
    if not path.is_file():
        raise MismatchedSums(f"there is no file {path}")
    try:
        return _from_parquet(path) if path.suffix == ".parquet" else Sums.from_json(path.read_bytes())
    except (MismatchedSums, pa.ArrowException, ValueError) as error:
        raise MismatchedSums(f"{path}: {error}") from error


def refuse_overlap(parts: Sequence[Sums], names: Sequence[str]) -> None:
    """Refuse sums that speak of one group twice: its families would be counted twice.

    Sums without groups cannot tell whose they are; only two files of equal content are refused then.

    Raises:
        MismatchedSums: names the first such group and the two files.
    """
    seen: dict[Key, str] = {}
    for part, name in zip(parts, names, strict=True):
        for key in part.groups if part.by else [(str(hash(tuple(part.groups.items()))),)]:
            if key in seen:
                group = _group(part.by, key) if part.by else "the same total"
                raise MismatchedSums(
                    f"{group} stands in {seen[key]} and in {name}: its families would be counted twice"
                    " (--allow-overlap adds them all the same)"
                )
            seen[key] = name


def _group(by: Sequence[str], key: Key) -> str:
    return ", ".join(
        f"the group without {name}" if value is None else str(value)
        for name, value in zip(by, key, strict=True)
    )


def _from_parquet(path: Path) -> Sums:
    table = pq.read_table(path)
    header = (table.schema.metadata or {}).get(_HEADER)
    if header is None:
        raise MismatchedSums("a Parquet file, but not one of sums")
    content = json.loads(header)
    size = len(content["by"])
    columns = [table.column(place).to_pylist() for place in range(table.num_columns)]
    rows = list(zip(*columns, strict=True))
    content["rows"] = [[list(row[:size]), " ".join(str(int(each)) for each in row[size:])] for row in rows]
    return Sums.from_json(json.dumps(content))


def records_table(sums: Sums) -> pa.Table:
    """Return a row a group: the `by` columns, then every integer; 64 bits where all fit, else 38 digits."""
    records = sums.records()
    columns: dict[str, Any] = {}
    for place, name in enumerate(sums.by):
        values = [row.key[place] for row in sums]
        whole = bool(values) and all(isinstance(each, int) for each in values if each is not None)
        columns[name] = pa.array(values, pa.int64() if whole else pa.string())
    for name in sums.layout.columns:
        numbers: list[int] = [record[name] for record in records]
        narrow = max(numbers, default=0) <= _LARGEST
        columns[name] = pa.array(numbers, pa.int64() if narrow else _WIDE)
    return pa.table(columns)
