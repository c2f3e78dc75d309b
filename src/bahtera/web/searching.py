"""What people type to find somebody travels in no address: it is sent by POST and comes back sealed.

The address of the list that is found holds the sealed text, so going back, reloading and loading more work, and
whoever reads addresses in a history or a log learns nothing. It opens for whoever searched and for nobody else.
Keys of our own (an id of a family, a visit, an instance) are no names and may stand there as they are.
"""

import base64
import binascii
import re
from typing import Final

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict

from bahtera.access.api import Actor
from bahtera.foundation import sealing
from bahtera.foundation.inputs import without_null

_TYPED: Final = frozenset({"q", "cari"})
_CURSOR: Final = "kursor"
_PURPOSE: Final = "web.search"
_LONGEST: Final = 100
_KEY: Final = re.compile(r"(?:uuid:)?[0-9a-fA-F]{8}(?:-?[0-9a-fA-F]{4}){3}-?[0-9a-fA-F]{12}")


def lead_on(
    request: HttpRequest, actor: Actor, address: str, names: tuple[str, ...], *, place: str = ""
) -> HttpResponse:
    """Answer a search that was sent: go to the list, with what was typed sealed. ``place`` is a part of the page."""
    wanted = QueryDict(mutable=True)
    for name in names:
        text = str(request.POST.get(name, "")).strip()[:_LONGEST]
        if text:
            wanted[name] = _closed(without_null(text), actor) if name in _TYPED else text
    query = f"?{wanted.urlencode()}" if wanted else ""
    return HttpResponseRedirect(f"{address}{query}{place}")


def opened(asked: QueryDict, actor: Actor) -> QueryDict:
    """Return what an address asks for, with what was sealed opened.

    A name that stands in it in plain letters, as in an old bookmark, is not looked for.
    """
    found = asked.copy()
    for name in (*_TYPED, _CURSOR):
        if name in found:
            text = without_null(str(found[name]))
            plain = _open(text, actor)
            if plain is None:
                plain = text if name == _CURSOR or _KEY.fullmatch(text) else ""
            found[name] = plain
    return found


def is_search(asked: QueryDict) -> bool:
    """Tell whether an address looks for somebody by what was typed."""
    return any(asked.get(name) for name in _TYPED)


def more(asked: QueryDict, actor: Actor, cursor: str | None) -> str:
    """Return the query text for the next page; empty when there is none. A cursor holds the last name of a page."""
    if cursor is None:
        return ""
    wanted = asked.copy()
    wanted[_CURSOR] = _closed(cursor, actor)
    return f"?{wanted.urlencode()}"


def _closed(text: str, actor: Actor) -> str:
    if _KEY.fullmatch(text):
        return text
    closed = sealing.seal(text.encode(), purpose=_PURPOSE, bound_to=actor.key.encode())
    return base64.urlsafe_b64encode(closed).rstrip(b"=").decode()


def _open(text: str, actor: Actor) -> str | None:
    """Return a sealed text; None for what is none, was changed, or is somebody else's."""
    try:
        closed = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        return sealing.unseal(closed, purpose=_PURPOSE, bound_to=actor.key.encode()).decode()
    except (binascii.Error, ValueError, sealing.SealingProblem):
        return None
