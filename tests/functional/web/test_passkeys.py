"""Passkeys in a real browser, with an authenticator that Chromium plays."""

import json
import re

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth import get_user_model
from tests.integration.web.province import PASSWORD, REGENCY

from bahtera.access import api as access
from bahtera.foundation.models import AuditEntry

pytestmark = pytest.mark.slow

HOME = re.compile(r"//[^/]+/$")


@pytest.fixture
def norhayati(areas):
    """A supervisor who has signed in never before."""
    access.ensure_account(
        username="norhayati",
        password=PASSWORD,
        full_name="Norhayati (sintetis)",
        roles=["supervisor"],
        areas=[REGENCY],
    )
    return get_user_model().objects.get(username="norhayati")


class Phone:
    """A browser page with a virtual authenticator."""

    def __init__(self, browser, site):
        self.context = browser.new_context(viewport={"width": 390, "height": 800}, base_url=site)
        self.page = self.context.new_page()
        self.complaints = []
        self.page.on("pageerror", lambda problem: self.complaints.append(str(problem)))
        self.wire = self.context.new_cdp_session(self.page)
        self.wire.send("WebAuthn.enable")
        self.authenticator = self.wire.send(
            "WebAuthn.addVirtualAuthenticator",
            {
                "options": {
                    "protocol": "ctap2",
                    "transport": "internal",
                    "hasResidentKey": True,
                    "hasUserVerification": True,
                    "isUserVerified": True,
                    "automaticPresenceSimulation": True,
                }
            },
        )["authenticatorId"]

    def set(self, **what):
        self.wire.send("WebAuthn.setUserVerified", {"authenticatorId": self.authenticator, **what})

    def credentials(self):
        named = {"authenticatorId": self.authenticator}
        return self.wire.send("WebAuthn.getCredentials", named)["credentials"]

    def put_back(self, credential):
        named = {"authenticatorId": self.authenticator, "credentialId": credential["credentialId"]}
        self.wire.send("WebAuthn.removeCredential", named)
        self.wire.send(
            "WebAuthn.addCredential", {"authenticatorId": self.authenticator, "credential": credential}
        )

    def type_password(self, wanted="/"):
        self.page.goto(f"/masuk/?next={wanted}")
        self.page.fill("#nama", "norhayati")
        self.page.fill("#sandi", PASSWORD)
        self.page.get_by_role("button", name="Masuk", exact=True).click()

    def leave(self):
        self.page.locator(".who summary").click()
        self.page.get_by_role("button", name="Keluar").click()
        self.page.wait_for_url("**/masuk/")


@pytest.fixture
def phone(browser, live_server):
    # Passkeys are bound to a name, never to a number.
    made = Phone(browser, live_server.url.replace("127.0.0.1", "localhost"))
    yield made
    made.context.close()
    assert made.complaints == []


@pytest.fixture
def enrolled(phone, norhayati):
    phone.type_password("/periksa/")
    phone.page.wait_for_url("**/akun/siapkan/**")
    phone.page.get_by_role("link", name="Siapkan kunci sandi").click()
    phone.page.fill("#nama", "Ponsel Norhayati")
    phone.page.get_by_role("button", name="Buat kunci sandi").click()
    phone.page.wait_for_url("**/akun/kode-cadangan/**")
    return phone


def actions():
    return list(AuditEntry.objects.order_by("id").values_list("action", flat=True))


