"""The attacker who knows that families come whole: every table that fits what is printed of an area.

He writes down, for each number of questions that apply to a family, how many families there are, how many of them
answered each question and how many do not meet it: such counts exist exactly where families exist. Then he looks
for the fewest and the most families that may not meet a hidden indicator. He shares no code with the package.
"""

from fractions import Fraction
from itertools import combinations
from math import lcm

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array


class Unknowns:
    """Whole numbers from 0 to a limit, and what is known of their sums."""

    def __init__(self):
        self.limits, self.sums = [], []

    def new(self, most):
        self.limits.append(most)
        return len(self.limits) - 1

    def know(self, parts, least, most):
        self.sums.append((parts, least, most))

    def solve(self):
        """Close what is known; `range` may be asked then."""
        cells = [
            (row, name, float(part))
            for row, (parts, *_) in enumerate(self.sums)
            for name, part in parts.items()
        ]
        rows, names, values = zip(*cells, strict=True)
        table = csr_array((values, (rows, names)), shape=(len(self.sums), len(self.limits)))
        self._known = LinearConstraint(
            table, [low for _, low, _ in self.sums], [high for *_, high in self.sums]
        )

    def range(self, parts):
        """The lowest and the highest value of a sum in all tables that fit."""
        ends = []
        for way in (1, -1):
            cost = np.zeros(len(self.limits))
            cost[list(parts)] = way
            found = milp(
                cost,
                constraints=self._known,
                integrality=np.ones(len(self.limits)),
                bounds=Bounds(0, self.limits),
                options={"mip_rel_gap": 0},
            )
            assert found.x is not None, found.message
            ends.append(way * round(found.fun))
        return tuple(ends)


def printed(value, places, scale):
    """What a mean printed to some places says of `scale` x (100 less the mean), a whole number: least and most."""
    half = Fraction(1, 2 * 10**places)
    near = 100 - Fraction(round(value * 10**places), 10**places)
    return np.ceil(float((near - half) * scale) - 1e-6), np.floor(float((near + half) * scale) + 1e-6)


def ranges(definition, sums, figures, places):
    """indicator -> (fewest, most) families that may not meet it, of every hidden one of an area.

    Dimensions are looked at one by one, and those whose mean is missing together where the index is printed.
    """
    main = figures.methods[0].figure.value
    silent = [each.id for each in figures.dimensions if each.family_mean.hidden]
    together = [silent] if silent and main is not None else [[name] for name in silent]
    found = {}
    for names in [*together, *([each.id] for each in figures.dimensions if each.id not in silent)]:
        found |= _ranges_of(
            definition, sums, figures, places=places, wanted=names, main=main if names == silent else None
        )
    return found


def _ranges_of(definition, sums, figures, *, places, wanted, main):
    dimensions = {each.id: place for place, each in enumerate(definition.dimensions)}
    rows = {row.id: row for row in figures.indicators}
    hidden = [name for name, row in rows.items() if row.dimension in wanted and row.unmet.hidden]
    truth = dict(zip([each.id for each in definition.indicators], sums.indicators, strict=True))
    hidden = [name for name in hidden if truth[name].answered]
    if not hidden:
        return {}
    unknowns = Unknowns()
    # Families to whom a dimension does not apply weigh the others more: with the index each kind is told apart.
    blank = [name for name, at in dimensions.items() if sums.dimensions[at].families < sums.scored]
    kinds = (
        [()]
        if main is None
        else [kind for size in range(len(blank) + 1) for kind in combinations(blank, size)]
    )
    sizes = {kind: unknowns.new(sums.scored) for kind in kinds}
    unknowns.know(dict.fromkeys(sizes.values(), 1), sums.scored, sums.scored)
    unmet, lacking = {}, {}
    for name in wanted if main is None else dimensions:
        mean = next(each for each in figures.dimensions if each.id == name).family_mean.value
        families = sums.dimensions[dimensions[name]].families
        members = [each.id for each in definition.indicators if each.dimension == name]
        scale = lcm(*range(1, len(members) + 1))
        counted, weights = {}, {}
        answers = {each: ({}, {}) for each in members}
        for kind, size in sizes.items():
            groups = [unknowns.new(sums.scored) for _ in range(len(members) + 1)]
            unknowns.know(dict.fromkeys(groups, 1) | {size: -1}, 0, 0)
            if main is not None:
                unknowns.know({groups[0]: 1} | ({size: -1} if name in kind else {}), 0, 0)
            for asked, group in enumerate(groups[1:], start=1):
                counted[group] = 1
                each_answered = {group: -asked}
                for each in members:
                    n, u = unknowns.new(sums.scored), unknowns.new(sums.scored)
                    unknowns.know({n: 1, group: -1}, -np.inf, 0)
                    unknowns.know({u: 1, n: -1}, -np.inf, 0)
                    each_answered[n] = answers[each][0][n] = answers[each][1][u] = 1
                    weights[u] = scale // asked
                    lacking[u] = Fraction(1, asked * (len(dimensions) - len(kind)))
                unknowns.know(each_answered, 0, 0)
        unknowns.know(counted, families, families)
        if mean is not None:
            unknowns.know(weights, *printed(mean, places, Fraction(families * scale, 100)))
        for each in members:
            n, u = answers[each]
            if sums.families > sums.scored:
                apart, apart_unmet = unknowns.new(sums.families - sums.scored), unknowns.new(sums.families)
                unknowns.know({apart_unmet: 1, apart: -1}, -np.inf, 0)
                n[apart] = u[apart_unmet] = 1
            if rows[each].share.n is not None:
                unknowns.know(n, truth[each].answered, truth[each].answered)
            if not rows[each].unmet.hidden:
                unknowns.know(u, truth[each].unmet, truth[each].unmet)
            unmet[each] = u
    if main is not None:
        scale = lcm(*(part.denominator for part in lacking.values()))
        parts = {name: part * scale for name, part in lacking.items()}
        unknowns.know(parts, *printed(main, places, Fraction(sums.scored * scale, 100)))
    unknowns.solve()
    return {name: unknowns.range(unmet[name]) for name in hidden}
