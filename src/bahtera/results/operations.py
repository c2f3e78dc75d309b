"""Writes of results: keeping the sums of a village in step with what is approved there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bahtera.foundation import audit, clock, events, transactions
from bahtera.results.models import DecidedPicture, VillageSums
from bahtera.results.queries import pictures, visits_of, work_out
from bahtera.results.rules.definitions import known_definitions, newest_definition
from bahtera.results.rules.releasing import moves_on
from bahtera.results.rules.sums import sums_by_sender, zero
from bahtera.surveys import api as surveys

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bahtera.indices.api import IndexDefinition
    from bahtera.results.values import Audience, Sums


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
        drafts = [
            each for index_id in row.index_ids for each in _worked_out(round_id, village_code, index_id)
        ]
        # Read after the locks too, or of two at once the later could write the counts of the earlier.
        progress = surveys.progress(round_id, village_code)
        release = row.state is surveys.RoundState.FINAL or _is_released(drafts)
        changed = [_write(each, progress, release=release) for each in drafts]
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


def release_all(round_id: int) -> int:
    """Let everybody see every village of a round as it is now that its figures stand; return how many moved on."""
    rows = VillageSums.objects.filter(round_id=round_id).order_by("village_code", "pk")
    lagging = sorted(
        {row.village_code for row in rows if (row.released or {}).get("sums") != row.sums or not row.released}
    )
    for code in lagging:
        refresh_village(round_id, code)
    return len(lagging)


def decide_waiting() -> int:
    """Decide anew what may be shown of large rounds in which anything has changed; return how many pictures.

    What was decided is kept, and shown until the next. It may be asked at any time and by several at once: broken off
    it leaves what was kept before, and of two the one stands that read later.
    """
    rows = surveys.list_rounds()
    changed = pictures.changes([row.id for row in rows])
    large = [row for row in rows if changed.get(row.id, pictures.Changed()).rows >= pictures.LARGE]
    return sum(
        _decide_if_changed(row, audience, released=released)
        for row in large
        for audience, released in _pictures_of(row)
    )


def _pictures_of(row: surveys.RoundRow) -> tuple[tuple[Audience, bool], ...]:
    """Return audiences and whether they see released copies; who decides about visits comes first."""
    if row.state is surveys.RoundState.FINAL:
        return (("internal", False), ("public", False))
    return (("internal", False), ("internal", True), ("public", True))


def _decide_if_changed(row: surveys.RoundRow, audience: Audience, *, released: bool) -> bool:
    targets = pictures.targets_of(row.id)
    # Before the sums are read: what comes between the two is decided again the next time.
    stamp = pictures.stamp_of(row, targets, pictures.changed_of(row.id))
    head = pictures.kept_head(row.id, audience, released=released)
    if head is not None and head.stamp == stamp:
        return False
    _decide(row, audience, targets, stamp, released=released)
    return True


def _decide(
    row: surveys.RoundRow, audience: Audience, targets: Mapping[str, int], stamp: str, *, released: bool
) -> None:
    read_at = clock.now()
    found = work_out(row, audience, targets, released=released)
    indices = {name: (each.definition, each.villages, each.shown) for name, each in found.items()}
    body = pictures.body_of(pictures.Picture(targets, indices))
    with transactions.durable():
        key = {"round_id": row.id, "audience": audience, "released": released}
        DecidedPicture.objects.bulk_create(
            [DecidedPicture(**key, stamp="", rules="", read_at=read_at, decided_at=read_at, body=b"")],
            ignore_conflicts=True,
        )
        kept = DecidedPicture.objects.select_for_update().defer("body").get(**key)
        if kept.read_at <= read_at:
            kept.stamp, kept.rules, kept.body = stamp, pictures.rules_hash(), body
            kept.read_at, kept.decided_at = read_at, clock.now()
            kept.save()


@dataclass(frozen=True, slots=True)
class _Draft:
    """A row, what it held before, and what is approved by its definition now, also by who sent it."""

    row: VillageSums
    before: tuple[object, ...]
    sums: Sums
    by_sender: Mapping[str, Sums]
    other_definition: int


def _worked_out(round_id: int, village_code: str, index_id: str) -> list[_Draft]:
    """Return the village's rows of an index, locked, with their new sums; none of an index unknown here."""
    known = known_definitions(index_id)
    newest = newest_definition(index_id)
    if newest is None:
        return []
    locked = _lock_rows(round_id, village_code, index_id, newest)
    # Read after the lock: whoever waited for it sees what the one before has approved.
    patterns = surveys.approved_states_by_sender(round_id, village_code, index_id)
    hashes = {each.index_hash for sent in patterns.values() for each in sent}
    wanted = {newest.hash, *locked, *(hashes & set(known))}
    for index_hash in sorted(wanted - set(locked)):
        locked |= _lock_rows(round_id, village_code, index_id, known[index_hash])
    return [_draft(locked[each], known[each], patterns) for each in sorted(wanted & set(known))]


