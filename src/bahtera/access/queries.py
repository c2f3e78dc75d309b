"""All reads of access."""

import hashlib
import time
from collections import OrderedDict
from typing import Any

from bahtera.access.models import KaderToken, RoleGrant
from bahtera.access.rules import covers
from bahtera.access.values import Actor, TokenRow

# A phone sends many requests in a row; a revoked token works at most this long on another worker.
_CACHE_SECONDS = 5.0
_CACHE_SIZE = 4096
_cache: OrderedDict[str, tuple[float, Actor | None]] = OrderedDict()


def actor_of(user: Any) -> Actor | None:
    """Return the Actor of a signed-in account, or None for a visitor."""
    if not getattr(user, "is_authenticated", False) or not user.is_active:
        return None
    grants = RoleGrant.objects.filter(user_id=user.pk).order_by("role", "area_code", "id")
    rows = list(grants.values_list("role", "area_code"))
    return Actor(
        key=f"user:{user.pk}",
        name=user.get_full_name() or user.get_username(),
        roles=frozenset(role for role, _ in rows),
        areas=tuple(sorted({area for _, area in rows})),
    )


def resolve_token(secret: str) -> Actor | None:
    """Return the kader behind a token, or None when it is unknown or revoked."""
    digest = hash_secret(secret)
    held = _cache.get(digest)
    if held and held[0] > time.monotonic():
        return held[1]
    actor = _read_token(digest)
    _cache[digest] = (time.monotonic() + _CACHE_SECONDS, actor)
    while len(_cache) > _CACHE_SIZE:
        _cache.popitem(last=False)
    return actor


def forget_tokens() -> None:
    """Drop what this process remembers of tokens, after one changed."""
    _cache.clear()


def hash_secret(secret: str) -> str:
    """Return what is stored of a token; 256 random bits need no slow hash."""
    return hashlib.sha256(secret.encode()).hexdigest()


def list_tokens(actor: Actor) -> list[TokenRow]:
    """Return the tokens that lie wholly in the actor's areas, newest first."""
    rows = KaderToken.objects.order_by("-issued_at", "-id")
    return [
        TokenRow(row.pk, row.name, tuple(row.areas), row.issued_at, row.revoked_at)
        for row in rows
        if all(any(covers(scope, area) for scope in actor.areas) for area in row.areas)
    ]


def _read_token(digest: str) -> Actor | None:
    row = KaderToken.objects.filter(secret_sha256=digest, revoked_at=None).order_by("id").first()
    if row is None:
        return None
    return Actor(key=f"token:{row.pk}", name=row.name, roles=frozenset({"kader"}), areas=tuple(row.areas))
