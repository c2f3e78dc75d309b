"""What needs hands out: who answers for what, what is lacking where, and what would change."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

CUT = 75
"""The share of an indicator below which it goes on the list of work."""


@dataclass(frozen=True, slots=True)
class Agency:
    """An office that answers for services (SKPD). ``kind``: the kind of unit in `access`, "" where there is none."""

    id: str
    label: Mapping[str, str]
    kind: str
    basis: str


@dataclass(frozen=True, slots=True)
class ServiceDuty:
    """Who answers for a service by default, and what it is assumed to take: rupiah, and per cent reached."""

    service: str
    agency: str
    helpers: tuple[str, ...]
    basis: str
    unit_cost: int
    fixed_cost: int
    reach: int


@dataclass(frozen=True, slots=True)
class Line:
    """What answers an unmet indicator in a regency.

    Args:
        services: ids of the service book, the one meant first.
        agency: the responsible office; helpers stand beside it.
        unit_cost: rupiah for a family reached. fixed_cost: rupiah for a village.
        reach: per cent of the families that lack it whom one round of work reaches.
        basis: where it comes from: a law, ``inferred``, or what a regency wrote.
        number: 0 for the default of the definition, else which change of the regency this is.
    """

    index_id: str
    indicator: str
    services: tuple[str, ...]
    agency: str
    helpers: tuple[str, ...]
    unit_cost: int
    fixed_cost: int
    reach: int
    basis: str
    number: int = 0

    @property
    def is_default(self) -> bool:
        return self.number == 0

    def cost_of(self, lacking: int) -> int:
        """Return the rupiah that one round of work takes in a village where so many families lack it."""
        return self.fixed_cost + self.unit_cost * self.reached_of(lacking)

    def reached_of(self, lacking: int) -> int:
        """Return how many of the families that lack it are reached, rounded half up."""
        return (2 * lacking * self.reach + 100) // 200


@dataclass(frozen=True, slots=True)
class MappingRef:
    """Which definition stands behind the mapping."""

    id: str
    version: str
    status: str
    hash: str
    source: str
    cost_source: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Change:
    """One change of a line by a regency: ``line`` None puts the default back."""

    number: int
    line: Line | None
    reason: str
    at: datetime
    actor_key: str


@dataclass(frozen=True, slots=True)
class UnitRef:
    """A unit of an agency that takes this work in the regency."""

    id: UUID
    name: str
    kind: str
    area: str


@dataclass(frozen=True, slots=True)
class Priority:
    """One village and indicator in which families lack something.

    ``lacking``: families; ``share``: per cent that have it; ``depth``: points under 75, never below 0;
    ``gain_cost``: rupiah a family reached, the fixed cost shared out.
    """

    village_code: str
    indicator: str
    dimension: str
    label: Mapping[str, str]
    lacking: int
    answered: int
    reached: int
    cost: int
    line: Line

    @property
    def share(self) -> Fraction:
        return Fraction(100 * (self.answered - self.lacking), self.answered)

    @property
    def depth(self) -> Fraction:
        return max(CUT - self.share, Fraction(0))

    @property
    def gain_cost(self) -> Fraction | None:
        return Fraction(self.cost, self.reached) if self.reached else None


@dataclass(frozen=True, slots=True)
class AreaNeed:
    """An indicator of an area: families that lack it in the villages where that is shown, and what it would take.

    ``lacking`` None: hidden for the area as a whole. ``villages``: where the count is shown and not 0.
    """

    indicator: str
    dimension: str
    label: Mapping[str, str]
    share: Fraction | None
    lacking: int | None
    below_cut: bool | None
    is_sensitive: bool
    villages: tuple[Priority, ...]
    hidden_villages: int
    line: Line | None

    @property
    def cost(self) -> int:
        """Return the rupiah that one round of work takes in all villages where the count is shown."""
        return sum(each.cost for each in self.villages)

    @property
    def reached(self) -> int:
        return sum(each.reached for each in self.villages)


@dataclass(frozen=True, slots=True)
class Definition:
    """Which index definition stands behind figures."""

    id: str
    version: str
    hash: str
    status: str


@dataclass(frozen=True, slots=True)
class Needs:
    """The needs of an area in a round, the worst indicators first."""

    round_id: int
    area_code: str
    index: Definition
    speaks: str
    data_state: str
    threshold: int
    families: int
    scored: int
    visited: int
    villages: tuple[str, ...]
    indicators: tuple[AreaNeed, ...]
    mapping: MappingRef
    priorities: tuple[Priority, ...] = field(default=())

    @property
    def worst(self) -> tuple[AreaNeed, ...]:
        """Return the three indicators with the lowest shown share, whether or not they are under 75."""
        return tuple(each for each in self.indicators if each.share is not None)[:3]


@dataclass(frozen=True, slots=True)
class Intervention:
    """Reaching a per cent of the families of a village that do not meet an indicator.

    ``points``, where it is not 0: as many as it takes for the share that meets it to rise by so many points.
    """

    indicator: str
    percent: int
    points: int = 0


@dataclass(frozen=True, slots=True)
class Scenario:
    """Interventions tried out together in villages of an area; without villages, in all of them."""

    round_id: int
    area_code: str
    index_id: str
    interventions: tuple[Intervention, ...]
    villages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Told:
    """What a scenario changes in a village, or in several together, as it may be told.

    Args:
        why: why nothing was worked out: ``hidden``, ``few`` who lack it, ``moving`` while visits are decided about.
        index, index_after: mean of the families' scores; after a multiple of ``index_step``, at most that far off.
        above: families in the highest category before; None where hidden.
        lifted: further families expected there, in steps of five; 0 means fewer than five.
        reached: (indicator, families reached, families that lack it). skipped: indicators left out here.
    """

    code: str
    name: str
    why: str
    scored: int = 0
    index: Fraction | None = None
    index_after: Fraction | None = None
    index_least: Fraction | None = None
    index_most: Fraction | None = None
    index_step: Fraction = Fraction(1, 10)
    above: int | None = None
    lifted: int | None = None
    lifted_least: int | None = None
    lifted_most: int | None = None
    reached: tuple[tuple[str, int, int], ...] = ()
    skipped: tuple[str, ...] = ()
    cost: int = 0

    def with_work(
        self, reached: tuple[tuple[str, int, int], ...], skipped: tuple[str, ...], cost: int
    ) -> Told:
        """Return the same with what it takes."""
        return replace(self, reached=reached, skipped=skipped, cost=cost)


@dataclass(frozen=True, slots=True)
class WhatIf:
    """A scenario worked out: by village and, where anything could be, together."""

    scenario: Scenario
    index: Definition
    villages: tuple[Told, ...]
    together: Told | None
    cost: int
    threshold: int
    mapping: MappingRef


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a budget does in a village, or would do next: ``work`` is (indicator, families reached, rupiah).

    ``lifted``: families expected above the cut by it, in steps of five; 0 means fewer than five.
    """

    village_code: str
    work: tuple[tuple[str, int, int], ...]
    cost: int
    lifted: int


