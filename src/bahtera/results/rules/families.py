"""What the pages of results would show of single families in hand, for whoever makes other figures of the same."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bahtera.results.rules.definitions import definitions_of
from bahtera.results.rules.protecting import RoundProtection, protect_indices
from bahtera.results.rules.sums import sum_patterns

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bahtera.indices.api import IndexDefinition
    from bahtera.results.rules.sums import SentPattern
    from bahtera.results.values import Audience, Sums


@dataclass(frozen=True, slots=True)
class Measured:
    """An index of some families: the definition most were scored by, and what may be shown of each area."""

    definition: IndexDefinition
    shown: RoundProtection


def protect_families(
    patterns: Mapping[str, Mapping[str, Sequence[SentPattern]]], audience: Audience
) -> dict[str, Measured]:
    """Decide what may be shown of families given as patterns: index -> village -> states with their counts.

    The families must be all that the pages count, or other figures are decided about than theirs. An index without
    a definition known here is left out.
    """
    known = definitions_of(
        {
            name: [(one.index_hash, one.count) for sent in villages.values() for one in sent]
            for name, villages in patterns.items()
        }
    )
    codes = sorted({code for villages in patterns.values() for code in villages})
    cases = [
        (definition, {code: _sums(definition, patterns[name].get(code, ())) for code in codes})
        for name, definition in known.items()
    ]
    shown = protect_indices(cases, audience) if cases else []
    return {name: Measured(known[name], each) for name, each in zip(known, shown, strict=True)}


def _sums(definition: IndexDefinition, sent: Sequence[SentPattern]) -> Sums:
    return sum_patterns(definition, [one for one in sent if one.index_hash == definition.hash])
