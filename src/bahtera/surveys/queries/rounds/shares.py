"""An even share of a village's families among its kader: proposed, explained, and given only when a person says so.

RT after RT in the order of their numbers, each kader until the share is full, so that few RT are divided and neighbours
stay together. Nobody is given their own household, a relative's, or a family that wished for another kader.
"""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final
from uuid import UUID

import orjson

from bahtera.access.api import Actor, check_may, kaders_of
from bahtera.families import api as families
from bahtera.surveys.errors import InvalidAssignment
from bahtera.surveys.queries.rounds.assignments import (
    key_of,
    live,
    to_row,
    today_in,
    visited_families,
    winner,
)
from bahtera.surveys.queries.rounds.other_kaders import kept_apart
from bahtera.surveys.queries.rounds.reading import get_round, is_open_in
from bahtera.surveys.values import AssignmentRow, Portion, Share, SharePlan

_ACTION: Final = "assignment.manage"
_Part = tuple[str, str]


@dataclass
class Sharer:
    """A kader on the way to a share: what they have, how many they can take, whom they must not visit."""

    person_id: UUID
    name: str
    not_theirs: frozenset[UUID]
    before: int = 0
    most: int | None = None
    quota: int = 0
    got: list[families.FamilyPlace] = field(default_factory=list)

    @property
    def room(self) -> int:
        """How many more fit into the share."""
        return self.quota - len(self.got)


def propose_shares(
    round_id: int,
    village_code: str,
    *,
    most: Mapping[UUID, int],
    actor: Actor,
    anew: bool = False,
    only: Collection[UUID] | None = None,
) -> SharePlan:
    """Return an even share of the families that nobody was given and nobody visited; writes nothing.

    ``most`` limits what somebody has to visit afterwards, 0 leaves them out. ``anew`` shares everything that is not
    visited, ending the tasks there are. ``only``: the families of a sample; then each is given by itself, since an RT
    would bring families that were not drawn. Raises NotAllowed, UnknownRound, and InvalidAssignment when the round is
    closed or nobody is a kader of the village.
    """
    check_may(actor, _ACTION, area=village_code)
    row = get_round(round_id)
    if not is_open_in(row, village_code):
        raise InvalidAssignment.round_closed()
    tasks = [to_row(one) for one in live().filter(round_id=round_id, village_code=village_code)]
    everybody = families.places_in([village_code])
    places = sorted((one for one in everybody if only is None or one.family_id in only), key=_order)
    visited = visited_families(round_id, village_code)
    sharers = _sharers(village_code, most)
    waiting = _waiting(places, [] if anew else tasks, visited, sharers)
    fill(sharers, waiting)
    given = {one.family_id for sharer in sharers for one in sharer.got}
    left = [one for one in waiting if one.family_id not in given]
    no_room = len(left) if all(one.room <= 0 for one in sharers) else 0
    today = today_in(village_code)
    last = row.closes if row.closes and row.closes >= max(today, row.opens) else None
    whole = _whole_parts(places, [] if anew else tasks) if only is None else {}
    for part in {_part(one) for one in left}:
        whole.pop(part, None)  # or its task would bring what nobody has room for
    plan = SharePlan(
        round_id=round_id,
        village_code=village_code,
        anew=anew,
        first_day=max(today, row.opens),
        last_day=last,
        waiting=len(waiting),
        shared=len(given),
        no_room=no_room,
        nobody_fit=len(left) - no_room,
        ends=len(tasks) if anew else 0,
        shares=_shares(sharers, whole),
        digest="",
    )
    return _signed(plan, tasks)


def fill(sharers: Sequence[Sharer], waiting: Sequence[families.FamilyPlace]) -> None:
    """Share families out: quotas first, then family after family, in order, to the first with room who may visit it."""
    set_quotas(sharers, len(waiting))
    queue = list(sharers)
    passed: list[families.FamilyPlace] = []
    for place in waiting:
        while queue and queue[0].room <= 0:
            queue.pop(0)
        if not queue or place.family_id in queue[0].not_theirs:
            passed.append(place)
        else:
            queue[0].got.append(place)
    for place in passed:
        able = [one for one in sharers if place.family_id not in one.not_theirs]
        with_room = [one for one in able if one.room > 0]
        # A relative's family may make somebody's share one larger, as long as they can take it.
        larger = [one for one in able if one.most is None or one.before + len(one.got) < one.most]
        chosen = min(with_room or larger, key=lambda one: one.before + len(one.got), default=None)
        if chosen is not None:
            chosen.got.append(place)


