"""Answers of partners without an account: a link that opens once, with a PIN that was told apart.

Whoever opened it holds a secret in their browser; the address alone, forwarded or used again, opens nothing. Of a link
that is unknown, used, closed or too old the same is said.
"""

from __future__ import annotations

from contextlib import contextmanager
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from django.contrib.auth.hashers import check_password, make_password

from bahtera.deadlines import api as deadlines
from bahtera.foundation import audit, clock
from bahtera.foundation.transactions import durable
from bahtera.referrals.errors import IllegalMove, LinkRefused, WrongPin
from bahtera.referrals.models import PartnerLink, Referral
from bahtera.referrals.operations.carrying import Doer, nobody_conflicted, refusals_told
from bahtera.referrals.operations.moving import moved
from bahtera.referrals.operations.opening import offered, visit_of
from bahtera.referrals.operations.sending import deliver
from bahtera.referrals.queries.content import packet_of
from bahtera.referrals.queries.reaching import FINAL_STATES, SEND, get_row
from bahtera.referrals.rules.links import ALLOWED, MOST_WRONG, digest, is_same, new_pin, new_secret
from bahtera.referrals.rules.packets import seen_by_receiver
from bahtera.referrals.values import By, Move, State, Urgency
from bahtera.referrals.values.kept import Answer, LinkRow, MadeLink, Manner, OpenedLink, PartnerView, Standing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime
    from uuid import UUID

    from bahtera.access.api import Actor

CLOCK: Final = "tautan_mitra"
_PARTNER: Final = "partner"


def make_link(referral_id: UUID, *, actor: Actor) -> MadeLink:
    """Make a link for a referral that goes by link; one from before is closed, and the referral counts as delivered.

    Address and PIN are told here and never again, and are to be sent by different ways. Raises NotAllowed,
    NoSuchReferral, IllegalMove (not sent by link, or over).
    """
    with durable():
        row = get_row(referral_id, actor, SEND, by=By.SENDER, lock=True)
        if row.manner != Manner.LINK.value or row.state == State.DRAFT.value or row.state in FINAL_STATES:
            raise IllegalMove(row.state, Move.DELIVER.value, By.SENDER.value)
        now = clock.now()
        _end(row, now, "replaced")
        token, pin = new_secret(), new_pin()
        limit = deadlines.clock_named(CLOCK).limit
        made = PartnerLink.objects.create(
            referral=row,
            token_digest=digest(token),
            pin_hash=make_password(pin),
            made_at=now,
            made_by=actor.key,
            expires_at=deadlines.due(now, limit, deadlines.calendar(row.receiver_area)).at,
        )
        deliver(row)
        _note("referrals.link_made", made, actor.key)
    return MadeLink(made.pk, token, pin, made.expires_at)


def take_back_link(referral_id: UUID, *, actor: Actor) -> None:
    """Close the link of a referral, if one is open. Raises NotAllowed, NoSuchReferral."""
    with durable():
        row = get_row(referral_id, actor, SEND, by=By.SENDER, lock=True)
        for one in _end(row, clock.now(), "taken_back"):
            _note("referrals.link_closed", one, actor.key)


def links_of(referral_id: UUID, *, actor: Actor) -> tuple[LinkRow, ...]:
    """Return the links of a referral, the latest first, never their secrets. Raises NotAllowed, NoSuchReferral."""
    row = get_row(referral_id, actor, SEND, by=By.SENDER)
    return tuple(
        LinkRow(one.pk, one.made_at, one.expires_at, one.opened_at, one.ended_at, one.ended_how)
        for one in PartnerLink.objects.filter(referral=row).order_by("-made_at", "-pk")
    )


def is_link(token: str) -> bool:
    """Tell whether an address still waits for its PIN."""
    row = PartnerLink.objects.filter(token_digest=digest(token)).order_by("pk").first()
    return row is not None and row.opened_at is None and _works(row, clock.now())


