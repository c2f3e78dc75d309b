"""The table of a plan's moves, and whose move each is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bahtera.actions.errors import BadPlan, IllegalMove
from bahtera.actions.values.plans import Move, State

if TYPE_CHECKING:
    from collections.abc import Mapping

TRANSITIONS: Final[Mapping[tuple[State, Move], State]] = {
    (State.DRAFT, Move.PROPOSE): State.PROPOSED,
    (State.DRAFT, Move.CANCEL): State.CANCELLED,
    (State.PROPOSED, Move.RETURN): State.DRAFT,
    (State.PROPOSED, Move.AGREE): State.AGREED,
    (State.PROPOSED, Move.CANCEL): State.CANCELLED,
    (State.AGREED, Move.BEGIN): State.RUNNING,
    (State.AGREED, Move.SHIFT): State.AGREED,
    (State.AGREED, Move.POSTPONE): State.POSTPONED,
    (State.AGREED, Move.CANCEL): State.CANCELLED,
    (State.RUNNING, Move.FINISH): State.DONE,
    (State.RUNNING, Move.SHIFT): State.RUNNING,
    (State.RUNNING, Move.POSTPONE): State.POSTPONED,
    (State.RUNNING, Move.CANCEL): State.CANCELLED,
    (State.POSTPONED, Move.RESUME): State.AGREED,
    (State.POSTPONED, Move.CANCEL): State.CANCELLED,
    (State.DONE, Move.REOPEN): State.RUNNING,
}
# Whose move it is: an action of the policy. What was only written down is taken back by who may write;
# what was agreed upon, by who agreed.
MOVERS: Final[Mapping[tuple[State, Move], str]] = {
    (State.DRAFT, Move.PROPOSE): "plan.propose",
    (State.DRAFT, Move.CANCEL): "plan.propose",
    (State.PROPOSED, Move.RETURN): "plan.agree",
    (State.PROPOSED, Move.AGREE): "plan.agree",
    (State.PROPOSED, Move.CANCEL): "plan.agree",
    (State.AGREED, Move.BEGIN): "plan.work",
    (State.AGREED, Move.SHIFT): "plan.agree",
    (State.AGREED, Move.POSTPONE): "plan.agree",
    (State.AGREED, Move.CANCEL): "plan.agree",
    (State.RUNNING, Move.FINISH): "plan.work",
    (State.RUNNING, Move.SHIFT): "plan.agree",
    (State.RUNNING, Move.POSTPONE): "plan.agree",
    (State.RUNNING, Move.CANCEL): "plan.agree",
    (State.POSTPONED, Move.RESUME): "plan.agree",
    (State.POSTPONED, Move.CANCEL): "plan.agree",
    (State.DONE, Move.REOPEN): "plan.agree",
}
# Who may write into a plan in a state. What was agreed upon is changed by who agrees, with a reason.
WRITERS: Final[Mapping[State, str]] = {
    State.DRAFT: "plan.propose",
    State.PROPOSED: "plan.agree",
    State.AGREED: "plan.agree",
    State.RUNNING: "plan.agree",
    State.POSTPONED: "plan.agree",
}
# Moves that say why; of writing into a plan, as soon as it was proposed.
REASONED: Final = frozenset(
    {Move.RETURN, Move.SHIFT, Move.POSTPONE, Move.CANCEL, Move.REOPEN},
)
# Moves that name a new deadline.
DATED: Final = frozenset({Move.SHIFT, Move.POSTPONE})
OPEN: Final = frozenset(set(State) - {State.DONE, State.CANCELLED})
# States in which work is told of: progress and evidence.
WORKING: Final = frozenset({State.AGREED, State.RUNNING})
# The order of the board's columns.
BOARD: Final = (
    State.DRAFT,
    State.PROPOSED,
    State.AGREED,
    State.RUNNING,
    State.POSTPONED,
    State.DONE,
    State.CANCELLED,
)


def next_state(state: State, move: Move) -> State:
    """Return where a move leads; raises IllegalMove."""
    found = TRANSITIONS.get((state, move))
    if found is None:
        raise IllegalMove(state.value, move.value)
    return found


def check_reason(move: Move, reason: str) -> None:
    """Raise BadPlan for a move that says why and does not."""
    if move in REASONED and not reason:
        raise BadPlan("actions.no_reason", "Say why, in one line that names nobody.", field="reason")


def diagram() -> str:
    """Return the table of moves as a Mermaid state diagram, for the reference page."""
    lines = ["stateDiagram-v2", "    [*] --> draft"]
    lines += [f"    {state.value} --> {to.value}: {move.value}" for (state, move), to in TRANSITIONS.items()]
    return "\n".join(lines) + "\n"
