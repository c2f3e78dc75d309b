"""Signing in through an agency's identity provider, played by a server in this process."""

import time
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from tests.fakes import identity_provider as fake

from bahtera.access import api as access
from bahtera.foundation.models import AuditEntry

from .province import PASSWORD, REGENCY

SUBJECT = "3171-petugas-7"


@pytest.fixture
def provider():
    with fake.FakeProvider() as made:
        configure(made)
        yield made
        access.configure_provider(None)


def configure(made, **more):
    access.configure_provider(
        access.Provider(
            name="INApas (tiruan)",
            issuer=made.issuer,
            client_id=fake.CLIENT,
            client_secret=fake.SECRET,
            **more,
        )
    )


@pytest.fixture
def norhayati(areas, provider):
    access.ensure_account(
        username="norhayati", password=PASSWORD, full_name="N", roles=["supervisor"], areas=[REGENCY]
    )
    user = get_user_model().objects.get(username="norhayati")
    access.link_identity(user.pk, SUBJECT, by="system")
    return user


def come_back(client, provider, *, wanted="/periksa/", **reply):
    gone = client.get("/masuk/instansi/", {"next": wanted})
    assert gone.url.startswith(f"{provider.issuer}/authorize?")
    brought = provider.authorize(gone.url) | reply
    return client.get(
        "/masuk/instansi/kembali/", {name: text for name, text in brought.items() if text is not None}
    )


def refused(answer):
    assert answer.status_code == 200, answer
    assert 'role="alert"' in answer.text
    return answer.text


def test_the_sign_in_page_offers_the_provider(client, norhayati):
    assert "Masuk dengan INApas (tiruan)" in client.get("/masuk/").text
    access.configure_provider(None)
    assert "INApas" not in client.get("/masuk/").text


def test_a_linked_person_comes_in_and_still_shows_a_second_step(client, norhayati, provider):
    answer = come_back(client, provider)
    assert answer.url == "/akun/siapkan/?next=/periksa/"
    assert client.get("/periksa/").status_code == 302


def test_the_request_carries_state_nonce_and_a_challenge(client, provider, db):
    asked = parse_qs(urlsplit(client.get("/masuk/instansi/").url).query)
    assert asked["response_type"] == ["code"]
    assert asked["code_challenge_method"] == ["S256"]
    assert {len(asked[name][0]) for name in ("state", "nonce", "code_challenge")} == {43}
    assert asked["scope"] == ["openid"]
    assert fake.SECRET not in str(asked)


@pytest.mark.parametrize(
    ("claims", "factor"),
    [
        ({"acr": "loa3"}, "oidc"),
        ({"amr": ["pwd", "mfa"]}, "oidc"),
        ({"amr": ["pwd"], "acr": "loa1"}, ""),
        ({"amr": "mfa"}, ""),
        ({}, ""),
    ],
)
def test_a_second_factor_at_the_provider_counts_only_when_the_settings_say_so(
    client, norhayati, provider, claims, factor
):
    provider.claims = claims
    come_back(client, provider)
    assert access.live_sessions(norhayati.pk)[0].factor == ""
    configure(provider, second_factors=frozenset({"loa3", "mfa"}))
    come_back(Client(), provider)
    assert {one.factor for one in access.live_sessions(norhayati.pk)} == {"", factor}


def test_nobody_is_let_in_by_a_name_or_an_address_that_looks_the_same(client, norhayati, provider):
    norhayati.email = "norhayati@dinsos.example"
    norhayati.save()
    provider.claims = {
        "sub": "somebody-else",
        "email": "norhayati@dinsos.example",
        "email_verified": True,
        "preferred_username": "norhayati",
    }
    before = get_user_model().objects.count()
    assert "belum terhubung" in refused(come_back(client, provider))
    assert get_user_model().objects.count() == before
    assert "_auth_user_id" not in client.session


def test_a_closed_account_does_not_open_this_way(client, norhayati, provider):
    norhayati.is_active = False
    norhayati.save()
    refused(come_back(client, provider))


NOW = int(time.time())


@pytest.mark.parametrize(
    "claims",
    [
        {"nonce": "another"},
        {"nonce": None},
        {"aud": "another-site"},
        {"aud": ["bahtera", "another-site"]},
        {"aud": ["bahtera", "another-site"], "azp": "another-site"},
        {"iss": "https://evil.example"},
        {"exp": NOW - 3600},
        {"exp": None},
        {"iat": NOW - 3600},
        {"iat": None},
        {"sub": None},
        {"sub": ""},
        {"sub": 7},
        {"sub": "x" * 300},
        {"nbf": NOW + 7200},
    ],
    ids="-".join,
)
def test_a_token_that_does_not_fit_opens_nothing(client, norhayati, provider, claims):
    provider.claims = claims
    refused(come_back(client, provider))
    assert client.get("/akun/siapkan/").url.startswith("/masuk/")
    assert AuditEntry.objects.filter(action="access.provider_refused").count() == 1


