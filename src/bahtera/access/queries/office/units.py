"""Agencies, their units, who has a place in them, and the code list of kinds."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date
from functools import cache
from uuid import UUID

import yaml
from django.db.models import Q, QuerySet

from bahtera.access.errors import NoSuchUnit
from bahtera.access.models import Agency, Membership, Unit
from bahtera.access.queries.actors import zone_of
from bahtera.access.queries.scoping import inside, narrow
from bahtera.access.rules.policy import check_may
from bahtera.access.values import Actor, AgencyRow, Counter, HelpingUnit, MembershipRow, UnitKind, UnitRow
from bahtera.foundation import clock
from bahtera.foundation.paging import Page, keyset
from bahtera.foundation.shipped import definitions

_HELPING = ("uptd_ppa", "polri_ppa")
_LIST = definitions("code-lists/unit-kinds.yaml")


@cache
def unit_kinds() -> tuple[UnitKind, ...]:
    """Return the kinds of units in the order of the code list."""
    written = yaml.safe_load(_LIST.read_text(encoding="utf-8"))
    return tuple(
        UnitKind(one["name"], tuple(one["label"].items()), frozenset(one["roles"]))
        for one in written["kinds"]
    )


def unit_kind(name: str) -> UnitKind | None:
    """Return a kind by its name."""
    return next((one for one in unit_kinds() if one.name == name), None)


@cache
def roles_in_units() -> frozenset[str]:
    """Return the roles that are held in a unit, never without one."""
    return frozenset(role for kind in unit_kinds() for role in kind.roles)


def list_agencies(*, actor: Actor, cursor: str | None = None, size: int = 20) -> Page[AgencyRow]:
    """Return a page of agencies that lie, or have a unit, in the actor's areas, by name, with those units."""
    seen = visible_units(actor)
    own = narrow(Agency.objects.all(), actor, "unit.read").values("pk")
    rows = Agency.objects.filter(Q(pk__in=own) | Q(pk__in=seen.values("agency_id")), is_active=True)
    page = keyset(rows, ("name", "id"), cursor=cursor, size=size)
    found = seen.filter(agency__in=[row.pk for row in page.items]).select_related("agency")
    units = [_unit_row(row) for row in found.order_by("name", "pk")]
    counts = _people_in([row.id for row in units])
    return Page(
        [
            AgencyRow(
                row.pk,
                row.name,
                row.short_name,
                row.area_code,
                tuple(_counted(one, counts) for one in units if one.agency_id == row.pk),
            )
            for row in page.items
        ],
        page.next_cursor,
    )


def get_agency(agency_id: UUID, *, actor: Actor) -> AgencyRow:
    """Return an agency of the actor's areas, without its units; raises NoSuchUnit."""
    row = narrow(Agency.objects.filter(pk=agency_id), actor, "unit.read").order_by("pk").first()
    if row is None:
        raise NoSuchUnit
    return AgencyRow(row.pk, row.name, row.short_name, row.area_code, ())


def get_unit(unit_id: UUID, *, actor: Actor) -> tuple[UnitRow, tuple[MembershipRow, ...]]:
    """Return a unit of the actor's areas and who has or had a place in it; raises NoSuchUnit."""
    unit = visible_unit(unit_id, actor)
    rows = Membership.objects.filter(unit=unit).select_related("unit__agency", "person")
    people = tuple(membership_row(row) for row in rows.order_by("person__search_name", "-valid_from", "pk"))
    return _counted(_unit_row(unit), _people_in([unit.pk])), people


def units_to_choose(actor: Actor, *, person_id: UUID | None = None) -> tuple[UnitRow, ...]:
    """Return the active units of the actor's areas; with a person, only those where they have a place now."""
    rows = visible_units(actor)
    if person_id is not None:
        rows = rows.filter(memberships__in=current_places().filter(person_id=person_id))
    return tuple(
        _unit_row(row) for row in rows.select_related("agency").order_by("agency__name", "name", "pk")
    )


