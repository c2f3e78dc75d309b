"""How strong what guards a site is: the settings a site really runs with, not those of these tests."""

import re

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.test import Client
from tests.fakes.signing_in import entered

from bahtera.access import api as access
from bahtera.cli.archiving import secret as archive_secret
from bahtera.config import settings as shipped

pytestmark = pytest.mark.django_db


def test_passwords_are_kept_under_argon2_at_its_full_cost():
    assert shipped.PASSWORD_HASHERS == ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    # OWASP's least: 19 MiB and two turns.
    assert Argon2PasswordHasher.memory_cost >= 19 * 1024
    assert Argon2PasswordHasher.time_cost >= 2


def test_a_passphrase_is_stretched_before_it_opens_an_archive():
    described = archive_secret.Passphrase("dua perahu di hulu sungai").describe()
    assert described["kind"] == "scrypt"
    assert described["n"] * described["r"] * 128 >= 64 * 1024 * 1024, "bytes of memory for each guess"
    assert len(bytes.fromhex(described["salt"])) >= 16
    assert described["salt"] != archive_secret.Passphrase("dua perahu di hulu sungai").describe()["salt"]


@pytest.mark.parametrize(
    ("page", "kinds"), [("/masuk/", {"current-password"}), ("/akun/sandi/", {"new-password"})]
)
def test_typed_passwords_are_masked_and_a_manager_may_fill_them_in(administrator, page, kinds):
    text = (administrator if page.startswith("/akun") else Client()).get(page).content.decode()
    fields = re.findall(r'<input id="sandi[^>]*>', text)
    assert fields
    for field in fields:
        assert 'type="password"' in field
        assert "onpaste" not in field
        assert "readonly" not in field
    assert kinds <= set(re.findall(r'autocomplete="([a-z-]+)"', text))


def test_codes_for_emergencies_are_random_and_long_enough(administrator, django_user_model):
    user = django_user_model.objects.get(username="alice")
    seen = [code for _ in range(5) for code in access.renew_recovery_codes(user.pk)]
    assert len(set(seen)) == len(seen)
    assert all(re.fullmatch(r"[0-9]{10}", code) for code in seen), "33 bits each"
    assert len({code[0] for code in seen}) >= 6, "fifty first digits are not all alike"


def test_the_secret_of_an_authenticator_app_has_160_bits():
    secrets = {access.new_totp_secret() for _ in range(20)}
    assert len(secrets) == 20
    assert all(len(secret) * 5 >= 160 for secret in secrets)


def test_a_sessions_cookie_has_more_than_128_bits(administrator):
    cookies = {entered("alice").cookies["sessionid"].value for _ in range(5)}
    assert len(cookies) == 5
    assert all(re.fullmatch(r"[a-z0-9]{32}", cookie) for cookie in cookies), "32 signs of 36: 165 bits"


@pytest.mark.parametrize(
    "address",
    [
        "/.git/HEAD",
        "/.git/config",
        "/.env",
        "/app/.env",
        "/static/../settings.py",
        "/static/built/../../door.py",
    ],
)
def test_nothing_of_the_folder_behind_is_served(client, address):
    assert client.get(address).status_code in {302, 404}
    assert b"ref:" not in client.get(address, follow=True).content
