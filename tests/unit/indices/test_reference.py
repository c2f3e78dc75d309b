"""docs/reference/index-definitions.md names exactly the keys, forms and values that the reader takes."""

import re
from pathlib import Path
from typing import get_args

from bahtera.indices import declaration, declaring, declaring_variables
from bahtera.indices.values import VariableType

ROOT = Path(__file__).parents[3]
TEXT = (ROOT / "docs" / "reference" / "index-definitions.md").read_text(encoding="utf-8")


def documented(section):
    table = TEXT.split(f"<!-- keys: {section} -->")[1].split("\n\n")[0]
    first_cells = [line.split("|")[1] for line in table.splitlines() if line.startswith("| `")]
    return {name for cell in first_cells for name in re.findall(r"`(\w+)`", cell)}


def test_every_key_is_documented_and_no_other():
    assert documented("top") == {*declaring.TOP_NEEDS, *declaring.TOP_MAY}
    assert documented("indicator") == {*declaring.INDICATOR_NEEDS, *declaring.INDICATOR_MAY}
    assert documented("aggregation") == {*declaring.AGGREGATION_NEEDS, *declaring.AGGREGATION_MAY}
    assert documented("category") == {*declaring.CATEGORY_NEEDS, *declaring.CATEGORY_MAY}
    assert documented("variable") == {"type", *declaring_variables.VARIABLE_MAY}
    assert documented("roster") == {*declaring_variables.ROSTER_NEEDS, *declaring_variables.ROSTER_MAY}
    assert documented("parameter") == {
        *declaring_variables.PARAMETER_NEEDS,
        *declaring_variables.PARAMETER_MAY,
    }


def test_every_possible_value_is_documented():
    for literal in (
        declaration.Method,
        declaration.Status,
        declaration.MissingRule,
        declaration.EmptyDimension,
        VariableType,
    ):
        for value in get_args(literal):
            assert f"`{value}`" in TEXT


def test_every_form_of_the_grammar_is_documented():
    grammar = (ROOT / "src/bahtera/indices/expressions/grammar.lark").read_text(encoding="utf-8")
    expressions = TEXT.split("## Expressions")[1]
    for word in re.findall(r'"([a-z]+)"', grammar):
        assert word in expressions
    for function in ("age(", "age_months(", "selected(", "answered(", "at_least("):
        assert f"`{function}" in expressions or f", `{function}" in expressions
