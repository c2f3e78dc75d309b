"""How a round goes in the field: by day, village and kader, against an even pace. Grouped in the database."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, Max, QuerySet

from bahtera.access.api import Actor, check_may, covers, people_behind, reach
from bahtera.areas import api as areas
from bahtera.foundation import clock
from bahtera.surveys.models import RoundVillage, Submission
from bahtera.surveys.queries.rounds.assignments import today_in, village_tasks
from bahtera.surveys.queries.rounds.figures import nobodys_visits, visits_within
from bahtera.surveys.queries.rounds.outcomes import visit_outcomes
from bahtera.surveys.queries.rounds.pace import expected_by, is_behind
from bahtera.surveys.queries.rounds.reading import get_round
from bahtera.surveys.rules import State
from bahtera.surveys.values import FieldDay, Fieldwork, KaderField, RoundRow, Tally, VillageField

READ: Final = "fieldwork.read"
_KADERS: Final = "assignment.manage"
MOST_DAYS: Final = 400
_VILLAGE_LEVEL: Final = 13
_Group = tuple[str, date | None, str, str, str]
"""Village, day, sender's key, result code and state of visits that count, grouped by these."""


@dataclass
class _Sum:
    """A tally being added up."""

    received: int = 0
    approved: int = 0
    returned: int = 0
    again: int = 0
    results: Counter[str] = field(default_factory=Counter)
    last_day: date | None = None

    def add(self, group: _Group, count: int) -> None:
        _, day, _, result, state = group
        self.received += count
        self.results[result] += count
        self.approved += count if state == State.APPROVED.value else 0
        self.returned += count if state == State.RETURNED.value else 0
        self.last_day = max((one for one in (self.last_day, day) if one), default=None)

    def told(self, *, with_results: bool = True) -> Tally:
        results = {result: count for result, count in sorted(self.results.items()) if count}
        return Tally(self.received, self.approved, results if with_results else {}, self.again)


def fieldwork(round_id: int, area_code: str = "", *, actor: Actor) -> Fieldwork:
    """Return how a round goes in an area, or in all of the reader's areas.

    Families count once, by the visit that counts. Result codes are told only where the reader gives tasks.
    Raises UnknownRound, and NotAllowed outside one's areas.
    """
    check_may(actor, READ, area=area_code or None)
    row = get_round(round_id)
    scopes = [area_code] if area_code else list(reach(actor, READ))
    targets = _targets(round_id, scopes)
    today = today_in(area_code if len(area_code) == _VILLAGE_LEVEL else min(targets, default=""))
    groups = _groups(visits_within(round_id, scopes))
    again = _to_visit_again(round_id, scopes, set(visit_outcomes().repeated))
    total = _Sum()
    by_village: defaultdict[str, _Sum] = defaultdict(_Sum)
    by_day: defaultdict[date | None, _Sum] = defaultdict(_Sum)
    for group, count in groups.items():
        for one in (total, by_village[group[0]], by_day[group[1]]):
            one.add(group, count)
    for village, _ in again:
        total.again += 1
        by_village[village].again += 1
    target = sum(targets.values()) if targets else None
    yesterday = today - timedelta(days=1)
    seen = _seen_by(actor)

    def village_row(code: str) -> VillageField:
        wanted = targets.get(code)
        expected = expected_by(yesterday, total=wanted, first=row.opens, last=row.closes)
        done = by_village[code]
        told = done.told(with_results=seen(code))
        return VillageField(code, wanted, told, expected, is_behind(done.received, expected))

    return Fieldwork(
        round_id=round_id,
        area_code=area_code,
        as_of=clock.now(),
        today=today,
        first_day=row.opens,
        last_day=row.closes,
        target=target,
        total=total.told(with_results=all(map(seen, scopes))),
        expected=expected_by(yesterday, total=target, first=row.opens, last=row.closes),
        days=_days(row, by_day, target, today),
        undated=by_day[None].received,
        villages=tuple(map(village_row, sorted(set(targets) | set(by_village)))),
        outcomes_version=visit_outcomes().version,
    )


def kader_fieldwork(round_id: int, area_code: str = "", *, actor: Actor) -> tuple[KaderField, ...]:
    """Return what each kader sent in an area, by name; in one village also how far they are with their tasks.

    Raises UnknownRound, and NotAllowed where the reader gives no tasks.
    """
    check_may(actor, _KADERS, area=area_code or None)
    row = get_round(round_id)
    scopes = [area_code] if area_code else list(reach(actor, _KADERS))
    again = _to_visit_again(round_id, scopes, set(visit_outcomes().repeated))
    return _kaders(row, area_code, _groups(visits_within(round_id, scopes)), again, actor)


def _seen_by(actor: Actor) -> Callable[[str], bool]:
    """Tell of an area whether this reader gives tasks there."""
    own = reach(actor, _KADERS)
    return lambda code: any(covers(scope, code) for scope in own)


def _targets(round_id: int, scopes: Sequence[str]) -> dict[str, int]:
    rows = RoundVillage.objects.filter(round_id=round_id).order_by("village_code")
    found = rows.values_list("village_code", "target_families")
    return {code: wanted for code, wanted in found if any(covers(scope, code) for scope in scopes)}


def _groups(rows: QuerySet[Submission]) -> Counter[_Group]:
    """Return the visits that count, grouped; one sent back that is of nobody in particular is no family visited."""
    names = ("village_code", "visited_on", "actor_key", "result_code", "state")
    current = rows.filter(is_current=True)
    counted = current.values_list(*names).annotate(count=Count("pk")).order_by(*names)
    found: Counter[_Group] = Counter()
    for village, day, key, result, state, count in counted:
        found[village, day, key, result, state] += count
    found.subtract(nobodys_visits(current, *names))
    return +found


