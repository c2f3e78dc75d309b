"""What a hostile browser sends to the sign-in pages."""

import json

import pytest
from django.contrib.auth import get_user_model
from django.core import signing as django_signing
from django.test import Client
from tests.fakes.signing_in import entered

from bahtera.access import api as access
from bahtera.access.models import GuessCounter

from .province import PASSWORD, REGENCY

CREDENTIAL = {"id": "AAAA", "rawId": "AAAA", "type": "public-key", "response": {}}
ANSWERS = [
    "",
    "{",
    "[]",
    "7",
    "null",
    '"text"',
    "{}",
    json.dumps(CREDENTIAL),
    json.dumps(
        {**CREDENTIAL, "response": {"clientDataJSON": "!!", "authenticatorData": "!!", "signature": "!"}}
    ),
    json.dumps({**CREDENTIAL, "response": {"userHandle": "dXNlcjox", "clientDataJSON": "e30"}}),
    json.dumps({**CREDENTIAL, "response": {"userHandle": "dXNlcjo5OTk5OTk5OTk5OTk5OTk5OTk5OTk5"}}),
    json.dumps({**CREDENTIAL, "response": {"userHandle": 7}}),
    json.dumps({**CREDENTIAL, "response": []}),
    json.dumps({**CREDENTIAL, "rawId": {"a": 1}}),
    "[" * 15_000,
    "x" * 30_000,
]


@pytest.fixture
def norhayati(areas):
    access.ensure_account(
        username="norhayati", password=PASSWORD, full_name="N", roles=["supervisor"], areas=[REGENCY]
    )
    return get_user_model().objects.get(username="norhayati")


@pytest.mark.parametrize("answer", ANSWERS, ids=lambda text: text[:40])
def test_no_broken_passkey_opens_or_breaks_anything(client, norhayati, answer):
    client.post("/masuk/kunci-sandi/")
    said = client.post("/masuk/", {"kunci": answer})
    assert said.status_code == 200
    assert 'role="alert"' in said.text
    inside = entered("norhayati")
    inside.post("/akun/kunci-sandi/mulai/")
    said = inside.post("/akun/kunci-sandi/", {"kunci": answer, "nama": "x"})
    assert 'role="alert"' in said.text
    assert access.factors_of(norhayati.pk) == []
    assert 'role="alert"' in inside.post("/masuk/pastikan/", {"kunci": answer, "next": "/akun/"}).text


@pytest.mark.parametrize(
    "wanted",
    [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "http:evil",
        "javascript:alert(1)",
        "\n/x",
        "x",
    ],
)
@pytest.mark.parametrize(
    "address",
    ["/masuk/", "/masuk/langkah-kedua/", "/masuk/pastikan/", "/akun/siapkan/"],
)
def test_no_step_leads_to_another_site(norhayati, address, wanted):
    client = entered("norhayati")
    assert client.get(address, {"next": wanted}).url == "/"


@pytest.mark.parametrize(
    "referer", ["https://evil.example/akun/", "//evil.example", "", "http://testserver.evil/"]
)
def test_a_form_from_elsewhere_comes_back_to_the_first_page(client, referer):
    answer = client.post("/akun/sandi/", headers={"referer": referer} if referer else {})
    assert answer.url == "/masuk/?next=/"


def test_the_device_of_one_account_is_no_known_device_of_another(norhayati, chelsea):
    client = Client()
    client.post("/masuk/", {"username": "chelsea", "password": PASSWORD})
    assert "perangkat" in client.cookies
    client.post("/keluar/")
    GuessCounter.objects.all().delete()
    client.post("/masuk/", {"username": "norhayati", "password": "salah sekali ini"})
    assert GuessCounter.objects.count() == 2, "counted as a stranger: for the pair and for the network"
    client.post("/masuk/", {"username": "chelsea", "password": "salah sekali ini"})
    assert GuessCounter.objects.count() == 3, "counted for the known device alone"


@pytest.mark.parametrize(
    "forged",
    [
        "x",
        django_signing.dumps({"device": "a", "accounts": ["b"]}, key="another", salt="bahtera.web.device"),
        django_signing.dumps({"device": "a", "accounts": ["b"]}, salt="another"),
    ],
    ids=["text", "other key", "other salt"],
)
def test_a_forged_device_is_a_stranger(norhayati, forged):
    client = Client()
    client.cookies["perangkat"] = forged
    client.post("/masuk/", {"username": "norhayati", "password": "salah sekali ini"})
    assert GuessCounter.objects.count() == 2


@pytest.mark.parametrize("agent", ["x" * 5000, "a\x00b", "<script>alert(1)</script>", "\u202eevil", "a\tb"])
def test_what_a_browser_says_of_itself_is_kept_short_and_shown_harmlessly(chelsea, agent):
    visitor = Client(headers={"user-agent": agent})
    visitor.post("/masuk/", {"username": "chelsea", "password": PASSWORD})
    page = visitor.get("/akun/").text
    assert "<script>alert" not in page
    assert "\u202e" not in page
    rows = access.live_sessions(get_user_model().objects.get(username="chelsea").pk)
    assert all(len(row.agent) <= 200 for row in rows)


def test_names_and_passwords_of_any_kind_are_only_wrong(norhayati):
    for name in ("", "a" * 10_000, "{name}", "%s", "';--", "аdmin", "\u202enorhayati"):
        for typed in ("", "x" * 5_000, "{0}"):
            answer = Client().post("/masuk/", {"username": name, "password": typed})
            assert answer.status_code in {200, 429}, (name[:20], typed[:20])


def test_nothing_of_a_sign_in_is_kept_in_readable_form(norhayati, caplog):
    client = Client()
    client.post("/masuk/", {"username": "norhayati", "password": PASSWORD})
    cookie = client.cookies["sessionid"].value
    stored = str(list(access_rows()))
    assert cookie not in stored
    assert PASSWORD not in stored + caplog.text


def access_rows():
    from bahtera.access.models import SignInSession
    from bahtera.foundation.models import AuditEntry

    yield from SignInSession.objects.values()
    yield from AuditEntry.objects.values()
