"""What the SQL printers share: the layers of a scoring query and of a table of sums.

A query is a chain of subqueries, each selecting from the one before (`Layer`s)::

    dated     the source's columns, plus one date column for each age limit (interview date less k years)
    read      numbers as scaled integers, dates, roster flags and tallies; choice columns as they are
    states    per indicator a small integer: 1 met, 0 not met, 2 not applicable, 3 unanswered
    counts    per dimension the weights met and answered, the count unanswered; c and u over all
    ratio     why there is no score (0 when there is one), w, X and Y of `arithmetic.py`
    scored    N and the category
    out       one row a family (`score_query`), or sums by group (`tabulate_query`)

Internal columns begin with `#`, so they cannot meet a user's. Conditions are printed on two rails (`rails.py`), choices
are tested against the source's own column, so blanks, missing codes and strays fall out without a step of their own.
A dialect subclasses `SqlPrinter` and says how to read columns and rosters, shift dates, fence a layer and round.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bahtera.indices.arithmetic import FIXED_POINT, Cut
from bahtera.indices.expressions import tree
from bahtera.indices.printers.sql_words import Layer as Layer  # noqa: PLC0414 - dialects import it from here
from bahtera.indices.printers.sql_words import SqlWords, limits_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bahtera.indices.compiler import IndicatorPlan
    from bahtera.indices.declaration import MissingRule

REASONS = ("", "nothing_applicable", "too_many_unanswered", "empty_dimension")
_ON_MISSING: dict[MissingRule, int] = {"unanswered": 3, "not_met": 0, "not_applicable": 2}


class SqlPrinter(SqlWords):
    """Prints the queries of one plan in one dialect of SQL."""

    witnesses: tuple[str, ...] = ()
    """Columns of the layer `read` that are kept to the last."""

    # -- layers -------------------------------------------------------------------------------------------------

    def scored_rows(self, source: str, carry: Sequence[str]) -> str:
        """Return the subquery with a row a family: the carried columns and those of `states` to `scored`.

        Args:
            source: a table name or a subquery in brackets, as the dialect writes it.
            carry: columns of the source to keep.
        """
        query = source
        layers = (
            self._dated,
            self.members_layer,
            self._read,
            self._states,
            self._counts,
            self._ratio,
            self._scored,
        )
        for layer in layers:
            query = self.select(layer().columns, carry, query)
            if layer == self._read:
                carry = [*carry, *self.witnesses]
        return query

    def select(self, columns: dict[str, str], carry: Sequence[str], source: str) -> str:
        """Return a subquery that selects the carried columns and the given ones."""
        items = [self.quote(name) for name in carry]
        items += [f"{text} AS {self.quote(name)}" for name, text in columns.items()]
        return f"(SELECT {', '.join(items)}\nFROM {source} AS t{self.fence()})"

    def source_columns(self) -> list[str]:
        """Return the columns of the source that the plan reads, rosters included."""
        return [
            *(each.name for each in self.plan.variables),
            *(each.roster.name for each in self.plan.rosters),
        ]

    def _pass(self, names: Iterable[str]) -> Layer:
        return Layer({name: self.quote(name) for name in names})

    def _dated(self) -> Layer:
        layer = Layer({f"#in.{name}": self.quote(name) for name in self.source_columns()})
        if self.plan.interview_date is not None:
            self.given = ""
            on = self.read_date(self.plan.interview_date)
            self.given = "#in."
            layer.add("#interview", on)
            for unit, count in sorted(self._age_limits()):
                layer.add(f"#{unit}.{count}", self.shift_date(on, unit, count))
        return layer

    def members_layer(self) -> Layer:
        """Return the layer in which rosters are read; `read_roster` may refer to what it adds."""
        layer = self._pass(self._dated().columns)
        self._members(layer)
        return layer

    def _members(self, layer: Layer) -> None:
        """Add what a dialect computes of the members before `read_roster`."""

    def _read(self) -> Layer:
        dated = ["#interview"] if self.plan.interview_date else []
        limits = [f"#{unit}.{count}" for unit, count in sorted(self._age_limits())] if dated else []
        layer = self._pass([*dated, *limits])
        for variable in self.plan.variables:
            if variable.type in ("integer", "decimal"):
                layer.add(f"#v.{variable.name}", self.bounded(variable))
            elif variable.type == "date":
                layer.add(f"#v.{variable.name}", self.read_date(variable))
            else:
                layer.add(f"#in.{variable.name}", self.column(variable.name))
        if self.plan.area is not None:
            layer.add("#area", self.column(self.plan.area.name))
        for roster in self.plan.rosters:
            self.read_roster(roster, layer)
        return layer

    def _age_limits(self) -> set[tuple[tree.AgeUnit, int]]:
        """Return the ages whose dates the conditions compare with, and the one at which belief ends."""
        found: set[tuple[tree.AgeUnit, int]] = self._member_limits() | {("years", tree.OLDEST_YEARS + 1)}
        for indicator in self.plan.indicators:
            for part in (indicator.applies, indicator.met):
                if part is not None:
                    found |= limits_of(part)
        return found

    def _member_limits(self) -> set[tuple[tree.AgeUnit, int]]:
        """Return the ages that conditions over members compare with."""
        conditions = [each for roster in self.plan.rosters for each in (*roster.flags, *roster.tallies)]
        return {limit for each in conditions for limit in limits_of(each)}

    def _states(self) -> Layer:
        return Layer({f"#s{index}": self._state(each) for index, each in enumerate(self.plan.indicators)})

    def _state(self, indicator: IndicatorPlan) -> str:
        missing = _ON_MISSING[indicator.missing]
        met = f"WHEN {self.true(indicator.met)} THEN 1 WHEN {self.false(indicator.met)} THEN 0 ELSE {missing} END"
        if indicator.applies is None:
            return f"CASE {met}"
        applies, not_applies = self.true(indicator.applies), self.false(indicator.applies)
        return f"CASE WHEN {not_applies} THEN 2 WHEN {applies} THEN CASE {met} ELSE 3 END"

    def _state_names(self) -> list[str]:
        return [f"#s{index}" for index in range(len(self.plan.indicators))]

    def _counts(self) -> Layer:
        layer = self._pass(self._state_names())
        weights = self._weights()
        for dimension in range(len(self.plan.dimensions)):
            members = self.plan.indicators_of(dimension)
            layer.add(f"#m{dimension}", self._add(f"{self._when(i, 1)} * {weights[i]}" for i in members))
            layer.add(f"#a{dimension}", self._add(f"{self._when(i, 1, 0)} * {weights[i]}" for i in members))
            layer.add(f"#u{dimension}", self._add(self._when(i, 3) for i in members))
        layer.add("#c", self._add(self._when(i, 1, 0) for i in range(len(self.plan.indicators))))
        return layer

    def _when(self, index: int, *codes: int) -> str:
        name = self.quote(f"#s{index}")
        test = f"{name} = {codes[0]}" if len(codes) == 1 else f"{name} < 2"
        return f"CASE WHEN {test} THEN 1 ELSE 0 END"

    @staticmethod
    def _add(parts: Iterable[str]) -> str:
        return " + ".join(part.removesuffix(" * 1") for part in parts)

    def _weights(self) -> list[int]:
        remaining = [iter(each.indicators) for each in self.plan.score.dimensions]
        return [next(remaining[each.dimension]) for each in self.plan.indicators]

    def _count_names(self) -> list[str]:
        return [f"#{letter}{index}" for index in range(len(self.plan.dimensions)) for letter in "mau"]

    def _ratio(self) -> Layer:
        score, size = self.plan.score, range(len(self.plan.dimensions))
        layer = self._pass([*self._state_names(), *self._count_names()])
        unanswered = " + ".join(self.quote(f"#u{d}") for d in size)
        count = self.quote("#c")
        limit = score.limit
        reason = (
            f"CASE WHEN {count} + {unanswered} = 0 THEN 1 WHEN {count} = 0"
            f" OR ({unanswered}) * {limit.denominator} > {limit.numerator} * ({count} + {unanswered}) THEN 2"
        )
        if score.empty_dimension == "not_scored":
            reason += " WHEN " + " OR ".join(f"{self.quote(f'#a{d}')} = 0" for d in size) + " THEN 3"
        layer.add("#reason", f"{reason} ELSE 0 END")
        layer.add("#w", " + ".join(self._blank(d, str(score.dimensions[d].weight)) for d in size))
        x, y = self._x_and_y()
        layer.add("#x", x)
        layer.add("#y", y)
        return layer

    def _blank(self, dimension: int, text: str, otherwise: str = "0") -> str:
        return f"CASE WHEN {self.quote(f'#a{dimension}')} > 0 THEN {text} ELSE {otherwise} END"

    def _wide(self, text: str) -> str:
        return f"CAST({text} AS {self.integer_type})"

    def _x_and_y(self) -> tuple[str, str]:
        score, size = self.plan.score, range(len(self.plan.dimensions))
        met = [self._wide(self.quote(f"#m{d}")) for d in size]
        answered = [self.quote(f"#a{d}") for d in size]
        if score.method == "pooled":
            return " + ".join(met), " + ".join(self._wide(each) for each in answered)
        if score.method == "arithmetic":
            shares = [
                self._blank(d, f"{score.dimensions[d].weight} * {met[d]} * {self._share_of(score.common, d)}")
                for d in size
            ]
            return " + ".join(shares), self._wide(str(score.denominator))
        top = [self._floored(d, self.quote(f"#m{d}"), score.floor.numerator) for d in size]
        bottom = [self._floored(d, self.quote(f"#a{d}"), score.floor.denominator) for d in size]
        if score.method == "geometric":
            return self._power(top), self._power(bottom)
        zero = " OR ".join(f"{self.quote(f'#a{d}')} > 0 AND {top[d]} = 0" for d in size)
        terms = " + ".join(
            self._blank(
                d,
                f"{score.dimensions[d].weight} * {bottom[d]} * {self.divide(str(score.common), self._one(top[d]))}",
            )
            for d in size
        )
        weight = " + ".join(self._blank(d, str(score.dimensions[d].weight)) for d in size)
        return (
            f"CASE WHEN {zero} THEN 0 ELSE ({weight}) * {self._wide(str(score.common))} END",
            f"CASE WHEN {zero} THEN 1 ELSE {terms} END",
        )

    @staticmethod
    def _one(text: str) -> str:
        """Return the text with 0 read as 1: the branch that divides by it is not taken, but may be computed."""
        return f"CASE WHEN {text} = 0 THEN 1 ELSE {text} END"

    def _share_of(self, common: int, dimension: int) -> str:
        """Return `common / a_d` as a table of the weights that can occur: no engine need divide."""
        name = self.quote(f"#a{dimension}")
        sums = sorted(self.plan.score.dimensions[dimension].sums)
        return f"CASE {name} " + " ".join(f"WHEN {each} THEN {common // each}" for each in sums) + " END"

    def _floored(self, dimension: int, name: str, floor: int) -> str:
        return self._wide(f"CASE WHEN {self.quote(f'#m{dimension}')} = 0 THEN {floor} ELSE {name} END")

    def _power(self, parts: Sequence[str]) -> str:
        factors = []
        for dimension, part in enumerate(parts):
            power = " * ".join([part] * self.plan.score.dimensions[dimension].weight)
            factors.append(f"(CASE WHEN {self.quote(f'#a{dimension}')} > 0 THEN {power} ELSE 1 END)")
        return " * ".join(factors)

    def _scored(self) -> Layer:
        layer = self._pass([*self._state_names(), *self._count_names(), "#reason"])
        x, y, w = self.quote("#x"), self.quote("#y"), self.quote("#w")
        scored = f"{self.quote('#reason')} = 0"
        score = self.plan.score
        layer.add("#n", f"CASE WHEN {scored} THEN {self._number(x, y, w)} END")
        branches = [
            f"WHEN {self._passes(cut, x, y, w)} THEN {self.text(cut.category)}"
            for cut in reversed(score.cuts)
        ]
        layer.add(
            "#category",
            f"CASE WHEN NOT ({scored}) THEN NULL {' '.join(branches)} ELSE {self.text(score.lowest)} END",
        )
        return layer

    def _number(self, x: str, y: str, w: str) -> str:
        score = self.plan.score
        if score.method == "arithmetic":
            weights = sorted(_reachable([each.weight for each in score.dimensions]))
            return (
                f"{x} * CASE {w} "
                + " ".join(f"WHEN {each} THEN {score.across // each}" for each in weights)
                + " END"
            )
        if score.method == "pooled":
            return f"{x} * {self.divide(self._wide(str(score.common)), y)}"
        if score.method == "harmonic":
            return self.divide(f"(2 * {self._wide(str(FIXED_POINT))} * {x} + {y})", f"(2 * {y})")
        return self.fixed_point_root(x, y, w)

    def _passes(self, cut: Cut, x: str, y: str, w: str) -> str:
        sign = ">=" if cut.includes else ">"
        if self.plan.score.method == "arithmetic":
            x = f"({self._number(x, y, w)})"
        if self.plan.score.method != "geometric":
            return f"{cut.denominator} * {x} {sign} {cut.numerator} * {y}"
        weights = sorted(_reachable([each.weight for each in self.plan.score.dimensions]))
        left, right = (
            f"CASE {w} "
            + " ".join(f"WHEN {each} THEN {self._wide(str(base**each))}" for each in weights)
            + " END"
            for base in (cut.denominator, cut.numerator)
        )
        return f"({left}) * {x} {sign} ({right}) * {y}"

    # -- queries ------------------------------------------------------------------------------------------------

    def score_query(self, source: str, carry: Sequence[str]) -> str:
        """Return a query with a row a family: the carried columns and the score.

        Columns added, each with the index id before it, as in `ikk_numerator`: numerator (integer, NULL when not
        scored), denominator, value (double, 0 to 100, for show), category, reason, states, and per dimension
        `<id>_met`, `<id>_applicable`, `<id>_unanswered` in lower case.
        """
        return self.select(self._score_items(), carry, self.scored_rows(source, carry))[1:-1]

    def score_columns(self) -> list[str]:
        """Return the names of the columns that `score_query` adds."""
        return list(self._score_items())

    def _score_items(self) -> dict[str, str]:
        prefix, denominator = self.plan.id, self.plan.score.denominator
        reasons = " ".join(f"WHEN {code} THEN {self.text(name)}" for code, name in enumerate(REASONS) if name)
        items = {
            f"{prefix}_numerator": self.quote("#n"),
            f"{prefix}_denominator": self._wide(str(denominator)),
            f"{prefix}_value": f"CAST(100 AS DOUBLE PRECISION) * {self.quote('#n')} / {denominator}",
            f"{prefix}_category": self.quote("#category"),
            f"{prefix}_reason": f"CASE {self.quote('#reason')} {reasons} END",
            f"{prefix}_states": self.state_text([self.quote(name) for name in self._state_names()]),
        }
        for index, dimension in enumerate(self.plan.dimensions):
            for letter, word in zip("mau", ("met", "applicable", "unanswered"), strict=True):
                items[f"{prefix}_{dimension.lower()}_{word}"] = self.quote(f"#{letter}{index}")
        return items

    def tabulate_query(self, source: str, by: Sequence[str]) -> str:
        """Return a query with a row a group: the `by` columns, then the sums in the order of `Layout.columns`."""
        groups = ", ".join(self.quote(name) for name in by)
        sums = ", ".join(f"{text} AS {self.quote(name)}" for name, text in self._sums().items())
        end = f"\nGROUP BY {groups}" if by else ""
        return f"SELECT {groups}{', ' if by else ''}{sums}\nFROM {self.scored_rows(source, by)} AS t{end}"

    def _sums(self) -> dict[str, str]:
        scored = f"{self.quote('#reason')} = 0"
        texts = ["COUNT(*)", self._sum(scored)]
        texts += [
            self._sum(f"{self.quote('#category')} = {self.text(each)}") for each in self.plan.categories
        ]
        texts.append(f"COALESCE(SUM({self.quote('#n')}), 0)")
        for index, denominator in enumerate(self.plan.score.dimension_denominators):
            texts.append(self._sum(f"{scored} AND {self.quote(f'#a{index}')} > 0"))
            share = f"{self._wide(self.quote(f'#m{index}'))} * {self._share_of(denominator, index)}"
            texts.append(
                f"COALESCE(SUM(CASE WHEN {scored} AND {self.quote(f'#a{index}')} > 0 THEN {share} ELSE 0 END), 0)"
            )
        for index in range(len(self.plan.indicators)):
            state = self.quote(f"#s{index}")
            texts += [self._sum(f"{state} = 1"), self._sum(f"{state} < 2"), self._sum(f"{state} = 3")]
        return dict(zip(self.layout.columns, texts, strict=True))

    @staticmethod
    def _sum(test: str) -> str:
        return f"COALESCE(SUM(CASE WHEN {test} THEN 1 ELSE 0 END), 0)"


def _reachable(weights: Iterable[int]) -> set[int]:
    found = {0}
    for weight in weights:
        found |= {each + weight for each in found}
    return found - {0}
