"""Where a reader may go, by what they may do."""

from dataclasses import dataclass, replace
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext, gettext_noop

from bahtera.access.api import Actor, may
from bahtera.web.presenters.parts import Tab


@dataclass(frozen=True)
class Item:
    """One place in the navigation; ``on_phone`` and ``on_desk`` where the bar itself has room for it."""

    label: str
    url: str
    icon: str
    current: bool
    on_phone: bool = True
    on_desk: bool = True


@dataclass(frozen=True)
class Menu:
    """The places of a reader, in the order of their work."""

    items: tuple[Item, ...]

    @property
    def bar(self) -> tuple[Item, ...]:
        """Return the places that stand in the bar, on a desk at least."""
        return tuple(item for item in self.items if item.on_desk)

    @property
    def more(self) -> tuple[Item, ...]:
        """Return the places that open under "More"; what lies there on a phone alone is written in both."""
        return tuple(item for item in self.items if not item.on_phone)

    @property
    def more_on_phone_alone(self) -> bool:
        """Return whether a desk has room for all of them."""
        return all(item.on_desk for item in self.items)


PHONE_ROOM: Final = 5
"""So many places fit side by side at the foot of a phone, "More" counted."""
DESK_ROOM: Final = 7
"""So many places fit beside the name of the product on a desk, "More" counted."""


# Each with a picture of its own (``parts/sprite.html``): on a phone it is told by that as much as by its word.
_PLACES: tuple[tuple[str, str, str, str | None], ...] = (
    (gettext_noop("Home"), "web:home", "home", None),
    (gettext_noop("Review"), "web:submissions", "check", "submission.read"),
    (gettext_noop("Tasks"), "web:assignments", "tasks", "assignment.manage"),
    (gettext_noop("Rounds"), "web:rounds", "round", "round.read"),
    (gettext_noop("Typing in"), "web:keying", "keyboard", "submission.key"),
    (gettext_noop("Paper"), "web:paper", "print", "paper.print"),
    (gettext_noop("Areas"), "web:areas", "map", "results.read"),
    (gettext_noop("Needs"), "web:needs", "needs", "results.read"),
    (gettext_noop("Plans"), "web:plans", "plan", "plan.read"),
    (gettext_noop("Reports"), "web:reports", "report", "report.read"),
    (gettext_noop("Documents"), "web:documents", "document", "document.read"),
    (gettext_noop("Calendar"), "web:calendar", "calendar", "round.read"),
    (gettext_noop("Map"), "web:map", "layers", "results.read"),
    (gettext_noop("Context figures"), "web:context", "quote", "context.read"),
    (gettext_noop("Questionnaire"), "web:questionnaires", "form", "questionnaire.read"),
    (gettext_noop("Data protection"), "web:privacy", "shield", "privacy.read"),
    (gettext_noop("Watching"), "web:audit", "eye", "audit.read"),
    (gettext_noop("Consents"), "web:consents", "pen", "consent.keep"),
    (gettext_noop("People"), "web:people", "user", "person.read"),
)
# Pages of those who watch over the site.
_WATCHING: tuple[tuple[str, str, str, str], ...] = (
    ("audit", gettext_noop("Audit"), "web:audit", "audit.read"),
    ("glass", gettext_noop("Emergency access"), "web:glass_reviews", "glass.review"),
)
# Within a place of its own for whoever may open that.
_INSIDE: dict[str, str] = {"web:consents": "privacy.read", "web:reports": "submission.read"}
# Pages of one place that lie at addresses of their own.
_BESIDE: dict[str, tuple[str, ...]] = {
    "web:submissions": ("/keluarga/",),
    "web:people": ("/peran/", "/serah-terima/", "/unit/", "/sk/", "/token/"),
    "web:audit": ("/darurat/tinjauan/",),
    "web:areas": ("/laporan/",),
    "web:map": ("/peta.",),
    "web:rounds": ("/indeks-makro", "/dampak"),
}


def watching(actor: Actor | None, current: str) -> tuple[Tab, ...]:
    """Return the tabs of the pages for watching over the site, marking the current one."""
    return tuple(
        Tab(gettext(label), reverse(name), key == current)
        for key, label, name, action in _WATCHING
        if actor is not None and may(actor, action)
    )


def menu(actor: Actor, path: str) -> Menu:
    """Return the places this actor may open, marking the one that ``path`` lies in."""
    found = []
    for label, name, icon, action in _PLACES:
        inside = name in _INSIDE and may(actor, _INSIDE[name])
        if not inside and (action is None or may(actor, action)):
            url = reverse(name)
            here = path == url if url == "/" else path.startswith((url, *_BESIDE.get(name, ())))
            found.append(Item(gettext(label), url, icon, here))
    current = [item for item in found if item.current]
    # A page beside a place may have a place of its own for this reader: the later one is nearer.
    marked = (replace(item, current=False) if item in current[:-1] else item for item in found)
    phone, desk = _room(len(found), PHONE_ROOM), _room(len(found), DESK_ROOM)
    return Menu(
        tuple(replace(item, on_phone=at < phone, on_desk=at < desk) for at, item in enumerate(marked))
    )


def _room(places: int, most: int) -> int:
    """Return how many places stand in a bar: all, or one less than fit where "More" is needed."""
    return places if places <= most else most - 1