def helping_units(villages: Collection[str]) -> tuple[HelpingUnit, ...]:
    """Return where people in danger in some villages can turn to: of their regencies, else of their provinces.

    What is told of them is public, so it is told to whoever asks.
    """
    regencies, provinces = {code[:5] for code in villages}, {code[:2] for code in villages}
    rows = Unit.objects.filter(
        is_active=True, agency__is_active=True, kind__in=_HELPING, area_code__in=regencies | provinces
    )
    found = list(rows.order_by("-kind", "area_code", "name", "pk"))
    near = {(row.kind, row.area_code) for row in found if row.area_code in regencies}
    covered = {(kind, area[:2]) for kind, area in near}
    return tuple(
        HelpingUnit(
            row.name,
            row.kind,
            row.area_code,
            Counter(row.counter_phone, row.counter_whatsapp, row.counter_address),
        )
        for row in found
        if row.area_code in regencies or (row.kind, row.area_code) not in covered
    )


def units_serving(area_code: str, kinds: Collection[str]) -> tuple[UnitRow, ...]:
    """Return the active units of some kinds in an area or one above it, by name.

    Which offices there are is public, and so told to whoever asks.
    """
    above = [area_code[:length] for length in (2, 5, 8) if length < len(area_code)]
    rows = Unit.objects.filter(
        is_active=True, agency__is_active=True, kind__in=sorted(kinds), area_code__in=["", *above, area_code]
    )
    return tuple(_unit_row(row) for row in rows.select_related("agency").order_by("name", "pk"))


def units_of_regency(area: str) -> tuple[UnitRow, ...]:
    """Return the active units that serve an area: of its regency or inside it, and of what lies above.

    Which offices there are is public, so it is told to whoever asks; who works in them is not.
    """
    above = [area[:length] for length in (0, 2, 5, 8, 13) if length <= len(area)]
    wanted = Q(area_code__in=above) | inside("area_code", area[:5])
    rows = Unit.objects.filter(wanted, is_active=True, agency__is_active=True).select_related("agency")
    return tuple(_unit_row(row) for row in rows.order_by("agency__name", "name", "pk"))


def unit_names(unit_ids: Collection[UUID]) -> dict[UUID, str]:
    """Return the names of units with their agencies', by id; also of those that are closed."""
    rows = Unit.objects.filter(pk__in=set(unit_ids)).select_related("agency").order_by("pk")
    return {row.pk: f"{row.agency.name} · {row.name}" for row in rows}


def units_behind(unit_ids: Collection[UUID]) -> dict[UUID, UnitRow]:
    """Return units by id, also closed ones (``is_active`` is false then, as in a closed agency).

    Which offices there are is public, so it is told to whoever asks; ids of no unit are left out.
    """
    rows = Unit.objects.filter(pk__in=set(unit_ids)).select_related("agency").order_by("pk")
    return {row.pk: _public_row(row) for row in rows}


def units_with_inbox(inboxes: Collection[str]) -> dict[str, UnitRow]:
    """Return the units of some inboxes by inbox, also closed ones, as `units_behind`."""
    rows = Unit.objects.filter(inbox__in=set(inboxes)).select_related("agency").order_by("pk")
    return {row.inbox: _public_row(row) for row in rows}


def units_inside(area: str, kinds: Collection[str] | None = None) -> tuple[UnitRow, ...]:
    """Return the active units of an area and of all inside it (the country for ""), by area and name; public too."""
    rows = Unit.objects.filter(is_active=True, agency__is_active=True).select_related("agency")
    if area:
        rows = rows.filter(inside("area_code", area))
    if kinds is not None:
        rows = rows.filter(kind__in=sorted(kinds))
    return tuple(_unit_row(row) for row in rows.order_by("area_code", "agency__name", "name", "pk"))


def agencies_behind(agency_ids: Collection[UUID]) -> dict[UUID, AgencyRow]:
    """Return agencies by id, without their units; public too. Ids of no agency are left out."""
    rows = Agency.objects.filter(pk__in=set(agency_ids)).order_by("pk")
    return {row.pk: AgencyRow(row.pk, row.name, row.short_name, row.area_code, ()) for row in rows}


