"""How long a session lives, and what it must do before it may work. Values in, answer out."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bahtera.access.rules.policy import needs_second_factor


class Step(StrEnum):
    """What a session must do before anything else; NONE: it may work."""

    NONE = ""
    PASSWORD = "password"  # noqa: S105 - the name of a step: choose one's own, the present one was handed over
    PROVE = "prove"  # show the second factor
    ENROL = "enrol"  # set up a second factor


@dataclass(frozen=True, slots=True)
class Limits:
    """How long a session lives, and how long a confirmation counts as fresh.

    ``idle`` counts for those who read level 3 and above; ``absolute`` for everybody.
    """

    idle: timedelta = timedelta(minutes=30)
    absolute: timedelta = timedelta(hours=12)
    fresh: timedelta = timedelta(minutes=10)


def outlived(
    limits: Limits, *, started_at: datetime, last_seen_at: datetime, now: datetime, roles: frozenset[str]
) -> bool:
    """Tell whether a session of somebody with these roles is over.

    A clock that was put right by minutes ends nothing. What was begun or seen further ahead than the idle time
    is over: it would outlive everything until the clock is there again.
    """
    if max(started_at, last_seen_at) - now > limits.idle:
        return True
    if now - started_at >= limits.absolute:
        return True
    return needs_second_factor(roles) and now - last_seen_at >= limits.idle


def next_step(*, roles: frozenset[str], factor: str, enrolled: bool, renew_password: bool) -> Step:
    """Return what the session must do next.

    ``factor`` names the second factor it passed, empty for none; ``enrolled`` tells whether the account has
    one: then it is asked whatever the roles, or having it would mean nothing.
    """
    if enrolled and not factor:
        return Step.PROVE
    if renew_password:
        return Step.PASSWORD
    if not factor and needs_second_factor(roles):
        return Step.ENROL
    return Step.NONE
