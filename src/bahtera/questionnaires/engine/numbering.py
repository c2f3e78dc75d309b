"""Numbers of questions and codes of choices, the same on paper and on every screen.

They follow from where something stands in the questionnaire, never from what is asked now; the field app counts alike
(`field/src/forms/engine/numbering.ts`).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from .schema import Choice, Schema

_NUMERIC: Final = re.compile(r"[0-9]{1,4}")


def numbers(schema: Schema) -> dict[str, int]:
    """Return the number of each question that is asked, by path: what is only read, or never shown, has none."""
    asked = (node for node in schema.questions() if node.control and node.readonly != "true()")
    return {node.path: number for number, node in enumerate(asked, 1)}


def codes(choices: Sequence[Choice]) -> Mapping[str, str]:
    """Return what stands for each choice of a list: its name where all names are numbers, else counted from one."""
    own = all(_NUMERIC.fullmatch(choice.name) for choice in choices)
    return {choice.name: choice.name if own else str(place) for place, choice in enumerate(choices, 1)}
