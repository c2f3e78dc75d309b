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

from abc import abstractmethod
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bahtera.indices.arithmetic import FIXED_POINT, Cut
from bahtera.indices.expressions import tree
from bahtera.indices.printers.rails import Rails
from bahtera.indices.sums import Layout

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bahtera.indices.compiler import IndicatorPlan, Plan, RosterPlan
    from bahtera.indices.declaration import MissingRule
    from bahtera.indices.values import Parameter, Variable

STATE_CODES = {"1": 1, "0": 0, "-": 2, "?": 3}
REASONS = ("", "nothing_applicable", "too_many_unanswered", "empty_dimension")
_ON_MISSING: dict[MissingRule, int] = {"unanswered": 3, "not_met": 0, "not_applicable": 2}


@dataclass(slots=True)
class Layer:
    """The columns one subquery selects: text by name."""

    columns: dict[str, str] = field(default_factory=dict)

    def add(self, name: str, text: str) -> str:
        """Select `text` under the name and return the name."""
        self.columns[name] = text
        return name


class SqlPrinter(Rails):
    """Prints the queries of one plan in one dialect of SQL."""

    quote_sign = '"'
    integer_type = "BIGINT"

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.layout = Layout.of(plan)
        self.member: str | None = None
        """What stands before a member's column while a roster's conditions are printed; None for the family."""
        self.given = "#in."
        """The prefix of the source's columns in the layer being printed."""

    # -- what a dialect says ------------------------------------------------------------------------------------

    @abstractmethod
    def read_number(self, variable: Variable) -> str:
        """Write a numeric column of the source as a scaled integer; bounds are checked by the caller."""

    @abstractmethod
    def read_date(self, variable: Variable) -> str:
        """Write a date column of the source (or the member) as a date."""

    @abstractmethod
    def read_roster(self, roster: RosterPlan, layer: Layer) -> None:
        """Add the columns that `flag`, `surely` and `possibly` refer to."""

    @abstractmethod
    def shift_date(self, date: str, unit: tree.AgeUnit, count: int) -> str:
        """Write the date `count` years or months earlier, clipped to the month's last day."""

    @abstractmethod
    def day_number(self, date: str) -> str:
        """Write year * 10000 + month * 100 + day."""

    @abstractmethod
    def divide(self, dividend: str, divisor: str) -> str:
        """Write integer division of two non-negative integers."""

    @abstractmethod
    def fixed_point_root(self, x: str, y: str, power: str) -> str:
        """Write floor(10^6 * (x / y) ^ (1 / power) + 1/2) as an integer."""

    @abstractmethod
    def state_text(self, columns: Sequence[str]) -> str:
        """Write the states of a family as one text."""

    def fence(self) -> str:
        """Return what ends a subquery so that it is not merged into the next."""
        return ""

    # -- words of SQL -------------------------------------------------------------------------------------------

    def quote(self, name: str) -> str:
        """Return a name as a quoted identifier."""
        sign = self.quote_sign
        return sign + name.replace(sign, sign * 2) + sign

    @staticmethod
    def text(value: str) -> str:
        """Return a text as a literal."""
        return "'" + value.replace("'", "''") + "'"

    def column(self, name: str) -> str:
        """Return the source's column of the family, or of the member whose conditions are being printed."""
        return self.quote(self.given + name) if self.member is None else f"{self.member}{self.quote(name)}"

    def constant(self, *, value: bool) -> str:
        return "TRUE" if value else "FALSE"

    def both(self, parts: Sequence[str]) -> str:
        return "(" + " AND ".join(parts) + ")"

    def either(self, parts: Sequence[str]) -> str:
        return "(" + " OR ".join(parts) + ")"

    def how_many(self, parts: Sequence[str]) -> str:
        return "(" + " + ".join(f"CASE WHEN {part} THEN 1 ELSE 0 END" for part in parts) + ")"

    def is_one_of(self, variable: Variable, codes: Sequence[str]) -> str:
        name = self.column(variable.name)
        if len(codes) == 1:
            return f"{name} = {self.text(codes[0])}"
        return f"{name} IN ({', '.join(self.text(code) for code in codes)})"

    def is_answered(self, variable: Variable, *, answered: bool) -> str:
        if variable.type == "select_one":
            known = self.is_one_of(variable, variable.choices)
        elif variable.type == "select_multiple":
            known = self.has_chosen(variable, variable.choices[0], chosen=True)
            known = self.either([known, self.has_chosen(variable, variable.choices[0], chosen=False)])
        elif variable.type == "text":
            known = f"{self.column(variable.name)} <> ''"
        else:
            value = self.date_of(variable) if variable.type == "date" else self.number_of(variable)
            known = f"{value} IS NOT NULL"
        return known if answered else f"({known}) IS NOT TRUE"

    def compare(self, operator: tree.Operator, left: str, right: str) -> str:
        return f"{left} {'<>' if operator == '!=' else operator} {right}"

    # -- values -------------------------------------------------------------------------------------------------

    def number_of(self, variable: Variable) -> str:
        if variable.roster is None:
            return self.quote(f"#v.{variable.name}")
        return self.bounded(variable)

    def bounded(self, variable: Variable) -> str:
        """Return the number of a source column, NULL outside its bounds."""
        value = self.read_number(variable)
        return f"CASE WHEN {value} BETWEEN {variable.minimum} AND {variable.maximum} THEN {value} END"

    def date_of(self, variable: Variable) -> str:
        """Return a date: read once for the family, in place for a member."""
        return self.quote(f"#v.{variable.name}") if variable.roster is None else self.read_date(variable)

    @property
    def interview(self) -> str:
        """Return the column of the interview date."""
        return self.quote("#interview")

    def limit_name(self, unit: tree.AgeUnit, count: int) -> str:
        """Return the column that holds the interview date less `count` years or months."""
        unit, count = as_years(unit, count)
        return self.quote(f"#{unit}.{count}")

    def compare_age(self, operator: tree.Operator, age: tree.AgeOf, limit: int) -> str | None:
        birth = self.date_of(age.variable)
        first = limit + 1 if operator in ("<=", ">") else limit
        if operator in ("=", "!="):
            parts = self.compare_age(">=", age, limit), self.compare_age("<=", age, limit)
            other = self.compare_age("<", age, limit), self.compare_age(">", age, limit)
            return (
                self.both([str(each) for each in parts])
                if operator == "="
                else self.either([str(each) for each in other])
            )
        if not 0 < first <= age.high:
            return None
        bound = self.limit_name(age.unit, first)
        if operator in (">", ">="):
            return self.both([f"{birth} <= {bound}", f"{birth} > {self.oldest}"])
        return self.both([f"{birth} > {bound}", f"{birth} <= {self.interview}"])

    @property
    def oldest(self) -> str:
        """Return the column with the birth date at which belief ends."""
        return self.limit_name("years", tree.OLDEST_YEARS + 1)

    def age_of(self, node: tree.AgeOf) -> str:
        birth, on = self.date_of(node.variable), self.interview
        born, today = self.day_number(birth), self.day_number(on)
        if node.unit == "years":
            age = self.divide(f"({today} - {born})", "10000")
        else:
            age = (
                f"((({self.divide(today, '10000')} - {self.divide(born, '10000')}) * 12"
                f" + {self.divide(f'({today} % 10000)', '100')} - {self.divide(f'({born} % 10000)', '100')})"
                f" - CASE WHEN {today} % 100 < {born} % 100 THEN 1 ELSE 0 END)"
            )
        return f"(CASE WHEN {birth} <= {on} AND {birth} > {self.oldest} THEN {age} END)"

    def parameter(self, parameter: Parameter) -> str:
        branches = []
        for entry in parameter.values:
            tests = [f"{self.interview} >= DATE '{entry.since.isoformat()}'"]
            if entry.area:
                area = self.quote("#area")
                prefix = self.text(entry.area + ".")
                tests.insert(
                    0, f"({area} = {self.text(entry.area)} OR left({area}, {len(entry.area) + 1}) = {prefix})"
                )
            else:
                tests.insert(0, f"{self.quote('#area')} <> ''")
            branches.append(f"WHEN {' AND '.join(tests)} THEN {entry.value}")
        return f"CASE {' '.join(branches)} END"

    def known_tally(self, tally: tree.Tally) -> str:
        return f"CASE WHEN {self.surely(tally)} = {self.possibly(tally)} THEN {self.surely(tally)} END"

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
        found = set(self._member_limits()) | {("years", tree.OLDEST_YEARS + 1)}
        for indicator in self.plan.indicators:
            for part in (indicator.applies, indicator.met):
                if part is not None:
                    found |= limits_of(part)
        return found

    def _member_limits(self) -> set[tuple[tree.AgeUnit, int]]:
        """Return the ages that conditions over members compare with."""
        conditions = [each for roster in self.plan.rosters for each in (*roster.flags, *roster.tallies)]
        return set().union(*(limits_of(each) for each in conditions))

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
            weights = sorted({sum_ for sum_ in _reachable([each.weight for each in score.dimensions])})
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
        prefix = self.plan.id
        items = {
            f"{prefix}_numerator": self.quote("#n"),
            f"{prefix}_denominator": str(self.plan.score.denominator),
        }
        items[f"{prefix}_value"] = (
            f"CAST(100 AS DOUBLE PRECISION) * {self.quote('#n')} / {self.plan.score.denominator}"
        )
        items[f"{prefix}_category"] = self.quote("#category")
        reasons = " ".join(f"WHEN {code} THEN {self.text(name)}" for code, name in enumerate(REASONS) if name)
        items[f"{prefix}_reason"] = f"CASE {self.quote('#reason')} {reasons} END"
        items[f"{prefix}_states"] = self.state_text([self.quote(name) for name in self._state_names()])
        for index, dimension in enumerate(self.plan.dimensions):
            for letter, word in zip("mau", ("met", "applicable", "unanswered"), strict=True):
                items[f"{prefix}_{dimension.lower()}_{word}"] = self.quote(f"#{letter}{index}")
        return self.select(items, carry, self.scored_rows(source, carry))[1:-1]

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


def as_years(unit: tree.AgeUnit, count: int) -> tuple[tree.AgeUnit, int]:
    """Return whole years as years: 60 months before a day is 5 years before it."""
    return ("years", count // 12) if unit == "months" and count % 12 == 0 else (unit, count)


def limits_of(condition: tree.Logical) -> set[tuple[tree.AgeUnit, int]]:
    """Return the ages at which a comparison in the condition changes."""
    found: set[tuple[tree.AgeUnit, int]] = set()
    for node in tree.walk(condition):
        match node:
            case tree.Compare(left=tree.AgeOf() as age, right=tree.Integer() as limit):
                steps = {"<": (0,), ">=": (0,), "<=": (1,), ">": (1,), "=": (0, 1), "!=": (0, 1)}[
                    node.operator
                ]
                counts = (limit.value + step for step in steps)
                found |= {as_years(age.unit, count) for count in counts if 0 < count <= age.high}
            case _:
                pass
    return found


def _reachable(weights: Iterable[int]) -> set[int]:
    found = {0}
    for weight in weights:
        found |= {each + weight for each in found}
    return found - {0}
