"""Passwords: chosen by their owner, or handed over to be replaced at the first sign-in."""

import secrets
from collections.abc import Collection
from datetime import timedelta
from functools import cache
from typing import Any, Final
from uuid import UUID

from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import CommonPasswordValidator

from bahtera.access.errors import NoSuchAccount
from bahtera.access.models import HandedPassword, Membership, Person, SignInSession
from bahtera.access.operations.signing_in.sessions import end_other_sessions
from bahtera.access.queries.signing_in.sessions import manages_account
from bahtera.access.rules import passwords as rules
from bahtera.access.values import Actor
from bahtera.areas import api as areas
from bahtera.foundation import audit, clock
from bahtera.foundation.shipped import definitions
from bahtera.foundation.transactions import durable

HANDED_FOR: Final = timedelta(days=7)
# No letter or digit that reads like another: people copy it from paper.
_SIGNS: Final = "abcdefghjkmnpqrstuvwxyz23456789"
_GROUPS, _GROUP_SIZE = 4, 4


def check_password_choice(user_id: int, password: str) -> None:
    """Raise WeakPassword unless the account may take this password."""
    rules.check_new_password(password, known=_known_words(_user(user_id)), common=_is_common)


def check_first_password(password: str, *, username: str, full_name: str) -> None:
    """Raise WeakPassword unless a new account may begin with this password."""
    rules.check_new_password(password, known=(username, full_name, *_guessable(())), common=_is_common)


def change_password(user_id: int, password: str, *, session_id: UUID | None) -> None:
    """Set a password its owner chose, and end their other sessions; raises WeakPassword."""
    check_password_choice(user_id, password)
    with durable():
        user = _user(user_id)
        _set(user, password)
        HandedPassword.objects.filter(user=user).delete()
        if session_id is not None:
            this = SignInSession.objects.filter(pk=session_id, user_id=user_id)
            this.update(renew_password=False, confirmed_at=clock.now())
        audit.record("access.password_changed", actor=f"user:{user_id}", subject=f"user:{user_id}")
        end_other_sessions(user_id, but=session_id)


def hand_over_password(user_id: int, *, actor: Actor) -> str:
    """Give an account a fresh password to be handed over in person, and return it this once.

    It works for seven days and opens only the page where its owner chooses another; every session ends.
    Raises NoSuchAccount unless the actor manages the person everywhere they have a role.
    """
    if not manages_account(actor, "person.manage", user_id):
        raise NoSuchAccount
    return renew_password(user_id, by=actor.key)


def renew_password(user_id: int, *, by: str) -> str:
    """Do the same on the machine itself; raises NoSuchAccount."""
    password = "-".join("".join(secrets.choice(_SIGNS) for _ in range(_GROUP_SIZE)) for _ in range(_GROUPS))
    now = clock.now()
    with durable():
        user = _user(user_id)
        _set(user, password)
        HandedPassword.objects.update_or_create(
            user=user, defaults={"handed_at": now, "handed_by": by, "expires_at": now + HANDED_FOR}
        )
        audit.record("access.password_handed", actor=by, subject=f"user:{user_id}")
        end_other_sessions(user_id, but=None, by=by)
    return password


def _set(user: Any, password: str) -> None:
    user.password = make_password(rules.normalised(password))
    user.save(update_fields=["password"])


def _user(user_id: int) -> Any:
    user = get_user_model().objects.filter(pk=user_id).first()
    if user is None:
        raise NoSuchAccount
    return user


def _known_words(user: Any) -> tuple[str, ...]:
    person = Person.objects.filter(user=user).order_by("id").first()
    offices = Membership.objects.filter(person=person).select_related("unit__agency") if person else ()
    names = [
        name for one in offices for name in (one.unit.name, one.unit.agency.name, one.unit.agency.short_name)
    ]
    own = person.grants.order_by("pk").values_list("area_code", flat=True) if person else ()
    return (
        user.get_username(),
        person.name if person else user.first_name,
        *names,
        *_guessable({code[:2] for code in own if code}),
    )


def _guessable(provinces: Collection[str]) -> list[str]:
    """Return words that anybody here would try first: common ones, and the names of places around."""
    near = [areas.children(None), *(areas.children(code) for code in sorted(provinces))]
    return [*_common_words(), *(area.name for found in near for area in found)]


@cache
def _common_words() -> tuple[str, ...]:
    lines = definitions("code-lists/guessable-words.txt").read_text(encoding="utf-8").splitlines()
    return tuple(word for line in lines if not line.startswith("#") for word in line.split())


@cache
def _common() -> frozenset[str]:
    return frozenset(CommonPasswordValidator().passwords)


def _is_common(text: str) -> bool:
    return text in _common()
