"""One-time codes and recovery codes. Their secrets are sealed by the adapter that config names."""

from typing import Any, Final
from urllib.parse import quote, urlencode
from uuid import UUID

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import generate_totp_secret
from django.contrib.auth import get_user_model
from django.utils.crypto import constant_time_compare

from bahtera.access.errors import LastFactor, NoSuchAccount, NoSuchFactor, WrongCode
from bahtera.access.models import Person
from bahtera.access.operations.signing_in.sessions import end_other_sessions, name_of
from bahtera.access.operations.signing_in.throttling import Origin, admit, counts_for_code, forgive
from bahtera.access.queries.actors import grants_of
from bahtera.access.queries.signing_in.factors import KINDS, TOLERANCE, code_at, present_step
from bahtera.access.queries.signing_in.sessions import manages_account
from bahtera.access.rules.policy import needs_second_factor
from bahtera.access.values import Actor
from bahtera.foundation import audit, clock
from bahtera.foundation.transactions import durable

ISSUER: Final = "Bahtera"


def new_totp_secret() -> str:
    """Return a fresh secret in base32, to be shown as a QR code and typed back as a code."""
    return str(generate_totp_secret())


def totp_address(user_id: int, secret: str) -> str:
    """Return what an authenticator app reads from the QR code."""
    label = quote(f"{ISSUER}:{name_of(user_id)}")
    return f"otpauth://totp/{label}?{urlencode({'secret': secret, 'issuer': ISSUER})}"


def enrol_totp(
    user_id: int, secret: str, code: str, *, origin: Origin, session_id: UUID | None = None
) -> None:
    """Give an account one-time codes, once a code shows that the app has the secret; raises WrongCode.

    Every session ends but ``session_id``, the one at work.
    """
    counts = counts_for_code(user_id, origin)
    admit(counts)
    step = _matching_step(secret, code, after=-1)
    if step is None:
        audit.note("access.code_wrong", actor=f"user:{user_id}", subject=f"user:{user_id}")
        raise WrongCode
    forgive(counts)
    with durable():
        lock_account(user_id)
        Authenticator.objects.filter(user_id=user_id, type=Authenticator.Type.TOTP).delete()
        Authenticator.objects.create(
            user_id=user_id,
            type=Authenticator.Type.TOTP,
            data={"secret": get_adapter().encrypt(secret), "last_step": step},
            created_at=clock.now(),
            last_used_at=clock.now(),
        )
        record_added(user_id, "totp")
        end_other_sessions(user_id, but=session_id)


def enrol_demonstration(user_id: int) -> None:
    """Give a demonstration's account one-time codes that its pages show to anybody, unless it has a factor."""
    with durable():
        lock_account(user_id)
        if Authenticator.objects.filter(user_id=user_id, type__in=KINDS).exists():
            return
        secret = get_adapter().encrypt(new_totp_secret())
        Authenticator.objects.create(
            user_id=user_id,
            type=Authenticator.Type.TOTP,
            data={"secret": secret, "last_step": -1, "demonstration": True},
            created_at=clock.now(),
        )
        record_added(user_id, "totp")


def prove_code(user_id: int, code: str, *, origin: Origin) -> str:
    """Check a one-time code or a recovery code, each good once; returns ``totp`` or ``recovery``.

    Raises WrongCode, TooManyAttempts.
    """
    counts = counts_for_code(user_id, origin)
    admit(counts)
    with durable():
        lock_account(user_id)
        kind = "totp" if _takes_totp(user_id, code) else "recovery" if _takes_recovery(user_id, code) else ""
        if kind == "recovery":
            audit.record("access.recovery_code_used", actor=f"user:{user_id}", subject=f"user:{user_id}")
    if not kind:
        audit.note("access.code_wrong", actor=f"user:{user_id}", subject=f"user:{user_id}")
        raise WrongCode
    forgive(counts)
    return kind


