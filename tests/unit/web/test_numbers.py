from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction

import pytest
from babel.numbers import format_decimal
from django.utils import translation

from bahtera.web import numbers


@pytest.mark.parametrize(
    ("language", "value", "digits", "shown"),
    [
        ("id", Fraction(7591, 100), 2, "75,91"),
        ("en", Fraction(7591, 100), 2, "75.91"),
        ("id", 5747, 0, "5.747"),
        ("en", 5747, 0, "5,747"),
        ("id", Fraction(149, 2), 0, "75"),
        ("id", Fraction(-149, 2), 0, "-75"),
        ("id", Decimal("36.5"), 1, "36,5"),
        ("id", 0, 2, "0,00"),
        ("id", None, 2, "–"),
        ("id", Fraction(1, 3), 4, "0,3333"),
        ("id", 2_850_000, 0, "2.850.000"),
        ("id", -1234567.891, 1, "-1.234.567,9"),
        ("en", Decimal("-0.004"), 2, "0.00"),
        ("id", 999, 0, "999"),
        ("id", 999_999, 0, "999.999"),
    ],
)
def test_a_number_is_written_as_its_reader_writes_it(language, value, digits, shown):
    with translation.override(language):
        assert numbers.number(value, digits) == shown


@pytest.mark.parametrize(("language", "name"), [("id", "id_ID"), ("en", "en_GB")])
def test_numbers_are_written_as_the_locale_says(language, name):
    with translation.override(language):
        for value in (
            0,
            7,
            1000,
            12_345,
            -987_654_321,
            Fraction(-22, 7),
            Fraction(10**9, 7),
            Decimal("74.995"),
        ):
            for digits in range(5):
                pattern = "#,##0" + ("." + "0" * digits if digits else "")
                told = format_decimal(numbers.rounded(value, digits), pattern, name)
                assert numbers.number(value, digits) == told


def test_a_half_is_rounded_away_from_zero_from_its_exact_value():
    assert numbers.number(Fraction(74_995, 1000)) == "75,00"
    assert numbers.number(Fraction(74_994_999, 1_000_000)) == "74,99"


def test_dates_name_the_month_and_instants_name_the_zone():
    at = datetime(2026, 11, 22, 7, 41, tzinfo=UTC)
    with translation.override("id"):
        assert numbers.day(date(2026, 11, 22)) == "22 November 2026"
        assert numbers.day("2026-08-09") == "9 Agustus 2026"
        assert numbers.short_day(date(2026, 8, 9)) == "9 Agu 2026"
        assert numbers.moment(at, "Asia/Makassar") == "22 November 2026 15.41 WITA"
        assert numbers.moment(at, "Asia/Jayapura") == "22 November 2026 16.41 WIT"
    with translation.override("en"):
        assert numbers.moment(at, "Asia/Jakarta") == "22 November 2026 14:41 WIB"


@pytest.mark.parametrize("nothing", [None, ""])
def test_no_date_is_a_dash(nothing):
    assert numbers.day(nothing) == "–"
    assert numbers.short_day(None) == "–"
    assert numbers.moment(None) == "–"


def test_dates_inside_a_sentence_are_written_as_its_reader_writes_them():
    with translation.override("id"):
        assert (
            numbers.with_days("diterima 2026-03-16, versi 2026-13-40")
            == "diterima 16 Maret 2026, versi 2026-13-40"
        )
        assert numbers.with_days("6310-2026-03-16") == "6310-2026-03-16"
    with translation.override("en"):
        assert numbers.with_days("Contoh, 2026-01-01 – …") == "Contoh, 1 January 2026 – …"


@pytest.mark.parametrize(
    ("before", "after", "digits", "told"),
    [
        (Fraction("81.567"), Fraction("84.003"), 2, "+2,43"),
        (Fraction("84.003"), Fraction("81.567"), 2, "\u22122,43"),
        (Fraction("0.04"), Fraction("0.06"), 1, "+0,1"),
        (Fraction("3.051"), Fraction("3.149"), 1, "0,0"),
    ],
)
def test_a_difference_is_what_a_reader_subtracts(before, after, digits, told):
    with translation.override("id"):
        assert numbers.signed(numbers.difference(before, after, digits), digits) == told


def test_no_difference_is_a_dash():
    assert numbers.signed(None, 2) == "\u2013"
