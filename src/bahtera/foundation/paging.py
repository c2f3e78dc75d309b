"""Keyset paging: a page starts after the last row seen, so page 20,000 costs what page 1 costs."""

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Generic, NoReturn, TypeVar
from uuid import UUID

import orjson
from django.db import connections
from django.db.models import BooleanField, F, Field, Func, Model, Q, QuerySet, Value
from django.db.models.lookups import GreaterThan, LessThan

from bahtera.foundation.errors import Refused

T = TypeVar("T")
M = TypeVar("M", bound=Model)


@dataclass(frozen=True)
class Page(Generic[T]):
    """One page of a list; ``next_cursor`` is None on the last."""

    items: Sequence[T]
    next_cursor: str | None


def keyset(
    queryset: QuerySet[M],
    order: Sequence[str] = ("-received_at", "-id"),
    *,
    cursor: str | None = None,
    size: int = 50,
    led_by: tuple[str, object] | None = None,
) -> Page[M]:
    """Return the page of ``size`` rows that follows ``cursor``.

    ``order`` names plain, never-null fields and must end with a unique one. All fields go the same way or
    differ, as in ``("-received_at", "id")``. Raises Refused (``paging.bad_cursor``) for a cursor that this
    list did not give.

    ``led_by`` is a field and the value that the wanted rows have in it: the index that begins with it and goes
    on with ``order``, all of it in one direction, is walked then, however far down the rows lie.
    """
    after = _values(queryset.model, order, cursor) if cursor else []
    if led_by and connections[queryset.db].vendor == "postgresql":
        rows = _led(queryset, *led_by, order, after)
    else:
        led = Q(led_by) if led_by else Q()
        rows = queryset.filter(led, _after(order, after) if after else Q()).order_by(*order)
    found = list(rows[: size + 1])
    more = len(found) > size
    items = found[:size]
    return Page(items, _encode(items[-1], order) if more else None)


class _Row(Func):
    """Several values as one, compared from the first to the last."""

    template = "(%(expressions)s)"
    output_field = BooleanField()


def _led(
    queryset: QuerySet[M], field: str, value: object, order: Sequence[str], after: Sequence[Any]
) -> QuerySet[M]:
    """Return the rows with a value, in an order that only an index which begins with its field has.

    PostgreSQL leaves a field with one value out of the order, and may then walk the primary key past every row
    of other values. In a range it does not see that the value is one. SQLite walks the index by itself.
    """
    backwards = order[0].startswith("-")
    rows = queryset.filter(**{f"{field}__gte": value, f"{field}__lte": value})
    if after:
        here = _Row(F(field), *(F(name.lstrip("-")) for name in order))
        there = _Row(Value(value), *map(Value, after))
        rows = rows.filter(LessThan(here, there) if backwards else GreaterThan(here, there))
    return rows.order_by(f"-{field}" if backwards else field, *order)


def _values(model: type[Model], order: Sequence[str], cursor: str) -> list[Any]:
    """Return what the last row of the page before had in the fields of the order."""
    found = _decode(cursor, len(order))
    return [_to_python(model, name.lstrip("-"), raw) for name, raw in zip(order, found, strict=True)]


def _after(order: Sequence[str], values: Sequence[Any]) -> Q:
    """Build the row comparison: strictly later in the first field, or equal there and later in the rest."""
    condition = Q()
    equal: dict[str, Any] = {}
    for index, (name, value) in enumerate(zip(order, values, strict=True)):
        plain = name.lstrip("-")
        side = "lt" if name.startswith("-") else "gt"
        condition |= Q(**equal, **{f"{plain}__{side}": value})
        if index == 0:
            # The bound on the first field alone lets the database walk one index from there.
            bound = Q(**{f"{plain}__{side}e": value})
        equal[plain] = value
    return bound & condition


def _to_python(model: type[Model], name: str, raw: Any) -> Any:
    field = model._meta.get_field(name)  # noqa: SLF001 - Django's documented meta API
    if not isinstance(field, Field):
        raise _bad_cursor()
    try:
        value = field.to_python(raw)
        if isinstance(value, datetime):
            # Refuses what lies outside the calendar in UTC.
            return value.astimezone(UTC) if value.tzinfo else _no_value()
    except Exception as error:
        raise _bad_cursor() from error
    return _no_value() if value is None or (isinstance(value, str) and "\0" in value) else value


def _no_value() -> NoReturn:
    raise _bad_cursor()


def _encode(row: Model, order: Sequence[str]) -> str:
    values = [getattr(row, name.lstrip("-")) for name in order]
    plain = [
        str(v) if isinstance(v, UUID) else v.isoformat() if isinstance(v, date | datetime) else v
        for v in values
    ]
    return base64.urlsafe_b64encode(orjson.dumps(plain)).decode().rstrip("=")


def _decode(cursor: str, length: int) -> list[Any]:
    try:
        values = orjson.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (binascii.Error, ValueError) as error:
        raise _bad_cursor() from error
    if not isinstance(values, list) or len(values) != length:
        raise _bad_cursor()
    return values


def _bad_cursor() -> Refused:
    return Refused("paging.bad_cursor", "This page address is not valid. Start the list again.")
