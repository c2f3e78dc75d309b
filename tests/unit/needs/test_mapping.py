"""The shipped list of services, and what a regency may write instead."""

from dataclasses import replace

import pytest
import yaml

from bahtera.foundation.shipped import definitions
from bahtera.indices import api as indices
from bahtera.needs.errors import BadLine
from bahtera.needs.rules.mapping import (
    checked_line,
    checked_reason,
    line_json,
    line_of,
    load_book,
    read_book,
)

FILE = definitions("responsibilities/2026.1.yaml")
BIRTH = ("ikk", "IKK-D1-02")


def test_every_service_has_somebody_who_answers_for_it_and_says_from_where():
    book = load_book()
    assert set(book.duties) == {each.id for each in indices.load_services().services}
    assert all(each.basis for each in book.duties.values())
    assert all(each.basis for each in book.agencies.values())
    assert book.ref.status == "working"


def test_private_indicators_are_in_no_line():
    private = {each.id for each in indices.load("ibangga").indicators if each.private}
    assert private
    assert not {name for index, name in load_book().lines if index == "ibangga"} & private


def test_every_open_indicator_of_the_main_index_has_a_line_unless_no_service_answers_it():
    known = {each.id for each in indices.load("ikk").indicators}
    assert known - {name for index, name in load_book().lines if index == "ikk"} == {"IKK-D5-03"}


def test_birth_certificates_are_the_civil_registrys():
    line = load_book().lines[BIRTH]
    assert (line.agency, line.services) == ("dukcapil", ("akta_kelahiran",))
    assert line.is_default


def test_cost_and_reach_of_a_line():
    line = replace(load_book().lines[BIRTH], unit_cost=50_000, fixed_cost=1_000_000, reach=90)
    assert line.reached_of(35) == 32, "31.5 is rounded up"
    assert line.cost_of(35) == 1_000_000 + 32 * 50_000


def test_a_line_survives_being_kept():
    line = load_book().lines[BIRTH]
    assert line_of(*BIRTH, line_json(line), 0) == line


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"agency": "kantor-hantu"}, "needs.unknown_choice"),
        ({"helpers": ("kantor-hantu",)}, "needs.unknown_choice"),
        ({"services": ("layanan-hantu",)}, "needs.unknown_choice"),
        ({"services": ()}, "needs.unknown_choice"),
        ({"unit_cost": -1}, "needs.bad_cost"),
        ({"fixed_cost": 10**9 + 1}, "needs.bad_cost"),
        ({"reach": 0}, "needs.bad_reach"),
        ({"reach": 101}, "needs.bad_reach"),
    ],
)
def test_a_line_that_cannot_stand_is_refused(changes, code):
    with pytest.raises(BadLine) as refused:
        checked_line(replace(load_book().lines[BIRTH], **changes), load_book())
    assert refused.value.code == code


@pytest.mark.parametrize("text", ["", "   ok  ", "x" * 301])
def test_a_change_says_why(text):
    with pytest.raises(BadLine):
        checked_reason(text)


def test_a_file_with_faults_names_them_all(tmp_path):
    written = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    written["services"][0]["agency"] = "kantor-hantu"
    written["services"][1]["reach"] = 0
    gone = written["services"].pop()["service"]
    file = tmp_path / "rusak.yaml"
    file.write_text(yaml.safe_dump(written), encoding="utf-8")
    with pytest.raises(ValueError, match=gone) as refused:
        read_book(file, indices.load_services())
    assert "kantor-hantu" in str(refused.value)
    assert "reach is from 1" in str(refused.value)
