"""For whom the figures of a document speak, in a sentence or two: never for families that nobody visited."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bahtera.publishing.issued import words
from bahtera.publishing.issued.telling import full_name, whole
from bahtera.results.api import Speaks

if TYPE_CHECKING:
    from bahtera.publishing.issued.facts import Facts
    from bahtera.results import api as results

_MOST, _OF = 3, 4
"""Visits to less than three of four families known in a village are visits to a part of it, as between two rounds."""
_STEP: Final = 10
_COUNTED: Final = (Speaks.VILLAGE, Speaks.LOCUS_AVERAGE)


def speaks(facts: Facts) -> str:
    """Return for whom the figures speak, and how much of the village that is where it is far from all."""
    told = words.SPEAKS[facts.found.speaks].format(area=full_name(facts.area))
    return " ".join(one for one in (told, part_of_all(facts)) if one)


def part_of_all(facts: Facts) -> str:
    """Return the sentence that says so where figures rest on a part of the families known; "" elsewhere."""
    if facts.found.speaks not in _COUNTED:
        return ""
    if facts.area.level == "village":
        if not facts.has_figures or not _reached_apart(facts, facts.found):
            return ""
        return words.OF_A_PART.format(
            visited=whole(facts.found.coverage.visited), known=whole(_about(facts.known[facts.area.code]))
        )
    some = sum(_reached_apart(facts, one) for one in facts.villages)
    if not some:
        return ""
    return words.VILLAGES_OF_A_PART.format(some=whole(some), villages=whole(len(facts.villages)))


def _reached_apart(facts: Facts, one: results.Result | results.VillageResult) -> bool:
    known, visited = facts.known.get(one.area_code, 0), one.coverage.visited
    return bool(visited) and _OF * visited < _MOST * known


def _about(known: int) -> int:
    """Return a number of families to the nearest ten: one who moves in makes no other document."""
    return max(_STEP, _STEP * ((known + _STEP // 2) // _STEP))
