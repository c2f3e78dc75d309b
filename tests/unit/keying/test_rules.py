"""What two typings differ in, and what stands after a third has chosen; samples and serials."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bahtera.keying.rules import compare, is_chosen, resembles, serials_in, settled

ASKED = ("alamat", "anggota", "nama", "umur", "catatan")
ROWS = frozenset({"anggota"})

words = st.text("abc ", max_size=4)
members = st.lists(st.fixed_dictionaries({}, optional={"nama": words, "umur": words}), max_size=4)
answers = st.fixed_dictionaries({}, optional={"alamat": words, "catatan": words, "anggota": members})


def differences(first, second):
    return compare(first, second, ASKED, ROWS).differences


@given(answers)
def test_a_typing_agrees_with_itself(one):
    assert differences(one, one) == ()


@given(answers, answers)
def test_taking_every_answer_of_the_second_gives_the_second(first, second):
    merged = settled(first, second, [one.where for one in differences(first, second)])
    assert differences(merged, second) == ()


@given(answers, answers, st.data())
def test_what_is_taken_is_the_seconds_and_what_is_left_the_firsts(first, second, data):
    found = differences(first, second)
    taken = {one.where for one in found if data.draw(st.booleans())}
    merged = settled(first, second, [one.where for one in found if one.where in taken])
    rows = [len(one.get("anggota") or ()) for one in (first, second, merged)]
    whole = sum(one.endswith("]") for one in taken)
    assert rows[2] == rows[0] + (whole if rows[1] > rows[0] else -whole)
    if not whole:
        left = {one.where for one in found} - taken
        assert {one.where for one in differences(merged, second)} == left


@given(answers, answers)
def test_the_first_typing_itself_is_never_changed(first, second):
    before = repr(first)
    settled(first, second, [one.where for one in differences(first, second)])
    assert repr(first) == before


def test_capitals_and_blanks_make_no_difference():
    assert differences({"alamat": "Jl.  Melati 5"}, {"alamat": "jl. melati 5 "}) == ()


def test_each_difference_says_where_it_stands():
    first = {"anggota": [{"nama": "Ani"}, {"nama": "Budi", "umur": "7"}]}
    second = {"anggota": [{"nama": "Ani"}, {"nama": "Budi", "umur": "9"}, {"nama": "Cici"}], "alamat": "x"}
    found = compare(first, second, ASKED, ROWS)
    assert [(one.where, one.row) for one in found.differences] == [
        ("alamat", None),
        ("anggota[2]/umur", 2),
        ("anggota[3]", 3),
    ]
    assert found.questions == 5


def test_a_sample_has_its_share_and_is_the_same_again():
    serials = [f"BHT-{number:010}" for number in range(4000)]
    chosen = [one for one in serials if is_chosen("benih", one, 50)]
    assert 150 <= len(chosen) <= 250
    assert chosen == [one for one in serials if is_chosen("benih", one, 50)]
    assert chosen != [one for one in serials if is_chosen("lain", one, 50)]
    assert not any(is_chosen("benih", one, 0) for one in serials)
    assert all(is_chosen("benih", one, 1000) for one in serials)


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("Siti Aminah", "AMINAH SITI", True),
        ("Siti Aminah", "Siti", True),
        ("Mohammad Yusuf", "Muhammad Yusuf", True),
        ("Siti Aminah", "Wati Lestari", False),
        ("", "Siti", False),
        ("?!", "Siti", False),
    ],
)
def test_names_that_may_be_one_person(one, other, alike):
    assert resembles(one, other) is alike


def test_serials_are_read_as_scanned_or_typed():
    assert serials_in(" BHT-AAAAA\nBHT-BBBBB, bht ccccc ddddd\r\nBHT-AAAAA BHT-EEEEE") == [
        "BHT-AAAAA",
        "BHT-BBBBB",
        "bht ccccc ddddd",
        "BHT-EEEEE",
    ]
    assert serials_in(" \n ") == []
