"""The pages of data protection, side by side."""

from typing import Final

from django.urls import reverse
from django.utils.translation import gettext, gettext_noop

from bahtera.access.api import Actor, may
from bahtera.web.presenters.parts import Tab

# What each is called, its address, and who may open it.
_PAGES: Final = (
    (gettext_noop("Register"), "web:privacy", "privacy.read"),
    (gettext_noop("Requests"), "web:requests", "privacy.manage"),
    (gettext_noop("Consents"), "web:consents", "consent.keep"),
    (gettext_noop("Failures"), "web:breaches", "privacy.read"),
)


def tabs(actor: Actor, current: str) -> tuple[Tab, ...]:
    """Return the pages of data protection that the reader may open, marking one."""
    return tuple(
        Tab(gettext(label), reverse(name), name == current)
        for label, name, action in _PAGES
        if may(actor, action)
    )
