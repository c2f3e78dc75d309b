"""Signing in through a government identity provider (OpenID Connect, code flow with PKCE).

An account is found by the one identifier its administrator linked, and by nothing else: never made on the way,
never guessed from an e-mail address or a name. What the provider says goes to the log in one word, never to a page.
"""

import logging
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlencode, urlsplit

import jwt
import requests
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialAccount
from allauth.socialaccount.providers.oauth2.utils import generate_code_challenge
from django.contrib.auth import get_user_model
from django.db import IntegrityError, transaction
from django.utils.crypto import constant_time_compare

from bahtera.access.errors import IdentityTaken, NoSuchAccount, ProviderProblem, UnknownIdentity
from bahtera.access.models import HandedPassword
from bahtera.access.operations.signing_in.second_factor import lock_account
from bahtera.access.operations.signing_in.sessions import Account, may_enter
from bahtera.access.queries.signing_in.sessions import manages_account
from bahtera.access.values import Actor
from bahtera.foundation import audit, clock
from bahtera.foundation.transactions import durable

logger = logging.getLogger(__name__)

# Symmetric algorithms and none are left out: the first would let whoever knows the client's secret sign.
_ALGORITHMS: Final = ("RS256", "PS256", "ES256", "RS384", "PS384", "ES384", "RS512", "PS512", "ES512")
_LONGEST_REPLY: Final = 200_000
_LONGEST_UID: Final = 191
_LEEWAY: Final = 60
_OLDEST: Final = 600
_HERE: Final = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True)
class Provider:
    """A provider as the settings describe it.

    ``claim`` names the identifier accounts are linked by. ``second_factors`` are values of ``acr`` or ``amr`` that
    count as our second step; without any the provider stands for the password alone.
    """

    name: str
    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    claim: str = "sub"
    second_factors: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Entered:
    """An account that its provider vouched for; ``factor`` is ``oidc`` when a second factor was shown there."""

    account: Account
    factor: str


_provider: Provider | None = None


def configure_provider(provider: Provider | None) -> None:
    """Set the identity provider, or none; called once at start."""
    global _provider  # noqa: PLW0603 - set once, by config
    _provider = provider


def provider_name() -> str:
    """Return the name of the provider as people know it; empty without one."""
    return _provider.name if _provider else ""


def begin_provider(callback: str) -> tuple[str, dict[str, str]]:
    """Return the provider's address to go to, and what to keep until it sends the visitor back to ``callback``."""
    provider = _configured()
    pkce = generate_code_challenge()
    begun = {
        "state": secrets.token_urlsafe(32),
        "nonce": secrets.token_urlsafe(32),
        "verifier": pkce["code_verifier"],
    }
    asked = {
        "response_type": "code",
        "client_id": provider.client_id,
        "redirect_uri": callback,
        "scope": "openid" if provider.claim == "sub" else "openid profile",
        "state": begun["state"],
        "nonce": begun["nonce"],
        "code_challenge": pkce["code_challenge"],
        "code_challenge_method": pkce["code_challenge_method"],
    }
    if provider.second_factors:
        asked["acr_values"] = " ".join(sorted(provider.second_factors))
    address = _discover(provider)["authorization_endpoint"]
    return f"{address}{'&' if urlsplit(address).query else '?'}{urlencode(asked)}", begun


def finish_provider(reply: Mapping[str, str], *, begun: Mapping[str, str] | None, callback: str) -> Entered:
    """Return the account the provider vouches for, after it sent the visitor back with ``reply``.

    Raises ProviderProblem for anything that does not fit, UnknownIdentity when nobody linked the identifier.
    """
    provider = _configured()
    try:
        claims = _claims(provider, reply, begun, callback)
        identifier = _identifier(provider, claims)
    except ProviderProblem:
        audit.note("access.provider_refused", actor="visitor", subject="provider")
        raise
    link = SocialAccount.objects.filter(provider=provider.issuer, uid=identifier).first()
    user = get_user_model().objects.filter(pk=link.user_id).first() if link else None
    if user is None or not may_enter(user, handed=False):
        audit.note("access.identity_unknown", actor="visitor", subject="provider")
        raise UnknownIdentity
    account = Account(user.pk, HandedPassword.objects.filter(user=user).exists())
    return Entered(account, "oidc" if _showed_second_factor(provider, claims) else "")


def link_identity_of(user_id: int, identifier: str, *, actor: Actor) -> None:
    """Link an account to its identifier at the provider, as its administrator; raises NoSuchAccount, IdentityTaken."""
    if not manages_account(actor, "person.manage", user_id):
        raise NoSuchAccount
    link_identity(user_id, identifier, by=actor.key)


def link_identity(user_id: int, identifier: str, *, by: str) -> None:
    """Do the same on the machine itself. An empty identifier only takes the present link away."""
    provider = _configured()
    wanted = identifier.strip()
    if len(wanted) > _LONGEST_UID or not (wanted.isprintable() or not wanted):
        raise ProviderProblem
    try:
        with durable(), transaction.atomic():
            lock_account(user_id)
            SocialAccount.objects.filter(user_id=user_id, provider=provider.issuer).delete()
            if wanted:
                SocialAccount.objects.create(user_id=user_id, provider=provider.issuer, uid=wanted)
            audit.record(
                "access.identity_linked" if wanted else "access.identity_unlinked",
                actor=by,
                subject=f"user:{user_id}",
            )
    except IntegrityError as error:
        raise IdentityTaken from error


