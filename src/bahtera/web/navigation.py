"""Where a reader may go, by what they may do."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext, gettext_noop

from bahtera.access.api import Actor, may


@dataclass(frozen=True)
class Item:
    """One place in the navigation."""

    label: str
    url: str
    icon: str
    current: bool


_PLACES: tuple[tuple[str, str, str, str | None], ...] = (
    (gettext_noop("Home"), "web:home", "home", None),
    (gettext_noop("Review"), "web:submissions", "check", "submission.read"),
    (gettext_noop("Areas"), "web:areas", "map", "results.read"),
    (gettext_noop("Questionnaire"), "web:questionnaires", "form", "questionnaire.read"),
    (gettext_noop("Phones"), "web:tokens", "key", "token.manage"),
    (gettext_noop("Data protection"), "web:privacy", "info", "privacy.read"),
)


def items(actor: Actor, path: str) -> tuple[Item, ...]:
    """Return the places this actor may open, marking the one that ``path`` lies in."""
    found = []
    for label, name, icon, action in _PLACES:
        if action is None or may(actor, action):
            url = reverse(name)
            here = path == url if url == "/" else path.startswith(url)
            found.append(Item(gettext(label), url, icon, here))
    return tuple(found)
