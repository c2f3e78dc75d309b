"""What can be asked of a round: an index, its dimensions, indicators and categories."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from bahtera.analysis.values import Kind, Measure

if TYPE_CHECKING:
    from bahtera.indices.api import IndexDefinition, Text


def measures_of(definitions: Iterable[IndexDefinition]) -> dict[str, Measure]:
    """Return the measures of some indices by key, in their order. Give definitions without private items."""
    found: list[Measure] = []
    for definition in definitions:
        found += _of(definition)
    return {each.key: each for each in found}


def _of(definition: IndexDefinition) -> list[Measure]:
    name = definition.id
    title = _both(definition.plain_title)
    categories = {each.id: _both(each.title) for each in definition.categories}
    found = [Measure(f"{Kind.INDEX}:{name}", Kind.INDEX, name, "", title)]
    if categories:
        found.append(
            Measure(f"{Kind.CATEGORY}:{name}", Kind.CATEGORY, name, "", title, categories=categories)
        )
    found += [
        Measure(f"{Kind.DIMENSION}:{name}:{each.id}", Kind.DIMENSION, name, each.id, _both(each.title))
        for each in definition.dimensions
    ]
    found += [
        Measure(
            f"{Kind.INDICATOR}:{name}:{each.id}",
            Kind.INDICATOR,
            name,
            each.id,
            _both(each.label),
            sensitive=each.sensitive,
        )
        for each in definition.indicators
    ]
    return found


def _both(text: Text) -> Mapping[str, str]:
    return {"id": text.id, "en": text.en}
