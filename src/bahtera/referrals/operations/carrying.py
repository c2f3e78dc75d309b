"""What every move does: the table of moves is asked, then row, event, clocks, word to people and entry are written."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from bahtera.access import api as access
from bahtera.foundation import audit, clock, events
from bahtera.foundation.errors import Conflict
from bahtera.foundation.inputs import one_line
from bahtera.referrals.errors import BadDraft, Moved, ReferralsError
from bahtera.referrals.models import Event, PartnerLink
from bahtera.referrals.operations.running import follow
from bahtera.referrals.rules.machine import apply
from bahtera.referrals.values import By, Given, Move, State
from bahtera.referrals.values.kept import Answer, Standing

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from uuid import UUID

    from bahtera.referrals.models import Referral

ARRIVED: Final = "referrals.arrived"
ANSWERED: Final = "referrals.answered"
WITHDRAWN: Final = "referrals.withdrawn"
LONGEST_PLACE: Final = 200
_NEEDS_NO_LINK: Final = frozenset({State.DECLINED, State.DONE, State.WITHDRAWN, State.EXPIRED})


@dataclass(frozen=True, slots=True)
class Doer:
    """Who makes a move: the key under which it is remembered, and for which unit."""

    key: str
    unit_id: UUID | None = None


SYSTEM: Final = Doer("system")


def nobody_conflicted(_client_id: UUID, _unit_id: UUID) -> bool:
    """Say that nothing is known of a conflict of interest."""
    return False


@contextmanager
def refusals_told(referral_id: UUID, move: Move, by: By, doer: Doer) -> Iterator[None]:
    """Leave an entry of a move that was refused; it stays although nothing else does."""
    try:
        yield
    except (ReferralsError, Conflict) as refused:
        audit.note(
            "referrals.move_refused",
            actor=doer.key,
            subject=f"referral:{referral_id}",
            details={"move": move.value, "by": by.value, "code": refused.code},
        )
        raise


def carry_out(row: Referral, answer: Answer, by: By, doer: Doer) -> Standing:
    """Make a move upon a row that is held, in the caller's transaction.

    Raises IllegalMove, BadMove, Moved, BadDraft (words too long).
    """
    now = clock.now()
    before = State(row.state)
    given = _given(answer)
    after = apply(before, answer.move, by, given, at=now)
    if answer.version != row.version:
        raise Moved
    row.state, row.version = after.value, row.version + 1
    _set_instants(row, answer.move, after, now)
    if answer.visit is not None and answer.move is Move.SCHEDULE:
        row.appointment_at = answer.visit.at
        row.place, row.bring = (
            plain(answer.visit.place, LONGEST_PLACE),
            plain(answer.visit.bring, LONGEST_PLACE),
        )
    if answer.move is Move.FINISH:
        row.outcome, row.ask_client = given.outcome, False
    follow(row, now)
    row.save()
    Event.objects.create(
        referral=row,
        number=row.version,
        move=answer.move.value,
        by=by.value,
        before=before.value,
        after=after.value,
        at=now,
        actor_key=doer.key,
        unit=doer.unit_id,
        reason=given.reason,
        words=plain(given.words, 300),
    )
    if after in _NEEDS_NO_LINK:
        links = PartnerLink.objects.filter(referral=row, ended_at__isnull=True)
        links.update(ended_at=now, ended_how="answered")
    _send_word(row, answer.move, by)
    audit.record(
        "referrals.moved",
        actor=doer.key,
        subject=f"referral:{row.pk}",
        details={
            "move": answer.move,
            "by": by,
            "state": after,
            "version": row.version,
            "reason": given.reason,
        },
        about=(f"client:{row.client}",),
    )
    return Standing(row.pk, after, row.version)


def plain(text: str, most: int) -> str:
    """Return typed words on one line; raises BadDraft for more than ``most`` characters."""
    kept = one_line(text)
    if len(kept) > most:
        raise BadDraft.words(most)
    return kept


def _given(answer: Answer) -> Given:
    given = answer.given
    if answer.visit is None or given.appointment is not None:
        return given
    return Given(given.reason, given.words, answer.visit.at, given.outcome)


def _set_instants(row: Referral, move: Move, after: State, now: datetime) -> None:
    if move is Move.SEND:
        row.sent_at = now
    elif move is Move.DELIVER:
        row.delivered_at = now
    elif move in {Move.ACCEPT, Move.DECLINE}:
        row.answered_at = now
        row.accepted_at = now if move is Move.ACCEPT else None
    elif move is Move.FINISH:
        row.done_at = now
    if after in _NEEDS_NO_LINK:
        row.ended_at = now


def _send_word(row: Referral, move: Move, by: By) -> None:
    """Tell the other side that something happened; what it was stands with the referral alone."""
    if move is Move.DELIVER:
        what, unit = ARRIVED, row.receiver_unit
    elif move is Move.EXPIRE or by is By.RECEIVER:
        what, unit = ANSWERED, row.sender_unit
    elif move is Move.WITHDRAW and row.delivered_at is not None:
        what, unit = WITHDRAWN, row.receiver_unit
    else:
        return
    if to := access.keys_in_units([unit]):
        events.publish(what, key=str(row.pk), payload={"to": list(to)})
