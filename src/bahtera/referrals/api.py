"""Referrals between units. The only door of this package."""

from bahtera.referrals.errors import BadMove, IllegalMove, ReferralsError
from bahtera.referrals.rules.codes import codes
from bahtera.referrals.rules.machine import FINAL, TABLE, apply, moves_for
from bahtera.referrals.values import By, Given, Move, Need, Row, State, Urgency

__all__ = [
    "FINAL",
    "TABLE",
    "BadMove",
    "By",
    "Given",
    "IllegalMove",
    "Move",
    "Need",
    "ReferralsError",
    "Row",
    "State",
    "Urgency",
    "apply",
    "codes",
    "moves_for",
]
