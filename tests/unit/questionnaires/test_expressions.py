"""Text to tree: what is understood, and the reasons given for what is not."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bahtera.questionnaires.engine.expressions import (
    Binary,
    Call,
    ExpressionError,
    Negative,
    Number,
    Path,
    Step,
    Text,
    functions_of,
    parse,
)


def path(*names: str) -> Path:
    return Path("here", tuple(map(Step, names)))


OVER_ONE = Binary(">", path("."), Number(1))


@pytest.mark.parametrize(
    ("source", "tree"),
    [
        ("1 + 2 * 3", Binary("+", Number(1), Binary("*", Number(2), Number(3)))),
        ("8 div 4 div 2", Binary("div", Binary("div", Number(8), Number(4)), Number(2))),
        ("-1", Negative(Number(1))),
        ("'a' = \"b\"", Binary("=", Text("a"), Text("b"))),
        ("/data/div", Path("root", (Step("data"), Step("div")))),
        ("../or or ./and", Binary("or", path("..", "or"), path(".", "and"))),
        ("current()/../x", Path("current", (Step(".."), Step("x")))),
        ("instance('d')/root/item", Path("instance", (Step("root"), Step("item")), "d")),
        ("count(/data/a[. > 1])", Call("count", (Path("root", (Step("data"), Step("a", (OVER_ONE,)))),))),
    ],
)
def test_what_is_understood(source: str, tree: object) -> None:
    assert parse(source) == tree


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("", "empty"),
        ("1 +", "ends too early"),
        ("(1", "expected"),
        ("1 2", "unexpected"),
        ("//a", "full path"),
        ("@a", "attributes"),
        ("*", "wildcard"),
        ("$a", "variables"),
        ("child::a", "axis"),
        ("a | b", "union"),
        ("(a)/b", "may not start"),
        ("today()/a", "may not start"),
        ("instance(a)/root", "in quotes"),
        ("a & b", "unexpected character"),
        ("'a", "unexpected character"),
        ("(" * 100 + "1" + ")" * 100, "too deeply"),
        (" + ".join(["1"] * 400), "too long"),
    ],
)
def test_reasons_are_given(source: str, reason: str) -> None:
    with pytest.raises(ExpressionError, match=reason):
        parse(source)


def test_functions_inside_filters_are_found_too() -> None:
    assert functions_of(parse("count(/data/a[selected(./b, today())])")) == {"count", "selected", "today"}


@settings(deadline=None)
@given(st.text(alphabet="ab/.[]()='\"<>!+-*,|@$: 01divormodand", max_size=40))
def test_any_text_is_read_or_refused(source: str) -> None:
    with suppress(ExpressionError):
        parse(source)
