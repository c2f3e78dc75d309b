"""Entries that vouch for the anchors: deleting an anchor contradicts one, deleting one contradicts the anchors.

Once an hour the worker writes into the chain which line of which anchor file was the last. So it shows too, on a
site where nothing else happens, that the worker was there. A second kind of entry says why it was not.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

import orjson
from django.db import connection

from bahtera.foundation import clock
from bahtera.foundation.audit import anchors, chain, chain_key
from bahtera.foundation.audit.stored import Row, picked_rows
from bahtera.foundation.audit.values import ChainKeyMissing, day_from_label, day_label
from bahtera.foundation.audit.writing import note
from bahtera.foundation.models import AuditAnchor, AuditEntry

ANCHORED = "audit.anchored"
EXPLAINED = "audit.gap_explained"
EVERY = timedelta(hours=1)

_CHUNK = 500


class Reason(StrEnum):
    """Why nothing was anchored for a while."""

    STOPPED = "stopped"
    RESTORED = "restored"
    CLOCK = "clock"
    SYNTHETIC = "synthetic"


@dataclass(frozen=True)
class Witness:
    """An entry that names a line of an anchor file."""

    entry_id: int
    at: datetime
    day: int
    line: int
    hash: str


@dataclass(frozen=True)
class Explanation:
    """An entry that says why nothing was anchored between two instants; not beyond the moment it was written."""

    since: datetime
    until: datetime


def witness() -> None:
    """Write into the chain where the anchors stand, unless that was done within the hour."""
    row = AuditAnchor.objects.filter(lines__gt=0).order_by("-day").first()
    # What was changed outside is not vouched for.
    if row is None or not anchors.seal_fits(row):
        return
    now = clock.now()
    # Of a clock that ran ahead nothing is believed.
    written = AuditEntry.objects.filter(action=ANCHORED, at__gt=now - EVERY, at__lte=now)
    if written.exists():
        return
    note(
        ANCHORED,
        actor="system",
        subject="audit",
        details={"day": day_label(row.day), "line": row.lines, "link": row.line_hash},
    )


def explain_gap(since: datetime, until: datetime, reason: Reason, *, actor: str = "system") -> None:
    """Write into the chain why nothing was anchored meanwhile: it is told from now on, but is no finding.

    Raises ValueError for instants without a zone or in the wrong order. Who may is decided by the caller.
    """
    until = min(until, clock.now())
    if not since < until:
        msg = "a gap ends after it began"
        raise ValueError(msg)
    details = {"since": since.astimezone(UTC), "until": until.astimezone(UTC), "reason": reason}
    note(EXPLAINED, actor=actor, subject="audit", details=details)


def witnesses() -> list[Witness]:
    """Return those whose seal fits, in the order of the lines they name."""
    found = []
    for row, told in _sealed(ANCHORED):
        try:
            day, line = day_from_label(told["day"]), int(told["line"])
            found.append(Witness(row[0], moment(row), day, line, str(told["link"])))
        except (KeyError, TypeError, ValueError):
            continue
    return sorted(found, key=lambda one: (one.day, one.line, one.at))


def explanations() -> list[Explanation]:
    """Return those whose seal fits."""
    found = []
    for _row, told in _sealed(EXPLAINED):
        try:
            since, until = map(datetime.fromisoformat, (told["since"], told["until"]))
        except (KeyError, TypeError, ValueError):
            continue
        found.append(Explanation(since, until))
    return found


def moment(row: Row) -> datetime:
    """Return when an entry was written. Raises ValueError and TypeError for what only a tampered row holds."""
    return datetime.fromisoformat(row[1]).replace(tzinfo=UTC)


def _sealed(action: str) -> Iterator[tuple[Row, dict[str, Any]]]:
    ids = list(AuditEntry.objects.filter(action=action).order_by("pk").values_list("pk", flat=True))
    if not ids:
        return
    try:
        seal_of = chain.sealer(chain_key.key())
    except ChainKeyMissing:
        return
    for start in range(0, len(ids), _CHUNK):
        for row in picked_rows(connection, ids[start : start + _CHUNK]).values():
            try:
                if bytes(row[7])[: chain.HALF] == seal_of(orjson.dumps(row[:7])):
                    yield row, orjson.loads(row[5])
            except (TypeError, ValueError):
                continue
