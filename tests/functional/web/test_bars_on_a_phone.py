"""The bar at the foot of a phone: every place of every role stays within reach, its words whole."""

import os
from pathlib import Path

import pytest
from tests.functional.web.test_in_a_browser import WIDER_THAN_ITSELF, open_page
from tests.integration.web.province import REGENCY, enter

__all__ = ["open_page"]
pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
PICTURES = os.environ.get("BAHTERA_PICTURES", "")
# Words that run into the next place or are broken in two, or a place too small to touch.
TORN = """() => [...document.querySelectorAll('.nav a')]
    .filter(a => a.checkVisibility())
    .filter(a => a.scrollWidth > a.clientWidth + 1 || a.getBoundingClientRect().width < 43.5
        || a.querySelector('span').getBoundingClientRect().height > 16 * a.textContent.trim().split(/ +/).length)
    .map(a => a.textContent.trim())"""


@pytest.mark.parametrize("role", ["supervisor", "data_protection_officer", "auditor", "administrator"])
def test_every_place_is_whole_and_within_reach(role, measured, open_page):
    person = enter("budi", role, [""] if role != "supervisor" else [REGENCY])
    for width in (360, 390):
        page = open_page(width, signed_in=person)
        page.goto(page.site + "/akun/")
        assert page.evaluate(TORN) == []
        assert page.evaluate(WIDER_THAN_ITSELF) <= 0
        bar = page.locator(".nav").bounding_box()
        assert bar["height"] < 80, "the bar leaves the page to the reader"
        if page.locator(".nav summary").is_visible():
            page.locator(".nav summary").click()
        for place in page.locator(".nav a:visible").all():
            box = place.bounding_box()
            assert box["x"] >= 0
            assert box["x"] + box["width"] <= width + 1
            assert box["y"] >= 0
        shown = {place.get_attribute("href") for place in page.locator(".nav a:visible").all()}
        every = {place.get_attribute("href") for place in page.locator(".nav a").all()}
        assert shown == every, "every place is within reach"
        if PICTURES:
            page.screenshot(path=Path(PICTURES) / f"bilah-{role}-{width}.png")


@pytest.mark.parametrize("language", ["id", "en"])
def test_on_a_desk_the_places_stand_in_one_line(language, measured, open_page):
    person = enter("budi", "supervisor", [REGENCY])
    for width in (960, 1280):
        page = open_page(width, signed_in=person)
        page.context.add_cookies([{"name": "bahasa", "value": language, "url": page.site}])
        page.goto(page.site + "/akun/")
        assert page.evaluate(WIDER_THAN_ITSELF) <= 0
        boxes = [one.bounding_box() for one in page.locator(".nav > ul > li:visible").all()]
        assert len(boxes) == 7
        assert len({(round(box["y"]), round(box["height"])) for box in boxes}) == 1
        assert page.locator(".masthead-row").bounding_box()["height"] < 80
        if PICTURES:
            page.screenshot(path=Path(PICTURES) / f"bilah-meja-{language}-{width}.png")
