"""Rows of access: people and agencies, roles and the decrees behind them, and what opens doors."""

from bahtera.access.models.agencies import Agency, Membership, Unit
from bahtera.access.models.credentials import ActivationCode, BreakGlass, Device, KaderToken, SignInSession
from bahtera.access.models.people import Kin, Person
from bahtera.access.models.roles import Decree, DecreeChange, DecreeNotice, HandOver, RoleGrant
from bahtera.access.models.sign_in import GuessCounter, HandedPassword

__all__ = [
    "ActivationCode",
    "Agency",
    "BreakGlass",
    "Decree",
    "DecreeChange",
    "DecreeNotice",
    "Device",
    "GuessCounter",
    "HandOver",
    "HandedPassword",
    "KaderToken",
    "Kin",
    "Membership",
    "Person",
    "RoleGrant",
    "SignInSession",
    "Unit",
]
