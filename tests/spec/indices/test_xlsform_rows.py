"""The injected rows keep to what every engine understands, stay small, and never ask what is private."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from tests.spec.indices import xlsform_forms as forms

from bahtera.indices import load
from bahtera.indices.expressions import tree
from bahtera.indices.library import definitions_folder
from bahtera.indices.printers import xlsform, xpath
from bahtera.questionnaires.engine.evaluation import CompiledForm, environment
from bahtera.questionnaires.engine.instances import InstanceWriter
from bahtera.questionnaires.engine.xml import parse_trusted

if TYPE_CHECKING:
    from pathlib import Path

    from bahtera.indices import IndexDefinition

DEFINITIONS = {
    "ikk": load("ikk"),
    "ikk pooled": load("ikk", method="pooled"),
    "ibangga": load("ibangga").without_private(),
}


@pytest.fixture(params=DEFINITIONS)
def definition(request: pytest.FixtureRequest) -> IndexDefinition:
    return DEFINITIONS[request.param]


def test_only_functions_that_engines_agree_on(definition: IndexDefinition) -> None:
    used = set()
    for row in xlsform.rows(definition):
        text = re.sub(r"'[^']*'", "''", row.get("calculation", "") + row.get("relevance", ""))
        used |= set(re.findall(r"([a-z][a-z-]*)\(", text))
    assert used <= {
        "concat", "contains", "count", "current", "format-date", "if", "int", "number", "round", "starts-with",
        "string-length", "translate",
    }  # fmt: skip


def test_predicates_use_relative_paths(definition: IndexDefinition) -> None:
    for row in xlsform.rows(definition):
        for inside in re.findall(r"\[([^\]]*)\]", row.get("calculation", "")):
            assert "${" not in inside
            assert re.search(r"(?<![.)/\w])/", inside) is None


def test_names_are_unique_prefixed_and_defined_before_use(definition: IndexDefinition) -> None:
    asked = {each.name for each in definition.variables.values()}
    asked |= {each.roster.name for each in definition.plan.rosters}
    known: list[str] = []
    for row in xlsform.rows(definition):
        if row["type"] == "end group":
            continue
        assert row["name"].startswith(f"{definition.id}_")
        assert row["name"] not in known
        texts = "".join(row.get(key, "") for key in ("calculation", "relevance", "label::Indonesian (id)"))
        mentioned = set(re.findall(r"\$\{(\w+)\}", texts)) | set(re.findall(r"current\(\)/\.\./(\w+)", texts))
        assert mentioned <= asked | set(known)
        known.append(row["name"])


def test_the_rows_stay_small_enough_for_a_phone(definition: IndexDefinition) -> None:
    calculations = [row["calculation"] for row in xlsform.rows(definition) if row["type"] == "calculate"]
    assert len(calculations) <= 80
    assert max(map(len, calculations)) <= 1_500
    assert sum(map(len, calculations)) <= 18_000


def test_every_text_is_in_both_languages(definition: IndexDefinition) -> None:
    for row in xlsform.rows(definition):
        if row["type"] in ("note", "begin group"):
            assert row["label::Indonesian (id)"]
            assert row["label::English (en)"]


def test_private_indicators_are_never_printed() -> None:
    with pytest.raises(xlsform.NotPrintable, match="may not stand in a form"):
        xlsform.rows(load("ibangga"))
    text = str(xlsform.rows(load("ibangga").without_private()))
    assert "konflik" not in text
    assert load("ibangga").without_private().xlsform_rows() == xlsform.rows(load("ibangga").without_private())


@pytest.mark.parametrize("method", ["geometric", "harmonic"])
def test_methods_that_need_roots_are_refused(method: str) -> None:
    with pytest.raises(xlsform.NotPrintable, match=method):
        xlsform.rows(load("ikk").with_method(method))  # type: ignore[arg-type]


def test_every_node_has_a_text() -> None:
    place = xpath.Place("x_")
    for kind in (*tree.LOGICAL, *tree.NUMERIC):
        assert any(each in (xpath.condition.registry | xpath.number.registry) for each in kind.__mro__[:1]), (
            kind
        )
    for broken in (object(), tree.Exists("anggota", tree.Truth(value=True))):
        with pytest.raises(TypeError):
            xpath.condition(broken, place)
        with pytest.raises(TypeError):
            xpath.number(broken, place)


def test_a_parameter_of_many_areas_is_cut_into_pieces(tmp_path: Path) -> None:
    many = "".join(
        f'      - {{area: "63.{code:02d}", from: 2025-03-01, value: {600_000 + code}, status: working, source: s}}\n'
        for code in range(1, 61)
    )
    source = next((definitions_folder() / "ikk").glob("*.yaml")).read_text("utf-8")
    path = tmp_path / "many.yaml"
    path.write_text(source.replace("    values:\n", f"    values:\n{many}", 1), encoding="utf-8")
    index = load(path)
    names = [row["name"] for row in xlsform.rows(index)]
    assert {"ikk_garis_kemiskinan", "ikk_garis_kemiskinan_2", "ikk_garis_kemiskinan_3"} <= set(names)
    xform = forms.build(index)
    form, writer = CompiledForm(xform), InstanceWriter(xform)
    outermost = next(each for each in form.layout.frames if each.depth == 0)
    slot = [node.name for node in outermost.leaves].index("ikk_garis_kemiskinan")
    for village, value in (("63.01.01.2001", 600_001), ("63.60.01.2001", 600_060), ("63.61.01.2001", 680_000),
                           ("31.01.01.2001", 609_160), ("63.600.1", 680_000)):  # fmt: skip
        answers = {"kode_desa": village, "tanggal_kunjungan": forms.TODAY}
        root = form.evaluate(parse_trusted(writer.write(answers)), environment(None, None, forms.TODAY)).root
        assert float(root.values[slot]) == value
