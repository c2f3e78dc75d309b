"""How long to wait after wrong guesses. Counts in, time out.

A wait is counted for a pair of account and network, for a network, or for a device that its owner signed in
with before: never for the account alone, or anybody could lock its owner out by guessing wrongly.
"""

import ipaddress
from dataclasses import dataclass
from datetime import timedelta
from typing import Final


@dataclass(frozen=True, slots=True)
class Allowance:
    """How many wrong guesses cost nothing, and how the wait grows after them: doubling up to ``longest``."""

    free: int
    first: timedelta
    longest: timedelta


# One account from one network: after five, a wait that doubles from five seconds to a quarter of an hour.
PAIR: Final = Allowance(5, timedelta(seconds=5), timedelta(minutes=15))
# A whole network, which may be one office behind one address: more room, shorter waits.
NETWORK: Final = Allowance(40, timedelta(seconds=2), timedelta(minutes=5))
# A device its owner has signed in with: its own budget, which strangers cannot touch.
DEVICE: Final = Allowance(8, timedelta(seconds=5), timedelta(minutes=5))
# Wrong codes for one account from devices it does not know: the password was right each time, so this is
# either its owner's new phone or a thief; a six-digit code must not be guessable from a thousand networks.
STRANGERS_CODES: Final = Allowance(20, timedelta(seconds=30), timedelta(hours=1))

# Activation codes of 45 bits, from one network: phones of a province may share a mobile provider's address.
# Short waits: at two guesses a minute 45 bits last for ever, and nobody keeps a village out for long.
ACTIVATION: Final = Allowance(20, timedelta(seconds=2), timedelta(seconds=30))
# All networks that have guessed wrongly before, together: even a thousand of them get a few tries a minute.
ACTIVATION_EVERYWHERE: Final = Allowance(300, timedelta(seconds=1), timedelta(seconds=20))
# Unlock codes: only the phone itself, which proved its key, can guess.
UNLOCKING: Final = Allowance(5, timedelta(seconds=30), timedelta(hours=1))
# Signatures that do not fit are never waited for (others share the network): beyond this they are not written
# down one by one.
FORGED: Final = Allowance(20, timedelta(minutes=1), timedelta(hours=1))

FORGOTTEN_AFTER: Final = timedelta(hours=24)
_V4_PREFIX, _V6_PREFIX = 24, 48


def wait_after(failures: int, allowance: Allowance) -> timedelta:
    """Return how long the next guess must wait after so many wrong ones in a row."""
    over = failures - allowance.free
    if over <= 0:
        return timedelta(0)
    # Beyond thirty doublings any wait is the longest; the bound keeps the number small.
    grown: timedelta = allowance.first * 2 ** min(over - 1, 30)
    return min(grown, allowance.longest)


def network_of(address: str) -> str:
    """Return the network an address belongs to (IPv4 /24, IPv6 /48); of an unreadable one, ``unknown``."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return "unknown"
    mapped = getattr(found, "ipv4_mapped", None)
    found = mapped or found
    size = _V4_PREFIX if found.version == 4 else _V6_PREFIX  # noqa: PLR2004 - a version of IP
    return str(ipaddress.ip_network((found, size), strict=False))
