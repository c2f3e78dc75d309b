"""Roles are given and end; whatever is open then is handed over first."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from uuid import UUID

from django.db import IntegrityError

from bahtera.access.errors import (
    BadDates,
    BadEntry,
    CannotTake,
    LastAdministrator,
    NoSuchDecree,
    NotForOneself,
    RoleRefused,
    UnknownScope,
    WorkLeft,
)
from bahtera.access.models import Decree, HandOver, KaderToken, Person, RoleGrant, Unit
from bahtera.access.operations.office import handover
from bahtera.access.operations.office.days import check_days
from bahtera.access.operations.phones.devices import stop_phones_of
from bahtera.access.queries.actors import has_run_out, holds, live_grants
from bahtera.access.queries.office.people import keys_of, visible_person
from bahtera.access.queries.office.roles import (
    endable_grant,
    lasting_administrators,
    names_family,
    supervisor_above,
    takers_for,
)
from bahtera.access.queries.office.units import has_place, roles_in_units, unit_kind, visible_unit
from bahtera.access.queries.phones import tokens as token_queries
from bahtera.access.queries.scoping import narrow
from bahtera.access.rules.areas import covers
from bahtera.access.rules.delegation import BY_PHONE, WATCHERS, check_may_give, is_self, may_give
from bahtera.access.rules.policy import ROLES
from bahtera.access.values import Actor, Leaver, LeftBehind, OpenWork, Taker
from bahtera.areas import api as areas
from bahtera.foundation import audit, clock
from bahtera.foundation.transactions import durable

_LONGEST_REASON = 200
_MOST_LOOKED_AT = 200


def grant_role(
    person_id: UUID,
    *,
    role: str,
    area: str,
    valid_from: date,
    actor: Actor,
    valid_to: date | None = None,
    unit_id: UUID | None = None,
    decree_id: UUID | None = None,
) -> UUID:
    """Give somebody a role over an area subtree for a time, in a unit and by a decree where there are.

    Raises NotAllowed beyond the actor's own area and rights, NotForOneself, NoSuchPerson, UnknownScope,
    RoleRefused, NoSuchUnit, NoSuchDecree, BadDates.
    """
    if role not in ROLES:
        raise RoleRefused.unknown()
    check_may_give(actor, "role.grant", role, area)
    if role in WATCHERS and "." in area:
        raise RoleRefused.watches_a_province()
    if area and not areas.exists(area):
        raise UnknownScope(area)
    check_days(valid_from, valid_to, area)
    with durable():
        person = Person.objects.select_for_update().get(pk=visible_person(person_id, actor).pk)
        _check_person(person, role, actor)
        unit = _unit_for(role, person, unit_id, valid_from, area, actor)
        decree = _decree_for(decree_id, area, valid_from)
        live = person.grants.filter(role=role, area_code=area, unit=unit, ended_at=None)
        for expired in live.select_related("decree").order_by("pk"):
            _close_expired(expired, actor)
        row = _create(
            person=person,
            role=role,
            area_code=area,
            unit=unit,
            decree=decree,
            valid_from=valid_from,
            valid_to=valid_to,
            granted_at=clock.now(),
            granted_by=actor.key,
        )
        audit.record(
            "access.role_granted",
            actor=actor.key,
            subject=f"person:{person.pk}",
            details={
                "grant": row.pk,
                "role": role,
                "area": area,
                "unit": unit_id,
                "decree": decree.number if decree else None,
                "from": valid_from,
                "to": valid_to,
            },
        )
    token_queries.forget_tokens()
    return row.pk


def open_work_of(grant_id: UUID, *, actor: Actor) -> tuple[tuple[OpenWork, ...], tuple[Taker, ...]]:
    """Return what is open under a role, and who may take it over; raises NoSuchRole.

    Whoever may not read a family gets the work without its name.
    """
    row = endable_grant(grant_id, actor)
    work = handover.list_all(_leaver(row))
    takers = takers_for(row, {one.area for one in work} or {row.area_code})
    return tuple(
        item if names_family(actor, item.area, item.family_id) else replace(item, label="") for item in work
    ), takers


def left_behind(actor: Actor) -> tuple[LeftBehind, ...]:
    """Return roles that ran out by their date or decree with work open under them, the latest first.

    Those that the actor may end and hand over, and whose work nobody else of the same role has taken up.
    """
    over = narrow(RoleGrant.objects.filter(ended_at=None), actor, "role.end").select_related(
        "person", "decree"
    )
    ran_out = [row for row in over.order_by("-valid_from", "pk")[:_MOST_LOOKED_AT] if has_run_out(row)]
    found = []
    for row in ran_out:
        count = len(handover.list_all(_leaver(row))) if may_give(actor, row.role, row.area_code) else 0
        if count:
            found.append(LeftBehind(row.pk, row.person.name, row.role, row.area_code, count))
    return tuple(found)


def end_role(
    grant_id: UUID,
    *,
    actor: Actor,
    reason: str,
    taker_id: UUID | None = None,
    takers: Mapping[str, UUID] | None = None,
) -> UUID:
    """End a role once everything open under it has somebody who takes it; returns the id of the minutes.

    ``takers`` names a person for a piece of work by its key, ``taker_id`` one for all the rest. Raises
    NoSuchRole, WorkLeft, CannotTake, LastAdministrator, BadEntry without a reason.
    """
    why = _reason(reason)
    with durable():
        row = _locked(grant_id, actor)
        leaver = _leaver(row)
        work = handover.list_all(leaver)
        able = {one.person_id: one for one in takers_for(row, {item.area for item in work})} if work else {}
        shared = _shared_out(work, takers or {}, taker_id, able)
        for taker, items in shared.values():
            handover.take(leaver, items, taker, actor)
        names = {item.key: taker.name for taker, items in shared.values() for item in items}
        minutes = _end(row, actor, why, [(item, names[item.key]) for item in work], forced=False)
    token_queries.forget_tokens()
    return minutes.pk


def force_end_role(grant_id: UUID, *, actor: Actor, reason: str) -> UUID:
    """End a role at once, in an emergency; what is open goes to the supervisor above. Returns the minutes.

    Raises NoSuchRole, LastAdministrator, BadEntry without a reason.
    """
    why = _reason(reason)
    with durable():
        row = _locked(grant_id, actor)
        leaver = _leaver(row)
        work = handover.list_all(leaver)
        above = supervisor_above(row)
        if above is not None and work:
            handover.take(leaver, work, above, actor)
        taker = above.name if above else ""
        minutes = _end(row, actor, why, [(item, taker) for item in work], forced=True)
    token_queries.forget_tokens()
    return minutes.pk


def _check_person(person: Person, role: str, actor: Actor) -> None:
    if is_self(actor, person_id=person.pk, account=person.user_id):
        raise NotForOneself
    if not person.is_active:
        raise RoleRefused.left()
    if role not in BY_PHONE and person.user_id is None:
        raise RoleRefused.no_account()


def _unit_for(  # noqa: PLR0917 - all of it is one question
    role: str, person: Person, unit_id: UUID | None, first: date, area: str, actor: Actor
) -> Unit | None:
    """Return the unit a role is held in; a unit of another area is one that is not there."""
    if unit_id is None:
        if role in roles_in_units():
            raise RoleRefused.needs_unit()
        return None
    unit = visible_unit(unit_id, actor)
    kind = unit_kind(unit.kind)
    if role in roles_in_units() and (kind is None or role not in kind.roles):
        raise RoleRefused.wrong_unit()
    if not (covers(unit.agency.area_code, area) and covers(unit.area_code, area)):
        raise RoleRefused.wider_than_unit()
    if not has_place(person.pk, unit, first):
        raise RoleRefused.not_in_unit()
    return unit


def _decree_for(decree_id: UUID | None, area: str, first: date) -> Decree | None:
    """Return the decree a role rests on: of the area itself or one that holds it, and in force on the day."""
    if decree_id is None:
        return None
    row = Decree.objects.filter(pk=decree_id).order_by("pk").first()
    if row is None or not covers(row.area_code, area):
        raise NoSuchDecree
    if not row.valid_from <= first or (row.valid_to is not None and first > row.valid_to):
        raise BadDates.outside_decree()
    return row


def _close_expired(row: RoleGrant, actor: Actor) -> None:
    """Make way for a renewal: a role that ran out by itself is closed, one that holds stays in the way."""
    if holds(row) or row.valid_from > clock.today("Asia/Jakarta"):
        raise RoleRefused.held()
    row.ended_at, row.ended_by, row.end_reason = clock.now(), actor.key, "expired"
    row.save(update_fields=["ended_at", "ended_by", "end_reason"])


def _create(**values: object) -> RoleGrant:
    try:
        with durable():
            return RoleGrant.objects.create(**values)
    except IntegrityError as error:
        raise RoleRefused.held() from error


def _locked(grant_id: UUID, actor: Actor) -> RoleGrant:
    found = endable_grant(grant_id, actor)
    if found.role == "administrator" and found.area_code == "":
        others = [one for one in lasting_administrators() if one.pk != found.pk]
        if not others:
            raise LastAdministrator
    row = (
        RoleGrant.objects.select_for_update(of=("self",)).select_related("person", "decree").get(pk=found.pk)
    )
    if row.ended_at is not None:
        raise RoleRefused.over()
    return row


def _leaver(row: RoleGrant) -> Leaver:
    return Leaver(row.person_id, row.person.name, row.role, row.area_code, keys_of(row.person))


def _shared_out(
    work: tuple[OpenWork, ...], takers: Mapping[str, UUID], for_all: UUID | None, able: Mapping[UUID, Taker]
) -> dict[UUID, tuple[Taker, list[OpenWork]]]:
    """Return who takes what; raises WorkLeft for what nobody takes, CannotTake for who may not."""
    left = [item for item in work if (takers.get(item.key) or for_all) is None]
    if left:
        raise WorkLeft(len(left))
    shared: dict[UUID, tuple[Taker, list[OpenWork]]] = {}
    for item in work:
        wanted = takers.get(item.key) or for_all
        taker = able.get(wanted) if wanted is not None else None
        if taker is None:
            raise CannotTake.unnamed()
        if item.family_id in taker.kin or not any(covers(area, item.area) for area in taker.areas):
            raise CannotTake.named(taker.name)
        shared.setdefault(taker.person_id, (taker, []))[1].append(item)
    return shared


def _end(
    row: RoleGrant, actor: Actor, reason: str, work: list[tuple[OpenWork, str]], *, forced: bool
) -> HandOver:
    now = clock.now()
    row.ended_at, row.ended_by, row.end_reason = now, actor.key, reason
    row.save(update_fields=["ended_at", "ended_by", "end_reason"])
    minutes = HandOver.objects.create(
        grant=row,
        at=now,
        closed_by=actor.key,
        forced=forced,
        items=[
            {
                "kind": one.kind,
                "label": one.label,
                "area": one.area,
                "count": one.count,
                "taker": taker,
                "family": str(one.family_id) if one.family_id else None,
            }
            for one, taker in work
        ],
    )
    stopped, phones = _stop_cards(row, actor) if row.role == "kader" else (0, 0)
    audit.record(
        "access.role_forced" if forced else "access.role_ended",
        actor=actor.key,
        subject=f"person:{row.person_id}",
        details={
            "grant": row.pk,
            "role": row.role,
            "area": row.area_code,
            "work": len(work),
            "minutes": minutes.pk,
            "cards": stopped,
            "phones": phones,
        },
    )
    return minutes


def _stop_cards(row: RoleGrant, actor: Actor) -> tuple[int, int]:
    """Stop the cards of a kader that no other of their roles carries, and their phones when no role is left."""
    rest = live_grants(RoleGrant.objects.filter(person_id=row.person_id, role="kader"))
    kept = [one.area_code for one in rest.order_by("pk") if holds(one)]
    cards = KaderToken.objects.filter(person_id=row.person_id, revoked_at=None).order_by("pk")
    bare = [
        card.pk
        for card in cards
        if not all(any(covers(scope, area) for scope in kept) for area in card.areas)
    ]
    cards_stopped = KaderToken.objects.filter(pk__in=bare).update(revoked_at=clock.now())
    is_kader_still = RoleGrant.objects.filter(person_id=row.person_id, role="kader", ended_at=None).exists()
    return cards_stopped, 0 if is_kader_still else stop_phones_of(row.person_id, by=actor.key)


def _reason(text: str) -> str:
    plain = " ".join(text.split())[:_LONGEST_REASON]
    if not plain:
        raise BadEntry.reason()
    return plain
