"""What results refuses.

::

    NotFound
    ├── IndexNotMeasured   the round does not measure the index
    ├── AreaNotInRound     the area is not part of the round
    ├── NoSuchMeasure      nothing of that name is measured, or the area has no such level below it
    ├── UnknownPart        the index has no such dimension or indicator
    └── OneRoundOnly       a change needs two rounds, an earlier and a later one
"""

from bahtera.foundation.errors import NotFound


class IndexNotMeasured(NotFound):
    """The round does not measure this index."""

    def __init__(self, round_id: int, index_id: str) -> None:
        super().__init__(
            "results.index_not_measured",
            "This round does not measure the index {index_id}.",
            round_id=round_id,
            index_id=index_id,
        )


class AreaNotInRound(NotFound):
    """The area is not part of the round."""

    def __init__(self, round_id: int, area_code: str) -> None:
        super().__init__(
            "results.area_not_in_round",
            "The area {area_code} is not part of this round.",
            round_id=round_id,
            area_code=area_code,
        )


class UnknownPart(NotFound):
    """The index has no such dimension or indicator."""

    def __init__(self, part: str) -> None:
        super().__init__("results.unknown_part", "The index has no dimension or indicator {part}.", part=part)


class NoSuchMeasure(NotFound):
    """Nothing of that name is measured, or the area has no such level below it."""

    def __init__(self, name: str) -> None:
        super().__init__(
            "results.no_such_measure", "There is nothing called {name} to lay side by side here.", name=name
        )


class OneRoundOnly(NotFound):
    """A change needs two rounds, an earlier and a later one."""

    def __init__(self, round_id: int) -> None:
        super().__init__(
            "results.one_round_only",
            "A change needs two rounds: this one, and an earlier one with figures of the area.",
            round_id=round_id,
        )
