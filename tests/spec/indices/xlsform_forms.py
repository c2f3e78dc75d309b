"""The smallest questionnaire that asks what an index reads, and answers written and read back."""

from __future__ import annotations

import random
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from pyxform.xls2xform import convert

from bahtera.indices.printers import xlsform

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from bahtera.indices import IndexDefinition, Score, Variable

Answers = dict[str, object]
TODAY = date(2026, 11, 22)


def build(definition: IndexDefinition, *, validate: bool = False) -> bytes:
    """Return the compiled form; with `validate` ODK Validate must accept it."""
    names = {each.name for each in definition.variables.values()}
    plan = definition.plan
    rosters = {each.roster.name: each.roster for each in plan.rosters}
    survey: list[dict[str, str]] = []
    for variable in definition.variables.values():
        if variable.roster is None:
            survey.append(_question(variable))
    for roster in rosters:
        survey.append({"type": "begin group", "name": f"bagian_{roster}", "label::Indonesian (id)": roster})
        survey.append({"type": "begin repeat", "name": roster, "label::Indonesian (id)": roster})
        survey += [_question(each) for each in definition.variables.values() if each.roster == roster]
        survey += [{"type": "end repeat"}, {"type": "end group"}]
    added = xlsform.rows(definition)
    assert names.isdisjoint(row["name"] for row in added)
    workbook = {
        "settings": [{"form_id": "uji", "version": "1", "default_language": "Indonesian (id)"}],
        "survey": [*survey, *added],
        "survey_header": [dict.fromkeys(key for row in (*survey, *added) for key in row)],
        "choices": list(_choices(definition)),
    }
    return convert(workbook, validate=validate).xform.encode()


def _question(variable: Variable) -> dict[str, str]:
    kind = variable.type
    if kind in ("select_one", "select_multiple"):
        kind = f"{kind} {variable.name}"
    return {"type": kind, "name": variable.name, "label::Indonesian (id)": variable.name}


def _choices(definition: IndexDefinition) -> Iterator[dict[str, str]]:
    for variable in definition.variables.values():
        for code in (*variable.choices, *variable.missing):
            yield {"list_name": variable.name, "name": code, "label": code}


def writable(definition: IndexDefinition, answers: Mapping[str, object]) -> Answers:
    """Return the answers a form can hold: what it does not ask is left out, numbers become plain text."""
    variables = definition.variables
    found: Answers = {}
    for name, value in answers.items():
        if isinstance(value, list):
            if any(each.roster.name == name for each in definition.plan.rosters):
                found[name] = [writable(definition, row) for row in value]
        elif name in variables:
            found[name] = plain(value)
    return found


def plain(value: object) -> object:
    """Return a decimal as digits without an exponent; other values as they are."""
    return f"{value:f}" if isinstance(value, Decimal) else value


def expected(definition: IndexDefinition, score: Score) -> dict[str, str]:
    """Return what the calculates must hold for a score."""
    prefix = definition.id
    found = {
        f"{prefix}_states": score.states,
        f"{prefix}_category": score.category or "belum",
        f"{prefix}_n_missing": str(score.states.count("?")),
        f"{prefix}_score": hundredths(score.value),
    }
    for each in score.dimensions:
        name = xlsform.calculate_name(prefix, each.id)
        found[f"{name}_met"], found[f"{name}_applicable"] = str(each.met), str(each.applicable)
    for indicator, sign in zip(definition.indicators, score.states, strict=True):
        found[xlsform.calculate_name(prefix, indicator.id)] = sign
    if definition.method == "pooled":
        found[f"{prefix}_met"] = str(sum(each.met for each in score.dimensions))
        found[f"{prefix}_applicable"] = str(sum(each.applicable for each in score.dimensions))
    if score.denominator < xlsform.STORED:
        found[f"{prefix}_numerator"] = str(score.numerator) if score.scored else ""
    return found


