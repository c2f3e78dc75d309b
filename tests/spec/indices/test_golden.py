"""Every engine gives every family of the golden set the same states, exact value, category and reason."""

from collections import Counter
from fractions import Fraction

import pytest
from tests.spec.indices.engines import CASES, ENGINES, Outcome, definition_of, read_cases
from tests.spec.indices.generate import METHODS, WITH_PRIVATE, lines

SETTINGS = [
    (index, method, variant)
    for index, methods in METHODS.items()
    for method in methods
    for variant in (("full", "without_private") if index in WITH_PRIVATE else ("full",))
]


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(("index", "method", "variant"), SETTINGS)
def test_engine_agrees_with_the_oracle(engine: str, index: str, method: str, variant: str) -> None:
    cases = read_cases(index)
    found = ENGINES[engine](definition_of(index, method, variant), [case.answers for case in cases])
    wrong = [
        (case.name, outcome, expected)
        for case, outcome in zip(cases, found, strict=True)
        if outcome != (expected := expectation(case.expect[f"{method}/{variant}"]))
    ]
    assert wrong == []


def expectation(row: dict[str, str | None]) -> Outcome:
    value = None if row["value"] is None else Fraction(row["value"])
    return Outcome(str(row["states"]), value, row["category"], row["reason"])


@pytest.mark.parametrize("index", METHODS)
def test_committed_cases_are_what_the_generator_writes(index: str) -> None:
    assert (CASES / f"{index}.jsonl").read_text(encoding="utf-8").splitlines() == list(lines(index))


def test_the_set_holds_what_matters() -> None:
    for index, cuts, gap in (
        ("ikk", (50, 75), 1),
        ("ibangga", (40, 70), 3),
        ("tepat", (50, 75), Fraction(1, 4)),
    ):
        values = [Fraction(case.expect["arithmetic/full"]["value"] or -1) for case in read_cases(index)]
        for cut in cuts:
            assert values.count(Fraction(cut)) >= 5
            assert any(0 < value - cut < gap for value in values)
            assert any(0 < cut - value < gap for value in values)
    signs = Counter("".join(str(case.expect["arithmetic/full"]["states"]) for case in read_cases("ikk")))
    assert set(signs) == set("10-?")
    nearest = min(
        abs(Fraction(c.expect["arithmetic/full"]["value"] or 0) - 75) or 1 for c in read_cases("tepat")
    )
    assert nearest < Fraction(1, 20)