def keys_in_units(unit_ids: Collection[UUID]) -> tuple[str, ...]:
    """Return the actor keys of people who have a place in some units today, to send word to; no names."""
    rows = current_places().filter(unit_id__in=set(unit_ids), person__is_active=True)
    return tuple(
        f"person:{one}" for one in sorted({*rows.order_by("pk").values_list("person_id", flat=True)})
    )


def keys_in_agencies(agency_ids: Collection[UUID]) -> tuple[str, ...]:
    """Return the actor keys of people who have a place in any unit of some agencies today; no names."""
    rows = current_places().filter(unit__agency__in=set(agency_ids), person__is_active=True)
    return tuple(
        f"person:{one}" for one in sorted({*rows.order_by("pk").values_list("person_id", flat=True)})
    )


def people_of_unit(unit_id: UUID, actor: Actor) -> tuple[tuple[UUID, str], ...]:
    """Return id and name of who has a place in a unit today, by name; raises NotAllowed unless one may know them.

    Raises NoSuchUnit.
    """
    unit = Unit.objects.filter(pk=unit_id).order_by("pk").first()
    if unit is None:
        raise NoSuchUnit
    check_may(actor, "person.read", area=unit.area_code)
    rows = current_places().filter(unit=unit, person__is_active=True).select_related("person")
    return tuple((row.person_id, row.person.name) for row in rows.order_by("person__search_name", "pk"))


def visible_units(actor: Actor) -> QuerySet[Unit]:
    """Return the active units in the actor's areas."""
    return narrow(Unit.objects.filter(is_active=True), actor, "unit.read")


def visible_unit(unit_id: UUID, actor: Actor) -> Unit:
    """Return a unit's row; raises NoSuchUnit outside the actor's areas."""
    row = (
        narrow(Unit.objects.filter(pk=unit_id), actor, "unit.read")
        .select_related("agency")
        .order_by("pk")
        .first()
    )
    if row is None:
        raise NoSuchUnit
    return row


def current_places() -> QuerySet[Membership]:
    """Return the places in units that hold today, somewhere in the country."""
    today = clock.today(zone_of(""))
    return Membership.objects.filter(Q(valid_to=None) | Q(valid_to__gte=today))


def has_place(person_id: UUID, unit: Unit, day: date) -> bool:
    """Tell whether somebody has a place in a unit on a day."""
    rows = Membership.objects.filter(person_id=person_id, unit=unit, valid_from__lte=day)
    return rows.filter(Q(valid_to=None) | Q(valid_to__gte=day)).exists()


def membership_row(row: Membership) -> MembershipRow:
    """Return a place as a value; its person, unit and agency must be joined."""
    return MembershipRow(
        row.pk,
        row.person_id,
        row.person.name,
        row.unit_id,
        row.unit.name,
        row.unit.agency.name,
        row.title,
        row.valid_from,
        row.valid_to,
    )


def _unit_row(row: Unit) -> UnitRow:
    return UnitRow(
        row.pk,
        row.agency_id,
        row.agency.name,
        row.name,
        row.kind,
        row.area_code,
        row.inbox,
        row.is_active,
        counter=Counter(row.counter_phone, row.counter_whatsapp, row.counter_address),
    )


def _public_row(row: Unit) -> UnitRow:
    return replace(_unit_row(row), is_active=row.is_active and row.agency.is_active)


def _counted(row: UnitRow, counts: dict[UUID, int]) -> UnitRow:
    return replace(row, people=counts.get(row.id, 0))


def _people_in(units: list[UUID]) -> dict[UUID, int]:
    counts: dict[UUID, int] = {}
    for unit_id in (
        current_places().filter(unit_id__in=units).order_by("pk").values_list("unit_id", flat=True)
    ):
        counts[unit_id] = counts.get(unit_id, 0) + 1
    return counts
