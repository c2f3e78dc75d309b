"""How somebody signs in, as their administrator sees it."""

from dataclasses import dataclass
from uuid import UUID

from allauth.socialaccount.models import SocialAccount
from django.contrib.auth import get_user_model

from bahtera.access.errors import NoSuchAccount
from bahtera.access.models import HandedPassword, Person
from bahtera.access.queries.signing_in.factors import Factor, factors_of
from bahtera.access.queries.signing_in.sessions import SessionRow, live_sessions, manages_account
from bahtera.access.rules.account_names import folded
from bahtera.access.values import Actor


@dataclass(frozen=True)
class SignInOf:
    """One account: ``handed`` tells that its password waits to be replaced, ``identifier`` is the provider's."""

    user_id: int
    account: str
    name: str
    is_active: bool
    handed: bool
    identifier: str
    factors: tuple[Factor, ...]
    sessions: tuple[SessionRow, ...]


def sign_in_of(user_id: int, *, actor: Actor) -> SignInOf:
    """Return how an account signs in; raises NoSuchAccount unless the actor manages it."""
    user = get_user_model().objects.filter(pk=user_id).first()
    if user is None or not manages_account(actor, "person.manage", user_id):
        raise NoSuchAccount
    person = Person.objects.filter(user_id=user_id).order_by("id").first()
    link = SocialAccount.objects.filter(user_id=user_id).order_by("id").first()
    return SignInOf(
        user_id,
        user.get_username(),
        person.name if person else user.get_username(),
        user.is_active and (person is None or person.is_active),
        HandedPassword.objects.filter(user_id=user_id).exists(),
        link.uid if link else "",
        tuple(factors_of(user_id)),
        tuple(live_sessions(user_id)),
    )


def account_id(name: str) -> int:
    """Return the number of the account with a name; raises NoSuchAccount."""
    user = get_user_model().objects.filter(username=folded(name)).first()
    if user is None:
        raise NoSuchAccount
    return int(user.pk)


def has_password(user_id: int) -> bool:
    """Tell whether an account can be entered by a password; one that only its provider vouches for cannot."""
    user = get_user_model().objects.filter(pk=user_id).first()
    return user is not None and user.has_usable_password()


def account_managed(person_id: UUID, actor: Actor) -> int | None:
    """Return a person's account if the actor may renew its password and second steps; None otherwise."""
    held = Person.objects.filter(pk=person_id).order_by("id").values_list("user_id", flat=True).first()
    return held if held is not None and manages_account(actor, "person.manage", held) else None
