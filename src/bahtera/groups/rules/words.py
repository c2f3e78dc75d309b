"""What is declared about groups, out of ``definitions/groups``: kinds, bands of age, lists of words, criteria."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

import yaml

from bahtera.foundation.shipped import definitions
from bahtera.groups.values import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping

VERSION: Final = "2026.1"
"""The version of the declarations in use."""
NOT_KNOWN: Final = "tidak_diketahui"
"""The band of whose age is not known, or lies in no band."""


@dataclass(frozen=True, slots=True)
class Band:
    """Years of age from one up to, not including, another."""

    id: str
    first: int
    below: int


@dataclass(frozen=True, slots=True)
class KindWords:
    """How a kind is called, whom it is about, and the bands in which its attendance is told."""

    kind: Kind
    label: Mapping[str, str]
    long: Mapping[str, str]
    about: Mapping[str, str]
    bands: tuple[Band, ...]
    status: str


@dataclass(frozen=True, slots=True)
class Criterion:
    """A number that a group's records must reach for a stage."""

    id: str
    stage: str
    fact: str
    at_least: int
    label: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class StageWords:
    """The stages of one kind in their order, their criteria, and what counts as own capital and a wide market."""

    kind: Kind
    order: tuple[str, ...]
    labels: Mapping[str, Mapping[str, str]]
    own_sources: frozenset[str]
    wide_markets: frozenset[str]
    criteria: tuple[Criterion, ...]
    version: str
    sha256: str


@cache
def kinds() -> Mapping[Kind, KindWords]:
    """Return what is declared of each kind, in the order of the file."""
    found = {}
    for one in _told()["kinds"]:
        bands = tuple(Band(band["id"], band["from"], band["below"]) for band in one.get("bands", ()))
        kind = Kind(one["id"])
        about = MappingProxyType(one.get("about", {}))
        found[kind] = KindWords(kind, one["label"], one["long"], about, bands, one["status"])
    return MappingProxyType(found)


@cache
def lists() -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    """Return the words of every list by name and code, each by language."""
    return MappingProxyType(
        {
            name: MappingProxyType({one["id"]: MappingProxyType(one["label"]) for one in words})
            for name, words in _told()["lists"].items()
        }
    )


@cache
def stages() -> StageWords:
    """Return the declared stages; raises ValueError for a criterion of a fact or stage that there is not."""
    told = _told()["stages"]
    criteria = tuple(
        Criterion(one["id"], one["stage"], one["fact"], one["at_least"], one["label"])
        for one in told["criteria"]
    )
    order = tuple(told["order"])
    for one in criteria:
        if one.fact not in FACTS or one.stage not in order:
            message = f"definitions/groups: {one.id} asks for {one.fact} of {one.stage}"
            raise ValueError(message)
    return StageWords(
        Kind(told["kind"]),
        order,
        told["labels"],
        frozenset(told["own_sources"]),
        frozenset(told["wide_markets"]),
        criteria,
        VERSION,
        hashlib.sha256(_bytes()).hexdigest(),
    )


FACTS: Final = (
    "decree",
    "officers",
    "members",
    "women_percent",
    "months_met",
    "attendance_percent",
    "businesses",
    "turnover_months",
    "turnover_change_percent",
    "trainings",
    "own_capital_percent",
    "wide_market_percent",
)
"""The numbers that criteria may ask for; `rules.stages.facts_of` says what each is."""


@cache
def _told() -> Any:
    return yaml.safe_load(_bytes().decode("utf-8"))


def _bytes() -> bytes:
    return (definitions("groups") / f"{VERSION}.yaml").read_bytes()
