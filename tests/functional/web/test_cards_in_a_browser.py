"""Tables read as a whole are cards on a phone: every cell in sight, under its column's name; on a desk, tables."""

import pytest
from tests.functional.web.test_in_a_browser import WIDER_THAN_ITSELF, open_page
from tests.integration.web.province import REGENCY, VILLAGE, enter
from tests.integration.web.test_exploring_pages import two_rounds

__all__ = ["open_page", "two_rounds"]
pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
# Cells that a reader does not see whole without scrolling sideways, or that do not say what they are.
OUT_OF_SIGHT = """() => [...document.querySelectorAll('table.cells td')].filter(cell => cell.checkVisibility())
    .filter(cell => { const box = cell.getBoundingClientRect();
        return box.left < 0 || box.right > innerWidth || cell.scrollWidth > cell.clientWidth + 1
            || (!cell.colSpan || cell.colSpan === 1)
                && !getComputedStyle(cell, '::before').content.includes(cell.dataset.label); })
    .map(cell => cell.textContent.trim())"""


def test_no_cell_is_out_of_sight_on_a_phone(two_rounds, open_page):
    pages = (
        f"/wilayah/{VILLAGE}/perubahan/",
        f"/kebutuhan/?wilayah={REGENCY}",
        f"/kebutuhan/andai/?wilayah={REGENCY}&butir=IKK-D1-02&capai=90",
        "/kalender/",
    )
    person = enter("chandra", "tpk2d", [REGENCY])
    for width in (360, 390):
        page = open_page(width, signed_in=person)
        for address in pages:
            page.goto(page.site + address)
            assert page.locator("table.cells td").count() > 0, address
            assert page.evaluate(OUT_OF_SIGHT) == [], (address, width)
            assert page.evaluate(WIDER_THAN_ITSELF) <= 0, address
    desk = open_page(1280, signed_in=person)
    desk.goto(desk.site + pages[0])
    assert desk.locator("table.cells thead th").first.bounding_box()["height"] > 10


def test_what_is_at_75_or_above_folds_on_a_phone_alone(two_rounds, open_page):
    person = enter("chandra", "tpk2d", [REGENCY])
    page = open_page(390, signed_in=person)
    page.goto(page.site + f"/wilayah/{VILLAGE}/")
    button, rest = page.locator("[data-unfold]").first, page.locator("tbody.rest").first
    assert not rest.is_visible()
    button.click()
    assert rest.is_visible()
    assert button.get_attribute("aria-expanded") == "true"
    button.click()
    assert not rest.is_visible()
    page.emulate_media(media="print")
    assert rest.is_visible(), "paper shows what the screen holds"
    desk = open_page(1280, signed_in=person)
    desk.goto(desk.site + f"/wilayah/{VILLAGE}/")
    assert desk.locator("tbody.rest").first.is_visible()
    assert not desk.locator("[data-unfold]").first.is_visible()
