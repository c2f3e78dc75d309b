"""When there is news, what an e-mail address looks like, and how long to wait after a failure."""

import re
from datetime import timedelta
from typing import Final

from bahtera.notices.errors import BadMailbox
from bahtera.notices.values import Load

LONGEST: Final = 254
"""Letters of an address (RFC 5321, 4.5.3.1.3 without the brackets)."""
_ADDRESS: Final = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63}"
)
_LONGEST_NAME: Final = 64
_LONGEST_WAIT: Final = timedelta(hours=6)


def is_news(before: Load, now: Load) -> bool:
    """Tell whether more waits than at the last look, or more of it is late."""
    return now.waiting > before.waiting or now.overdue > before.overdue


def clean_address(text: str) -> str:
    """Return an e-mail address without the blanks around it; raises BadMailbox."""
    clean = text.strip()
    name, _, _host = clean.partition("@")
    if len(clean) > LONGEST or len(name) > _LONGEST_NAME or not _ADDRESS.fullmatch(clean):
        raise BadMailbox
    return clean


def wait_after(attempts: int) -> timedelta:
    """Return how long to wait after so many failures in a row: 2, 4, 8 minutes, at most six hours."""
    return min(timedelta(minutes=2 ** min(attempts, 10)), _LONGEST_WAIT)
