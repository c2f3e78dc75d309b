"""Money: one way of writing it, and no more digits than are known."""

import pytest
from django.utils import translation

from bahtera.web.money import rupiah, rupiah_near, rupiah_short


@pytest.fixture(autouse=True)
def indonesian():
    with translation.override("id"):
        yield


def unparted(text):
    return text.replace(" ", "\N{NO-BREAK SPACE}")


@pytest.mark.parametrize(
    ("amount", "exact", "short"),
    [
        (750_000, "Rp 750.000", "Rp 750.000"),
        (999_960, "Rp 999.960", "Rp 1,0 juta"),
        (7_850_000, "Rp 7.850.000", "Rp 7,9 juta"),
        (999_960_000, "Rp 999.960.000", "Rp 1,00 miliar"),
        (1_430_000_000, "Rp 1.430.000.000", "Rp 1,43 miliar"),
    ],
)
def test_an_amount_has_one_look(amount, exact, short):
    assert (rupiah(amount), rupiah_short(amount)) == (unparted(exact), unparted(short))


def test_no_amount_is_a_dash():
    assert rupiah(None) == "–"


@pytest.mark.parametrize(
    ("amount", "near"),
    [(1_570_796, "Rp 1,6 juta"), (1_386_666, "Rp 1,4 juta"), (48_512, "Rp 49.000"), (7, "Rp 7")],
)
def test_what_is_known_roughly_has_two_digits(amount, near):
    assert rupiah_near(amount) == unparted(near)
