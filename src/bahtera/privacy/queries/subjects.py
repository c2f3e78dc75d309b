"""Who a member is and what is held of them: asked of higher packages through what config registers."""

from uuid import UUID

from bahtera.access.api import Actor, check_may, may
from bahtera.privacy.errors import NoSuchRecord
from bahtera.privacy.values import Collect, Lookup, Section, Subject

_lookups: list[Lookup] = []
_holders: dict[str, Collect] = {}


def register_people(lookup: Lookup) -> None:
    """Name what finds a member by id (None: there is no such member); only config calls this."""
    _lookups[:] = [lookup]


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
    return _lookups[0](member_id) if _lookups else None


def get(member_id: UUID, *, actor: Actor) -> Subject:
    """Return a member where the actor looks after privacy. Raises NotAllowed, NoSuchRecord."""
    check_may(actor, "privacy.manage")
    subject = find(member_id)
    if subject is None or not may(actor, "privacy.manage", area=subject.area_code):
        raise NoSuchRecord(member_id)
    return subject
