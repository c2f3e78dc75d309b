"""The door of access: who somebody is, and whether they may."""

from bahtera.access.errors import BadScope, NoSuchToken, NotAllowed, SecondFactorNeeded
from bahtera.access.operations.accounts import ensure_account
from bahtera.access.operations.tokens import issue_token, revoke_token
from bahtera.access.queries.actors import actor_of
from bahtera.access.queries.scoping import narrow
from bahtera.access.queries.tokens import list_tokens, resolve_token
from bahtera.access.rules.areas import covers, outermost
from bahtera.access.rules.policy import (
    ACTIONS,
    ROLES,
    ceiling,
    check_may,
    check_not_kin,
    may,
    needs_second_factor,
    reach,
)
from bahtera.access.values import SYSTEM, Actor, Grant, IssuedToken, Level, Purpose, TokenRow

__all__ = [
    "ACTIONS",
    "ROLES",
    "SYSTEM",
    "Actor",
    "BadScope",
    "Grant",
    "IssuedToken",
    "Level",
    "NoSuchToken",
    "NotAllowed",
    "Purpose",
    "SecondFactorNeeded",
    "TokenRow",
    "actor_of",
    "ceiling",
    "check_may",
    "check_not_kin",
    "covers",
    "ensure_account",
    "issue_token",
    "list_tokens",
    "may",
    "narrow",
    "needs_second_factor",
    "outermost",
    "reach",
    "resolve_token",
    "revoke_token",
]
