"""Passkeys (WebAuthn): enrolled, and shown instead of password and code.

Every passkey must verify its owner (fingerprint, face or the device's PIN), so that it counts as both factors.
A begun ceremony is kept by the door and handed back once: a second try needs a new challenge.
"""

import json
from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.contrib.auth import get_user_model
from fido2.server import Fido2Server
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from bahtera.access.errors import CopiedPasskey, WrongPasskey
from bahtera.access.models import HandedPassword, Person
from bahtera.access.operations.signing_in.second_factor import lock_account, record_added
from bahtera.access.operations.signing_in.sessions import Account, end_other_sessions, may_enter
from bahtera.access.operations.signing_in.throttling import use_once
from bahtera.foundation import audit, clock
from bahtera.foundation.transactions import durable

MOST_PASSKEYS: Final = 10
_LONGEST_ANSWER: Final = 20_000
_NAME: Final = 60


def begin_passkey(user_id: int, *, site: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the options for the browser and the state to keep, for enrolling a passkey at a host name."""
    user = lock_account(user_id)
    person = Person.objects.filter(user_id=user_id).order_by("id").first()
    entity = PublicKeyCredentialUserEntity(
        id=_handle(user_id), name=user.get_username(), display_name=person.name if person else ""
    )
    options, state = _server(site).register_begin(
        user=entity,
        credentials=_credentials(user_id),
        resident_key_requirement=ResidentKeyRequirement.REQUIRED,
        user_verification=UserVerificationRequirement.REQUIRED,
        extensions={"credProps": True},
    )
    return dict(options), state


def enrol_passkey(
    user_id: int,
    answer: str,
    *,
    name: str,
    state: Mapping[str, Any] | None,
    site: str,
    session_id: UUID | None = None,
) -> None:
    """Keep a passkey; raises WrongPasskey when the browser's answer does not fit what was begun.

    Every session ends but ``session_id``, the one at work.
    """
    credential = _read(answer)
    try:
        data = _server(site).register_complete(_begun(state), credential)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise WrongPasskey from error
    if data.credential_data is None:
        raise WrongPasskey
    with durable():
        lock_account(user_id)
        rows = Authenticator.objects.filter(user_id=user_id, type=Authenticator.Type.WEBAUTHN)
        if rows.count() >= MOST_PASSKEYS:
            raise WrongPasskey
        Authenticator.objects.create(
            user_id=user_id,
            type=Authenticator.Type.WEBAUTHN,
            data={
                "name": " ".join(name.split())[:_NAME],
                "credential": credential,
                "public": websafe_encode(bytes(data.credential_data)),
                "counter": data.counter,
            },
            created_at=clock.now(),
        )
        record_added(user_id, "passkey")
        end_other_sessions(user_id, but=session_id)


def ask_passkey(user_id: int | None, *, site: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return options and state for showing a passkey: one of the account's, or any when nobody is known yet."""
    options, state = _server(site).authenticate_begin(
        credentials=_credentials(user_id) if user_id is not None else None,
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return dict(options), state


def prove_passkey(
    answer: str, *, state: Mapping[str, Any] | None, site: str, user_id: int | None = None
) -> Account:
    """Return the account whose passkey answered; with ``user_id`` only that account's count.

    Raises WrongPasskey, and CopiedPasskey when the passkey's counter did not move on.
    """
    response = _read(answer)
    owner = _owner(response) or user_id
    if owner is None or (user_id is not None and owner != user_id):
        _refuse(owner)
        raise WrongPasskey
    try:
        _check(owner, response, state, site)
    except (WrongPasskey, CopiedPasskey):
        _refuse(owner)
        raise
    user = get_user_model().objects.filter(pk=owner).first()
    if user is None or not may_enter(user, handed=False):
        raise WrongPasskey
    return Account(owner, HandedPassword.objects.filter(user_id=owner).exists())


def _check(owner: int, response: Mapping[str, Any], state: Mapping[str, Any] | None, site: str) -> None:
    try:
        read = AuthenticationResponse.from_dict(response)
        found = _server(site).authenticate_complete(_begun(state), _credentials(owner), read)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise WrongPasskey from error
    # What was begun may lie in a cookie, which can be shown twice: the challenge counts once.
    if not use_once(f"passkey:{_begun(state)['challenge']}"):
        raise WrongPasskey
    _count(owner, found.credential_id, read.response.authenticator_data.counter)


def _count(user_id: int, credential_id: bytes, counter: int) -> None:
    """Move a passkey's counter on. Both at zero: the passkey keeps none, as synchronised ones do not."""
    with durable():
        lock_account(user_id)
        row = _row(user_id, credential_id)
        held = int(row.data.get("counter", 0))
        if (counter or held) and counter <= held:
            raise CopiedPasskey
        row.data["counter"], row.last_used_at = counter, clock.now()
        row.save(update_fields=["data", "last_used_at"])


def _refuse(user_id: int | None) -> None:
    who = f"user:{user_id}" if user_id is not None else "user:?"
    audit.note("access.passkey_refused", actor="visitor", subject=who)


def _row(user_id: int, credential_id: bytes) -> Any:
    for row in Authenticator.objects.filter(user_id=user_id, type=Authenticator.Type.WEBAUTHN):
        if _credential(row).credential_id == credential_id:
            return row
    raise WrongPasskey


def _credentials(user_id: int) -> list[AttestedCredentialData]:
    rows = Authenticator.objects.filter(user_id=user_id, type=Authenticator.Type.WEBAUTHN).order_by("id")
    return [_credential(row) for row in rows]


def _credential(row: Any) -> AttestedCredentialData:
    return AttestedCredentialData(websafe_decode(row.data["public"]))


def _server(site: str) -> Fido2Server:
    return Fido2Server(PublicKeyCredentialRpEntity(id=site, name="Bahtera"))


def _begun(state: Mapping[str, Any] | None) -> Mapping[str, Any]:
    if not state:
        raise WrongPasskey
    return state


def _read(answer: str) -> dict[str, Any]:
    if len(answer) > _LONGEST_ANSWER:
        raise WrongPasskey
    try:
        read = json.loads(answer)
    except (ValueError, RecursionError) as error:
        raise WrongPasskey from error
    if not isinstance(read, dict):
        raise WrongPasskey
    return read


def _handle(user_id: int) -> bytes:
    """Return what a passkey keeps of its account; it says nothing about the person."""
    return f"user:{user_id}".encode()


def _owner(response: Mapping[str, Any]) -> int | None:
    inner = response.get("response")
    handle = inner.get("userHandle") if isinstance(inner, dict) else None
    try:
        kind, _, number = websafe_decode(handle if isinstance(handle, str) else "").decode().partition(":")
    except ValueError:
        return None
    fits = kind == "user" and number.isascii() and number.isdecimal() and len(number) < 19  # noqa: PLR2004
    return int(number) if fits else None
