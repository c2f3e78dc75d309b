"""The pair that phones seal to: made once for a site, turned with the other keys, kept while something may need it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from tests.fakes.keyrings import keys_and_files_in

from bahtera.foundation import clock, sealing
from bahtera.foundation.sealing import exchange, keyring, records, rotation

pytestmark = pytest.mark.django_db(transaction=True)

NOON = datetime(2026, 11, 22, 5, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _own_keys(tmp_path):
    with clock.frozen(NOON), keys_and_files_in(tmp_path):
        yield


def rotate():
    rotation.prepare()
    rotation.activate()


def test_a_site_from_before_gets_its_pair_when_it_is_migrated_and_keeps_it():
    with keyring.changing() as held:
        keyring.save(replace(held, exchange=None))
    records.KeyRecord.objects.filter(kind="exchange").delete()
    records.ensure_keyring()
    made = sealing.public_key()
    records.ensure_keyring()
    assert sealing.public_key() == made
    assert records.KeyRecord.objects.filter(kind="exchange").count() == 1


def test_a_site_that_lost_its_pair_is_not_given_another():
    with keyring.changing() as held:
        keyring.save(replace(held, exchange=None))
    with pytest.raises(sealing.WrongKeyring, match="exchange 1"):
        records.ensure_keyring()
    assert keyring.current().exchange is None


def test_it_turns_with_the_other_keys_and_the_old_one_stays_for_a_year():
    before = sealing.public_key()
    closed = exchange.seal_to(before.point, b"visit")
    rotate()
    assert sealing.public_key() != before
    with clock.frozen(NOON + timedelta(minutes=11)):
        assert rotation.retire() == (1,)
    assert sorted(keyring.current().sealing.by_version) == [2]
    assert sealing.open_sealed(closed) == b"visit"
    with clock.frozen(NOON + timedelta(days=367)):
        rotation.retire()
    with pytest.raises(sealing.UnknownKey):
        sealing.open_sealed(closed)
    records.check_keyring()
    assert sealing.open_sealed(exchange.seal_to(sealing.public_key().point, b"new")) == b"new"


def test_the_key_in_use_is_never_dropped():
    with clock.frozen(NOON + timedelta(days=4000)):
        assert rotation.retire() == ()
    assert sealing.public_key().id
