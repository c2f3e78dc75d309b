"""Which definitions there are to score with, by the hash that scores carry."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from bahtera.indices import api as indices

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from bahtera.indices.api import IndexDefinition


def known_definitions(index_id: str) -> dict[str, IndexDefinition]:
    """Return hash -> definition without private items for every version of an index, oldest first."""
    return dict(_known(index_id, tuple(indices.list_versions(index_id))))


def newest_definition(index_id: str) -> IndexDefinition | None:
    """Return the newest version without private items, or None when there is no such index."""
    known = known_definitions(index_id)
    return list(known.values())[-1] if known else None


def most_used(index_id: str, families: Iterable[tuple[str, int]]) -> IndexDefinition:
    """Return the definition that most families were scored by, the newest among equals; of a known index.

    ``families``: hash of a definition -> how many, as often as they come; unknown hashes count for none.
    """
    known = known_definitions(index_id)
    counted = dict.fromkeys(known, 0)
    for digest, count in families:
        if digest in counted:
            counted[digest] += count
    return known[max(reversed(known), key=counted.__getitem__)]


def definitions_of(counts: Mapping[str, Iterable[tuple[str, int]]]) -> dict[str, IndexDefinition]:
    """Return index -> the definition most of its families were scored by; those known here, in their order.

    ``counts``: index -> hash of a definition and how many families, as `most_used` takes them.
    """
    return {name: most_used(name, each) for name, each in counts.items() if known_definitions(name)}


@lru_cache(maxsize=16)
def _known(index_id: str, versions: tuple[str, ...]) -> tuple[tuple[str, IndexDefinition], ...]:
    found = (indices.load(index_id, version=version).without_private() for version in versions)
    return tuple((definition.hash, definition) for definition in found)
