"""The audit for those who watch over the site: looked through, and taken away as a file. Who looks is audited too."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from bahtera.access.api import Actor, check_may, may
from bahtera.families import api as families
from bahtera.foundation import audit, clock
from bahtera.foundation.errors import NotFound, Refused
from bahtera.foundation.paging import Page
from bahtera.publishing.api import safe_text
from bahtera.web import audit_words, places
from bahtera.web.door import concerns, page
from bahtera.web.presenters import audit as shown

_SIZE: Final = 50
_CHUNK: Final = 1000
_DAYS: Final = 7
# Keys as Bahtera writes them: a kind and a number of ours, never what a person is called.
_KEY: Final = re.compile(r"[a-z_]{1,20}:[0-9a-z._?-]{1,60}|system|visitor|site|audit|keyring|areas", re.ASCII)


class NoSuchMember(NotFound):
    """There is no such member, or not where the officer answers for people's rights."""

    def __init__(self) -> None:
        super().__init__("web.no_such_member", "There is nobody with this number in your areas.")


@page("audit.read")
def search(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show entries of a span of days, the latest first, with what was asked narrowed down."""
    zone = places.own_zone(actor)
    wanted, problem = _wanted(request, zone)
    cursor = request.GET.get("kursor") or None
    found = _entries(wanted, zone, cursor=cursor, size=_SIZE)
    states = audit.states_of(found.items)
    _note("audit.searched", actor, wanted)
    standing = audit.standing()
    groups, actions = shown.action_options(wanted.action)
    base = reverse("web:audit")
    view = shown.AuditPage(
        filter=wanted,
        zone=zone,
        problem=problem,
        actions=actions,
        groups=groups,
        kinds=shown.kind_options(wanted.kind),
        rows=shown.entry_lines(found.items, states, wanted),
        changed=sum(state is audit.State.CHANGED for state in states.values()),
        more_url=f"{base}?{wanted.query(kursor=found.next_cursor)}" if found.next_cursor else "",
        file_url=f"{reverse('web:export_audit')}?{wanted.query()}",
        days=shown.day_lines(standing.days),
        verified=shown.verified_line(standing.verified),
        can_take_trail=may(actor, "privacy.manage"),
    )
    return render(request, "web/watching/audit.html", {"page": view})


@page("audit.read", fresh=True)
def export(request: HttpRequest, actor: Actor) -> StreamingHttpResponse:
    """Stream every entry that was looked for as CSV."""
    zone = places.own_zone(actor)
    wanted, problem = _wanted(request, zone)
    if problem:
        raise Refused("web.bad_filter", "This filter is not understood. Go back and choose again.")
    _note("audit.exported", actor, wanted)
    return _csv(_pages(wanted, zone), f"jejak-{wanted.first:%Y%m%d}-{wanted.last:%Y%m%d}.csv")


@page("privacy.manage", fresh=True)
def trail(request: HttpRequest, actor: Actor) -> StreamingHttpResponse:
    """Stream the trail of one member, found by the number that entries name them with, as CSV."""
    text = request.GET.get("anggota", "")
    person = families.get_person(UUID(text)) if _is_uuid(text) else None
    if person is None or not may(actor, "privacy.manage", area=person.village_code):
        raise NoSuchMember
    check_may(actor, "privacy.manage", area=person.village_code)
    references = [f"member:{one}" for one in sorted(person.records)]
    audit.note(
        "audit.trail_exported", actor=actor.key, subject=f"member:{person.member_id}", about=references
    )
    concerns(request, *references)
    return _csv(_batches(audit.trail_of(references)), f"riwayat-{str(person.member_id)[-12:]}.csv")


def _wanted(request: HttpRequest, zone: str) -> tuple[shown.Filter, str]:
    """Return what is looked for and what of it was not understood; without days, the last week."""
    asked = request.GET
    today = clock.today(zone)
    first, last = _day(asked.get("dari", "")), _day(asked.get("sampai", ""))
    last = last or today
    first = first or min(last, today) - timedelta(days=_DAYS - 1)
    actor, thing = asked.get("pelaku", "").strip(), asked.get("hal", "").strip()
    kind, action = asked.get("jenis", ""), asked.get("tindakan", "")
    problem = ""
    if first > last:
        first, last = last, first
    if (actor and not _KEY.fullmatch(actor)) or (thing and not _KEY.fullmatch(thing)):
        problem = gettext(
            "Write a number as it stands in the list, such as user:12. Names are not searched here."
        )
    wanted = shown.Filter(
        first=first,
        last=last,
        actor=actor if _KEY.fullmatch(actor) else "",
        thing=thing if _KEY.fullmatch(thing) else "",
        kind=kind if kind in audit_words.KINDS else "",
        action=action if action in audit_words.ACTIONS or action in audit_words.GROUPS else "",
        refused=asked.get("ditolak") == "ya",
    )
    return wanted, problem


def _entries(wanted: shown.Filter, zone: str, *, cursor: str | None, size: int) -> Page[audit.Entry]:
    return audit.entries(
        actor=wanted.actor or None,
        touching=wanted.thing or None,
        kind=wanted.kind or None,
        action=wanted.action or None,
        actions=shown.REFUSALS if wanted.refused else (),
        since=_begin(wanted.first, zone),
        until=_begin(wanted.last + timedelta(days=1), zone),
        cursor=cursor,
        size=size,
    )


def _pages(wanted: shown.Filter, zone: str) -> Iterator[Sequence[audit.Entry]]:
    cursor: str | None = None
    while True:
        found = _entries(wanted, zone, cursor=cursor, size=_CHUNK)
        yield found.items
        cursor = found.next_cursor
        if cursor is None:
            return


def _batches(entries: Iterable[audit.Entry]) -> Iterator[Sequence[audit.Entry]]:
    batch: list[audit.Entry] = []
    for one in entries:
        batch.append(one)
        if len(batch) == _CHUNK:
            yield batch
            batch = []
    yield batch


def _csv(pages: Iterator[Sequence[audit.Entry]], name: str) -> StreamingHttpResponse:
    answer = StreamingHttpResponse(_lines(pages), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _lines(pages: Iterator[Sequence[audit.Entry]]) -> Iterator[bytes]:
    """Write entries as CSV; no cell is one that a spreadsheet would run."""
    yield "\ufeff".encode()
    yield _written([shown.HEADING])
    for entries in pages:
        yield _written(shown.table_rows(entries, audit.states_of(entries)))


def _written(rows: Iterable[Sequence[str]]) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows([safe_text(cell) for cell in row] for row in rows)
    return text.getvalue().encode()


def _note(action: str, actor: Actor, wanted: shown.Filter) -> None:
    """Write down who looked for what; whoever's trail it was finds it in there."""
    details = {
        "first_day": wanted.first,
        "last_day": wanted.last,
        "actor": wanted.actor,
        "thing": wanted.thing,
        "kind": wanted.kind,
        "action": wanted.action,
        "refused": wanted.refused,
    }
    told = {key: value for key, value in details.items() if value}
    about = [one for one in (wanted.thing, wanted.actor) if ":" in one]
    audit.note(action, actor=actor.key, subject="audit", details=told, about=about)


def _begin(day: date, zone: str) -> datetime:
    return datetime.combine(day, time(), ZoneInfo(zone))


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if date(2000, 1, 1) <= day <= date(2999, 12, 31) else None


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
