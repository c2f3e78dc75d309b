"""The table of services: it answers every indicator, in words, and every mistake in it is told."""

from pathlib import Path

import pytest
import yaml

from bahtera import indices
from bahtera.indices import InvalidDefinition, UnknownDefinition
from bahtera.indices.services import read_services

KINDS = yaml.safe_load(Path("definitions/code-lists/unit-kinds.yaml").read_text("utf-8"))["kinds"]
BOOKS = [indices.load_services(version) for version in indices.list_service_versions()]


@pytest.fixture(params=BOOKS, ids=lambda book: book.version)
def book(request):
    return request.param


@pytest.mark.parametrize("index", ["ikk", "ibangga"])
def test_every_indicator_has_a_service_or_the_reason_why_there_is_none(book, index):
    for each in indices.load(index).indicators:
        need = book.need_of(index, each.id)
        assert need is not None, each.id
        assert need.services or need.none_yet.id, each.id
        assert (need.step and need.ease) or need.not_a_step.id, each.id


def test_no_need_names_an_indicator_that_no_index_has(book):
    known = {f"{name}/{each.id}" for name in indices.list_indices() for each in indices.load(name).indicators}
    assert {name for need in book.needs for name in need.indicators} <= known


def test_who_gives_a_service_is_a_kind_of_unit(book):
    assert {kind for each in book.services for kind in each.by} <= {kind["name"] for kind in KINDS}


def test_words_are_there_in_both_languages_and_short_enough_to_be_said(book):
    texts = [
        text for each in book.services for text in (each.label, each.said, each.where, each.bring, each.cost)
    ]
    texts += book.steps.values()
    for text in texts:
        assert text.id
        assert text.en
        assert len(text.id) <= 130, text.id


def test_the_counselling_centre_is_never_named_by_its_letters_alone(book):
    """Four things of other ministries carry the same letters."""
    bare = book.content.replace("PPKS/Satyagatra (BKKBN)", "").replace("PPKS/Satyagatra and the", "")
    assert "PPKS" not in bare.replace("BKKBN's PPKS/Satyagatra", "")


def test_a_private_item_is_no_step_of_a_visit(book):
    for index in indices.list_indices():
        for each in indices.load(index).indicators:
            if each.private:
                assert book.need_of(index, each.id).step is None


def test_the_newest_version_is_read_and_an_unknown_one_is_refused(tmp_path):
    assert indices.load_services().version == indices.list_service_versions()[-1]
    assert len(indices.load_services().hash) == 64
    for ask in ({"version": "1999.1"}, {"folder": tmp_path}):
        with pytest.raises(UnknownDefinition):
            indices.load_services(**ask)


WORDS = "{id: a, en: b}"
GOOD = f"""
format: 1
id: layanan
version: "1"
status: working
title: {WORDS}
source: test
services:
  - {{id: s, label: {WORDS}, said: {WORDS}, by: [pemdes], where: {WORDS}, bring: {WORDS}, cost: {WORDS}}}
needs:
  - {{id: n, indicators: [ikk/A], ease: 1, services: [s], step: {WORDS}}}
other_steps:
  - {{id: o, step: {WORDS}}}
"""


def test_a_small_table_is_read():
    book = read_services(GOOD, "x.yaml")
    assert list(book.steps) == ["n", "o"]
    assert book.need_of("ikk", "A").services == ("s",)
    assert book.need_of("ikk", "B") is None


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("services: [s]", "services: [t]", "there is no service t"),
        ("services: [s],", "", "either services or none_yet"),
        ("services: [s]", f"services: [s], none_yet: {WORDS}", "either services or none_yet"),
        (f", step: {WORDS}}}\nother", "}\nother", "either step or not_a_step"),
        ("ease: 1,", "", "ease stands beside step"),
        ("ease: 1,", "ease: 9,", "ease goes from 1 to 5"),
        ("by: [pemdes]", "by: []", "who gives it is missing"),
        ("{id: o,", "{id: n,", "said twice: n"),
        ("format: 1", "format: 2", "knows format 1"),
        ("source: test", "", "source is missing"),
        ("[ikk/A], ease: 1, services: [s],", f"[ikk/A], ease: 1, none_yet: {WORDS},", "no need asks for s"),
    ],
)
def test_a_mistake_is_told(old, new, told):
    assert old in GOOD
    with pytest.raises(InvalidDefinition, match=told):
        read_services(GOOD.replace(old, new), "x.yaml")
