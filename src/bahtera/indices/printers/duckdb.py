"""The DuckDB printer: columns of any usual type, rosters as LIST of STRUCT read in one pass over the members.

All flags of a roster are bits of one integer (`masks.py`): a lambda makes each member's mask, NULL for a row that is no
member, and `list_bit_or` joins them; `list_count` counts the members.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bahtera.indices.arithmetic import FIXED_POINT
from bahtera.indices.expressions import tree
from bahtera.indices.printers.masks import AgeMasks, ChoiceMasks, LeafMasks, Masks
from bahtera.indices.printers.sql import SqlPrinter
from bahtera.indices.printers.sql_words import MOST_MONTHS

if TYPE_CHECKING:
    from bahtera.indices.compiler import Plan, RosterPlan
    from bahtera.indices.printers.sql_words import Layer
    from bahtera.indices.values import Variable

UNKNOWN = "#unknown"
"""The column that is true of a family with an answer that cannot be read."""

_AREA_CODE = r"\d{2}(\.\d{2}(\.\d{2}(\.\d{4})?)?)?"
_INTEGERS = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER")


@dataclass(frozen=True, slots=True)
class Columns:
    """The types of a source's columns as DuckDB writes them; `members` those of each roster's fields.

    `blank` columns are there, but of a type that cannot be read; nothing stands in them.
    """

    family: Mapping[str, str]
    members: Mapping[str, Mapping[str, str]]
    blank: frozenset[str] = frozenset()

    def missing(self, plan: Plan) -> list[str]:
        """Return what the plan reads and the source lacks, as `name` or `roster.name`."""
        lacking = [
            each.name for each in plan.variables if each.name not in self.family or each.name in self.blank
        ]
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


@dataclass(frozen=True, slots=True)
class Watched:
    """A column whose answers may be unknown: the SQL `test` of one that is, and of its `value`.

    `shown` is the column's name for people, `needed` what could have been read.
    """

    shown: str
    value: str
    test: str
    needed: str


class DuckdbPrinter(SqlPrinter):
    """Prints for DuckDB 1.5; `columns` says how the source holds each variable.

    What the source lacks counts as unanswered: use `complete` on the source. With `watch`, both queries have one
    column more, `#unknown`: whether a family (or a family of the group) has an answer that cannot be read. It comes
    at little cost (a tenth): the masks of members know already, and DuckDB runs `list_contains` once an entry of a
    dictionary, not once a row.
    """

    def __init__(self, plan: Plan, columns: Columns, *, watch: bool = False) -> None:
        super().__init__(plan)
        self.lacking = columns.missing(plan)
        rosters = {each.roster.name for each in plan.rosters}
        self.family = {
            each.name: "VARCHAR" if each.name in self.lacking else columns.family[each.name]
            for each in plan.variables
        }
        self.fields = {name: columns.members.get(name, {}) for name in rosters}
        self.columns = columns
        self._roster = ""
        self._clean: dict[tuple[str, int], int] = {}
        if watch:
            self._mark_masks()
            self.witnesses = (UNKNOWN, *(f"#f.{name}.{index}" for name, index in self._clean))

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
                if (name, index) in self._clean:
                    parts = f"xor({parts}, {self._clean[name, index]})"
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

    # -- answers that cannot be read ------------------------------------------------------------------------------

    def watched(self, source: str) -> Iterator[tuple[str, list[Watched]]]:
        """Yield rows to look through, a subquery, and what may be unknown in them: the family's, then each roster's."""
        self.given = ""
        own = [each for each in self.plan.variables if each.name not in self.lacking]
        yield source, [found for each in own if (found := self._watch(each)) is not None]
        for roster in self.plan.rosters:
            name = roster.roster.name
            if name not in self.lacking:
                self.member, self._roster = "m.", name
                members = f"(SELECT unnest({self.quote(name)}) AS m FROM {source})"
                yield f"(SELECT m FROM {members} WHERE {self._listed(roster)})", self._watched_members(roster)
                self.member, self._roster = None, ""

    def _watched_members(self, roster: RosterPlan) -> list[Watched]:
        return [found for each in roster.variables if (found := self._watch(each)) is not None]

    def _watch(self, variable: Variable) -> Watched | None:
        """Return how to tell an unknown answer of a variable; None when its column cannot hold any."""
        months = variable.roster is not None and self.columns.has_months(variable)
        name = variable.months if months else variable.name
        fields = self.family if variable.roster is None else self.fields[variable.roster]
        if name not in fields:
            return None
        shown = name if variable.roster is None else f"{variable.roster}.{name}"
        value, kind = self.column(name), fields[name]
        if variable.type == "select_one":
            test = f"NOT list_contains({self._list(['', *variable.choices, *variable.missing])}, {value})"
            return Watched(shown, value, test, f"one of {_codes(variable)}")
        if variable.type == "select_multiple":
            listed = value if kind.endswith("[]") else f"string_split({value}, ' ')"
            known = self._list(["", *variable.choices, *variable.missing])
            strays = f"list_filter({listed}, lambda c: NOT list_contains({known}, c))"
            needed = f"of {_codes(variable)}"
            return Watched(shown, f"array_to_string({strays}, ' ')", f"len({strays}) > 0", needed)
        if variable == self.plan.area:
            test = f"{value} <> '' AND NOT regexp_full_match({value}, {self.text(_AREA_CODE)})"
            return Watched(shown, value, test, "an area code with dots, as 63.10.11.2011")
        if variable.type == "text" or kind != "VARCHAR":
            return None
        cast, needed = {
            "date": ("DATE", "a date as yyyy-mm-dd"),
            "integer": ("DECIMAL(30, 9)", "a number"),
            "decimal": ("DECIMAL(30, 9)", "a number"),
        }["integer" if months else variable.type]
        return Watched(shown, value, f"{value} <> '' AND TRY_CAST({value} AS {cast}) IS NULL", needed)

    def _mark_masks(self) -> None:
        """Give every mask a bit that only a member without unknown codes keeps; `_members` turns it over."""
        for name, plans in self.masks.items():
            for index, (plan, flags) in enumerate(plans):
                clean = 1 << max(each.bit_length() for each in plan.possibly)
                parts = tuple(_marked(part, clean) for part in plan.parts)
                plans[index] = (replace(plan, parts=parts), flags)
                self._clean[name, index] = clean

    def other_codes(self, part: ChoiceMasks) -> str:
        clean = self._clean_bit_of(part)
        if not clean:
            return super().other_codes(part)
        name = self.column(part.variable.name)
        known = f"{name} IS NULL OR {name} IN ({', '.join(map(self.text, ('', *part.variable.missing)))})"
        return f"WHEN {known} THEN {part.otherwise | clean} ELSE {part.otherwise}"

    def _clean_bit_of(self, part: ChoiceMasks) -> int:
        for (name, index), clean in self._clean.items():
            if name == self._roster and any(each is part for each in self.masks[name][index][0].parts):
                return clean
        return 0

    def _read(self) -> Layer:
        layer = super()._read()
        if self.witnesses:
            layer.add(UNKNOWN, self.either([*self._unmasked_tests(), "FALSE"]))
        return layer

    def _unmasked_tests(self) -> Iterator[str]:
        """Yield the tests of unknown answers that no mask makes."""
        for variable in self.plan.variables:
            found = self._watch(variable)
            if found is not None:
                yield found.test
        for roster in self.plan.rosters:
            name = roster.roster.name
            masked = {
                part.variable.name
                for plan, _ in self.masks[name]
                for part in plan.parts
                if isinstance(part, ChoiceMasks)
            }
            rows = self.column(name)
            self.member, self._roster = "m.", name
            tests = [
                found.test
                for each in roster.variables
                if each.name not in masked and (found := self._watch(each)) is not None
            ]
            if tests:
                yield f"len(list_filter({rows}, lambda m: {self._listed(roster)} AND {self.either(tests)})) > 0"
            self.member, self._roster = None, ""

    def _score_items(self) -> dict[str, str]:
        return super()._score_items() | ({UNKNOWN: self._has_unknown()} if self.witnesses else {})

    def _sums(self) -> dict[str, str]:
        unknown = {UNKNOWN: f"bool_or({self._has_unknown()})"} if self.witnesses else {}
        return super()._sums() | unknown

    def _has_unknown(self) -> str:
        masked = (
            f"({self.quote(f'#f.{name}.{index}')} & {clean}) <> 0"
            for (name, index), clean in self._clean.items()
        )
        return f"COALESCE({' OR '.join([self.quote(UNKNOWN), *masked])}, FALSE)"


def _marked(part: Masks, clean: int) -> Masks:
    match part:
        case ChoiceMasks():
            by_code = tuple((code, mask | clean) for code, mask in part.by_code)
            return replace(part, by_code=by_code)
        case AgeMasks():
            bands = tuple((months, mask | clean) for months, mask in part.bands)
            return replace(part, bands=bands, otherwise=part.otherwise | clean)
        case LeafMasks():
            true, false, otherwise = (each | clean for each in (part.true, part.false, part.otherwise))
            return replace(part, true=true, false=false, otherwise=otherwise)


def _codes(variable: Variable) -> str:
    return ", ".join((*variable.choices, *variable.missing))
