"""The Spark SQL printer (Spark 4, ANSI mode on or off): DuckDB's layers, rosters as ARRAY of STRUCT.

A roster's flags are bits of one integer, joined over the members by `aggregate`; bits 2i and 2i+1 say that
flag i is surely true, and not surely false. Casts and divisions that could fail give NULL instead of an error,
and sums of numerators are decimals, because those of a nation can pass 2**63.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bahtera.indices.arithmetic import FIXED_POINT
from bahtera.indices.errors import InvalidFrame
from bahtera.indices.expressions import tree
from bahtera.indices.printers.sql import Layer, SqlPrinter
from bahtera.indices.printers.sql_words import MOST_MONTHS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bahtera.indices.compiler import Plan, RosterPlan
    from bahtera.indices.printers.duckdb import Columns
    from bahtera.indices.values import Variable

_FLAGS_A_MASK = 30
_INTEGERS = ("tinyint", "smallint", "int", "bigint")
_FLOATS = ("float", "double")
_DATE = "[0-9]{4}-[0-9]{2}-[0-9]{2}"


class SparkPrinter(SqlPrinter):
    """Prints for Spark SQL; `columns` has the types as Spark's `simpleString` writes them."""

    quote_sign = "`"

    def __init__(self, plan: Plan, columns: Columns) -> None:
        super().__init__(plan)
        self.columns = columns
        self._members_of = ""
        lacking = columns.missing(plan)
        if lacking:
            raise InvalidFrame(f"the table lacks what {plan.id} reads: {', '.join(lacking)}")

    @staticmethod
    def text(value: str) -> str:
        """Return a text as a literal; Spark reads backslashes inside quotes."""
        return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'"

    def type_of(self, variable: Variable) -> str:
        """Return the Spark type of a variable's column."""
        fields = self.columns.family if variable.roster is None else self.columns.members[variable.roster]
        return fields[variable.name]

    def column(self, name: str) -> str:
        fields = self.columns.family if self.member is None else self.columns.members[self._members_of]
        plain, kind = super().column(name), fields.get(name, "")
        return f"CAST({plain} AS STRING)" if kind == "void" else plain

    def is_one_of(self, variable: Variable, codes: Sequence[str]) -> str:
        text, name = super().is_one_of(variable, codes), self.column(variable.name)
        return (
            text if self.type_of(variable) == "string" else text.replace(name, f"CAST({name} AS STRING)", 1)
        )

    # -- reading --------------------------------------------------------------------------------------------

    def read_number(self, variable: Variable) -> str:
        kind, name, factor = self.type_of(variable), self.column(variable.name), 10**variable.places
        if kind in _INTEGERS:
            if variable.places == 0:
                return f"CAST({name} AS BIGINT)"
            return f"try_cast(CAST({name} AS DECIMAL(20, 0)) * {factor} AS BIGINT)"
        if kind in _FLOATS:
            return f"try_cast(round(CAST({name} AS DOUBLE) * {factor}D) AS BIGINT)"
        if kind == "string":
            name = f"try_cast({name} AS DECIMAL(30, 9))"
        return f"try_cast(round(try_multiply({name}, {factor})) AS BIGINT)"

    def read_date(self, variable: Variable) -> str:
        kind, name = self.type_of(variable), self.column(variable.name)
        if kind == "date":
            return name
        if kind == "string":  # Spark would read 2024 as the first day of that year
            return f"CASE WHEN {name} RLIKE '^{_DATE}' THEN try_cast({name} AS DATE) END"
        return f"try_cast({name} AS DATE)"

    def date_of(self, variable: Variable) -> str:
        if not self.columns.has_months(variable):
            return super().date_of(variable)
        name, kind = self.column(variable.months), self.columns.members[self._members_of][variable.months]
        if kind not in _INTEGERS:
            name = f"floor(try_cast({name} AS DOUBLE))"
        born = f"add_months({self.interview}, -CAST({name} AS INT))"
        return f"CASE WHEN {name} BETWEEN 0 AND {MOST_MONTHS} THEN {born} END"

    def has_chosen(self, variable: Variable, code: str, *, chosen: bool) -> str:
        name = self.column(variable.name)
        listed = name if self.type_of(variable).startswith("array") else f"split({name}, ' ')"
        known = [f"arrays_overlap({listed}, {self._array(variable.choices)})"]
        if variable.missing:
            known.append(f"NOT arrays_overlap({listed}, {self._array(variable.missing)})")
        has = f"array_contains({listed}, {self.text(code)})"
        return self.both([*known, has if chosen else f"NOT {has}"])

    def _array(self, codes: Sequence[str]) -> str:
        return f"array({', '.join(self.text(code) for code in codes)})"

    def day_number(self, date: str) -> str:
        return f"(year({date}) * 10000 + month({date}) * 100 + day({date}))"

    def shift_date(self, date: str, unit: tree.AgeUnit, count: int) -> str:
        return f"add_months({date}, {-12 * count if unit == 'years' else -count})"

    def divide(self, dividend: str, divisor: str) -> str:
        return f"({dividend} DIV nullif({divisor}, 0))"

    def fixed_point_root(self, x: str, y: str, power: str) -> str:
        share = f"CAST({x} AS DOUBLE) / nullif(CAST({y} AS DOUBLE), 0D)"
        return f"CAST(floor({FIXED_POINT}D * pow({share}, 1D / nullif({power}, 0)) + 0.5D) AS BIGINT)"

    def state_text(self, columns: Sequence[str]) -> str:
        signs = ", ".join(f"substring('01-?', {each} + 1, 1)" for each in columns)
        return f"concat({signs})"

    # -- rosters --------------------------------------------------------------------------------------------

    def read_roster(self, roster: RosterPlan, layer: Layer) -> None:
        name = roster.roster.name
        rows = self.column(name)
        self.member, self._members_of = "m.", name
        listed = self._listed(roster)
        counts = self._count(rows, listed)
        masks = [
            self._mask(listed, roster.flags[start : start + _FLAGS_A_MASK])
            for start in range(0, len(roster.flags), _FLAGS_A_MASK)
        ]
        tallies = [self._tally(rows, listed, each) for each in roster.tallies]
        self.member, self._members_of = None, ""
        within = f"{counts} BETWEEN 1 AND {roster.roster.maximum}"
        for index, mask in enumerate(masks):
            joined = f"aggregate({rows}, CAST(0 AS BIGINT), (a, m) -> a | {mask})"
            layer.add(f"#f.{name}.{index}", f"CASE WHEN {within} THEN {joined} END")
        for index, (surely, possibly) in enumerate(tallies):
            layer.add(f"#t.{name}.{index}", f"CASE WHEN {within} THEN {surely or counts} END")
            layer.add(f"#p.{name}.{index}", f"CASE WHEN {within} THEN {possibly or counts} END")

    def _listed(self, roster: RosterPlan) -> str:
        tests = []
        for field, kind in self.columns.listed_in(roster):
            name = f"m.{self.quote(field)}"
            blank = "size({0}) > 0" if kind.startswith("array") else "{0} IS NOT NULL"
            tests.append(f"{name} <> ''" if kind == "string" else blank.format(name))
        return self.either(tests) if tests else "FALSE"

    @staticmethod
    def _count(rows: str, condition: str) -> str:
        return f"aggregate({rows}, CAST(0 AS BIGINT), (a, m) -> a + CASE WHEN {condition} THEN 1 ELSE 0 END)"

    def _mask(self, listed: str, flags: Sequence[tree.Logical]) -> str:
        bits = [
            f"CASE WHEN {self.true(flag)} THEN {3 << 2 * place}L"
            f" WHEN {self.false(flag)} THEN 0L ELSE {2 << 2 * place}L END"
            for place, flag in enumerate(flags)
        ]
        return f"CASE WHEN {listed} THEN {' + '.join(bits)} ELSE 0L END"

    def _tally(self, rows: str, listed: str, condition: tree.Logical) -> tuple[str, str]:
        if condition == tree.Truth(value=True):
            return "", ""
        possible = f"({self.false(condition)}) IS NOT TRUE"
        return self._count(rows, f"{listed} AND {self.true(condition)}"), self._count(
            rows, f"{listed} AND {possible}"
        )

    def flag(self, roster: str, index: int, *, holds: bool) -> str:
        place, bit = divmod(index, _FLAGS_A_MASK)
        name = self.quote(f"#f.{roster}.{place}")
        return f"({name} & {1 << 2 * bit}L) <> 0" if holds else f"({name} & {2 << 2 * bit}L) = 0"

    def surely(self, tally: tree.Tally) -> str:
        return self.quote(f"#t.{tally.roster}.{tally.index}")

    def possibly(self, tally: tree.Tally) -> str:
        return self.quote(f"#p.{tally.roster}.{tally.index}")

    # -- queries --------------------------------------------------------------------------------------------

    def score_query(self, source: str, carry: Sequence[str]) -> str:
        return super().score_query(source, carry).replace("DOUBLE PRECISION", "DOUBLE")

    def _sums(self) -> dict[str, str]:
        return {
            name: text.replace("COALESCE(SUM(", "COALESCE(SUM(CAST(").replace(
                "), 0)", " AS DECIMAL(28, 0))), 0)"
            )
            if name == "score" or name.endswith(".score")
            else text
            for name, text in super()._sums().items()
        }
