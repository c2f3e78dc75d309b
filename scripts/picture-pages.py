"""Takes the pictures of docs/images from a running site with the synthetic province.

    .venv/bin/python scripts/picture-pages.py http://127.0.0.1:8000 ACCOUNT PASSWORD

The site is filled by `bahtera demo`, which prints the accounts: take the one of the province's supervisor. Chromium is
the one that `scripts/system-packages` installs.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from playwright.sync_api import sync_playwright

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

IMAGES: Final = Path(__file__).resolve().parents[1] / "docs" / "images"
VILLAGE: Final = "/wilayah/63.06.10.2009/"
WAITING: Final = "/periksa/?keadaan=accepted"
_TRIES: Final = 4
_NEXT_CODE: Final = 31_000
DESK, PHONE = (1280, 1120), (390, 844)


def main(address: str, account: str, password: str) -> None:
    """Take every picture of the site at the address, as the account sees it."""
    with sync_playwright() as playwright:
        chromium = shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        desk, phone = (_new_page(browser, size) for size in (DESK, PHONE))
        for page in (desk, phone):
            _sign_in(page, address, account, password)
        _take(desk, f"{address}/", "home")
        _take(_new_page(browser, DESK), f"{address}/masuk/", "sign-in")
        _take(desk, f"{address}/periksa/", "review")
        _take(desk, f"{address}{VILLAGE}", "village", height=1540)
        _take(phone, f"{address}{VILLAGE}", "village-phone")
        family = _first_family(desk, address)
        _take(desk, family, "family")
        _take(phone, family, "family-phone")
        browser.close()


def _new_page(browser: Browser, size: tuple[int, int]) -> Page:
    width, height = size
    return browser.new_context(locale="id-ID", viewport={"width": width, "height": height}).new_page()


def _sign_in(page: Page, address: str, account: str, password: str) -> None:
    page.goto(f"{address}/masuk/")
    page.locator("input[autocomplete=username]").fill(account)
    page.locator("input[type=password]").fill(password)
    page.keyboard.press("Enter")
    page.wait_for_load_state("networkidle")
    code = page.locator("#kode")
    for _ in range(_TRIES):
        if not code.count():
            break
        if code.input_value():  # a demonstration fills it in; each code works once
            page.keyboard.press("Enter")
            page.wait_for_load_state("networkidle")
        else:
            page.wait_for_timeout(_NEXT_CODE)
            page.reload()
    page.wait_for_url(f"{address}/")


def _first_family(page: Page, address: str) -> str:
    """Return the address of a family in the middle category: something met, something not."""
    page.goto(address + WAITING)
    family = page.locator("main li", has_text="Sedang").locator("a[href*='/periksa/']").first
    found = family.get_attribute("href")
    assert found, "no family that waits for a supervisor: fill the site with bahtera demo"
    return address + found.partition("?")[0]


def _take(page: Page, address: str, name: str, *, height: int | None = None) -> None:
    size = page.viewport_size
    assert size is not None
    if height is not None:
        page.set_viewport_size({"width": size["width"], "height": height})
    page.goto(address, wait_until="networkidle")
    page.screenshot(path=IMAGES / f"{name}.png")
    page.set_viewport_size(size)


if __name__ == "__main__":
    main(sys.argv[1].rstrip("/"), sys.argv[2], sys.argv[3])
