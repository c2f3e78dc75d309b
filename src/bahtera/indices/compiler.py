"""From a declaration to a plan: what all printers print.

A plan holds no names to resolve and no text to parse. A printer goes through it in this order:

1. `variables`: read and normalise the family's own columns (`values.Variable` says how);
2. `rosters`: for each, the members' `variables`, then `flags` and `tallies`, one condition over a member each;
3. `indicators`: `applies` and `met`, which refer to flags and tallies by index; together they give the state:
   applies false -> not applicable (whatever was answered); applies unknown -> unanswered; else met true -> met, met
   false -> not met, met unknown -> what `missing` says;
4. `score`: the formulas of `arithmetic.py` over the states.

Equal conditions of different indicators are one flag or tally: "a couple" is computed once.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from bahtera.indices import declaration as model
from bahtera.indices.arithmetic import Bound, ScorePlan, plan_score
from bahtera.indices.errors import InvalidDefinition, Problem
from bahtera.indices.expressions import tree
from bahtera.indices.values import EXACT, Roster, Variable

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from bahtera.indices.declaration import Declaration, Indicator, MissingRule


@dataclass(frozen=True, slots=True)
class RosterPlan:
    """The conditions over one roster's members; `variables` are the members' columns that are read."""

    roster: Roster
    variables: tuple[Variable, ...]
    flags: tuple[tree.Logical, ...]
    tallies: tuple[tree.Logical, ...]


@dataclass(frozen=True, slots=True)
class IndicatorPlan:
    """One indicator; `dimension` is the index of its dimension; `applies` None means always."""

    id: str
    dimension: int
    applies: tree.Logical | None
    met: tree.Logical
    missing: MissingRule
    weight: int


@dataclass(frozen=True, slots=True)
class Plan:
    """A compiled definition; see the top of this module. `area` is None when no parameter needs it."""

    id: str
    interview_date: Variable | None
    area: Variable | None
    variables: tuple[Variable, ...]
    rosters: tuple[RosterPlan, ...]
    dimensions: tuple[str, ...]
    categories: tuple[str, ...]
    indicators: tuple[IndicatorPlan, ...]
    score: ScorePlan
    bounds: tuple[Bound, ...]

    def indicators_of(self, dimension: int) -> tuple[int, ...]:
        """Return the positions of a dimension's indicators."""
        return tuple(index for index, each in enumerate(self.indicators) if each.dimension == dimension)


@dataclass(slots=True)
class _Factory:
    """Takes the roster forms out of trees and keeps each condition once."""

    rosters: Mapping[str, Roster]
    flags: dict[str, list[tree.Logical]] = field(default_factory=dict)
    tallies: dict[str, list[tree.Logical]] = field(default_factory=dict)

    def factor(self, node: tree.Logical) -> tree.Logical:
        """Return the tree with flags and tallies in place of roster forms."""
        return tree.rewrite(node, self._replace)

    def _replace(self, node: Any) -> Any:
        if isinstance(node, tree.Exists):
            return tree.Flag(node.roster, _index(self.flags.setdefault(node.roster, []), node.condition))
        if isinstance(node, tree.Members):
            return self._tally(node.roster, node.condition)
        if isinstance(node, tree.CountCompare):
            return tree.TallyCompare(node.operator, self._tally(node.roster, node.condition), node.number)
        if isinstance(node, tree.ShareCompare):
            both = tree.And((node.where, node.condition))
            return tree.TallyShare(
                node.operator,
                self._tally(node.roster, both),
                self._tally(node.roster, node.where),
                node.numerator,
                node.denominator,
            )
        return node

    def _tally(self, roster: str, condition: tree.Logical) -> tree.Tally:
        index = _index(self.tallies.setdefault(roster, []), condition)
        return tree.Tally(roster, index, high=self.rosters[roster].maximum)


