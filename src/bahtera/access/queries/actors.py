"""Who asks: the grants that hold today, each in the zone of its area."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet

from bahtera.access.models import BreakGlass, Person, RoleGrant
from bahtera.access.queries.kinship import kin_of_person
from bahtera.access.rules.breaking import lends, runs
from bahtera.access.rules.policy import ACTIONS
from bahtera.access.values import Actor, Grant
from bahtera.areas import api as areas
from bahtera.foundation import clock

# Days differ between the zones by one at most: the database narrows generously, each grant decides exactly.
_WESTMOST, _EASTMOST = "Asia/Jakarta", "Asia/Jayapura"


def actor_of(user: Any, *, assured: bool = True) -> Actor | None:
    """Return the Actor of a signed-in account, or None for a visitor or somebody who has left.

    An account that is nobody's yet may do nothing. ``assured``: this session passed a second factor.
    """
    if not getattr(user, "is_authenticated", False) or not user.is_active:
        return None
    person = Person.objects.filter(user_id=user.pk).order_by("id").first()
    if person is None:
        return Actor(f"user:{user.pk}", user.get_username(), (), assured=assured)
    if not person.is_active:
        return None
    kin = kin_of_person(person)
    own = grants_of(person.pk)
    lent = lent_to(person.pk, own) if assured else ()
    return Actor(f"user:{user.pk}", person.name, (*own, *lent), assured=assured, kin=kin)


def actor_behind(key: str) -> Actor | None:
    """Return who an account's key names, with the roles held now, for work that goes on after the person's request.

    The request itself passed its factors. None for whoever has left, and for keys that are no account's.
    """
    kind, _, number = key.partition(":")
    if kind != "user" or not number.isdecimal():
        return None
    user = get_user_model().objects.filter(pk=int(number)).order_by("pk").first()
    return None if user is None else actor_of(user)


def grants_of(person_id: UUID) -> tuple[Grant, ...]:
    """Return the roles somebody holds today; an expired decree ends what rests on it."""
    return tuple(
        Grant(row.role, row.area_code, row.unit_id)
        for row in live_grants(RoleGrant.objects.filter(person_id=person_id)).order_by(
            "role", "area_code", "id"
        )
        if holds(row)
    )


def lent_to(person_id: UUID, own: Sequence[Grant]) -> tuple[Grant, ...]:
    """Return the role that is lent to somebody for an emergency while it runs; ``own`` are those they hold."""
    if not any(grant.role in ACTIONS["glass.break"].roles for grant in own):
        return ()
    now = clock.now()
    rows = BreakGlass.objects.filter(person_id=person_id, ended_at=None, ends_at__gt=now).order_by("pk")
    return tuple(
        Grant(row.role, row.area_code, glass=row.pk)
        for row in rows
        if runs(now, row.started_at, row.ends_at, row.ended_at) and lends(own, row.role, row.area_code)
    )


def live_grants(rows: QuerySet[RoleGrant]) -> QuerySet[RoleGrant]:
    """Narrow to grants that may hold today somewhere in the country; ``holds`` decides of each."""
    earliest, latest = clock.today(_WESTMOST), clock.today(_EASTMOST)
    return rows.select_related("decree").filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=earliest),
        Q(decree__isnull=True) | Q(decree__valid_to__isnull=True) | Q(decree__valid_to__gte=earliest),
        valid_from__lte=latest,
        ended_at__isnull=True,
    )


def holds(row: RoleGrant, on: date | None = None) -> bool:
    """Tell whether a grant holds on a day; without one, today in the zone of its area."""
    day = on or clock.today(zone_of(row.area_code))
    last = [end for end in (row.valid_to, row.decree.valid_to if row.decree else None) if end]
    return row.ended_at is None and row.valid_from <= day and all(day <= end for end in last)


def has_run_out(row: RoleGrant) -> bool:
    """Tell whether a grant that nobody ended is over by its own last day or that of its decree."""
    return row.ended_at is None and row.valid_from <= clock.today(zone_of(row.area_code)) and not holds(row)


def holding(rows: Iterable[RoleGrant]) -> list[RoleGrant]:
    """Return those of many grants that hold today, asking for all their zones at once."""
    listed = list(rows)
    known = areas.find({row.area_code for row in listed if row.area_code})
    days = {code: clock.today(area.zone) for code, area in known.items()}
    return [row for row in listed if holds(row, days.get(row.area_code) or clock.today(_WESTMOST))]


def zone_of(area_code: str) -> str:
    """Return the time zone of an area, told by its code; of the country, and of no area, Jakarta's."""
    try:
        return areas.zone_of(area_code)
    except ValueError:
        return _WESTMOST
