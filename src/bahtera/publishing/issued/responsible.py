"""Who answers an unmet indicator: a proposal of the table of services. A person decides."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from bahtera.access import api as access
from bahtera.indices import api as indices
from bahtera.publishing.issued.telling import LANGUAGE


@dataclass(frozen=True, slots=True)
class Answer:
    """What answers an unmet indicator: services, and kinds of offices that give them; "" and () where nothing does."""

    services: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()


Responsible = Callable[[str, str, str], Answer]
"""Who answers (area, index, indicator)."""


def from_services(_area: str, index_id: str, indicator: str) -> Answer:
    """Return what the shipped table of services says, the same everywhere."""
    book = indices.load_services()
    need = book.need_of(index_id, indicator)
    if need is None or not need.services:
        return Answer()
    known = {one.id: one for one in book.services}
    found = [known[name] for name in need.services]
    kinds = dict.fromkeys(kind for one in found for kind in one.by)
    return Answer(tuple(one.label.id for one in found), tuple(_kinds().get(kind, kind) for kind in kinds))


@cache
def _kinds() -> dict[str, str]:
    return {one.name: one.label(LANGUAGE) for one in access.unit_kinds()}
