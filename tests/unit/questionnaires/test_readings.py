"""``hasil.json``: what a phone says results by speaks of the form's own questions, and of nothing private."""

import json

from tests.unit.questionnaires.test_results_and_steps import xform

from bahtera import indices
from bahtera.questionnaires.engine.evaluation import CompiledForm
from bahtera.questionnaires.engine.readings import reading

DEFINITIONS = [indices.load(name).without_private() for name in ("ikk", "ibangga")]


def told():
    return reading(CompiledForm(xform()), DEFINITIONS, indices.load_services())


def test_the_same_content_gives_the_same_bytes():
    assert told() == told()


def test_it_names_the_definitions_by_their_hash():
    content = json.loads(told())
    assert [index["hash"] for index in content["indices"]] == [each.hash for each in DEFINITIONS]
    assert content["services"]["hash"] == indices.load_services().hash


def test_every_indicator_stands_where_the_form_works_it_out():
    names = {node.name for node in CompiledForm(xform()).schema.root.walk()}
    for index in json.loads(told())["indices"]:
        assert {index["states"], *(each["name"] for each in index["indicators"])} <= names


def test_nothing_private_is_told():
    full = indices.load("ibangga")
    private = {each.id for each in full.indicators if each.private}
    names = {name for name, each in full.variables.items() if each.private}
    text = told().decode()
    assert private
    assert [word for word in private | names if f'"{word}"' in text] == []
    assert "konflik" not in text


def test_every_question_something_hangs_on_has_its_words_and_members_are_named():
    content = json.loads(told())
    asked = {
        name
        for index in content["indices"]
        for each in index["indicators"]
        for culprit in each["culprits"]
        for name in culprit["ask"]
    }
    assert asked == set(content["questions"])
    assert content["questions"]["akta_lahir"]["label"]["id"] == "Apakah {} punya akta kelahiran?"
    assert content["questions"]["jamban"]["choices"]["bersama"]["en"] == "Shared or public latrine"
    assert content["rosters"] == {"anggota": "nama"}
    assert "${" not in told().decode()


def test_what_an_unmet_indicator_hangs_on_can_be_looked_up():
    ikk = json.loads(told())["indices"][0]
    culprits = {each["id"]: each["culprits"] for each in ikk["indicators"]}
    assert culprits["IKK-D1-01"] == [{"ask": ["buku_nikah"], "roster": None, "bad": None}]
    assert [each["ask"] for each in culprits["IKK-D3-02"]] == [
        ["jenis_lantai"],
        ["air_minum"],
        ["jamban"],
        ["luas_lantai", "jumlah_penghuni"],
    ]
    assert culprits["IKK-D3-06"][0]["bad"] == [
        "and",
        ["cmp", ">=", ["age", "tgl_lahir", "years"], ["int", 7]],
        ["cmp", "<=", ["age", "tgl_lahir", "years"], ["int", 17]],
        ["not", ["is", "sekolah", "masih", "tamat"]],
    ]
