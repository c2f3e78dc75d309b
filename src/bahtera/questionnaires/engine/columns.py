"""The columns of a form's answers: names and Arrow types, a repeat as a list of structs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .evaluation import CompiledForm
    from .frames import Frame

_TYPES: Final[dict[str, pa.DataType]] = {
    "int": pa.int32(),
    "integer": pa.int32(),
    "decimal": pa.float64(),
    "date": pa.date32(),
    "dateTime": pa.timestamp("ms", "UTC"),
    "boolean": pa.bool_(),
}


def arrow_schema(form: CompiledForm) -> pa.Schema:
    """Return one field for each answer kept, in the form's order; select-multiple is a list of text."""
    return pa.schema(
        list(_fields(form, form.layout.root)),
        metadata={"form_id": form.schema.form_id, "version": form.schema.version},
    )


def _fields(form: CompiledForm, frame: Frame) -> Iterator[pa.Field[Any]]:
    for check in form.checks[id(frame)]:
        if check.kept:
            yield pa.field(
                check.node.name, _type(check.node.type, check.multiple, bool(check.node.calculate))
            )
    for inner in frame.repeats:
        yield pa.field(inner.node.name, pa.list_(pa.struct(list(_fields(form, inner)))))


def _type(kind: str, multiple: bool, calculated: bool) -> pa.DataType:
    if calculated:
        return pa.string()
    return pa.list_(pa.string()) if multiple else _TYPES.get(kind, pa.string())
