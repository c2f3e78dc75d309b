"""The engine of ODK Collect computes the index from the injected calculates as the definition says."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from tests.javarosa import JavaRosa, values
from tests.spec.indices import xlsform_forms as forms

from bahtera import indices
from bahtera.questionnaires.engine.instances import InstanceWriter

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bahtera.indices import IndexDefinition

DEFINITIONS = ("ikk", "ikk pooled")


def definition(name: str) -> IndexDefinition:
    index, _, method = name.partition(" ")
    return indices.load(index, method=method or None).without_private()


@pytest.fixture(scope="module")
def judge() -> Iterator[JavaRosa]:
    with JavaRosa() as running:
        yield running


@pytest.mark.parametrize("name", DEFINITIONS)
def test_random_families_score_the_same(judge: JavaRosa, name: str) -> None:
    index = definition(name)
    xform = forms.build(index)
    judge.load(xform)
    writer = InstanceWriter(xform)
    for answers in forms.random_families(index, seed=1, number=100):
        wanted = forms.expected(index, index.score_one(answers))
        found = values(judge.evaluate(writer.write(forms.writable(index, answers))))
        assert forms.shown(found, wanted) == wanted, answers
