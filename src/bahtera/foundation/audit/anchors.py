"""Anchors: where the chain stands, signed into a file a day outside the database, once a minute.

Whoever cuts off the last entries and sets the heads back to a state they kept is found by the next anchor. The
lines of a file hang on each other and the files on one another; the database remembers, sealed, how far each
file goes. So neither the files nor the database can be changed alone.
"""

import fcntl
import logging
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import orjson

from bahtera.foundation import clock, keys
from bahtera.foundation.audit import chain, chain_key, lanes
from bahtera.foundation.audit.values import Head, Place, day_label
from bahtera.foundation.models import AuditAnchor
from bahtera.foundation.transactions import durable

logger = logging.getLogger(__name__)

# What is signed begins so, that no signature made for something else (a receipt) fits here.
_SIGNED = b"bahtera audit anchor\n"

_folder: Path | None = None


@dataclass(frozen=True)
class Line:
    """One line of an anchor file: ``heads`` are those that moved since the line before."""

    text: bytes
    told: Mapping[str, Any]
    signature: str

    @property
    def hash(self) -> str:
        """Return what the next line hangs on."""
        return sha256(self.text).hexdigest()

    @property
    def heads(self) -> Mapping[int, tuple[int, str]]:
        """Return lane: (last sequence, its link in hex)."""
        return {int(lane): (seq, last) for lane, (seq, last) in self.told["heads"].items()}

    @property
    def is_closing(self) -> bool:
        """Return whether the day was closed with this line."""
        return bool(self.told["kind"] == "closed")

    def is_signed(self) -> bool:
        """Tell whether this server signed the line."""
        return keys.verify(_SIGNED + _json(self.told), self.signature)


def configure(folder: Path) -> None:
    """Name the folder of the anchor files; it is made when needed."""
    global _folder  # noqa: PLW0603 - set once at start
    _folder = folder


def folder() -> Path:
    """Return the folder of the anchor files."""
    if _folder is None:
        msg = "audit.configure was not called"
        raise RuntimeError(msg)
    return _folder


def file_of(day: int) -> Path:
    """Return the anchor file of a day."""
    return folder() / f"{day_label(day)}.jsonl"


def anchor() -> None:
    """Begin the day in every free lane, sign where the chain stands, and close the days that are over."""
    with durable():
        lanes.begin_day()
    done = AuditAnchor.objects.filter(is_closed=True).order_by("-day").values_list("day", flat=True).first()
    first = 0 if done is None else done + 1
    with _alone():
        waiting = False
        # A head that was changed outside is not signed: the anchor would vouch for it.
        whole = [head for head in lanes.heads(first=Place(first, 0, 0).id) if lanes.is_whole(head)]
        for day, heads in _by_day(whole).items():
            # Days are closed in their order, so that one look tells where to go on.
            waiting = waiting or any(head.is_open for head in heads)
            _append(day, heads, closing=not waiting)


def read(day: int, *, size: int | None = None) -> tuple[list[Line], bool]:
    """Return the lines of a day's file, of its first ``size`` bytes, and whether all of it could be read.

    A last line without its end was being written when the machine stopped: it does not count. Raises
    FileNotFoundError.
    """
    data = file_of(day).read_bytes()[:size]
    lines: list[Line] = []
    for text in data[: data.rfind(b"\n") + 1].splitlines():
        line = _parsed(text)
        if line is None:
            return lines, False
        lines.append(line)
    return lines, True


def remembered(day: int) -> AuditAnchor | None:
    """Return what the database remembers of a day's file, or None; the seal is not looked at."""
    return AuditAnchor.objects.filter(day=day).order_by("day").first()


def seal_fits(row: AuditAnchor) -> bool:
    """Tell whether the row is as Bahtera wrote it."""
    expected = chain.anchor_seal(
        chain_key.key(), row.day, row.lines, row.line_hash, is_closed=bool(row.is_closed)
    )
    return bytes(row.seal) == expected


def _by_day(heads: Sequence[Head]) -> dict[int, list[Head]]:
    found: dict[int, list[Head]] = {}
    for head in heads:
        found.setdefault(head.place.day, []).append(head)
    return found


