"""The DuckDB printer: columns of any usual type, rosters as LIST of STRUCT read in one pass over the members.

All flags of a roster are bits of one integer (`masks.py`): a lambda makes each member's mask, NULL for a row that is no
member, and `list_bit_or` joins them; `list_count` counts the members.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bahtera.indices.arithmetic import FIXED_POINT
from bahtera.indices.errors import InvalidFrame
from bahtera.indices.expressions import tree
from bahtera.indices.printers.sql import SqlPrinter
from bahtera.indices.printers.sql_words import MOST_MONTHS

if TYPE_CHECKING:
    from bahtera.indices.compiler import Plan, RosterPlan
    from bahtera.indices.printers.sql_words import Layer
    from bahtera.indices.values import Variable

_INTEGERS = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER")


@dataclass(frozen=True, slots=True)
class Columns:
    """The types of a source's columns as DuckDB writes them; `members` those of each roster's fields."""

    family: Mapping[str, str]
    members: Mapping[str, Mapping[str, str]]

    def missing(self, plan: Plan) -> list[str]:
        """Return what the plan reads and the source lacks, as `name` or `roster.name`."""
        lacking = [each.name for each in plan.variables if each.name not in self.family]
        for roster in plan.rosters:
            if roster.roster.name not in self.members:
                lacking.append(roster.roster.name)
                continue
            fields = self.members[roster.roster.name]
            lacking += [
                f"{roster.roster.name}.{each.name}"
                for each in roster.variables
                if each.name not in fields and not self.has_months(each)
            ]
        return lacking

    def has_months(self, variable: Variable) -> bool:
        """Return whether the source holds a member's age in whole months instead of the date."""
        fields = self.members.get(variable.roster or "", {})
        return variable.name not in fields and variable.months in fields

    def listed_in(self, roster: RosterPlan) -> list[tuple[str, str]]:
        """Return name and type of the fields by which a row is known to be a member."""
        fields = self.members.get(roster.roster.name, {})
        names = (each.months if self.has_months(each) else each.name for each in roster.roster.listed_by)
        return [(name, fields[name]) for name in names if name in fields]


