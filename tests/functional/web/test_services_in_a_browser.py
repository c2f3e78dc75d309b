"""Services, centres and agreements on a narrow phone and on a desk: they fit, and break no rule of access."""

import os
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.fakes.network import network  # noqa: F401 - fixture
from tests.fakes.signing_in import entered
from tests.functional.web.test_in_a_browser import DESK, TOO_WIDE, open_page

from bahtera.foundation import clock

__all__ = ["open_page"]
pytestmark = pytest.mark.slow
PICTURES = os.environ.get("BAHTERA_PICTURES", "")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("width", [360, DESK])
def test_pages_of_the_directory_fit_and_break_no_rule(open_page, width, axe, network):  # noqa: F811
    network.hire("umar", "agency_officer", "sosial-kotabaru")
    with clock.frozen(datetime.fromtimestamp(time.time(), UTC)):  # the server's clock is not the fixture's
        page = open_page(width, signed_in=entered("umar"))
    unit, centre = network.units["sosial-kotabaru"], network.units["satyagatra-telanaipura"]
    for name, address in (
        ("layanan", "layanan/"),
        ("unit", f"layanan/unit/{unit}/"),
        ("tambah", f"layanan/unit/{unit}/tambah/"),
        ("cakupan", "layanan/cakupan/?wilayah=15.71"),
        ("pusat", f"layanan/cakupan/pusat/{centre}/"),
        ("perjanjian", "perjanjian/"),
        ("perjanjian-baru", "perjanjian/baru/"),
    ):
        page.goto(f"{page.site}/{address}")
        assert page.url == f"{page.site}/{address}"
        if PICTURES:
            page.screenshot(path=str(Path(PICTURES) / f"{name}-{width}.png"), full_page=True)
            if width == DESK:
                page.pdf(path=str(Path(PICTURES) / f"{name}.pdf"), format="A4")
        assert not page.evaluate(TOO_WIDE), address
        page.evaluate(axe)
        found = page.evaluate("axe.run({ resultTypes: ['violations'] })")["violations"]
        assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found] == [], address
