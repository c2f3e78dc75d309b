"""The pages of plans on narrow phones and on a desk, and printed."""

import os
from pathlib import Path

import pytest
from tests.fakes.planned import assess_village, plan_village
from tests.fakes.signing_in import entered
from tests.functional.web.test_in_a_browser import DESK, TOO_WIDE, open_page
from tests.integration.web.province import REGENCY, VILLAGE

from bahtera.access import api as access

__all__ = ["open_page"]
pytestmark = pytest.mark.slow
PICTURES = os.environ.get("BAHTERA_PICTURES", "")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("width", [360, 390, DESK])
def test_every_page_of_plans_fits_and_hinders_nobody(measured, open_page, width, axe):
    made, assessed = plan_village(measured.id), assess_village(measured.id)
    access.ensure_account(
        username="tpk2d", password="pw", full_name="TPK2D (sintetis)", roles=["tpk2d"], areas=[REGENCY]
    )
    page = open_page(width, signed_in=entered("tpk2d"))
    for name, address in (
        ("daftar", "/rencana/"),
        ("papan", "/rencana/papan/"),
        ("meleset", "/rencana/meleset/"),
        ("menunggu", "/rencana/menunggu/"),
        ("satu", f"/rencana/{made[0]}/"),
        ("usulan", f"/rencana/{made[3]}/"),
        ("ubah", f"/rencana/{made[0]}/ubah/"),
        ("baru", f"/rencana/baru/?wilayah={VILLAGE}&indikator=IKK-D3-02"),
        ("impor", "/rencana/impor/"),
        ("penilaian", "/rencana/penilaian/"),
        ("penilaian-satu", f"/rencana/penilaian/{assessed}/"),
        ("penilaian-baru", "/rencana/penilaian/baru/"),
    ):
        page.goto(f"{page.site}{address}")
        if PICTURES:
            page.screenshot(path=str(Path(PICTURES) / f"rencana-{name}-{width}.png"), full_page=True)
        assert not page.evaluate(TOO_WIDE), name
        page.evaluate(axe)
        found = page.evaluate("axe.run({ resultTypes: ['violations'] })")["violations"]
        assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found] == [], name
        if PICTURES and width == DESK and name in {"daftar", "satu", "papan", "meleset", "penilaian-satu"}:
            page.pdf(path=str(Path(PICTURES) / f"rencana-{name}.pdf"), prefer_css_page_size=True)


@pytest.mark.django_db(transaction=True)
def test_a_plan_is_proposed_agreed_and_told_of_without_a_mouse_in_the_way(measured, open_page):
    made = plan_village(measured.id)
    access.ensure_account(
        username="tpk2d", password="pw", full_name="TPK2D (sintetis)", roles=["tpk2d"], areas=[REGENCY]
    )
    page = open_page(390, signed_in=entered("tpk2d"))
    page.goto(f"{page.site}/rencana/{made[3]}/")
    page.get_by_role("button", name="Sepakati").click()
    page.get_by_role("button", name="Mulai dikerjakan").click()
    page.get_by_text("Catat kemajuan").click()
    page.get_by_label("Selesai, persen").fill("35")
    page.get_by_role("button", name="Simpan", exact=True).click()
    assert page.get_by_text("35 %").first.is_visible()
