"""Guessing passwords and codes: slow for a stranger, never a wait for the owner."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth import get_user_model

from bahtera.access import api as access
from bahtera.access.models import GuessCounter
from bahtera.access.operations.signing_in import sessions as signing_in
from bahtera.access.queries.signing_in.factors import code_at, present_step
from bahtera.foundation import clock
from bahtera.foundation.models import AuditEntry

PASSWORD = "perahu-di-sungai-tenang"
START = datetime(2026, 11, 22, 3, tzinfo=UTC)
STRANGER = access.Origin(address="198.51.100.9", agent="curl")
HOME = access.Origin(address="203.0.113.5", agent="Firefox")
KNOWN = access.Origin(address="198.51.100.77", agent="Firefox", device="a1b2")


@pytest.fixture
def dewi(db):
    access.ensure_account(
        username="dewi", password=PASSWORD, full_name="Dewi (sintetis)", roles=["tpk2d"], areas=["63"]
    )
    return get_user_model().objects.get(username="dewi")


@pytest.fixture
def hashes(monkeypatch):
    """Count real password checks, and make them quick: ten thousand are coming."""
    done = []
    held = signing_in.hash_fits

    def quick(text, stored):
        done.append(text)
        return text == PASSWORD and held(text, stored)

    monkeypatch.setattr(signing_in, "hash_fits", quick)
    monkeypatch.setattr(signing_in, "make_password", done.append)
    return done


def guess(origin, password="salah sekali ini", name="dewi"):
    try:
        return access.check_password(name, password, origin=origin)
    except (access.WrongPassword, access.TooManyAttempts) as refused:
        return refused.code


@pytest.mark.slow
def test_ten_thousand_wrong_guesses_from_elsewhere_and_the_owner_still_enters(dewi, hashes):
    """A guess every three seconds, from one network, by name and by its look-alikes."""
    names = ["dewi", "DEWI", " dewi", "ｄｅｗｉ"]
    for number in range(10_000):
        with clock.frozen(START + timedelta(seconds=3 * number)):
            guess(STRANGER, name=names[number % 4])
    assert len(hashes) < 100, "the rest was never looked at"
    with clock.frozen(START + timedelta(seconds=30_000)):
        assert guess(STRANGER, PASSWORD) == "access.too_many_attempts", "not even the right one"
        assert guess(HOME, PASSWORD).user_id == dewi.pk
        assert guess(KNOWN, PASSWORD).user_id == dewi.pk, "the same network, on a known device"


@pytest.mark.slow
def test_from_two_thousand_networks_every_owner_still_enters(dewi, hashes):
    with clock.frozen(START):
        for number in range(2_000):
            guess(access.Origin(address=f"10.{number // 250}.{number % 250}.1"))
        assert guess(HOME, PASSWORD).user_id == dewi.pk


def test_waiting_guesses_do_not_lengthen_the_wait(dewi, hashes):
    with clock.frozen(START):
        for _ in range(6):
            guess(STRANGER)
        for _ in range(500):
            assert guess(STRANGER) == "access.too_many_attempts"
    with clock.frozen(START + timedelta(seconds=5)):
        assert guess(STRANGER, PASSWORD).user_id == dewi.pk


def test_a_right_password_clears_the_count_of_the_pair_not_of_the_network(dewi, hashes):
    access.ensure_account(username="mallory", password=PASSWORD, full_name="M", roles=["tpk2d"], areas=["63"])
    clock_now = START
    checked = 0
    for number in range(400):
        clock_now += timedelta(seconds=1)
        with clock.frozen(clock_now):
            if number % 3 == 2:
                guess(STRANGER, PASSWORD, name="mallory")
            else:
                checked += guess(STRANGER, name=f"korban{number}") == "access.wrong_password"
    assert checked < 120, "signing in with one's own account buys no guesses at others'"


def test_a_known_device_has_a_budget_of_its_own_and_a_bounded_one(dewi, hashes):
    with clock.frozen(START):
        outcomes = [guess(KNOWN) for _ in range(30)]
        assert outcomes.count("access.wrong_password") == 9
        assert guess(HOME, PASSWORD).user_id == dewi.pk


def test_counts_are_forgotten_after_a_day_and_cleared_away(dewi, hashes):
    with clock.frozen(START):
        for _ in range(20):
            guess(STRANGER)
    assert GuessCounter.objects.count() == 2
    with clock.frozen(START + timedelta(hours=24, minutes=1)):
        assert guess(STRANGER) == "access.wrong_password"
    [counts] = [one for one in access.EXECUTORS if one.name == "access.guess_counters"]
    assert not counts.find(START + timedelta(hours=23), "", 10), "those of the day are still needed"
    old = counts.find(START + timedelta(hours=49), "", 10)
    assert counts.end([one.key for one in old], "x") == 2
    assert GuessCounter.objects.count() == 0


def test_a_clock_that_ran_ahead_locks_nobody_out(dewi, hashes):
    with clock.frozen(START + timedelta(days=900)):
        for _ in range(20):
            guess(HOME)
    with clock.frozen(START):
        assert guess(HOME, PASSWORD).user_id == dewi.pk


def test_counts_hold_no_name_and_no_address(dewi, hashes):
    with clock.frozen(START):
        guess(STRANGER)
    stored = str(list(GuessCounter.objects.values()))
    assert "dewi" not in stored
    assert "198.51" not in stored


def test_a_guessed_account_that_does_not_exist_answers_and_waits_the_same(dewi, hashes):
    with clock.frozen(START):
        real = [guess(STRANGER) for _ in range(10)]
        unknown = [guess(access.Origin(address="192.0.2.1"), name="tidak-ada") for _ in range(10)]
    assert real == unknown


def test_wrong_codes_are_bounded_over_all_networks_but_not_for_a_known_device(dewi):
    secret = access.new_totp_secret()
    with clock.frozen(START - timedelta(hours=1)):
        access.enrol_totp(dewi.pk, secret, code_at(secret, present_step()), origin=HOME)
    looked_at = 0
    for number in range(1_000):
        with clock.frozen(START + timedelta(seconds=60 * number)):
            try:
                access.prove_code(
                    dewi.pk,
                    "not a code",
                    origin=access.Origin(address=f"10.{number // 250}.{number % 250}.1"),
                )
            except access.WrongCode:
                looked_at += 1
            except access.TooManyAttempts:
                pass
    assert looked_at < 60, "in seventeen hours, from a thousand networks"
    with clock.frozen(START + timedelta(seconds=60_000)):
        assert access.prove_code(dewi.pk, code_at(secret, present_step()), origin=KNOWN) == "totp"


def test_every_looked_at_guess_is_in_the_audit_without_what_was_typed(dewi, hashes):
    with clock.frozen(START):
        for _ in range(50):
            guess(STRANGER)
    entries = list(AuditEntry.objects.filter(action="access.password_wrong").values())
    assert len(entries) == 6
    assert "salah sekali" not in str(entries)
