"""Pages of needs on a narrow phone and on a desk: they fit, nothing hinders a reader, and no script is needed."""

import os
from pathlib import Path

import pytest
from tests.fakes.family_visits import store_visits
from tests.fakes.needs_world import families, on_the_register
from tests.functional.web.test_in_a_browser import DESK, TOO_WIDE, open_page
from tests.integration.web.province import NEIGHBOUR, REGENCY, VILLAGE, enter

from bahtera.results import api as results

__all__ = ["open_page"]
pytestmark = pytest.mark.slow
PICTURES = os.environ.get("BAHTERA_PICTURES", "")
BIRTH = "IKK-D1-02"
PAGES = {
    "kebutuhan": f"/kebutuhan/?wilayah={REGENCY}",
    "andai": f"/kebutuhan/andai/?wilayah={REGENCY}&butir={BIRTH}&capai=90&butir=IKK-D3-02&capai=poin-20",
    "anggaran": f"/kebutuhan/anggaran/?wilayah={REGENCY}&anggaran=400000000",
    "keluarga": f"/kebutuhan/keluarga/?wilayah={VILLAGE}&butir={BIRTH}",
    "kebutuhan-desa": f"/kebutuhan/?wilayah={VILLAGE}",
    "peta-layanan": f"/kebutuhan/peta-layanan/?wilayah={REGENCY}&butir={BIRTH}",
}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("width", [360, DESK])
def test_the_pages_fit_and_hinder_nobody(measured, open_page, width, axe):
    for code, seed in ((VILLAGE, 1), (NEIGHBOUR, 2)):
        store_visits(measured.id, code, families(90, seed, BIRTH=40, HOUSE=50))
        results.refresh_village(measured.id, code)
    on_the_register(measured.id, VILLAGE, 12)
    page = open_page(width, signed_in=enter("dita", "tpk2d supervisor", [REGENCY]))
    for name, address in PAGES.items():
        page.goto(f"{page.site}{address}")
        assert not page.evaluate(TOO_WIDE), name
        page.evaluate(axe)
        found = page.evaluate("axe.run({ resultTypes: ['violations'] })")["violations"]
        assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found] == [], name
        if PICTURES:
            page.screenshot(path=str(Path(PICTURES) / f"{name}-{width}.png"), full_page=True)
            page.pdf(path=str(Path(PICTURES) / f"{name}-{width}.pdf"))
