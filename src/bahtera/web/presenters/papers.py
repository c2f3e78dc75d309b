"""What an area page offers of papers with a number: those to be made by one click, and the newest of each kind."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext

from bahtera.access.api import Actor, may
from bahtera.areas.api import Area
from bahtera.documents import api as documents
from bahtera.surveys import api as surveys
from bahtera.web.presenters.documents import KINDS


@dataclass(frozen=True)
class Paper:
    """One kind of paper for this area; ``url`` and ``number`` of the newest one, "" where none was issued."""

    kind: str
    label: str
    number: str
    url: str


@dataclass(frozen=True)
class Papers:
    """The papers of an area and round; ``can_make`` where the reader may issue them."""

    round_id: int
    rows: tuple[Paper, ...]
    can_make: bool
    all_url: str


def papers_of(area: Area, actor: Actor, chosen: surveys.RoundRow) -> Papers | None:
    """Return the papers of an area in a round; None for who reads no documents there, or where none are made."""
    kinds = [kind for kind in KINDS if area.level in documents.LEVELS[kind]]
    if not kinds or not may(actor, "document.read", area=area.code):
        return None
    found = documents.newest_of(area.code, chosen.id, next(iter(chosen.index_ids), ""))
    return Papers(
        round_id=chosen.id,
        rows=tuple(
            Paper(
                kind.value,
                gettext(KINDS[kind]),
                found[kind].number if kind in found else "",
                reverse("web:document", args=[found[kind].id]) if kind in found else "",
            )
            for kind in kinds
        ),
        can_make=may(actor, "document.issue", area=area.code),
        all_url=f"{reverse('web:documents')}?{urlencode({'wilayah': area.code})}",
    )
