"""Agencies, their units, and who has a place in them."""

import re
from datetime import date
from typing import Final
from uuid import UUID

from django.db import IntegrityError

from bahtera.access.errors import BadDates, BadEntry, NoSuchPerson, NoSuchUnit, Taken, UnknownScope
from bahtera.access.models import Agency, Membership, Unit
from bahtera.access.operations.office.days import check_first_day
from bahtera.access.queries.actors import zone_of
from bahtera.access.queries.office.people import visible_person
from bahtera.access.queries.office.units import unit_kind, visible_unit
from bahtera.access.queries.scoping import narrow
from bahtera.access.rules.names import cleaned
from bahtera.access.rules.policy import check_may
from bahtera.access.values import Actor, Counter
from bahtera.areas import api as areas
from bahtera.foundation import audit, clock
from bahtera.foundation.transactions import durable

_INBOX: Final = re.compile(r"[a-z0-9][a-z0-9-]{1,78}[a-z0-9]", re.ASCII)
_LONGEST, _LONGEST_SHORT, _LONGEST_TITLE = 160, 40, 120
# As it is written on a door: digits, and what parts them.
_PHONE: Final = re.compile(r"\+?(?:[ -]?[0-9]){3,15}", re.ASCII)
_LONGEST_PHONE: Final = 30
_NO_COUNTER: Final = Counter()


def add_agency(name: str, *, area: str, actor: Actor, short_name: str = "") -> UUID:
    """Add an agency of an area; raises NameMissing, UnknownScope, Taken, NotAllowed."""
    plain = cleaned(name)[:_LONGEST]
    _check_area(area, actor)
    with durable():
        try:
            with durable():
                row = Agency.objects.create(
                    name=plain, short_name=" ".join(short_name.split())[:_LONGEST_SHORT], area_code=area
                )
        except IntegrityError as error:
            raise Taken.agency() from error
        audit.record(
            "access.agency_added", actor=actor.key, subject=f"agency:{row.pk}", details={"area": area}
        )
    return row.pk


def add_unit(
    agency_id: UUID,
    *,
    name: str,
    kind: str,
    inbox: str,
    actor: Actor,
    area: str = "",
    counter: Counter = _NO_COUNTER,
) -> UUID:
    """Add a unit to an agency of the actor's areas; without an area it serves the agency's own.

    Raises NoSuchUnit, NameMissing, BadEntry, UnknownScope, Taken, NotAllowed.
    """
    agency = narrow(Agency.objects.filter(pk=agency_id), actor, "unit.manage").order_by("pk").first()
    if agency is None:
        raise NoSuchUnit
    where = area or agency.area_code
    _check_area(where, actor)
    values = _unit_values(name, kind, inbox) | _counter_values(counter)
    with durable():
        row = _saved(Unit(agency=agency, area_code=where, **values))
        audit.record(
            "access.unit_added",
            actor=actor.key,
            subject=f"unit:{row.pk}",
            details={"agency": agency.pk, "kind": kind, "area": where},
        )
    return row.pk


def change_unit(
    unit_id: UUID, *, name: str, kind: str, inbox: str, actor: Actor, counter: Counter | None = None
) -> None:
    """Write a unit's name, kind, inbox and counter otherwise; its agency and area stay. Raises as ``add_unit``.

    Without a counter that stays as it is.
    """
    values = _unit_values(name, kind, inbox) | (_counter_values(counter) if counter else {})
    with durable():
        row = _managed(unit_id, actor)
        for field, value in values.items():
            setattr(row, field, value)
        _saved(row)
        audit.record("access.unit_changed", actor=actor.key, subject=f"unit:{row.pk}", details={"kind": kind})


def place_person(
    person_id: UUID, *, unit_id: UUID, title: str, valid_from: date, actor: Actor, leaves: int | None = None
) -> None:
    """Give somebody a place in a unit from a day on; ``leaves`` names a place they move out of that day.

    Raises NoSuchPerson, NoSuchUnit, BadDates, Taken, NotAllowed.
    """
    with durable():
        person = visible_person(person_id, actor)
        unit = _managed(unit_id, actor)
        if not person.is_active:
            raise NoSuchPerson
        check_first_day(valid_from, unit.area_code)
        if leaves is not None:
            _close(leaves, person.pk, valid_from, actor)
        open_place = Membership.objects.filter(person=person, unit=unit, valid_to=None)
        if open_place.exists():
            raise Taken.place()
        Membership.objects.create(
            person=person, unit=unit, title=" ".join(title.split())[:_LONGEST_TITLE], valid_from=valid_from
        )
        audit.record(
            "access.person_placed",
            actor=actor.key,
            subject=f"person:{person.pk}",
            details={"unit": unit.pk, "from": valid_from},
        )


def end_place(place_id: int, *, person_id: UUID, actor: Actor) -> None:
    """End somebody's place in a unit today; raises NoSuchPerson, NoSuchUnit, NotAllowed."""
    with durable():
        person = visible_person(person_id, actor)
        unit = _close(place_id, person.pk, None, actor)
        audit.record(
            "access.place_ended",
            actor=actor.key,
            subject=f"person:{person.pk}",
            details={"unit": unit.pk},
        )


def _close(place_id: int, person_id: UUID, last: date | None, actor: Actor) -> Unit:
    rows = narrow(
        Membership.objects.filter(pk=place_id, person_id=person_id, valid_to=None),
        actor,
        "unit.manage",
        path="unit__area_code",
    )
    row = rows.select_related("unit").order_by("pk").first()
    if row is None:
        raise NoSuchUnit
    day = last or clock.today(zone_of(row.unit.area_code))
    if day < row.valid_from:
        if last is not None:
            raise BadDates.upside_down()
        row.delete()  # it was to begin later and never does
        return row.unit
    row.valid_to = day
    row.save(update_fields=["valid_to"])
    return row.unit


def _unit_values(name: str, kind: str, inbox: str) -> dict[str, str]:
    if unit_kind(kind) is None:
        raise BadEntry.kind()
    if not _INBOX.fullmatch(inbox):
        raise BadEntry.inbox()
    return {"name": cleaned(name)[:_LONGEST], "kind": kind, "inbox": inbox}


def _counter_values(counter: Counter) -> dict[str, str]:
    numbers = {
        "counter_phone": counter.phone.strip(),
        "counter_whatsapp": counter.whatsapp.strip(),
    }
    if any(one and (len(one) > _LONGEST_PHONE or not _PHONE.fullmatch(one)) for one in numbers.values()):
        raise BadEntry.phone()
    return {**numbers, "counter_address": " ".join(counter.address.split())[:_LONGEST]}


def _managed(unit_id: UUID, actor: Actor) -> Unit:
    row = visible_unit(unit_id, actor)
    check_may(actor, "unit.manage", area=row.area_code)
    return Unit.objects.select_for_update().get(pk=row.pk)


def _saved(row: Unit) -> Unit:
    if Unit.objects.filter(inbox=row.inbox).exclude(pk=row.pk).exists():
        raise Taken.inbox()
    try:
        with durable():
            row.save()
    except IntegrityError as error:
        raise Taken.unit() from error
    return row


def _check_area(area: str, actor: Actor) -> None:
    if area and not areas.exists(area):
        raise UnknownScope(area)
    check_may(actor, "unit.manage", area=area)
