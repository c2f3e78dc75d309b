"""Two data versions side by side: each figure that is not the same, in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Final

from django.utils.translation import gettext, gettext_noop

from bahtera.access.api import Actor
from bahtera.areas import api as areas
from bahtera.indices import api as indices
from bahtera.releases import api as releases
from bahtera.results import api as results
from bahtera.surveys import api as surveys
from bahtera.web import numbers, places, wording
from bahtera.web.presenters import measured, rounds
from bahtera.web.presenters.parts import Option
from bahtera.web.presenters.releases import VersionLine, version_line

_COVERAGE: Final = {
    "target": gettext_noop("Families targeted"),
    "visited": gettext_noop("Families visited"),
    "interviewed": gettext_noop("Families interviewed"),
    "approved": gettext_noop("Families approved"),
    "scored": gettext_noop("Families with a score"),
    "not_scored": gettext_noop("Families without a score"),
    "other_definition": gettext_noop("Families scored by another definition"),
}
_PARTS: Final = {
    "share": gettext_noop("met, %"),
    "met": gettext_noop("families that met it"),
    "unmet": gettext_noop("families that did not meet it"),
    "unanswered": gettext_noop("families that did not answer"),
    "family_mean": gettext_noop("mean of the families"),
    "indicator_mean": gettext_noop("mean of its indicators"),
}
_COUNTS: Final = frozenset({"met", "unmet", "unanswered"})


@dataclass(frozen=True)
class ChangedFigure:
    """One figure: its words, and what stood in the older and the newer version."""

    label: str
    old: str
    new: str


@dataclass(frozen=True)
class ChangedIndex:
    """The figures of one index in one area that are not the same."""

    title: str
    figures: tuple[ChangedFigure, ...]


@dataclass(frozen=True)
class ChangedArea:
    """An area with figures that are not the same."""

    name: str
    level: str
    count: int
    indices: tuple[ChangedIndex, ...]


@dataclass(frozen=True)
class ComparePage:
    """Two versions of a round."""

    head: rounds.RoundHead
    old: VersionLine
    new: VersionLine
    olds: tuple[Option, ...]
    news: tuple[Option, ...]
    areas: tuple[ChangedArea, ...]
    count: int
    step: int
    zone: str


def compare_page(
    row: surveys.RoundRow,
    old: releases.VersionRow,
    new: releases.VersionRow,
    found: Sequence[releases.Affected],
    actor: Actor,
) -> ComparePage:
    """Return what differs between two versions, largest areas first."""
    all_versions = releases.versions(row.id, actor=actor)
    by_area = {code: list(group) for code, group in groupby(found, key=lambda one: one.area_code)}
    known = areas.find(list(by_area))
    ordered = sorted(by_area, key=lambda code: (len(code), code))
    return ComparePage(
        head=rounds.head_of(row, actor, "versions"),
        old=version_line(old),
        new=version_line(new),
        olds=tuple(
            Option(str(one.number), str(one.number), one.number == old.number) for one in all_versions
        ),
        news=tuple(
            Option(str(one.number), str(one.number), one.number == new.number) for one in all_versions
        ),
        areas=tuple(_area(code, known.get(code), by_area[code]) for code in ordered),
        count=len(found),
        step=results.PUBLIC_THRESHOLD,
        zone=places.own_zone(actor),
    )


def _area(code: str, area: areas.Area | None, found: Sequence[releases.Affected]) -> ChangedArea:
    return ChangedArea(
        name=places.full_name(area) if area else code,
        level=wording.say(wording.LEVELS, area.level) if area else "",
        count=len(found),
        indices=tuple(
            _index(index_id, list(group)) for index_id, group in groupby(found, key=lambda one: one.index_id)
        ),
    )


def _index(index_id: str, found: Sequence[releases.Affected]) -> ChangedIndex:
    titles = _titles(index_id)
    return ChangedIndex(
        title=titles.get("", index_id.upper()),
        figures=tuple(
            ChangedFigure(
                label=_label(one.what, titles),
                old=_value(one.what, one.old, hidden=one.old_hidden),
                new=_value(one.what, one.new, hidden=one.new_hidden),
            )
            for one in found
        ),
    )


def _titles(index_id: str) -> Mapping[str, str]:
    """Return the words of an index and all its parts by id; "" is the index."""
    definition = indices.load(index_id)
    parts: list[indices.Category | indices.Dimension] = [*definition.categories, *definition.dimensions]
    found = {each.id: measured.words({"id": each.title.id, "en": each.title.en}) for each in parts}
    found |= {
        each.id: measured.words({"id": each.label.id, "en": each.label.en}) for each in definition.indicators
    }
    title = definition.plain_title
    return {**found, "": measured.words({"id": title.id, "en": title.en})}


def _label(what: str, titles: Mapping[str, str]) -> str:
    kind, _, rest = what.partition(".")
    name, _, part = rest.rpartition(".")
    if kind == "coverage":
        return wording.say(_COVERAGE, rest)
    if kind == "methods":
        return wording.say(measured.METHODS, rest)
    if kind == "categories":
        return gettext("Families in the category {name}").format(name=titles.get(rest, rest))
    if kind in ("indicators", "dimensions"):
        return f"{titles.get(name, name)}: {wording.say(_PARTS, part)}"
    return what


def _value(what: str, value: str | None, *, hidden: bool) -> str:
    if hidden:
        return gettext("hidden")
    if value is None:
        return "–"
    is_count = what.startswith(("coverage", "categories")) or what.rpartition(".")[2] in _COUNTS
    try:
        return numbers.integer(int(Decimal(value))) if is_count else numbers.number(Decimal(value), 2)
    except ArithmeticError:
        return value
