"""Stored files that nobody needs any more: several packages may need the same one, so all of them are asked."""

from collections.abc import Callable, Collection, Iterable

from bahtera.foundation import blobs

# Which of some hashes a package still needs.
Needed = Callable[[Collection[str]], Collection[str]]
_users: dict[str, Needed] = {}


def register(name: str, needed: Needed) -> None:
    """Name who else needs stored files; a name registered again is replaced. Only ``bahtera.config`` calls this."""
    _users[name] = needed


def erase_unused(hashes: Iterable[str]) -> int:
    """Erase those stored files that nobody needs; return how many there were."""
    wanted = set(hashes)
    for needed in _users.values():
        if wanted:
            wanted -= set(needed(wanted))
    return sum(blobs.erase(sha256) for sha256 in sorted(wanted))
