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
                f"{roster.roster.name}.{each.name}" for each in roster.variables if each.name not in fields
            ]
        return lacking


class DuckdbPrinter(SqlPrinter):
    """Prints for DuckDB 1.5; `columns` says how the source holds each variable."""

    def __init__(self, plan: Plan, columns: Columns) -> None:
        super().__init__(plan)
        self.columns = columns
        lacking = columns.missing(plan)
        if lacking:
            raise InvalidFrame(f"the table lacks what {plan.id} reads: {', '.join(lacking)}")

    def type_of(self, variable: Variable) -> str:
        """Return the DuckDB type of a variable's column."""
        fields = self.columns.family if variable.roster is None else self.columns.members[variable.roster]
        return fields[variable.name]

    # -- reading ------------------------------------------------------------------------------------------------

    def column(self, name: str) -> str:
        plain = super().column(name)
        fields = self.columns.family if self.member is None else self.columns.members[self._roster]
        return f"CAST({plain} AS VARCHAR)" if fields.get(name, "").startswith("ENUM") else plain

    _roster = ""

    def read_number(self, variable: Variable) -> str:
        type_, name = self.type_of(variable), self.column(variable.name)
        if type_ in _INTEGERS:
            scaled = f"CAST({name} AS BIGINT)"
            return (
                scaled
                if variable.places == 0
                else f"TRY_CAST(CAST({name} AS HUGEINT) * {10**variable.places} AS BIGINT)"
            )
        if type_ == "VARCHAR":
            name = f"TRY_CAST({name} AS DECIMAL(30, 6))"
        return f"TRY_CAST(round({name} * {10**variable.places}) AS BIGINT)"

    def read_date(self, variable: Variable) -> str:
        name = self.column(variable.name)
        return name if self.type_of(variable) == "DATE" else f"TRY_CAST({name} AS DATE)"

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
        fields = self.columns.members[roster.roster.name]
        tests = []
        for variable in roster.roster.listed_by:
            if variable.name in fields:
                name = f"m.{self.quote(variable.name)}"
                tests.append(f"{name} <> ''" if fields[variable.name] == "VARCHAR" else f"{name} IS NOT NULL")
        return self.either(tests) if tests else "FALSE"
