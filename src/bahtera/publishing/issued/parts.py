"""What documents have in common, as plain data for templates and tables: head, figures, lists, notes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from bahtera.areas import api as areas
from bahtera.publishing.issued import words
from bahtera.publishing.issued.speaking import part_of_all, speaks
from bahtera.publishing.issued.telling import (
    LANGUAGE,
    capital,
    count,
    day,
    decimal,
    figure,
    full_name,
    whole,
)
from bahtera.publishing.paper.setting import qr_picture
from bahtera.results import api as results

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from bahtera.documents.api import Kind
    from bahtera.publishing.issued.facts import Facts

_HASH: Final = 12
_BRACKETS: Final = re.compile(r"\(([^()]+)\)$")


@dataclass(frozen=True, slots=True)
class Stamp:
    """What only an issued document has: its number, the moment, and the address behind its QR code."""

    number: str
    at: datetime
    address: str


def head(kind: Kind, facts: Facts, stamp: Stamp) -> dict[str, Any]:
    """Return what stands on top of every document and under every page."""
    area = facts.area
    above = [facts.places[code] for code in areas.ancestors_of(area.code) if code in facts.places]
    name = full_name(area)
    return {
        "lang": LANGUAGE,
        "region": "ID",
        "kind": words.TITLES[kind],
        "title": f"{words.TITLES[kind]} {title_of(facts)} {name}",
        "area": name,
        "inside": ", ".join(full_name(one) for one in reversed(above)),
        "letterhead": letterhead(facts),
        "number": stamp.number,
        "day": day(stamp.at.astimezone(ZoneInfo(facts.zone)).date()),
        "place": _seat(facts),
        "qr": qr_picture(stamp.address),
        "address": stamp.address,
        "check": words.CHECK,
        "round": f"{facts.round.name} ({facts.round.year})",
        "year": str(facts.round.year),
        "index": title_of(facts),
        "provisional": facts.cites.is_provisional,
        "state": words.PROVISIONAL if facts.cites.is_provisional else words.FINAL,
        "version": version_line(facts),
        "definition": definition_line(facts),
        "synthetic": words.SYNTHETIC if facts.is_synthetic else "",
        "speaks": speaks(facts),
        "part": part_of_all(facts),
        "speaks_short": words.SHORT[facts.found.speaks],
        "why_hidden": words.WHY_HIDDEN.format(n=facts.found.threshold),
        "public_only": words.PUBLIC_ONLY,
        "has_figures": facts.has_figures,
    }


def letterhead(facts: Facts) -> list[str]:
    """Return the lines of the letterhead: whose government, then the team or the village."""
    area = facts.area
    if area.level == "village":
        above = [facts.places[code] for code in areas.ancestors_of(area.code) if code in facts.places]
        lines = [full_name(one) for one in above if one.level in ("regency", "district")]
        return [f"Pemerintah {lines[0]}" if lines else "Pemerintah daerah", *lines[1:], full_name(area)]
    return [f"Pemerintah {full_name(area)}", words.TEAM]


def title_of(facts: Facts) -> str:
    """Return the name of the index."""
    return facts.found.index.title[LANGUAGE]


def version_line(facts: Facts) -> str:
    """Return how the document cites its data version: number, kind, day, hash; "sementara" without one."""
    cites = facts.cites
    if cites.number is None or cites.kind is None or cites.made_at is None or cites.is_provisional:
        at = facts.found.refreshed_at
        told = f", keadaan {day(at.astimezone(ZoneInfo(facts.zone)).date())}" if at else ""
        return f"Data {words.PROVISIONAL_SHORT}{told}; belum ada versi data final"
    line = (
        f"Versi data {cites.number} ({words.KINDS.get(cites.kind.value, cites.kind.value)}),"
        f" {day(cites.made_at.astimezone(ZoneInfo(facts.zone)).date())}, hash {cites.digest[:_HASH]}"
    )
    if not cites.earlier:
        return line
    numbers = ", ".join(map(str, cites.figures_from))
    return (
        f"{line}. Angka desanya dari versi {numbers}: sejak itu kurang dari {results.PUBLIC_THRESHOLD} keluarga"
        " masuk atau keluar"
    )


def definition_line(facts: Facts) -> str:
    """Return which definition measured: id, version, hash and its status."""
    index = facts.found.index
    status = words.STATUS.get(index.status, index.status)
    return f"Definisi {index.id} {index.version}, sidik {index.hash[:_HASH]} ({status})"


def headline(found: results.Result) -> dict[str, Any]:
    """Return the value of the index with its class and what it rests on."""
    main, coverage = found.main, found.coverage
    target = whole(coverage.target) if coverage.target else ""
    return {
        "value": figure(main.figure, 2),
        "shown": main.figure.value is not None,
        "class": category_class(found, main.category),
        "category": capital(main.category.title[LANGUAGE]) if main.category else "",
        "scored": whole(coverage.scored),
        "approved": whole(coverage.approved),
        "visited": whole(coverage.visited),
        "target": target,
        "coverage": coverage_line(coverage),
    }


def coverage_line(coverage: results.Coverage) -> str:
    """Return how far the visits are, with their unit."""
    within = f" dari {whole(coverage.target)} keluarga sasaran" if coverage.target else " keluarga"
    over = results.beyond_target(coverage.visited, coverage.target)
    beside = f" (termasuk {whole(over)} di luar sasaran)" if over else ""
    return (
        f"{whole(coverage.visited)}{within} dikunjungi{beside}, {whole(coverage.approved)} disetujui,"
        f" {whole(coverage.scored)} dapat dinilai"
    )


def category_class(found: results.Result, category: results.CategoryRef | None) -> str:
    """Return how a category is drawn: "low", "middle" or "high"; "empty" without one."""
    if category is None:
        return "empty"
    order = [one.category.id for one in found.categories]
    place = order.index(category.id)
    return "low" if place == 0 else "high" if place == len(order) - 1 else "middle"


def categories(found: results.Result) -> list[dict[str, Any]]:
    """Return how many families are in each category, the highest first."""
    return [
        {
            "title": capital(one.category.title[LANGUAGE]),
            "class": category_class(found, one.category),
            "count": count(one.count),
            "share": decimal(one.printed, 1) if one.printed is not None else "",
            "width": float(one.printed) if one.printed is not None else None,
        }
        for one in reversed(found.categories)
    ]


def dimensions(found: results.Result) -> list[dict[str, Any]]:
    """Return the dimensions with the mean of the families' scores in each."""
    return [
        {
            "title": one.title[LANGUAGE],
            "value": figure(one.family_mean, 1),
            "width": _width(one.family_mean),
        }
        for one in found.dimensions
    ]


