"""Writing a referral before it is sent: to whom, for what, and what is known of the client."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from bahtera.access.api import Actor, NotAllowed, check_may, units_behind, units_of, zone_of
from bahtera.clients import api as clients
from bahtera.foundation import audit, clock
from bahtera.foundation.transactions import durable
from bahtera.referrals.errors import BadDraft, IllegalMove, Moved, UnitClosed
from bahtera.referrals.models import Content, Referral
from bahtera.referrals.operations.carrying import plain
from bahtera.referrals.queries.content import close, known_of
from bahtera.referrals.queries.reaching import SEND, get_row, is_machine
from bahtera.referrals.queries.services import known_services
from bahtera.referrals.rules.declaring import packets
from bahtera.referrals.rules.knowing import (
    MOST_KNOWN,
    age_group,
    district_of,
    hours_line,
    unknown_fields,
)
from bahtera.referrals.rules.packets import NEVER_CALL, packet
from bahtera.referrals.values import By, Move, State
from bahtera.referrals.values.kept import Direction, Standing, Wanted

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from bahtera.access.api import UnitRow
    from bahtera.referrals.values import Packet

_LONGEST_WORDS: Final = 120
_SERVED: Final = frozenset(
    one.value for one in (State.ACCEPTED, State.SCHEDULED, State.MISSED, State.RUNNING, State.DONE)
)
_ENDED: Final = frozenset(one.value for one in (State.DECLINED, State.WITHDRAWN, State.EXPIRED, State.DONE))


def draft_referral(wanted: Wanted, *, actor: Actor) -> Standing:
    """Keep a draft. Raises NotAllowed, NoSuchClient, BadDraft, UnitClosed, NoPacket."""
    check_may(actor, SEND)
    if not is_machine(actor) and wanted.sender_unit not in units_of(actor, SEND):
        raise NotAllowed(SEND)
    with durable():
        clients.get_client(wanted.client_id, actor=actor)
        return keep_draft(wanted, _units_of(wanted), actor)


def keep_draft(wanted: Wanted, units: Mapping[UUID, UnitRow], actor: Actor) -> Standing:
    """Keep a draft for a unit of the actor of a client whom they know, in the caller's transaction.

    ``units``: at least sender and receiver, by id. Raises BadDraft, UnitClosed, NoPacket.
    """
    row = _filled(Referral(made_at=clock.now(), made_by=actor.key), wanted, units, actor)
    content = Content(referral=row)
    close(content, _checked(wanted.known))
    row.save(force_insert=True)
    content.save(force_insert=True)
    audit.record(
        "referrals.drafted",
        actor=actor.key,
        subject=f"referral:{row.pk}",
        details={"service": row.service, "unit": row.receiver_unit},
        about=(f"client:{row.client}",),
    )
    return Standing(row.pk, State.DRAFT, row.version)


def change_draft(referral_id: UUID, wanted: Wanted, *, version: int, actor: Actor) -> Standing:
    """Write a draft anew; sender and client stay. Raises as `draft_referral`, NoSuchReferral, IllegalMove, Moved."""
    with durable():
        row = _draft(referral_id, version, actor)
        kept = replace(wanted, sender_unit=row.sender_unit, client_id=row.client)
        row = _filled(row, kept, _units_of(kept), actor)
        row.version += 1
        row.save()
        content = Content.objects.select_for_update().get(referral=row)
        close(content, _checked(wanted.known))
        content.save()
        audit.record(
            "referrals.draft_changed",
            actor=actor.key,
            subject=f"referral:{row.pk}",
            details={"version": row.version},
        )
    return Standing(row.pk, State.DRAFT, row.version)


def drop_draft(referral_id: UUID, *, version: int, actor: Actor) -> None:
    """Throw a draft away with what stood in it. Raises NotAllowed, NoSuchReferral, IllegalMove, Moved."""
    with durable():
        row = _draft(referral_id, version, actor)
        audit.record("referrals.draft_dropped", actor=actor.key, subject=f"referral:{row.pk}")
        row.delete()


def preview_packet(referral_id: UUID, *, actor: Actor) -> Packet:
    """Return what would leave with a draft, what stays, why, and what is missing.

    Raises NotAllowed, NoSuchReferral, NoSuchClient, NoPacket.
    """
    row = get_row(referral_id, actor, SEND, by=By.SENDER)
    if row.state != State.DRAFT.value:
        raise IllegalMove(row.state, Move.SEND.value, By.SENDER.value)
    return packet_for(row, actor)


def packet_for(row: Referral, actor: Actor) -> Packet:
    """Return the packet of a draft out of the client's record and what was typed; what was typed counts."""
    known = {**told_of(row.client, actor), **known_of(row)}
    return packet(known, row.service or row.own_words, (row.receiver_kind,))


