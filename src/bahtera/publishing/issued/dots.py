"""The villages as dots at their places: where each lies in a box, and in words what the picture shows."""

from __future__ import annotations

from math import cos, radians
from typing import TYPE_CHECKING, Any, Final

from bahtera.publishing.issued.parts import category_class
from bahtera.publishing.issued.telling import LANGUAGE, capital, whole

if TYPE_CHECKING:
    from bahtera.publishing.issued.facts import Facts
    from bahtera.results import api as results

_TALLEST: Final = 1.05
_FLATTEST: Final = 0.3
_FILLED: Final = 0.9
"""The part of the box that the dots take: none lies on its edge."""
_CLOSEST: Final = 0.02
"""Degrees that the box spans at least: one village alone lies in its middle."""


def dots(facts: Facts) -> dict[str, Any]:
    """Return the villages as dots at their known positions, in a box as wide as 1; how many have none.

    ``ratio`` is the box's height by its width. Degrees of longitude are drawn shorter away from the equator.
    """
    known = [
        (one, facts.places[one.area_code])
        for one in facts.villages
        if one.area_code in facts.places and facts.places[one.area_code].latitude is not None
    ]
    if not known:
        return {"dots": [], "ratio": 0.0, "missing": len(facts.villages)}
    points = [(area.longitude or 0.0, area.latitude or 0.0) for _, area in known]
    east, north = [x for x, _ in points], [y for _, y in points]
    squeeze = _cosine((min(north) + max(north)) / 2)
    width = (max(east) - min(east)) * squeeze
    height = max(north) - min(north)
    scale = max(width, height / _TALLEST, _CLOSEST) / _FILLED
    left = (1 - width / scale) / 2
    ratio = max(height / scale / _FILLED, _FLATTEST)
    above = (ratio - height / scale) / 2
    return {
        "ratio": ratio,
        "missing": len(facts.villages) - len(known),
        "dots": [
            {
                "x": round(left + (x - min(east)) * squeeze / scale, 4),
                "y": round(above + (max(north) - y) / scale, 4),
                "class": category_class(one, one.main.category)
                if one.main.figure.value is not None
                else "empty",
            }
            for (one, _), (x, y) in zip(known, points, strict=True)
        ],
    }


def map_words(facts: Facts) -> str:
    """Return in words what the map of dots shows."""
    classes = [
        category_class(one, one.main.category) if one.main.figure.value is not None else "empty"
        for one in facts.villages
    ]
    told = [
        f"{whole(classes.count(name))} desa {label}"
        for name, label in (
            ("high", "kategori tertinggi"),
            ("middle", "kategori tengah"),
            ("low", "kategori terendah"),
            ("empty", "tanpa angka yang boleh ditampilkan"),
        )
        if classes.count(name)
    ]
    return f"Titik desa lokus menurut kategori: {', '.join(told)}."


def legend(found: results.Result) -> list[dict[str, str]]:
    """Return what each kind of dot means, the highest category first."""
    named = [
        {"class": category_class(found, one.category), "title": capital(one.category.title[LANGUAGE])}
        for one in reversed(found.categories)
    ]
    return [*named, {"class": "empty", "title": "Angka disembunyikan atau belum ada"}]


def _cosine(degrees: float) -> float:
    return cos(radians(degrees))
