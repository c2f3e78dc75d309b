"""A visit with its private part, from a kader's hand to UPTD PPA; and the emergency card over everything."""

import json
import re

import pytest
from playwright.sync_api import expect
from tests.field.app.test_visiting import fill_visit
from tests.field.barriers import assert_no_barrier
from tests.field.families import golden

from bahtera.access import api as access
from bahtera.confided import api as confided
from bahtera.confided.models import HelpBox, SealedAnswers
from bahtera.foundation.audit import entries
from bahtera.surveys.models import Submission

pytestmark = pytest.mark.slow

STORED = """async () => {
  const told = {};
  for (const { name } of await indexedDB.databases()) {
    const db = await new Promise((go) => { const r = indexedDB.open(name); r.onsuccess = () => go(r.result); });
    for (const store of db.objectStoreNames) {
      const rows = await new Promise((go) => {
        const r = db.transaction(store).objectStore(store).getAll(); r.onsuccess = () => go(r.result);
      });
      told[`${name} ${store}`] = rows.map((row) => JSON.stringify(row, (_, value) =>
        value instanceof Uint8Array ? `bytes ${value.length}` : value));
    }
    db.close();
  }
  return JSON.stringify([told, JSON.stringify(localStorage), JSON.stringify(sessionStorage), await caches.keys()]);
}"""


def begin_visit(page, head="Dewi"):
    page.get_by_role("link", name=re.compile(head)).click()
    page.get_by_role("button", name="Mulai kunjungan").click()
    page.locator(".pager h1").wait_for()


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()


def answer_alone(page):
    press(page, "Mulai")
    for at in range(4):
        expect(page.get_by_text(f"{at + 1} dari 4")).to_be_visible()
        page.get_by_label("Ya", exact=True).check()
        press(page, "Lanjut")
    page.get_by_label(re.compile("Saya setuju")).check()
    press(page, "Lanjut")
    page.get_by_label("Pesan WhatsApp").check()
    page.get_by_label(re.compile("Nomor, atau")).fill("0812-0000-0000")
    page.get_by_label(re.compile("Pesan .boleh")).fill("Tolong datang")
    press(page, "Segel untuk UPTD PPA")
    press(page, "Selesai, kembalikan HP")


def test_what_is_confided_reaches_who_it_is_for_and_nobody_else(phone, world):
    page = phone.page
    begin_visit(page)
    fill_visit(page, golden("000 all yes (sintetis)"))
    press(page, "Selesai")
    expect(page.get_by_role("heading", level=1)).to_have_text("Bagian pribadi")
    assert_no_barrier(page)
    press(page, "Ya, ada")
    press(page, "Kembali ke kunjungan, coba lagi nanti")
    expect(page.get_by_role("heading", level=1)).to_have_text("Periksa dan selesaikan")
    press(page, "Selesai")
    press(page, "Tidak ada")
    press(page, "Bersedia: serahkan HP")
    assert_no_barrier(page)
    phone.reload()  # the battery, in her hands
    phone.type_pin()
    expect(page.get_by_role("heading", level=1)).to_have_text("Periksa dan selesaikan", timeout=30_000)
    press(page, "Selesai")
    expect(page.get_by_role("heading", level=1)).to_have_text("Kunjungan selesai")
    expect(page.locator("main")).to_contain_text("Sudah sampai di server")
    assert SealedAnswers.objects.get().asked == "ditanyakan", "it was asked, and is not asked again"


def test_a_call_for_help_is_read_by_uptd_alone(phone, world):
    page = phone.page
    begin_visit(page, "Budi")
    fill_visit(page, golden("000 all yes (sintetis)"))
    phone.offline()
    press(page, "Selesai")
    press(page, "Tidak ada")
    press(page, "Bersedia: serahkan HP")
    answer_alone(page)
    press(page, "Lanjutkan kunjungan")
    expect(page.get_by_role("heading", level=1)).to_have_text("Kunjungan selesai")
    stored = page.evaluate(STORED)
    assert not re.search("konflik|0812|Tolong|ditanyakan", stored)
    phone.online()
    phone.go("/kiriman")
    press(page, "Kirim sekarang")
    expect(page.get_by_role("button", name="Kirim sekarang")).to_be_enabled()
    row = Submission.objects.get()
    assert SealedAnswers.objects.get().visit_id == row.pk
    box = HelpBox.objects.get()
    laila = access.Actor.over("user:77", "Laila", frozenset({"case_worker"}), (box.regency_code,))
    [call] = confided.open_help_calls([box.pk], actor=laila, purpose=access.Purpose.PROTECTION).values()
    assert (call.contact, call.words, call.ways) == ("0812-0000-0000", "Tolong datang", ("wa",))
    told = json.dumps(
        [[one.action, one.subject, dict(one.details)] for one in entries(size=500).items], default=str
    )
    assert not re.search("konflik|0812|Tolong|ditanyakan", told)


