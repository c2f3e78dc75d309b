"""Ending what access keeps for a time. The audit keeps what happened, by key and without names."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password

from bahtera.access.models import (
    ActivationCode,
    Device,
    DeviceSession,
    GuessCounter,
    HandedPassword,
    HandOver,
    KaderToken,
    Kin,
    Person,
    RoleGrant,
    SignInSession,
    SpentChallenge,
)
from bahtera.access.queries import keeping
from bahtera.access.queries.keeping import FORGOTTEN
from bahtera.access.queries.phones import tokens as token_queries
from bahtera.access.rules.throttling import FORGOTTEN_AFTER
from bahtera.foundation.expiring import Ending, Executor, deleting

# What other packages do when people are forgotten, told the keys under which these acted.
Follow = Callable[[Sequence[str]], None]
_followers: dict[str, Follow] = {}


def follow_forgotten(name: str, follow: Follow) -> None:
    """Name what takes the names of forgotten people out of another package's rows; only config calls this."""
    _followers[name] = follow


def empty_minutes(keys: Sequence[str], _why: str) -> int:
    """Take out of minutes what was handed over to whom; retention writes the entry."""
    return HandOver.objects.filter(pk__in=_ids(keys)).update(items=[])


def destroy_credentials(keys: Sequence[str], _why: str) -> int:
    """Destroy passwords, second factors, linked identities and PINs of people who left; retention writes the entry."""
    rows = _who_left(keys)
    users = [row.user_id for row in rows if row.user_id is not None]
    get_user_model().objects.filter(pk__in=users).update(password=make_password(None))
    for model in (Authenticator, SocialAccount, HandedPassword):
        of_them: Any = model
        of_them.objects.filter(user__in=users).delete()
    Device.objects.filter(person__in=rows).update(pin_hash=None, unlock_secret=None)
    return len(rows)


def forget_people(keys: Sequence[str], why: str) -> int:
    """Make people who left nobody: their names, accounts' names, kin, phones' names go everywhere."""
    rows = _who_left(keys)
    ids = [row.pk for row in rows]
    destroy_credentials(keys, why)
    for row in rows:
        if row.user_id is not None:
            named = {"username": f"dihapus-{row.user_id}", "first_name": "", "last_name": "", "email": ""}
            get_user_model().objects.filter(pk=row.user_id).update(**named)
    Person.objects.filter(pk__in=ids).update(name=FORGOTTEN, search_name="")
    KaderToken.objects.filter(person__in=ids).update(name=FORGOTTEN)
    Device.objects.filter(person__in=ids).update(label="")
    RoleGrant.objects.filter(person__in=ids).update(end_reason="")
    Kin.objects.filter(person__in=ids).delete()
    acted = sorted(keeping.keys_of(ids))
    for follow in _followers.values():
        follow(acted)
    token_queries.forget_tokens()
    return len(rows)


def _who_left(keys: Sequence[str]) -> list[Person]:
    rows = Person.objects.select_for_update().filter(pk__in=_ids(keys), is_active=False)
    return list(rows.order_by("pk"))


def _ids(keys: Sequence[str]) -> list[UUID]:
    return [UUID(key) for key in keys]


EXECUTORS: Final = (
    Executor(
        name="access.sessions",
        ending=Ending.DELETE,
        since="sign_in",
        tables=("access.SignInSession",),
        find=keeping.old_sessions,
        end=deleting(SignInSession),
        least=timedelta(days=30),
    ),
    Executor(
        name="access.guess_counters",
        ending=Ending.DELETE,
        since="last_guess",
        tables=("access.GuessCounter",),
        find=keeping.old_counts,
        end=deleting(GuessCounter, int),
        least=FORGOTTEN_AFTER,
    ),
    Executor(
        name="access.activation_codes",
        ending=Ending.DELETE,
        since="expiry",
        tables=("access.ActivationCode",),
        find=keeping.old_codes,
        end=deleting(ActivationCode),
    ),
    Executor(
        name="access.device_sessions",
        ending=Ending.DELETE,
        since="sign_in",
        tables=("access.DeviceSession",),
        find=keeping.old_device_sessions,
        end=deleting(DeviceSession),
        least=timedelta(days=30),
    ),
    Executor(
        name="access.spent_challenges",
        ending=Ending.DELETE,
        since="answer",
        tables=("access.SpentChallenge",),
        find=keeping.old_challenges,
        end=deleting(SpentChallenge, str),
        least=timedelta(days=7),
    ),
    Executor(
        name="access.hand_overs",
        ending=Ending.ANONYMISE,
        since="hand_over",
        tables=("access.HandOver",),
        find=keeping.old_minutes,
        end=empty_minutes,
    ),
    Executor(
        name="access.credentials",
        ending=Ending.DELETE,
        since="leaving",
        tables=("access.HandedPassword", "mfa.Authenticator", "socialaccount.SocialAccount"),
        find=keeping.old_credentials,
        end=destroy_credentials,
        batch=50,
    ),
    Executor(
        name="access.people",
        ending=Ending.ANONYMISE,
        since="leaving",
        tables=(
            "access.Device",
            "access.KaderToken",
            "access.Kin",
            "access.Person",
            "auth.User",
            "surveys.BackCheck",
            "surveys.ReviewEntry",
            "surveys.Submission",
        ),
        find=keeping.old_people,
        end=forget_people,
        batch=20,
    ),
)
