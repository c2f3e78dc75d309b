"""A quick look at entries as they are shown: whole, anchored, changed. Only `verify` reads everything."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db import connection

from bahtera.foundation.audit import anchors, chain, chain_key
from bahtera.foundation.audit.reading import entries
from bahtera.foundation.audit.stored import Row, picked_rows
from bahtera.foundation.audit.values import SEQUENCE_MOST, Entry, day_label, place_of
from bahtera.foundation.models import AuditAnchor, AuditLane

VERIFIED = "audit.verified"


class State(StrEnum):
    """What a quick look finds: changed, or not fitting the one before it; whole; whole and vouched for outside."""

    CHANGED = "changed"
    WHOLE = "whole"
    ANCHORED = "anchored"


@dataclass(frozen=True)
class AnchoredDay:
    """A day of the chain in its anchor file; ``last_at`` is the file's last line, None when it cannot be read."""

    day: str
    is_closed: bool
    is_as_remembered: bool
    last_at: datetime | None


@dataclass(frozen=True)
class Standing:
    """The latest anchored days, the newest first, and the last time everything was verified."""

    days: Sequence[AnchoredDay]
    verified: Entry | None


def states_of(shown: Sequence[Entry]) -> Mapping[int, State]:
    """Return the state of each entry. Raises ChainKeyMissing."""
    ids = [entry.id for entry in shown]
    rows = picked_rows(connection, sorted({*ids, *(one - 1 for one in ids if place_of(one).seq > 1)}))
    firsts = {one & ~SEQUENCE_MOST for one in ids if place_of(one).seq == 1}
    starts = {row.id: bytes(row.genesis) for row in AuditLane.objects.filter(pk__in=firsts).order_by("pk")}
    key = chain_key.key() if ids else b""
    whole = {one: _is_whole(key, one, rows, starts) for one in ids}
    ends = {day: _anchored(day) for day in {place_of(one).day for one in ids}}
    return {one: _state(one, ends, is_whole=whole[one]) for one in ids}


def standing(*, days: int = 14) -> Standing:
    """Return how far the anchors reach, and the last verification there was."""
    rows = AuditAnchor.objects.order_by("-day")[:days]
    verified = entries(action=VERIFIED, size=1).items
    return Standing(tuple(_day(row) for row in rows), verified[0] if verified else None)


def _state(entry_id: int, ends: Mapping[int, Mapping[int, int] | None], *, is_whole: bool) -> State:
    if not is_whole:
        return State.CHANGED
    place = place_of(entry_id)
    reached = ends[place.day]
    return State.ANCHORED if reached is None or place.seq <= reached.get(place.lane, 0) else State.WHOLE


def _is_whole(key: bytes, entry_id: int, rows: Mapping[int, Row], starts: Mapping[int, bytes]) -> bool:
    row = rows.get(entry_id)
    mac = _bytes(row[7]) if row else b""
    before = starts.get(entry_id - 1) if place_of(entry_id).seq == 1 else _link(rows.get(entry_id - 1))
    if row is None or before is None:
        return False
    try:
        own = chain.seal(key, chain.canonical(entry_id, row[1:7]))
    except TypeError:
        return False
    return mac == own + chain.link(key, before, own)


def _link(row: Row | None) -> bytes | None:
    return _bytes(row[7])[chain.HALF :] if row else None


def _anchored(day: int) -> Mapping[int, int] | None:
    """Return how far each lane of a day is anchored; None when all of it is: the day was closed."""
    row = anchors.remembered(day)
    if row is not None and row.is_closed and anchors.seal_fits(row):
        return None
    try:
        lines, _ = anchors.read(day)
    except FileNotFoundError:
        return {}
    if not lines or not lines[-1].is_signed():
        return {}
    return {lane: seq for line in lines for lane, (seq, _) in line.heads.items()}


def _day(row: AuditAnchor) -> AnchoredDay:
    try:
        lines, is_whole = anchors.read(row.day)
    except FileNotFoundError:
        lines, is_whole = [], False
    fits = anchors.seal_fits(row) and is_whole and len(lines) >= row.lines
    last_at = datetime.fromisoformat(str(lines[-1].told["at"])) if lines else None
    return AnchoredDay(day_label(row.day), bool(row.is_closed), fits, last_at)


def _bytes(value: object) -> bytes:
    return bytes(value) if isinstance(value, bytes | memoryview) else b""
