"""What context refuses.

::

    Refused
    ├── ContextError
    │   ├── Fault           one thing that is wrong in a file, with its line and column
    │   ├── BadFigures      a file with faults: each with its line and column; nothing of it was kept
    │   ├── BadDeclaration  a declared series that says too little or contradicts itself
    │   └── NoReason        an import is taken back without a reason
    ├── Conflict
    │   └── AlreadyTakenBack  the import was taken back before
    └── NotFound
        ├── UnknownSeries   no such series is declared
        └── UnknownBatch    no such import
"""

from collections.abc import Sequence

from bahtera.foundation.errors import Conflict, NotFound, Refused


class ContextError(Refused):
    """The request cannot be met for these figures."""


class Fault(ContextError):
    """One thing that is wrong in a file; ``line`` and ``column`` (from 1; 0: the whole line, the whole file)."""

    def __init__(self, code: str, message: str, *, line: int, column: int, **details: str | int) -> None:
        super().__init__(code, message, **details)
        self.line = line
        self.column = column


class BadFigures(ContextError):
    """A file that has faults; nothing of it was kept."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(
            "context.bad_figures",
            "The file has {count} faults. Nothing was kept.",
            count=len(faults),
        )
        self.faults = tuple(faults)


class BadDeclaration(ContextError):
    """A declared series that says too little or contradicts itself."""

    def __init__(self, series: str, why: str) -> None:
        super().__init__("context.bad_declaration", "Series {series}: {why}.", series=series, why=why)


class NoReason(ContextError):
    """An import is taken back without a reason."""

    def __init__(self) -> None:
        super().__init__("context.no_reason", "Say in a few words why the import is taken back.")


class AlreadyTakenBack(Conflict):
    """The import was taken back before."""

    def __init__(self, batch: int) -> None:
        super().__init__("context.already_taken_back", "Import {batch} was taken back before.", batch=batch)


class UnknownSeries(NotFound):
    """No such series is declared."""

    def __init__(self, series: str) -> None:
        super().__init__("context.unknown_series", "There is no series {series}.", series=series)


class UnknownBatch(NotFound):
    """No such import."""

    def __init__(self, batch: int) -> None:
        super().__init__("context.unknown_batch", "There is no import {batch}.", batch=batch)
