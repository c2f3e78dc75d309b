"""When figures rest on a part of the families that are known, and are not those of the whole place."""

from __future__ import annotations

_MOST, _OF = 3, 4
_STEP = 10


def rests_on_part(scored: int, known: int) -> bool:
    """Tell whether scored families are less than three of four families known; of none scored there is no figure."""
    return bool(scored) and _OF * scored < _MOST * known


def about(known: int) -> int:
    """Return a number of families to the nearest ten: one who moves in makes no other sentence."""
    return max(_STEP, _STEP * ((known + _STEP // 2) // _STEP))
