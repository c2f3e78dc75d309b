"""For whom the figures of a document speak, in a sentence or two: never for families that nobody visited."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bahtera.publishing.issued import words
from bahtera.publishing.issued.telling import full_name, whole
from bahtera.results import api as results
from bahtera.results.api import Speaks

if TYPE_CHECKING:
    from bahtera.publishing.issued.facts import Facts

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
        if not facts.has_figures or not _in_part(facts, facts.found):
            return ""
        return words.OF_A_PART.format(
            scored=whole(facts.found.coverage.scored),
            known=whole(results.about(facts.known[facts.area.code])),
        )
    some = sum(_in_part(facts, one) for one in facts.villages)
    if not some:
        return ""
    return words.VILLAGES_OF_A_PART.format(some=whole(some), villages=whole(len(facts.villages)))


def _in_part(facts: Facts, one: results.Result | results.VillageResult) -> bool:
    return results.rests_on_part(one.coverage.scored, facts.known.get(one.area_code, 0))
