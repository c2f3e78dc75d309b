"""What a verification has found so far."""

from collections.abc import Iterable
from typing import Any

from bahtera.foundation.audit.values import Place, Problem, day_label, place_of

# The first of them are told; a wiped table would fill the page with the same sentence.
_MOST_TOLD = 1000


class Findings:
    """Problems in the order found; all are counted, the first thousand kept."""

    def __init__(self) -> None:
        self.count = 0
        self._problems: list[Problem] = []
        self._explained: list[Problem] = []

    @property
    def problems(self) -> list[Problem]:
        """Return what was kept, by place."""
        return _by_place(self._problems)

    @property
    def explained(self) -> list[Problem]:
        """Return what an entry in the chain explains: it is told, and does not count."""
        return _by_place(self._explained)

    def add(
        self, code: str, *, day: str = "", lane: int | None = None, is_explained: bool = False, **details: Any
    ) -> None:
        """Add a problem of a day or a lane as a whole."""
        self._keep(Problem(code, day, lane, details=details), is_explained=is_explained)

    def at(self, code: str, place: Place, *, is_explained: bool = False, **details: Any) -> None:
        """Add a problem at a place; sequence 0 stands for the lane's head."""
        entry_id = place.id if place.seq else None
        problem = Problem(code, day_label(place.day), place.lane, place.seq or None, entry_id, details)
        self._keep(problem, is_explained=is_explained)

    def missing(self, first_id: int, last_id: int, *, tail: bool = False) -> None:
        """Add a run of entries that are gone; ``tail`` when they were a lane's last."""
        first, last = place_of(first_id), place_of(last_id)
        self.at("tail_cut" if tail else "missing", first, last=last.seq, how_many=last_id - first_id + 1)

    def _keep(self, problem: Problem, *, is_explained: bool) -> None:
        kept = self._explained if is_explained else self._problems
        self.count += not is_explained
        if len(kept) < _MOST_TOLD:
            kept.append(problem)


def _by_place(problems: Iterable[Problem]) -> list[Problem]:
    return sorted(problems, key=lambda one: (one.day, one.lane or 0, one.seq or 0, one.code))
