"""Second steps and sessions as the account's pages show them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.utils.translation import gettext

from bahtera.access.api import Factor, SessionRow
from bahtera.web import wording

# The first that fits wins: browsers claim to be one another.
_BROWSERS: Final = (
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS: Final = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


@dataclass(frozen=True)
class FactorLine:
    """One second step of an account."""

    id: int
    kind: str
    label: str
    name: str
    added_at: datetime
    used_at: datetime | None


@dataclass(frozen=True)
class SessionLine:
    """One open session."""

    id: UUID
    user_id: int
    person: str
    device: str
    address: str
    factor: str
    started_at: datetime
    last_seen_at: datetime
    is_this: bool


def factor_lines(factors: Iterable[Factor]) -> list[FactorLine]:
    """Return second steps with the words for their kind."""
    return [
        FactorLine(
            one.id, one.kind, wording.say(wording.FACTORS, one.kind), one.name, one.added_at, one.used_at
        )
        for one in factors
    ]


def session_lines(rows: Iterable[SessionRow]) -> list[SessionLine]:
    """Return sessions with a word for the device."""
    return [
        SessionLine(
            row.id,
            row.user_id,
            row.name,
            device_name(row.agent),
            row.address,
            wording.say(wording.FACTORS, row.factor) if row.factor else gettext("password only"),
            row.started_at,
            row.last_seen_at,
            is_this=row.is_this,
        )
        for row in rows
    ]


def device_name(agent: str) -> str:
    """Return browser and system in plain words; of an agent nobody knows, that it is unknown."""
    browser = next((name for mark, name in _BROWSERS if mark in agent), "")
    system = next((name for mark, name in _SYSTEMS if re.search(mark, agent)), "")
    return " · ".join(part for part in (browser, system) if part) or gettext("Unknown device")
