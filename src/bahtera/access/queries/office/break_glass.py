"""Emergency access: who can be told of it, what somebody must see of it, and the list of those who review it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import Q, QuerySet

from bahtera.access.errors import NoSuchGlass
from bahtera.access.models import BreakGlass, Person, RoleGrant
from bahtera.access.queries.actors import holding, live_grants
from bahtera.access.queries.office.people import person_of
from bahtera.access.queries.scoping import narrow
from bahtera.access.rules.areas import covers
from bahtera.access.rules.breaking import runs
from bahtera.access.rules.delegation import is_self
from bahtera.access.rules.policy import ACTIONS, may
from bahtera.access.values import Actor
from bahtera.foundation import audit, clock
from bahtera.foundation.paging import Page, keyset

# The second person: who reviews afterwards, or a supervisor whose area holds the one asked for.
WITNESSES: Final = ACTIONS["glass.review"].roles | {"supervisor"}
_MOST_WITNESSES: Final = 50
_MOST_NOTICES: Final = 20


@dataclass(frozen=True)
class GlassRow:
    """One emergency access. ``state``: "running", "ended" or "reviewed"; ``ended_how``: "time", "self" or "other".

    ``ended_at`` is when it ended by whatever way, None while it runs.
    """

    id: UUID
    person_id: UUID
    person: str
    role: str
    area: str
    reason: str
    started_at: datetime
    ends_at: datetime
    ended_at: datetime | None
    ended_how: str
    state: str
    witness_id: UUID | None
    witness: str
    seen_at: datetime | None
    reviewed_at: datetime | None
    review_note: str
    is_mine: bool
    is_witness: bool
    can_end: bool
    can_review: bool


@dataclass(frozen=True)
class GlassNotice:
    """What stands above every page: one's own access that runs, or one that somebody was told of. No names."""

    id: UUID
    is_mine: bool
    role: str
    area: str
    until: datetime
    is_running: bool


@dataclass(frozen=True)
class WitnessRow:
    """Somebody who can be told: by role and area, and by name to who may read names there."""

    person_id: UUID
    role: str
    area: str
    name: str


def witnesses_for(actor: Actor, *, area: str | None = None) -> list[WitnessRow]:
    """Return who can be told when the glass is broken in an area; without one, anywhere the actor may do it."""
    rows = live_grants(RoleGrant.objects.filter(role__in=WITNESSES)).select_related("person", "decree")
    able = rows.filter(person__is_active=True, person__user__is_active=True).order_by(
        "role", "area_code", "pk"
    )
    found = []
    for row in holding(able):
        near = (
            covers(row.area_code, area) if area else any(_near(row.area_code, g.area) for g in actor.grants)
        )
        if near and not is_self(actor, person_id=row.person_id, account=row.person.user_id):
            seen = may(actor, "person.read", area=row.person.area_code)
            found.append(WitnessRow(row.person_id, row.role, row.area_code, row.person.name if seen else ""))
    return found[:_MOST_WITNESSES]


def is_running(row: BreakGlass) -> bool:
    """Tell whether it runs now."""
    return runs(clock.now(), row.started_at, row.ends_at, row.ended_at)


def own_glass(actor: Actor, *, size: int = 10) -> list[GlassRow]:
    """Return the actor's own emergency access, the latest first."""
    person = person_of(actor.key)
    if person is None:
        return []
    rows = BreakGlass.objects.filter(person=person).select_related("person").order_by("-started_at", "-pk")
    return _rows(rows[:size], actor)


def list_glass(*, actor: Actor, cursor: str | None = None, size: int = 40) -> Page[GlassRow]:
    """Return a page of the emergency access in the areas that the actor reviews, the latest first."""
    rows = narrow(BreakGlass.objects.select_related("person"), actor, "glass.review")
    page = keyset(rows, ("-started_at", "-id"), cursor=cursor, size=size)
    return Page(_rows(page.items, actor), page.next_cursor)


def get_glass(glass_id: UUID, *, actor: Actor) -> GlassRow:
    """Return one: one's own, one that one was told of, or one in the areas one reviews. Raises NoSuchGlass."""
    return _rows([visible_glass(glass_id, actor)], actor)[0]


