"""What is not to be kept for ever: who finds what is old, and who takes it away.

How long is not said here: that is declared as data (``definitions/privacy/retention.yaml``) and carried out by
``privacy``, which also knows what must not be touched. Each package says how its own things are found and ended.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID


class Ending(StrEnum):
    """What becomes of something old: its key is destroyed, it is made nobody's, or its rows go."""

    DESTROY_KEY = "destroy_key"
    ANONYMISE = "anonymise"
    DELETE = "delete"


@dataclass(frozen=True, slots=True)
class Expired:
    """Something old: its key, where it lies, and whom and what it is about (``family:0192...``).

    ``area`` is the smallest that is known: empty when it may lie anywhere, None for what lies nowhere.
    """

    key: str
    area: str | None = None
    about: tuple[str, ...] = ()


# ``find(before, after, size)``: what is older than an instant and stands after a key, in the order of keys.
Find = Callable[[datetime, str, int], Sequence[Expired]]
# ``end(keys, why)``: take these away in the open transaction and return how many were still there.
End = Callable[[Sequence[str], str], int]


@dataclass(frozen=True, slots=True)
class Executor:
    """Who ends one kind of thing.

    Args:
        name: ``package.things``; rules name it.
        ending: what ``end`` does.
        since: the date that ``find`` counts from, as rules must name it.
        tables: models (``app.Model``) that hold no such old things when it has run.
        least: what a rule must grant at least, because work still needs it.
        batch: how many go in one transaction.
    """

    name: str
    ending: Ending
    since: str
    tables: tuple[str, ...]
    find: Find
    end: End
    least: timedelta = timedelta(0)
    batch: int = 200


def deleting(model: Any, key: Callable[[str], Any] = UUID) -> End:
    """Return an ``end`` that deletes rows of a Django model; ``key`` reads their primary key back."""

    def end(keys: Sequence[str], _why: str) -> int:
        gone: int = model.objects.filter(pk__in=[key(one) for one in keys]).delete()[0]
        return gone

    return end


_executors: dict[str, Executor] = {}


def register(executor: Executor) -> None:
    """Add an executor; a name registered again is replaced. Only ``bahtera.config`` calls this."""
    _executors[executor.name] = executor


def executors() -> Mapping[str, Executor]:
    """Return the registered executors by name."""
    return dict(_executors)
