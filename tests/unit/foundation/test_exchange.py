"""What a phone sealed to the site opens with the key ring that holds its key, unchanged, and nothing else opens it."""

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.fakes.keyrings import keyring_in

from bahtera.foundation import sealing
from bahtera.foundation.sealing import exchange, keyring

VECTORS = json.loads(
    (Path(__file__).parents[2] / "spec/sealed/bahtera-sealed-1.json").read_text(encoding="utf-8")
)["vectors"]


@pytest.fixture(autouse=True)
def ring(tmp_path):
    with keyring_in(tmp_path):
        yield tmp_path / "keyring.json"


def rotate():
    with keyring.changing() as held:
        pair = keyring.with_newest_active(keyring.with_new_pair(held.exchange))
        keyring.save(replace(held, exchange=pair))


def sealed(data=b"visit", **told):
    return exchange.seal_to(sealing.public_key().point, data, **told)


@pytest.mark.parametrize("vector", VECTORS)
def test_the_vectors_that_the_app_keeps_too(vector):
    pair = ec.derive_private_key(int(vector["recipient"], 16), ec.SECP256R1())
    ephemeral = ec.derive_private_key(int(vector["ephemeral"], 16), ec.SECP256R1())
    data, point = bytes.fromhex(vector["data"]), bytes.fromhex(vector["point"])
    made = exchange.seal_to(point, data, purpose=vector["purpose"], ephemeral=ephemeral)
    assert made.hex() == vector["sealed"]
    assert made[4:12].hex() == vector["key_id"]
    assert exchange.open_with(pair, made, purpose=vector["purpose"]) == data


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.binary(max_size=2000))
def test_what_is_sealed_to_the_site_opens(data):
    closed = sealed(data)
    assert sealing.open_sealed(closed) == data
    assert (len(closed) - 77 - 16) % 256 == 0


def test_a_length_tells_little():
    assert len({len(sealed(b"x" * size)) for size in range(256)}) == 1


def test_nothing_is_sealed_twice_alike():
    assert len({sealed() for _ in range(50)}) == 50


def test_a_purpose_opens_nothing_of_another():
    with pytest.raises(sealing.Broken):
        sealing.open_sealed(sealed(purpose=sealing.DATA_KEY))


def test_every_flipped_bit_and_every_cut_is_noticed():
    closed = sealed(b"answers")
    for place in range(len(closed)):
        changed = closed[:place] + bytes([closed[place] ^ 1]) + closed[place + 1 :]
        with pytest.raises((sealing.Broken, sealing.NotSealed, sealing.UnknownKey)):
            sealing.open_sealed(changed)
    for length in range(0, len(closed), 7):
        with pytest.raises((sealing.Broken, sealing.NotSealed)):
            sealing.open_sealed(closed[:length])
    with pytest.raises(sealing.Broken):
        sealing.open_sealed(closed + b"\0")


@pytest.mark.parametrize("other", [b"", b"bhs", b"<html>portal</html>", b"\x01" * 500])
def test_what_is_no_seal_is_said_to_be_none(other):
    with pytest.raises(sealing.NotSealed):
        sealing.open_sealed(other)


def test_a_point_off_the_curve_is_broken():
    closed = sealed()
    with pytest.raises(sealing.Broken):
        sealing.open_sealed(closed[:12] + b"\x04" + b"\x01" * 64 + closed[77:])


def test_another_site_does_not_open_it(tmp_path):
    closed = sealed()
    (tmp_path / "other").mkdir()
    with keyring_in(tmp_path / "other"), pytest.raises(sealing.UnknownKey):
        sealing.open_sealed(closed)


def test_after_rotation_the_new_key_is_offered_and_the_old_still_opens():
    before, closed = sealing.public_key(), sealed()
    rotate()
    assert sealing.public_key().id != before.id
    assert sealing.open_sealed(closed) == b"visit"
    assert sealing.open_sealed(sealed(b"new")) == b"new"


def test_a_prepared_key_opens_and_is_not_offered_yet():
    before = sealing.public_key()
    with keyring.changing() as held:
        keyring.save(replace(held, exchange=keyring.with_new_pair(held.exchange)))
    assert sealing.public_key() == before


def test_a_dropped_key_opens_nothing_more():
    closed = sealed()
    rotate()
    with keyring.changing() as held:
        keyring.save(replace(held, exchange=keyring.without_old(held.exchange)))
    with pytest.raises(sealing.UnknownKey):
        sealing.open_sealed(closed)


def test_a_key_that_another_process_added_is_found(ring):
    other = json.loads(ring.read_text(encoding="ascii"))
    rotate()
    closed, full = sealed(), ring.read_text(encoding="ascii")
    ring.write_text(json.dumps(other), encoding="ascii")
    keyring.reread(anyway=True)
    ring.write_text(full, encoding="ascii")
    assert sealing.open_sealed(closed) == b"visit"


def test_a_key_ring_from_before_has_none_until_the_site_is_migrated(ring):
    told = json.loads(ring.read_text(encoding="ascii"))
    del told["exchange"]
    ring.write_text(json.dumps(told), encoding="ascii")
    keyring.reread(anyway=True)
    with pytest.raises(sealing.KeyringMissing, match="migrate"):
        sealing.public_key()
    with keyring.changing() as held:
        keyring.save(keyring.with_pairs(held))
    assert sealing.open_sealed(sealed()) == b"visit"


def test_the_file_never_shows_what_the_public_half_says(ring):
    told = json.loads(ring.read_text(encoding="ascii"))
    assert sealing.public_key().id not in json.dumps(told)
    assert len(sealing.public_key().point) == 65


def test_the_year_an_old_key_stays_is_longer_than_a_round():
    from bahtera.foundation.sealing import rotation

    assert timedelta(days=365) < rotation.EXCHANGE_KEPT
