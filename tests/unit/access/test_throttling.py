"""How long one waits after wrong guesses."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bahtera.access.rules.throttling import (
    DEVICE,
    FORGOTTEN_AFTER,
    NETWORK,
    PAIR,
    STRANGERS_CODES,
    network_of,
    wait_after,
)


@given(st.integers(0, 10**6), st.sampled_from([PAIR, NETWORK, DEVICE, STRANGERS_CODES]))
def test_waits_grow_and_stay_bounded(failures, allowance):
    now, later = wait_after(failures, allowance), wait_after(failures + 1, allowance)
    assert timedelta(0) <= now <= later <= allowance.longest


def test_the_first_guesses_cost_nothing_and_then_the_wait_doubles():
    waits = [wait_after(count, PAIR).total_seconds() for count in range(4, 16)]
    assert waits == [0, 0, 5, 10, 20, 40, 80, 160, 320, 640, 900, 900]


def test_a_day_of_guessing_one_account_from_one_network_stays_near_a_hundred():
    guesses, waited = 0, timedelta(0)
    while waited < FORGOTTEN_AFTER:
        guesses += 1
        waited += wait_after(guesses, PAIR)
    assert guesses < 120


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.77", "203.0.113.0/24"),
        ("::ffff:203.0.113.77", "203.0.113.0/24"),
        ("2001:db8:1:2::7", "2001:db8:1::/48"),
        ("fe80::1%eth0", "fe80::/48"),
        ("", "unknown"),
        ("not an address", "unknown"),
    ],
)
def test_the_network_of_an_address(address, network):
    assert network_of(address) == network