def identity_of(user_id: int) -> str:
    """Return the identifier an account is linked by; empty for none."""
    if _provider is None:
        return ""
    row = SocialAccount.objects.filter(user_id=user_id, provider=_provider.issuer).first()
    return row.uid if row else ""


def _configured() -> Provider:
    if _provider is None:
        raise ProviderProblem
    return _provider


def _claims(
    provider: Provider, reply: Mapping[str, str], begun: Mapping[str, str] | None, callback: str
) -> Mapping[str, Any]:
    if not begun or not constant_time_compare(reply.get("state", ""), begun["state"]):
        raise _problem("state")
    if reply.get("iss", provider.issuer) != provider.issuer:
        raise _problem("issuer of the reply")
    if "code" not in reply:
        raise _problem("no code")
    about = _discover(provider)
    token = _exchange(provider, about, reply["code"], begun["verifier"], callback)
    claims = _verified(provider, about, token)
    if not constant_time_compare(str(claims.get("nonce", "")), begun["nonce"]):
        raise _problem("nonce")
    return claims


def _exchange(provider: Provider, about: Mapping[str, Any], code: str, verifier: str, callback: str) -> str:
    sent = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": callback,
        "code_verifier": verifier,
        "client_id": provider.client_id,
    }
    methods = about.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
    basic = None
    if "client_secret_basic" in methods:
        basic = (provider.client_id, provider.client_secret)
    else:
        sent["client_secret"] = provider.client_secret
    token = _fetch("POST", about["token_endpoint"], data=sent, auth=basic).get("id_token")
    if not isinstance(token, str):
        raise _problem("no ID token")
    return token


def _verified(provider: Provider, about: Mapping[str, Any], token: str) -> Mapping[str, Any]:
    keys = _fetch("GET", about["jwks_uri"])
    try:
        header = jwt.get_unverified_header(token)
        held = jwt.PyJWKSet.from_dict(keys).keys
        named = [key for key in held if key.key_id == header.get("kid")] if "kid" in header else held
        if len(named) != 1 or header.get("alg") not in _ALGORITHMS:
            raise _problem("key")
        claims: Mapping[str, Any] = jwt.decode(
            token,
            key=named[0],
            algorithms=[header["alg"]],
            audience=provider.client_id,
            issuer=provider.issuer,
            leeway=_LEEWAY,
            options={"require": ["exp", "iat", "iss", "aud", "sub", "nonce"]},
        )
    except jwt.PyJWTError as error:
        raise _problem("ID token") from error
    audience = claims["aud"]
    if (isinstance(audience, list) and len(audience) > 1) and claims.get("azp") != provider.client_id:
        raise _problem("authorised party")
    if clock.now().timestamp() - float(claims["iat"]) > _OLDEST:
        raise _problem("age")
    return claims


def _identifier(provider: Provider, claims: Mapping[str, Any]) -> str:
    found = claims.get(provider.claim)
    if not isinstance(found, str) or not found or len(found) > _LONGEST_UID:
        raise _problem("identifier")
    return found


def _showed_second_factor(provider: Provider, claims: Mapping[str, Any]) -> bool:
    methods = claims.get("amr")
    said = {str(claims.get("acr", "")), *(map(str, methods) if isinstance(methods, list) else ())}
    return bool(said & provider.second_factors)


def _discover(provider: Provider) -> Mapping[str, Any]:
    about = _fetch("GET", f"{provider.issuer.rstrip('/')}/.well-known/openid-configuration")
    if about.get("issuer") != provider.issuer:
        raise _problem("issuer of the description")
    for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
        if not isinstance(about.get(name), str) or not _is_safe(about[name]):
            raise _problem(name)
    return about


def _fetch(method: str, address: str, **more: Any) -> dict[str, Any]:
    """Return a JSON object; no redirects, no endless answers, and only https except on this machine."""
    if not _is_safe(address):
        raise _problem("address")
    try:
        with get_adapter().get_requests_session() as session:
            reply = session.request(method, address, allow_redirects=False, stream=True, **more)
            text = reply.raw.read(_LONGEST_REPLY + 1, decode_content=True)
            if reply.status_code != requests.codes.ok or len(text) > _LONGEST_REPLY:
                raise _problem(f"status {reply.status_code}")
            reply._content = text  # noqa: SLF001 - what was read within its bound
            read = reply.json()
    except (requests.RequestException, ValueError, OSError) as error:
        raise _problem("no answer") from error
    if not isinstance(read, dict):
        raise _problem("answer")
    return read


def _is_safe(address: str) -> bool:
    parts = urlsplit(address)
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _HERE)


def _problem(what: str) -> ProviderProblem:
    logger.warning("identity provider: %s", what)
    return ProviderProblem()
