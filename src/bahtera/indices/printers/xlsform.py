"""The XLSForm printer: rows for the end of a questionnaire that score the family on the phone, offline.

`rows(definition)` returns dicts for the survey sheet. Apart from a last page with the result everything is a
`calculate`, named with the index's id as prefix (here `ikk_`), in this order:

===================================  =====================================================================
`ikk_day`, `ikk_day_6`               interview date as the number yyyymmdd; moved back by so many months
`ikk_number_X`                       question X as a scaled integer, blank when unknown
`ikk_PARAMETER`                      the parameter for this area and date, blank when there is none
`ikk_ROSTER_members`                 the number of members; blank when nobody, or more than the maximum
`ikk_ROSTER_has_N`                   whether some member fulfils a condition: `1`, `0`, blank when unknown
`ikk_ROSTER_count_N_min`, `.._max`   how many members fulfil a condition, at least and at most
`ikk_d1_01`                          an indicator: `1` met, `0` not, `-` not applicable, `?` unanswered
`ikk_d1`                             the states of a dimension's indicators
`ikk_d1_met`, `.._applicable`        weight met; weight that applies and is answered
`ikk_states`                         all states in the definition's order: what `Score.states` is
`ikk_n_answered`, `ikk_n_missing`    indicators that apply and are answered; indicators without an answer
`ikk_scored`                         `1` or `0`, by the definition's own rule on unanswered indicators
`ikk_met`, `ikk_applicable`          pooled only: sums over all dimensions
`ikk_numerator`                      `Score.numerator`, blank when not scored; absent if it could be 2**31
`ikk_score`                          the index with two decimals, rounded half up
`ikk_category`                       id of the category, or `belum` while there is no score
===================================  =====================================================================

No number that is stored reaches 2**31 (engines then switch to another notation); those formed on the way stay
below 2**53. The category compares integers and never looks at the score.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bahtera.indices.errors import IndexProblem
from bahtera.indices.expressions import tree
from bahtera.indices.printers import xpath
from bahtera.indices.printers.xlsform_result import NOT_SCORED, Row, calculate_name, result_page
from bahtera.indices.printers.xpath import Place, is_number
from bahtera.indices.values import MET, NOT_APPLICABLE, NOT_MET, UNANSWERED

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from bahtera.indices.arithmetic import ScorePlan
    from bahtera.indices.compiler import IndicatorPlan, Plan, RosterPlan
    from bahtera.indices.definition import IndexDefinition
    from bahtera.indices.values import ParameterValue, Variable

STORED = 2**31
"""No calculate may hold a number of this size: engines write it in another notation, or cut it off."""
_NESTED = 25
_ON_MISSING: Mapping[str, str] = {
    "unanswered": UNANSWERED,
    "not_met": NOT_MET,
    "not_applicable": NOT_APPLICABLE,
}


class NotPrintable(IndexProblem):
    """The definition cannot, or must not, be scored on a phone."""


def rows(definition: IndexDefinition) -> list[Row]:
    """Return the survey rows that compute and show the index.

    Each row has `type` and `name`, and where needed `calculation`, `relevance`, `appearance`,
    `label::Indonesian (id)` and `label::English (en)`. Append them outside every group and repeat.

    Raises:
        NotPrintable: the definition has private indicators, a method other than arithmetic or pooled, or a
            parameter of 2**31 or more.
    """
    _check(definition)
    sheet = _Sheet(definition.id + "_")
    plan = definition.plan
    everybody = frozenset(
        (each.roster.name, index)
        for each in plan.rosters
        for index, condition in enumerate(each.tallies)
        if condition == tree.Truth(value=True)
    )
    family = Place(sheet.prefix, everybody=everybody)
    _add_days(sheet, plan)
    _add_numbers(sheet, plan, family)
    _add_parameters(sheet, plan, family)
    for roster in plan.rosters:
        _add_roster(sheet, roster, family)
    for indicator in plan.indicators:
        sheet.add(calculate_name(definition.id, indicator.id), _state(indicator, family))
    _add_dimensions(sheet, plan)
    _add_score(sheet, plan)
    return [*sheet.rows, *result_page(definition)]


@dataclass(slots=True)
class _Sheet:
    prefix: str
    rows: list[Row] = field(default_factory=list)

    def add(self, name: str, calculation: str) -> str:
        """Append a calculate and return how other calculates reach it."""
        self.rows.append({"type": "calculate", "name": name, "calculation": calculation})
        return f"${{{name}}}"


def _check(definition: IndexDefinition) -> None:
    private = [each.id for each in definition.indicators if each.private]
    if private:
        raise NotPrintable(
            f"{', '.join(private)} of {definition.id} is private and may not stand in a form; "
            "use definition.without_private()"
        )
    if definition.method not in ("arithmetic", "pooled"):
        raise NotPrintable(f"a phone computes the arithmetic and the pooled index, not {definition.method}")
    for parameter in _parameters(definition.plan):
        if parameter.high >= STORED or parameter.low <= -STORED:
            raise NotPrintable(f"{parameter.parameter.name} reaches 2**31, which phones store inexactly")


# -- what expressions refer to ------------------------------------------------------------


def _add_days(sheet: _Sheet, plan: Plan) -> None:
    if plan.interview_date is None:
        return
    day = f"number(format-date(${{{plan.interview_date.name}}}, '%Y%m%d'))"
    reference = sheet.add(f"{sheet.prefix}day", day)
    moved = {month for root in _conditions(plan) for month in xpath.birth_months(root) if month % 12}
    for months in sorted(moved):
        count = f"(12 * int({reference} div 10000) + int({reference} div 100) mod 100 - {months + 1})"
        back = f"int({count} div 12) * 10000 + ({count} mod 12 + 1) * 100 + {reference} mod 100"
        sheet.add(f"{sheet.prefix}day_{months}", back)


def _add_numbers(sheet: _Sheet, plan: Plan, family: Place) -> None:
    names: dict[str, Variable] = {}
    for root in _family_conditions(plan):
        for node in tree.walk(root):
            if isinstance(node, tree.NumberOf | tree.Answered) and is_number(node.variable):
                names[node.variable.name] = node.variable
    for name, variable in names.items():
        if max(abs(variable.minimum), abs(variable.maximum)) >= STORED:
            raise NotPrintable(f"{name} reaches 2**31 in its smallest unit, which phones store inexactly")
        sheet.add(f"{sheet.prefix}number_{name}", xpath.scaled(variable, family))


def _add_parameters(sheet: _Sheet, plan: Plan, family: Place) -> None:
    for node in _parameters(plan):
        assert plan.area is not None
        name, values = sheet.prefix + node.parameter.name, node.parameter.values
        otherwise = "''"
        for start in reversed(range(0, len(values), _NESTED)):
            part = _lookup(values[start : start + _NESTED], plan.area, family, otherwise)
            otherwise = sheet.add(f"{name}_{start // _NESTED + 1}" if start else name, part)


def _lookup(values: Sequence[ParameterValue], area: Variable, family: Place, otherwise: str) -> str:
    """Return nested ifs, the first that fits wins; `otherwise` where none does."""
    village, day = family.answer(area), family.day(0)
    text = otherwise
    for value in reversed(values):
        inside = "true()" if value.area == "" else f"starts-with(concat({village}, '.'), '{value.area}.')"
        since = f"{day} >= {value.since:%Y%m%d}"
        text = xpath.choose(xpath.both([f"{village} != ''", inside, since]), str(value.value), text)
    return text


def _add_roster(sheet: _Sheet, plan: RosterPlan, family: Place) -> None:
    roster = plan.roster
    member = Place(sheet.prefix, inside=True)
    listed = xpath.is_member(roster, member)
    repeat = f"${{{roster.name}}}"

    def count(condition: tree.Logical, *, truth: bool) -> str:
        text = xpath.condition(condition, member)[0 if truth else 1]
        if text == xpath.FALSE:
            return "0"
        guard = [] if xpath.implies_member(condition, roster, truth=truth) else [listed]
        return f"count({repeat}{xpath.where(xpath.both([*guard, text]))})"

    everybody = f"count({repeat}{xpath.where(listed)})"
    several = f"{everybody} > 0 and {everybody} <= {roster.maximum}"
    members = sheet.add(f"{sheet.prefix}{roster.name}_members", xpath.choose(f"({several})", everybody, "''"))
    for index, flag in enumerate(plan.flags):
        some, nobody = count(flag, truth=True), f"{count(flag, truth=False)} = {members}"
        value = xpath.choose(f"{members} > 0 and {some} > 0", "'1'", xpath.choose(nobody, "'0'", "''"))
        sheet.add(f"{sheet.prefix}{roster.name}_has_{index + 1}", value)
    for index, tally in enumerate(plan.tallies):
        if (roster.name, index) in family.everybody:
            continue
        name = f"{sheet.prefix}{roster.name}_count_{index + 1}"
        least, most = count(tally, truth=True), f"{members} - {count(tally, truth=False)}"
        sheet.add(f"{name}_min", xpath.choose(f"{members} > 0", least, "''"))
        sheet.add(f"{name}_max", xpath.choose(f"{members} > 0", most, "''"))


def _conditions(plan: Plan) -> Iterator[tree.Logical]:
    yield from _family_conditions(plan)
    for roster in plan.rosters:
        yield from (*roster.flags, *roster.tallies)


def _family_conditions(plan: Plan) -> Iterator[tree.Logical]:
    for indicator in plan.indicators:
        yield from (each for each in (indicator.applies, indicator.met) if each is not None)


def _parameters(plan: Plan) -> Iterator[tree.ParameterOf]:
    seen = set()
    for root in _family_conditions(plan):
        for node in tree.walk(root):
            if isinstance(node, tree.ParameterOf) and node.parameter.name not in seen:
                seen.add(node.parameter.name)
                yield node


# -- states and score ------------------------------------------------------------


def _state(indicator: IndicatorPlan, family: Place) -> str:
    met, unmet = xpath.condition(indicator.met, family)
    unknown = _ON_MISSING[indicator.missing]
    state = xpath.choose(met, f"'{MET}'", xpath.choose(unmet, f"'{NOT_MET}'", f"'{unknown}'"))
    if indicator.applies is None:
        return state
    applies, beside = xpath.condition(indicator.applies, family)
    otherwise = xpath.choose(beside, f"'{NOT_APPLICABLE}'", f"'{UNANSWERED}'")
    return xpath.choose(applies, state, otherwise)


def _add_dimensions(sheet: _Sheet, plan: Plan) -> None:
    names = [calculate_name(plan.id, each.id) for each in plan.indicators]
    for index, dimension in enumerate(plan.dimensions):
        name = calculate_name(plan.id, dimension)
        positions = plan.indicators_of(index)
        states = sheet.add(name, _concat(f"${{{names[each]}}}" for each in positions))
        weights = plan.score.dimensions[index].indicators
        groups: dict[int, str] = {}
        for weight in dict.fromkeys(weights):
            chosen = [names[at] for at, each in zip(positions, weights, strict=True) if each == weight]
            groups[weight] = _concat(f"${{{each}}}" for each in chosen)
        if len(groups) == 1:
            groups = dict.fromkeys(groups, states)
        sheet.add(f"{name}_met", _weigh(groups, "0-?"))
        sheet.add(f"{name}_applicable", _weigh(groups, "-?"))
    in_order = [at for index in range(len(plan.dimensions)) for at in plan.indicators_of(index)]
    whole = names
    if in_order == sorted(in_order):
        whole = [calculate_name(plan.id, each) for each in plan.dimensions]
    states = sheet.add(f"{sheet.prefix}states", _concat(f"${{{each}}}" for each in whole))
    sheet.add(f"{sheet.prefix}n_answered", _number_of_signs(states, "-?"))
    sheet.add(f"{sheet.prefix}n_missing", _number_of_signs(states, "01-"))


def _add_score(sheet: _Sheet, plan: Plan) -> None:
    score, prefix = plan.score, sheet.prefix
    names = [calculate_name(plan.id, each) for each in plan.dimensions]
    met, applicable = ([f"${{{each}_{part}}}" for each in names] for part in ("met", "applicable"))
    scored = f"{sheet.add(f'{prefix}scored', _scored(score, prefix, applicable))} = '1'"
    if score.method == "pooled":
        x = sheet.add(f"{prefix}met", " + ".join(met))
        y = sheet.add(f"{prefix}applicable", " + ".join(applicable))
        if score.denominator < STORED:
            sheet.add(f"{prefix}numerator", f"if({scored}, {x} * ({score.common} div {y}), '')")
    else:
        parts = [
            f"if({a} > 0, {_times(each.weight, m)} * ({score.common} div {a}), 0)"
            for each, m, a in zip(score.dimensions, met, applicable, strict=True)
        ]
        weights = [
            f"if({a} > 0, {each.weight}, 0)" for each, a in zip(score.dimensions, applicable, strict=True)
        ]
        mean = f"({' + '.join(parts)}) * ({score.across} div ({' + '.join(weights)}))"
        x, y = sheet.add(f"{prefix}numerator", f"if({scored}, {mean}, '')"), str(score.denominator)
    sheet.add(f"{prefix}score", f"if({scored}, int((20000 * {x} + {y}) div (2 * {y})) div 100, '')")
    sheet.add(f"{prefix}category", f"if({scored}, {_category(score, x, y)}, '{NOT_SCORED}')")


def _scored(score: ScorePlan, prefix: str, applicable: Sequence[str]) -> str:
    answered, missing = f"${{{prefix}n_answered}}", f"${{{prefix}n_missing}}"
    counted = f"({answered} + {missing})"
    few = f"{_times(score.limit.denominator, missing)} <= {_times(score.limit.numerator, counted)}"
    every = [f"{a} > 0" for a in applicable] if score.empty_dimension == "not_scored" else []
    return xpath.choose(xpath.both([f"{answered} > 0", few, *every]), "'1'", "'0'")


def _category(score: ScorePlan, x: str, y: str) -> str:
    text = f"'{score.lowest}'"
    for cut in score.cuts:
        sign = ">=" if cut.includes else ">"
        reached = f"{_times(cut.denominator, x)} {sign} {_times(cut.numerator, y)}"
        text = f"if({reached}, '{cut.category}', {text})"
    return text


def _concat(parts: Iterable[str]) -> str:
    found = list(parts)
    return found[0] if len(found) == 1 else f"concat({', '.join(found)})"


def _weigh(groups: Mapping[int, str], without: str) -> str:
    return " + ".join(_times(weight, _number_of_signs(states, without)) for weight, states in groups.items())


def _number_of_signs(states: str, without: str) -> str:
    return f"string-length(translate({states}, '{without}', ''))"


def _times(factor: int, text: str) -> str:
    return text if factor == 1 else f"{factor} * {text}"
