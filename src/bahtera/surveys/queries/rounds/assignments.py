"""Who is to visit whom: the tasks of a village, and the families of one kader."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final
from uuid import UUID

from django.db.models import Q, QuerySet

from bahtera.access.api import Actor, check_may, covers, person_behind, reach, zone_of
from bahtera.areas import api as areas
from bahtera.families import api as families
from bahtera.foundation import clock
from bahtera.surveys.models import Assignment, JointTask, Submission
from bahtera.surveys.queries.rounds.other_kaders import kept_from
from bahtera.surveys.rules import RoundState, State
from bahtera.surveys.values import AssignmentRow, FamilyLine, PartProgress, Task, VillageTasks

LEFT: Final = "family_left"
"""Why a task ended whose family lives in its village no more."""


def today_in(village_code: str) -> date:
    """Return the day it is in a village."""
    return clock.today(zone_of(village_code))


@dataclass(frozen=True)
class Assigned:
    """The families that one kader visits: of whole villages, and of those where a round has assignments only
    those given to them, alone or (``joint``) together with another kader. Never their own household or a relative's.
    """

    villages: tuple[str, ...]
    narrowed: Mapping[str, tuple[Mapping[tuple[str, ...], AssignmentRow], ...]]
    person_id: UUID | None
    days: Mapping[str, date]
    kin: frozenset[UUID]
    joint: Mapping[UUID, AssignmentRow] = field(default_factory=dict)

    def holds(self, place: families.FamilyPlace) -> bool:
        """Tell whether the family is theirs today."""
        if place.family_id in self.kin or place.village_code not in self.villages:
            return False
        books = self.narrowed.get(place.village_code)
        return books is None or any(self._given(book, place) for book in books)

    def _given(self, book: Mapping[tuple[str, ...], AssignmentRow], place: families.FamilyPlace) -> bool:
        row = winner(book, place)
        shared = self.joint.get(place.family_id)
        if shared is not None and row is not None and shared.id == row.id:
            row = shared
        elif row is None or row.person_id != self.person_id:
            return False
        day = self.days[place.village_code]
        return row.first_day <= day and (row.last_day is None or day <= row.last_day)

    @property
    def dormant(self) -> tuple[str, ...]:
        """Return the ids of own tasks that are not of today: what the clock alone changes."""
        rows = {
            row.id: row
            for books in self.narrowed.values()
            for book in books
            for row in book.values()
            if row.person_id == self.person_id
        } | {row.id: row for row in self.joint.values()}
        return tuple(
            sorted(
                str(row.id)
                for row in rows.values()
                if not row.first_day <= self.days[row.village_code] <= (row.last_day or date.max)
            )
        )


def winner(
    book: Mapping[tuple[str, ...], AssignmentRow], place: families.FamilyPlace
) -> AssignmentRow | None:
    """Return the task a family falls under: the nearest of its own, its RT's, its RW's, its village's."""
    rw, rt = families.part_of(place.rw), families.part_of(place.rt)
    keys = [(str(place.family_id),), (rw, rt) if rt else ("",), (rw, "") if rw else ("",), ("", "")]
    return next((book[key] for key in keys if key in book), None)


def assigned_families(actor: Actor) -> Assigned:
    """Return which families an actor's phone carries. Raises NotAllowed for somebody who carries none."""
    check_may(actor, "family.carry")
    villages = {one.code for area in reach(actor, "family.carry") for one in areas.villages_within(area)}
    rows = live().filter(village_code__in=villages, round__state=RoundState.FIELD.value) if villages else ()
    by_village: defaultdict[str, defaultdict[int, dict[tuple[str, ...], AssignmentRow]]]
    by_village = defaultdict(lambda: defaultdict(dict))
    for row in map(to_row, rows):
        by_village[row.village_code][row.round_id][key_of(row)] = row
    person_id = person_behind(actor.key)
    return Assigned(
        villages=tuple(sorted(villages)),
        narrowed={code: tuple(books.values()) for code, books in by_village.items()},
        person_id=person_id if by_village else None,
        days={code: today_in(code) for code in by_village},
        kin=actor.kin | kept_from(person_id),
        joint=_shared_by(person_id, villages) if person_id and by_village else {},
    )


def _shared_by(person_id: UUID, villages: Iterable[str]) -> dict[UUID, AssignmentRow]:
    """Return the families that somebody shares as the second kader, each with the first's task."""
    rows = JointTask.objects.filter(second_id=person_id, ended_at__isnull=True, village_code__in=villages)
    rows = rows.filter(round__state=RoundState.FIELD.value).select_related("assignment").order_by("pk")
    return {one.family_id: to_row(one.assignment) for one in rows}


def carried_places(assigned: Assigned) -> list[families.FamilyPlace]:
    """Return the places of the families somebody carries, by village and id."""
    return [place for place in families.places_in(assigned.villages) if assigned.holds(place)]


