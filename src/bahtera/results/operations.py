"""Writes of results: keeping the sums of a village in step with what is approved there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bahtera.foundation import audit, clock, events, transactions
from bahtera.results.models import VillageSums
from bahtera.results.queries import visits_of
from bahtera.results.rules.definitions import known_definitions, newest_definition
from bahtera.results.rules.releasing import moves_on
from bahtera.results.rules.sums import sum_patterns
from bahtera.surveys import api as surveys

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bahtera.indices.api import IndexDefinition


def on_surveys_changed(batch: Sequence[events.Event]) -> None:
    """Handle `surveys.received` and `surveys.reviewed`: refresh each village named in the batch once."""
    for key in sorted({event.key for event in batch}):
        round_id, _, village_code = key.partition(":")
        if round_id.isdigit() and village_code:
            refresh_village(int(round_id), village_code)


def refresh_village(round_id: int, village_code: str) -> None:
    """Work out the sums of a village again from its approved families.

    Running it twice changes nothing; of two at once the later reads after the earlier has written. A round
    that no longer exists is left alone.
    """
    try:
        row = surveys.get_round(round_id)
    except surveys.UnknownRound:
        return
    with transactions.durable():
        progress = surveys.progress(round_id, village_code)
        changed = [_refresh_index(progress, index_id, is_open=row.is_open) for index_id in row.index_ids]
        if any(changed):
            audit.record(
                "results.refreshed",
                actor="system",
                subject=f"round:{round_id}:{village_code}",
                details={"approved": progress.approved},
            )


def refresh_round(round_id: int) -> int:
    """Work out every village of a round again and return how many; for repairs and after an import."""
    known = VillageSums.objects.filter(round_id=round_id).values_list("village_code", flat=True).distinct()
    codes = sorted({*known, *(each.village_code for each in surveys.targets(round_id))})
    for code in codes:
        refresh_village(round_id, code)
    return len(codes)


def _refresh_index(progress: surveys.Progress, index_id: str, *, is_open: bool) -> bool:
    known = known_definitions(index_id)
    newest = newest_definition(index_id)
    if newest is None:
        return False
    locked = _lock_rows(progress, index_id, newest)
    # Read after the lock: whoever waited for it sees what the one before has approved.
    patterns = surveys.approved_states(progress.round_id, progress.village_code, index_id)
    wanted = {newest.hash, *locked, *(each.index_hash for each in patterns if each.index_hash in known)}
    for index_hash in sorted(wanted - set(locked)):
        locked |= _lock_rows(progress, index_id, known[index_hash])
    changed = False
    for index_hash in sorted(wanted & set(known)):
        changed = (
            _write(locked[index_hash], progress, known[index_hash], patterns, is_open=is_open) or changed
        )
    return changed


def _lock_rows(
    progress: surveys.Progress, index_id: str, definition: IndexDefinition
) -> dict[str, VillageSums]:
    """Return the village's rows of an index by hash, locked, one of this definition among them."""
    VillageSums.objects.bulk_create(
        [
            VillageSums(
                round_id=progress.round_id,
                village_code=progress.village_code,
                index_id=index_id,
                index_version=definition.version,
                index_hash=definition.hash,
            )
        ],
        ignore_conflicts=True,
    )
    rows = VillageSums.objects.select_for_update().filter(
        round_id=progress.round_id, village_code=progress.village_code, index_id=index_id
    )
    return {row.index_hash: row for row in rows.order_by("index_hash", "id")}


def _write(
    row: VillageSums,
    progress: surveys.Progress,
    definition: IndexDefinition,
    patterns: Iterable[surveys.StateCount],
    *,
    is_open: bool,
) -> bool:
    before = _content(row)
    mine = [each for each in patterns if each.index_hash == definition.hash]
    sums = sum_patterns(definition, mine)
    row.families = sums.families
    row.sums = sums.to_json()
    row.visited, row.interviewed = progress.visited, progress.interviewed
    for state in ("accepted", "flagged", "returned"):
        setattr(row, state, progress.by_state.get(state, 0))
    row.approved = max(progress.approved, sums.families)
    row.other_definition = sum(each.count for each in patterns) - sums.families
    shown_before = None if row.released is None else row.released["visits"]["approved"]
    if not is_open or moves_on(shown_before, row.approved):
        visits = visits_of(row)
        row.released = {
            "sums": row.sums,
            "visits": {
                "visited": visits.visited,
                "interviewed": visits.interviewed,
                "approved": visits.approved,
                "other_definition": visits.other_definition,
            },
        }
    if _content(row) == before and row.refreshed_at is not None:
        return False
    row.revision += 1
    row.refreshed_at = clock.now()
    row.save()
    return True


def _content(row: VillageSums) -> tuple[object, ...]:
    return (row.sums, row.released, row.families, visits_of(row), row.accepted, row.flagged, row.returned)
