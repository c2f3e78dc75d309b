"""What must not be left lying when a role ends: other packages say what is open, and let somebody take it.

``register`` is called only by ``bahtera.config.registrations``. A lister returns what is open under a role; a
taker, called in the transaction that ends the role, writes that somebody took it.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bahtera.access.values import Actor, Leaver, OpenWork, Taker

Lister = Callable[[Leaver], Sequence[OpenWork]]
TakeOver = Callable[[Leaver, Sequence[OpenWork], Taker, Actor], None]


@dataclass(frozen=True)
class _Provider:
    lister: Lister
    taker: TakeOver


_providers: dict[str, _Provider] = {}


def register(name: str, lister: Lister, taker: TakeOver) -> None:
    """Add a package that has open work; keys of its work begin with its name and a colon."""
    _providers[name] = _Provider(lister, taker)


def list_all(leaver: Leaver) -> tuple[OpenWork, ...]:
    """Return everything open under a role, provider by provider."""
    return tuple(item for name in sorted(_providers) for item in _providers[name].lister(leaver))


def take(leaver: Leaver, work: Sequence[OpenWork], taker: Taker, actor: Actor) -> None:
    """Tell each provider that somebody takes its work; in the caller's transaction."""
    for name in sorted(_providers):
        own = [item for item in work if item.key.startswith(f"{name}:")]
        if own:
            _providers[name].taker(leaver, own, taker, actor)
