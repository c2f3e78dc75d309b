"""What the private part of a questionnaire asks, as phones get it: data, fetched by its hash."""

from collections.abc import Mapping
from functools import cache
from typing import Any, Final
from uuid import UUID

import orjson
import yaml

from bahtera.confided.models import HelpBox
from bahtera.foundation.shipped import definitions

FILE: Final = "privat.json"
_KEPT: Final = ("questionnaire", "version", "introduction", "items", "choices", "help")


@cache
def private_part(form_id: str) -> bytes | None:
    """Return the private part of a form as JSON, the same bytes always; None when it has none."""
    written = definition(form_id)
    if written is None:
        return None
    return orjson.dumps({name: written[name] for name in _KEPT})


@cache
def definition(form_id: str) -> Mapping[str, Any] | None:
    """Return the private part of a form as it is written, or None."""
    file = next((one for one in _files() if one.stem == form_id), None)
    found: Mapping[str, Any] | None = file and yaml.safe_load(file.read_text(encoding="utf-8"))
    return found


def help_boxes_since(last: UUID | None = None, *, size: int = 200) -> tuple[UUID, ...]:
    """Return ids of boxes for UPTD PPA in the order of their ids, for whoever begins to listen later."""
    rows = HelpBox.objects.order_by("pk")
    rows = rows.filter(pk__gt=last) if last else rows
    return tuple(rows.values_list("pk", flat=True)[:size])


def _files() -> list[Any]:
    return sorted(definitions("private").glob("*.yaml"))
