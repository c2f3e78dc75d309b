"""Which referrals somebody may reach: those that a unit sent or received in which they hold a fitting role."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.db.models import Q

from bahtera.access.api import Actor, check_may, units_of
from bahtera.clients import api as clients
from bahtera.referrals.errors import NoSuchReferral
from bahtera.referrals.models import Referral
from bahtera.referrals.values import By, State

if TYPE_CHECKING:
    from uuid import UUID

    from django.db.models import QuerySet

READ: Final = "referral.read"
SEND: Final = "referral.send"
ANSWER: Final = "referral.answer"


def get_row(
    referral_id: UUID, actor: Actor, action: str, *, by: By | None = None, lock: bool = False
) -> Referral:
    """Return a referral of one of the actor's units, as the side ``by`` or as any.

    One of a foreign unit, one that was not delivered to the reader yet, and one of the actor's own relative are as if
    not there. Raises NotAllowed, NoSuchReferral.
    """
    check_may(actor, action)
    rows = reached(Referral.objects.all(), actor, action, by=by).filter(pk=referral_id).order_by("pk")
    row = (rows.select_for_update() if lock else rows).first()
    if row is None or clients.is_relative(row.client, actor):
        raise NoSuchReferral
    return row


def reached(
    rows: QuerySet[Referral], actor: Actor, action: str, *, by: By | None = None
) -> QuerySet[Referral]:
    """Return those that the actor reaches, before relatives are left out."""
    if is_machine(actor):
        return rows
    units = units_of(actor, action)
    as_sender = Q(sender_unit__in=units)
    as_receiver = Q(receiver_unit__in=units, delivered_at__isnull=False)
    wanted = {By.SENDER: as_sender, By.RECEIVER: as_receiver}
    return rows.filter(wanted[by] if by in wanted else as_sender | as_receiver)


def sides_of(row: Referral, actor: Actor, action: str = READ) -> frozenset[By]:
    """Return as which side somebody reaches a referral."""
    units = units_of(actor, action)
    sides = {By.SENDER} if row.sender_unit in units else set()
    if row.receiver_unit in units and row.delivered_at is not None:
        sides.add(By.RECEIVER)
    return frozenset(sides)


def is_machine(actor: Actor) -> bool:
    """Tell whether the system itself asks."""
    return "system" in actor.roles


def locked(referral_id: UUID) -> Referral:
    """Return a row held until the transaction ends, for the system's own moves; raises NoSuchReferral."""
    row = Referral.objects.select_for_update().filter(pk=referral_id).order_by("pk").first()
    if row is None:
        raise NoSuchReferral
    return row


FINAL_STATES: Final = frozenset(
    one.value for one in (State.DONE, State.DECLINED, State.WITHDRAWN, State.EXPIRED)
)
