"""What can go wrong with an index, all under one base.

::

    IndexProblem
    ├── InvalidDefinition   the file breaks the format; carries every problem at once
    ├── UnknownDefinition   no such index, version or method
    ├── InvalidAnswers      an answer has a type its variable cannot have
    ├── InvalidFrame        a table lacks columns, or has columns of a wrong type
    └── MismatchedSums      sums of different definitions or groupings cannot be added

`UnknownAnswers` is no error but a warning: the table was scored, with some of its answers read as unanswered.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing wrong in a definition: `file`, 1-based `line` and `column`, and a sentence."""

    file: str
    line: int
    column: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {self.message}"


class IndexProblem(ValueError):
    """The base of every error of this package."""


class InvalidDefinition(IndexProblem):
    """A definition that breaks the format, or whose arithmetic cannot be proved; `problems` has them all."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        super().__init__("\n".join(str(problem) for problem in self.problems))


class UnknownDefinition(IndexProblem):
    """No index, version or aggregation method of that name."""


class InvalidAnswers(IndexProblem):
    """An answer whose Python type does not fit its variable."""


class InvalidFrame(IndexProblem):
    """A table that lacks a needed column or has one of a type that cannot be read."""


class MismatchedSums(IndexProblem):
    """Sums that come from different definitions or are grouped differently."""


@dataclass(frozen=True, slots=True)
class UnknownColumn:
    """Answers of one column (`name`, or `roster.name`) that could not be read and counted as unanswered.

    `count` is how many; `examples` the commonest, at most two; `needed` what would have been read, such as "one of
    ya, tidak, tidak_tahu".
    """

    name: str
    count: int
    examples: tuple[str, ...]
    needed: str

    def __str__(self) -> str:
        values = "1 value is" if self.count == 1 else f"{self.count} values are"
        shown = ", ".join(repr(each) for each in self.examples)
        return f"{self.name}: {values} not {self.needed} (such as {shown})"


class UnknownAnswers(UserWarning):
    """A table holds answers that the index does not know; each counted as unanswered. `columns` says which.

    Turn it into an error with `warnings.simplefilter("error", UnknownAnswers)`; leave the check out with
    `check=False`.
    """

    def __init__(self, index: str, columns: Sequence[UnknownColumn]) -> None:
        self.index = index
        self.columns = tuple(columns)
        lines = [f"{index} could not read these answers:", *map(str, self.columns)]
        super().__init__("\n  ".join(lines))
