"""The clock of a breach, the moves it allows, and its notices."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from typing import Final
from zoneinfo import ZoneInfo

from bahtera.privacy.errors import BreachRefused
from bahtera.privacy.values import Audience, BreachState

# UU 27/2022, article 46: three times twenty-four hours from the moment the failure is known.
NOTIFY_WITHIN: Final = timedelta(hours=72)
KINDS: Final = (
    "salah_kirim",
    "akses_tak_sah",
    "perangkat_hilang",
    "publikasi_keliru",
    "malware",
    "lainnya",
)
ZONES: Final = MappingProxyType({"Asia/Jakarta": "WIB", "Asia/Makassar": "WITA", "Asia/Jayapura": "WIT"})

_B = BreachState
TRANSITIONS: Final[Mapping[BreachState, frozenset[BreachState]]] = MappingProxyType(
    {
        _B.FOUND: frozenset({_B.CONTAINED}),
        _B.CONTAINED: frozenset({_B.ASSESSED}),
        _B.ASSESSED: frozenset({_B.NOTIFIED}),
        _B.NOTIFIED: frozenset({_B.CLOSED}),
        _B.CLOSED: frozenset(),
    }
)


def check_can_move(state: BreachState, to: BreachState) -> None:
    """Raise BreachRefused unless a breach may go there from where it stands."""
    if to not in TRANSITIONS[state]:
        raise BreachRefused.not_now(state)


def is_overdue(due_at: datetime, sent: Mapping[str, datetime], now: datetime) -> bool:
    """Tell whether the clock ran out while a notice is still to be sent."""
    return now > due_at and any(audience not in sent for audience in Audience)


def was_late(due_at: datetime, sent: Mapping[str, datetime]) -> bool:
    """Tell whether a notice was sent after the clock had run out."""
    return any(at > due_at for at in sent.values())


def moment(at: datetime, zone: str) -> str:
    """Return an instant as an office reads it: ``22-11-2026 11.00 WITA``."""
    local = at.astimezone(ZoneInfo(zone))
    return f"{local:%d-%m-%Y %H.%M} {ZONES[zone]}"


def fill(template: str, values: Mapping[str, str]) -> str:
    """Return a notice; braces inside the values stay what they are."""
    return template.format_map(dict(values))


def utc(at: datetime) -> datetime:
    """Return an aware instant in UTC; raises BreachRefused for one without a zone."""
    if at.tzinfo is None:
        raise BreachRefused.blank()
    return at.astimezone(UTC)
