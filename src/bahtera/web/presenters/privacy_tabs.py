"""The pages of data protection, side by side: a row of tabs that every one of them shows."""

from typing import Final

from django.urls import reverse
from django.utils.translation import gettext, gettext_noop

from bahtera.access.api import Actor, may
from bahtera.web.presenters.parts import Tab

# What each is called, its address, and who may open it.
_PAGES: Final = (
    (gettext_noop("Records"), "web:privacy", "privacy.read"),
    (gettext_noop("Requests"), "web:requests", "privacy.manage"),
    (gettext_noop("Consents"), "web:consents", "consent.keep"),
    (gettext_noop("Failures"), "web:breaches", "privacy.read"),
    (gettext_noop("Retention"), "web:retention", "privacy.read"),
)


def tabs(actor: Actor, path: str) -> tuple[Tab, ...]:
    """Return the pages of data protection that the reader may open, marking the one that ``path`` lies in."""
    found = [(gettext(label), reverse(name)) for label, name, action in _PAGES if may(actor, action)]
    here = max((url for _, url in found if path.startswith(url)), key=len, default="")
    return tuple(Tab(label, url, url == here) for label, url in found)