def add_offices(*names, address):
    """Put offices that help near the kader's village."""
    root = access.ensure_account(
        username="chandra", password="x" * 12, full_name="Chandra", roles=["administrator"], areas=[""]
    )
    agency = access.add_agency("Dinas PPPA Contoh (sintetis)", area="63.02", actor=root)
    for at, name in enumerate(names):
        access.add_unit(
            agency,
            name=name,
            kind="uptd_ppa",
            inbox=f"uptd-contoh-{at}",
            actor=root,
            counter=access.Counter("0518-000 000", "0812-0000-0000", address),
        )


def test_the_emergency_card_is_one_press_away_and_leaves_no_trace(new_phone, world):
    add_offices("UPTD PPA Tanah Contoh (sintetis)", address="Jalan Contoh 1")
    phone = new_phone()
    page = phone.page
    with page.expect_response(re.compile("field/care"), timeout=60_000):
        phone.activate(world.code_for(world.hire()))
    expect(page.locator(".family-line").first).to_be_visible()
    phone.kept()
    page.wait_for_load_state("networkidle")
    phone.offline()
    requests = []
    page.on("request", lambda request: requests.append(request.url))
    for at in ("/keluarga", "/desa", "/lainnya", "visit"):
        if at == "visit":
            phone.go("/keluarga")
            begin_visit(page)
        else:
            phone.go(at)
        page.get_by_role("button", name="Darurat").wait_for()
        page.wait_for_timeout(300)
        before, address = page.evaluate(STORED), page.url
        requests.clear()
        page.get_by_role("button", name="Darurat").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Bila ada kekerasan atau bahaya")
        expect(page.get_by_text("UPTD PPA Tanah Contoh (sintetis)")).to_be_visible()
        assert_no_barrier(page)
        assert page.url == address, "the browser's own list of visited pages does not name the card"
        press(page, "Kembali")
        expect(page.get_by_role("heading", level=1)).not_to_have_text("Bila ada kekerasan atau bahaya")
        assert page.evaluate(STORED) == before
        assert [one for one in requests if "/assets/" not in one] == []
    page.get_by_role("button", name="Darurat").click()
    hrefs = {one.get_attribute("href") for one in page.locator("main a").all()}
    assert hrefs == {
        "tel:112",
        "tel:129",
        "https://wa.me/628111129129",
        "tel:0518000000",
        "https://wa.me/6281200000000",
    }


def test_the_card_prints_on_one_sheet_with_three_offices(new_phone, world):
    add_offices(
        *(f"UPTD Perlindungan Perempuan dan Anak Tanah Contoh {at} (sintetis)" for at in (1, 2, 3)),
        address="Jalan Jenderal Contoh Nomor 123, Kecamatan Muara Contoh",
    )
    phone = new_phone()
    page = phone.page
    with page.expect_response(re.compile("field/care"), timeout=60_000):
        phone.activate(world.code_for(world.hire()))
    page.get_by_role("button", name="Darurat").click()
    expect(page.locator(".care-unit")).to_have_count(3)
    assert _pages(page.pdf(prefer_css_page_size=True)) == [(420, 595)], "one sheet of A5"
    assert len(_pages(page.pdf(format="A4"))) == 1, "one of A4 where the paper cannot be chosen"
    page.set_viewport_size({"width": 500, "height": 720})
    page.emulate_media(media="print")
    wrong = page.locator(".care-dont")
    assert wrong.bounding_box()["y"] == page.locator(".care-do").bounding_box()["y"], "side by side"


def _pages(pdf):
    """Return width and height of each page, in points."""
    found = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", pdf)
    return [(round(float(width)), round(float(height))) for width, height in found]


def test_the_card_opens_before_the_pin_too(new_phone, world):
    phone = new_phone()
    phone.activate(world.code_for(world.hire()))
    phone.reload()
    page = phone.page
    page.locator(".pin-input:enabled").wait_for()
    page.get_by_role("button", name="Darurat").click()
    expect(page.locator("main a").first).to_have_attribute("href", "tel:112")
    expect(page.get_by_text("Nomor UPTD PPA tampil di sini setelah PIN")).to_be_visible()
    assert_no_barrier(page)
