"""What definitions/metadata/microdata.yaml says: columns, how coarse they may become, and licences."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

import yaml

from bahtera.disclosure import Demand, Hierarchy
from bahtera.foundation import shipped
from bahtera.statistics.sampling import WEIGHT_UNIT

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from bahtera.releases.api import MicroRow

_FILE: Final = "metadata/microdata.yaml"


@dataclass(frozen=True, slots=True)
class Quasi:
    """One column that a neighbour knows: where its value stands, and how it becomes coarser."""

    column: str
    source: str
    steps: tuple[Mapping[str, str], ...]
    area: tuple[int, ...]
    digits: tuple[int, ...]

    def value(self, row: MicroRow) -> str:
        """Return a family's value as it is; empty where it is not known."""
        if self.source == "village":
            return row.village_code
        if self.source == "weight":
            return significant(Fraction(row.weight, WEIGHT_UNIT), 3)
        return row.groups.get(self.source, "")

    def hierarchy(self, values: Iterable[str]) -> Hierarchy:
        """Return its ever coarser values for those that occur."""
        told = set(values)
        steps: list[Mapping[str, str]] = [{"": "", **step} for step in self.steps]
        steps += [{each: ".".join(each.split(".")[:parts]) for each in told} for parts in self.area]
        steps += [{each: significant(Fraction(each), digits) for each in told} for digits in self.digits]
        return Hierarchy(self.column, tuple(steps))


@dataclass(frozen=True, slots=True)
class Licence:
    """Under which terms a file leaves: its name on the page and its text in the file."""

    label: Mapping[str, str]
    text: str


@dataclass(frozen=True, slots=True)
class Declared:
    """Everything the file says."""

    version: str
    demand: Demand
    quasi: tuple[Quasi, ...]
    labels: Mapping[str, Mapping[str, str]]
    licences: Mapping[str, Licence]


@lru_cache(maxsize=1)
def declared() -> Declared:
    """Return what may leave and how."""
    found: dict[str, Any] = yaml.safe_load(shipped.definitions(_FILE).read_text(encoding="utf-8"))
    return Declared(
        version=found["version"],
        demand=Demand(found["k"], found["l"], Fraction(found["suppress"])),
        quasi=tuple(
            Quasi(
                one["column"],
                one["from"],
                tuple(one.get("steps", ())),
                tuple(one.get("area", ())),
                tuple(one.get("digits", ())),
            )
            for one in found["quasi"]
        ),
        labels=found["labels"],
        licences={key: Licence(one["label"], one["text"]) for key, one in found["licences"].items()},
    )


def significant(value: Fraction, digits: int) -> str:
    """Return a number not below zero with so many significant digits, as plain decimals."""
    return format(float(f"{float(value):.{digits}g}"), "f").rstrip("0").rstrip(".")