def _append(day: int, heads: Sequence[Head], *, closing: bool) -> None:
    """Add a line when there is news; the database is told when it is on disk."""
    lines, row = _so_far(day), remembered(day)
    known: dict[int, tuple[int, str]] = {}
    for line in lines:
        known |= line.heads
    now = {head.place.lane: (head.seq, head.link.hex()) for head in heads}
    moved = {lane: head for lane, head in now.items() if known.get(lane) != head}
    is_whole = row is None or _goes_on(row, lines)
    if lines and lines[-1].is_closing:
        closing = True
    elif moved or closing:
        before = lines[-1].hash if lines else _last_hash_before(day)
        line = _line(day, now if closing else moved, before, clock.now(), closing=closing)
        _write(file_of(day), line.text + b"\n")
        lines.append(line)
    elif row is not None and row.lines == len(lines):
        return
    if is_whole:
        _remember(day, len(lines), lines[-1].hash if lines else "", is_closed=closing)
    elif closing and row is not None and not row.is_closed:
        # What was changed stays to be seen; only that the day is over is added.
        _remember(day, row.lines, row.line_hash, is_closed=True)


def _so_far(day: int) -> list[Line]:
    """Return the lines there are; a torn end, of a machine that stopped, is cut off."""
    path = file_of(day)
    if not path.exists():
        return []
    data = path.read_bytes()
    whole = data.rfind(b"\n") + 1
    if whole < len(data):
        with path.open("r+b") as file:
            file.truncate(whole)
    lines, _ = read(day)
    return lines


def _goes_on(row: AuditAnchor, lines: Sequence[Line]) -> bool:
    """Tell whether the file goes on from what the database remembers."""
    whole = (
        seal_fits(row)
        and len(lines) >= row.lines
        and (row.lines == 0 or lines[row.lines - 1].hash == row.line_hash)
    )
    if not whole:
        logger.error(
            "the anchor file of %s was changed outside Bahtera; see `bahtera audit verify`",
            day_label(row.day),
        )
    return whole


def _last_hash_before(day: int) -> str:
    row = AuditAnchor.objects.filter(day__lt=day).order_by("-day").first()
    if row is None:
        return ""
    lines = _so_far(row.day)
    return lines[-1].hash if lines else row.line_hash


def _line(
    day: int, heads: Mapping[int, tuple[int, str]], before: str, at: datetime, *, closing: bool
) -> Line:
    told: dict[str, Any] = {
        "kind": "closed" if closing else "heads",
        "day": day_label(day),
        "at": at.isoformat(timespec="seconds"),
        "heads": {str(lane): list(head) for lane, head in heads.items()},
        "previous": before,
    }
    if closing:
        told["entries"] = sum(seq for seq, _ in heads.values())
    signature = keys.sign(_SIGNED + _json(told))
    return Line(_json({"told": told, "signature": signature}), told, signature)


def _parsed(text: bytes) -> Line | None:
    """Return a line, or None for what Bahtera has not written."""
    try:
        found = orjson.loads(text)
        line = Line(text, dict(found["told"]), str(found["signature"]))
        datetime.fromisoformat(line.told["at"])
        is_ours = all(len(head) == 2 and head[0] >= 0 for head in line.heads.values())  # noqa: PLR2004 - a pair
        return (
            line
            if is_ours and isinstance(line.told["kind"], str) and line.told["previous"] is not None
            else None
        )
    except (KeyError, TypeError, ValueError, AttributeError):
        return None


def _json(value: object) -> bytes:
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)


def _write(path: Path, data: bytes) -> None:
    """Append so that it is on disk afterwards, the file's name too."""
    is_new = not path.exists()
    with path.open("ab") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    if is_new:
        descriptor = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _remember(day: int, count: int, line_hash: str, *, is_closed: bool) -> None:
    own = chain.anchor_seal(chain_key.key(), day, count, line_hash, is_closed=is_closed)
    with durable():
        AuditAnchor.objects.update_or_create(
            day=day, defaults={"lines": count, "line_hash": line_hash, "is_closed": is_closed, "seal": own}
        )


@contextmanager
def _alone() -> Iterator[None]:
    """Wait until no other process writes anchors here."""
    folder().mkdir(parents=True, exist_ok=True)
    with (folder() / ".lock").open("ab") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
