"""Sessions: who stands behind a cookie, and which sessions there are."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.db.models import QuerySet

from bahtera.access.errors import NoSuchSession
from bahtera.access.models import Person, RoleGrant, SignInSession
from bahtera.access.queries.actors import actor_of
from bahtera.access.rules.areas import covers
from bahtera.access.rules.delegation import may_give
from bahtera.access.rules.policy import reach
from bahtera.access.rules.sessions import Limits, Step, next_step, outlived
from bahtera.access.values import Actor
from bahtera.foundation import clock

# A session that works is written to at most this often.
_SEEN_EVERY: Final = timedelta(minutes=1)
_limits = Limits()


@dataclass(frozen=True)
class Visit:
    """A signed-in person at one moment of one session. Until its step is done, the actor may do nothing."""

    actor: Actor
    user_id: int
    session_id: UUID
    step: Step
    factor: str
    is_fresh: bool


@dataclass(frozen=True)
class SessionRow:
    """A session as its owner and administrators see it."""

    id: UUID
    user_id: int
    name: str
    agent: str
    address: str
    factor: str
    started_at: datetime
    last_seen_at: datetime
    is_this: bool


def configure_sessions(limits: Limits) -> None:
    """Set how long sessions live; called once at start."""
    global _limits  # noqa: PLW0603 - set once, by config
    _limits = limits


def session_limits() -> Limits:
    """Return how long sessions live."""
    return _limits


def hash_key(session_key: str) -> str:
    """Return what is stored of a session's cookie."""
    return hashlib.sha256(session_key.encode()).hexdigest()


def visit_of(user: Any, session_key: str | None) -> Visit | None:
    """Return who visits in a session; None for a visitor, and for a session that ended, idled or is unknown.

    Roles, closed accounts and ended sessions are read anew at each call: a change acts at the next request.
    """
    if not session_key or not getattr(user, "is_authenticated", False):
        return None
    row = SignInSession.objects.filter(key_sha256=hash_key(session_key), user_id=user.pk).first()
    actor = actor_of(user, assured=bool(row and row.factor))
    if row is None or actor is None or not _is_alive(row, actor):
        return None
    now = clock.now()
    if now - row.last_seen_at >= _SEEN_EVERY:
        SignInSession.objects.filter(pk=row.pk, ended_at=None).update(last_seen_at=now)
    step = _step_of(row, actor)
    if step:
        actor = Actor(actor.key, actor.name, (), assured=False)
    fresh = row.confirmed_at is not None and abs(now - row.confirmed_at) < _limits.fresh
    return Visit(actor, user.pk, row.pk, step, row.factor, fresh)


def is_enrolled(user_id: int) -> bool:
    """Tell whether an account has a second factor; recovery codes alone are none."""
    kinds = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
    return bool(Authenticator.objects.filter(user_id=user_id, type__in=kinds).exists())


def live_sessions(user_id: int, *, this: UUID | None = None) -> list[SessionRow]:
    """Return an account's sessions that still work, the latest seen first."""
    return _rows(_live(SignInSession.objects.filter(user_id=user_id)), this)


def sessions_within(actor: Actor, *, this: UUID | None = None, most: int = 500) -> list[SessionRow]:
    """Return the working sessions of people all of whose roles lie where the actor may end sessions."""
    scopes = reach(actor, "session.manage")
    if not scopes:
        return []
    rows = _rows(_live(SignInSession.objects.all())[:most], this)
    users = {row.user_id for row in rows}
    allowed = {user for user in users if manages_account(actor, "session.manage", user)}
    return [row for row in rows if row.user_id in allowed]


def session_to_end(session_id: UUID, actor: Actor) -> SignInSession:
    """Return a session that the actor may end as an administrator; raises NoSuchSession."""
    row = SignInSession.objects.filter(pk=session_id, ended_at=None).first()
    if row is None or not manages_account(actor, "session.manage", row.user_id):
        raise NoSuchSession
    return row


def manages_account(actor: Actor, action: str, user_id: int) -> bool:
    """Tell whether somebody may do an action to an account: its person is at home, and holds roles, in reach.

    None of the roles may be one that the actor could not give: whoever takes over an account takes its rights.
    Nobody manages their own: taking away one's own second step would open a way around it.
    """
    if actor.key == f"user:{user_id}":
        return False
    person = Person.objects.filter(user_id=user_id).order_by("id").first()
    held = RoleGrant.objects.filter(person=person, ended_at=None) if person else RoleGrant.objects.none()
    grants = list(held.order_by("pk").values_list("role", "area_code"))
    home = person.area_code if person else ""
    return _all_within(reach(actor, action), [home, *(area for _, area in grants)]) and all(
        may_give(actor, role, area) for role, area in grants
    )


def _all_within(scopes: Iterable[str], wanted: Iterable[str]) -> bool:
    held = tuple(scopes)
    return all(any(covers(scope, area) for scope in held) for area in wanted)


def _is_alive(row: SignInSession, actor: Actor) -> bool:
    return row.ended_at is None and not outlived(
        _limits,
        started_at=row.started_at,
        last_seen_at=row.last_seen_at,
        now=clock.now(),
        roles=actor.roles,
    )


def _step_of(row: SignInSession, actor: Actor) -> Step:
    enrolled = not row.factor and is_enrolled(row.user_id)
    return next_step(
        roles=actor.roles, factor=row.factor, enrolled=enrolled, renew_password=row.renew_password
    )


def _live(rows: QuerySet[SignInSession]) -> QuerySet[SignInSession]:
    since = clock.now() - _limits.absolute
    return rows.filter(ended_at=None, started_at__gt=since).order_by("-last_seen_at", "id")


def _rows(found: QuerySet[SignInSession], this: UUID | None) -> list[SessionRow]:
    held = list(found.select_related("user"))
    names = dict(
        Person.objects.filter(user_id__in={row.user_id for row in held}).values_list("user_id", "name")
    )
    return [
        SessionRow(
            row.pk,
            row.user_id,
            names.get(row.user_id) or row.user.get_username(),
            row.agent,
            row.address,
            row.factor,
            row.started_at,
            row.last_seen_at,
            is_this=row.pk == this,
        )
        for row in held
    ]
