"""What the private part asks, and that the form everybody gets never asks it."""

import json
from collections import Counter
from uuid import UUID

import pytest
import yaml

from bahtera import indices
from bahtera.confided.queries.asking import definition, private_part
from bahtera.confided.rules import read_answers, read_call
from bahtera.confided.values import Asked
from bahtera.foundation.shipped import definitions

FORM = "kunjungan_keluarga"


def private_variables():
    found = {}
    for name in indices.list_indices():
        loaded = indices.load(name)
        found |= {
            one: name for one, variable in loaded.variables.items() if getattr(variable, "private", False)
        }
    return found


def test_it_asks_every_private_variable_of_the_indices_and_nothing_else():
    asked = {one["name"]: one["index"] for one in definition(FORM)["items"]}
    assert asked == private_variables()
    assert asked


def test_the_form_that_collect_gets_asks_none_of_it():
    folder = definitions("questionnaires") / FORM
    text = (folder / "form.yaml").read_text(encoding="utf-8")
    assert [name for name in private_variables() if name in text] == []


def test_every_sentence_is_there_in_both_languages():
    def pairs(value):
        if isinstance(value, dict) and set(value) == {"id", "en"}:
            yield value
        elif isinstance(value, dict):
            for one in value.values():
                yield from pairs(one)
        elif isinstance(value, list):
            for one in value:
                yield from pairs(one)

    found = list(pairs(dict(definition(FORM))))
    assert len(found) > 20
    assert all(text.strip() for pair in found for text in pair.values())


def test_its_answers_are_those_the_index_reads():
    written = definition(FORM)
    for item in written["items"]:
        assert set(item["choices"]) <= set(written["choices"])
        variable = indices.load(item["index"]).variables[item["name"]]
        assert set(variable.choices) <= set(item["choices"])


def test_phones_get_it_as_one_file_that_says_nothing_more_than_it_asks():
    told = json.loads(private_part(FORM))
    assert set(told) == {"questionnaire", "version", "introduction", "items", "choices", "help"}
    assert private_part(FORM) == private_part(FORM)
    assert private_part("another_form") is None


def test_it_is_marked_as_working_with_its_source():
    for file in sorted(definitions("private").glob("*.yaml")):
        written = yaml.safe_load(file.read_text(encoding="utf-8"))
        assert written["status"] == "working"
        assert written["source"]
        names = Counter(one["name"] for one in written["items"])
        assert set(names.values()) == {1}


@pytest.mark.parametrize("told", [None, [], "x", {}, {"answers": 7}, {"answers": {"a": None}}])
def test_a_box_of_odd_content_says_nothing(told):
    assert dict(read_answers(UUID(int=1), Asked.ASKED, told).answers) == {}
    assert read_call(told) is None


def test_a_call_is_cut_to_what_a_box_can_say():
    odd = {"name": "x" * 999, "ways": ["wa"] * 99, "times": "pagi", "village": 7}
    call = read_call({"call": True, "agreed": True, **odd})
    assert (len(call["name"]), len(call["ways"]), call["times"], call["village_code"]) == (300, 8, (), "7")
