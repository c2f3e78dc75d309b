"""What one kader did in a round, day by day: what a recap for their honorarium counts. Never a family's name."""

from collections import Counter, defaultdict
from datetime import date
from typing import Final
from uuid import UUID

from bahtera.access.api import Actor, check_may, covers, keys_behind, names_behind, reach
from bahtera.foundation import clock
from bahtera.surveys.errors import UnknownKader
from bahtera.surveys.models import Submission
from bahtera.surveys.queries.rounds.reading import get_round
from bahtera.surveys.rules import State
from bahtera.surveys.values import Recap, RecapDay

_ACTION: Final = "assignment.manage"


def kader_recap(
    round_id: int,
    person_id: UUID,
    *,
    actor: Actor,
    first: date | None = None,
    last: date | None = None,
) -> Recap:
    """Return the visits of one kader in a round, in the villages where the reader gives tasks.

    A visit counts once, on the day it took place, whatever versions it has; one that was put together with another
    counts for both who made them. Raises NotAllowed, UnknownRound, and UnknownKader for somebody who sent
    nothing there.
    """
    check_may(actor, _ACTION)
    get_round(round_id)
    scopes = reach(actor, _ACTION)
    found: defaultdict[tuple[date, str], tuple[Counter[str], list[bool]]]
    found = defaultdict(lambda: (Counter(), []))
    undated: defaultdict[str, tuple[Counter[str], list[bool]]] = defaultdict(lambda: (Counter(), []))
    any_visit = False
    for day, village, result, approved in _visits(round_id, person_id):
        if not any(covers(scope, village) for scope in scopes):
            continue
        any_visit = True
        if day is None:
            if first is not None or last is not None:
                continue
            counts, good = undated[village]
        elif (first is not None and day < first) or (last is not None and day > last):
            continue
        else:
            counts, good = found[day, village]
        counts[result] += 1
        good.append(approved)
    if not any_visit:
        raise UnknownKader
    days = [
        RecapDay(day, village, dict(counts), sum(good))
        for (day, village), (counts, good) in sorted(found.items())
    ]
    days += [
        RecapDay(None, village, dict(counts), sum(good))
        for village, (counts, good) in sorted(undated.items())
    ]
    return Recap(
        round_id=round_id,
        person_id=person_id,
        name=names_behind([person_id]).get(person_id, ""),
        villages=tuple(sorted({one.village_code for one in days})),
        first=first,
        last=last,
        as_of=clock.now(),
        days=tuple(days),
    )


def _visits(round_id: int, person_id: UUID) -> list[tuple[date | None, str, str, bool]]:
    """Return day, village, result and whether it is approved of each visit of somebody, each once.

    The day is that of the first version; result and state are those of the person's last version, or of what took
    its place by being put together from it.
    """
    rows = Submission.objects.filter(round_id=round_id, actor_key__in=sorted(keys_behind(person_id)))
    names = ("pk", "previous_id", "visited_on", "village_code", "result_code", "state")
    told = {
        one[0]: one
        for one in rows.order_by("pk").values_list(
            *names, "next__state", "merged_into__state", "joint_part__joined__state"
        )
    }
    corrected = {one[1] for one in told.values()} & told.keys()
    found = []
    for pk, row in told.items():
        if pk in corrected:
            continue
        first = row
        while first[1] in told:
            first = told[first[1]]
        state = row[5]
        if state == State.SUPERSEDED.value:
            state = row[8] or row[7] or row[6] or state
        found.append((first[2], row[3], row[4], state == State.APPROVED.value))
    return found
