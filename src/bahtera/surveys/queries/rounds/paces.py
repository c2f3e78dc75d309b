"""How the work of each kader goes in a village: visits of the last days, and what waits to be mended."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from bahtera.access.api import Actor, check_may, keys_behind
from bahtera.surveys.models import Submission
from bahtera.surveys.rules import State

DAYS: Final = 7


@dataclass(frozen=True)
class KaderWork:
    """Visits on each of the last seven days, today last, and how many visits were sent back and not mended yet."""

    days: tuple[tuple[date, int], ...]
    returned: int

    @property
    def total(self) -> int:
        """The visits of these days together."""
        return sum(count for _, count in self.days)


def work_of(
    round_id: int, village_code: str, people: Collection[UUID], *, today: date, actor: Actor
) -> dict[UUID, KaderWork]:
    """Return how the work of some people goes in a village and round; raises NotAllowed outside one's areas.

    A visit counts on the day it took place, whichever of a person's phones or cards sent it.
    """
    check_may(actor, "assignment.manage", area=village_code)
    whose = {key: person_id for person_id in people for key in keys_behind(person_id)}
    first = today - timedelta(days=DAYS - 1)
    rows = (
        Submission.objects.filter(round_id=round_id, village_code=village_code, actor_key__in=sorted(whose))
        .exclude(state__in=[State.SUPERSEDED.value, State.REJECTED.value])
        .order_by("pk")
    )
    visits: Counter[tuple[UUID, date]] = Counter()
    returned: Counter[UUID] = Counter()
    for key, visited_on, state in rows.values_list("actor_key", "visited_on", "state"):
        returned[whose[key]] += state == State.RETURNED.value
        if visited_on is not None and first <= visited_on <= today:
            visits[whose[key], visited_on] += 1
    every = [first + timedelta(days=number) for number in range(DAYS)]
    return {
        one: KaderWork(tuple((day, visits[one, day]) for day in every), returned[one]) for one in set(people)
    }