def open_link(token: str, pin: str) -> OpenedLink:
    """Open a link with its PIN; from now on it is of use to whoever holds the secret that is returned, and to no other.

    Five wrong PINs close it. Raises LinkRefused, WrongPin.
    """
    left = MOST_WRONG
    holder = new_secret()
    with _refusals_told(token):
        with durable():
            one = PartnerLink.objects.select_for_update().filter(token_digest=digest(token)).first()
            now = clock.now()
            if one is None or not _works(one, now) or one.opened_at is not None:
                raise LinkRefused
            if check_password(pin[:20], one.pin_hash):
                one.opened_at, one.holder_digest = now, digest(holder)
                one.save(update_fields=["opened_at", "holder_digest"])
                _note("referrals.link_opened", one, _PARTNER)
                return OpenedLink(token, holder, one.expires_at)
            one.wrong += 1
            left = MOST_WRONG - one.wrong
            if left <= 0:
                one.ended_at, one.ended_how = now, "pins"
            one.save(update_fields=["wrong", "ended_at", "ended_how"])
            _note("referrals.link_pin_wrong", one, _PARTNER)
        if left <= 0:
            raise LinkRefused
        raise WrongPin(left)


def partner_view(token: str, holder: str) -> PartnerView:
    """Return what a partner may see of the referral of their link. Raises LinkRefused."""
    with _refusals_told(token), durable():
        one = _held(token, holder)
        row = Referral.objects.get(pk=one.referral_id)
        _note("referrals.link_read", one, _PARTNER)
    state, told = State(row.state), packet_of(row)
    seen = seen_by_receiver(told, state)
    return PartnerView(
        service=row.service,
        own_words=row.own_words,
        urgency=Urgency(row.urgency),
        state=state,
        version=row.version,
        sender_unit=row.sender_unit,
        receiver_unit=row.receiver_unit,
        due=row.due_at,
        moves=tuple(x for x in offered(state, frozenset({By.RECEIVER})) if x.move in ALLOWED),
        seen=MappingProxyType(dict(seen)),
        withheld=tuple(sorted(set(told.sent) - set(seen))),
        visit=visit_of(row),
    )


def partner_answer(
    token: str,
    holder: str,
    answer: Answer,
    *,
    conflicted: Callable[[UUID, UUID], bool] = nobody_conflicted,
) -> Standing:
    """Make a move of the receiver by a link. Raises LinkRefused, and as `make_move`."""
    with _refusals_told(token):
        one = _held(token, holder)
        doer = Doer(f"link:{one.pk}", one.referral.receiver_unit)
        with refusals_told(one.referral_id, answer.move, By.RECEIVER, doer), durable():
            row = Referral.objects.select_for_update().get(pk=one.referral_id)
            if not _works(PartnerLink.objects.select_for_update().get(pk=one.pk), clock.now()):
                raise LinkRefused
            if answer.move not in ALLOWED:
                raise IllegalMove(row.state, answer.move.value, By.RECEIVER.value)
            return moved(row, answer, By.RECEIVER, doer, conflicted)


def _held(token: str, holder: str) -> PartnerLink:
    """Return the link that somebody opened before, in the browser that did; raises LinkRefused."""
    rows = PartnerLink.objects.filter(token_digest=digest(token)).select_related("referral")
    one = rows.order_by("pk").first()
    if one is None or not _works(one, clock.now()) or not is_same(one.holder_digest, digest(holder)):
        raise LinkRefused
    return one


def _works(one: PartnerLink, now: datetime) -> bool:
    return one.ended_at is None and now < one.expires_at


@contextmanager
def _refusals_told(token: str) -> Iterator[None]:
    """Leave an entry of a link that is of no use to whoever has it; it stays although nothing else does."""
    try:
        yield
    except LinkRefused:
        one = PartnerLink.objects.filter(token_digest=digest(token)).order_by("pk").first()
        audit.note(
            "referrals.link_refused",
            actor=_PARTNER,
            subject=f"referral:{one.referral_id}" if one else "referrals",
            details={"link": one.pk, "ended": one.ended_how} if one else {},
        )
        raise


def _end(row: Referral, now: datetime, how: str) -> list[PartnerLink]:
    found = list(PartnerLink.objects.select_for_update().filter(referral=row, ended_at__isnull=True))
    for one in found:
        one.ended_at, one.ended_how = now, how
        one.save(update_fields=["ended_at", "ended_how"])
    return found


def _note(what: str, one: PartnerLink, by: str) -> None:
    audit.record(what, actor=by, subject=f"referral:{one.referral_id}", details={"link": one.pk})
