"""The definitions a round measures by, as files about it name them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bahtera.indices import api as indices

if TYPE_CHECKING:
    from bahtera.indices.api import IndexDefinition
    from bahtera.surveys.api import RoundRow


def definitions_of(row: RoundRow) -> tuple[IndexDefinition, ...]:
    """Return the index definitions of a round without private items: those it began with, before that the newest."""
    pinned = {one.id: one.version for one in row.indices}
    return tuple(indices.load(one, version=pinned.get(one)).without_private() for one in row.index_ids)
