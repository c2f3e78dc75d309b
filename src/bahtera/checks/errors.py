"""What this package refuses.

::

    Refused
    ├── NoNote           an answer without a word
    ├── NoReply          a kader's reply without a word
    └── UnknownAnswer    an answer that is not one of the three
    NotFound
    └── UnknownFlag
    Conflict
    └── StaleFlag        somebody answered meanwhile, or the question went away
"""

from bahtera.foundation.errors import Conflict, NotFound, Refused


class NoNote(Refused):
    """An answer without a word."""

    def __init__(self) -> None:
        super().__init__("checks.no_note", "Write in a few words what you found out.")


class NoReply(Refused):
    """A kader's reply without a word."""

    def __init__(self) -> None:
        super().__init__("checks.no_reply", "Write in a few words how it was.")


class UnknownAnswer(Refused):
    """An answer that is not one of the three."""

    def __init__(self) -> None:
        super().__init__("checks.unknown_answer", "Choose: explained, confirmed or mended.")


class UnknownFlag(NotFound):
    """There is no such question, or none that this person may know of."""

    def __init__(self) -> None:
        super().__init__("checks.unknown_flag", "There is no such question.")


class StaleFlag(Conflict):
    """Somebody answered meanwhile, or the question went away."""

    def __init__(self) -> None:
        super().__init__(
            "checks.stale_flag",
            "This question changed while you looked at it. Read it once more, then answer.",
        )


class BadDefinition(Exception):
    """A definition of checks that does not say what it must; a mistake of ours, found when it is loaded."""
