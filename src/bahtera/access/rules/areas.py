"""How one area scope holds another. Values in, answer out."""

from collections.abc import Iterable


def covers(scope: str, area: str) -> bool:
    """Tell whether a scope's subtree holds an area; ``63.1`` does not hold ``63.10``."""
    return scope == "" or area == scope or area.startswith(f"{scope}.")


def outermost(scopes: Iterable[str]) -> tuple[str, ...]:
    """Return the scopes that lie in no other of them, in order: together they hold the same areas."""
    kept: list[str] = []
    for scope in sorted(set(scopes)):
        if not any(covers(held, scope) for held in kept):
            kept.append(scope)
    return tuple(kept)
