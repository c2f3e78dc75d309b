"""Who a member is and what is held of them: asked of higher packages through what config registers."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from uuid import UUID

from bahtera.access.api import Actor, check_may, may
from bahtera.privacy.errors import NoSuchRecord
from bahtera.privacy.values import Collect, Finder, Found, Lookup, Section, Subject, Wanted

_lookups: list[Lookup] = []
_finders: list[Finder] = []
_holders: dict[str, Collect] = {}


def register_people(lookup: Lookup, finder: Finder) -> None:
    """Name what tells members by their ids, and what finds them for an officer; only config calls this."""
    _lookups[:] = [lookup]
    _finders[:] = [finder]


def register_holder(name: str, collect: Collect) -> None:
    """Name what gathers one member's own data; a name registered again is replaced. Only config calls this.

    What is collected must not depend on anybody else: not on their answers, nor on whether they exist.
    """
    _holders[name] = collect


def holders() -> tuple[str, ...]:
    """Return the names of those who hold data of people, in order."""
    return tuple(sorted(_holders))


def collect(member_id: UUID) -> list[Section]:
    """Return all that is held of one person, by holder."""
    found: list[Section] = []
    for name in holders():
        found += _holders[name](member_id)
    return found


def find(member_id: UUID) -> Subject | None:
    """Return a member of the register; None when there is no such member."""
    return find_many([member_id]).get(member_id)


def find_many(member_ids: Collection[UUID]) -> Mapping[UUID, Subject]:
    """Return members of the register by the id that was asked; those there are not are left out."""
    return _lookups[0](member_ids) if _lookups and member_ids else {}


def look_for(wanted: Wanted, most: int) -> Sequence[Found]:
    """Return whom a search finds anywhere; the caller narrows it to where the actor works."""
    return _finders[0](wanted, most) if _finders else ()


def get(member_id: UUID, *, actor: Actor, action: str = "privacy.manage") -> Subject:
    """Return a member where the actor may do the action, and who is no kin of theirs.

    Raises NotAllowed, NoSuchRecord.
    """
    check_may(actor, action)
    subject = find(member_id)
    if subject is None or not is_reached(subject, actor, action):
        raise NoSuchRecord(member_id)
    return subject


def is_reached(subject: Subject, actor: Actor, action: str) -> bool:
    """Tell whether the actor may do the action for this person: in their area, and never for kin."""
    return may(actor, action, area=subject.area_code) and not is_kin(subject, actor)


def is_kin(subject: Subject | None, actor: Actor) -> bool:
    """Tell whether somebody lives in the actor's own household or a declared relative's."""
    return subject is not None and subject.family_id is not None and subject.family_id in actor.kin


def without_kin(rows: Iterable[Found], actor: Actor) -> list[Found]:
    """Return whom a search found, without the actor's own household and relatives."""
    return [row for row in rows if row.family_id not in actor.kin]