@dataclass(frozen=True, slots=True)
class BudgetPlan:
    """A budget spent so that the most families come above the cut, as it may be told.

    Args:
        families, above: with a score, and in the highest category, in the villages that could be counted.
        lifted: families lifted altogether, in steps of five; bound: no choice whatever lifts more.
        gap: per cent that the best choice of the sets tried may be above this one, as the solver proves.
        any_gap: per cent that the best of any sets whatever may be above it, by a bound that is never too low.
        tried: sets of work that were tried, in all villages; 0 where that was not kept.
        every: those were all there are within the budget: what is best of them is best of all.
        curve: (rupiah, families) for this budget and those others for which the choice is proved as the plan's is.
        curve_gap: per cent that the best choice of the sets tried may be above a row of the curve.
        unproved: other budgets that are not told: time ran out before the choice was proved.
        settled: False when time ran out.
        left_out: villages that could not be counted: hidden figures, or visits being decided about.
    """

    round_id: int
    area_code: str
    index: Definition
    mapping: MappingRef
    budget: int
    cost: int
    families: int
    above: int
    lifted: int
    bound: int
    gap: float
    any_gap: float
    tried: int
    every: bool
    settled: bool
    seconds: float
    villages: int
    left_out: int
    options: int
    chosen: tuple[Chosen, ...]
    next_best: tuple[Chosen, ...]
    curve: tuple[tuple[int, int], ...]
    curve_gap: float
    unproved: int
