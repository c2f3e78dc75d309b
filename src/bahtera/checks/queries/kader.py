"""Which person stands behind a visit: a kader with two phones is one kader to every question."""

from collections.abc import Iterable
from uuid import UUID

from bahtera.access.api import keys_behind, people_behind

_PERSON = "person:"


def kader_behind(keys: Iterable[str]) -> dict[str, str]:
    """Return by actor key the key of the person who holds it; a key of nobody stands for itself."""
    asked = set(keys)
    known = people_behind(asked)
    return {key: f"{_PERSON}{known[key][0]}" if key in known else key for key in asked}


def keys_held(kader: Iterable[str]) -> frozenset[str]:
    """Return every actor key under which those kader send, their own among them."""
    found: set[str] = set()
    for key in kader:
        found.add(key)
        if key.startswith(_PERSON):
            found |= keys_behind(UUID(key.removeprefix(_PERSON)))
    return frozenset(found)
