"""Every page of the team's room on a phone, on a desk and printed: it fits, hinders nobody, and is white on paper."""

import json
import os
from pathlib import Path
from urllib.parse import urlencode

import pytest
from tests.fakes.blob_folders import blobs_in
from tests.fakes.places import add_places
from tests.fakes.two_rounds import MEASURE, OTHERS, TREATED, make_rounds
from tests.functional.web.test_in_a_browser import (
    DESK,
    SMALL,
    TOO_WIDE,
    WIDER_PHONE,
    WIDER_THAN_ITSELF,
    open_page,
)
from tests.integration.web.province import enter
from tests.integration.web.test_context_pages import Silent

from bahtera.access.api import SYSTEM
from bahtera.cli.demonstration.context import ensure_figures
from bahtera.documents import api as documents
from bahtera.publishing import api as publishing
from bahtera.results import api as results

__all__ = ["open_page"]
pytestmark = pytest.mark.slow
# In tables and lists of links a target is as large as WCAG 2.2 asks; everything else is a target for a thumb.
CRAMPED = SMALL.replace("r.height < 43.5", "r.height < (e.closest('td, th, .bullets') ? 23.5 : 43.5)")
PICTURES = os.environ.get("BAHTERA_PICTURES", "")
REGENCY, VILLAGE, INDICATOR = "63.10", TREATED[0], "IKK-D1-02"
ABOVE = {
    "63": "Kalimantan Contoh",
    REGENCY: "Tanah Contoh",
    "63.02": "Teluk Contoh",
    "63.10.05": "Muara",
    "63.02.05": "Hulu",
    "15": "Jambi",
    "36": "Banten",
}


@pytest.fixture
def rounds(transactional_db, tmp_path):
    add_places(ABOVE)
    made = make_rounds()
    for row in made:
        for village in (*TREATED, *OTHERS):
            results.refresh_village(row.id, village)
    ensure_figures(Silent())
    with blobs_in(tmp_path / "blobs"):
        yield made


@pytest.fixture
def paper(rounds):
    row = documents.order_document(
        documents.Kind.VILLAGE_SHEET, round_id=rounds[1].id, area=VILLAGE, actor=SYSTEM
    )
    publishing.make_document(row.id)
    return documents.document(row.id, actor=SYSTEM)


@pytest.fixture
def rooms(rounds, paper):
    before, after = rounds
    impact = {"sebelum": before.id, "sesudah": after.id, "ukuran": MEASURE, "desa": TREATED}
    whatif = {"wilayah": REGENCY, "butir": INDICATOR, "capai": 90}
    return {
        "beranda": "/",
        "wilayah": f"/wilayah/{REGENCY}/",
        "desa": f"/wilayah/{VILLAGE}/",
        "banding": f"/wilayah/{REGENCY}/banding/",
        "perubahan": f"/wilayah/{REGENCY}/perubahan/",
        "peta": f"/peta/?wilayah={REGENCY}",
        "konteks": "/konteks/",
        "deret": "/konteks/child-marriage-before-18/?wilayah=63",
        "impor": "/konteks/impor/",
        "kebutuhan": f"/kebutuhan/?wilayah={REGENCY}",
        "andai": f"/kebutuhan/andai/?{urlencode(whatif)}",
        "anggaran": f"/kebutuhan/anggaran/?wilayah={REGENCY}&anggaran=400000000",
        "peta-layanan": f"/kebutuhan/peta-layanan/?wilayah={REGENCY}&butir={INDICATOR}",
        "rencana": "/rencana/",
        "papan": "/rencana/papan/",
        "meleset": "/rencana/meleset/",
        "rencana-baru": f"/rencana/baru/?wilayah={VILLAGE}&indikator={INDICATOR}",
        "penilaian": "/rencana/penilaian/",
        "dokumen": "/dokumen/",
        "satu-dokumen": f"/dokumen/nomor/{paper.id}/",
        "periksa-dokumen": f"/dokumen/{paper.token}/",
        "dampak": "/dampak/",
        "dampak-dihitung": f"/dampak/?{urlencode(impact, doseq=True)}&mulai=2025-09-01",
        "kalender": "/kalender/",
        "laporan": "/laporan/",
    }


@pytest.mark.parametrize("width", [WIDER_PHONE, DESK])
def test_every_room_fits_can_be_touched_and_hinders_nobody(open_page, rooms, width):
    page = open_page(width, signed_in=enter("dita", "tpk2d", ["63"]))
    found = {}
    for name, address in rooms.items():
        answer = page.goto(f"{page.site}{address}")
        for fold in page.locator("main details").all():
            fold.evaluate("fold => { fold.open = true }")
        if PICTURES:
            page.screenshot(path=str(Path(PICTURES) / f"{name}-{width}.png"), full_page=True)
        page.evaluate(page.axe)
        broken = page.evaluate("axe.run({ resultTypes: ['violations'] })")["violations"]
        told = {
            "status": answer.status,
            "scroll": page.evaluate(WIDER_THAN_ITSELF),
            "wide": page.evaluate(TOO_WIDE),
            "small": page.evaluate(CRAMPED),
            "axe": [(one["id"], [node["html"] for node in one["nodes"]]) for one in broken],
        }
        if told != {"status": 200, "scroll": 0, "wide": [], "small": [], "axe": []}:
            found[name] = told
    assert not found, json.dumps(found, indent=1)


def test_every_room_prints_on_white_without_the_menu(open_page, rooms):
    page = open_page(DESK, signed_in=enter("dita", "tpk2d", ["63"]))
    page.emulate_media(media="print")
    for name, address in rooms.items():
        page.goto(f"{page.site}{address}")
        if PICTURES:
            page.pdf(path=str(Path(PICTURES) / f"{name}.pdf"), format="A4")
        assert not page.locator("header nav").first.is_visible(), name
        assert page.locator("h1").first.is_visible(), name
