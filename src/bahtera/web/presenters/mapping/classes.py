"""The classes of a map: those of the index, or five from pale to dark with their limits."""

from fractions import Fraction
from typing import Final

from django.utils.text import capfirst
from django.utils.translation import gettext

from bahtera.pictures import classes
from bahtera.pictures.maps import SEQUENCE, Klass, Mark
from bahtera.results import api as results
from bahtera.web.presenters import map_samples, measured
from bahtera.web.presenters.mapping.asked import COVERAGE, Asked, short

_MARKS: Final[tuple[Mark, ...]] = ("down", "disc", "up")


def klass_of(asked: Asked, row: results.AreaValue | None, value: Fraction | None) -> int:
    """Return the place of an area's class among those of the map."""
    if row is None or value is None:
        return 0
    if asked.sampled is not None and asked.measure.startswith("indeks:"):
        return map_samples.category_of(value, asked.found.categories)
    if row.category is not None and asked.measure != COVERAGE:
        return [each.id for each in asked.found.categories].index(row.category.id)
    return classes.class_of(value)


def classes_of(asked: Asked) -> tuple[Klass, ...]:
    """Return the classes of the index's own categories, or five from pale to dark with their limits."""
    if asked.measure.startswith("indeks:"):
        styles = measured.style_by_category([each.id for each in asked.found.categories])
        marks = dict(zip(("rendah", "sedang", "tinggi"), _MARKS, strict=True))
        return tuple(
            Klass(_category_label(asked, at), f"klass-{styles[each.id]}", marks[styles[each.id]])
            for at, each in enumerate(asked.found.categories)
        )
    limits = classes.limits()
    last = len(limits) - 1
    return tuple(
        Klass(
            gettext("{low} to {high}").format(low=short(low), high=short(high))
            if at == last
            else gettext("{low} to under {high}").format(low=short(low), high=short(high)),
            SEQUENCE[5][at],
        )
        for at, (low, high) in enumerate(limits)
    )


def _category_label(asked: Asked, at: int) -> str:
    """Return a category with the values that belong to it, and whether its own cut does."""
    categories = asked.found.categories
    name = capfirst(measured.words(categories[at].title))
    after = categories[at + 1] if at + 1 < len(categories) else None
    low, parts = categories[at].at, []
    if low is not None:
        sign = "≥" if categories[at].includes else ">"
        parts.append(f"{sign} {short(low)}")
    if after is not None and after.at is not None:
        sign = "<" if after.includes else "≤"
        parts.append(f"{sign} {short(after.at)}")
    return f"{name} ({', '.join(parts)})" if parts else name