def village_tasks(round_id: int, village_code: str, *, actor: Actor) -> VillageTasks:
    """Return who visits whom in a village and how far they are; raises NotAllowed outside one's areas.

    The actor's own kin are left out of what is named, and counted.
    """
    check_may(actor, "assignment.manage", area=village_code)
    rows = [to_row(row) for row in live().filter(round_id=round_id, village_code=village_code)]
    book = {key_of(row): row for row in rows}
    places = families.places_in([village_code])
    visited = visited_families(round_id, village_code)
    mending = visited & families_to_mend(round_id, village_code)
    tallies: defaultdict[UUID | None, list[int]] = defaultdict(lambda: [0, 0, 0])
    parts: defaultdict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0, 0])
    for place in places:
        task = winner(book, place)
        for tally in (
            tallies[task.id if task else None],
            parts[families.part_of(place.rw), families.part_of(place.rt)],
        ):
            tally[0] += 1
            tally[1] += place.family_id in visited
            tally[2] += place.family_id in mending
    return VillageTasks(
        tasks=tuple(Task(row, *tallies[row.id]) for row in sorted(rows, key=_order)),
        nobodys=PartProgress("", "", *tallies[None][:2]),
        parts=tuple(
            PartProgress(rw, rt, *tally[:2]) for (rw, rt), tally in sorted(parts.items(), key=_by_number)
        ),
        families=tuple(
            FamilyLine(one.family_id, one.head_name, one.rw, one.rt)
            for one in sorted(places, key=lambda one: (*_numbers((one.rw, one.rt)), one.head_name))
            if one.family_id not in actor.kin
        ),
        moved_in=_moved_in(round_id, {one.family_id for one in places}),
    )


def _moved_in(round_id: int, living: Collection[UUID]) -> int:
    """Count the families that left another village's list of the round with their visit unfinished."""
    rows = Assignment.objects.filter(round_id=round_id, ended_why=LEFT, family_id__isnull=False)
    wanted = set(rows.order_by("pk").values_list("family_id", flat=True)).intersection(living)
    visits = Submission.objects.filter(round_id=round_id, family_id__in=wanted, is_current=True)
    done = visits.exclude(state=State.RETURNED.value).order_by("pk")
    return len(wanted.difference(done.values_list("family_id", flat=True)))


def families_to_mend(round_id: int, village_code: str) -> set[UUID]:
    """Return the families of a village whose visit was sent back and not sent again."""
    rows = Submission.objects.filter(
        round_id=round_id, village_code=village_code, state=State.RETURNED.value, family_id__isnull=False
    ).filter(Q(is_current=True) | Q(previous__isnull=False))
    return {one for one in rows.order_by("pk").values_list("family_id", flat=True) if one is not None}


def visited_families(round_id: int, village_code: str) -> set[UUID]:
    """Return the families of a village that have a visit that counts in a round."""
    rows = Submission.objects.filter(round_id=round_id, village_code=village_code, is_current=True)
    found: set[UUID] = set()
    for family_id, claimed in rows.order_by("pk").values_list("family_id", "claimed_family_id"):
        found |= {one for one in (family_id, claimed) if one is not None}
    return found


def may_assign_in(actor: Actor, villages: Sequence[str]) -> list[str]:
    """Return those of some villages in which the actor assigns."""
    scopes = reach(actor, "assignment.manage")
    return [code for code in villages if any(covers(scope, code) for scope in scopes)]


def live() -> QuerySet[Assignment]:
    """Return the assignments nobody has ended."""
    return Assignment.objects.filter(ended_at__isnull=True).order_by("pk")


def key_of(row: AssignmentRow) -> tuple[str, ...]:
    """Return what an assignment is about, as ``winner`` looks it up."""
    return (str(row.family_id),) if row.family_id else (families.part_of(row.rw), families.part_of(row.rt))


def to_row(row: Assignment) -> AssignmentRow:
    """Turn a row into the value others get."""
    return AssignmentRow(
        row.pk,
        row.round_id,
        row.village_code,
        row.rw,
        row.rt,
        row.family_id,
        row.person_id,
        row.first_day,
        row.last_day,
        row.followed_id is not None,
        row.carried_from_id,
    )


def _order(row: AssignmentRow) -> tuple[bool, tuple[tuple[int, str], ...], str]:
    return (row.family_id is not None, _numbers((row.rw, row.rt)), str(row.id))


def _by_number(item: tuple[tuple[str, str], list[int]]) -> tuple[tuple[int, str], ...]:
    return _numbers(item[0])


def _numbers(parts: Iterable[str]) -> tuple[tuple[int, str], ...]:
    return tuple((int(one) if one.isascii() and one.isdigit() else 0, one) for one in parts)
