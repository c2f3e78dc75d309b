"""The pages of retention on a narrow phone, on a desk and on paper."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from tests.fakes.signing_in import entered
from tests.functional.web.test_in_a_browser import (
    DESK,
    LONG,
    PHONE,
    SMALL,
    TOO_WIDE,
    WIDER_PHONE,
    WIDER_THAN_ITSELF,
    open_page,
)
from tests.integration.web.province import REGENCY, VILLAGE

from bahtera.access import api as access
from bahtera.config import registrations
from bahtera.foundation import clock
from bahtera.foundation.models import ScheduledJob
from bahtera.privacy import api as privacy

__all__ = ["open_page"]
pytestmark = pytest.mark.slow
# Where pictures are kept for whoever wants to look at them; none are without it.
PICTURES = os.environ.get("BAHTERA_PICTURES", "")
PAGES = {"retention": "/privasi/retensi/", "holds": "/privasi/retensi/tahan/"}


@pytest.fixture
def nights(measured):
    """Two nights, one hold that stands, one that was lifted."""
    registrations.register_all()
    access.ensure_account(
        username="dian",
        password="pw",
        full_name="Dian (sintetis)",
        roles=["data_protection_officer"],
        areas=[REGENCY],
    )
    officer = access.Actor.over("user:1", "Dian", frozenset({"data_protection_officer"}), (REGENCY,))
    letter = {"ordered_by": "Kepolisian Resor Contoh (sintetis)", "reason": LONG}
    privacy.place_hold(kind="area", area=VILLAGE, letter="B/12/XI/RES.1.24/2026", actor=officer, **letter)
    lifted = privacy.place_hold(kind="area", area=REGENCY, letter=LONG[:110], actor=officer, **letter)
    privacy.lift_hold(lifted, letter="B/90/XII/2026", actor=officer)
    start = clock.now()
    for hours in (-24, -6):
        with clock.frozen(start + timedelta(hours=hours)):
            privacy.carry_out_retention()
    ScheduledJob.objects.update_or_create(name="retention", defaults={"next_at": start + timedelta(hours=10)})


@pytest.mark.usefixtures("nights")
@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("width", [PHONE, WIDER_PHONE, DESK])
def test_the_pages_fit_can_be_touched_and_have_no_barrier(open_page, width, language):
    page = open_page(width, signed_in=entered("dian"))
    page.context.add_cookies([{"name": "bahasa", "value": language, "url": page.site}])
    for name, address in PAGES.items():
        assert page.goto(address).status == 200, name
        _keep_picture(page, f"{name}-{width}-{language}")
        for fold in page.locator("main details").all():
            fold.evaluate("fold => { fold.open = true }")
        assert page.evaluate(WIDER_THAN_ITSELF) <= 0, (name, page.evaluate(TOO_WIDE))
        assert page.evaluate(TOO_WIDE) == [], name
        assert page.evaluate(SMALL) == [], name
        page.evaluate(page.axe)
        found = page.evaluate("axe.run({ resultTypes: ['violations'] })")["violations"]
        assert [(v["id"], [n["html"] for n in v["nodes"]]) for v in found] == [], name


@pytest.mark.usefixtures("nights")
def test_on_paper_the_rules_stand_without_buttons(open_page):
    page = open_page(signed_in=entered("dian"))
    for name, address in PAGES.items():
        page.goto(address)
        page.emulate_media(media="print")
        assert not page.locator(".nav").is_visible()
        assert not any(one.is_visible() for one in page.locator("main .button").all()), name
        _keep_picture(page, f"{name}-print")


@pytest.mark.usefixtures("nights")
def test_a_hold_is_placed_on_a_phone(open_page):
    page = open_page(PHONE, signed_in=entered("dian"))
    page.goto("/privasi/retensi/")
    page.get_by_role("link", name="Tetapkan atau cabut penahanan").click()
    page.get_by_label("Wilayah, bila seluruh wilayah").fill(VILLAGE)
    page.get_by_label("Nomor surat atau penetapan").fill("PRINT-7/2026")
    page.get_by_label("Diperintahkan oleh").fill("Kejaksaan Negeri Contoh")
    page.get_by_label("Alasan").fill("Penyidikan")
    page.get_by_role("button", name="Tetapkan").click()
    assert "Penahanan berlaku mulai sekarang." in page.locator("main").inner_text()
    assert "PRINT-7/2026" in page.locator("main").inner_text()


def _keep_picture(page, name):
    if PICTURES:
        page.screenshot(path=str(Path(PICTURES, f"{name}.png")), full_page=True)
