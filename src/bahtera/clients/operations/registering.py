"""Opening a client, changing what is known, letting another unit know them, and ending that."""

from uuid import UUID

from django.db import IntegrityError, transaction

from bahtera.access.api import Actor, NotAllowed, check_may, may, units_behind, units_of, zone_of
from bahtera.areas import api as areas
from bahtera.clients.errors import BadClient, KnownAlready, NoGround, NoSuchClient, StaleClient
from bahtera.clients.models import Client, ClientState, Knowing
from bahtera.clients.operations.doubles import find_pairs
from bahtera.clients.queries.grounds import ground_for
from bahtera.clients.queries.reaching import acting_unit, get_row
from bahtera.clients.rules.identity import cleaned, likeness
from bahtera.clients.values import Identity, Registered
from bahtera.families import api as families
from bahtera.foundation import audit, clock
from bahtera.foundation.transactions import durable

# Who reads the member of a family, beside keeping the client: by either of these where the member lives.
_SEES_MEMBERS = ("family.read", "consent.keep")
_VILLAGE_LENGTH = areas.CODE_LENGTHS["village"]


def register_client(told: Identity, *, unit_id: UUID, actor: Actor, synthetic: bool = False) -> Registered:
    """Open a client of a unit with as much or little as is known.

    Whether somebody alike is known is told by ``ask_supervisor`` alone. Raises NotAllowed, BadClient.
    """
    check_may(actor, "client.keep")
    unit = units_behind([unit_id]).get(unit_id)
    if unit is None or not unit.is_active or not _works_in(unit_id, actor):
        raise NotAllowed("client.keep")
    kept = _checked(told)
    now = clock.now()
    with durable():
        row = Client.objects.create(opened_at=now, opened_by=actor.key, synthetic=synthetic)
        Knowing.objects.create(
            client=row, unit_id=unit_id, area_code=unit.area, since=now, since_by=actor.key
        )
        _write(row, kept, number=1, unit_id=unit_id, actor=actor)
        alike = find_pairs(row.pk)
        audit.record(
            "clients.registered", actor=actor.key, subject=f"client:{row.pk}", details={"unit": str(unit_id)}
        )
    return Registered(row.pk, 1, alike)


def change_client(client_id: UUID, told: Identity, *, number: int, actor: Actor) -> Registered:
    """Write a new version of what is known, upon the version ``number`` that the writer saw.

    When somebody else wrote meanwhile nothing changes, and what was told is kept beside it: raises StaleClient.
    Raises NotAllowed, NoSuchClient, BadClient.
    """
    kept = _checked(told)
    attempt = None
    with durable():
        row = get_row(client_id, actor, "client.keep", lock=True)
        unit_id = acting_unit(row, actor, "client.keep")
        stale = row.number != number
        if stale:
            attempt = _write(row, kept, number=number, unit_id=unit_id, actor=actor, refused=True)
        else:
            ClientState.objects.filter(client=row, standing=True).update(standing=False)
            row.number = number + 1
            row.save(update_fields=["number"])
            _write(row, kept, number=row.number, unit_id=unit_id, actor=actor)
        alike = not stale and find_pairs(row.pk)
        audit.record(
            "clients.change_refused" if stale else "clients.changed",
            actor=actor.key,
            subject=f"client:{row.pk}",
            details={"number": number, "unit": str(unit_id)},
        )
    if attempt is not None:
        raise StaleClient(row.number, attempt)
    return Registered(row.pk, row.number, alike)


def link_member(client_id: UUID, member_id: UUID | None, *, actor: Actor) -> None:
    """Say which member of a family a client is, or with None that they are none.

    Only who keeps the client and may see the member too. Raises NotAllowed, NoSuchClient, BadClient.
    """
    with durable():
        row = get_row(client_id, actor, "client.keep", lock=True)
        for one in (row.member_id, member_id):
            if one is not None and not _sees(one, actor):
                raise BadClient.member()
        row.member_id = member_id
        row.save(update_fields=["member_id"])
        audit.record(
            "clients.member_linked" if member_id else "clients.member_unlinked",
            actor=actor.key,
            subject=f"client:{row.pk}",
        )


def let_know(client_id: UUID, unit_id: UUID, *, actor: Actor) -> None:
    """Let another unit know a client, on a ground that holds now for units of its kind.

    Raises NotAllowed, NoSuchClient, NoGround (also for a unit that is closed), KnownAlready.
    """
    now = clock.now()
    with durable():
        row = get_row(client_id, actor, "client.keep", lock=True)
        unit = units_behind([unit_id]).get(unit_id)
        ground = ground_for(client_id, unit.kind, now) if unit and unit.is_active else None
        if unit is None or ground is None:
            raise NoGround
        try:
            with transaction.atomic():
                Knowing.objects.create(
                    client=row, unit_id=unit_id, area_code=unit.area, since=now, since_by=actor.key
                )
        except IntegrityError as error:
            raise KnownAlready from error
        audit.record(
            "clients.made_known",
            actor=actor.key,
            subject=f"client:{row.pk}",
            details={"unit": str(unit_id), "ground": str(ground.id)},
        )


def end_service(client_id: UUID, unit_id: UUID, *, actor: Actor) -> None:
    """Say that a unit's work with a client is over: it no longer knows them. Raises NotAllowed, NoSuchClient."""
    with durable():
        row = get_row(client_id, actor, "client.keep", lock=True)
        if not _works_in(unit_id, actor):
            raise NoSuchClient
        known = Knowing.objects.filter(client=row, unit_id=unit_id, ended_at__isnull=True)
        if not known.update(ended_at=clock.now(), ended_by=actor.key):
            raise NoSuchClient
        audit.record(
            "clients.service_ended",
            actor=actor.key,
            subject=f"client:{row.pk}",
            details={"unit": str(unit_id)},
        )


def _works_in(unit_id: UUID, actor: Actor) -> bool:
    return "system" in actor.roles or unit_id in units_of(actor, "client.keep")


def _sees(member_id: UUID, actor: Actor) -> bool:
    found = families.get_person(member_id)
    if found is None:
        return False
    kin = found.family_id is not None and families.is_kin(found.family_id, actor)
    return not kin and any(may(actor, action, area=found.village_code) for action in _SEES_MEMBERS)


def _checked(told: Identity) -> Identity:
    code = told.village_code
    if code and (len(code) != _VILLAGE_LENGTH or not areas.find([code])):
        raise BadClient.village()
    return cleaned(told, today=clock.today(zone_of(code)), nik=families.clean_number)


def _write(
    row: Client, told: Identity, *, number: int, unit_id: UUID, actor: Actor, refused: bool = False
) -> UUID:
    more = {"languages": list(told.languages), "needs": [one.value for one in told.needs]}
    state = ClientState.objects.create(
        client=row,
        number=number,
        standing=not refused,
        refused=refused,
        unit_id=unit_id,
        name=told.name,
        sex=told.sex,
        birth_date=told.birth_date.isoformat() if told.birth_date else "",
        birth_quality=told.birth_quality.value,
        village_code=told.village_code,
        nik=told.nik,
        likeness=likeness(told, name_key=families.name_key),
        phone=told.phone,
        service_needs=more if any(more.values()) else {},
        recorded_at=clock.now(),
        recorded_by=actor.key,
    )
    return state.pk
