"""A column that keeps JSON as the very text that was sealed."""

from typing import TYPE_CHECKING, Any

import orjson
from django.db import models

if TYPE_CHECKING:
    _Text = models.TextField[Any, Any]
else:
    _Text = models.TextField


class CanonicalJson(_Text):
    """JSON with sorted keys and no spaces, stored as text: a JSON column would store it in words of its own."""

    def from_db_value(self, value: str | None, *_: object) -> Any:
        """Return what the text says; text that is no JSON any more (an edited row) is returned as it is."""
        try:
            return None if value is None else orjson.loads(value)
        except ValueError:
            return value

    def to_python(self, value: Any) -> Any:
        """Return a value as it is."""
        return value

    def get_prep_value(self, value: Any) -> str | None:
        """Return the canonical text."""
        return None if value is None else canonical_json(value)


def canonical_json(value: Any) -> str:
    """Return a value as canonical JSON text."""
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS).decode()