def renew_recovery_codes(user_id: int) -> tuple[str, ...]:
    """Replace an account's recovery codes and return the ten new ones, this once."""
    with durable():
        user = lock_account(user_id)
        Authenticator.objects.filter(user_id=user_id, type=Authenticator.Type.RECOVERY_CODES).delete()
        codes = tuple(RecoveryCodes.activate(user).generate_codes())
        audit.record("access.recovery_codes_renewed", actor=f"user:{user_id}", subject=f"user:{user_id}")
    return codes


def remove_factor(user_id: int, factor_id: int, *, session_id: UUID | None = None) -> None:
    """Remove one's own second factor, and end every session but ``session_id``.

    Raises LastFactor while one's roles need one, NoSuchFactor.
    """
    with durable():
        lock_account(user_id)
        factors = Authenticator.objects.filter(user_id=user_id, type__in=KINDS)
        row = factors.filter(pk=factor_id).first()
        if row is None:
            raise NoSuchFactor
        if factors.count() == 1 and needs_second_factor(_roles(user_id)):
            raise LastFactor
        audit.record(
            "access.factor_removed",
            actor=f"user:{user_id}",
            subject=f"user:{user_id}",
            details={"factor": KINDS[row.type]},
        )
        row.delete()
        if not factors.exists():
            Authenticator.objects.filter(user_id=user_id).delete()
        end_other_sessions(user_id, but=session_id)


def reset_factors_of(user_id: int, *, actor: Actor) -> None:
    """Take away somebody's second factors, so that they enrol anew: for a lost phone. Every session ends.

    Raises NoSuchAccount unless the actor manages the person everywhere they have a role.
    """
    if not manages_account(actor, "person.manage", user_id):
        raise NoSuchAccount
    reset_factors(user_id, by=actor.key)


def reset_factors(user_id: int, *, by: str) -> None:
    """Do the same on the machine itself; raises NoSuchAccount."""
    with durable():
        lock_account(user_id)
        Authenticator.objects.filter(user_id=user_id).delete()
        audit.record("access.factors_reset", actor=by, subject=f"user:{user_id}")
        end_other_sessions(user_id, but=None, by=by)


def _takes_totp(user_id: int, code: str) -> bool:
    """Tell whether a code fits now and is later than any taken before; take it. Holds across web processes."""
    row = Authenticator.objects.filter(user_id=user_id, type=Authenticator.Type.TOTP).first()
    if row is None:
        return False
    secret = get_adapter().decrypt(row.data["secret"])
    step = _matching_step(secret, code, after=int(row.data.get("last_step", -1)))
    if step is None:
        return False
    row.data["last_step"], row.last_used_at = step, clock.now()
    row.save(update_fields=["data", "last_used_at"])
    return True


def _takes_recovery(user_id: int, code: str) -> bool:
    row = Authenticator.objects.filter(user_id=user_id, type=Authenticator.Type.RECOVERY_CODES).first()
    return row is not None and bool(row.wrap().validate_code(code))


def _matching_step(secret: str, code: str, *, after: int) -> int | None:
    typed = "".join(code.split())
    if not (typed.isascii() and typed.isdecimal()):
        return None
    now = present_step()
    for step in range(max(now - TOLERANCE, after + 1), now + TOLERANCE + 1):
        if constant_time_compare(typed, code_at(secret, step)):
            return step
    return None


def lock_account(user_id: int) -> Any:
    """Return the account's row, locked: whatever changes or uses its factors queues here."""
    user = get_user_model().objects.select_for_update().filter(pk=user_id).first()
    if user is None:
        raise NoSuchAccount
    return user


def _roles(user_id: int) -> frozenset[str]:
    person = Person.objects.filter(user_id=user_id).order_by("id").first()
    return frozenset(grant.role for grant in grants_of(person.pk)) if person else frozenset()


def record_added(user_id: int, kind: str) -> None:
    audit.record(
        "access.factor_added", actor=f"user:{user_id}", subject=f"user:{user_id}", details={"factor": kind}
    )
