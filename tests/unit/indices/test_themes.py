"""Themes of indicators: what the file may say, and what it is refused for."""

import pytest

from bahtera import indices
from bahtera.indices.themes import read_themes

GOOD = """
format: 1
id: tema
version: "1"
status: working
title: {id: Tema, en: Themes}
source: own
themes:
  - {id: hak_anak, title: {id: Hak anak, en: Rights}, basis: own, indicators: [ikk/IKK-D1-02, ibangga/IB-03]}
"""


def test_the_themes_of_the_house_name_indicators_of_both_indices():
    found = indices.load_themes()
    assert [each.id for each in found.themes] == ["hak_anak", "kesetaraan_gender"]
    assert all(each.of_index("ikk") and each.of_index("ibangga") for each in found.themes)
    assert len(found.hash) == 64
    with pytest.raises(indices.UnknownDefinition):
        indices.load_themes("1999.1")


def test_a_theme_tells_the_indicators_of_one_index():
    (theme,) = read_themes(GOOD, "t.yaml").themes
    assert (theme.of_index("ikk"), theme.of_index("ibangga"), theme.of_index("x")) == (
        ("IKK-D1-02",),
        ("IB-03",),
        (),
    )


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("IKK-D1-02", "IKK-D9-99", "IKK-D9-99"),
        ("ibangga/IB-03", "ikk/IKK-D1-02", "said twice"),
        ("format: 1", "format: 2", "format 1"),
        ("basis: own, ", "", "basis"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(old, new, said):
    with pytest.raises(indices.InvalidDefinition) as refused:
        read_themes(GOOD.replace(old, new, 1), "t.yaml")
    assert said in str(refused.value)
