"""Tokens of kader: who stands behind one, and which there are."""

import hashlib
import time
from collections import OrderedDict
from collections.abc import Sequence
from uuid import UUID

from bahtera.access.models import KaderToken
from bahtera.access.queries.kinship import kin_of_person
from bahtera.access.queries.phones.assigned import assigned_areas
from bahtera.access.rules.areas import covers
from bahtera.access.rules.policy import reach
from bahtera.access.values import Actor, Grant, TokenRow

# A phone sends many requests in a row; a revoked token works at most this long on another worker.
_CACHE_SECONDS = 5.0
_CACHE_SIZE = 4096
_cache: OrderedDict[str, tuple[float, Actor | None]] = OrderedDict()


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
    """Return the tokens that lie wholly where the actor may manage them, newest first."""
    rows = KaderToken.objects.select_related("person").order_by("-issued_at", "-id")
    return [
        TokenRow(
            row.pk,
            row.name,
            tuple(row.areas),
            row.issued_at,
            row.revoked_at,
            row.person_id,
            row.person.name if row.person else "",
        )
        for row in rows
        if manages(actor, row)
    ]


def manages(actor: Actor, row: KaderToken) -> bool:
    """Tell whether a card lies wholly where the actor may manage cards."""
    scopes = reach(actor, "token.manage")
    return all(any(covers(scope, area) for scope in scopes) for area in row.areas)


def _read_token(digest: str) -> Actor | None:
    row = (
        KaderToken.objects.select_related("person")
        .filter(secret_sha256=digest, revoked_at=None)
        .order_by("id")
        .first()
    )
    if row is None or (row.person is not None and not row.person.is_active):
        return None
    kin = kin_of_person(row.person) if row.person else frozenset()
    opened = row.areas if row.person is None else _held(row.person.pk, row.areas)
    grants = tuple(Grant("kader", area) for area in opened)
    return Actor(f"token:{row.pk}", row.name, grants, assured=False, kin=kin)


def _held(person_id: UUID, areas: Sequence[str]) -> list[str]:
    """Return the part of a card's areas over which its owner is a kader today."""
    held = assigned_areas(person_id)
    both = {area for area in areas if any(covers(scope, area) for scope in held)}
    return sorted(both | {scope for scope in held if any(covers(area, scope) for area in areas)})
