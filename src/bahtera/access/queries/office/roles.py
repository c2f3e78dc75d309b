"""Roles of people: what each stands on, who could take over, and the country's last administrator."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from bahtera.access.errors import NoSuchRole
from bahtera.access.models import HandOver, Person, RoleGrant
from bahtera.access.queries.actors import holding, holds, live_grants, zone_of
from bahtera.access.queries.kinship import kin_of_person
from bahtera.access.queries.office.decrees import decree_row
from bahtera.access.queries.scoping import narrow
from bahtera.access.rules.areas import covers
from bahtera.access.rules.delegation import may_give, successors_of
from bahtera.access.rules.policy import may
from bahtera.access.values import Actor, GrantRow, HandedItem, Minutes, Taker
from bahtera.foundation import clock
from bahtera.foundation.errors import NotFound

_MOST_TAKERS = 300
_UNKNOWN = "unknown"


def grants_of_person(person: Person, actor: Actor) -> tuple[GrantRow, ...]:
    """Return a person's roles in the reader's areas: those that hold first, then coming, expired and ended."""
    rows = narrow(RoleGrant.objects.filter(person=person), actor, "person.read")
    order = {"held": 0, "coming": 1, "expired": 2, "ended": 3}
    found = [grant_row(row, actor) for row in _joined(rows).order_by("-granted_at", "-pk")]
    return tuple(sorted(found, key=lambda row: order[row.state]))


def get_grant(grant_id: UUID, *, actor: Actor) -> GrantRow:
    """Return a role that the reader may give and end; raises NoSuchRole for every other."""
    return grant_row(endable_grant(grant_id, actor), actor)


def endable_grant(grant_id: UUID, actor: Actor) -> RoleGrant:
    """Return the row of a role that the actor may end; raises NoSuchRole for every other."""
    rows = _joined(narrow(RoleGrant.objects.filter(pk=grant_id), actor, "role.end"))
    row = rows.order_by("pk").first()
    if row is None or not may_give(actor, row.role, row.area_code):
        raise NoSuchRole
    return row


def grant_row(row: RoleGrant, actor: Actor) -> GrantRow:
    """Return a role as a value; person, unit, decree and minutes must be joined."""
    minutes = getattr(row, "hand_over", None)
    return GrantRow(
        row.pk,
        row.person_id,
        row.person.name,
        row.role,
        row.area_code,
        row.unit.name if row.unit else "",
        decree_row(row.decree) if row.decree else None,
        row.valid_from,
        row.valid_to,
        state_of(row),
        row.ended_at,
        row.end_reason,
        minutes.pk if minutes else None,
        row.ended_at is None and may_give(actor, row.role, row.area_code),
    )


def state_of(row: RoleGrant) -> str:
    """Return "held", "coming", "expired" or "ended"."""
    if row.ended_at is not None:
        return "ended"
    if holds(row):
        return "held"
    return "coming" if row.valid_from > clock.today(zone_of(row.area_code)) else "expired"


def takers_for(row: RoleGrant, areas: set[str]) -> tuple[Taker, ...]:
    """Return who may take over work of a role in at least one of some areas, by name, the nearest first."""
    rows = live_grants(RoleGrant.objects.filter(role__in=successors_of(row.role)))
    found: dict[UUID, list[RoleGrant]] = {}
    for one in holding(rows.select_related("person").order_by("person__search_name", "pk")):
        able = one.person_id != row.person_id and one.person.is_active
        if able and any(covers(one.area_code, area) for area in areas):
            found.setdefault(one.person_id, []).append(one)
    takers = [_taker(held) for held in found.values()]
    near = sorted(takers, key=lambda one: (-max(map(len, one.areas)), one.name))
    return tuple(near[:_MOST_TAKERS])


def supervisor_above(row: RoleGrant) -> Taker | None:
    """Return who looks after the area of a role most nearly: a supervisor, or else an administrator."""
    for role in ("supervisor", "administrator"):
        rows = live_grants(RoleGrant.objects.filter(role=role)).select_related("person")
        above = [
            one
            for one in holding(rows.order_by("granted_at", "pk"))
            if one.person_id != row.person_id
            and one.person.is_active
            and covers(one.area_code, row.area_code)
        ]
        if above:
            return _taker([max(above, key=lambda one: len(one.area_code))])
    return None


def lasting_administrators() -> list[RoleGrant]:
    """Return the roles of administrators of the whole country that hold today and have no end, locked.

    Those of accounts that nobody can enter do not count.
    """
    rows = RoleGrant.objects.select_for_update(of=("self",)).filter(
        role="administrator",
        area_code="",
        ended_at=None,
        valid_to=None,
        person__is_active=True,
        person__user__is_active=True,
    )
    return [
        row
        for row in rows.select_related("decree").order_by("pk")
        if holds(row) and (row.decree is None or row.decree.valid_to is None)
    ]


def get_minutes(minutes_id: UUID, *, actor: Actor) -> Minutes:
    """Return the minutes of a hand-over in the reader's areas; raises NotFound."""
    row = HandOver.objects.filter(pk=minutes_id).order_by("pk").first()
    grants = narrow(RoleGrant.objects.filter(hand_over=row), actor, "role.end") if row else None
    grant = _joined(grants).order_by("pk").first() if grants is not None else None
    if row is None or grant is None:
        raise NotFound("access.no_such_minutes", "There are no such minutes in your areas.")
    items = tuple(_handed(one, actor) for one in row.items)
    return Minutes(row.pk, grant_row(grant, actor), row.at, _name_of(row.closed_by), row.forced, items)


def names_family(actor: Actor, area: str, family_id: UUID | None) -> bool:
    """Tell whether work may be named to somebody: that of a family only to those who may read its visits."""
    return family_id is None or (may(actor, "submission.read", area=area) and family_id not in actor.kin)


def _handed(item: Mapping[str, Any], actor: Actor) -> HandedItem:
    # Minutes from before families were told apart say of none whose name stands there: none is shown.
    family = item.get("family", _UNKNOWN)
    named = family != _UNKNOWN and names_family(actor, item["area"], UUID(family) if family else None)
    return HandedItem(
        item["kind"], item["label"] if named else "", item["area"], item["count"], item["taker"]
    )


def _taker(held: list[RoleGrant]) -> Taker:
    person = held[0].person
    areas = tuple(sorted({one.area_code for one in held}))
    return Taker(person.pk, person.name, areas, kin_of_person(person))


def _name_of(key: str) -> str:
    kind, _, number = key.partition(":")
    if kind != "user" or not number.isdigit():
        return ""
    person = Person.objects.filter(user_id=int(number)).order_by("pk").first()
    return person.name if person else ""


def _joined(rows: QuerySet[RoleGrant]) -> QuerySet[RoleGrant]:
    return rows.select_related("person", "unit", "decree", "hand_over")
