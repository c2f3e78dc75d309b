"""How one area scope holds another. Values in, answer out."""

from collections.abc import Iterable


def covers(scope: str, area: str) -> bool:
    """Tell whether a scope's subtree holds an area; ``63.1`` does not hold ``63.10``."""
    if not area.startswith(scope):
        return False
    size = len(scope)
    return size in (0, len(area)) or area[size] == "."


def outermost(scopes: Iterable[str]) -> tuple[str, ...]:
    """Return the scopes that lie in no other of them, in order: together they hold the same areas."""
    kept: list[str] = []
    for scope in sorted(set(scopes)):
        # In this order a subtree comes right after what holds it.
        if not kept or not covers(kept[-1], scope):
            kept.append(scope)
    return tuple(kept)


def shared(scopes: Iterable[str]) -> str:
    """Return the smallest area that holds all scopes; the country (empty) when they share none."""
    parts = [scope.split(".") if scope else [] for scope in scopes]
    if not parts:
        return ""
    same = 0
    for step in zip(*parts, strict=False):
        if len(set(step)) > 1:
            break
        same += 1
    return ".".join(parts[0][:same])
