"""May this referral be sent or accepted now, and what follows when consent is withdrawn.

Consent is for a kind of unit, the one as which the receiver is asked. Where the law commands (reports to the police)
or a life is at stake, neither consent nor an agreement between offices is waited for, but the rule is written down.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from bahtera.referrals.errors import NotReady
from bahtera.referrals.values import (
    Consent,
    Consequence,
    Cover,
    Hindrance,
    LawfulGround,
    OtherGround,
    Packet,
    State,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date, datetime

WITHOUT_AGREEMENT: Final = frozenset({LawfulGround.LEGAL_DUTY, LawfulGround.VITAL_INTEREST})
"""Grounds on which offices act without an agreement between them."""
SHORTEST_RULE: Final = 5
"""Fewest characters of the rule that another ground rests on."""

ON_WITHDRAWAL: Final[Mapping[State, Consequence]] = MappingProxyType(
    {
        State.DRAFT: Consequence.NOT_SENT,
        State.SENT: Consequence.WITHDRAW,
        State.DELIVERED: Consequence.WITHDRAW,
        State.ACCEPTED: Consequence.WITHDRAW,
        State.SCHEDULED: Consequence.WITHDRAW,
        State.MISSED: Consequence.WITHDRAW,
        State.RUNNING: Consequence.ASK,
        State.DONE: Consequence.NO_FEEDBACK,
        State.DECLINED: Consequence.NOTHING,
        State.WITHDRAWN: Consequence.NOTHING,
        State.EXPIRED: Consequence.NOTHING,
    }
)
"""What follows in each state. A service that has begun is not broken off by a machine: the client is asked."""


def scope_for(kind: str) -> str:
    """Return the scope of consent that a referral to units of a kind needs."""
    return f"rujuk_{kind}"


def ground_of(
    kind: str, consent: Consent | None, other: OtherGround | None, at: datetime
) -> LawfulGround | None:
    """Return what a referral to a unit, asked as this kind, rests on at an instant; None when on nothing.

    Another ground that names its rule comes first: it does not fall when consent is withdrawn.
    """
    if (
        other is not None
        and other.ground is not LawfulGround.CONSENT
        and len(other.rule.strip()) >= SHORTEST_RULE
    ):
        return other.ground
    if consent is None or scope_for(kind) not in consent.scopes or not consent.given_at <= at:
        return None
    if consent.withdrawn_at is not None and consent.withdrawn_at <= at:
        return None
    if consent.expires_at is not None and consent.expires_at <= at:
        return None
    return LawfulGround.CONSENT


def against_sending(
    packet: Packet,
    *,
    consent: Consent | None,
    other: OtherGround | None,
    cover: Cover | None,
    one_agency: bool,
    conflicted: Callable[[], bool],
    at: datetime,
    today: date,
) -> tuple[Hindrance, ...]:
    """Return all that stands against sending a packet at an instant.

    ``cover``: the agreement between the units, needed unless they are of one agency or the ground needs none; it counts
    on its first and last day, and what was sent under it goes on when it ends. ``conflicted``: asks those who know
    whether the receiver must not have this client. ``today``: the day at the sending office.
    """
    ground = ground_of(packet.kind, consent, other, at)
    found = list(_groundless(ground, consent, at))
    if not one_agency and ground not in WITHOUT_AGREEMENT:
        if cover is None or today < cover.first:
            found.append(Hindrance.NO_AGREEMENT)
        elif cover.last is not None and today > cover.last:
            found.append(Hindrance.EXPIRED_AGREEMENT)
    if packet.missing:
        found.append(Hindrance.INCOMPLETE)
    if conflicted():
        found.append(Hindrance.CONFLICT)
    return tuple(found)


def against_accepting(
    kind: str,
    *,
    consent: Consent | None,
    other: OtherGround | None,
    conflicted: Callable[[], bool],
    at: datetime,
) -> tuple[Hindrance, ...]:
    """Return what stands against accepting: the ground may have fallen, or the receiver be known to be in conflict."""
    found = list(_groundless(ground_of(kind, consent, other, at), consent, at))
    return (*found, Hindrance.CONFLICT) if conflicted() else tuple(found)


def check_ready(found: Sequence[Hindrance]) -> None:
    """Raise NotReady for the first of what stands against it; it names all.

    A conflict of interest is told alone: beside other faults it would show that somebody asked who is kin to whom.
    """
    if found:
        told = (Hindrance.CONFLICT,) if Hindrance.CONFLICT in found else tuple(found)
        raise NotReady(*_SAID[told[0]], told)


def _groundless(ground: LawfulGround | None, consent: Consent | None, at: datetime) -> tuple[Hindrance, ...]:
    if ground is not None:
        return ()
    withdrawn = consent is not None and consent.withdrawn_at is not None and consent.withdrawn_at <= at
    return (Hindrance.WITHDRAWN if withdrawn else Hindrance.NO_GROUND,)


def _said(code: str, message: str) -> tuple[str, str]:
    return code, message


_SAID: Final[Mapping[Hindrance, tuple[str, str]]] = MappingProxyType(
    {
        Hindrance.NO_GROUND: _said(
            "referrals.no_ground",
            "The client has not agreed to a referral to such an office. Ask, or write down the rule that allows it.",
        ),
        Hindrance.WITHDRAWN: _said(
            "referrals.consent_withdrawn", "The client no longer agrees. This referral goes no further."
        ),
        Hindrance.NO_AGREEMENT: _said(
            "referrals.no_agreement",
            "There is no agreement between the two offices about this service. Ask the head of your office.",
        ),
        Hindrance.EXPIRED_AGREEMENT: _said(
            "referrals.agreement_expired",
            "The agreement between the two offices has ended. Ask the head of your office to extend it.",
        ),
        Hindrance.CONFLICT: _said(
            "referrals.conflict",
            "This unit cannot take this referral. Choose another, or ask your supervisor.",
        ),
        Hindrance.INCOMPLETE: _said(
            "referrals.incomplete", "Something that this service needs to know is not filled in."
        ),
    }
)


def on_withdrawal(
    state: State, kind: str, other: OtherGround | None, consent: Consent, at: datetime
) -> Consequence:
    """Return what follows for a referral when consent was withdrawn; nothing while it rests on something else."""
    if ground_of(kind, consent, other, at) is not None:
        return Consequence.NOTHING
    return ON_WITHDRAWAL[state]
