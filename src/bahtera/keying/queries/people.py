"""Names of those who typed, by the keys they acted under."""

from collections.abc import Iterable

from bahtera.access.api import names_behind, person_behind


def names_of(keys: Iterable[str]) -> dict[str, str]:
    """Return the names of the people behind actor keys; nothing for a key of nobody."""
    people = {key: person_behind(key) for key in set(keys) if key}
    names = names_behind(one for one in people.values() if one is not None)
    return {key: names[one] for key, one in people.items() if one in names}
