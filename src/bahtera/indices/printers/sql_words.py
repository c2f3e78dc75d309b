"""How SQL says conditions, numbers and dates; the dialects fill in what differs between engines."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bahtera.indices.expressions import tree
from bahtera.indices.printers.masks import AgeMasks, ChoiceMasks, Masks, plan_masks
from bahtera.indices.printers.rails import Rails
from bahtera.indices.sums import Layout

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bahtera.indices.compiler import Plan, RosterPlan
    from bahtera.indices.values import Parameter, Variable


MOST_MONTHS = 12 * (tree.OLDEST_YEARS + 1)
"""The age in months at which belief ends."""


@dataclass(slots=True)
class Layer:
    """The columns one subquery selects: text by name."""

    columns: dict[str, str] = field(default_factory=dict)

    def add(self, name: str, text: str) -> str:
        """Select `text` under the name and return the name."""
        self.columns[name] = text
        return name


class SqlWords(Rails):
    """The words of SQL; a dialect fills in what differs."""

    quote_sign = '"'
    integer_type = "BIGINT"

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.layout = Layout.of(plan)
        self.masks = {each.roster.name: plan_masks(each.flags) for each in plan.rosters}
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

    def state_text(self, columns: Sequence[str]) -> str:
        """Write the states of a family as one text."""
        return " || ".join(f"substr('01-?', {each} + 1, 1)" for each in columns)

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

    # -- rosters ------------------------------------------------------------------------------------------------

    def member_mask(self, parts: Sequence[Masks]) -> str:
        """Return the mask of one member; `member` must say where its columns are."""
        return " & ".join(f"({self._part(part)})" for part in parts)

    def _part(self, part: Masks) -> str:
        if isinstance(part, ChoiceMasks):
            codes: dict[int, list[str]] = {}
            for code, mask in part.by_code:
                codes.setdefault(mask, []).append(code)
            branches = " ".join(
                f"WHEN {self.is_one_of(part.variable, each)} THEN {mask}" for mask, each in codes.items()
            )
            return f"CASE {branches} {self.other_codes(part)} END"
        if isinstance(part, AgeMasks):
            birth = self.date_of(part.variable)
            bands = " ".join(
                f"WHEN {birth} > {self.limit_name('months', month)} THEN {mask}" for month, mask in part.bands
            )
            return f"CASE WHEN {birth} > {self.interview} THEN {part.otherwise} {bands} ELSE {part.otherwise} END"
        true, false = self.true(part.leaf), self.false(part.leaf)
        return f"CASE WHEN {true} THEN {part.true} WHEN {false} THEN {part.false} ELSE {part.otherwise} END"

    def other_codes(self, part: ChoiceMasks) -> str:
        """Write the branches of a mask for everything that is none of the choices."""
        return f"ELSE {part.otherwise}"

    def flag(self, roster: str, index: int, *, holds: bool) -> str:
        for place, (masks, flags) in enumerate(self.masks[roster]):
            if index in flags:
                name = self.quote(f"#f.{roster}.{place}")
                bit = index - flags.start
                return (
                    f"({name} & {masks.surely[bit]}) <> 0"
                    if holds
                    else f"({name} & {masks.possibly[bit]}) = 0"
                )
        raise KeyError(index)

    def surely(self, tally: tree.Tally) -> str:
        return self.quote(f"#t.{tally.roster}.{tally.index}")

    def possibly(self, tally: tree.Tally) -> str:
        return self.quote(f"#p.{tally.roster}.{tally.index}")


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