class DuckdbPrinter(SqlPrinter):
    """Prints for DuckDB 1.5; `columns` says how the source holds each variable.

    With `lenient`, what the source lacks counts as unanswered (use `complete` on the source); otherwise it is an error.
    """

    def __init__(self, plan: Plan, columns: Columns, *, lenient: bool = False) -> None:
        super().__init__(plan)
        self.lacking = columns.missing(plan)
        if self.lacking and not lenient:
            raise InvalidFrame(f"the table lacks what {plan.id} reads: {', '.join(self.lacking)}")
        rosters = {each.roster.name for each in plan.rosters}
        self.family = {each.name: columns.family.get(each.name, "VARCHAR") for each in plan.variables}
        self.fields = {name: columns.members.get(name, {}) for name in rosters}
        self.columns = columns
        self._roster = ""

    def complete(self, source: str) -> str:
        """Return the source with a NULL column for every family variable or roster that it lacks."""
        whole = [name for name in self.lacking if "." not in name]
        if not whole:
            return source
        nulls = ", ".join(
            f"CAST(NULL AS {'STRUCT(x VARCHAR)[]' if name in self.fields else 'VARCHAR'}) AS {self.quote(name)}"
            for name in whole
        )
        taken = [self.quote(name) for name in whole if name in self.columns.family]
        kept = f"* EXCLUDE ({', '.join(taken)})" if taken else "*"
        return f"(SELECT {kept}, {nulls} FROM {source})"

    # -- reading ------------------------------------------------------------------------------------------------

    def type_of(self, variable: Variable) -> str:
        """Return the DuckDB type of a variable's column."""
        fields = self.family if variable.roster is None else self.fields[variable.roster]
        return fields.get(variable.name, "VARCHAR")

    def column(self, name: str) -> str:
        fields = self.family if self.member is None else self.fields[self._roster]
        if self.member is not None and name not in fields:
            return "CAST(NULL AS VARCHAR)"
        plain, type_ = super().column(name), fields.get(name, "")
        return f"CAST({plain} AS VARCHAR)" if type_.startswith("ENUM") or type_ == '"NULL"' else plain

    def is_one_of(self, variable: Variable, codes: Sequence[str]) -> str:
        type_ = self.type_of(variable)
        text = super().is_one_of(variable, codes)
        if type_ == "VARCHAR" or type_.startswith("ENUM") or type_ == '"NULL"':
            return text
        name = self.column(variable.name)
        return text.replace(name, f"CAST({name} AS VARCHAR)", 1)

    def read_number(self, variable: Variable) -> str:
        type_, name, factor = self.type_of(variable), self.column(variable.name), 10**variable.places
        if type_ in _INTEGERS:
            return (
                f"CAST({name} AS BIGINT)"
                if factor == 1
                else f"TRY_CAST(CAST({name} AS HUGEINT) * {factor} AS BIGINT)"
            )
        if type_ in ("FLOAT", "DOUBLE"):
            return f"TRY_CAST(round(CAST({name} AS DOUBLE) * {factor}) AS BIGINT)"
        exact = f"TRY_CAST({name} AS DECIMAL(30, 9))"
        return f"TRY_CAST(round({exact} * {factor}) AS BIGINT)"

    def read_date(self, variable: Variable) -> str:
        name = self.column(variable.name)
        return name if self.type_of(variable) == "DATE" else f"TRY_CAST({name} AS DATE)"

    def date_of(self, variable: Variable) -> str:
        if not self.columns.has_months(variable):
            return super().date_of(variable)
        name = self.column(variable.months)
        if self.fields[self._roster][variable.months] not in _INTEGERS:
            name = f"floor(TRY_CAST({name} AS DOUBLE))"
        born = f"CAST({self.interview} - to_months(CAST({name} AS INTEGER)) AS DATE)"
        return f"CASE WHEN {name} BETWEEN 0 AND {MOST_MONTHS} THEN {born} END"

    def has_chosen(self, variable: Variable, code: str, *, chosen: bool) -> str:
        name = self.column(variable.name)
        listed = name if self.type_of(variable).endswith("[]") else f"string_split({name}, ' ')"
        known = [f"list_has_any({listed}, {self._list(variable.choices)})"]
        if variable.missing:
            known.append(f"NOT list_has_any({listed}, {self._list(variable.missing)})")
        has = f"list_contains({listed}, {self.text(code)})"
        return self.both([*known, has if chosen else f"NOT {has}"])

    def _list(self, codes: Sequence[str]) -> str:
        return f"[{', '.join(self.text(code) for code in codes)}]"

    def day_number(self, date: str) -> str:
        return f"(year({date}) * 10000 + month({date}) * 100 + day({date}))"

    def shift_date(self, date: str, unit: tree.AgeUnit, count: int) -> str:
        return f"CAST({date} - INTERVAL {count} {'YEAR' if unit == 'years' else 'MONTH'} AS DATE)"

    def divide(self, dividend: str, divisor: str) -> str:
        return f"({dividend} // {divisor})"

    def fixed_point_root(self, x: str, y: str, power: str) -> str:
        return f"CAST(floor({FIXED_POINT} * pow({x}::DOUBLE / {y}, 1.0::DOUBLE / {power}) + 0.5::DOUBLE) AS BIGINT)"

    # -- rosters ------------------------------------------------------------------------------------------------

    def _members(self, layer: Layer) -> None:
        for roster in self.plan.rosters:
            name = roster.roster.name
            rows = self.column(name)
            self.member, self._roster = "m.", name
            listed = self._listed(roster)
            for index, (masks, _) in enumerate(self.masks[name]):
                parts = self.member_mask(masks.parts)
                layer.add(
                    f"#k.{name}.{index}",
                    f"list_transform({rows}, lambda m: CASE WHEN {listed} THEN {parts} END)",
                )
            if not self.masks[name]:
                layer.add(f"#k.{name}.0", f"list_transform({rows}, lambda m: CASE WHEN {listed} THEN 1 END)")
            for index, condition in enumerate(roster.tallies):
                if condition != tree.Truth(value=True):
                    true, false = self.true(condition), self.false(condition)
                    layer.add(f"#k.{name}.t{index}", self._count(rows, f"{listed} AND {true}"))
                    layer.add(f"#k.{name}.p{index}", self._count(rows, f"{listed} AND ({false}) IS NOT TRUE"))
            self.member, self._roster = None, ""

    def read_roster(self, roster: RosterPlan, layer: Layer) -> None:
        name = roster.roster.name
        count = f"list_count({self.quote(f'#k.{name}.0')})"
        within = f"{count} BETWEEN 1 AND {roster.roster.maximum}"
        for index in range(len(self.masks[name])):
            joined = f"list_bit_or({self.quote(f'#k.{name}.{index}')})"
            layer.add(f"#f.{name}.{index}", f"CASE WHEN {within} THEN {joined} END")
        for index, condition in enumerate(roster.tallies):
            whole = condition == tree.Truth(value=True)
            for kind in "tp":
                text = count if whole else self.quote(f"#k.{name}.{kind}{index}")
                layer.add(f"#{kind}.{name}.{index}", f"CASE WHEN {within} THEN {text} END")

    @staticmethod
    def _count(rows: str, test: str) -> str:
        return f"list_sum(list_transform({rows}, lambda m: CASE WHEN {test} THEN 1 ELSE 0 END))"

    def _listed(self, roster: RosterPlan) -> str:
        """Return the test of a row being a member: something of `listed_by` is not blank."""
        tests = []
        for field, type_ in self.columns.listed_in(roster):
            name = f"m.{self.quote(field)}"
            tests.append(f"{name} <> ''" if type_ == "VARCHAR" else f"{name} IS NOT NULL")
        return self.either(tests) if tests else "FALSE"
