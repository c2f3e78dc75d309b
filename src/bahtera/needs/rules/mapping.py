"""Who answers for which unmet indicator: the shipped definition, and what a regency may write instead."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

import yaml

from bahtera.foundation.shipped import definitions
from bahtera.indices import api as indices
from bahtera.needs.errors import BadLine
from bahtera.needs.values import Agency, Line, MappingRef, ServiceDuty

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from bahtera.indices.api import ServiceBook

MOST_RUPIAH: Final = 10**9
_FOLDER: Final = "responsibilities"
_SHORTEST_REASON: Final = 5
_LONGEST: Final = 300
_FULL: Final = 100


@dataclass(frozen=True)
class Book:
    """One version of the definition: agencies and duties by id, and the lines of every indicator that has a service."""

    ref: MappingRef
    agencies: Mapping[str, Agency]
    duties: Mapping[str, ServiceDuty]
    lines: Mapping[tuple[str, str], Line]
    services: Mapping[str, Mapping[str, str]]
    """Service -> its label."""
    answered_by: Mapping[tuple[str, str], tuple[str, ...]]
    """Indicator -> the services that the service book proposes."""
    unanswered: Mapping[tuple[str, str], Mapping[str, str]]
    """Indicator that no service answers -> why, in both languages."""


@lru_cache(maxsize=2)
def load_book() -> Book:
    """Return the newest definition joined with the service book; raises ValueError with every fault of the file."""
    newest = max(definitions(_FOLDER).glob("*.yaml"), key=lambda file: file.stem)
    return read_book(newest, indices.load_services())


def read_book(file: Path, book: ServiceBook) -> Book:
    """Return a definition joined with a service book; raises ValueError with every fault of the file."""
    written: dict[str, Any] = yaml.safe_load(file.read_text(encoding="utf-8"))
    agencies = {each["id"]: _agency(each) for each in written["agencies"]}
    duties = {each["service"]: _duty(each) for each in written["services"]}
    labels = {each.id: {"id": each.label.id, "en": each.label.en} for each in book.services}
    faults = list(_faults(agencies, duties, labels))
    if faults:
        raise ValueError(f"{file.name}: {'; '.join(faults)}")
    text = json.dumps(written, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    ref = MappingRef(
        id=written["id"],
        version=str(written["version"]),
        status=written["status"],
        hash=hashlib.sha256(text.encode()).hexdigest(),
        source=" ".join(written["source"].split()),
        cost_source=written["costs"]["source"],
    )
    open_needs = {
        key: each
        for each in book.needs
        for index_id, _, indicator in (name.partition("/") for name in each.indicators)
        if (key := (index_id, indicator)) in _open_indicators()
    }
    answered_by = {key: each.services for key, each in open_needs.items() if each.services}
    unanswered = {
        key: {"id": each.none_yet.id, "en": each.none_yet.en}
        for key, each in open_needs.items()
        if each.none_yet is not None
    }
    lines = {key: default_line(*key, names, duties) for key, names in answered_by.items()}
    return Book(ref, agencies, duties, lines, labels, answered_by, unanswered)


def default_line(
    index_id: str, indicator: str, services: Sequence[str], duties: Mapping[str, ServiceDuty]
) -> Line:
    """Return the line of an indicator: costs and responsible office are those of the service meant first."""
    first = duties[services[0]]
    others = [duties[name].agency for name in services[1:]]
    helpers = tuple(dict.fromkeys(each for each in (*first.helpers, *others) if each != first.agency))
    return Line(
        index_id,
        indicator,
        tuple(services),
        first.agency,
        helpers,
        first.unit_cost,
        first.fixed_cost,
        first.reach,
        first.basis,
    )


def checked_line(line: Line, book: Book) -> Line:
    """Return a line as a regency may keep it; raises BadLine."""
    for service in line.services:
        if service not in book.duties:
            raise BadLine.unknown(service)
    for agency in (line.agency, *line.helpers):
        if agency not in book.agencies:
            raise BadLine.unknown(agency)
    if not line.services:
        raise BadLine.unknown("-")
    if not all(0 <= cost <= MOST_RUPIAH for cost in (line.unit_cost, line.fixed_cost)):
        raise BadLine.cost()
    if not 1 <= line.reach <= _FULL:
        raise BadLine.reach()
    if len(line.basis) > _LONGEST:
        raise BadLine.no_reason()
    return line


def checked_reason(text: str) -> str:
    """Return why a line was changed, without blanks around; raises BadLine."""
    reason = " ".join(text.split())
    if not _SHORTEST_REASON <= len(reason) <= _LONGEST:
        raise BadLine.no_reason()
    return reason


def line_json(line: Line) -> dict[str, Any]:
    """Return what is kept of a line."""
    return {
        "services": list(line.services),
        "agency": line.agency,
        "helpers": list(line.helpers),
        "unit_cost": line.unit_cost,
        "fixed_cost": line.fixed_cost,
        "reach": line.reach,
        "basis": line.basis,
    }


def line_of(index_id: str, indicator: str, kept: Mapping[str, Any], number: int) -> Line:
    """Return what `line_json` wrote."""
    return Line(
        index_id,
        indicator,
        tuple(kept["services"]),
        kept["agency"],
        tuple(kept["helpers"]),
        kept["unit_cost"],
        kept["fixed_cost"],
        kept["reach"],
        kept["basis"],
        number,
    )


@lru_cache(maxsize=2)
def _open_indicators() -> frozenset[tuple[str, str]]:
    """Return every indicator of the newest indices that is not private."""
    found = (indices.load(name).without_private() for name in indices.list_indices())
    return frozenset((index.id, each.id) for index in found for each in index.indicators)


def _agency(row: Mapping[str, Any]) -> Agency:
    return Agency(row["id"], row["label"], row.get("kind", ""), row["basis"])


def _duty(row: Mapping[str, Any]) -> ServiceDuty:
    return ServiceDuty(
        row["service"],
        row["agency"],
        tuple(row["helpers"]),
        row["basis"],
        row["unit_cost"],
        row["fixed_cost"],
        row["reach"],
    )


def _faults(
    agencies: Mapping[str, Agency], duties: Mapping[str, ServiceDuty], services: Mapping[str, object]
) -> list[str]:
    found = [f"nobody answers for {name}" for name in sorted(set(services) - set(duties))]
    found += [f"there is no service {name}" for name in sorted(set(duties) - set(services))]
    for each in duties.values():
        found += [
            f"{each.service}: there is no office {name}"
            for name in (each.agency, *each.helpers)
            if name not in agencies
        ]
        if not 1 <= each.reach <= _FULL:
            found.append(f"{each.service}: reach is from 1 to {_FULL}")
        if min(each.unit_cost, each.fixed_cost) < 0:
            found.append(f"{each.service}: costs are not below 0")
    return found
