"""The families somebody must keep away from, whichever of their numbers was declared: merged families are one."""

from collections.abc import Callable, Collection, Iterable
from uuid import UUID

from bahtera.access.models import Kin, Person

Merged = Callable[[Collection[UUID]], frozenset[UUID]]
_merged: list[Merged] = []


def register_merged(merged: Merged) -> None:
    """Name what returns families with all they were merged with; only config calls this."""
    _merged[:] = [merged]


def kin_of_person(person: Person) -> frozenset[UUID]:
    """Return the families that somebody must not visit, read or decide about."""
    rows = Kin.objects.filter(person=person).order_by("pk")
    return together(rows.values_list("family_id", flat=True))


def together(family_ids: Iterable[UUID]) -> frozenset[UUID]:
    """Return families with all that they were merged with; nothing is asked when there are none."""
    declared = frozenset(family_ids)
    return _merged[0](declared) | declared if declared and _merged else declared
