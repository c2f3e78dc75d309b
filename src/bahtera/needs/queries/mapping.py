"""Reads of the mapping: the lines that hold in a regency, how they came about, and which units take the work."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bahtera.access import api as access
from bahtera.needs.errors import UnknownLine
from bahtera.needs.models import MappingChange
from bahtera.needs.rules.mapping import line_of, load_book
from bahtera.needs.values import Change, UnitRef

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from bahtera.needs.values import Line

_REGENCY_LENGTH = 5


def regency_of(area_code: str) -> str:
    """Return the regency an area lies in; "" for a province or the country."""
    return area_code[:_REGENCY_LENGTH] if len(area_code) >= _REGENCY_LENGTH else ""


def lines_of(area_code: str) -> dict[tuple[str, str], Line]:
    """Return the lines that hold in an area's regency by (index, indicator); a province's are the defaults."""
    return lines_of_many([area_code])[regency_of(area_code)]


def lines_of_many(area_codes: Iterable[str]) -> dict[str, dict[tuple[str, str], Line]]:
    """Return regency -> the lines that hold there, for all regencies of some areas at once."""
    regencies = {regency_of(code) for code in area_codes}
    found = {code: dict(load_book().lines) for code in regencies}
    rows = MappingChange.objects.filter(regency_code__in=sorted(regencies - {""}))
    for row in rows.order_by("regency_code", "number", "pk"):
        key = (row.index_id, row.indicator)
        if key not in load_book().lines:
            continue
        default = load_book().lines[key]
        found[row.regency_code][key] = line_of(*key, row.content, row.number) if row.content else default
    return found


def history_of(area_code: str, index_id: str, indicator: str) -> tuple[Change, ...]:
    """Return every change of a line in a regency, the newest first; raises UnknownLine."""
    if (index_id, indicator) not in load_book().lines:
        raise UnknownLine
    rows = MappingChange.objects.filter(
        regency_code=regency_of(area_code), index_id=index_id, indicator=indicator
    )
    return tuple(
        Change(
            row.number,
            line_of(index_id, indicator, row.content, row.number) if row.content else None,
            row.reason,
            row.at,
            row.actor_key,
        )
        for row in rows.order_by("-number", "-pk")
    )


def latest_numbers(area_code: str) -> Mapping[tuple[str, str], int]:
    """Return how often each line was changed in a regency; lines that never were are left out."""
    rows = MappingChange.objects.filter(regency_code=regency_of(area_code)).order_by("number", "pk")
    return {(row.index_id, row.indicator): row.number for row in rows}


def units_for(area_code: str) -> dict[str, tuple[UnitRef, ...]]:
    """Return agency -> the active units of its kind in a regency, or above it where the regency has none."""
    regency = regency_of(area_code) or area_code
    kinds = {each.kind for each in load_book().agencies.values() if each.kind}
    rows = access.units_serving(regency, kinds)
    near: dict[str, list[UnitRef]] = {}
    for row in rows:
        near.setdefault(row.kind, []).append(UnitRef(row.id, row.name, row.kind, row.area))
    return {
        each.id: _nearest(near.get(each.kind, []))
        for each in load_book().agencies.values()
        if each.kind and near.get(each.kind)
    }


def _nearest(units: list[UnitRef]) -> tuple[UnitRef, ...]:
    """Return the units whose area is the smallest."""
    longest = max(len(each.area) for each in units)
    return tuple(each for each in units if len(each.area) == longest)
