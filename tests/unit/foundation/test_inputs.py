import pytest

from bahtera.foundation.inputs import LARGEST_NUMBER, whole_number, without_null


@pytest.mark.parametrize(("text", "number"), [("0", 0), ("12", 12), (str(LARGEST_NUMBER), LARGEST_NUMBER)])
def test_a_number_in_plain_digits(text, number):
    assert whole_number(text) == number


@pytest.mark.parametrize(
    "text", ["", "-1", "+1", " 1", "1.0", "1_0", "²", "١", "9" * 5000, str(LARGEST_NUMBER + 1), "1\0"]
)
def test_anything_else_is_no_number(text):
    assert whole_number(text) is None


def test_a_null_character_is_left_out():
    assert without_null("a\0b\0") == "ab"
