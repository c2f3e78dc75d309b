"""What an event does to families and the people in them, and what is impossible. Values in, values out.

A *register* holds the families concerned and everybody in them. Legal events keep: everybody is in one family, or in
several by a stated rule; a family with somebody present has one head; a family with nobody present has ended.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from types import MappingProxyType
from typing import Final
from uuid import UUID

from bahtera.families.rules import refusing
from bahtera.families.rules.ages import check_ages, is_adult
from bahtera.families.rules.changes import check_day
from bahtera.families.rules.people import CHILD, HEAD, SPOUSE, Home, Register, Somebody
from bahtera.families.values.register import Happening, Kind, Sharing

# What somebody is to the new head, when they were this to the old one; what is not named has to be asked.
_TO_NEW_HEAD: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType(
    {
        SPOUSE: MappingProxyType(
            {HEAD: SPOUSE, CHILD: CHILD, "menantu": "menantu", "cucu": "cucu", "orang_tua": "orang_tua"}
        ),
        CHILD: MappingProxyType(
            {HEAD: "orang_tua", SPOUSE: "orang_tua", CHILD: "famili_lain", "orang_tua": "famili_lain"}
        ),
        "orang_tua": MappingProxyType({HEAD: CHILD, SPOUSE: "menantu", CHILD: "cucu"}),
    }
)


class Work:
    """One event being carried out on a register."""

    def __init__(self, register: Register, told: Happening) -> None:
        self.start = register
        self.told = told
        self.homes = dict(register.homes)
        self.people = dict(register.people)

    @property
    def now(self) -> Register:
        """Return the register as it has become."""
        return Register(self.homes, self.people)

    def home(self, family: UUID) -> Home:
        """Return a family in which something can happen; raises FamilyRefused for one merged or unknown."""
        found = self.homes.get(family)
        if found is None:
            raise refusing.not_concerned()
        if found.status == "merged":
            raise refusing.merged()
        return found

    def person(self, member: UUID) -> Somebody:
        """Return somebody concerned; raises FamilyRefused for others."""
        found = self.people.get(member)
        if found is None:
            raise refusing.not_concerned()
        if found.status in {"duplicate", "withdrawn"}:
            raise refusing.not_on_record()
        if found.status == "dead":
            raise refusing.dead()
        return found

    def put(self, member: UUID, **changes: object) -> None:
        """Change somebody from the day of the event on."""
        self.people[member] = replace(self.people[member], since=self.told.on, **changes)  # type: ignore[arg-type]

    def put_home(self, family: UUID, **changes: object) -> None:
        """Change a family from the day of the event on."""
        self.homes[family] = replace(self.homes[family], since=self.told.on, **changes)  # type: ignore[arg-type]

    def relation(self, member: UUID, default: str) -> str:
        """Return what somebody is to the head, as told."""
        return self.told.relations.get(member, default)

    def take_up(self, default: str) -> UUID:
        """Put somebody new into the family, and return their id."""
        told = self.told
        assert told.newcomer is not None
        if told.newcomer_born is not None and told.newcomer_born > told.on:
            raise refusing.before_birth()
        self.people[told.newcomer] = Somebody(
            told.newcomer,
            told.family,
            "present",
            self.relation(told.newcomer, default),
            told.on,
            told.newcomer,
            told.newcomer_sex,
            told.newcomer_born,
        )
        self.revive(told.family)
        return told.newcomer

    def join(self, member: UUID, family: UUID, default: str) -> None:
        """Put somebody on record into a family."""
        self.home(family)
        found = self.person(member)
        if found.family == family and found.status == "present":
            raise refusing.there_already()
        self.put(member, family=family, status="present", relation=self.relation(member, default))
        self.revive(family)

    def revive(self, family: UUID) -> None:
        """Make a family in which nobody was left present again."""
        if self.homes[family].status == "ended":
            self.put_home(family, status="present")


def happen(register: Register, told: Happening) -> Register:
    """Return the register after an event.

    Raises FamilyRefused for what is impossible: before a birth, twice, two heads or none, too young for it, a day
    before the last change of somebody concerned.
    """
    work = Work(register, told)
    _STEPS[told.kind](work)
    _settle_heads(work)
    _close_empty(work)
    check_ages(register, work.now, told)
    check_changes(register, work.now, told.on)
    return work.now


def check_changes(before: Register, after: Register, on: date) -> None:
    """Raise FamilyRefused when an event lies before a birth or before what is known of somebody it changes."""
    for key, one in after.people.items():
        was = before.people.get(key)
        if was is not None and was != one:
            check_day(on, last_change=was.since, today=on)
            if one.born is not None and on < one.born:
                raise refusing.before_birth()
    for key, home in after.homes.items():
        earlier = before.homes.get(key)
        if earlier is not None and earlier != home:
            check_day(on, last_change=earlier.since, today=on)
    if dict(before.people) == dict(after.people) and dict(before.homes) == dict(after.homes):
        raise refusing.nothing()


def take_back(register: Register, before: Register, after: Register) -> Register:
    """Return the register without an event that led from ``before`` to ``after``.

    Whoever was new is withdrawn, a family that was new ends; the days since when things are so stay those of the event.
    Raises FamilyRefused when something it changed has changed again.
    """
    people, homes = dict(register.people), dict(register.homes)
    for key, one in after.people.items():
        was = before.people.get(key)
        if was == one:
            continue
        if people.get(key) != one:
            raise refusing.later_changes()
        people[key] = replace(one, status="withdrawn") if was is None else replace(was, since=one.since)
    for key, home in after.homes.items():
        earlier = before.homes.get(key)
        if earlier == home:
            continue
        if homes.get(key) != home:
            raise refusing.later_changes()
        homes[key] = replace(home, status="ended") if earlier is None else replace(earlier, since=home.since)
    return Register(homes, people)


# --- what each event does ---------------------------------------------------------------------------------


def _birth(work: Work) -> None:
    work.home(work.told.family)
    if work.told.newcomer is None or work.told.newcomer_born is None:
        raise refusing.who_is_born()
    work.take_up(CHILD)


def _death(work: Work) -> None:
    for member in _some(work):
        for one in _records(work, member):
            if one.status != "dead":
                work.put(one.id, status="dead")


def _leave(work: Work) -> None:
    """Let somebody leave: for a family of their own, for another one, or for where nobody knows."""
    told = work.told
    going = _own(work)
    if told.new_family is not None:
        work.homes[told.new_family] = Home(told.new_family, "present", told.on)
        for member in going:
            default = HEAD if member == told.new_head else ""
            work.put(member, family=told.new_family, relation=work.relation(member, default))
        _name_head(work, told.new_family, told.new_head, going)
    elif told.to_family is not None:
        for member in going:
            work.join(member, told.to_family, "")
    elif set(going) == {one.id for one in work.start.present(told.family)}:
        work.put_home(told.family, status="away")
    else:
        for member in going:
            work.put(member, status="away")


def _split(work: Work) -> None:
    if work.told.new_family is None:
        raise refusing.whereto()
    _check_not_all(work)
    _leave(work)


def _divorce(work: Work) -> None:
    couple = work.start.couple(work.told.family)
    if not couple:
        raise refusing.no_couple()
    if len(couple & set(work.told.persons)) != 1:
        raise refusing.one_of_the_couple()
    _check_not_all(work)
    _leave(work)


def _marriage_out(work: Work) -> None:
    if work.start.couple(work.told.family) & set(work.told.persons):
        raise refusing.married_already()
    if len(work.start.present(work.told.family)) > 1:
        _check_not_all(work)
    _leave(work)


def _marriage_in(work: Work) -> None:
    _come(work, SPOUSE)
    spouses = [one for one in work.now.present(work.told.family) if one.relation == SPOUSE]
    if len(spouses) > 1:
        raise refusing.two_spouses()


def _come(work: Work, default: str = "") -> None:
    work.home(work.told.family)
    if not work.told.persons and work.told.newcomer is None:
        raise refusing.nobody_chosen()
    for member in work.told.persons:
        work.join(member, work.told.family, default)
    if work.told.newcomer is not None:
        work.take_up(default)


def _move_in(work: Work) -> None:
    home = work.home(work.told.family)
    if home.status == "away":
        work.put_home(home.id, status="present")
        if not work.told.persons and work.told.newcomer is None:
            return
    _come(work)


def _adoption(work: Work) -> None:
    grown = (work.person(one).born for one in work.told.persons)
    if any(is_adult(born, work.told.on) for born in (*grown, work.told.newcomer_born)):
        raise refusing.no_child()
    _come(work, CHILD)


def _join(work: Work) -> None:
    told = work.told
    work.home(told.family)
    if told.to_family is None:
        raise refusing.whereto()
    if told.to_family == told.family:
        raise refusing.with_itself()
    work.home(told.to_family)
    for one in work.start.present(told.family):
        work.join(one.id, told.to_family, "")
    for one in work.start.people.values():
        if one.family == told.family and one.status == "away":
            work.put(one.id, family=told.to_family, relation="")
    work.put_home(told.family, status="merged", into=told.to_family)


def _head(work: Work) -> None:
    told = work.told
    heir = told.head
    if heir is None or heir not in {one.id for one in work.start.present(told.family)}:
        raise refusing.head_missing()
    if work.people[heir].relation == HEAD:
        raise refusing.head_already()
    _hand_over(work, told.family, heir)


def _shared(work: Work) -> None:
    """Put the record of the same person into another family, or tie the one that is there already."""
    told = work.told
    if len(told.persons) != 1 or told.to_family is None or told.sharing is None:
        raise refusing.nobody_chosen()
    found = work.person(told.persons[0])
    if found.family == told.to_family:
        raise refusing.with_itself()
    if told.sharing == Sharing.POLYGAMY and (found.sex == "p" or found.relation not in {HEAD, SPOUSE}):
        raise refusing.no_husband()
    if told.sharing == Sharing.CUSTODY and is_adult(found.born, told.on):
        raise refusing.no_child()
    twin = told.newcomer
    assert twin is not None
    there = work.people.get(twin)
    if there is None:
        work.homes[told.to_family] = work.home(told.to_family)
        work.people[twin] = replace(
            found,
            id=twin,
            family=told.to_family,
            relation=work.relation(twin, ""),
            since=told.on,
            same=found.same,
        )
        work.revive(told.to_family)
    elif there.family != told.to_family or there.same != there.id:
        raise refusing.not_concerned()
    else:
        work.put(twin, same=found.same)


_STEPS: Final[Mapping[Kind, Callable[[Work], None]]] = MappingProxyType(
    {
        Kind.BIRTH: _birth,
        Kind.DEATH: _death,
        Kind.DIVORCE: _divorce,
        Kind.MARRIAGE_IN: _marriage_in,
        Kind.MARRIAGE_OUT: _marriage_out,
        Kind.SPLIT: _split,
        Kind.JOIN: _join,
        Kind.MOVE_IN: _move_in,
        Kind.MOVE_OUT: _leave,
        Kind.HEAD: _head,
        Kind.ADOPTION: _adoption,
        Kind.SHARED: _shared,
    }
)


# --- heads, and families without anybody ------------------------------------------------------------------


def _settle_heads(work: Work) -> None:
    """See that every family that somebody left or joined has one head, when it had one or is new."""
    for family, home in list(work.homes.items()):
        if home.status not in {"present", "away"} or _same_people(work, family):
            continue
        people, heads = work.now.present(family), work.now.heads(family)
        if len(heads) > 1:
            if len(work.start.heads(family)) <= 1:
                raise refusing.two_heads()
        elif people and not heads and (work.start.heads(family) or not work.start.present(family)):
            _name_head(work, family, work.told.head, tuple(one.id for one in people))


def _name_head(work: Work, family: UUID, chosen: UUID | None, people: tuple[UUID, ...]) -> None:
    spouses = [one for one in people if work.people[one].relation == SPOUSE]
    if len(people) == 1:
        chosen = people[0]
    elif chosen not in people and family != work.told.family and len(spouses) == 1:
        chosen = spouses[0]  # nobody was asked about the other family of somebody who belongs to two
    if chosen is None or chosen not in people:
        raise refusing.head_missing()
    if work.people[chosen].relation != HEAD:
        _hand_over(work, family, chosen)


def _hand_over(work: Work, family: UUID, heir: UUID) -> None:
    """Make somebody head, and everybody else what they are to the new head; what is told goes first."""
    step = _TO_NEW_HEAD.get(work.people[heir].relation, MappingProxyType({}))
    for one in work.now.present(family):
        was = one.relation
        new = (
            HEAD
            if one.id == heir
            else work.relation(one.id, step.get(was, "" if step or was == HEAD else was))
        )
        if new != was:
            work.put(one.id, relation=new)


def _close_empty(work: Work) -> None:
    for family, home in list(work.homes.items()):
        if (
            home.status in {"present", "away"}
            and not work.now.present(family)
            and not _same_people(work, family)
        ):
            work.put_home(family, status="ended")


# --- small helpers ----------------------------------------------------------------------------------------


def _same_people(work: Work, family: UUID) -> bool:
    def in_it(people: Mapping[UUID, Somebody]) -> dict[UUID, tuple[str, str]]:
        return {one.id: (one.status, one.relation) for one in people.values() if one.family == family}

    return family in work.start.homes and in_it(work.start.people) == in_it(work.people)


def _some(work: Work) -> tuple[UUID, ...]:
    if not work.told.persons:
        raise refusing.nobody_chosen()
    for member in work.told.persons:
        work.person(member)
    return work.told.persons


def _own(work: Work) -> tuple[UUID, ...]:
    """Return whom an event is about, all of them living in its family."""
    work.home(work.told.family)
    going = _some(work)
    if not set(going) <= {one.id for one in work.start.present(work.told.family)}:
        raise refusing.not_living_there()
    return going


def _records(work: Work, member: UUID) -> list[Somebody]:
    same = work.people[member].same
    return [
        one for one in work.people.values() if one.same == same and one.status in {"present", "away", "dead"}
    ]


def _check_not_all(work: Work) -> None:
    if set(work.told.persons) >= {one.id for one in work.start.present(work.told.family)}:
        raise refusing.all_leave()