@pytest.mark.parametrize(
    "forgery",
    [
        {"key": fake.STRANGE_KEY},
        {"key": "rahasia-klien:dengan/tanda-yang-cukup-panjang", "algorithm": "HS256"},
        {"key": None, "algorithm": "none"},
        {"kid": "dua"},
    ],
    ids=lambda one: one.get("algorithm", one.get("kid", "strange key")),
)
def test_a_token_somebody_else_signed_opens_nothing(client, norhayati, provider, forgery):
    for name, value in forgery.items():
        setattr(provider, name, value)
    refused(come_back(client, provider))


@pytest.mark.parametrize(
    "reply",
    [
        {"state": "another"},
        {"state": None},
        {"state": ""},
        {"code": None},
        {"code": None, "error": "access_denied", "error_description": "<script>alert(1)</script>"},
        {"code": "guessed"},
        {"iss": "https://evil.example"},
    ],
    ids=str,
)
def test_a_return_that_was_not_asked_for_opens_nothing(client, norhayati, provider, reply):
    assert "<script>alert" not in refused(come_back(client, provider, **reply))


def test_what_was_begun_ends_once_and_in_the_same_browser(client, norhayati, provider):
    gone = client.get("/masuk/instansi/")
    brought = provider.authorize(gone.url)
    refused(Client().get("/masuk/instansi/kembali/", brought))
    assert client.get("/masuk/instansi/kembali/", brought).status_code == 302
    refused(client.get("/masuk/instansi/kembali/", brought))


@pytest.mark.parametrize(
    ("path", "answer"),
    [
        ("/.well-known/openid-configuration", (500, {})),
        ("/.well-known/openid-configuration", (302, {})),
        ("/.well-known/openid-configuration", (200, b"not json")),
        ("/.well-known/openid-configuration", (200, [])),
        ("/.well-known/openid-configuration", (200, {"issuer": "https://evil.example"})),
        ("/.well-known/openid-configuration", (200, b" " * 300_000)),
        ("/keys", (200, {"keys": []})),
        ("/keys", (200, {})),
        ("/token", (200, {"access_token": "x"})),
        ("/token", (200, {"id_token": "a.b.c"})),
        ("/token", (302, {})),
    ],
    ids=str,
)
def test_a_provider_that_misbehaves_leaves_the_sign_in_page(client, norhayati, provider, path, answer):
    gone = client.get("/masuk/instansi/")
    provider.answers[path] = answer
    if path.startswith("/.well-known"):
        refused(client.get("/masuk/instansi/"))
    refused(client.get("/masuk/instansi/kembali/", provider.authorize(gone.url)))


@pytest.mark.parametrize("place", ["authorization_endpoint", "token_endpoint", "jwks_uri"])
def test_addresses_without_encryption_are_not_called(client, provider, db, place):
    provider.about = {place: "http://idp.example/x"}
    refused(client.get("/masuk/instansi/"))


def test_the_way_back_never_leads_to_another_site(client, norhayati, provider):
    configure(provider, second_factors=frozenset({"mfa"}))
    provider.claims = {"amr": ["mfa"]}
    assert come_back(client, provider, wanted="https://evil.example/").url == "/"


def test_an_identifier_belongs_to_one_account(norhayati, chelsea):
    other = get_user_model().objects.get(username="chelsea")
    with pytest.raises(access.IdentityTaken):
        access.link_identity(other.pk, SUBJECT, by="system")
    access.link_identity(norhayati.pk, "", by="system")
    access.link_identity(other.pk, SUBJECT, by="system")
    assert (access.identity_of(other.pk), access.identity_of(norhayati.pk)) == (SUBJECT, "")


def test_an_administrator_links_in_their_own_area_only(norhayati, db):
    far = access.Actor.over("user:9", "Far", frozenset({"administrator"}), ("15",))
    near = access.Actor.over("user:8", "Near", frozenset({"administrator"}), ("63",))
    with pytest.raises(access.NoSuchAccount):
        access.link_identity_of(norhayati.pk, "stolen", actor=far)
    access.link_identity_of(norhayati.pk, "moved", actor=near)
    assert access.identity_of(norhayati.pk) == "moved"


def test_the_clients_secret_is_never_shown(provider, db):
    assert fake.SECRET not in repr(access.Provider("x", provider.issuer, "c", fake.SECRET))
