"""What a verification has found so far."""

from typing import Any

from bahtera.foundation.audit.values import Place, Problem, day_label, place_of

# The first of them are told; a wiped table would fill the page with the same sentence.
_MOST_TOLD = 1000


class Findings:
    """Problems in the order found; all are counted, the first thousand kept."""

    def __init__(self) -> None:
        self.count = 0
        self._problems: list[Problem] = []

    @property
    def problems(self) -> list[Problem]:
        """Return what was kept, by place."""
        return sorted(self._problems, key=lambda one: (one.day, one.lane or 0, one.seq or 0, one.code))

    def add(self, code: str, *, day: str = "", lane: int | None = None, **details: Any) -> None:
        """Add a problem of a day or a lane as a whole."""
        self._keep(Problem(code, day, lane, details=details))

    def at(self, code: str, place: Place, **details: Any) -> None:
        """Add a problem at a place; sequence 0 stands for the lane's head."""
        entry_id = place.id if place.seq else None
        self._keep(Problem(code, day_label(place.day), place.lane, place.seq or None, entry_id, details))

    def missing(self, first_id: int, last_id: int, *, tail: bool = False) -> None:
        """Add a run of entries that are gone; ``tail`` when they were a lane's last."""
        first, last = place_of(first_id), place_of(last_id)
        self.at("tail_cut" if tail else "missing", first, last=last.seq, how_many=last_id - first_id + 1)

    def _keep(self, problem: Problem) -> None:
        self.count += 1
        if len(self._problems) < _MOST_TOLD:
            self._problems.append(problem)
