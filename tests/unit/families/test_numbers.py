"""NIK and KK: every number here is synthetic (sintetis)."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bahtera.families.rules.numbers import check_kk, check_nik, clean_number, usable_number

WOMAN = "6302125708900001"
"""District 63.02.12, born 17 August 1990 (day + 40)."""
MAN = "6302121708900002"
BORN = date(1990, 8, 17)


def codes(doubts):
    return [doubt.code.removeprefix("families.") for doubt in doubts]


@pytest.mark.parametrize(("nik", "sex"), [(WOMAN, "p"), (MAN, "l"), ("6302 1257-0890.0001", "p")])
def test_a_number_that_agrees_raises_no_doubt(nik, sex):
    assert check_nik(nik, sex=sex, birth_date=BORN, area_known={"63.02.12"}.__contains__) == ()


@pytest.mark.parametrize("nik", ["", "  ", "9999999999999999", "9999 9999 9999 9999"])
def test_no_number_raises_no_doubt(nik):
    assert check_nik(nik, sex="p", birth_date=BORN) == ()
    assert usable_number(nik) == ""
    assert clean_number(nik) == ""


@pytest.mark.parametrize(
    "nik", ["630212570890000", "63021257089000011", "63021257o8900001", "x", "٦٣٠٢١٢٥٧٠٨٩٠٠٠٠١"]
)
def test_what_is_not_sixteen_digits(nik):
    assert codes(check_nik(nik)) == ["nik_length"]
    assert usable_number(nik) == ""


@pytest.mark.parametrize("digit", "012345678")
def test_one_digit_repeated_is_a_placeholder_and_tells_nobody_apart(digit):
    assert codes(check_nik(digit * 16)) == ["nik_repeated_digit"]
    assert usable_number(digit * 16) == ""
    assert codes(check_kk(digit * 16)) == ["kk_repeated_digit"]


@pytest.mark.parametrize(
    "ddmmyy", ["000190", "320190", "400190", "720190", "310490", "300290", "290201", "011390", "990190"]
)
def test_dates_that_no_calendar_has(ddmmyy):
    assert codes(check_nik(f"630212{ddmmyy}0001")) == ["nik_date_impossible"]


@pytest.mark.parametrize(
    ("ddmmyy", "born"),
    [
        ("290200", date(2000, 2, 29)),
        ("010125", date(1925, 1, 1)),
        ("010125", date(2025, 1, 1)),
        ("710190", date(1990, 1, 31)),
    ],
)
def test_a_two_digit_year_means_either_century_in_which_the_day_exists(ddmmyy, born):
    assert check_nik(f"630212{ddmmyy}0001", birth_date=born) == ()


def test_sex_and_birth_date_are_compared_only_when_given():
    assert codes(check_nik(WOMAN, sex="l", birth_date=BORN)) == ["nik_sex_differs"]
    assert codes(check_nik(MAN, sex="p")) == ["nik_sex_differs"]
    assert codes(check_nik(WOMAN, birth_date=date(1990, 8, 18))) == ["nik_birth_date_differs"]
    assert check_nik(WOMAN) == ()
    both = codes(check_nik(MAN, sex="p", birth_date=date(1991, 8, 17)))
    assert both == ["nik_sex_differs", "nik_birth_date_differs"]


def test_area_and_serial():
    assert codes(check_nik(WOMAN, area_known=lambda code: False)) == ["nik_area_unknown"]
    asked = []
    check_nik(WOMAN, area_known=lambda code: asked.append(code) or True)
    assert asked == ["63.02.12"]
    assert codes(check_nik("6302125708900000")) == ["nik_serial_zero"]


def test_a_card_carries_its_date_of_issue_without_forty():
    assert check_kk("6302121005150003", on=date(2026, 11, 22)) == ()
    assert codes(check_kk("6302125005150003")) == ["kk_date_impossible"]
    assert codes(check_kk("6302121005270003", on=date(2026, 11, 22))) == []
    assert codes(check_kk("6302123002150003")) == ["kk_date_impossible"]
    assert codes(check_kk("6302121005150000")) == ["kk_serial_zero"]
    assert codes(check_kk("63021210051500")) == ["kk_length"]
    assert codes(check_kk("9902121005150003", area_known=lambda code: code.startswith("63"))) == [
        "kk_area_unknown"
    ]
    assert check_kk("") == ()


@given(st.text(max_size=20), st.sampled_from(["l", "p", "", "x"]), st.dates())
def test_any_text_is_answered_and_never_refused(text, sex, born):
    for doubt in (*check_nik(text, sex=sex, birth_date=born), *check_kk(text, on=born)):
        assert doubt.code.startswith("families.")


@given(st.dates(date(1925, 1, 1), date(2024, 12, 31)), st.sampled_from("lp"), st.integers(1, 9999))
def test_a_number_made_from_a_birth_date_agrees_with_it(born, sex, serial):
    day = born.day + (40 if sex == "p" else 0)
    nik = f"630212{day:02d}{born:%m%y}{serial:04d}"
    assert check_nik(nik, sex=sex, birth_date=born) == ()
    assert usable_number(nik) == nik
