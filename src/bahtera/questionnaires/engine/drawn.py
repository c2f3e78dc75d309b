"""What the field app draws: ``definitions/forms/drawn.json``, the list that the app itself is built with.

What it cannot draw is refused when a questionnaire is published, so that no volunteer meets it at a door.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from bahtera.foundation import shipped

if TYPE_CHECKING:
    from collections.abc import Mapping

_LIST: Final = json.loads(shipped.definitions("forms/drawn.json").read_text("utf-8"))
_STARTS: Final = tuple(name for name in _LIST["appearances"] if name.endswith(":"))

CONTROLS: Final[Mapping[str, tuple[str, ...]]] = {
    control: tuple(types) for control, types in _LIST["controls"].items()
}
"""The controls of a compiled form that the app draws, each with the types of answers it takes."""

TYPES: Final[Mapping[str, str]] = {name: reason["en"] for name, reason in _LIST["types"].items()}
APPEARANCES: Final[Mapping[str, str]] = {name: reason["en"] for name, reason in _LIST["appearances"].items()}
IN_INDONESIAN: Final[Mapping[str, str]] = {
    reason["en"]: reason["id"] for part in ("types", "appearances") for reason in _LIST[part].values()
}


def refusal(appearance: str) -> str | None:
    """Return why an appearance cannot be drawn, None when it can or changes nothing but looks."""
    start = next((start for start in _STARTS if appearance.startswith(start)), appearance)
    return APPEARANCES.get(start)
