"""Coming in: a password checked, a session opened, its second step passed, and its end."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import check_password as hash_fits
from django.contrib.auth.hashers import make_password

from bahtera.access.errors import NoSuchAccount, NoSuchSession, WrongPassword
from bahtera.access.models import HandedPassword, Person, SignInSession
from bahtera.access.operations.signing_in.throttling import Origin, admit, counts_for_password, forgive
from bahtera.access.queries.signing_in.sessions import hash_key, session_to_end
from bahtera.access.rules.account_names import folded
from bahtera.access.rules.passwords import LONGEST, normalised
from bahtera.access.values import Actor
from bahtera.foundation import audit, clock
from bahtera.foundation.transactions import durable


@dataclass(frozen=True)
class Account:
    """An account whose password was just right."""

    user_id: int
    renew_password: bool


def check_password(name: str, password: str, *, origin: Origin) -> Account:
    """Return the account that name and password belong to.

    Raises WrongPassword, the same and after the same work whether the account exists, is closed, or has no
    password; raises TooManyAttempts without looking at the password.
    """
    account = folded(name)
    counts = counts_for_password(account, origin)
    admit(counts)
    user = get_user_model().objects.filter(username=account).first()
    right = _fits(password, user)
    if user is None or not right or not may_enter(user):
        audit.note("access.password_wrong", actor="visitor", subject=f"user:{user.pk}" if user else "user:?")
        raise WrongPassword
    forgive(counts)
    return Account(user.pk, HandedPassword.objects.filter(user=user).exists())


def confirm_password(user_id: int, password: str, *, origin: Origin) -> None:
    """Check the password of somebody who is signed in; raises WrongPassword, TooManyAttempts."""
    user = get_user_model().objects.filter(pk=user_id).first()
    if user is None:
        raise WrongPassword
    check_password(user.get_username(), password, origin=origin)


def open_session(
    user_id: int, session_key: str, *, origin: Origin, factor: str = "", renew_password: bool = False
) -> UUID:
    """Remember a session that began just now; ``factor`` names the second factor it passed already."""
    now = clock.now()
    with durable():
        row = SignInSession.objects.create(
            user_id=user_id,
            key_sha256=hash_key(session_key),
            address=origin.address[:45],
            agent=_plain(origin.agent),
            factor=factor,
            renew_password=renew_password,
            started_at=now,
            last_seen_at=now,
            confirmed_at=now,
        )
        audit.record(
            "access.signed_in",
            actor=f"user:{user_id}",
            subject=f"session:{row.pk}",
            details={"factor": factor or "password"},
        )
    return row.pk


def pass_step(session_id: UUID, *, session_key: str, factor: str) -> None:
    """Mark a session as having passed its second factor, and move it to the cookie's new value."""
    with durable():
        row = _own(session_id)
        row.factor, row.key_sha256, row.confirmed_at = factor, hash_key(session_key), clock.now()
        row.save(update_fields=["factor", "key_sha256", "confirmed_at"])
        audit.record(
            "access.second_factor_passed",
            actor=f"user:{row.user_id}",
            subject=f"session:{row.pk}",
            details={"factor": factor},
        )


def move_session(session_id: UUID, session_key: str) -> None:
    """Move a session to the cookie's new value, after a change that gave it one."""
    with durable():
        row = _own(session_id)
        row.key_sha256 = hash_key(session_key)
        row.save(update_fields=["key_sha256"])
        audit.record("access.session_moved", actor=f"user:{row.user_id}", subject=f"session:{row.pk}")


def confirm_session(session_id: UUID, *, how: str) -> None:
    """Remember that the person at a session proved once more who they are."""
    with durable():
        row = _own(session_id)
        row.confirmed_at = clock.now()
        row.save(update_fields=["confirmed_at"])
        audit.record(
            "access.confirmed",
            actor=f"user:{row.user_id}",
            subject=f"session:{row.pk}",
            details={"factor": how},
        )


def end_own_session(user_id: int, session_id: UUID) -> None:
    """End one of one's own sessions; raises NoSuchSession."""
    with durable():
        row = SignInSession.objects.filter(pk=session_id, user_id=user_id, ended_at=None).first()
        if row is None:
            raise NoSuchSession
        _end([row], f"user:{user_id}")


def end_other_sessions(user_id: int, *, but: UUID | None, by: str = "") -> int:
    """End every session of an account except one; returns how many worked until now."""
    with durable():
        rows = [row for row in SignInSession.objects.filter(user_id=user_id, ended_at=None) if row.pk != but]
        _end(rows, by or f"user:{user_id}")
    return len(rows)


def end_session_of(session_id: UUID, *, actor: Actor) -> None:
    """End anybody's session as their administrator; raises NoSuchSession outside one's areas."""
    with durable():
        _end([session_to_end(session_id, actor)], actor.key)


def may_enter(user: Any, *, handed: bool = True) -> bool:
    """Tell whether an account is open to its owner now; ``handed``: by a password that was handed over."""
    if not user.is_active:
        return False
    person = Person.objects.filter(user=user).order_by("id").first()
    if person is not None and not person.is_active:
        return False
    row = HandedPassword.objects.filter(user=user).first() if handed else None
    return row is None or row.expires_at > clock.now()


def name_of(user_id: int) -> str:
    """Return the account name of an account; raises NoSuchAccount."""
    user = get_user_model().objects.filter(pk=user_id).first()
    if user is None:
        raise NoSuchAccount
    return str(user.get_username())


def _fits(password: str, user: Any) -> bool:
    """Tell whether a password is the account's, with one hash's work in every case."""
    text = normalised(password[: LONGEST + 1])
    if user is None or not user.has_usable_password() or len(text) > LONGEST:
        make_password(text[:LONGEST])
        return False
    return hash_fits(text, user.password)


def _own(session_id: UUID) -> SignInSession:
    row = SignInSession.objects.select_for_update().filter(pk=session_id, ended_at=None).first()
    if row is None:
        raise NoSuchSession
    return row


def _end(rows: list[SignInSession], by: str) -> None:
    now = clock.now()
    SignInSession.objects.filter(pk__in=[row.pk for row in rows]).update(ended_at=now, ended_by=by)
    audit.record_many(
        [audit.entry("access.session_ended", actor=by, subject=f"session:{row.pk}") for row in rows]
    )


def _plain(agent: str) -> str:
    """Return what a browser says of itself, printable and short."""
    return "".join(sign for sign in agent if sign.isprintable())[:200]
