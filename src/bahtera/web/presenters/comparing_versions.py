"""Two data versions side by side: each figure that is not the same, in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import groupby
from typing import Final
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext, gettext_noop

from bahtera.access.api import Actor
from bahtera.areas import api as areas
from bahtera.indices import api as indices
from bahtera.releases import api as releases
from bahtera.results import api as results
from bahtera.surveys import api as surveys
from bahtera.web import numbers, places, wording
from bahtera.web.presenters import measured, rounds
from bahtera.web.presenters.comparing_estimates import MovedArea
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
# The order of the page: what a part of the printed figures belongs to.
_GROUPS: Final = {
    "index": gettext_noop("Index"),
    "coverage": gettext_noop("How far the visits are"),
    "dimensions": gettext_noop("Dimensions"),
    "indicators": gettext_noop("Indicators"),
}
_COUNTS: Final = frozenset({"met", "unmet", "unanswered"})
MOST_FIGURES: Final = 200
"""So many are listed on the page; more than that nobody reads, and the file has them all."""


@dataclass(frozen=True)
class ChangedFigure:
    """One figure: its words, and what stood in the older and the newer version."""

    label: str
    old: str
    new: str


@dataclass(frozen=True)
class ChangedGroup:
    """Figures of an index itself, of its dimensions, or of its indicators."""

    title: str
    figures: tuple[ChangedFigure, ...]


@dataclass(frozen=True)
class ChangedIndex:
    """The figures of one index in one area that are not shown the same."""

    title: str
    groups: tuple[ChangedGroup, ...]

    @property
    def count(self) -> int:
        """Return how many figures they are."""
        return sum(len(group.figures) for group in self.groups)


@dataclass(frozen=True)
class ChangedArea:
    """An area with figures that are not the same."""

    name: str
    level: str
    count: int
    indices: tuple[ChangedIndex, ...]


@dataclass(frozen=True)
class MovedEstimates:
    """The estimates of a sample that moved; ``refusal`` says why this reader gets none.

    ``levels``: of which areas they can be. ``brief``: a round so large that the page of estimates has its indicators.
    """

    areas: tuple[MovedArea, ...]
    levels: tuple[Option, ...]
    brief: bool
    refusal: str


@dataclass(frozen=True)
class ComparePage:
    """Two versions of a round; ``estimates`` of a sample only.

    ``count``: figures that differ, of which ``shown`` are listed, the others in the file. ``kept``: of these versions
    the reader sees no figure, so nothing is compared.
    """

    head: rounds.RoundHead
    old: VersionLine
    new: VersionLine
    olds: tuple[Option, ...]
    news: tuple[Option, ...]
    estimates: MovedEstimates | None
    areas: tuple[ChangedArea, ...]
    count: int
    shown: int
    kept: tuple[int, ...]
    file_url: str
    step: int
    zone: str


def compare_page(
    row: surveys.RoundRow,
    old: releases.VersionRow,
    new: releases.VersionRow,
    found: Sequence[releases.Affected],
    actor: Actor,
    *,
    estimates: MovedEstimates | None = None,
) -> ComparePage:
    """Return what is shown otherwise in two versions, largest areas first."""
    all_versions = releases.versions(row.id, actor=actor)
    changed = changed_areas(found)
    listed = first_figures(changed, MOST_FIGURES)
    query = urlencode({"lama": old.number, "baru": new.number})
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
        estimates=estimates,
        areas=listed,
        count=sum(area.count for area in changed),
        shown=sum(index.count for area in listed for index in area.indices),
        kept=tuple(one.number for one in (old, new) if not releases.told_in(row.id, one.number, actor=actor)),
        file_url=f"{reverse('web:compare_versions_file', args=[row.id])}?{query}" if changed else "",
        step=results.PUBLIC_THRESHOLD,
        zone=places.own_zone(actor),
    )


def changed_areas(found: Sequence[releases.Affected]) -> tuple[ChangedArea, ...]:
    """Return by area the figures that are shown otherwise, largest areas first."""
    by_area = {code: list(group) for code, group in groupby(found, key=lambda one: one.area_code)}
    known = areas.find(list(by_area))
    ordered = sorted(by_area, key=lambda code: (len(code), code))
    changed = [_area(code, known.get(code), by_area[code]) for code in ordered]
    return tuple(area for area in changed if area.count)


def first_figures(changed: Sequence[ChangedArea], most: int) -> tuple[ChangedArea, ...]:
    """Return the first figures of areas, at most so many; an area's count stays that of all its own."""
    found, left = [], most
    for area in changed:
        kept_indices = []
        for index in area.indices:
            groups = []
            for group in index.groups:
                groups.append(replace(group, figures=group.figures[: max(left, 0)]))
                left -= len(group.figures)
            kept_indices.append(replace(index, groups=tuple(each for each in groups if each.figures)))
        if shown := tuple(each for each in kept_indices if each.groups):
            found.append(replace(area, indices=shown))
        if left <= 0:
            break
    return tuple(found)


