"""What the sign-in pages share: where an attempt comes from, opening a session, remembering a device."""

import secrets
from collections.abc import Mapping
from typing import Any, Final

from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.backends import ModelBackend
from django.core import signing
from django.http import HttpRequest, HttpResponseBase
from django.utils.crypto import salted_hmac
from django.utils.translation import ngettext

from bahtera.access import api as access
from bahtera.web import numbers, places
from bahtera.web.cookies import read_cookie, set_cookie

_BACKEND: Final = "django.contrib.auth.backends.ModelBackend"
_DEVICE_COOKIE: Final = "perangkat"
_DEVICE_SALT: Final = "bahtera.web.device"
_DEVICE_SECONDS: Final = 180 * 24 * 3600
_BEGUN_COOKIE: Final = "mulai"
_BEGUN_SALT: Final = "bahtera.web.begun"
_BEGUN_SECONDS: Final = 300
# Office computers are shared; the oldest account gives way.
_DEVICE_ACCOUNTS: Final = 8


def origin_of(request: HttpRequest, account: str = "") -> access.Origin:
    """Return where a request comes from; the device counts only for an account that signed in on it."""
    held = _device(request)
    known = bool(account) and _mark(account) in held["accounts"]
    return access.Origin(
        address=request.META.get("REMOTE_ADDR", ""),
        agent=request.META.get("HTTP_USER_AGENT", ""),
        device=held["device"] if known else "",
    )


def enter(request: HttpRequest, account: access.Account, *, factor: str = "") -> access.Visit:
    """Open a session for an account, under a new cookie value and with nothing of what was there before.

    Whoever sat at this browser, or planted a cookie in it, may have begun something: none of it is carried over.
    """
    before = access.visit_of(request.user, request.session.session_key)
    if before is not None:
        access.end_own_session(before.user_id, before.session_id)
    origin = origin_of(request)
    request.session.flush()
    user = ModelBackend().get_user(account.user_id)
    assert user is not None
    login(request, user, backend=_BACKEND)
    access.open_session(
        account.user_id,
        str(request.session.session_key),
        origin=origin,
        factor=factor,
        renew_password=account.renew_password,
    )
    return read_visit(request)


def pass_step(request: HttpRequest, visit: access.Visit, factor: str) -> access.Visit:
    """Mark the session as having passed its second step, under a new cookie value."""
    request.session.cycle_key()
    access.pass_step(visit.session_id, session_key=str(request.session.session_key), factor=factor)
    return read_visit(request)


def read_visit(request: HttpRequest) -> access.Visit:
    """Read the session anew, after it changed."""
    visit = access.visit_of(request.user, request.session.session_key)
    assert visit is not None
    request._bahtera_visit = [visit]  # type: ignore[attr-defined]  # noqa: SLF001 - the door's mark
    return visit


def remember_device(request: HttpRequest, answer: HttpResponseBase) -> None:
    """Let this device keep a budget of guesses of its own for the account that is signed in."""
    held = _device(request)
    mark = _mark(request.user.get_username())
    accounts = [mark, *(one for one in held["accounts"] if one != mark)][:_DEVICE_ACCOUNTS]
    value = signing.dumps({"device": held["device"], "accounts": accounts}, salt=_DEVICE_SALT)
    set_cookie(request, answer, _DEVICE_COOKIE, value, seconds=_DEVICE_SECONDS)


def tell_of_failures(request: HttpRequest, visit: access.Visit) -> None:
    """Say on the next page, once, how many attempts to come in as this person failed; told to nobody half way in."""
    failed = None if visit.step else access.failed_attempts(visit.user_id, session_id=visit.session_id)
    if failed is None:
        return
    said = ngettext(
        "Since your last sign-in on {when}, {n} attempt to sign in to your account failed. "
        "Was it not you? Then change your password.",
        "Since your last sign-in on {when}, {n} attempts to sign in to your account failed. "
        "Was it not you? Then change your password.",
        failed.count,
    )
    when = numbers.moment(failed.since, places.own_zone(visit.actor))
    messages.warning(request, said.format(when=when, n=failed.count), extra_tags="look")


def host_of(request: HttpRequest) -> str:
    """Return the host name passkeys are bound to: this site's, without its port."""
    return request.get_host().rpartition(":")[0] if _has_port(request) else request.get_host()


def keep(request: HttpRequest, name: str, value: Any) -> None:
    """Keep something that was begun, in the session, until it is taken back."""
    request.session[f"bahtera.{name}"] = value


def take(request: HttpRequest, name: str) -> Any:
    """Take back what was begun; a second time there is nothing."""
    return request.session.pop(f"bahtera.{name}", None)


def hand(request: HttpRequest, answer: HttpResponseBase, name: str, value: Any) -> None:
    """Keep what a visitor began with the visitor, signed and for a few minutes: nobody who just asks makes a row."""
    held = signing.dumps(value, salt=f"{_BEGUN_SALT}.{name}")
    set_cookie(request, answer, f"{_BEGUN_COOKIE}-{name}", held, seconds=_BEGUN_SECONDS)


def handed(request: HttpRequest, name: str) -> Any:
    """Return what a visitor began; None when it was changed or is too old. It may be shown more than once."""
    held = read_cookie(request, f"{_BEGUN_COOKIE}-{name}") or ""
    try:
        return signing.loads(held, salt=f"{_BEGUN_SALT}.{name}", max_age=_BEGUN_SECONDS)
    except signing.BadSignature:
        return None


def _has_port(request: HttpRequest) -> bool:
    _, colon, port = request.get_host().rpartition(":")
    return bool(colon) and port.isdecimal()


def _device(request: HttpRequest) -> Mapping[str, Any]:
    try:
        kept = read_cookie(request, _DEVICE_COOKIE) or ""
        held = signing.loads(kept, salt=_DEVICE_SALT, max_age=_DEVICE_SECONDS)
    except signing.BadSignature:
        held = {"device": secrets.token_hex(16), "accounts": []}
    return dict(held)


def _mark(account: str) -> str:
    return salted_hmac(_DEVICE_SALT, access.folded(account), algorithm="sha256").hexdigest()[:32]