def _to_visit_again(round_id: int, scopes: Sequence[str], codes: set[str]) -> list[tuple[str, str]]:
    """Return village and sender of families whose result counts only after more visits on other days."""
    rows = visits_within(round_id, scopes).filter(result_code__in=codes)
    names = ("family_id", "claimed_family_id", "visited_on", "village_code", "actor_key", "result_code")
    days: defaultdict[UUID, set[date | None]] = defaultdict(set)
    current: dict[UUID, tuple[str, str, str]] = {}
    for family_id, claimed, day, village, key, result, counts in rows.order_by("pk").values_list(
        *names, "is_current"
    ):
        family = family_id or claimed
        if family is None:
            continue
        days[family].add(day)
        if counts:
            current[family] = (village, key, result)
    needed = visit_outcomes().visits_needed
    return [
        (village, key)
        for family, (village, key, result) in current.items()
        if len(days[family]) < needed(result)
    ]


def _days(
    row: RoundRow, by_day: Mapping[date | None, _Sum], target: int | None, today: date
) -> tuple[FieldDay, ...]:
    """Return every day from the first visit, or the round's first day, to today or the round's end."""
    dated = [day for day in by_day if day is not None and day <= today]
    if not dated:
        return ()
    until = 0
    found: list[FieldDay] = []
    last = max(*dated, min(today, row.closes or today))
    day = min(dated) if row.closes is None else min(*dated, row.opens)
    while day <= last and len(found) < MOST_DAYS:
        one = by_day.get(day, _Sum())
        until += one.received
        expected = expected_by(day, total=target, first=row.opens, last=row.closes)
        found.append(FieldDay(day, one.received, one.approved, until, expected))
        day += timedelta(days=1)
    return tuple(found)


def senders(visits: QuerySet[Submission]) -> dict[str, tuple[UUID | None, str]]:
    """Return who sent some visits, by key: the person behind it, or the name that a card of nobody's carries."""
    named = visits.values_list("actor_key").annotate(name=Max("actor_name")).order_by("actor_key")
    cards: dict[str, tuple[UUID | None, str]] = {key: (None, name) for key, name in named}
    return cards | people_behind(cards)


def _kaders(
    row: RoundRow,
    area_code: str,
    groups: Mapping[_Group, int],
    again: Iterable[tuple[str, str]],
    actor: Actor,
) -> tuple[KaderField, ...]:
    scopes = [area_code] if area_code else list(reach(actor, _KADERS))
    who = senders(visits_within(row.id, scopes).filter(is_current=True))

    def whose(key: str) -> UUID | str:
        return who.get(key, (None, ""))[0] or key

    sums: defaultdict[UUID | str, _Sum] = defaultdict(_Sum)
    names: dict[UUID | str, str] = {whose(key): name for key, (_, name) in who.items()}
    for group, count in groups.items():
        sums[whose(group[2])].add(group, count)
    for _, key in again:
        sums[whose(key)].again += 1
    given = _given(row, area_code, actor, names) if len(area_code) == _VILLAGE_LEVEL else {}
    rows = []
    for one in {*sums, *given}:
        done, tasks = sums[one], given.get(one)
        visited, expected = (tasks.visited, tasks.expected) if tasks else (None, None)
        rows.append(
            KaderField(
                one if isinstance(one, UUID) else None,
                names.get(one, ""),
                done.told(),
                done.returned,
                done.last_day,
                tasks.families if tasks else None,
                visited,
                expected,
                visited is not None and is_behind(visited, expected),
            )
        )
    return tuple(
        sorted(rows, key=lambda one: (one.person_id is None, one.name.casefold(), str(one.person_id)))
    )


@dataclass
class _Given:
    """The families given to one kader in a village, how many are visited, and how many should be."""

    families: int = 0
    visited: int = 0
    expected: Any = None


def _given(
    row: RoundRow, village: str, actor: Actor, names: dict[UUID | str, str]
) -> dict[UUID | str, _Given]:
    yesterday = today_in(village) - timedelta(days=1)
    found: defaultdict[UUID | str, _Given] = defaultdict(_Given)
    for task in village_tasks(row.id, village, actor=actor).tasks:
        one = found[task.row.person_id]
        one.families += task.families
        one.visited += task.visited
        part = expected_by(
            yesterday,
            total=task.families,
            first=task.row.first_day,
            last=task.row.last_day or row.closes,
        )
        if part is not None:
            one.expected = (one.expected or 0) + part
    unnamed = {f"person:{person}" for person in found if person not in names}
    names.update(people_behind(unnamed).values())
    return dict(found)


def fieldwork_areas(round_id: int, *, actor: Actor) -> tuple[areas.Area, ...]:
    """Return the areas that can be looked at: the regencies, districts and villages of the round within reach."""
    get_round(round_id)
    scopes = reach(actor, READ)
    named = RoundVillage.objects.filter(round_id=round_id).values_list("village_code", flat=True)
    sent = Submission.objects.filter(round_id=round_id, is_current=True).values_list(
        "village_code", flat=True
    )
    villages = {*named.distinct(), *sent.order_by("village_code").distinct()} - {""}
    inside = {code for code in villages if any(covers(scope, code) for scope in scopes)}
    above = {code[:length] for code in inside for length in (5, 8)}
    known = areas.find({*inside, *(code for code in above if any(covers(scope, code) for scope in scopes))})
    return tuple(known[code] for code in sorted(known))
