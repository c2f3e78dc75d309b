"""Codes that are read aloud and typed: every slip of one sign is noticed, and every swap of two."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bahtera.access.rules.codes import ALPHABET, BITS, LENGTH, code_of, new_code, read_code, shown

NUMBERS = st.integers(0, 2**BITS - 1)


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (0, "0000000000"),
        (1, "0000000012"),
        (2**45 - 1, "ZZZZZZZZZX"),
        (17_904_119_456_257, "G92GAW8G1W"),
    ],
)
def test_the_examples_of_the_reference(number, code):
    assert code_of(number) == code
    assert len(code) == LENGTH


def test_codes_are_random_and_of_the_alphabet():
    made = {new_code() for _ in range(500)}
    assert len(made) == 500
    assert set("".join(made)) == set(ALPHABET)
    assert not set("ILOU") & set(ALPHABET)


@given(NUMBERS)
def test_a_code_is_read_however_it_is_typed(number):
    code = code_of(number)
    assert read_code(code) == code
    assert read_code(f" {shown(code).lower()} ") == code
    assert read_code(code.replace("0", "o").replace("1", "l")) == code
    assert read_code(code.replace("0", "O").replace("1", "I")) == code


@given(NUMBERS, st.integers(0, LENGTH - 1), st.integers(1, 31))
def test_one_wrong_sign_is_noticed(number, place, other):
    code = code_of(number)
    wrong = ALPHABET[(ALPHABET.index(code[place]) + other) % 32]
    assert read_code(code[:place] + wrong + code[place + 1 :]) is None


@given(NUMBERS, st.integers(0, LENGTH - 1), st.integers(0, LENGTH - 1))
def test_two_signs_that_changed_places_are_noticed(number, first, second):
    signs = list(code_of(number))
    swapped = list(signs)
    swapped[first], swapped[second] = swapped[second], swapped[first]
    assert (read_code("".join(swapped)) is None) == (swapped != signs)


@pytest.mark.parametrize(
    "typed",
    ["", "0", "00000000000", "000000000U", "٠٠٠٠٠٠٠٠٠٠", "ＡＡＡＡＡＡＡＡＡＡ", "\0" * 10, "0" * 10_000],
)
def test_what_is_no_code_is_not_read(typed):
    assert read_code(typed) is None
