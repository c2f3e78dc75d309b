"""What a result code of a visit means: at once, or only after visits on several days. Read from definitions."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Final

import yaml

from bahtera.foundation.shipped import definitions

_LIST: Final = definitions("surveys/outcomes.yaml")


@dataclass(frozen=True, slots=True)
class Outcome:
    """A result code: its group, and on how many different days a family is visited before it counts."""

    name: str
    group: str
    visits: int


@dataclass(frozen=True, slots=True)
class Outcomes:
    """The list of result codes with its version and hash."""

    version: str
    sha256: str
    by_name: Mapping[str, Outcome]

    def visits_needed(self, result_code: str) -> int:
        """Return on how many days a family is visited before this result counts; one for a code nobody knows."""
        known = self.by_name.get(result_code)
        return known.visits if known else 1

    @property
    def repeated(self) -> frozenset[str]:
        """The codes that count only after more than one visit."""
        return frozenset(one.name for one in self.by_name.values() if one.visits > 1)


@cache
def visit_outcomes() -> Outcomes:
    """Return the list as it is shipped."""
    written = _LIST.read_bytes()
    found = yaml.safe_load(written)
    rows = [Outcome(one["name"], one["group"], int(one["visits"])) for one in found["outcomes"]]
    return Outcomes(
        str(found["version"]),
        hashlib.sha256(written).hexdigest(),
        MappingProxyType({one.name: one for one in rows}),
    )
