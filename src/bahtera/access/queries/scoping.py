"""Narrowing rows to where somebody may do something: the one place that turns a reach into a filter."""

from typing import TypeVar

from django.db.models import Model, Q, QuerySet

from bahtera.access.rules.policy import reach
from bahtera.access.values import Actor

Row = TypeVar("Row", bound=Model)


def narrow(
    rows: QuerySet[Row], actor: Actor, action: str, *, path: str = "area_code", area: str | None = None
) -> QuerySet[Row]:
    """Return the rows whose area lies where the actor may do the action, and in ``area`` when one is named.

    ``path`` names the column, or a relation to it, that holds a Kemendagri code. Nothing at all for somebody
    who may do it nowhere.
    """
    scopes = reach(actor, action)
    if not scopes:
        return rows.none()
    wanted = Q()
    if "" not in scopes:
        for scope in scopes:
            wanted |= inside(path, scope)
    return rows.filter(wanted & inside(path, area)) if area else rows.filter(wanted)


def inside(path: str, scope: str) -> Q:
    """Return the condition that a column's area is the scope or lies in its subtree."""
    return Q(**{path: scope}) | Q(**{f"{path}__startswith": f"{scope}."}) if scope else Q()
