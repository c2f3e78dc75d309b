"""The legend of a map, drawn under it for files and paper, and its samples for pages that write their own."""

from __future__ import annotations

from collections.abc import Sequence

from bahtera.pictures.mapped import Key, Klass, Spot, State
from bahtera.pictures.plan import PAD, WIDTH
from bahtera.pictures.signs import mark_at, shape_of
from bahtera.pictures.svg import HIDDEN, MISSING, STRIPES, element, hatching, number, words


def swatch(klass: Klass | None, state: State, *, name: str, unsure: bool = False) -> str:
    """Return the sample of a class, or of a state without one, for a legend that a page writes itself."""
    return _sample(klass, state, name, 1, 1, unsure=unsure)


def sample(klass: Klass | None, state: State, *, name: str, filled: bool) -> str:
    """Return the sample of a class, or of a state without one: of an area that is filled, or of a point."""
    if filled:
        return _sample(klass, state, name, 1, 1)
    if klass is not None and state == "shown":
        return shape_of(Spot("", "", "", "shown"), klass, 13, 9, 6.0)
    fill = hatching(name, HIDDEN if state == "hidden" else MISSING)
    return element("circle", {"cx": 13, "cy": 9, "r": 6, "fill": fill, "class": "point"})


def legend(classes: Sequence[Klass], key: Key, name: str, top: float) -> tuple[str, float]:
    """Return the legend from ``top`` down, and where it ends: two columns, the classes first."""
    entries: list[tuple[str, str]] = [
        (_sample(klass, "shown", name, 0, 0), klass.label) for klass in reversed(classes)
    ]
    if key.under:
        entries.append((element("g", None, mark_at("ring", 12, 8, 5.0)), key.under))
    if key.unsure:
        entries.append(
            (_sample(classes[0] if classes else None, "shown", name, 0, 0, unsure=True), key.unsure)
        )
    without: tuple[tuple[State, str], ...] = (("hidden", key.hidden), ("missing", key.missing))
    entries += [(_sample(None, state, name, 0, 0), told) for state, told in without if told]
    rows = (len(entries) + 1) // 2
    drawn = [words(PAD, top + 12, key.title, style="strong")] if key.title else []
    start = top + (22 if key.title else 4)
    for at, (shape, told) in enumerate(entries):
        x, y = PAD + (WIDTH / 2) * (at // rows), start + 22 * (at % rows)
        drawn.append(element("g", {"transform": f"translate({number(x)} {number(y)})"}, shape))
        drawn.append(words(x + 32, y + 13, told))
    end = start + 22 * rows + 6
    for line in key.sources:
        end += 15
        drawn.append(words(PAD, end, line, style="soft"))
    return "".join(drawn), end + 10


def _sample(klass: Klass | None, state: State, name: str, x: float, y: float, *, unsure: bool = False) -> str:
    box: dict[str, str | float | None] = {"x": x, "y": y, "width": 24, "height": 16}
    if klass is None or state != "shown":
        box |= {"fill": hatching(name, HIDDEN if state == "hidden" else MISSING), "class": "area"}
        return element("rect", box)
    box["class"] = f"area {klass.style}" + (" unsure" if unsure else "")
    stripes = element("rect", {"x": x, "y": y, "width": 24, "height": 16, "fill": hatching(name, STRIPES)})
    mark = mark_at(klass.mark, x + 12, y + 8, 5.0) if klass.mark else ""
    return element("rect", box) + (stripes if klass.striped else "") + mark