def table_of(found: Sequence[releases.Affected]) -> tuple[list[str], list[list[object]]]:
    """Return head and rows of a file with every figure that is shown otherwise, with the decimals of the page."""
    head = ["kode", "wilayah", "indeks", "bagian", "nama", "lama", "baru", "lama_keadaan", "baru_keadaan"]
    known = areas.find(sorted({one.area_code for one in found}))
    titles = {index_id: _titles(index_id) for index_id in {one.index_id for one in found}}
    state = {True: "disembunyikan", False: None}
    rows: list[list[object]] = []
    for one in found:
        cells = [_cell(one.what, value) for value in (one.old, one.new)]
        if cells[0] == cells[1] and one.old_hidden == one.new_hidden:
            continue
        area = known.get(one.area_code)
        name = places.full_name(area) if area else one.area_code
        label = _label(one.what, titles[one.index_id])
        states = [state[one.old_hidden], state[one.new_hidden]]
        rows.append([one.area_code, name, one.index_id, one.what, label, *cells, *states])
    return head, rows


def _cell(what: str, value: str | None) -> Decimal | str | None:
    try:
        return None if value is None else numbers.rounded(Decimal(value), 0 if _is_count(what) else 2)
    except ArithmeticError:
        return value


def _area(code: str, area: areas.Area | None, found: Sequence[releases.Affected]) -> ChangedArea:
    inside = [
        _index(index_id, list(group)) for index_id, group in groupby(found, key=lambda one: one.index_id)
    ]
    return ChangedArea(
        name=places.full_name(area) if area else code,
        level=wording.say(wording.LEVELS, area.level) if area else "",
        count=sum(each.count for each in inside),
        indices=tuple(each for each in inside if each.count),
    )


def _index(index_id: str, found: Sequence[releases.Affected]) -> ChangedIndex:
    titles = _titles(index_id)
    by_group: dict[str, list[ChangedFigure]] = {name: [] for name in _GROUPS}
    for one in found:
        figure = ChangedFigure(
            label=_label(one.what, titles),
            old=_value(one.what, one.old, hidden=one.old_hidden),
            new=_value(one.what, one.new, hidden=one.new_hidden),
        )
        if figure.old != figure.new:
            part = one.what.partition(".")[0]
            by_group[part if part in by_group else "index"].append(figure)
    return ChangedIndex(
        title=titles.get("", index_id.upper()),
        groups=tuple(
            ChangedGroup(wording.say(_GROUPS, name), tuple(figures))
            for name, figures in by_group.items()
            if figures
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
    try:
        return numbers.number(Decimal(value), 0 if _is_count(what) else 2)
    except ArithmeticError:
        return value


def _is_count(what: str) -> bool:
    return what.startswith(("coverage", "categories")) or what.rpartition(".")[2] in _COUNTS