def compile_declaration(declared: Declaration) -> Plan:
    """Return the plan.

    Raises:
        InvalidDefinition: some integer can reach 2 ** 53, or a public indicator reads a private variable; every
            problem is told, with the numbers.
    """
    factory = _Factory(declared.rosters)
    order = {dimension.id: index for index, dimension in enumerate(declared.dimensions)}
    indicators = tuple(_indicator(each, order[each.dimension], factory) for each in declared.indicators)
    score = plan_score(
        method=declared.aggregation.across,
        weights=[
            (
                dimension.weight,
                [each.weight for each in declared.indicators if each.dimension == dimension.id],
            )
            for dimension in declared.dimensions
        ],
        categories=declared.categories,
        limit=declared.aggregation.most_unanswered,
        floor=declared.aggregation.floor,
        empty_dimension=declared.aggregation.empty_dimension,
    )
    rosters = tuple(
        _roster(roster, factory) for roster in declared.rosters.values() if _is_used(roster, factory)
    )
    trees = [tree_ for each in indicators for tree_ in (each.applies, each.met) if tree_ is not None]
    inside = [condition for each in rosters for condition in (*each.flags, *each.tallies)]
    bounds = [*score.bounds(), *_expression_bounds(indicators, inside)]
    problems = [*_too_big(declared, bounds), *_leaks(declared)]
    if problems:
        raise InvalidDefinition(problems)
    dated = any(
        isinstance(node, tree.AgeOf | tree.ParameterOf)
        for each in (*trees, *inside)
        for node in tree.walk(each)
    )
    placed = any(isinstance(node, tree.ParameterOf) for each in trees for node in tree.walk(each))
    used = {variable.name for each in trees for variable in tree.variables(each)}
    used |= {declared.interview_date.name} if dated else set()
    used |= {declared.area.name} if placed and declared.area else set()
    return Plan(
        id=declared.id,
        interview_date=declared.interview_date if dated else None,
        area=declared.area if placed else None,
        variables=tuple(
            each for each in declared.variables.values() if each.roster is None and each.name in used
        ),
        rosters=rosters,
        dimensions=tuple(each.id for each in declared.dimensions),
        categories=tuple(each.id for each in declared.categories),
        indicators=indicators,
        score=score,
        bounds=tuple(bounds),
    )


def without_private(declared: Declaration) -> Declaration:
    """Return the definition "tanpa butir rahasia": no private indicator, and no dimension left without one."""
    indicators = tuple(each for each in declared.indicators if not each.private)
    kept = {each.dimension for each in indicators}
    return replace(
        declared,
        variant=model.WITHOUT_PRIVATE,
        indicators=indicators,
        dimensions=tuple(each for each in declared.dimensions if each.id in kept),
        variables={name: each for name, each in declared.variables.items() if not each.private},
    )


def _indicator(indicator: Indicator, dimension: int, factory: _Factory) -> IndicatorPlan:
    return IndicatorPlan(
        id=indicator.id,
        dimension=dimension,
        applies=None if indicator.applies is None else factory.factor(indicator.applies),
        met=factory.factor(indicator.met),
        missing=indicator.missing,
        weight=indicator.weight,
    )


def _roster(roster: Roster, factory: _Factory) -> RosterPlan:
    flags = tuple(factory.flags.get(roster.name, ()))
    tallies = tuple(factory.tallies.get(roster.name, ()))
    read = {variable for condition in (*flags, *tallies) for variable in tree.variables(condition)}
    return RosterPlan(roster, tuple(sorted(read, key=lambda each: each.name)), flags, tallies)


def _is_used(roster: Roster, factory: _Factory) -> bool:
    return roster.name in factory.flags or roster.name in factory.tallies


def _index(known: list[tree.Logical], condition: tree.Logical) -> int:
    if condition not in known:
        known.append(condition)
    return known.index(condition)


def _expression_bounds(indicators: Iterable[IndicatorPlan], inside: Iterable[tree.Logical]) -> list[Bound]:
    found = []
    named = [(each.id, part) for each in indicators for part in (each.applies, each.met) if part is not None]
    for name, root in [*named, *(("members", each) for each in inside)]:
        for node in tree.walk(root):
            if isinstance(node, tree.Number):
                found.append(Bound(name, max(abs(node.low), abs(node.high))))
            elif isinstance(node, tree.TallyShare):
                found.append(Bound(name, node.bound))
    return found


def _too_big(declared: Declaration, bounds: Iterable[Bound]) -> list[Problem]:
    problems = []
    largest = {bound.what: bound for bound in sorted(bounds, key=lambda each: each.value)}
    for bound in largest.values():
        if bound.value >= EXACT:
            at = declared.places.get(bound.what, declared.places["aggregation"])
            message = (
                f"{bound.what} can reach {bound.value}, which is not below 2**53 = {EXACT}: no engine could be "
                "trusted to compute it exactly; use smaller weights, bounds or cuts with fewer decimals"
            )
            problems.append(replace(at, message=message))
    return problems


def _leaks(declared: Declaration) -> list[Problem]:
    problems = []
    for indicator in declared.indicators:
        parts = [part for part in (indicator.applies, indicator.met) if part is not None]
        private = sorted({each.name for part in parts for each in tree.variables(part) if each.private})
        if private and not indicator.private:
            message = f"{indicator.id} reads the private {', '.join(private)} and must be private itself"
            problems.append(replace(declared.places[indicator.id], message=message))
    return problems
