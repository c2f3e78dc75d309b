"""The pages of village reports on a narrow phone and on a desk, and printed."""

import os
import random
from pathlib import Path
from uuid import uuid4

import pytest
from tests.fakes.family_visits import SIZE, store_visits
from tests.fakes.signing_in import entered
from tests.functional.web.test_in_a_browser import DESK, TOO_WIDE, open_page
from tests.integration.web.province import DISTRICT, REGENCY, VILLAGE

from bahtera.access import api as access
from bahtera.reports import api as reports
from bahtera.results import api as results

__all__ = ["open_page"]
pytestmark = pytest.mark.slow
PICTURES = os.environ.get("BAHTERA_PICTURES", "")
KADER = access.Actor.over("token:1", "Siti", frozenset({"kader"}), (VILLAGE,))
WORDS = reports.Words(
    problems=("not_home", "signal"),
    proposals=("papers", "housing"),
    other_problems=("Jembatan ke RT 4 putus sejak Oktober, kunjungan lewat sungai",),
    other_proposals=("Posyandu keliling dua kali sebulan untuk RT 4 dan RT 5",),
)


@pytest.fixture
def made(measured):
    chooser = random.Random(4)
    patterns = ["".join("1" if chooser.random() < 0.72 else "0" for _ in range(SIZE)) for _ in range(86)]
    store_visits(measured.id, VILLAGE, patterns)
    results.refresh_village(measured.id, VILLAGE)
    return reports.make_report(uuid4(), round_id=measured.id, village_code=VILLAGE, words=WORDS, actor=KADER)


def someone(name, role, area):
    access.ensure_account(
        username=name, password="pw", full_name=f"{name} (sintetis)", roles=[role], areas=[area]
    )
    return entered(name)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("width", [360, 390, DESK])
def test_three_people_move_a_report_and_each_page_fits(made, open_page, width, axe):
    page = open_page(width, signed_in=someone("koordinator", "coordinator", DISTRICT))
    address = f"{page.site}/laporan/{made.id}/"

    def fits(name):
        assert not page.evaluate(TOO_WIDE)
        page.evaluate(axe)
        found = page.evaluate("axe.run({ resultTypes: ['violations'] })")["violations"]
        assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found] == []
        if PICTURES:
            page.screenshot(path=str(Path(PICTURES) / f"{name}-{width}.png"), full_page=True)

    page.goto(f"{page.site}/laporan/")
    fits("laporan-daftar")
    page.get_by_role("link", name="Pulau Contoh").click()
    fits("laporan")
    page.get_by_label("tidak menyebut nama orang").check()
    page.get_by_role("button", name="Konfirmasi sebagai koordinator").click()
    assert page.get_by_text("Sekarang giliran kepala desa").is_visible()
    page = open_page(width, signed_in=someone("kades", "desa_officer", VILLAGE))
    page.goto(address)
    page.get_by_role("button", name="Konfirmasi sebagai kepala desa dan kirim").click()
    assert page.get_by_text("kader mendapat tanda terima").is_visible()
    page = open_page(width, signed_in=someone("tpk2d", "tpk2d", REGENCY))
    page.goto(address)
    fits("laporan-tpk2d")
    if PICTURES:
        page.pdf(path=str(Path(PICTURES) / f"laporan-{width}.pdf"))
    page.get_by_role("button", name="Terima laporan").click()
    assert page.get_by_text("Laporan diterima").is_visible()
