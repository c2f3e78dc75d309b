"""The PostgreSQL printer: usual column types, rosters as jsonb arrays of objects.

A roster's rows are read by one scalar subquery a family, over `jsonb_to_recordset`, into an array of bigint: the number
of members, the masks, then each tally's surely and possibly. Every layer ends in `OFFSET 0`, which keeps the planner
from merging it into the next and computing its expressions again for each use.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bahtera.indices.arithmetic import FIXED_POINT
from bahtera.indices.expressions import tree
from bahtera.indices.printers.sql import SqlPrinter

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bahtera.indices.compiler import Plan, RosterPlan
    from bahtera.indices.printers.sql_words import Layer
    from bahtera.indices.values import Variable

_DATE = r"^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"
_NUMBER = r"^\s*[-+]?[0-9]{1,18}(\.[0-9]{1,18})?\s*$"


class PostgresqlPrinter(SqlPrinter):
    """Prints for PostgreSQL 13 and later.

    Args:
        plan: the compiled definition.
        types: by family variable "text", "text[]", "numeric" (any exact number), "double precision" or "date"; what
            is not named has its variable's natural type: text for choices (codes with blanks between them for
            select_multiple), numeric for numbers, date for dates. Members' values are taken from jsonb as texts.
    """

    def __init__(self, plan: Plan, types: Mapping[str, str] | None = None) -> None:
        super().__init__(plan)
        self.types = dict(types or {})

    def fence(self) -> str:
        return "\nOFFSET 0"

    # -- reading ------------------------------------------------------------------------------------------------

    def _type_of(self, variable: Variable) -> str:
        if self.member is not None:
            return "date" if variable.type == "date" else "text"
        natural = {"integer": "numeric", "decimal": "numeric", "date": "date"}.get(variable.type, "text")
        return self.types.get(variable.name, natural)

    def read_number(self, variable: Variable) -> str:
        name, type_ = self.column(variable.name), self._type_of(variable)
        if type_ == "text":
            name = f"CASE WHEN {name} ~ {self.text(_NUMBER)} THEN CAST({name} AS numeric) END"
        elif type_ == "double precision":
            scaled = f"({name} * {10**variable.places})"
            sane = f"abs({scaled}) < 1e15"
            return f"CAST(CASE WHEN {sane} THEN sign({scaled}) * floor(abs({scaled}) + 0.5) END AS bigint)"
        low, high = variable.minimum - 1, variable.maximum + 1
        rounded = f"round(({name}) * {10**variable.places})"
        return f"CAST(CASE WHEN {rounded} BETWEEN {low} AND {high} THEN {rounded} END AS bigint)"

    def read_date(self, variable: Variable) -> str:
        name = self.column(variable.name)
        return name if self._type_of(variable) == "date" else self._parse_date(name)

    def _parse_date(self, name: str) -> str:
        year, month, day = (
            f"CAST(substr({name}, {at}, {size}) AS int)" for at, size in ((1, 4), (6, 2), (9, 2))
        )
        last = f"extract(day FROM make_date({year}, {month}, 1) + INTERVAL '1 month - 1 day')"
        return (
            f"CASE WHEN {name} ~ {self.text(_DATE)} THEN CASE WHEN {year} > 0 THEN CASE WHEN {day} <= {last}"
            f" THEN make_date({year}, {month}, {day}) END END END"
        )

    def has_chosen(self, variable: Variable, code: str, *, chosen: bool) -> str:
        name = self.column(variable.name)
        listed = name if self._type_of(variable) == "text[]" else f"string_to_array({name}, ' ')"
        known = [f"{listed} && {self._array(variable.choices)}"]
        if variable.missing:
            known.append(f"NOT {listed} && {self._array(variable.missing)}")
        has = f"{self.text(code)} = ANY({listed})"
        return self.both([*known, has if chosen else f"NOT {has}"])

    def _array(self, codes: Sequence[str]) -> str:
        return f"ARRAY[{', '.join(self.text(code) for code in codes)}]::text[]"

    def day_number(self, date: str) -> str:
        parts = (f"CAST(extract({part} FROM {date}) AS int)" for part in ("year", "month", "day"))
        year, month, day = parts
        return f"({year} * 10000 + {month} * 100 + {day})"

    def shift_date(self, date: str, unit: tree.AgeUnit, count: int) -> str:
        return f"CAST({date} - INTERVAL '{count} {unit}' AS date)"

    def divide(self, dividend: str, divisor: str) -> str:
        return f"({dividend} / {divisor})"

    def fixed_point_root(self, x: str, y: str, power: str) -> str:
        ratio = f"CAST({x} AS double precision) / {y}"
        root = f"power({ratio}, CAST(1 AS double precision) / {power})"
        return f"CAST(floor({FIXED_POINT} * {root} + CAST(0.5 AS double precision)) AS bigint)"

    # -- rosters ------------------------------------------------------------------------------------------------

    def _members(self, layer: Layer) -> None:
        for roster in self.plan.rosters:
            rows = self.column(roster.roster.name)
            self.member = "m."
            cells = ["count(*)"]
            cells += [
                f"bit_or({self.member_mask(masks.parts)})" for masks, _ in self.masks[roster.roster.name]
            ]
            for condition in roster.tallies:
                cells.append(self._count(self.true(condition)))
                cells.append(self._count(f"({self.false(condition)}) IS NOT TRUE"))
            self.member = None
            array = ", ".join(f"CAST({cell} AS bigint)" for cell in cells)
            layer.add(
                f"#k.{roster.roster.name}", f"(SELECT ARRAY[{array}] FROM {self._rows(roster, rows)} AS m)"
            )

    @staticmethod
    def _count(test: str) -> str:
        return f"sum(CASE WHEN {test} THEN 1 ELSE 0 END)"

    def _rows(self, roster: RosterPlan, rows: str) -> str:
        fields = {each.name: each for each in (*roster.roster.listed_by, *roster.variables)}
        kinds = ", ".join(f"{self.quote(name)} text" for name in fields)
        self.member = "r."
        items = ", ".join(
            f"{self._parse_date(self.column(name)) if each.type == 'date' else self.column(name)} AS {self.quote(name)}"
            for name, each in fields.items()
        )
        listed = self.either([f"{self.column(each.name)} <> ''" for each in roster.roster.listed_by])
        self.member = None
        array = f"CASE WHEN jsonb_typeof({rows}) = 'array' THEN {rows} ELSE '[]'::jsonb END"
        return f"(SELECT {items} FROM jsonb_to_recordset({array}) AS r({kinds}) WHERE {listed} OFFSET 0)"

    def read_roster(self, roster: RosterPlan, layer: Layer) -> None:
        name = roster.roster.name
        cells = self.quote(f"#k.{name}")
        within = f"{cells}[1] BETWEEN 1 AND {roster.roster.maximum}"
        masks = len(self.masks[name])
        for index in range(masks):
            layer.add(f"#f.{name}.{index}", f"CASE WHEN {within} THEN {cells}[{2 + index}] END")
        for index in range(len(roster.tallies)):
            at = 2 + masks + 2 * index
            layer.add(f"#t.{name}.{index}", f"CASE WHEN {within} THEN {cells}[{at}] END")
            layer.add(f"#p.{name}.{index}", f"CASE WHEN {within} THEN {cells}[{at + 1}] END")
