"""What a kader may see of her village: the public's figures, less what would show few families of other kader."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bahtera.results.errors import AreaNotInRound
from bahtera.results.queries.villages import RoundFigures, round_figures, village_page
from bahtera.results.rules.besides import Besides, without
from bahtera.results.rules.definitions import known_definitions
from bahtera.results.rules.protecting import RoundProtection, protect_indices
from bahtera.results.rules.sums import sum_patterns
from bahtera.surveys import api as surveys

if TYPE_CHECKING:
    from collections.abc import Collection

    from bahtera.results.values import Sums, VillageResult


def team_result(
    round_id: int, village_code: str, *, senders: Collection[str], index_id: str | None = None
) -> VillageResult:
    """Return a village's released figures as whoever sent some of its visits (``senders``) may see them.

    She knows the answers of her own families: a figure is hidden as well when the same figure of the other families
    alone would be. While it cannot be told which of the released families are hers (one was mended since), all
    figures are hidden; how far the work is always stays. Raises like `village_result`.
    """
    found = round_figures(round_id, "public", index_id)
    if village_code not in found.villages:
        raise AreaNotInRound(round_id, village_code)
    others = _others(found, village_code, frozenset(senders))
    shown = others.get(found.definition.id) if others else None
    return village_page(found, village_code, shown=Besides(found.shown, shown))


def _others(
    found: RoundFigures, village_code: str, senders: frozenset[str]
) -> dict[str, RoundProtection] | None:
    """Return what may be shown of the other families by index, decided for all of the round together.

    None when nobody can tell which families are hers.
    """
    measured = []
    for index_id in found.round.index_ids:
        if not known_definitions(index_id):
            continue
        figures = round_figures(found.round.id, "public", index_id)
        own = _own(figures, village_code, senders)
        if own is None:
            return None
        rest = without(figures.villages[village_code].sums, own)
        measured.append((figures.definition, {village_code: rest}))
    shown = protect_indices(measured, "public")
    return {definition.id: one for (definition, _), one in zip(measured, shown, strict=True)}


def _own(figures: RoundFigures, village_code: str, senders: frozenset[str]) -> Sums | None:
    """Return the sums of the sender's families among those that are released; None when nobody can tell."""
    definition, state = figures.definition, figures.villages[village_code]
    for until in (None, state.refreshed_at):
        every, mine = (
            sum_patterns(
                definition,
                (
                    one
                    for one in surveys.approved_states_of(
                        figures.round.id, village_code, definition.id, senders=keys, until=until
                    )
                    if one.index_hash == definition.hash
                ),
            )
            for keys in (None, senders)
        )
        if every == state.sums:
            return mine
    return None
