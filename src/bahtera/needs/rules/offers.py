"""What is on offer in each village: every set of its best candidates, and sets around those that were chosen.

Where there are few villages every set of all candidates is tried. Where there are many, every set of as many as come to
`TRIED_OF_MANY` in all: of the candidates that could lift the most families a rupiah. Around what is then chosen the
others are tried too, a few at a time: `around`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from bahtera.needs.rules.choosing import MANY, Sets
from bahtera.needs.rules.lattice import best_of_all
from bahtera.needs.rules.menus import (
    NOTHING,
    Candidate,
    Menu,
    Short,
    after,
    places_in,
    short_families,
    undominated,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bahtera.needs.rules.menus import Reals
    from bahtera.needs.rules.patterns import Patterns

TRIED: Final = 1 << 24
TRIED_OF_MANY: Final = 1 << 26
"""So many sets are tried at first, in all villages together: in a second or two, of many villages in some more."""
LARGEST: Final = 22
"""Every set of at most so many candidates of a village: four million sets, in a second or two."""
_AROUND: Final = 12
"""So many candidates may come or go at once where sets around another are tried."""


@dataclass(frozen=True, eq=False)
class Offer:
    """What can be done in a village.

    Args:
        candidates: those that could lift a family; the first may lift the most a rupiah.
        short: the families below the cut; a column a candidate.
        most: how many families each candidate can lift at most, whatever comes with it, expected.
        idle: rupiah of the others, which lift nobody: every set is tried with them and without.
        whole: of so many of the first candidates every set was tried.
        menu: what is worth buying of all that was tried.
        tried: how many sets that was.
        seen: sets whose surroundings were tried.
    """

    village: int
    candidates: tuple[Candidate, ...]
    short: Short
    most: Reals
    idle: tuple[int, ...] = ()
    whole: int = 0
    menu: Menu = NOTHING
    tried: int = 0
    seen: frozenset[int] = frozenset()

    @property
    def chances(self) -> list[float]:
        return [each.chance for each in self.candidates]

    @property
    def costs(self) -> list[int]:
        return [each.cost for each in self.candidates]

    def left(self, budget: int) -> list[int]:
        """Return the places of affordable candidates beyond those of which every set was tried."""
        return [at for at in range(self.whole, len(self.candidates)) if self.candidates[at].cost <= budget]

    def named(self, number: int) -> tuple[Candidate, ...]:
        """Return the candidates of a set, in the order of their indicators."""
        return tuple(sorted((self.candidates[at] for at in places_in(number)), key=lambda each: each.place))


def offers_of(patterns: Patterns, candidates: Sequence[Candidate], dearest: int) -> list[Offer]:
    """Return, for each village with something to gain, what is on offer, in the order of villages.

    ``dearest``: nothing that costs more is looked at first. Raises ValueError for a method by which indicators do not
    add on their own.
    """
    found = [_dear_last(each, dearest) for each in _empty_offers(patterns, candidates)]
    cheap = [sum(each.cost <= dearest for each in one.candidates) for one in found]
    size = largest_size(cheap, TRIED_OF_MANY if len(cheap) >= MANY else TRIED)
    return [
        _filled(replace(one, whole=min(many, size)), dearest) for one, many in zip(found, cheap, strict=True)
    ]


def largest_size(sizes: Iterable[int], tried: int) -> int:
    """Return of how many candidates every set may be tried in each village, by how many each has."""
    known = list(sizes)
    return max(
        (size for size in range(1, LARGEST + 1) if sum(1 << min(size, each) for each in known) <= tried),
        default=1,
    )


def _filled(offer: Offer, most: int) -> Offer:
    """Return an offer with every set of its first candidates."""
    size = offer.whole
    menu = best_of_all(offer.short.of(range(size)), offer.chances[:size], offer.costs[:size], most)
    return replace(offer, menu=menu, tried=1 << size + sum(cost <= most for cost in offer.idle))


def _dear_last(offer: Offer, dearest: int) -> Offer:
    """Return an offer whose candidates dearer than so many rupiah come last."""
    order = sorted(range(len(offer.candidates)), key=lambda at: offer.candidates[at].cost > dearest)
    candidates = tuple(offer.candidates[at] for at in order)
    return replace(offer, candidates=candidates, short=offer.short.of(order), most=offer.most[order])


def _empty_offers(patterns: Patterns, candidates: Sequence[Candidate]) -> list[Offer]:
    by_village: dict[int, list[Candidate]] = {}
    for each in candidates:
        if each.chance > 0:
            by_village.setdefault(each.village, []).append(each)
    places = sorted({each.place for each in candidates})
    column = {place: at for at, place in enumerate(places)}
    village, short = short_families(patterns, places)
    order = np.argsort(village, kind="stable")
    edges = np.searchsorted(village[order], np.arange(len(patterns.codes) + 1))
    found = []
    for code, own in sorted(by_village.items()):
        rows = order[edges[code] : edges[code + 1]]
        columns = np.array([column[each.place] for each in own])
        part = Short(short.need[rows], short.gains[np.ix_(rows, columns)], short.counts[rows])
        found.append(_ordered(own, part))
    return [each for each in found if each.candidates]


def _ordered(own: Sequence[Candidate], short: Short) -> Offer:
    """Return an offer of those candidates that can lift a family, the most families a rupiah first.

    What a candidate brings beyond any set is at most the families that lack it, if it reaches them: others cannot gain.
    """
    able = short.gains.sum(axis=1) >= short.need
    kept = Short(short.need[able], short.gains[able], short.counts[able])
    most = (kept.counts @ (kept.gains > 0)) * np.array([each.chance for each in own])
    order = sorted(
        np.flatnonzero(most > 0).tolist(), key=lambda at: (-most[at] / max(own[at].cost, 1), own[at].place)
    )
    idle = tuple(own[at].cost for at in range(len(own)) if at not in order)
    return Offer(own[0].village, tuple(own[at] for at in order), kept.of(order), most[order], idle)


def around(offer: Offer, number: int, budget: int) -> Offer:
    """Return the offer with sets around one: some of its own left out, some of the others beside.

    Each other candidate has its turn, a few at a time, with every set of them and of the freed ones of its own. Where
    the set is large, those of its candidates that may lift the most a rupiah stay in.
    """
    own = places_in(number)
    others = [
        at for at in range(len(offer.candidates)) if at not in own and offer.candidates[at].cost <= budget
    ]
    free = own[-(_AROUND // 2) :]
    fixed = own[: len(own) - len(free)]
    chances = offer.chances
    short, lifted = after(offer.short, fixed, chances)
    bunch = _AROUND - len(free)
    menus, tried = [offer.menu], 0
    for first in range(0, max(len(others), 1), bunch):
        columns = (*free, *others[first : first + bunch])
        found = best_of_all(
            short.of(columns),
            [chances[at] for at in columns],
            [offer.candidates[at].cost for at in columns],
            budget,
        )
        menus.append(_beside(found, columns, fixed, lifted, offer.costs))
        tried += 1 << len(columns)
    return replace(offer, menu=undominated(*menus), tried=offer.tried + tried, seen=offer.seen | {number})


def _beside(
    found: Menu, columns: Sequence[int], fixed: Sequence[int], lifted: float, costs: Sequence[int]
) -> Menu:
    """Return sets of some columns as sets of all candidates, beside others that stay in."""
    numbers = np.full(len(found), sum(1 << at for at in fixed), dtype=np.int64)
    for bit, at in enumerate(columns):
        numbers += (found.numbers >> bit & 1) << at
    return Menu(numbers, found.costs + sum(costs[at] for at in fixed), found.values + lifted)


def in_a_row(offers: Sequence[Offer]) -> Sets:
    """Return all sets of all offers in a row, each with the place of its offer."""
    menus = [each.menu for each in offers]
    return Sets(
        np.repeat(np.arange(len(menus)), [len(each) for each in menus]),
        np.concatenate([NOTHING.numbers, *(each.numbers for each in menus)]),
        np.concatenate([NOTHING.costs, *(each.costs for each in menus)]),
        np.concatenate([NOTHING.values, *(each.values for each in menus)]),
    )
