"""Patterns of a round's villages, kept while the figures they belong to stand, and only where they add up to them."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from fractions import Fraction
from threading import Lock
from typing import TYPE_CHECKING, Final

import numpy as np

from bahtera.indices import api as indices
from bahtera.needs.rules.patterns import MET, NOT_MET, read_patterns, score_rows
from bahtera.results import api as results
from bahtera.surveys import api as surveys

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bahtera.indices.api import IndexDefinition
    from bahtera.needs.rules.patterns import Integers, Patterns

_REMEMBERED: Final = 4


@dataclass(frozen=True)
class Kept:
    """The patterns of an area's villages; ``moving``: villages whose families are not those the figures count."""

    patterns: Patterns
    moving: frozenset[str]


_lock = Lock()
_memory: OrderedDict[object, Kept] = OrderedDict()


def patterns_of(round_id: int, area_code: str, pages: Sequence[results.VillageResult]) -> Kept:
    """Return the patterns behind pages of villages.

    While a round is open, readers of steps see figures that lag behind by up to four families. There nothing is tried
    out: together with the page it would tell of the families in between.
    """
    key = (
        round_id,
        area_code,
        tuple(
            (page.area_code, page.index.hash, page.refreshed_at, page.step, page.coverage) for page in pages
        ),
    )
    with _lock:
        if key in _memory:
            _memory.move_to_end(key)
            return _memory[key]
    found = _load(round_id, area_code, pages)
    with _lock:
        _memory[key] = found
        while len(_memory) > _REMEMBERED:
            _memory.popitem(last=False)
    return found


def forget() -> None:
    """Drop what is remembered; tests that reuse primary keys call it."""
    with _lock:
        _memory.clear()


def _load(round_id: int, area_code: str, pages: Sequence[results.VillageResult]) -> Kept:
    codes = tuple(page.area_code for page in pages)
    place = {code: at for at, code in enumerate(codes)}
    ref = pages[0].index
    definition = indices.load(ref.id, version=ref.version).without_private()
    rows = surveys.approved_patterns(round_id, area_code, ref.id, ref.hash)
    patterns = read_patterns(
        definition, codes, ((place[code], states, count) for code, states, count in rows if code in place)
    )
    return Kept(patterns, _moving(definition, patterns, pages))


def _moving(
    definition: IndexDefinition, patterns: Patterns, pages: Sequence[results.VillageResult]
) -> frozenset[str]:
    """Return the villages whose patterns do not add up to what their page shows, in every figure shown."""
    size = len(definition.indicators)
    met, lacking = (_by_village(patterns, sign, size) for sign in (MET, NOT_MET))
    scored = patterns.per_village(patterns.scored.astype(np.int64))
    not_scored = patterns.per_village((~patterns.scored).astype(np.int64))
    numbers = np.zeros(len(patterns.counts), dtype=np.int64)
    some = patterns.scored
    if some.any():
        numbers[some], _ = score_rows(definition, patterns.met[some], patterns.answered[some])
    sums = patterns.per_village(numbers)
    places = {each.id: at for at, each in enumerate(definition.indicators)}
    found = set()
    for at, page in enumerate(pages):
        same = page.coverage.scored == scored[at] and page.coverage.not_scored == not_scored[at]
        for each in page.indicators:
            if each.unmet.count is not None and each.met.count is not None:
                same &= each.unmet.count == lacking[at, places[each.id]]
                same &= each.met.count == met[at, places[each.id]]
        value = page.main.figure.value
        if value is not None and scored[at]:
            whole = definition.plan.score.denominator * int(scored[at])
            same &= value == Fraction(100 * int(sums[at]), whole)
        if not same:
            found.add(page.area_code)
    return frozenset(found)


def _by_village(patterns: Patterns, sign: int, size: int) -> Integers:
    found = np.zeros((len(patterns.codes), size), dtype=np.int64)
    np.add.at(found, patterns.village, (patterns.signs == sign) * patterns.counts[:, None])
    return found
