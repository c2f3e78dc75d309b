"""What a kader may see of her village: the public's figures, less what would show few families of other kader."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bahtera.results.errors import AreaNotInRound
from bahtera.results.models import VillageSums
from bahtera.results.queries.villages import RoundFigures, round_figures, village_page
from bahtera.results.rules.besides import Besides, without
from bahtera.results.rules.definitions import known_definitions
from bahtera.results.rules.protecting import RoundProtection, protect_indices
from bahtera.results.rules.sums import sums_by_sender, zero
from bahtera.results.values import Held, Sums
from bahtera.surveys import api as surveys

if TYPE_CHECKING:
    from collections.abc import Collection

    from bahtera.results.values import VillageResult


def team_result(
    round_id: int, village_code: str, *, senders: Collection[str], index_id: str | None = None
) -> VillageResult:
    """Return a village's released figures as whoever sent some of its visits (``senders``) may see them.

    She knows the answers of her own families: a figure is hidden as well when the same figure of the other families
    alone would be. Without a family of hers among the released ones she sees what the public sees. While it cannot
    be told which of them are hers, all figures are hidden; how far the work is always stays. ``held`` says why it
    is less than the public's own page. Raises like `village_result`.
    """
    found = round_figures(round_id, "public", index_id)
    if village_code not in found.villages:
        raise AreaNotInRound(round_id, village_code)
    public = village_page(found, village_code, shown=found.shown)
    own = _own_of_all(found, village_code, frozenset(senders))
    if own is None:
        nothing = village_page(found, village_code, shown=Besides(found.shown, None))
        return _held(nothing, public, Held.UNSETTLED)
    if not any(sums.families for _, sums in own):
        return public
    others = _others(own, village_code).get(found.definition.id)
    return _held(village_page(found, village_code, shown=Besides(found.shown, others)), public, Held.OWN)


def _held(page: VillageResult, public: VillageResult, why: Held) -> VillageResult:
    return page if page == public else replace(page, held=why)


def _own_of_all(
    found: RoundFigures, village_code: str, senders: frozenset[str]
) -> list[tuple[RoundFigures, Sums]] | None:
    """Return the sums of the sender's families for each index of the round; None when nobody can tell one of them."""
    measured = []
    for index_id in found.round.index_ids:
        if not known_definitions(index_id):
            continue
        figures = round_figures(found.round.id, "public", index_id)
        own = _own(figures, village_code, senders)
        if own is None:
            return None
        measured.append((figures, own))
    return measured


def _others(own: list[tuple[RoundFigures, Sums]], village_code: str) -> dict[str, RoundProtection]:
    """Return what may be shown of the other families by index, decided for all of the round together."""
    measured = [
        (figures.definition, {village_code: without(figures.villages[village_code].sums, sums)})
        for figures, sums in own
    ]
    shown = protect_indices(measured, "public")
    return {definition.id: one for (definition, _), one in zip(measured, shown, strict=True)}


def _own(figures: RoundFigures, village_code: str, senders: frozenset[str]) -> Sums | None:
    """Return the sums of the sender's families among those that are released; None when nobody can tell.

    They were written down with the release, since what counts now may be another visit to the same family. A
    release of before that is worked out again, from what counts now and from the history of its moment.
    """
    state, nothing = figures.villages[village_code], zero(figures.definition)
    if state.sums == nothing:
        return nothing
    kept = _kept(figures, village_code)
    if kept is not None:
        return sum((kept[sender] for sender in senders & kept.keys()), nothing)
    for at in (None, state.refreshed_at):
        patterns = surveys.approved_states_by_sender(
            figures.round.id, village_code, figures.definition.id, at=at
        )
        found = sums_by_sender(figures.definition, patterns)
        if sum(found.values(), nothing) == state.sums:
            return sum((found[sender] for sender in senders & found.keys()), nothing)
    if not surveys.has_counted(figures.round.id, village_code, senders):
        return nothing
    return None


def _kept(figures: RoundFigures, village_code: str) -> dict[str, Sums] | None:
    """Return the sums by sender that were written down with these very figures."""
    rows = VillageSums.objects.filter(
        round_id=figures.round.id,
        village_code=village_code,
        index_id=figures.definition.id,
        index_hash=figures.definition.hash,
    )
    by_sender = rows.order_by("pk").values_list("released_by", flat=True).first()
    if by_sender is None:
        return None
    kept = {sender: Sums.from_json(one) for sender, one in by_sender.items()}
    whole = sum(kept.values(), zero(figures.definition))
    return kept if whole == figures.villages[village_code].sums else None
