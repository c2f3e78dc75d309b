"""What is chosen above a page can be read on a desk, and nothing is wider than a narrow phone."""

import os
from pathlib import Path

import pytest
from tests.functional.web.test_in_a_browser import DESK, SMALL, TOO_WIDE, WIDER_THAN_ITSELF, open_page
from tests.integration.web.province import REGENCY, enter

__all__ = ["open_page"]
pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
PICTURES = os.environ.get("BAHTERA_PICTURES", "")
CUT = """
() => [...document.querySelectorAll(".filters select")].flatMap((one) => {
    const style = getComputedStyle(one), pen = document.createElement("canvas").getContext("2d");
    pen.font = style.font;
    const said = one.selectedOptions[0].textContent.trim();
    const room = one.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
    return pen.measureText(said).width > room + 1 ? [`${said}: ${Math.round(room)}`] : [];
})
"""


@pytest.mark.parametrize("address", ["/ketik/", "/kertas/"], ids=["typing", "paper"])
def test_the_chosen_village_can_be_read(measured, bob, open_page, address):
    for width in (360, DESK):
        page = open_page(width, signed_in=bob)
        page.goto(page.site + address)
        chosen = page.locator(".filters select[name=desa] option:checked")
        assert chosen.inner_text().strip() == "Desa Pulau Contoh, Kecamatan Muara, Tanah Contoh"
        assert page.evaluate(WIDER_THAN_ITSELF) <= 0, page.evaluate(TOO_WIDE)
        if PICTURES:
            page.screenshot(path=Path(PICTURES) / f"pilihan{address.strip('/')}-{width}.png")
    assert page.viewport_size["width"] == DESK
    assert page.evaluate(CUT) == []


@pytest.mark.parametrize("width", [360, DESK])
def test_what_waits_can_be_read_on_the_first_page(visit, worked_out, open_page, width):
    visit("flagged")
    visit("accepted")
    worked_out()
    page = open_page(width, signed_in=enter("rina", "coordinator", [REGENCY]))
    page.goto(f"{page.site}/")
    card = page.locator(".card-deep")
    assert card.get_by_role("link").count() == 3
    assert page.evaluate(WIDER_THAN_ITSELF) <= 0, page.evaluate(TOO_WIDE)
    assert page.evaluate(SMALL) == []
    page.evaluate(page.axe)
    found = page.evaluate("axe.run({ resultTypes: ['violations'] })")["violations"]
    assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found] == []
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"beranda-{width}.png", full_page=True)
