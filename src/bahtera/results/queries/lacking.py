"""How many families of each village lack each indicator: the counts of its page, without the page.

A list of a province's needs wants nothing else of its villages, and whole pages of 2,016 of them take seconds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bahtera.results.errors import AreaNotInRound
from bahtera.results.queries.villages import protected_figures
from bahtera.results.rules.lacking import lacks_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bahtera.access.api import Actor
    from bahtera.results.values import Audience, Lack


def village_lacks(
    round_id: int,
    area_code: str,
    *,
    audience: Audience,
    actor: Actor | None = None,
    index_id: str | None = None,
) -> Mapping[str, tuple[Lack, ...]]:
    """Return village -> who lacks what there, by code and in the definition's order; raises like `village_results`.

    It is the same mapping as long as the figures are the same.
    """
    found = protected_figures(round_id, area_code, audience=audience, actor=actor, index_id=index_id)
    known = found.lacks.get(area_code)
    if known is not None:
        return known
    codes = found.within(area_code)
    if not codes:
        raise AreaNotInRound(round_id, area_code)
    sums = {code: found.villages[code].sums for code in codes}
    return found.lacks.setdefault(area_code, lacks_of(found.definition, sums, found.shown))