def told_of(client_id: UUID, actor: Actor) -> dict[str, object]:
    """Return what the record of a client says, by the fields of packets; the look is in the trail.

    A number leaves with its rules alone: where nothing is recorded about safe contact it stays at home.
    """
    told = clients.get_client(client_id, actor=actor).identity
    known: dict[str, object] = {
        "nama": told.name,
        "nik": told.nik,
        "jenis_kelamin": told.sex,
        "wilayah": district_of(told.village_code),
        "bahasa": told.languages,
        "disabilitas": tuple(one.value for one in told.needs),
    }
    if told.birth_date is not None:
        known["tanggal_lahir"] = told.birth_date
        known["mutu_tanggal_lahir"] = told.birth_quality.value
        known["kelompok_umur"] = age_group(told.birth_date, clock.today(zone_of(told.village_code)))
    if is_machine(actor):
        return known
    safe = clients.get_contact(client_id, actor=actor)
    if safe is not None and (safe.ways or safe.silent):
        known["kontak"] = told.phone
        ways = sorted(one.value for one in safe.ways)
        known["kontak_aman"] = (*ways, NEVER_CALL) if safe.silent else tuple(ways)
        known["jam_aman"] = hours_line((x.weekdays, x.opens, x.closes) for x in safe.hours)
        known["kata_sandi"] = safe.password
    return known


def _draft(referral_id: UUID, version: int, actor: Actor) -> Referral:
    row = get_row(referral_id, actor, SEND, by=By.SENDER, lock=True)
    if row.state != State.DRAFT.value:
        raise IllegalMove(row.state, Move.SEND.value, By.SENDER.value)
    if row.version != version:
        raise Moved
    return row


def _units_of(wanted: Wanted) -> Mapping[UUID, UnitRow]:
    return units_behind([wanted.sender_unit, wanted.receiver_unit])


def _filled(row: Referral, wanted: Wanted, units: Mapping[UUID, UnitRow], actor: Actor) -> Referral:
    sender, receiver = units.get(wanted.sender_unit), units.get(wanted.receiver_unit)
    if sender is None or receiver is None or sender.id == receiver.id:
        raise BadDraft.units()
    if not receiver.is_active:
        raise UnitClosed
    words = plain(wanted.own_words, _LONGEST_WORDS)
    if bool(wanted.service) == bool(words) or (wanted.service and wanted.service not in known_services()):
        raise BadDraft.service()
    packet({}, wanted.service or words, (receiver.kind,))
    row.sender_unit, row.receiver_unit = sender.id, receiver.id
    row.sender_area, row.receiver_area, row.receiver_kind = sender.area, receiver.area, receiver.kind
    row.service, row.own_words, row.client = wanted.service, words, wanted.client_id
    row.urgency, row.manner = wanted.urgency.value, wanted.manner.value
    row.parent_id = _parent(wanted, actor)
    row.direction = wanted.direction.value
    return row


def _parent(wanted: Wanted, actor: Actor) -> UUID | None:
    """Return the referral from which this one goes on: one that the sender accepted, or one of its own that ended."""
    if wanted.parent_id is None:
        if wanted.direction is Direction.ONWARD:
            raise BadDraft.parent()
        return None
    parent = get_row(wanted.parent_id, actor, SEND)
    onward = parent.receiver_unit == wanted.sender_unit and parent.state in _SERVED
    again = parent.sender_unit == wanted.sender_unit and parent.state in _ENDED
    if parent.client != wanted.client_id or not (onward or again):
        raise BadDraft.parent()
    return parent.pk


def _checked(known: Mapping[str, object]) -> dict[str, object]:
    wrong = unknown_fields(known, packets())
    if wrong or len(known) > MOST_KNOWN:
        raise BadDraft.known(", ".join(wrong) or "...")
    return {name: _kept(value) for name, value in known.items() if value not in (None, "", (), [])}


def _kept(value: object) -> object:
    return list(value) if isinstance(value, tuple | set | frozenset) else value
