"""Reading the audit: a list for the search page, and the trail of one person or thing."""

import heapq
from collections.abc import Collection, Iterator, Sequence
from datetime import datetime

from django.db.models import Q, QuerySet

from bahtera.foundation.audit.values import Entry
from bahtera.foundation.models import AuditEntry, AuditReference
from bahtera.foundation.paging import Page, keyset

_NEWEST_FIRST = ("-at", "-id")


def entries(
    *,
    actor: str | None = None,
    subject: str | None = None,
    about: str | None = None,
    touching: str | None = None,
    kind: str | None = None,
    action: str | None = None,
    actions: Sequence[str] = (),
    since: datetime | None = None,
    until: datetime | None = None,
    cursor: str | None = None,
    size: int = 50,
) -> Page[Entry]:
    """Return a page of entries, newest first.

    ``action`` that ends with a dot stands for all that begin so (``access.``); ``about`` finds what touched
    somebody or something besides its subject, ``touching`` in either way; ``kind`` is what a subject begins with
    (``family``); ``actions`` are any of several; ``until`` is exclusive. Raises Refused (``paging.bad_cursor``).
    The caller checks who may read.
    """
    found = _within(since, until)
    if actor is not None:
        found = found.filter(actor=actor)
    if subject is not None:
        found = found.filter(subject=subject)
    if about is not None:
        found = found.filter(pk__in=_touching([about]))
    if touching is not None:
        found = found.filter(Q(subject=touching) | Q(pk__in=_touching([touching])))
    if kind is not None:
        found = found.filter(subject__startswith=f"{kind}:")
    if actions:
        found = found.filter(action__in=list(actions))
    if action is not None:
        found = found.filter(**{"action__startswith" if action.endswith(".") else "action": action})
    page = keyset(found, _NEWEST_FIRST, cursor=cursor, size=size)
    return Page([_value(row) for row in page.items], page.next_cursor)


def count(*, subject: str, actions: Collection[str], since: datetime) -> int:
    """Return how many entries about one subject have one of the actions, from an instant on."""
    return _within(since, None).filter(subject=subject, action__in=actions).count()


def last(action: str) -> int:
    """Return the number of the latest entry of an action, 0 where there is none."""
    found = (
        AuditEntry.objects.filter(action=action).order_by("-at", "-id").values_list("id", flat=True).first()
    )
    return found or 0


def trail_of(
    references: Sequence[str], *, since: datetime | None = None, until: datetime | None = None
) -> Iterator[Entry]:
    """Stream every entry that has one of the references as its subject or is about it, oldest first, each once.

    A person's own trail: what names them (``member:0192...``) and what names records that are theirs alone.
    """
    named = list(references)
    own = _within(since, until).filter(subject__in=named)
    touched = _within(since, until).filter(pk__in=_touching(named)).exclude(subject__in=named)
    streams = [rows.order_by("at", "id").iterator(chunk_size=2000) for rows in (own, touched)]
    return map(_value, heapq.merge(*streams, key=lambda row: (row.at, row.id)))


def _within(since: datetime | None, until: datetime | None) -> QuerySet[AuditEntry]:
    found = AuditEntry.objects.all()
    if since is not None:
        found = found.filter(at__gte=since)
    if until is not None:
        found = found.filter(at__lt=until)
    return found


def _touching(references: Sequence[str]) -> QuerySet[AuditReference, int]:
    return AuditReference.objects.filter(reference__in=references).values_list("entry_id", flat=True)


def _value(row: AuditEntry) -> Entry:
    about = tuple(map(str, row.about)) if isinstance(row.about, list) else ()
    details = row.details if isinstance(row.details, dict) else {}
    return Entry(row.id, row.at, row.action, row.actor, row.subject, about, details)
