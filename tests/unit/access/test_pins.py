"""PINs people choose first are refused; most others are taken."""

from datetime import timedelta

import pytest

from bahtera.access.errors import WeakPin
from bahtera.access.rules.pins import LOCKED_AFTER, check_pin, wait_for


def is_taken(pin):
    try:
        check_pin(pin)
    except WeakPin:
        return False
    return True


@pytest.mark.parametrize(
    "pin",
    [
        *("000000", "111111", "999999", "123456", "654321", "012345", "890123", "135791", "975319"),
        *("121212", "123123", "123321", "101010", "112211", "199991", "159753", "102030", "112233"),
        # birthdays and months: 17 August 1945, 29 February 2000, August 1984
        *("170845", "450817", "081745", "290200", "000229", "198408", "081984", "200112"),
    ],
)
def test_what_a_thief_tries_first_is_refused(pin):
    assert not is_taken(pin)


@pytest.mark.parametrize(
    "pin", ["", "12345", "1234567", "12345a", "١٢٣٤٥٦", "１２３４５６", "12 456", "-12345"]
)
def test_what_is_not_six_digits_is_refused(pin):
    with pytest.raises(WeakPin) as refused:
        check_pin(pin)
    assert refused.value.code == "access.pin_shape"


@pytest.mark.parametrize("pin", ["830274", "946183", "507261", "773905"])
def test_an_ordinary_one_is_taken(pin):
    assert is_taken(pin)


def test_enough_are_left_to_choose_from():
    taken = sum(is_taken(f"{number:06}") for number in range(0, 1_000_000, 7))
    assert taken * 7 > 850_000


def test_waits_grow_and_the_tenth_needs_a_supervisor():
    waits = [wait_for(wrong) for wrong in range(LOCKED_AFTER + 1)]
    assert waits[:4] == [timedelta(0)] * 4
    assert waits[4:9] == [timedelta(seconds=30 * 2**step) for step in range(5)]
    assert max(waits) == timedelta(minutes=15)
