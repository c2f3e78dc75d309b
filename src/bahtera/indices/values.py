"""The plain values of the engine: variables, parameters, states and scores. No I/O, no dependencies."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    import datetime as dt

Language = Literal["id", "en"]
VariableType = Literal["select_one", "select_multiple", "integer", "decimal", "date", "text"]

MET: Final = "1"
NOT_MET: Final = "0"
NOT_APPLICABLE: Final = "-"
UNANSWERED: Final = "?"
STATES: Final = (MET, NOT_MET, NOT_APPLICABLE, UNANSWERED)

EXACT: Final = 2**53
"""No integer the engine forms may reach this: below it a double (XPath, JavaScript) is still exact."""


@dataclass(frozen=True, slots=True)
class Text:
    """One text in the two languages."""

    id: str
    en: str

    def in_language(self, language: Language) -> str:
        """Return the Indonesian or the English text."""
        return self.id if language == "id" else self.en


@dataclass(frozen=True, slots=True)
class Variable:
    """One question as the index sees it.

    `roster` names the repeat a member's variable belongs to. `choices` are the substantive codes; `missing` the
    codes that count as unanswered. Numbers are held as integers: the value times `10 ** places`; `minimum` and
    `maximum` are in that unit too, inclusive, and a number outside them counts as unanswered. `months` names the
    column that stands for a member's date of birth in tables which hold ages instead: whole months at the interview.
    """

    name: str
    type: VariableType
    choices: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    roster: str | None = None
    places: int = 0
    minimum: int = 0
    maximum: int = 0
    private: bool = False
    months: str = ""


@dataclass(frozen=True, slots=True)
class Roster:
    """A repeated group. A row counts as a member when any variable of `listed_by` is answered at all.

    A roster without a member is *unanswered*: a family has somebody in it, so every form over it is unknown.
    The same holds for one with more than `maximum` members.
    """

    name: str
    maximum: int
    listed_by: tuple[Variable, ...]


@dataclass(frozen=True, slots=True)
class ParameterValue:
    """A value from a date on in an area: `value` is scaled by the parameter's `10 ** places`; area "" is all."""

    area: str
    since: dt.date
    value: int
    status: str
    source: str


@dataclass(frozen=True, slots=True)
class Parameter:
    """A number that depends on area and interview date, such as a poverty line.

    `values` are ordered: the first whose area is the family's own code or a dotted prefix of it, and whose
    `since` is not after the interview date, applies. None applies: the parameter is unknown.
    """

    name: str
    places: int
    values: tuple[ParameterValue, ...]

    def at(self, area: str | None, on: dt.date | None) -> int | None:
        """Return the scaled value for the area on the date, or None."""
        if area is None or on is None:
            return None
        entry = self.entry_at(area, on)
        return None if entry is None else entry.value

    def entry_at(self, area: str, on: dt.date) -> ParameterValue | None:
        """Return the entry that holds in the area on the date, with its status and source, or None."""
        for entry in self.values:
            inside = entry.area in ("", area) or area.startswith(entry.area + ".")
            if inside and entry.since <= on:
                return entry
        return None


@dataclass(frozen=True, slots=True)
class DimensionScore:
    """What one dimension counted.

    `met` and `applicable` are sums of weights (plain counts when every weight is 1) over the indicators that apply
    and are answered; `unanswered` is a count of indicators. A dimension with `applicable == 0` is blank, not 0.
    """

    id: str
    met: int
    applicable: int
    unanswered: int

    @property
    def value(self) -> Fraction | None:
        """Return 0 to 100, or None when blank."""
        return Fraction(100 * self.met, self.applicable) if self.applicable else None


@dataclass(frozen=True, slots=True)
class Score:
    """The index of one family.

    The value is exactly `100 * numerator / denominator` (for the geometric and harmonic means: rounded half up to
    the fixed point `denominator`; the category is decided before rounding, in integers). `category` is the id of a
    category or None when not scored; `reason` then is "too_many_unanswered", "nothing_applicable" or
    "empty_dimension". `states` has one sign an indicator, in the definition's order.
    """

    numerator: int
    denominator: int
    category: str | None
    reason: str | None
    dimensions: tuple[DimensionScore, ...]
    states: str
    scored: bool = field(default=True)

    @property
    def value(self) -> Fraction | None:
        """Return the index, 0 to 100, as an exact fraction, or None when not scored."""
        return Fraction(100 * self.numerator, self.denominator) if self.scored else None
