"""The map that pans and zooms, on a phone and on a desk: opened, read by keyboard, closed; without script a drawing."""

import os
from pathlib import Path

import pytest
from tests.fakes.blob_folders import blobs_in
from tests.fakes.boundary_files import geojson, square
from tests.functional.web.test_in_a_browser import DESK, TOO_WIDE, WIDER_THAN_ITSELF, open_page
from tests.integration.web.province import NEIGHBOUR, REGENCY, VILLAGE

from bahtera.areas import api as area_api
from bahtera.areas.models import Area

__all__ = ["open_page"]
pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
PICTURES = os.environ.get("BAHTERA_PICTURES", "")
OUTSIDE_THE_MAP = TOO_WIDE.replace(".table-wrap,", ".table-wrap, .map-canvas,")


@pytest.fixture
def bounded(village_results, tmp_path):
    Area.objects.filter(code__startswith=REGENCY).update(latitude=-3.05, longitude=115.05)
    file = geojson(
        tmp_path / "a.json",
        ({"kode": VILLAGE}, square(115, -3)),
        ({"kode": NEIGHBOUR}, square(115.1, -3)),
    )
    area_api.import_boundaries(file, area_api.FileNotes("BIG (uji)", "2024"), actor_key="system")


def faults(page):
    page.evaluate(page.axe)
    found = page.evaluate("axe.run({ resultTypes: ['violations'] })")["violations"]
    return [(one["id"], [node["html"] for node in one["nodes"]]) for one in found]


def picture(page, name):
    if PICTURES:
        page.screenshot(path=str(Path(PICTURES) / f"{name}.png"), full_page=True)


@pytest.mark.parametrize("width", [390, DESK])
def test_the_map_opens_tells_by_keyboard_and_closes(open_page, chelsea, bounded, width):
    page = open_page(width, signed_in=chelsea)
    page.goto(f"{page.site}/peta/?wilayah={REGENCY}")
    picture(page, f"peta-gambar-{width}")
    assert faults(page) == []
    page.get_by_role("button", name="Geser dan perbesar").click()
    area = page.locator(f"path.area[aria-label^='{Area.objects.get(code=VILLAGE).name}']")
    area.wait_for()
    assert page.evaluate(WIDER_THAN_ITSELF) <= 0
    assert page.evaluate(OUTSIDE_THE_MAP) == []
    fill = area.evaluate("one => getComputedStyle(one).fill")
    drawn = page.locator(f"[data-map-drawing] [data-code='{VILLAGE}']")
    assert fill == drawn.evaluate("one => getComputedStyle(one).fill")
    area.focus()
    page.keyboard.press("Enter")
    popup = page.locator(".leaflet-popup-content")
    popup.wait_for()
    page.wait_for_function("() => getComputedStyle(document.querySelector('.leaflet-popup')).opacity === '1'")
    assert popup.locator("a").get_attribute("href") == f"/wilayah/{VILLAGE}/"
    picture(page, f"peta-hidup-{width}")
    assert faults(page) == []
    before = area.evaluate("one => one.getBoundingClientRect().width")
    page.get_by_role("button", name="Perbesar", exact=True).click()
    page.wait_for_function(
        "([path, before]) => document.querySelector(path).getBoundingClientRect().width > before",
        arg=[f"path.area[aria-label^='{Area.objects.get(code=VILLAGE).name}']", before],
    )
    page.get_by_role("button", name="Kembali ke gambar").click()
    assert drawn.is_visible()
    page.emulate_media(media="print")
    assert not page.locator(".map-canvas").is_visible()


def test_without_script_the_drawing_stands_and_nothing_is_offered_in_vain(open_page, chelsea, bounded):
    page = open_page(390, script=False, signed_in=chelsea)
    page.goto(f"{page.site}/peta/?wilayah={REGENCY}")
    assert page.locator(f"[data-map-drawing] [data-code='{VILLAGE}']").is_visible()
    assert not page.locator("button[aria-controls='peta-bingkai']").is_visible()


@pytest.mark.parametrize("width", [390, DESK])
def test_a_file_of_boundaries_is_sent_and_shown_before_it_counts(open_page, alice, bounded, tmp_path, width):
    sent = geojson(
        tmp_path / "desa.geojson",
        ({"kode": VILLAGE, "nama": "Pulau Contoh"}, square(115, -3)),
        ({"kode": "63.1", "nama": "Nol Hilang"}, square(115.3, -3)),
        ({"kode": "99.99.99.2001", "nama": "Tidak Dikenal"}, square(115.4, -3)),
    )
    with blobs_in(tmp_path / "blobs"):
        page = open_page(width, signed_in=alice)
        page.goto(f"{page.site}/peta/batas/")
        picture(page, f"batas-{width}")
        assert faults(page) == []
        page.set_input_files("#berkas", str(sent))
        page.fill("#sumber", "BIG, Rupabumi")
        page.fill("#tanggal", "2024")
        page.get_by_role("button", name="Baca berkas").click()
        page.get_by_role("button", name="Pakai berkas ini di peta").wait_for()
        picture(page, f"batas-laporan-{width}")
        assert page.evaluate(TOO_WIDE) == []
        assert faults(page) == []
        page.get_by_role("button", name="Pakai berkas ini di peta").click()
        page.get_by_text("Tarik kembali").or_(page.get_by_text("Batalkan")).first.wait_for()
