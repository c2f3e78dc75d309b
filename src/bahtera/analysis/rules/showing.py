"""Which figures a reader may come to see: small groups, and what would give them away, lose their value."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

import pyarrow as pa

from bahtera import disclosure
from bahtera.analysis.rules.frames import ANSWERED
from bahtera.analysis.rules.protecting import ALL, UNKNOWN, Hidden, protect_classes
from bahtera.analysis.values import Kind, Line, Measure, Question, Why

Within = Callable[[str], bool]
Hides = Callable[[Line], bool]
POLICY: Final = disclosure.INTERNAL
MET, UNMET = "met", "unmet"


def parts_of(measure: Measure) -> tuple[str, ...]:
    """Return the parts into which the families behind a figure fall."""
    if measure.kind is Kind.CATEGORY:
        return tuple(measure.categories)
    return (MET, UNMET) if measure.kind is Kind.INDICATOR else (ALL,)


def hidden_classes(
    table: pa.Table,
    measure: Measure,
    question: Question,
    parents: Mapping[str, str],
    shows: Callable[[str], bool],
) -> Hidden:
    """Decide which figures of classes stay hidden; ``shows`` tells whether the pages show an area without them."""
    parts = parts_of(measure)
    counts = _counts(table, measure, question.group, parts)
    areas = {*counts, *parents.values()}
    margins = [(area, part) for area in sorted(areas) if not shows(area) for part in parts]
    return protect_classes(counts, parts, parents, POLICY, sensitive=measure.sensitive, margins=margins)


def veiled(lines: Iterable[Line], measure: Measure, hides: Hides, *, within: Within) -> tuple[Line, ...]:
    """Return the lines of a reader's areas, those to hide without anything but their place."""
    return tuple(
        _without_value(each, _why(each, measure)) if hides(each) else each
        for each in lines
        if within(each.area)
    )


def _why(line: Line, measure: Measure) -> Why:
    """Return why a line is hidden.

    How many families are scored stands on every page, so it may be said that a mean of enough of them protects another
    figure. Of other counts it would tell which of two hidden ones is the small one.
    """
    is_known = measure.kind is Kind.INDEX and not line.group
    return Why.PROTECTS if is_known and (line.n or 0) >= POLICY.threshold else Why.FEW


def _without_value(line: Line, why: Why) -> Line:
    """Return a line with nothing but its place, how far the work is there, and a model's figure made without it."""
    bare = Line(
        line.area,
        line.group,
        line.category,
        why=why,
        listed=line.listed,
        coverage=line.coverage,
        refusal=line.refusal,
    )
    if not line.synthetic:
        return bare
    return replace(
        bare, modelled=line.modelled, modelled_error=line.modelled_error, gamma=line.gamma, synthetic=True
    )


def _counts(
    table: pa.Table, measure: Measure, group: str, parts: Sequence[str]
) -> dict[str, dict[str, tuple[int, ...]]]:
    """Return village -> class -> families in each part, of those who answered and have the item."""
    found: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    columns = (table[name].to_pylist() for name in ("desa", group, "outcome", "y", "applies"))
    for village, name, outcome, y, applies in zip(*columns, strict=True):
        if applies and y is not None and outcome in ANSWERED:
            found[village, name or UNKNOWN][_part(measure, y)] += 1
    counts: dict[str, dict[str, tuple[int, ...]]] = {}
    for (village, name), each in sorted(found.items()):
        counts.setdefault(village, {})[name] = tuple(each[part] for part in parts)
    return counts


def _part(measure: Measure, y: object) -> str:
    if measure.kind is Kind.CATEGORY:
        return str(y)
    if measure.kind is Kind.INDICATOR:
        return MET if y else UNMET
    return ALL
