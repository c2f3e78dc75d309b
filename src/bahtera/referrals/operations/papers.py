"""What papers about a referral say: the letter to the receiver, and the slip that the client carries home."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from bahtera.access.api import Actor, zone_of
from bahtera.clients import api as clients
from bahtera.foundation import audit, clock
from bahtera.foundation.transactions import durable
from bahtera.referrals.errors import BadDraft, BadMove
from bahtera.referrals.operations.carrying import plain
from bahtera.referrals.operations.opening import visit_of
from bahtera.referrals.operations.sending import deliver
from bahtera.referrals.queries.content import packet_of
from bahtera.referrals.queries.reaching import READ, SEND, get_row
from bahtera.referrals.rules.papers import LONGEST_NUMBER, check_code
from bahtera.referrals.values import By, State, Urgency
from bahtera.referrals.values.kept import LetterData, Manner, SlipData

if TYPE_CHECKING:
    from uuid import UUID

    from bahtera.referrals.models import Referral

_UNSENT: Final = frozenset(
    one.value for one in (State.DRAFT, State.DECLINED, State.WITHDRAWN, State.EXPIRED, State.DONE)
)
_EXPECTED: Final = State.SCHEDULED.value


def letter_of(referral_id: UUID, *, number: str, actor: Actor) -> LetterData:
    """Return what the sender's letter says under a number of their office; one that goes by letter has arrived then.

    It tells no more than the receiver sees before it accepts, so that a lost letter names nobody. Raises NotAllowed,
    NoSuchReferral, BadDraft (a number that is empty or too long), BadMove (not sent, or over).
    """
    with durable():
        row = get_row(referral_id, actor, SEND, by=By.SENDER, lock=True)
        kept = plain(number, LONGEST_NUMBER)
        if not kept:
            raise BadDraft.number()
        if row.state in _UNSENT:
            raise BadMove(
                "referrals.no_letter_now", "A letter is made of a referral that was sent and is not over."
            )
        if row.manner == Manner.LETTER.value:
            deliver(row)
        told = packet_of(row)
        _note("referrals.letter_made", row, actor)
    return LetterData(
        id=row.pk,
        number=kept,
        made_on=clock.now(),
        zone=zone_of(row.sender_area),
        sender_unit=row.sender_unit,
        receiver_unit=row.receiver_unit,
        service=row.service,
        own_words=row.own_words,
        urgency=Urgency(row.urgency),
        due=row.due_at,
        agreement=row.agreement,
        check=check_code(row.pk),
        fields=MappingProxyType({name: told.sent[name] for name in sorted(told.before)}),
    )


def slip_of(referral_id: UUID, *, actor: Actor) -> SlipData:
    """Return what the client carries home, for either side while an appointment stands.

    It names place, time and what to bring, neither client nor service. ``may_be_given`` follows the rules of safe
    contact: a paper only where letters are safe; without rules the time is said by mouth alone.
    Raises NotAllowed, NoSuchReferral, BadMove (no appointment stands).
    """
    with durable():
        row = get_row(referral_id, actor, READ)
        visit = visit_of(row)
        if visit is None or row.state != _EXPECTED:
            raise BadMove("referrals.no_slip_now", "A slip is made while the client has an appointment.")
        given = clients.may_contact(row.client, clients.Way.LETTER, clock.now())
        _note("referrals.slip_made", row, actor)
    return SlipData(
        unit_id=row.receiver_unit,
        zone=zone_of(row.receiver_area),
        at=visit.at,
        place=visit.place,
        bring=visit.bring,
        check=check_code(row.pk),
        may_be_given=given,
    )


def _note(what: str, row: Referral, actor: Actor) -> None:
    audit.record(
        what,
        actor=actor.key,
        subject=f"referral:{row.pk}",
        details={"state": row.state},
        about=(f"client:{row.client}",),
    )
