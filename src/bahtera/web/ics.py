"""A calendar file (RFC 5545) of whole days, which any calendar program takes in."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

_LONGEST: Final = 75
"""Octets in a line, its end not counted (RFC 5545, 3.1)."""


@dataclass(frozen=True)
class Event:
    """Something on whole days, the last counted. ``uid`` stays the same for the same thing."""

    uid: str
    title: str
    first: date
    last: date


def calendar_file(name: str, events: Iterable[Event], made_at: datetime) -> str:
    """Return the file; ``made_at`` is an instant in UTC."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Bahtera//ID", f"X-WR-CALNAME:{_text(name)}"]
    for one in events:
        lines += [
            "BEGIN:VEVENT",
            f"UID:{_text(one.uid)}",
            f"DTSTAMP:{made_at:%Y%m%dT%H%M%SZ}",
            f"DTSTART;VALUE=DATE:{one.first:%Y%m%d}",
            # The end is the day after the last (RFC 5545, 3.6.1).
            f"DTEND;VALUE=DATE:{one.last + timedelta(days=1):%Y%m%d}",
            f"SUMMARY:{_text(one.title)}",
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
        ]
    lines.append("END:VCALENDAR")
    return "".join(f"{piece}\r\n" for line in lines for piece in _folded(line))


def _text(words: str) -> str:
    r"""Return words as a value: ``\ ; ,`` marked, line ends as ``\n``."""
    marked = words.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return "\\n".join(marked.splitlines())


def _folded(line: str) -> Iterator[str]:
    """Cut a line that is too long; what follows begins with a blank, and no letter is cut in two."""
    piece = ""
    for letter in line:
        if len((piece + letter).encode()) > _LONGEST:
            yield piece
            piece = " "
        piece += letter
    yield piece
