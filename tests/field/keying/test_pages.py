"""The office's pages about typing in: a batch, its sheets and a comparison, on a desk and on a phone."""

import os
from pathlib import Path

import pytest
from tests.field.barriers import TOO_WIDE
from tests.field.keying.test_typing import opened, type_sheet

from bahtera.keying import api as keying
from bahtera.keying.models import Sample, SecondTyping

pytestmark = pytest.mark.slow
PICTURES = os.environ.get("BAHTERA_PICTURES", "")


def look(page, at, name):
    page.goto(at)
    check(page, name)


def check(page, name):
    assert page.evaluate(TOO_WIDE) == [], name
    page.evaluate(page.axe)
    found = page.evaluate("axe.run({ resultTypes: ['violations'] })")["violations"]
    assert [(v["id"], [n["html"] for n in v["nodes"]]) for v in found] == [], name
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"{name}.png", full_page=True)


@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_keeps_anybody_out(office, desk, width):
    Sample.objects.create(round_id=office.world.round_id, seed="uji", per_mille=1000)
    batch, sheets = office.batch(4)
    tuti, joko = office.actors["tuti"], office.actors["joko"]
    keying.leave_out(sheets[1], keying.Stage.MISSING, reason="tidak ada di map", actor=tuti)
    keying.begin(sheets[2], actor=joko)
    page = desk("tuti", width)
    opened(page, sheets[0])
    type_sheet(page, ["05112026", "", "", "1", "2", "Jalan Melati 5", "3"])
    check(page, f"mengetik-{width}")
    page.keyboard.press("Control+Enter")
    page.locator("#whose-entry").fill("Zubaidah Contoh")
    check(page, f"keluarga-siapa-{width}")
    page.keyboard.press("Enter")
    page.locator("#done").wait_for()
    check(page, f"terkirim-{width}")
    look(page, "/ketik/", f"bundel-daftar-{width}")
    look(page, f"/ketik/bundel/{batch}/", f"bundel-{width}")
    again = desk("joko", width)
    opened(again, sheets[0])
    type_sheet(again, ["06112026", "", "", "1", "2", "Jalan Melati 6", "4"])
    again.keyboard.press("Control+Enter")
    again.locator("#done").wait_for()
    rina = desk("rina", width)
    look(rina, "/ketik/banding/", f"banding-daftar-{width}")
    look(rina, f"/ketik/banding/{SecondTyping.objects.get().pk}/", f"banding-{width}")
    look(rina, f"/ketik/bundel/{batch}/", f"bundel-koordinator-{width}")
