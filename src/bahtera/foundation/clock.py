"""The only place that asks what time it is.

Instants are aware and in UTC; a calendar day needs the time zone of the office or family concerned.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

_frozen: ContextVar[datetime | None] = ContextVar("bahtera_frozen_clock", default=None)


def now() -> datetime:
    """Return the present instant, aware, in UTC."""
    return _frozen.get() or datetime.now(UTC)


def today(zone: str) -> date:
    """Return the calendar day in an IANA time zone such as ``Asia/Makassar``."""
    return now().astimezone(ZoneInfo(zone)).date()


@contextmanager
def frozen(at: datetime) -> Iterator[None]:
    """Hold the clock at one instant, for tests and for reproducible demonstrations."""
    if at.tzinfo is None:
        msg = "a frozen instant needs a time zone"
        raise ValueError(msg)
    token = _frozen.set(at.astimezone(UTC))
    try:
        yield
    finally:
        _frozen.reset(token)
