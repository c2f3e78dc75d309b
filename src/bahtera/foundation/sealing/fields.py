"""Columns that are sealed by being written and opened by being read.

In migrations they are plain columns of bytes or text: a migration never needs a key, and never shows one.
A sealed column cannot be searched or sorted; equality of a number goes through a ``DigestField`` beside it.
"""

from collections.abc import Callable
from typing import Any, ClassVar, TypeVar
from uuid import UUID

import orjson
from django.core.exceptions import FieldError
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

from bahtera.foundation.sealing import values

_S = TypeVar("_S")
_G = TypeVar("_G")


class _Bytes(models.Field[_S, _G]):
    """What the columns of bytes below share: storage, migrations, and that nothing looks into them."""

    _own: ClassVar[tuple[str, ...]] = ()

    def get_internal_type(self) -> str:
        return "BinaryField"

    def deconstruct(self) -> Any:
        name, _, args, kwargs = super().deconstruct()
        for own in self._own:
            kwargs.pop(own, None)
        if not self.editable:
            kwargs.pop("editable", None)  # columns of bytes are not, unless they say so
        if kwargs.get("default") == "" or callable(kwargs.get("default")):
            kwargs["default"] = b""
        return name, "django.db.models.BinaryField", args, kwargs

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name == "isnull":
            return super().get_lookup(lookup_name)
        raise FieldError(
            f"{self.model.__name__}.{self.name} is sealed and cannot be searched by {lookup_name}."
        )

    def get_transform(self, lookup_name: str) -> Any:
        raise FieldError(f"{self.model.__name__}.{self.name} is sealed and has no {lookup_name}.")


class SealedField(_Bytes[_S, _G]):
    """What is closed on disk, value by value; an empty value stays empty.

    ``purpose`` names what it is bound to, ``table.column`` unless given; a renamed column needs its old name here.
    """

    def __init__(self, *args: Any, purpose: str = "", **kwargs: Any) -> None:
        self._purpose = purpose
        super().__init__(*args, **kwargs)

    @property
    def purpose(self) -> str:
        """Return what its values are bound to."""
        return self._purpose or f"{self.model._meta.db_table}.{self.column}"  # noqa: SLF001 - Django's meta API

    def get_db_prep_value(self, value: Any, connection: BaseDatabaseWrapper, prepared: bool = False) -> Any:  # noqa: ARG002
        if value is None:
            return None
        data = self.to_bytes(value)
        return connection.Database.Binary(values.seal(data, purpose=self.purpose) if data else b"")  # type: ignore[attr-defined]

    def from_db_value(self, stored: Any, _expression: Any, _connection: Any) -> Any:
        """Open what the database holds."""
        return None if stored is None else self.open(as_bytes(stored))

    def open(self, stored: bytes) -> Any:
        """Return the value of stored bytes."""
        return self.from_bytes(values.unseal(stored, purpose=self.purpose) if stored else b"")

    def to_bytes(self, value: Any) -> bytes:
        """Return a value as bytes before it is closed; none for an empty one."""
        return str(value).encode()

    def from_bytes(self, data: bytes) -> Any:
        """Return the value of opened bytes."""
        return data.decode()


class SealedTextField(SealedField[str, str]):
    """Text that is closed on disk; empty text stays empty."""


class SealedJSONField(SealedField[Any, Any]):
    """A mapping that is closed on disk; an empty one stays empty."""

    def to_bytes(self, value: Any) -> bytes:
        return orjson.dumps(value, option=orjson.OPT_SORT_KEYS) if value else b""

    def from_bytes(self, data: bytes) -> Any:
        return orjson.loads(data) if data else {}


class DigestField(models.CharField[str | None, str | None]):
    """The blind index of a sealed column of the same row; None where there is nothing to compare.

    ``of`` names the column, ``normalise`` gives the text that is compared, ``purpose`` what it is the index of.
    """

    def __init__(
        self,
        *args: Any,
        of: str = "",
        purpose: str = "",
        normalise: Callable[[str], str] = str,
        **kwargs: Any,
    ) -> None:
        self.of, self.purpose, self._normalise = of, purpose, normalise
        super().__init__(*args, **{"max_length": 40, "null": True, "editable": False, **kwargs})

    def deconstruct(self) -> Any:
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:  # noqa: ARG002
        made = self.digest_of(getattr(model_instance, self.of))
        setattr(model_instance, str(self.attname), made)
        return made

    def digest_of(self, value: str) -> str | None:
        """Return the digest under which a value is kept."""
        text = self._normalise(value)
        return values.digest(text, purpose=self.purpose) if text else None


class PartKeyField(_Bytes[bytes | None, bytes | None]):
    """The key of a row's part, wrapped; None before there was one, empty once it is destroyed.

    ``bound_by`` names the column of the row's id, a UUID, to which the part is bound.
    """

    _own: ClassVar = ("default",)

    def __init__(self, *args: Any, bound_by: str = "", **kwargs: Any) -> None:
        self.bound_by = bound_by
        super().__init__(*args, **{"null": True, "editable": False, **kwargs})

    @property
    def purpose(self) -> str:
        """Return what wrapped keys are bound to, besides the row."""
        return f"{self.model._meta.db_table}.{self.column}"  # noqa: SLF001 - Django's meta API

    def get_db_prep_value(self, value: Any, connection: BaseDatabaseWrapper, prepared: bool = False) -> Any:  # noqa: ARG002
        return None if value is None else connection.Database.Binary(value)  # type: ignore[attr-defined]

    def from_db_value(self, stored: Any, _expression: Any, _connection: Any) -> bytes | None:
        """Return the wrapped key as bytes."""
        return None if stored is None else as_bytes(stored)

    def new(self, row_id: UUID) -> values.PartKey:
        """Return a fresh key for the part of a row."""
        return values.new_part_key(purpose=self.purpose, bound_to=row_id.bytes)

    def open(self, wrapped: bytes | None, row_id: UUID) -> values.PartKey:
        """Return a row's key; raises Erased, NotSealed, Broken."""
        return values.open_part_key(wrapped, purpose=self.purpose, bound_to=row_id.bytes)


class SealedPartField(_Bytes[bytes | None, bytes | None]):
    """Bytes of a row that are closed with the row's own key; whoever writes and reads does so through the key."""

    def __init__(self, *args: Any, key: str = "", **kwargs: Any) -> None:
        self.key = key
        super().__init__(*args, **kwargs)

    @property
    def purpose(self) -> str:
        """Return what tells this piece of the part from the others."""
        return f"{self.model._meta.db_table}.{self.column}"  # noqa: SLF001 - Django's meta API

    def get_db_prep_value(self, value: Any, connection: BaseDatabaseWrapper, prepared: bool = False) -> Any:  # noqa: ARG002
        return None if value is None else connection.Database.Binary(value)  # type: ignore[attr-defined]

    def from_db_value(self, stored: Any, _expression: Any, _connection: Any) -> bytes | None:
        """Return the closed bytes."""
        return None if stored is None else as_bytes(stored)


def as_bytes(stored: Any) -> bytes:
    """Return stored bytes as bytes; a database from before may hold text in the column."""
    return stored.encode() if isinstance(stored, str) else bytes(stored)
