"""Two requests at once get no more than one. On SQLite writers queue; on PostgreSQL they really meet."""

import threading
from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.db import connection

from bahtera.access import api as access
from bahtera.access.operations.signing_in import sessions as signing_in
from bahtera.access.queries.signing_in.factors import code_at, present_step
from bahtera.foundation import clock

pytestmark = pytest.mark.django_db(transaction=True)
ORIGIN = access.Origin(address="203.0.113.5", device="a1b2")
STRANGER = access.Origin(address="198.51.100.9")
MANY = 6


@pytest.fixture
def dewi(transactional_db):
    access.ensure_account(
        username="dewi", password="perahu-di-sungai", full_name="Dewi", roles=["tpk2d"], areas=["63"]
    )
    return get_user_model().objects.get(username="dewi")


def at_once(work):
    """Run the work several times, side by side where the database allows it; return what each gave or raised."""
    outcomes, barrier = [], threading.Barrier(MANY if connection.vendor != "sqlite" else 1)

    def one():
        barrier.wait()
        try:
            outcomes.append(work())
        except Exception as problem:  # noqa: BLE001 - the test looks at whatever it was
            outcomes.append(type(problem))
        finally:
            if connection.vendor != "sqlite":
                connection.close()

    if connection.vendor == "sqlite":
        for _ in range(MANY):
            one()
        return outcomes
    threads = [threading.Thread(target=one) for _ in range(MANY)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def test_one_code_lets_one_in(dewi):
    secret = access.new_totp_secret()
    with clock.frozen(clock.now() - timedelta(minutes=5)):
        access.enrol_totp(dewi.pk, secret, code_at(secret, present_step()), origin=ORIGIN)
    code = code_at(secret, present_step())
    outcomes = at_once(lambda: access.prove_code(dewi.pk, code, origin=ORIGIN))
    assert outcomes.count("totp") == 1
    assert set(outcomes) <= {"totp", access.WrongCode, access.TooManyAttempts}


def test_one_recovery_code_lets_one_in(dewi):
    code = access.renew_recovery_codes(dewi.pk)[0]
    outcomes = at_once(lambda: access.prove_code(dewi.pk, code, origin=ORIGIN))
    assert outcomes.count("recovery") == 1
    assert access.recovery_codes_left(dewi.pk) == 9


def test_guesses_at_once_do_not_slip_past_the_count(dewi, monkeypatch):
    looked_at = []
    monkeypatch.setattr(signing_in, "hash_fits", lambda *_: looked_at.append(1) and False)
    for _ in range(2):
        at_once(lambda: access.check_password("dewi", "salah sekali ini", origin=STRANGER))
    assert len(looked_at) == 6, "five are free, the sixth begins the wait"