def _draft(
    row: VillageSums, definition: IndexDefinition, patterns: Mapping[str, Sequence[surveys.StateCount]]
) -> _Draft:
    by_sender = sums_by_sender(definition, patterns)
    sums = sum(by_sender.values(), zero(definition))
    others = sum(each.count for sent in patterns.values() for each in sent) - sums.families
    return _Draft(row, _content(row), sums, by_sender, others)


def _is_released(drafts: Sequence[_Draft]) -> bool:
    """Tell whether all rows of a village are released as they are now, at first and then in full steps."""
    if all(each.row.released is None for each in drafts):
        return True
    pairs: dict[tuple[str, str], tuple[int, int]] = {}
    for each in drafts:
        released = {} if each.row.released is None else each.row.released["sums"]
        for name, now in (("families", each.sums.families), ("scored", each.sums.scored)):
            known = pairs.get((each.row.index_id, name), (0, 0))
            pairs[each.row.index_id, name] = (known[0] + released.get(name, 0), known[1] + now)
    return moves_on(pairs.values())


def _lock_rows(
    round_id: int, village_code: str, index_id: str, definition: IndexDefinition
) -> dict[str, VillageSums]:
    """Return the village's rows of an index by hash, locked, one of this definition among them."""
    VillageSums.objects.bulk_create(
        [
            VillageSums(
                round_id=round_id,
                village_code=village_code,
                index_id=index_id,
                index_version=definition.version,
                index_hash=definition.hash,
            )
        ],
        ignore_conflicts=True,
    )
    rows = VillageSums.objects.select_for_update().filter(
        round_id=round_id, village_code=village_code, index_id=index_id
    )
    return {row.index_hash: row for row in rows.order_by("index_hash", "id")}


def _write(draft: _Draft, progress: surveys.Progress, *, release: bool) -> bool:
    row, now = draft.row, clock.now()
    row.families = draft.sums.families
    row.sums = draft.sums.to_json()
    row.visited, row.interviewed = progress.visited, progress.interviewed
    for state in ("accepted", "flagged", "returned"):
        setattr(row, state, progress.standing.get(state, 0))
    row.approved = max(progress.approved, draft.sums.families)
    row.other_definition = draft.other_definition
    if release:
        row.released = _copy(row, now.isoformat())
    if release or (row.released_by is None and row.released is not None and row.released["sums"] == row.sums):
        row.released_by = {sender: sums.to_json() for sender, sums in draft.by_sender.items()}
    if _content(row) == draft.before and row.refreshed_at is not None:
        return False
    row.revision += 1
    row.refreshed_at = now
    row.save()
    return True


def _copy(row: VillageSums, at: str) -> dict[str, Any]:
    """Return what is released of a row; its moment stays where nothing else has changed."""
    visits = visits_of(row)
    content = {
        "sums": row.sums,
        "visits": {
            "visited": visits.visited,
            "interviewed": visits.interviewed,
            "approved": visits.approved,
            "other_definition": visits.other_definition,
        },
    }
    before = row.released or {}
    same = all(before.get(name) == value for name, value in content.items())
    return {**content, "at": before.get("at", at) if same else at}


def _content(row: VillageSums) -> tuple[object, ...]:
    states = (row.accepted, row.flagged, row.returned)
    return (row.sums, row.released, row.released_by, row.families, visits_of(row), *states)
