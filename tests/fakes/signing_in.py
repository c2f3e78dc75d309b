"""Signing in for tests: a session as the pages open it, without typing a password or a code."""

from django.contrib.auth import get_user_model
from django.test import Client

from bahtera.access import api as access


def enter(client, user, *, factor="totp"):
    """Sign an account in on a test client, past its second step; ``factor=""`` leaves that to be done."""
    client.force_login(user)
    origin = access.Origin(address="127.0.0.1", agent="Mozilla/5.0 (X11; Linux x86_64) Chrome/140")
    access.open_session(user.pk, client.session.session_key, origin=origin, factor=factor)
    return client


def entered(username, *, factor="totp"):
    """Return a client on which somebody is signed in."""
    return enter(Client(), get_user_model().objects.get(username=username), factor=factor)
