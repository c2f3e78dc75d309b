"""Parquet in row groups: one row a family, members as a list of structs, the definitions in the metadata."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

import orjson
import pyarrow as pa
import pyarrow.parquet as pq

from bahtera.publishing.writers.chunks import Outbox

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bahtera.publishing.values import Column, Export, FamilyRow, Kind, Value

GROUP = 5_000
MEMBERS = "anggota"
_TYPES: dict[Kind, pa.DataType] = {
    "text": pa.string(),
    "integer": pa.int64(),
    "decimal": pa.float64(),
    "date": pa.date32(),
    "instant": pa.timestamp("us", "UTC"),
    "boolean": pa.bool_(),
    "codes": pa.list_(pa.string()),
}


def write_parquet(export: Export[Value]) -> Iterator[bytes]:
    """Yield a Parquet file; `bahtera.about` and each field's metadata say what it holds."""
    schema = export_schema(export)
    outbox = Outbox()
    with pq.ParquetWriter(pa.PythonFile(outbox, mode="w"), schema, compression="zstd") as writer:
        while rows := list(islice(export.rows, GROUP)):
            writer.write_batch(_batch(rows, schema, export.member_keys))
            yield outbox.take()
    yield outbox.take()


def export_schema(export: Export[Value]) -> pa.Schema:
    """Return the Arrow schema of an export: the family's columns, then `anggota` as list<struct>."""
    members = pa.list_(pa.struct([_field(each) for each in export.members[export.member_keys :]]))
    about = orjson.dumps({each.name: each.value for each in export.about})
    return pa.schema(
        [*(_field(each) for each in export.families), pa.field(MEMBERS, members)],
        metadata={"bahtera.about": about},
    )


def _field(column: Column) -> pa.Field[Any]:
    meaning: dict[str | bytes, str | bytes] = {
        "label.id": column.labels.get("id", column.name),
        "label.en": column.labels.get("en", column.name),
        "choices": orjson.dumps(column.choices),
        "unit": column.unit,
    }
    return pa.field(column.name, _TYPES[column.kind], metadata=meaning)


def _batch(rows: Sequence[FamilyRow[Value]], schema: pa.Schema, member_keys: int) -> pa.RecordBatch:
    arrays: list[pa.Array[Any]] = [
        pa.array(values, schema.field(position).type)
        for position, values in enumerate(zip(*(row.family for row in rows), strict=True))
    ]
    struct = schema.field(MEMBERS).type.value_type
    names = [struct.field(position).name for position in range(struct.num_fields)]
    members = [
        [dict(zip(names, member[member_keys:], strict=True)) for member in row.members] for row in rows
    ]
    arrays.append(pa.array(members, schema.field(MEMBERS).type))
    return pa.record_batch(arrays, schema=schema)
