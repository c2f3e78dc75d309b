"""The life of a round, and what may still change in it. Values in, answer out."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from bahtera.surveys.values import RoundState

# The whole life of a round: what each state may become.
ROUND_MOVES: Final[Mapping[RoundState, tuple[RoundState, ...]]] = MappingProxyType(
    {
        RoundState.DRAFT: (RoundState.FIELD,),
        RoundState.FIELD: (RoundState.REVIEW, RoundState.DRAFT),
        RoundState.REVIEW: (RoundState.PROVISIONAL, RoundState.FIELD),
        RoundState.PROVISIONAL: (RoundState.FINAL, RoundState.REVIEW),
        RoundState.FINAL: (RoundState.CORRECTED,),
        RoundState.CORRECTED: (RoundState.CORRECTED,),
    }
)

BACK: Final = frozenset(
    {
        (RoundState.FIELD, RoundState.DRAFT),
        (RoundState.REVIEW, RoundState.FIELD),
        (RoundState.PROVISIONAL, RoundState.REVIEW),
    }
)
"""The moves that take a step back: they need a reason."""

DECIDED: Final = frozenset({RoundState.FINAL, RoundState.CORRECTED})
"""The states in which a visit is decided upon only as a correction, by two people."""

TAKES_DECISIONS: Final = frozenset({RoundState.FIELD, RoundState.REVIEW, RoundState.PROVISIONAL})
"""The states in which a supervisor decides upon visits."""

PAST_FIELD: Final = frozenset(
    {RoundState.REVIEW, RoundState.PROVISIONAL, RoundState.FINAL, RoundState.CORRECTED}
)
"""The states of a round whose field work is over."""


def may_become(state: RoundState, to: RoundState) -> bool:
    """Tell whether a round in a state may become another."""
    return to in ROUND_MOVES[state]


def needs_reason(state: RoundState, to: RoundState) -> bool:
    """Tell whether the move is told with a reason: a step back, or a correction."""
    return (state, to) in BACK or to is RoundState.CORRECTED
