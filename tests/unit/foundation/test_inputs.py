import pytest

from bahtera.foundation.inputs import (
    LARGEST_NUMBER,
    LARGEST_RUPIAH,
    one_line,
    rupiah_in,
    whole_number,
    without_null,
)


@pytest.mark.parametrize(("text", "number"), [("0", 0), ("12", 12), (str(LARGEST_NUMBER), LARGEST_NUMBER)])
def test_a_number_in_plain_digits(text, number):
    assert whole_number(text) == number


@pytest.mark.parametrize(
    "text", ["", "-1", "+1", " 1", "1.0", "1_0", "²", "١", "9" * 5000, str(LARGEST_NUMBER + 1), "1\0"]
)
def test_anything_else_is_no_number(text):
    assert whole_number(text) is None


@pytest.mark.parametrize(
    ("text", "rupiah"),
    [
        ("7400000", 7_400_000),
        ("Rp 7.400.000", 7_400_000),
        ("Rp7.400.000,00", 7_400_000),
        ("7.400.000,-", 7_400_000),
        ("7,400,000", 7_400_000),
        ("500,000", 500_000),
        ("5,3 juta", 5_300_000),
        ("5.3 juta", 5_300_000),
        ("1,250 jt", 1_250_000),
        ("1.234,5 juta", 1_234_500_000),
        ("Rp 1,43 miliar", 1_430_000_000),
        ("1.4 billion", 1_400_000_000),
        ("750  ribu", 750_000),
        ("1000 triliun", LARGEST_RUPIAH),
        ("0", 0),
    ],
)
def test_rupiah_as_one_writes_or_says_them(text, rupiah):
    assert rupiah_in(text) == rupiah


@pytest.mark.parametrize(
    "text",
    [
        "",
        "-5",
        "1,5",
        "1.5",
        "1e6",
        "banyak",
        "5 jutaan",
        "juta",
        "12.34.567",
        "1,0000001 juta",
        "٣ juta",
        "2000 triliun",
        "9" * 5000,
        "5,3 juta lebih",
    ],
)
def test_what_is_no_amount_of_whole_rupiah(text):
    assert rupiah_in(text) is None


def test_a_null_character_is_left_out():
    assert without_null("a\0b\0") == "ab"


def test_typed_words_stand_on_one_line_without_what_nobody_sees():
    assert one_line("  Jalan\tMawar\r\n No. 5\0 \u202e\u200b") == "Jalan Mawar No. 5"