def done_under(glass_id: UUID, *, actor: Actor, most: int = 200) -> list[audit.Entry]:
    """Return what its holder read and wrote under it, the latest first, for who reviews it. Raises NoSuchGlass."""
    found = BreakGlass.objects.filter(pk=glass_id).select_related("person")
    row = narrow(found, actor, "glass.review").order_by("pk").first()
    if row is None:
        raise NoSuchGlass
    holder = f"user:{row.person.user_id}"
    return list(audit.entries(actor=holder, about=reference(glass_id), size=most).items)


def notices_of_glass(actor: Actor) -> list[GlassNotice]:
    """Return what the actor must see on every page: what runs for them, and what they were told of and not seen."""
    wanted = Q(pk=actor.glass) if actor.glass else Q()
    if actor.roles & WITNESSES:
        wanted |= Q(witness_key=actor.key, seen_at=None)
    if not wanted:
        return []
    rows = BreakGlass.objects.filter(wanted).order_by("-started_at", "-pk")[:_MOST_NOTICES]
    return [
        GlassNotice(
            row.pk,
            row.pk == actor.glass,
            row.role,
            row.area_code,
            row.ended_at or row.ends_at,
            is_running(row),
        )
        for row in rows
    ]


def visible_glass(glass_id: UUID, actor: Actor) -> BreakGlass:
    """Return a row that the actor may know of; raises NoSuchGlass."""
    every = BreakGlass.objects.select_related("person")
    person = person_of(actor.key)
    own = every.filter(pk=glass_id).filter(Q(witness_key=actor.key) | Q(person=person, person__isnull=False))
    row = own.order_by("pk").first() or _reviewed_by(every.filter(pk=glass_id), actor)
    if row is None:
        raise NoSuchGlass
    return row


def reference(glass_id: UUID) -> str:
    """Return how entries of the audit name it."""
    return f"glass:{glass_id}"


def reviews(actor: Actor, row: BreakGlass) -> bool:
    """Tell whether the actor may review it: in their area, and not their own."""
    mine = is_self(actor, person_id=row.person_id, account=row.person.user_id)
    return may(actor, "glass.review", area=row.area_code) and not mine


def _reviewed_by(rows: QuerySet[BreakGlass], actor: Actor) -> BreakGlass | None:
    return narrow(rows, actor, "glass.review").order_by("pk").first()


def _near(one: str, other: str) -> bool:
    return covers(one, other) or covers(other, one)


def _rows(found: Iterable[BreakGlass], actor: Actor) -> list[GlassRow]:
    listed = list(found)
    users = {
        int(row.witness_key.removeprefix("user:")) for row in listed if row.witness_key.startswith("user:")
    }
    witnesses = {
        f"user:{one.user_id}": one for one in Person.objects.filter(user_id__in=users).order_by("pk")
    }
    return [_row(row, witnesses.get(row.witness_key), actor) for row in listed]


def _row(row: BreakGlass, witness: Person | None, actor: Actor) -> GlassRow:
    running = is_running(row)
    mine = is_self(actor, person_id=row.person_id, account=row.person.user_id)
    told = row.witness_key == actor.key
    judge = reviews(actor, row)
    return GlassRow(
        id=row.pk,
        person_id=row.person_id,
        person=row.person.name,
        role=row.role,
        area=row.area_code,
        reason=row.reason,
        started_at=row.started_at,
        ends_at=row.ends_at,
        ended_at=None if running else row.ended_at or row.ends_at,
        ended_how="" if running else _how(row),
        state="reviewed" if row.reviewed_at else "running" if running else "ended",
        witness_id=witness.pk if witness else None,
        witness=witness.name if witness and (judge or told) else "",
        seen_at=row.seen_at,
        reviewed_at=row.reviewed_at,
        review_note=row.review_note,
        is_mine=mine,
        is_witness=told,
        can_end=running and (mine or told or judge),
        can_review=judge and not running and row.reviewed_at is None,
    )


def _how(row: BreakGlass) -> str:
    if row.ended_at is None or row.ended_by == "system":
        return "time"
    return "self" if row.ended_by == f"user:{row.person.user_id}" else "other"
