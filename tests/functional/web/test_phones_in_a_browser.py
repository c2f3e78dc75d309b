"""The pages of enrolled phones on a narrow phone, on a desk and on paper."""

import os
from pathlib import Path

import pytest
from tests.fakes.phones import Phone
from tests.fakes.signing_in import entered
from tests.functional.web.test_in_a_browser import (
    DESK,
    PHONE,
    SMALL,
    TOO_WIDE,
    WIDER_PHONE,
    WIDER_THAN_ITSELF,
    open_page,
)
from tests.integration.web.province import REGENCY, VILLAGE

from bahtera.access import api as access
from bahtera.access.models import Device
from bahtera.foundation import clock

__all__ = ["open_page"]
pytestmark = pytest.mark.slow
PICTURES = os.environ.get("BAHTERA_PICTURES", "")


@pytest.fixture
def people(measured):
    """Synthetic kader with phones in every state, a waiting code and cards."""
    rina = access.ensure_account(
        username="rina", password="pw", full_name="Rina (sintetis)", roles=["supervisor"], areas=[REGENCY]
    )
    found = {}
    for name in (
        "Siti Aminah (sintetis)",
        "Dewi Lestari (sintetis)",
        "Nurhayati binti Abdurrahman (sintetis)",
    ):
        added = access.add_person(name, area=VILLAGE, actor=rina)
        access.grant_role(
            added.id,
            role="kader",
            area=VILLAGE,
            valid_from=clock.today("Asia/Makassar"),
            actor=rina,
        )
        found[name] = added.id
    siti, dewi, nur = found.values()
    for person, label in (
        (siti, "Ponsel biru"),
        (siti, "Ponsel lama"),
        (dewi, "Ponsel balai desa, dipakai bergantian"),
    ):
        phone = Phone()
        phone.enrol(access.make_activation_code(person, actor=rina).code, label=label)
        if label == "Ponsel biru":
            phone.sign_in()
        if label == "Ponsel lama":
            access.revoke_device(phone.id, actor=rina)
    Device.objects.filter(person=dewi).update(wrong_pins=10, locked_at=clock.now())
    access.make_activation_code(nur, actor=rina)
    access.issue_token(name="Siti Aminah", areas=[VILLAGE], actor=rina, person_id=siti)
    access.issue_token(name="Kartu tanpa nama", areas=[VILLAGE], actor=rina)
    return found


def check(page, name):
    _keep_picture(page, name)
    for fold in page.locator("main details").all():
        fold.evaluate("fold => { fold.open = true }")
    assert page.evaluate(WIDER_THAN_ITSELF) <= 0, (name, page.evaluate(TOO_WIDE))
    assert page.evaluate(TOO_WIDE) == [], name
    assert page.evaluate(SMALL) == [], name
    page.evaluate(page.axe)
    found = page.evaluate("axe.run({ resultTypes: ['violations'] })")["violations"]
    assert [(v["id"], [n["html"] for n in v["nodes"]]) for v in found] == [], name


@pytest.mark.parametrize("width", [PHONE, WIDER_PHONE, DESK])
def test_every_page_fits_can_be_touched_and_has_no_barrier(open_page, people, width):
    page = open_page(width, signed_in=entered("rina"))
    page.goto("/token/")
    check(page, f"phones-{width}")
    page.get_by_label("HP siapa?").select_option(label="Siti Aminah (sintetis)")
    page.get_by_role("button", name="Buat kode aktivasi").click()
    assert page.locator(".first-password").inner_text().count("-") == 1
    check(page, f"phone-card-{width}")
    page.goto("/token/")
    page.locator("li", has_text="Dewi").get_by_role("button", name="Kode pembuka").click()
    assert page.locator(".first-password").inner_text().count("-") == 1
    check(page, f"phone-unlock-{width}")
    page.goto("/token/")
    page.locator("li", has_text="biru").get_by_role("button", name="Hentikan").click()
    assert "HP dihentikan." in page.locator("main").inner_text()


def test_the_activation_card_fits_on_one_sheet(open_page, people):
    page = open_page(signed_in=entered("rina"))
    page.goto("/token/")
    page.get_by_label("HP siapa?").select_option(index=1)
    page.get_by_role("button", name="Buat kode aktivasi").click()
    page.emulate_media(media="print")
    assert not page.locator(".nav").is_visible()
    assert page.locator(".code-card svg").is_visible()
    # A4 less its margins, in CSS pixels.
    assert page.evaluate("document.body.scrollHeight") <= (297 - 32) * 96 / 25.4
    _keep_picture(page, "phone-card-print")


def _keep_picture(page, name):
    if PICTURES:
        page.screenshot(path=str(Path(PICTURES, f"{name}.png")), full_page=True)
