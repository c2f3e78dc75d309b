"""What a visit's roster says happened since the visit before: sure enough to record, or to be asked about."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from bahtera.families.values.register import Kind

# Relations that a newborn can have to the head.
_NEWBORN = frozenset({"anak", "cucu", "famili_lain"})


@dataclass(frozen=True, slots=True)
class Arrival:
    """Somebody on the roster who was not on record; ``is_sure`` when the birth date is no estimate."""

    member: UUID
    relation: str
    born: date | None
    is_sure: bool


@dataclass(frozen=True, slots=True)
class Seen:
    """What a visit found of a family on record: who is new or missing, who was and is the head, if it was away."""

    last: date
    on: date
    arrivals: tuple[Arrival, ...] = ()
    missing: tuple[UUID, ...] = ()
    heads_before: tuple[UUID, ...] = ()
    heads_after: tuple[UUID, ...] = ()
    here: frozenset[UUID] = frozenset()
    came_back: bool = False


@dataclass(frozen=True, slots=True)
class Sure:
    """An event that needs no question."""

    kind: Kind
    on: date
    members: tuple[UUID, ...]


def sure_events(seen: Seen) -> list[Sure]:
    """Return what can only have happened one way: a child born since, another head with both there, a return."""
    if seen.on < seen.last:
        return []
    found = [
        Sure(Kind.BIRTH, one.born, (one.member,))
        for one in seen.arrivals
        if one.born and _is_birth(one, seen)
    ]
    changed = seen.heads_before != seen.heads_after
    single = len(seen.heads_before) == len(seen.heads_after) == 1
    if changed and single and {*seen.heads_before, *seen.heads_after} <= seen.here:
        found.append(Sure(Kind.HEAD, seen.on, seen.heads_after))
    if seen.came_back:
        found.append(Sure(Kind.MOVE_IN, seen.on, ()))
    return found


def questions(seen: Seen) -> Iterable[tuple[str, UUID]]:
    """Give what a person must say: why somebody is there (``arrived``) or is not (``missing``).

    A visit that arrives late asks nothing: a later one has answered.
    """
    if seen.on < seen.last:
        return
    for one in seen.arrivals:
        if not _is_birth(one, seen):
            yield "arrived", one.member
    for member in seen.missing:
        yield "missing", member


def _is_birth(one: Arrival, seen: Seen) -> bool:
    return (
        one.born is not None and one.is_sure and one.relation in _NEWBORN and seen.last < one.born <= seen.on
    )