def methods(found: results.Result) -> list[dict[str, str]]:
    """Return the index by each method, the main one first."""
    ordered = sorted(found.methods, key=lambda one: not one.is_main)
    return [
        {
            "title": words.METHODS[one.figure.method],
            "value": figure(one.figure, 2),
            "category": capital(one.category.title[LANGUAGE]) if one.category else "",
            "main": "angka yang dipakai" if one.is_main else "",
        }
        for one in ordered
    ]


def indicator(each: results.IndicatorResult, facts: Facts) -> dict[str, Any]:
    """Return one indicator: its share, the families behind it, and who answers it where it is under the cut."""
    answer = facts.responsible(facts.found.index.id, each.id)
    return {
        "id": each.id,
        "label": each.label[LANGUAGE],
        "dimension": each.dimension,
        "share": figure(each.share, 1),
        "width": _width(each.share),
        "n": "–" if each.share.n is None else whole(each.share.n),
        "unmet": count(each.unmet),
        "below": bool(each.below_cut),
        "hidden": each.share.hidden,
        "agencies": list(answer.agencies),
        "short": [short_name(one) for one in answer.agencies],
        "services": list(answer.services),
    }


def short_name(office: str) -> str:
    """Return how an office is called for short, where its name says so in brackets; else its name."""
    found = _BRACKETS.search(office)
    return found[1] if found else office


def below(facts: Facts, found: results.Result | None = None) -> list[dict[str, Any]]:
    """Return the shown indicators under the cut, the worst first."""
    return [indicator(each, facts) for each in (found or facts.found).below_cut]


def all_indicators(facts: Facts) -> list[dict[str, Any]]:
    """Return the dimensions in the definition's order with their indicators, by code."""
    return [
        {
            "title": each.title[LANGUAGE],
            "rows": [
                {**indicator(one, facts), "villages": villages_below(facts, one.id)}
                for one in sorted(facts.found.indicators, key=lambda one: one.id)
                if one.dimension == each.id
            ],
        }
        for each in facts.found.dimensions
    ]


def villages_below(facts: Facts, indicator_id: str) -> str:
    """Return in how many villages an indicator is shown and under the cut."""
    shown = [
        one.below_cut
        for village in facts.villages
        for one in village.indicators
        if one.id == indicator_id and one.below_cut is not None
    ]
    return whole(sum(shown)) if shown else "–"


def hidden_line(found: results.Result) -> str:
    """Return how many indicators are hidden; "" for none."""
    hidden = sum(one.share.hidden for one in found.indicators)
    return f"{hidden} indikator disembunyikan; sebagian mungkin juga di bawah 75." if hidden else ""


def village_lines(facts: Facts, within: str = "") -> list[dict[str, Any]]:
    """Return the villages of an area, each on a line: name, value, class, families, indicators under the cut."""
    return [
        {
            "code": one.area_code,
            "name": full_name(facts.places[one.area_code])
            if one.area_code in facts.places
            else one.area_code,
            **headline(one),
            "below": whole(len(one.below_cut))
            if any(each.below_cut is not None for each in one.indicators)
            else "–",
        }
        for one in facts.villages
        if not within or areas.is_within(one.area_code, within)
    ]


def worst(rows: Sequence[dict[str, Any]], most: int) -> list[dict[str, Any]]:
    """Return the first rows of a list that begins with the worst."""
    return list(rows[:most])


def _seat(facts: Facts) -> str:
    """Return the town that a paper is signed in; "" of a province or kabupaten, whose name is that of no town."""
    return "" if facts.area.kind in ("provinsi", "kabupaten") else facts.area.name.removeprefix("Kota ")


def _width(one: results.Figure) -> float | None:
    if one.value is None:
        return None
    return round(float(max(Fraction(0), min(one.value, Fraction(100)))), 2)
