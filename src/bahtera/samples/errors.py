"""What this package refuses.

::

    Refused
    ├── BadFile           a file that cannot be read as a frame or list
    ├── BadPlan           a plan that nothing can be drawn by
    ├── LinesLeft         a file with lines that are not taken, and nobody said to leave them out
    ├── FamiliesLeft      the same of a village's list of families
    ├── NoReason          a draw set aside without a reason
    ├── RoundVisited      families of the round were visited already
    ├── VillageVisited    families of the village were visited already
    ├── NoReserve         nobody stands by
    └── NotReplaceable    a family that no reserve may fill in for
    NotFound
    ├── UnknownFrame
    ├── UnknownDraw
    ├── UnknownDrawnVillage
    └── UnknownDrawnFamily
    Conflict
    ├── DrawUnderway      the round has a draw that was not set aside
    ├── DrawMoved         the state of the draw does not allow it
    ├── AlreadyListed     the families of the village were drawn
    └── AlreadyLinked     the family stands for another line
"""

from __future__ import annotations

from collections.abc import Sequence

from bahtera.foundation.errors import Conflict, NotFound, Refused

_SHOWN = 10


class BadFile(Refused):
    """A file that cannot be read as a frame or list."""

    @classmethod
    def too_large(cls, most: int) -> BadFile:
        """More than a frame can be."""
        return cls(
            "samples.too_large", "The file is larger than {most} MB, or has too many lines.", most=most
        )

    @classmethod
    def unreadable(cls) -> BadFile:
        """Neither CSV nor XLSX."""
        return cls(
            "samples.unreadable",
            "This is neither a CSV file in UTF-8 nor an Excel workbook (.xlsx) with one table.",
        )

    @classmethod
    def no_column(cls, names: str) -> BadFile:
        """A column is missing."""
        return cls(
            "samples.no_column",
            "The first line must name the columns; one of these is missing: {names}.",
            names=names,
        )

    @classmethod
    def empty(cls) -> BadFile:
        """No line can be taken."""
        return cls("samples.empty", "No line of the file can be taken.")


class FamiliesLeft(Refused):
    """A list of families with lines that are not taken, and nobody said to leave them out.

    ``empty``, ``double``, ``person``: numbers of lines without a number, with one that stands there twice, and with a
    NIK or the number of a card.
    """

    def __init__(self, empty: Sequence[int], double: Sequence[int], person: Sequence[int]) -> None:
        super().__init__(
            "samples.families_left",
            "{count} lines are not taken. Without a number: lines {empty}. The same number twice: lines {double}. A NIK"
            " or card number: lines {person}. Mend the file, or say that these families stay out.",
            count=len(empty) + len(double) + len(person),
            empty=_lines(empty),
            double=_lines(double),
            person=_lines(person),
        )


def _lines(numbers: Sequence[int]) -> str:
    more = ["…"] if len(numbers) > _SHOWN else []
    return ", ".join([*map(str, numbers[:_SHOWN]), *more]) or "–"


class LinesLeft(Refused):
    """A file with lines that are not taken, and nobody said to leave them out."""

    def __init__(self, count: int) -> None:
        super().__init__(
            "samples.lines_left",
            "{count} lines are not taken. Mend the file, or say that these villages cannot be drawn.",
            count=count,
        )


class BadPlan(Refused):
    """A plan that nothing can be drawn by."""

    @classmethod
    def take(cls, most: int) -> BadPlan:
        """Families or reserves a village out of range."""
        return cls(
            "samples.take", "Take 1 to {most} families a village, and 0 to {most} reserves.", most=most
        )

    @classmethod
    def results(cls) -> BadPlan:
        """A result code for which no reserve may fill in."""
        return cls("samples.results", "A reserve cannot fill in for this result of a visit.")

    @classmethod
    def lonely(cls, names: str) -> BadPlan:
        """A stratum with one village drawn of many."""
        return cls(
            "samples.lonely",
            "Draw at least two villages in each stratum that has two: with one, no error can be told. Strata: {names}.",
            names=names,
        )


class NoReason(Refused):
    """A draw set aside without a reason."""

    def __init__(self) -> None:
        super().__init__(
            "samples.no_reason",
            "Say why the draw is set aside: it stays listed with its seed and this reason.",
        )


class RoundVisited(Refused):
    """Families of the round were visited already."""

    def __init__(self, visits: int) -> None:
        super().__init__(
            "samples.round_visited",
            "{visits} visits of this round have come in: frame and draw can no longer be changed.",
            visits=visits,
        )


class VillageVisited(Refused):
    """Families of the village were visited already."""

    def __init__(self, visits: int) -> None:
        super().__init__(
            "samples.village_visited",
            "{visits} families of this village were visited in this round. Drawing now would look as if they had been"
            " chosen afterwards.",
            visits=visits,
        )


class NoReserve(Refused):
    """Nobody stands by."""

    def __init__(self) -> None:
        super().__init__("samples.no_reserve", "No reserve is left in this village.")


class NotReplaceable(Refused):
    """A family that no reserve may fill in for."""

    @classmethod
    def result(cls) -> NotReplaceable:
        """The result of the visit does not allow it."""
        return cls(
            "samples.result_not_allowed", "The plan of this sample lets no reserve fill in for this result."
        )

    @classmethod
    def unused(cls) -> NotReplaceable:
        """It is no family of the sample in use."""
        return cls(
            "samples.not_in_use", "This family is a reserve that was not called, or was replaced already."
        )

    @classmethod
    def answered(cls) -> NotReplaceable:
        """It was interviewed."""
        return cls(
            "samples.answered", "This family was visited with another result: look at its visit first."
        )


class UnknownFrame(NotFound):
    """There is no such frame, or none that this person may know of."""

    def __init__(self) -> None:
        super().__init__("samples.unknown_frame", "There is no such frame.")


class UnknownDraw(NotFound):
    """There is no such draw, or none that this person may know of."""

    def __init__(self) -> None:
        super().__init__("samples.unknown_draw", "There is no such draw.")


class UnknownDrawnVillage(NotFound):
    """The village was not drawn, or lies where this person may not look."""

    def __init__(self) -> None:
        super().__init__("samples.unknown_village", "This village was not drawn.")


class UnknownDrawnFamily(NotFound):
    """There is no such family in the sample, or none that this person may know of."""

    def __init__(self) -> None:
        super().__init__("samples.unknown_family", "There is no such family in the sample.")


class DrawUnderway(Conflict):
    """The round has a draw that was not set aside."""

    def __init__(self) -> None:
        super().__init__(
            "samples.underway",
            "This round has a draw already. Set it aside with a reason before another is planned: no draw is repeated"
            " until it pleases.",
        )


class DrawMoved(Conflict):
    """The state of the draw does not allow it, or somebody changed it meanwhile."""

    def __init__(self) -> None:
        super().__init__("samples.moved", "The draw has moved on meanwhile. Look at it again.")


class AlreadyListed(Conflict):
    """The families of the village were drawn."""

    def __init__(self) -> None:
        super().__init__("samples.already_listed", "The families of this village are drawn already.")


class AlreadyLinked(Conflict):
    """The family stands for another line."""

    def __init__(self) -> None:
        super().__init__(
            "samples.already_linked", "This family stands for another line of the sample already."
        )
