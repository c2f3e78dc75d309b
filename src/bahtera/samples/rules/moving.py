"""The life of a draw, and for which results of a visit a reserve may fill in."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from bahtera.samples.errors import BadPlan, DrawMoved, NoReason
from bahtera.samples.values import DrawState, Plan

MOVES: Final[Mapping[DrawState, tuple[DrawState, ...]]] = MappingProxyType(
    {
        DrawState.PLANNED: (DrawState.DRAWN, DrawState.SET_ASIDE),
        DrawState.DRAWN: (DrawState.CONFIRMED, DrawState.SET_ASIDE),
        DrawState.CONFIRMED: (DrawState.SET_ASIDE,),
        DrawState.SET_ASIDE: (),
    }
)

REPLACEABLE: Final = ("pindah", "tidak_ditemukan", "tidak_ada_responden", "menolak")
"""Results for which a plan may call a reserve: nobody was interviewed."""

USUAL: Final = REPLACEABLE[:3]
"""Those a plan proposes. A refusal stays a refusal: who declines differs from who fills in."""

MOST_TAKEN: Final = 500
LONGEST_REASON: Final = 300


def check_move(state: DrawState, to: DrawState) -> None:
    """Raise DrawMoved unless a draw in a state may become the other."""
    if to not in MOVES[state]:
        raise DrawMoved


def check_plan(plan: Plan, villages: Mapping[str, int]) -> None:
    """Raise BadPlan for a plan out of range, or one village drawn in a stratum that has more.

    ``villages`` says how many each stratum has; whether numbers and strata agree is the draw's own check.
    """
    if not (1 <= plan.take <= MOST_TAKEN and 0 <= plan.reserves <= MOST_TAKEN):
        raise BadPlan.take(MOST_TAKEN)
    if not set(plan.replace_for) <= set(REPLACEABLE):
        raise BadPlan.results()
    lonely = [name or "-" for name, n in sorted(plan.numbers.items()) if n == 1 < villages.get(name, 1)]
    if lonely:
        raise BadPlan.lonely(", ".join(lonely))


def clean_reason(text: str) -> str:
    """Return a reason in one line; raises NoReason without one."""
    reason = " ".join(text.replace("\0", " ").split())[:LONGEST_REASON]
    if not reason:
        raise NoReason
    return reason
