"""People: who looks after whom, lists, and one person with what they hold."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from bahtera.access.errors import NoSuchPerson
from bahtera.access.models import KaderToken, Membership, Person, RoleGrant
from bahtera.access.queries.actors import holding, live_grants
from bahtera.access.queries.office import decrees, kin, roles, units
from bahtera.access.queries.phones import tokens
from bahtera.access.queries.scoping import inside, narrow
from bahtera.access.rules.delegation import is_self, may_give, roles_to_give
from bahtera.access.rules.names import folded
from bahtera.access.rules.policy import may
from bahtera.access.values import Actor, DecreeNotice, MembershipRow, PersonDetail, PersonRow, TokenRow
from bahtera.foundation.paging import Page, keyset

_ORDER = ("search_name", "id")
_LAST_CODE_POINT = "\U0010ffff"


def visible_people(actor: Actor) -> QuerySet[Person]:
    """Return the people whom the actor may know: at home in their areas, or holding a role or a place there."""
    at_home = narrow(Person.objects.all(), actor, "person.read").values("pk")
    held = narrow(RoleGrant.objects.filter(ended_at=None), actor, "person.read").values("person_id")
    placed = narrow(
        Membership.objects.filter(valid_to=None), actor, "person.read", path="unit__area_code"
    ).values("person_id")
    return Person.objects.filter(Q(pk__in=at_home) | Q(pk__in=held) | Q(pk__in=placed))


def list_people(
    *,
    actor: Actor,
    text: str = "",
    role: str = "",
    area: str = "",
    left: bool = False,
    cursor: str | None = None,
    size: int = 40,
) -> Page[PersonRow]:
    """Return a page of the people the actor may know, by name.

    ``text`` is how the name begins, or any of its words; ``role`` keeps who holds it now, ``area`` who is at
    home or holds a role in that subtree; ``left`` shows those who have left instead. Raises Refused for a
    cursor of another list.
    """
    rows = visible_people(actor).filter(is_active=not left)
    if text.strip():
        wanted = folded(text)
        rows = rows.filter(
            Q(search_name__gte=wanted, search_name__lt=wanted + _LAST_CODE_POINT)
            | Q(search_name__contains=f" {wanted}")
        )
    granted = RoleGrant.objects.filter(inside("area_code", area), ended_at=None) if area or role else None
    if granted is not None and role:
        held = live_grants(narrow(granted.filter(role=role), actor, "person.read"))
        rows = rows.filter(pk__in=held.values("person_id"))
    elif granted is not None:
        known = narrow(granted, actor, "person.read").values("person_id")
        rows = rows.filter(inside("area_code", area) | Q(pk__in=known))
    page = keyset(rows, _ORDER, cursor=cursor, size=size)
    return Page(_rows(page.items, actor), page.next_cursor)


def get_person(person_id: UUID, *, actor: Actor) -> PersonDetail:
    """Return somebody with their roles, places, kin and cards; raises NoSuchPerson outside one's areas.

    What lies outside the reader's areas is left out.
    """
    person = visible_person(person_id, actor)
    user: Any = person.user
    myself = is_self(actor, person_id=person.pk, account=person.user_id)
    offered = roles_to_give(actor) if person.is_active and not myself else ()
    return PersonDetail(
        row=_rows([person], actor)[0],
        username=user.get_username() if user else "",
        grants=roles.grants_of_person(person, actor),
        places=_places(person, actor),
        kin=kin.list_kin(person, actor),
        cards=_cards(person, actor),
        left_at=person.left_at,
        can_keep=keeps(actor, person) and not myself,
        is_self=myself,
        roles_to_give=offered,
    )


def visible_person(person_id: UUID, actor: Actor) -> Person:
    """Return a person's row; raises NoSuchPerson when the actor may not know them."""
    row = visible_people(actor).select_related("user").filter(pk=person_id).order_by("pk").first()
    if row is None:
        raise NoSuchPerson
    return row


def keeps(actor: Actor, person: Person) -> bool:
    """Tell whether the actor looks after somebody: at home in their area, with no role beyond what they give."""
    if not may(actor, "person.keep", area=person.area_code):
        return False
    held = RoleGrant.objects.filter(person=person, ended_at=None).values_list("role", "area_code")
    return all(may_give(actor, role, area) for role, area in held.order_by("pk"))


def keys_of(person: Person) -> frozenset[str]:
    """Return every actor key under which somebody works: their account, cards and phones."""
    found = {f"person:{person.pk}"}
    if person.user_id is not None:
        found.add(f"user:{person.user_id}")
    found.update(f"token:{pk}" for pk in person.tokens.order_by("pk").values_list("pk", flat=True))
    found.update(f"device:{pk}" for pk in person.devices.order_by("pk").values_list("pk", flat=True))
    return frozenset(found)


def person_of(key: str) -> Person | None:
    """Return the person behind an actor key."""
    kind, _, number = key.partition(":")
    rows = Person.objects.order_by("pk")
    if kind == "user" and number.isdigit():
        return rows.filter(user_id=int(number)).first()
    if kind == "token" and number.isdigit():
        return rows.filter(tokens__pk=int(number)).first()
    if kind == "person" and (person := _id_in(number)) is not None:
        return rows.filter(pk=person).first()
    if kind == "device" and (device := _id_in(number)) is not None:
        return rows.filter(devices__pk=device).first()
    return None


def notices_for(actor: Actor) -> list[DecreeNotice]:
    """Return the words about ending decrees that the actor has not seen yet, the most urgent first."""
    return decrees.notices_of(person_of(actor.key))


def _id_in(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _rows(people: Iterable[Person], actor: Actor) -> list[PersonRow]:
    listed = list(people)
    grants = RoleGrant.objects.filter(person__in=[one.pk for one in listed])
    held: dict[UUID, list[tuple[str, str]]] = defaultdict(list)
    for row in holding(narrow(live_grants(grants), actor, "person.read").order_by("role", "area_code", "pk")):
        held[row.person_id].append((row.role, row.area_code))
    return [
        PersonRow(
            one.pk,
            one.name,
            one.area_code,
            one.is_active,
            one.user_id is not None,
            tuple(dict.fromkeys(held[one.pk])),
        )
        for one in listed
    ]


def _places(person: Person, actor: Actor) -> tuple[MembershipRow, ...]:
    rows = narrow(Membership.objects.filter(person=person), actor, "person.read", path="unit__area_code")
    return tuple(
        units.membership_row(row)
        for row in rows.select_related("unit__agency", "person").order_by("-valid_from", "-pk")
    )


def _cards(person: Person, actor: Actor) -> tuple[TokenRow, ...]:
    """Return the person's cards that lie wholly where the reader manages cards."""
    own = set(KaderToken.objects.filter(person=person).order_by("pk").values_list("pk", flat=True))
    return tuple(row for row in tokens.list_tokens(actor) if row.id in own) if own else ()
