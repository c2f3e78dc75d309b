"""Families by name, for whoever declares that one is a kader's own household or a relative's."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from uuid import UUID

from bahtera.access.api import Actor, check_may, covers, reach
from bahtera.areas import api as areas
from bahtera.families import api as families
from bahtera.surveys.rules import fold_name

_MOST = 20


@dataclass(frozen=True)
class FoundFamily:
    """A family of the register: its head, spouse and place as phones show them."""

    family_id: UUID
    label: str
    village_code: str


def find_families(text: str, *, area: str, actor: Actor) -> list[FoundFamily]:
    """Return at most twenty families of an area in whose label every word of a text occurs.

    Only those that the actor may read. Raises NotAllowed for somebody who reads no visits.
    """
    check_may(actor, "submission.read")
    words = fold_name(text).split()
    if not words:
        return []
    scopes = reach(actor, "submission.read")
    villages = [
        one.code for one in areas.villages_within(area) if any(covers(scope, one.code) for scope in scopes)
    ]
    return list(islice(_matching(villages, words), _MOST))


def _matching(villages: list[str], words: list[str]) -> Iterator[FoundFamily]:
    for row in families.known_families(villages):
        label = fold_name(row["label"])
        if all(word in label for word in words):
            yield FoundFamily(UUID(row["name"]), row["label"], row["kode_desa"])
