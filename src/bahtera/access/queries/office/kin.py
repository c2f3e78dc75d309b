"""Families that somebody must not visit or read: their own household, and declared relatives'."""

from uuid import UUID

from bahtera.access.models import Kin, Person
from bahtera.access.queries.kinship import together
from bahtera.access.rules.policy import may
from bahtera.access.values import Actor, KinRow


def list_kin(person: Person, actor: Actor) -> tuple[KinRow, ...]:
    """Return a person's kin, for those who look after kader where the person is at home."""
    if not may(actor, "token.manage", area=person.area_code):
        return ()
    rows = Kin.objects.filter(person=person).order_by("declared_at", "pk")
    return tuple(KinRow(row.pk, row.family_id, row.relation, row.declared_at) for row in rows)


def kin_of(key: str) -> frozenset[UUID]:
    """Return the families that the person behind an actor key must not visit; empty for a key of nobody."""
    kind, _, number = key.partition(":")
    rows = Kin.objects.order_by("pk")
    if kind == "user" and number.isdigit():
        rows = rows.filter(person__user_id=int(number))
    elif kind == "token" and number.isdigit():
        rows = rows.filter(person__tokens__pk=int(number))
    elif kind == "person" and _is_id(number):
        rows = rows.filter(person__pk=number)
    elif kind == "device" and _is_id(number):
        rows = rows.filter(person__devices__pk=number)
    else:
        return frozenset()
    return together(rows.values_list("family_id", flat=True))


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
