"""Somebody who never saw the site: from signing in, by the words they see, to who answers for what is weak."""

import os
from pathlib import Path

import pytest
from tests.fakes.blob_folders import blobs_in
from tests.fakes.family_visits import store_visits
from tests.fakes.needs_world import families
from tests.functional.web.test_in_a_browser import DESK, TOO_WIDE, open_page
from tests.integration.web.province import NEIGHBOUR, REGENCY, VILLAGE, enter

from bahtera.access.api import SYSTEM
from bahtera.areas.models import Area
from bahtera.documents import api as documents
from bahtera.publishing import api as publishing
from bahtera.results import api as results

__all__ = ["open_page"]
pytestmark = pytest.mark.slow
PICTURES = os.environ.get("BAHTERA_PICTURES", "")
MOST = 5


class Reader:
    """Clicks on what can be seen, and counts."""

    def __init__(self, page):
        self.page, self.clicks = page, 0

    def click(self, words):
        self.clicks += 1
        self.page.get_by_role("link", name=words).filter(visible=True).first.click()

    def sees(self, words):
        return self.page.get_by_text(words).filter(visible=True).count()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("width", [390, DESK])
def test_what_is_weak_who_answers_what_it_takes_and_the_pdf_in_five_clicks(
    measured, areas, open_page, width, tmp_path
):
    Area.objects.filter(code=REGENCY).update(name="Kotabaru")
    for code, seed in ((VILLAGE, 1), (NEIGHBOUR, 2)):
        store_visits(measured.id, code, families(90, seed, BIRTH=40, HOUSE=50))
        results.refresh_village(measured.id, code)
    with blobs_in(tmp_path / "blobs"):
        book = documents.order_document(
            documents.Kind.REGENCY_BOOK, round_id=measured.id, area=REGENCY, actor=SYSTEM
        )
        publishing.make_document(book.id)
        reader = Reader(open_page(width, signed_in=enter("dita", "tpk2d", [REGENCY])))
        page = reader.page
        page.goto(f"{page.site}/")
        assert not page.evaluate(TOO_WIDE)
        assert reader.sees("Yang terlemah di Kabupaten Kotabaru") == 1
        assert page.locator("#gambaran").locator("xpath=ancestor::section//ol/li").count() == 3
        assert reader.sees("Penanggung jawab:") == 3
        if PICTURES:
            page.screenshot(path=str(Path(PICTURES) / f"lima-klik-{width}.png"), full_page=True)
            page.pdf(path=str(Path(PICTURES) / f"lima-klik-{width}.pdf"))
        reader.click("Andai terpenuhi")
        assert page.url.startswith(f"{page.site}/kebutuhan/andai/")
        assert reader.sees("Kotabaru")
        assert page.locator("main .figure-number").filter(visible=True).count()
        if PICTURES:
            page.screenshot(path=str(Path(PICTURES) / f"lima-klik-andai-{width}.png"), full_page=True)
        reader.click("Beranda")
        with page.expect_download() as taken:
            reader.click("Buku kabupaten/kota (PDF)")
        assert Path(taken.value.path()).read_bytes().startswith(b"%PDF-")
    assert reader.clicks <= MOST