def test_a_passkey_is_enrolled_used_alone_and_removed(enrolled, norhayati):
    page = enrolled.page
    page.get_by_role("button", name="Tampilkan kode saya").click()
    page.locator(".recovery li").first.wait_for()
    assert page.locator(".recovery li").count() == 10
    page.get_by_role("link", name="Sudah saya simpan").click()
    page.wait_for_url(re.compile(r"^https?://[^/?]+/periksa/$"))
    enrolled.leave()

    page.get_by_role("button", name="Masuk dengan kunci sandi").click()
    page.wait_for_url(HOME)
    assert access.live_sessions(norhayati.pk)[0].factor == "passkey"
    assert page.goto("/periksa/").status == 200

    page.goto("/akun/")
    assert "Ponsel Norhayati" in page.content()
    page.get_by_role("button", name="Hapus").click()
    assert "satu-satunya" in page.locator("main").inner_text()
    Authenticator.objects.create(
        user=norhayati, type=Authenticator.Type.TOTP, data={"secret": "-", "last_step": -1}
    )
    page.get_by_role("button", name=re.compile("Hapus.*Kunci sandi")).click()
    page.wait_for_url(re.compile(r"^https?://[^/?]+/akun/$"))
    assert [one.kind for one in access.factors_of(norhayati.pk)] == ["totp"]

    enrolled.leave()
    page.get_by_role("button", name="Masuk dengan kunci sandi").click()
    page.locator('[role="alert"]:visible').first.wait_for()
    assert page.url.endswith("/masuk/")
    assert {"access.factor_added", "access.factor_removed", "access.passkey_refused"} <= set(actions())


def test_a_passkey_is_the_second_step_and_confirms(enrolled):
    page = enrolled.page
    page.goto("/")
    enrolled.leave()
    enrolled.type_password("/periksa/")
    page.wait_for_url("**/masuk/langkah-kedua/**")
    page.get_by_role("button", name="Pakai kunci sandi saya").click()
    page.wait_for_url(re.compile(r"^https?://[^/?]+/periksa/$"))
    page.goto("/masuk/pastikan/?next=/akun/")
    page.wait_for_url(re.compile(r"^https?://[^/?]+/akun/$"))


def test_a_passkey_that_does_not_verify_its_owner_is_not_enough(enrolled):
    page = enrolled.page
    page.goto("/")
    enrolled.leave()
    enrolled.set(isUserVerified=False)
    page.get_by_role("button", name="Masuk dengan kunci sandi").click()
    page.locator('[role="alert"]:visible').first.wait_for()
    assert page.url.endswith("/masuk/")


def test_a_copied_passkey_is_found_by_its_counter(enrolled):
    page = enrolled.page
    copy = enrolled.credentials()[0]
    page.goto("/")
    enrolled.leave()
    page.get_by_role("button", name="Masuk dengan kunci sandi").click()
    page.wait_for_url(HOME)
    enrolled.leave()
    enrolled.put_back(copy)
    page.get_by_role("button", name="Masuk dengan kunci sandi").click()
    page.locator('[role="alert"]:visible').first.wait_for()
    assert "disalin" in page.locator("main").inner_text(), page.locator(
        "[role=alert]:visible"
    ).first.inner_text()


def test_an_answer_that_was_overheard_works_for_nobody_again(enrolled):
    page = enrolled.page
    page.goto("/")
    enrolled.leave()
    sent = []
    page.on("request", lambda request: sent.append(request.post_data) if request.method == "POST" else None)
    page.get_by_role("button", name="Masuk dengan kunci sandi").click()
    page.wait_for_url(HOME)
    overheard = next(body for body in sent if body and "kunci=" in body)
    enrolled.leave()
    answer = page.evaluate(
        """async ([body]) => {
            const form = new URLSearchParams(body);
            form.set("csrfmiddlewaretoken", document.querySelector("[name=csrfmiddlewaretoken]").value);
            const answer = await fetch("/masuk/", { method: "POST", body: form });
            return [answer.status, answer.url, await answer.text()];
        }""",
        [overheard],
    )
    assert answer[0] == 200
    assert answer[1].endswith("/masuk/")
    assert 'role="alert"' in answer[2]


@pytest.mark.parametrize("width", [360, 390, 1280])
def test_the_pages_fit(enrolled, width, axe):
    page = enrolled.page
    page.set_viewport_size({"width": width, "height": 800})
    for address in ("/akun/", "/akun/kode/", "/akun/kunci-sandi/", "/akun/kode-cadangan/", "/akun/sandi/"):
        page.goto(address)
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, address
        page.evaluate(axe)
        found = page.evaluate("axe.run(document, {runOnly: ['wcag2a', 'wcag2aa']})")
        assert found["violations"] == [], (address, json.dumps(found["violations"])[:600])
