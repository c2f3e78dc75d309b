"""The door of access: who somebody is, and whether they may."""

from bahtera.access.errors import BadScope, NoSuchToken, NotAllowed
from bahtera.access.operations import ensure_account, issue_token, revoke_token
from bahtera.access.queries import actor_of, list_tokens, resolve_token
from bahtera.access.rules import ALLOWED, ROLES, check_may, covers, may
from bahtera.access.values import SYSTEM, Actor, IssuedToken, TokenRow

__all__ = [
    "ALLOWED",
    "ROLES",
    "SYSTEM",
    "Actor",
    "BadScope",
    "IssuedToken",
    "NoSuchToken",
    "NotAllowed",
    "TokenRow",
    "actor_of",
    "check_may",
    "covers",
    "ensure_account",
    "issue_token",
    "list_tokens",
    "may",
    "resolve_token",
    "revoke_token",
]