def from_oracle(definition: IndexDefinition, row: Mapping[str, str | None]) -> dict[str, str]:
    """Return what the calculates must hold for an expectation of the golden set."""
    value = None if row["value"] is None else Fraction(row["value"])
    prefix = definition.id
    found = {
        f"{prefix}_states": str(row["states"]),
        f"{prefix}_category": row["category"] or "belum",
        f"{prefix}_n_missing": str(str(row["states"]).count("?")),
        f"{prefix}_score": hundredths(value),
    }
    denominator = definition.plan.score.denominator
    if denominator < xlsform.STORED:
        found[f"{prefix}_numerator"] = "" if value is None else str(value * denominator / 100)
    return found


def hundredths(value: Fraction | None) -> str:
    """Return the score with at most two decimals, rounded half up, as engines write it."""
    if value is None:
        return ""
    whole, rest = divmod(int((value * 200 + 1) // 2), 100)
    return f"{whole}.{rest:02d}".rstrip("0").rstrip(".")


def shown(found: Mapping[str, str], names: Iterable[str]) -> dict[str, str]:
    """Return the calculates by name, numbers in one notation."""
    return {name: _number(found.get(name, "")) for name in names}


def _number(text: str) -> str:
    return text.removesuffix(".0") if text.endswith(".0") else text


def random_families(definition: IndexDefinition, *, seed: int, number: int) -> Iterator[Answers]:
    """Yield synthetic families: any code, bounds, rounding halves, ages on every limit, blanks."""
    rng = random.Random(seed)
    for _ in range(number):
        blank = rng.choice((0.0, 0.0, 0.05, 0.3))
        family: Answers = {
            each.name: _value(each, rng, blank) for each in definition.variables.values() if not each.roster
        }
        for roster in definition.plan.rosters:
            inside = [each for each in definition.variables.values() if each.roster == roster.roster.name]
            size = rng.choice(
                (0, 1, 1, 2, 3, 4, 5, 7, roster.roster.maximum + 1 if rng.random() < 0.05 else 2)
            )
            rows = [{each.name: _value(each, rng, blank) for each in inside} for _ in range(size)]
            family[roster.roster.name] = [{} if rng.random() < 0.1 else row for row in rows]
        yield {name: value for name, value in family.items() if value is not None}


def _value(variable: Variable, rng: random.Random, blank: float) -> object:
    if rng.random() < blank:
        return None
    if variable.type == "select_one":
        first = variable.choices[0] if rng.random() < 0.4 else rng.choice(variable.choices)
        return rng.choice(variable.missing) if variable.missing and rng.random() < blank else first
    if variable.type == "select_multiple":
        codes = [*variable.choices, *(variable.missing if rng.random() < 0.1 else ())]
        return tuple(rng.sample(codes, rng.randint(0, len(codes)))) or None
    if variable.type == "date":
        return _date(variable, rng)
    if variable.type == "text":
        return rng.choice(("63.02.01.2001", "15.01.01.2001", "63", "6.3", "11.01.01.2001", "630", "63.10"))
    return _number_value(variable, rng)


def _date(variable: Variable, rng: random.Random) -> date:
    if variable.roster is None:
        days = (TODAY, date(2024, 2, 29), date(2024, 3, 1), date(2025, 2, 28), date(2019, 12, 31))
        return rng.choice(days)
    months = rng.choice((0, 5, 6, 23, 24, 60, 84, 120, 216, 228, 300, 660, 720, 1571, 1572))
    year, month = divmod(12 * TODAY.year + TODAY.month - 1 - months, 12)
    near = date(year, month + 1, TODAY.day) + timedelta(days=rng.randint(-1, 1))
    return near if rng.random() < 0.5 else date(1930, 1, 1) + timedelta(days=rng.randint(0, 35500))


def _number_value(variable: Variable, rng: random.Random) -> object:
    low, high = variable.minimum, variable.maximum
    near = rng.randint(low, min(high, low + 100 * 10**variable.places))
    scaled = rng.choice((low - 1, low, near, near, near, high, high + 1, rng.randint(low, high)))
    if variable.type == "integer":
        return scaled
    half = Decimal(rng.choice((0, 0, 5, 4))) / 10
    return (Decimal(scaled) + half).scaleb(-variable.places)