def set_quotas(sharers: Sequence[Sharer], families_to_share: int) -> None:
    """Give everybody the same number to visit afterwards, as far as what they have and can take allows.

    Families that do not divide evenly go one each to those first by name.
    """
    left = families_to_share
    while left > 0:
        able = [one for one in sharers if one.most is None or one.before + one.quota < one.most]
        if not able:
            return
        lowest = min(one.before + one.quota for one in able)
        for one in able:
            if left > 0 and one.before + one.quota == lowest:
                one.quota += 1
                left -= 1


def _sharers(village_code: str, most: Mapping[UUID, int]) -> list[Sharer]:
    team = kaders_of(village_code)
    if not team:
        raise InvalidAssignment.no_kader()
    apart = kept_apart([one.person_id for one in team])
    return [
        Sharer(
            one.person_id,
            one.name,
            frozenset(one.kin) | apart.get(one.person_id, frozenset()),
            most=most.get(one.person_id),
        )
        for one in team
    ]


def _waiting(
    places: Sequence[families.FamilyPlace],
    tasks: Sequence[AssignmentRow],
    visited: Collection[UUID],
    sharers: Sequence[Sharer],
) -> list[families.FamilyPlace]:
    """Return the families nobody has and nobody visited, and note what each kader has to visit already."""
    book = {key_of(one): one for one in tasks}
    by_person = {one.person_id: one for one in sharers}
    found = []
    for place in places:
        if place.family_id in visited:
            continue
        task = winner(book, place)
        if task is None:
            found.append(place)
        elif task.person_id in by_person:
            by_person[task.person_id].before += 1
    return found


def _whole_parts(
    places: Iterable[families.FamilyPlace], tasks: Sequence[AssignmentRow]
) -> dict[_Part, set[UUID]]:
    """Return the RT that can be given as a whole, with all their families: nobody has a task of theirs."""
    found: defaultdict[_Part, set[UUID]] = defaultdict(set)
    for place in places:
        found[_part(place)].add(place.family_id)
    taken = {(one.rw, one.rt) for one in tasks if one.family_id is None}
    return {part: ids for part, ids in found.items() if part[1] and part not in taken}


def _shares(sharers: Sequence[Sharer], whole: Mapping[_Part, set[UUID]]) -> tuple[Share, ...]:
    """Return each kader's tasks: an RT goes to whoever has most of it, and the other families of it one by one."""
    by_part: defaultdict[_Part, dict[UUID, int]] = defaultdict(dict)
    for sharer in sharers:
        for place in sharer.got:
            mine = by_part[_part(place)]
            mine[sharer.person_id] = mine.get(sharer.person_id, 0) + 1
    holders = {
        part: max(counts, key=lambda person: (counts[person], str(person)))
        for part, counts in by_part.items()
        if part in whole
    }
    return tuple(
        Share(one.person_id, one.name, one.before, len(one.got), one.most, _portions(one, holders))
        for one in sharers
    )


def _portions(sharer: Sharer, holders: Mapping[_Part, UUID]) -> tuple[Portion, ...]:
    whole: defaultdict[_Part, int] = defaultdict(int)
    single = []
    for place in sharer.got:
        part = _part(place)
        if holders.get(part) == sharer.person_id:
            whole[part] += 1
        else:
            single.append(Portion(*part, place.family_id, 1))
    return (*(Portion(rw, rt, None, count) for (rw, rt), count in whole.items()), *single)


def _part(place: families.FamilyPlace) -> _Part:
    return families.part_of(place.rw), families.part_of(place.rt)


def _order(place: families.FamilyPlace) -> tuple[object, ...]:
    rw, rt = _part(place)
    return (_number(rw), rw, _number(rt), rt, place.head_name.casefold(), str(place.family_id))


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() else 0


def _signed(plan: SharePlan, tasks: Sequence[AssignmentRow]) -> SharePlan:
    """Return the plan with a digest of it and of the tasks it was made beside."""
    told = [
        plan.round_id,
        plan.village_code,
        plan.anew,
        plan.first_day,
        plan.last_day,
        [
            [str(one.person_id), [[p.rw, p.rt, str(p.family_id or "")] for p in one.tasks]]
            for one in plan.shares
        ],
        sorted(str(one.id) for one in tasks),
    ]
    return replace(plan, digest=hashlib.sha256(orjson.dumps(told)).hexdigest())
