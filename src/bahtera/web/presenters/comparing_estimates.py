"""Estimates of a sample in two data versions: each that is not shown the same, with its error, in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from django.utils.translation import gettext, gettext_noop

from bahtera.analysis import api as analysis
from bahtera.areas import api as areas
from bahtera.web import numbers, places, wording
from bahtera.web.presenters import estimates
from bahtera.web.presenters.answers import language

_GROUPS: Final = {
    "indeks": gettext_noop("Index"),
    "dimensi": gettext_noop("Dimensions"),
    "indikator": gettext_noop("Indicators"),
}
# A share of families in a category of the index belongs to the index.
_GROUP_OF: Final = {"kategori": "indeks"}


@dataclass(frozen=True)
class ShownEstimate:
    """An estimate as a page shows it: the figure, or why there is none; its standard error and interval."""

    value: str
    errors: tuple[str, ...]


@dataclass(frozen=True)
class MovedLine:
    """An estimate in the older and in the newer version."""

    label: str
    old: ShownEstimate
    new: ShownEstimate


@dataclass(frozen=True)
class MovedGroup:
    """The estimates of an index, of its dimensions, or of its indicators in one area."""

    title: str
    lines: tuple[MovedLine, ...]


@dataclass(frozen=True)
class MovedArea:
    """An area with estimates that are not the same."""

    name: str
    groups: tuple[MovedGroup, ...]


def moved_areas(found: Sequence[analysis.MovedEstimate]) -> tuple[MovedArea, ...]:
    """Return the estimates whose shown figure, error or interval moved: the index first, indicators last."""
    known = areas.find(sorted({one.area for one in found}))
    made = []
    for code, inside in groupby(found, key=lambda one: one.area):
        groups = _groups(list(inside))
        if groups:
            made.append(MovedArea(places.full_name(known[code]) if code in known else code, groups))
    return tuple(made)


def _groups(found: Sequence[analysis.MovedEstimate]) -> tuple[MovedGroup, ...]:
    by_kind: dict[tuple[str, str], list[MovedLine]] = {}
    for one in found:
        line = MovedLine(_label(one), _shown(one.old), _shown(one.new))
        if line.old != line.new:
            kind = _GROUP_OF.get(one.measure.kind.value, one.measure.kind.value)
            by_kind.setdefault((one.measure.index_id, kind), []).append(line)
    indices = list(dict.fromkeys(index_id for index_id, _ in by_kind))
    return tuple(
        MovedGroup(f"{index_id.upper()} · {wording.say(_GROUPS, kind)}", tuple(by_kind[index_id, kind]))
        for index_id in indices
        for kind in _GROUPS
        if (index_id, kind) in by_kind
    )


def _label(one: analysis.MovedEstimate) -> str:
    if one.category:
        titles = one.measure.categories.get(one.category, {})
        name = titles.get(language(), one.category)
        return gettext("Families in the category {name}, %").format(name=name)
    title = one.measure.title[language()]
    return gettext("{title}, % that met it").format(title=title) if one.measure.kind.is_share else title


def _shown(line: analysis.Line | None) -> ShownEstimate:
    if line is None or line.value is None:
        return ShownEstimate(wording.say(estimates.WHY, line.why.value) if line and line.why else "–", ())
    value = numbers.number(line.value, 2) + (" *" if line.marked else "")
    told = []
    if line.se is not None:
        told.append(gettext("SE {error}").format(error=numbers.number(line.se, 2)))
    if line.low is not None and line.high is not None:
        low, high = numbers.number(line.low, 2), numbers.number(line.high, 2)
        told.append(f"{low}–{high}")
    return ShownEstimate(value, tuple(told))
