"""The first page, the inbox of village reports and the year of a TPK2D on narrow phones, on a desk and printed."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from tests.fakes.signing_in import entered
from tests.functional.web.test_in_a_browser import DESK, TOO_WIDE, open_page
from tests.integration.web.province import REGENCY

from bahtera.access import api as access
from bahtera.foundation import clock
from bahtera.surveys import api as surveys

__all__ = ["open_page"]
pytestmark = pytest.mark.slow
PICTURES = os.environ.get("BAHTERA_PICTURES", "")
STAGES = {"locus": -250, "training": -220, "survey": -100, "results": -40, "plan": 12, "assessment": 40}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("width", [360, 390, DESK])
def test_a_tpk2d_finds_what_waits_and_every_page_fits(village_results, open_page, width, axe):
    today = clock.today("Asia/Makassar")
    rows = [
        surveys.StageRow(
            surveys.Stage(name),
            today + timedelta(days=after - 30),
            today + timedelta(days=after),
            done_on=today + timedelta(days=after) if after < -90 else None,
        )
        for name, after in STAGES.items()
    ]
    (row,) = surveys.list_rounds()
    surveys.set_calendar(row.id, rows, actor=access.SYSTEM)
    access.ensure_account(
        username="tpk2d", password="pw", full_name="TPK2D (sintetis)", roles=["tpk2d"], areas=[REGENCY]
    )
    page = open_page(width, signed_in=entered("tpk2d"))

    def fits(name):
        assert not page.evaluate(TOO_WIDE)
        page.evaluate(axe)
        found = page.evaluate("axe.run({ resultTypes: ['violations'] })")["violations"]
        assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found] == []
        if PICTURES:
            page.screenshot(path=str(Path(PICTURES) / f"{name}-{width}.png"), full_page=True)
            page.pdf(path=str(Path(PICTURES) / f"{name}-{width}.pdf"))

    page.goto(f"{page.site}/")
    fits("beranda")
    page.get_by_role("link", name="Desa yang belum melapor").click()
    assert page.get_by_text("hari sejak jadwal hasil").first.is_visible()
    fits("kotak-laporan")
    page.goto(f"{page.site}/kalender/?tahun={today.year}")
    fits("kalender")
