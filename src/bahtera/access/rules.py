"""May this person do this here? The one place that decides. Values in, answer out."""

from bahtera.access.errors import NotAllowed
from bahtera.access.values import Actor

ROLES = ("administrator", "supervisor", "viewer", "kader")

# Which role may do what. "system" is the worker acting for nobody in particular.
ALLOWED: dict[str, frozenset[str]] = {
    "submission.send": frozenset({"kader", "system"}),
    "submission.read": frozenset({"administrator", "supervisor"}),
    "submission.review": frozenset({"administrator", "supervisor"}),
    "results.read": frozenset({"administrator", "supervisor", "viewer", "system"}),
    "results.export": frozenset({"administrator", "supervisor"}),
    "questionnaire.publish": frozenset({"administrator", "system"}),
    "questionnaire.read": frozenset({"administrator", "supervisor", "viewer", "kader", "system"}),
    "token.manage": frozenset({"administrator", "supervisor"}),
    "round.manage": frozenset({"administrator", "system"}),
    "area.read": frozenset({"administrator", "supervisor", "viewer", "kader", "system"}),
}

# Settings of the whole site belong to no area.
WITHOUT_AREA = frozenset({"questionnaire.publish", "questionnaire.read", "round.manage"})


def covers(scope: str, area: str) -> bool:
    """Tell whether a scope's subtree holds an area; ``63.1`` does not hold ``63.10``."""
    return scope == "" or area == scope or area.startswith(f"{scope}.")


def may(actor: Actor, action: str, *, area: str | None = None) -> bool:
    """Tell whether the actor may do the action in the area.

    Without an area the question is whether the actor may do it anywhere at all; lists must still be narrowed
    to ``actor.areas``. An action nobody declared is a bug and raises KeyError.
    """
    if not actor.roles & ALLOWED[action]:
        return False
    if action in WITHOUT_AREA:
        return True
    if area is None:
        return bool(actor.areas)
    return any(covers(scope, area) for scope in actor.areas)


def check_may(actor: Actor, action: str, *, area: str | None = None) -> None:
    """Raise NotAllowed unless the actor may do the action in the area."""
    if not may(actor, action, area=area):
        raise NotAllowed(action)
