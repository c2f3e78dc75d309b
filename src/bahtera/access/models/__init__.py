"""Rows of access: people and agencies, roles and the decrees behind them, and what opens doors."""

from bahtera.access.models.agencies import Agency, Membership, Unit
from bahtera.access.models.credentials import BreakGlass, KaderToken, SignInSession
from bahtera.access.models.people import Kin, Person
from bahtera.access.models.phones import ActivationCode, Device, DeviceSession, SpentChallenge
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
    "DeviceSession",
    "GuessCounter",
    "HandOver",
    "HandedPassword",
    "KaderToken",
    "Kin",
    "Membership",
    "Person",
    "RoleGrant",
    "SignInSession",
    "SpentChallenge",
    "Unit",
]
