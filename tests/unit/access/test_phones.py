"""What a phone signs and works out: numbers that docs/reference/device-api.md prints, for other programs to check."""

import base64
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from tests.fakes.phones import Phone, base64url

from bahtera.access.errors import BadDeviceKey
from bahtera.access.rules.phones import (
    DevicePurpose,
    has_run_out,
    is_signed,
    message,
    read_key,
    unlock_code,
)

SECRET = bytes(range(32))
DEVICE = UUID("01900000-0000-7000-8000-000000000001")
NOW = datetime(2026, 11, 22, 3, tzinfo=UTC)
# The example of the reference: a fixed private key (d = 1), so that its public point is the curve's generator.
GENERATOR = {
    "kty": "EC",
    "crv": "P-256",
    "x": "axfR8uEsQkf4vOblY6RA8ncDfYEt6zOg9KE5RdiYwpY",
    "y": "T-NC4v4af5uO5-tKfA-eFivOM1drMV7Oy7ZAaDe_UfU",
}
SPKI = (
    "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEaxfR8uEsQkf4vOblY6RA8ncDfYEt6zOg9KE5RdiYwpZP40Li/hp/m47n60p8D54WK84zV2sx"
    "Xs7LtkBoN79R9Q=="
)


def spki_of(public):
    der = public.public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    return base64.b64encode(der).decode()


def test_a_key_has_one_spelling():
    assert read_key(GENERATOR) == read_key(SPKI) == SPKI
    phone = Phone()
    assert read_key(phone.jwk) == read_key(phone.spki) == phone.spki


@pytest.mark.parametrize(
    "key",
    [
        "",
        "x",
        "AAAA",
        spki_of(ec.generate_private_key(ec.SECP384R1()).public_key()),
        spki_of(rsa.generate_private_key(65537, 2048).public_key()),
        {},
        {**GENERATOR, "d": "AQ"},
        {**GENERATOR, "crv": "P-384"},
        {**GENERATOR, "kty": "RSA"},
        {**GENERATOR, "x": GENERATOR["y"]},
        {**GENERATOR, "x": base64url(b"\0" * 32), "y": base64url(b"\0" * 32)},
        {**GENERATOR, "x": "AQ"},
        {**GENERATOR, "x": 5},
        {**GENERATOR, "x": "é" * 43},
    ],
)
def test_what_is_no_public_key_of_the_curve_is_refused(key):
    with pytest.raises(BadDeviceKey):
        read_key(key)


def test_the_bytes_that_are_signed():
    told = message(DevicePurpose.SIGN_IN, str(DEVICE), "abc.1.def")
    assert told == b"bahtera-device/1\nsign-in\n01900000-0000-7000-8000-000000000001\nabc.1.def"
    assert message(DevicePurpose.ENROL, "", "0000000012") == b"bahtera-device/1\nenrol\n\n0000000012"


def test_a_signature_counts_for_its_key_its_purpose_and_its_words():
    phone, other = Phone(id=DEVICE), Phone(id=DEVICE)
    told = message(DevicePurpose.SIGN_IN, str(DEVICE), "abc")
    signature = phone.sign("sign-in", "abc")
    assert is_signed(phone.spki, signature, told)
    assert is_signed(phone.spki, signature + "==", told)
    assert not is_signed(other.spki, signature, told)
    assert not is_signed(phone.spki, phone.sign("state", "abc"), told)
    assert not is_signed(phone.spki, phone.sign("sign-in", "abd"), told)
    for wrong in (
        "",
        "x",
        "é",
        base64url(b"\0" * 64),
        base64url(b"\xff" * 64),
        signature[:-4],
        signature * 2,
    ):
        assert not is_signed(phone.spki, wrong, told), wrong


def test_unlock_codes_of_the_reference():
    made = [unlock_code(SECRET, DEVICE, counter) for counter in (1, 2, 3)]
    assert made == ["WVK2DAPDD6", "D6KWEX15FJ", "35THXPD68W"]
    phone = Phone(id=DEVICE, secret=base64.b64encode(SECRET).decode())
    assert made == [phone.unlock_code(counter) for counter in (1, 2, 3)]


def test_nothing_lasts_longer_because_a_clock_jumped():
    two = timedelta(minutes=2)
    assert not has_run_out(NOW, two, NOW)
    assert not has_run_out(NOW, two, NOW + timedelta(seconds=119))
    assert has_run_out(NOW, two, NOW + two)
    assert not has_run_out(NOW, two, NOW - timedelta(seconds=90)), "a little ahead of us is as good as now"
    assert has_run_out(NOW, two, NOW - timedelta(minutes=3)), "made by a clock that ran ahead"
