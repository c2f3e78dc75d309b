"""Rows whose pieces are closed with a key of their own: written, read, destroyed.

A model declares one ``PartKeyField`` and its ``SealedPartField`` columns; here they are filled and opened.
"""

from functools import lru_cache
from typing import Any, NamedTuple

from django.db.models import Model

from bahtera.foundation.sealing import values
from bahtera.foundation.sealing.fields import PartKeyField, SealedPartField


class _Shape(NamedTuple):
    """What a model declares: its key column, what that is bound to, its pieces."""

    key: str
    key_purpose: str
    row_id: str
    pieces: dict[str, str]


def write(row: Model, **pieces: bytes | None) -> None:
    """Close pieces into the row's columns, with a fresh key when the row has none; the caller saves the row.

    Raises Erased for a row whose key was destroyed.
    """
    shape = _shape(type(row))
    bound_to = _bound_to(row, shape)
    wrapped = getattr(row, shape.key)
    if wrapped is None:
        key = values.new_part_key(purpose=shape.key_purpose, bound_to=bound_to)
        setattr(row, shape.key, key.wrapped)
    else:
        key = values.open_part_key(wrapped, purpose=shape.key_purpose, bound_to=bound_to)
    for name, data in pieces.items():
        closed = None if data is None else key.seal(data, purpose=shape.pieces[name])
        setattr(row, name, closed)


def read(row: Model, name: str) -> bytes | None:
    """Return a piece of the row, None where there is none; raises Erased, NotSealed, Broken."""
    shape = _shape(type(row))
    key, piece = getattr(row, shape.key), getattr(row, name)
    return read_columns(type(row), name, bound_to=_bound_to(row, shape), key=key, piece=piece)


def read_columns(
    model: type[Model], name: str, *, bound_to: bytes, key: bytes | None, piece: bytes | None
) -> bytes | None:
    """Return a piece from columns that were read without their row, whose id is ``bound_to``; else as ``read``."""
    shape = _shape(model)
    opened = values.open_part_key(key, purpose=shape.key_purpose, bound_to=bound_to)
    return None if piece is None else opened.unseal(piece, purpose=shape.pieces[name])


def is_erased(row: Model) -> bool:
    """Tell whether the row's key was destroyed."""
    return bool(getattr(row, _shape(type(row)).key) == b"")


def destroy(row: Model) -> None:
    """Take away the row's key and what it closed; the caller saves the row."""
    shape = _shape(type(row))
    setattr(row, shape.key, b"")
    for name in shape.pieces:
        setattr(row, name, None if row._meta.get_field(name).null else b"")  # noqa: SLF001 - Django's meta API


def _bound_to(row: Model, shape: _Shape) -> bytes:
    return bytes(getattr(row, shape.row_id).bytes)


@lru_cache
def _shape(model: type[Model]) -> _Shape:
    fields: list[Any] = list(model._meta.concrete_fields)  # noqa: SLF001 - Django's documented meta API
    key = next(one for one in fields if isinstance(one, PartKeyField))
    row_id = next(str(one.attname) for one in fields if str(one.column) == key.bound_by)
    pieces = {str(one.attname): one.purpose for one in fields if isinstance(one, SealedPartField)}
    return _Shape(str(key.attname), key.purpose, row_id, pieces)
