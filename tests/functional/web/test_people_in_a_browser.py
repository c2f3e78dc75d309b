"""The pages of people, units, roles and decrees on a narrow phone, on a desk and on paper."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from tests.fakes.blob_folders import blobs_in
from tests.fakes.signing_in import entered
from tests.functional.web.test_in_a_browser import (
    DESK,
    LONG,
    PHONE,
    SMALL,
    TOO_WIDE,
    WIDER_PHONE,
    WIDER_THAN_ITSELF,
    open_page,
)
from tests.integration.web.province import REGENCY, VILLAGE

from bahtera.access import api as access
from bahtera.config import registrations
from bahtera.foundation import clock

__all__ = ["open_page"]
pytestmark = pytest.mark.slow
# Where pictures are kept for whoever wants to look at them; none are without it.
PICTURES = os.environ.get("BAHTERA_PICTURES", "")


@pytest.fixture
def today():
    return clock.today("Asia/Makassar")


@pytest.fixture
def office(measured, doubtful_visit, today, tmp_path):
    """A synthetic office: an agency with units of two kinds, decrees, people with roles and open work."""
    registrations.register_all()
    root = access.ensure_account(
        username="ratna", password="pw", full_name="Ratna (sintetis)", roles=["administrator"], areas=[""]
    )
    access.ensure_account(
        username="bima",
        password="pw",
        full_name="Bima (sintetis)",
        roles=["administrator", "supervisor"],
        areas=[REGENCY],
    )
    with blobs_in(tmp_path / "blobs"):
        agency = access.add_agency(
            "Dinas Sosial, Kependudukan, dan Pencatatan Sipil (sintetis)", area=REGENCY, actor=root
        )
        sosial = access.add_unit(agency, name="Bidang Sosial", kind="sosial", inbox="sosial", actor=root)
        access.add_unit(agency, name="Bidang Dukcapil", kind="dukcapil", inbox="dukcapil", actor=root)
        decree = access.register_decree(
            "400.2/12/SETDA/2026",
            about="Kader pendata keluarga",
            signed_on=today,
            signer="Bupati (sintetis)",
            area=REGENCY,
            valid_from=today,
            valid_to=today + timedelta(days=40),
            actor=root,
        )
        access.register_decree(
            LONG, signed_on=today, signer=LONG, area=REGENCY, valid_from=today, actor=root, about=LONG
        )
        access.warn_of_ending_decrees()
        people = {}
        for name in ("Siti Aminah (sintetis)", "Dewi Lestari (sintetis)", LONG):
            added = access.add_person(name, area=VILLAGE, actor=root)
            held = access.grant_role(
                added.id, role="kader", area=VILLAGE, valid_from=today, decree_id=decree, actor=root
            )
            people[name] = (added.id, held)
        siti, held = people["Siti Aminah (sintetis)"]
        dewi, _ = people["Dewi Lestari (sintetis)"]
        _, ended = people[LONG]
        access.place_person(siti, unit_id=sosial, title="Staf", valid_from=today, actor=root)
        access.issue_token(name="Siti Aminah", areas=[VILLAGE], actor=root, person_id=siti)
        access.issue_token(name="Kartu tanpa nama", areas=[VILLAGE], actor=root)
        access.declare_kin(siti, family_id=doubtful_visit.family_id or dewi, relation="own", actor=root)
        minutes = access.end_role(ended, actor=root, reason="Pindah ke kabupaten lain", taker_id=dewi)
    return {
        "home": "/",
        "people": "/orang/",
        "somebody new": "/orang/tambah/",
        "person": f"/orang/{siti}/",
        "person with long words": f"/orang/{people[LONG][0]}/",
        "role": f"/orang/{siti}/peran/",
        "end": f"/peran/{held}/akhiri/",
        "minutes": f"/serah-terima/{minutes}/",
        "units": "/unit/",
        "unit": f"/unit/{sosial}/",
        "new agency": "/unit/instansi/tambah/",
        "new unit": f"/unit/instansi/{agency}/tambah/",
        "decrees": "/sk/",
        "new decree": "/sk/tambah/",
        "decree": f"/sk/{decree}/",
        "phones": "/token/",
    }


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("width", [PHONE, WIDER_PHONE, DESK])
def test_every_page_fits_can_be_touched_and_has_no_barrier(open_page, office, width, language):
    page = open_page(width, signed_in=entered("bima"))
    page.context.add_cookies([{"name": "bahasa", "value": language, "url": page.site}])
    for name, address in office.items():
        assert page.goto(address).status == 200, name
        _keep_picture(page, f"{name}-{width}-{language}")
        for fold in page.locator("main details").all():
            fold.evaluate("fold => { fold.open = true }")
        assert page.locator("html").get_attribute("lang") == language
        assert page.evaluate(WIDER_THAN_ITSELF) <= 0, (name, page.evaluate(TOO_WIDE))
        assert page.evaluate(TOO_WIDE) == [], name
        assert page.evaluate(SMALL) == [], name
        page.evaluate(page.axe)
        found = page.evaluate("axe.run({ resultTypes: ['violations'] })")["violations"]
        assert [(v["id"], [n["html"] for n in v["nodes"]]) for v in found] == [], name


def test_the_minutes_fit_on_one_sheet(open_page, office):
    page = open_page(signed_in=entered("bima"))
    page.goto(office["minutes"])
    paper = page.pdf(format="A4", prefer_css_page_size=True)
    assert paper.count(b"/Type /Page\n") + paper.count(b"/Type /Page ") in {0, 1}
    page.emulate_media(media="print")
    assert not page.locator(".nav").is_visible()
    assert page.locator(".signatures").is_visible()
    # A4 less its margins, in CSS pixels.
    assert page.evaluate("document.body.scrollHeight") <= (297 - 32) * 96 / 25.4
    if PICTURES:
        Path(PICTURES, "minutes.pdf").write_bytes(paper)
        _keep_picture(page, "minutes-print")


def test_somebody_is_added_and_given_a_role_on_a_phone(open_page, office):
    page = open_page(PHONE, signed_in=entered("bima"))
    page.goto("/orang/")
    page.get_by_role("link", name="Tambah petugas").click()
    page.get_by_label("Nama lengkap").fill("Wati Kurnia")
    page.get_by_label("Wilayah tugas").fill("Pulau Contoh")
    page.get_by_label("Nama akun").fill("wati.kurnia")
    page.get_by_role("button", name="Tambahkan").click()
    assert page.locator(".first-password").inner_text().count("-") == 3
    _keep_picture(page, "added-360")
    page.get_by_role("link", name="Beri peran").click()
    page.get_by_label("Peran", exact=True).select_option(label="Koordinator kader")
    page.get_by_label("Berdasarkan SK").select_option(index=1)
    page.get_by_role("button", name="Berikan peran").click()
    assert "Peran diberikan." in page.locator("main").inner_text()
    assert "Koordinator kader" in page.locator("main").inner_text()


def _keep_picture(page, name):
    if PICTURES:
        page.screenshot(path=str(Path(PICTURES, f"{name.replace(' ', '-')}.png")), full_page=True)
