"""The sentence about a score follows its definition: how dimensions are joined, weights, limits."""

from dataclasses import replace
from fractions import Fraction

import pytest

from bahtera.indices import api as indices
from bahtera.publishing.issued.counting import how_counted, number


def told(name="ikk", **changes):
    definition = indices.load(name)
    declaration = definition.declaration
    joined = replace(declaration.aggregation, **changes)
    return how_counted(replace(definition, declaration=replace(declaration, aggregation=joined)))


@pytest.mark.parametrize(
    ("across", "says"),
    [
        ("arithmetic", "adalah rata-rata nilai dimensinya; semua dimensi sama beratnya"),
        ("geometric", "rata-rata geometris"),
        ("harmonic", "rata-rata harmonis"),
        ("pooled", "dari semua yang berlaku dan terjawab, tanpa dikelompokkan menurut dimensi"),
    ],
)
def test_each_way_to_join_dimensions_has_its_own_words(across, says):
    assert says in told(across=across)


def test_what_is_left_out_is_told_from_the_definition():
    assert "lebih dari 25 persen" in told()
    assert "tidak ikut dihitung" in told()
    assert "tidak dinilai. Keluarga tidak dinilai bila" in told("ibangga")
    assert "lebih dari 50 persen" in told(most_unanswered=Fraction(1, 2))


def test_weights_that_differ_are_told():
    definition = indices.load("ikk")
    first, *rest = definition.declaration.dimensions
    declaration = replace(definition.declaration, dimensions=(replace(first, weight=2), *rest))
    said = how_counted(replace(definition, declaration=declaration))
    assert "ditimbang menurut definisi" in said
    assert "sama beratnya" not in said


def test_limits_have_no_needless_decimals():
    assert [number(Fraction(75)), number(Fraction(125, 2))] == ["75", "62,50"]
