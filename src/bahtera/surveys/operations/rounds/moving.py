"""A round moves from one state to the next, and who moved it stays on record."""

from collections.abc import Callable

from bahtera.access.api import Actor, check_may
from bahtera.foundation import audit, clock, events
from bahtera.foundation.transactions import durable
from bahtera.indices import api as indices
from bahtera.questionnaires import api as questionnaires
from bahtera.surveys.errors import RoundMoveRefused
from bahtera.surveys.models import Round, RoundEntry
from bahtera.surveys.operations.rounds.guarding import check_no_visits, is_corrected_now, locked
from bahtera.surveys.queries.receiving import remembered
from bahtera.surveys.queries.rounds.assignments import live
from bahtera.surveys.queries.rounds.figures import count_states
from bahtera.surveys.queries.rounds.reading import to_value
from bahtera.surveys.rules import RoundState, may_become, needs_reason
from bahtera.surveys.values import RoundRow

_LONGEST = 500


def move_round(
    round_id: int,
    to: RoundState,
    *,
    actor: Actor,
    reason: str = "",
    revision: int | None = None,
    also: Callable[[RoundRow], None] | None = None,
) -> RoundRow:
    """Move a round to another state; ``also`` is done in the same transaction, with the round as it is then.

    Going to the field writes down which versions of the questionnaire and of the indices it measures with. A round
    that goes back needs a reason; back to a draft only before the first visit; corrected only inside `correcting`.
    ``revision`` is what the person saw. Raises RoundMoveRefused, RoundHasVisits, StaleRound, UnknownRound, NotAllowed.
    """
    with durable():
        row = locked(round_id, revision)
        check_may(actor, "round.manage", area=row.area_code)
        state = RoundState(row.state)
        _check(row, state, to, reason)
        if to is RoundState.FIELD:
            row.pinned = pins_of(row, required=True)
        enter(row, to, actor=actor, reason=reason)
        moved = to_value(row)
        if also is not None:
            also(moved)
    remembered.forget()
    return moved


def check_move(
    round_id: int, to: RoundState, *, actor: Actor, reason: str = "", revision: int | None = None
) -> None:
    """Refuse what `move_round` would refuse now, without moving; raises as it does."""
    with durable():
        row = locked(round_id, revision)
        check_may(actor, "round.manage", area=row.area_code)
        _check(row, RoundState(row.state), to, reason)


def enter(row: Round, to: RoundState, *, actor: Actor, reason: str = "") -> None:
    """Write a move down and tell it; the caller holds the round and has checked the move."""
    state = row.state
    row.state = to.value
    row.revision += 1
    row.save(update_fields=["state", "revision", "pinned"])
    RoundEntry.objects.create(
        round=row,
        at=clock.now(),
        actor_key=actor.key,
        from_state=state,
        to_state=to.value,
        reason=" ".join(reason.split())[:_LONGEST],
        counts=count_states(row.pk, current=True),
    )
    for village in sorted(set(live().filter(round=row).values_list("village_code", flat=True))):
        events.publish("surveys.assigned", key=village)
    events.publish("surveys.round_moved", key=str(row.pk), payload={"state": to.value})
    audit.record(
        "surveys.round_moved",
        actor=actor.key,
        subject=f"round:{row.pk}",
        details={"from": state, "to": to.value},
    )


def pins_of(row: Round, *, required: bool) -> dict[str, object]:
    """Return the versions a round measures with today; raises RoundMoveRefused for a form that is not published.

    Without ``required`` a form that is not published is left out.
    """
    form = next((one for one in questionnaires.current_forms() if one.form_id == row.form_id), None)
    if form is None and required:
        raise RoundMoveRefused.no_form(row.form_id)
    found: dict[str, object] = {"indices": [_index(one) for one in row.index_ids if one in _known()]}
    if form is not None:
        found["form"] = {"id": form.form_id, "version": form.version, "hash": form.source_sha256}
    return found


def _known() -> set[str]:
    return set(indices.list_indices())


def _index(index_id: str) -> dict[str, str]:
    definition = indices.load(index_id)
    return {"id": index_id, "version": definition.version, "hash": definition.without_private().hash}


def _check(row: Round, state: RoundState, to: RoundState, reason: str) -> None:
    if not may_become(state, to) or (to is RoundState.CORRECTED and not is_corrected_now(row.pk)):
        raise RoundMoveRefused.no_way(state.value, to.value)
    if needs_reason(state, to) and not reason.strip():
        raise RoundMoveRefused.reason()
    if to is RoundState.DRAFT:
        check_no_visits(row)
