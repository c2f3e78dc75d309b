"""Who acts, and what a fresh token looks like."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Actor:
    """Somebody who asks: a person with an account, a kader's token, or the system itself.

    ``areas`` are Kemendagri codes whose whole subtree is in scope; ``("",)`` is the country.
    """

    key: str
    name: str
    roles: frozenset[str]
    areas: tuple[str, ...]


SYSTEM = Actor(key="system", name="Bahtera", roles=frozenset({"system"}), areas=("",))


@dataclass(frozen=True)
class IssuedToken:
    """A kader's token at the only moment its secret is known."""

    id: int
    name: str
    secret: str
    areas: tuple[str, ...]


@dataclass(frozen=True)
class TokenRow:
    """A token as the list shows it: never the secret."""

    id: int
    name: str
    areas: tuple[str, ...]
    issued_at: datetime
    revoked_at: datetime | None
