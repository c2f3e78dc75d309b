"""The engine of ODK Collect computes the index from the injected calculates as the definition says."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from tests.javarosa import JavaRosa, values
from tests.spec.indices import xlsform_forms as forms
from tests.spec.indices.engines import definition_of, read_cases

from bahtera.questionnaires.engine.conversions import to_text
from bahtera.questionnaires.engine.evaluation import CompiledForm, environment
from bahtera.questionnaires.engine.instances import InstanceWriter
from bahtera.questionnaires.engine.xml import parse_trusted

if TYPE_CHECKING:
    from collections.abc import Iterator

SETTINGS = [
    ("ikk", "arithmetic", "full"),
    ("ikk", "pooled", "full"),
    ("ibangga", "arithmetic", "without_private"),
    ("ibangga", "pooled", "without_private"),
    ("tepat", "arithmetic", "full"),
    ("tepat", "pooled", "full"),
    ("fitur", "arithmetic", "without_private"),
    ("fitur", "pooled", "without_private"),
]


@pytest.fixture(scope="module")
def judge() -> Iterator[JavaRosa]:
    with JavaRosa() as running:
        yield running


@pytest.mark.parametrize(("index", "method", "variant"), SETTINGS)
def test_javarosa_agrees_with_the_oracle(judge: JavaRosa, index: str, method: str, variant: str) -> None:
    definition = definition_of(index, method, variant)
    xform = forms.build(definition)
    judge.load(xform)
    writer = InstanceWriter(xform)
    wrong = {}
    for case in read_cases(index):
        wanted = forms.from_oracle(definition, case.expect[f"{method}/{variant}"])
        found = values(judge.evaluate(writer.write(forms.writable(definition, case.answers))))
        if (shown := forms.shown(found, wanted)) != wanted:
            wrong[case.name] = {
                name: (shown[name], wanted[name]) for name in wanted if shown[name] != wanted[name]
            }
    assert wrong == {}


@pytest.mark.parametrize(("index", "method", "variant"), SETTINGS)
def test_the_server_agrees_with_the_oracle(index: str, method: str, variant: str) -> None:
    definition = definition_of(index, method, variant)
    xform = forms.build(definition)
    form, writer = CompiledForm(xform), InstanceWriter(xform)
    assert form.problems == []
    outermost = next(each for each in form.layout.frames if each.depth == 0)
    names = [node.name for node in outermost.leaves]
    wrong = {}
    for case in read_cases(index):
        wanted = forms.from_oracle(definition, case.expect[f"{method}/{variant}"])
        instance = parse_trusted(writer.write(forms.writable(definition, case.answers)))
        root = form.evaluate(instance, environment(None, None, date(2026, 11, 22))).root
        found = dict(zip(names, map(to_text, root.values), strict=False))
        if (shown := forms.shown(found, wanted)) != wanted:
            wrong[case.name] = {
                name: (shown[name], wanted[name]) for name in wanted if shown[name] != wanted[name]
            }
    assert wrong == {}


@pytest.mark.parametrize(("index", "method"), [("ikk", "arithmetic"), ("fitur", "pooled")])
def test_random_families_score_as_in_python(judge: JavaRosa, index: str, method: str) -> None:
    definition = definition_of(index, method, "without_private")
    xform = forms.build(definition)
    judge.load(xform)
    writer = InstanceWriter(xform)
    for answers in forms.random_families(definition, seed=1, number=60):
        wanted = forms.expected(definition, definition.score_one(answers))
        found = values(judge.evaluate(writer.write(forms.writable(definition, answers))))
        assert forms.shown(found, wanted) == wanted, answers
