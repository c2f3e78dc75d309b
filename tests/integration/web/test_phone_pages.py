"""The page of phones: enrolled ones and cards side by side, codes shown once, and what a forged form gets."""

import re
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from tests.fakes.phones import Phone
from tests.fakes.signing_in import entered

from bahtera.access import api as access
from bahtera.access.models import ActivationCode, Device
from bahtera.foundation import clock
from bahtera.foundation.models import AuditEntry

from .province import FAR, REGENCY, VILLAGE

pytestmark = pytest.mark.django_db
HERE = {"host": "localhost:8000"}
CODE = re.compile(r"<code class=\"first-password\">([0-9A-Z]{5}-[0-9A-Z]{5})</code>")


@pytest.fixture(autouse=True)
def _site(areas):
    """The areas of the province."""


@pytest.fixture
def rina(db):
    return access.ensure_account(
        username="rina", password="pw", full_name="Rina (sintetis)", roles=["supervisor"], areas=[REGENCY]
    )


@pytest.fixture
def page(rina):
    """The supervisor before her pages."""
    return entered("rina")


def kader_of(area, actor, name="Siti Aminah (sintetis)"):
    person = access.add_person(name, area=area, actor=actor).id
    today = clock.today("Asia/Jakarta") - timedelta(days=1)
    access.grant_role(person, role="kader", area=area, valid_from=today, actor=actor)
    return person


@pytest.fixture
def siti(rina):
    return kader_of(VILLAGE, rina)


@pytest.fixture
def phone(siti, rina):
    phone = Phone()
    phone.enrol(access.make_activation_code(siti, actor=rina).code)
    return phone


def activated(page, person, **headers):
    return page.post("/token/aktivasi/", {"orang": str(person)}, headers={**HERE, **headers})


def test_the_card_says_the_words_of_the_app(page, siti):
    card = activated(page, siti).content.decode()
    texts = Path("field/src/text/entry.ts").read_text("utf-8")
    app = dict(re.findall(r'"([\w.]+)": \["([^"]*)"', texts))
    assert f"“{app['start.code']}”" in card
    assert f"ketik {app['activate.code'].lower()} ini" in card
    assert app["activate.pin"] in card


def test_a_card_is_shown_once_and_lets_a_phone_in(page, siti, monkeypatch):
    from bahtera.web.views import phones

    drawn = []
    monkeypatch.setattr(phones.qr, "draw", lambda text: drawn.append(text) or phones.qr.QrDrawing(9, "M0 0z"))
    shown = activated(page, siti).content.decode()
    [code] = CODE.findall(shown)
    assert drawn == [f"http://localhost:8000/app/#aktivasi={code.replace('-', '')}"]
    listed = page.get("/token/").content.decode()
    assert code not in listed
    assert "Kode aktivasi yang belum dipakai" in listed
    phone = Phone()
    phone.enrol(code)
    listed = page.get("/token/").content.decode()
    assert "Kode aktivasi yang belum dipakai" not in listed
    assert "Ponsel biru" in listed


@pytest.mark.parametrize("host", ["keluarga.example.go.id", "192.0.2.7", "localhost.example.org"])
def test_over_plain_http_no_code_is_made(page, siti, host, settings):
    settings.ALLOWED_HOSTS = ["*"]
    settings.MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"
    answer = page.post("/token/aktivasi/", {"orang": str(siti)}, headers={"host": host})
    assert answer.status_code == 302
    assert ActivationCode.objects.count() == 0
    secure = page.post("/token/aktivasi/", {"orang": str(siti)}, headers={"host": host}, secure=True)
    assert CODE.search(secure.content.decode())


def test_a_forged_person_gets_no_code(page, rina, siti):
    chief = access.ensure_account(
        username="ratna", password="pw", full_name="Ratna", roles=["administrator"], areas=[""]
    )
    far = kader_of(FAR, chief, "Jauh (sintetis)")
    for forged in (far, uuid4()):
        assert activated(page, forged).status_code == 404
    for forged in ("", "x", "1"):
        assert activated(page, forged).status_code == 302
    nobody = access.add_person("Tanpa Tugas (sintetis)", area=REGENCY, actor=rina).id
    assert (
        "tidak bertugas sebagai kader"
        in page.post("/token/aktivasi/", {"orang": str(nobody)}, headers=HERE, follow=True).content.decode()
    )
    assert ActivationCode.objects.count() == 0


def test_a_lost_phone_is_stopped_in_one_click(page, phone):
    token = phone.sign_in().token
    answer = page.post(f"/token/ponsel/{phone.id}/cabut/", follow=True)
    assert "HP dihentikan" in answer.content.decode()
    assert access.resolve_bearer(token) is None
    assert "HP yang dihentikan" in answer.content.decode()


def test_a_locked_phone_is_opened_with_a_code_shown_once(page, phone):
    Device.objects.update(wrong_pins=10, locked_at=clock.now())
    assert "Terkunci" in page.get("/token/").content.decode()
    shown = page.post(f"/token/ponsel/{phone.id}/buka/").content.decode()
    [code] = CODE.findall(shown)
    phone.unlock(code)
    assert phone.state() == "active"
    assert code not in page.get("/token/").content.decode()
    assert code not in str(list(AuditEntry.objects.values_list("details", "subject")))


def test_a_code_is_cancelled(page, siti, rina):
    made = access.make_activation_code(siti, actor=rina)
    assert page.post(f"/token/aktivasi/{made.id}/batal/").status_code == 302
    assert page.post(f"/token/aktivasi/{made.id}/batal/").status_code == 404
    with pytest.raises(access.ActivationRefused):
        Phone().enrol(made.code)


def test_phones_of_other_areas_are_not_there(page, phone):
    access.ensure_account(
        username="fajar", password="pw", full_name="Fajar (sintetis)", roles=["supervisor"], areas=[FAR]
    )
    fajar = entered("fajar")
    assert "Ponsel biru" not in fajar.get("/token/").content.decode()
    for what in ("cabut", "buka"):
        there, nowhere = (fajar.post(f"/token/ponsel/{one}/{what}/") for one in (phone.id, uuid4()))
        assert there.status_code == nowhere.status_code == 404
    assert Device.objects.get().revoked_at is None


def test_the_page_of_a_person_shows_their_phones(page, phone, siti):
    assert "Ponsel biru" in page.get(f"/orang/{siti}/").content.decode()


def test_visits_are_found_by_the_phone_that_sent_them(page, phone):
    shown = page.get("/periksa/").content.decode()
    assert f'value="device:{phone.id}"' in shown
