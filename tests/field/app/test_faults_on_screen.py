"""What a kader sees when the phone, the network, the clock or the app itself fails in the middle of her work."""

import base64
import hashlib
import re
import shutil

import pytest
from playwright.sync_api import expect
from tests.field.app.test_visiting import begin_in_vain, to_the_end
from tests.field.barriers import assert_no_barrier
from tests.field.conftest import BUILT
from tests.field.families import fill_block
from tests.field.sync.gate import gate_to

from bahtera.surveys import api as surveys
from bahtera.surveys.models import Submission

pytestmark = pytest.mark.slow

YEAR_MS = 31_536_000_000
CLOCK = (
    "off => { const real = Date.now.real ?? Date.now; Date.now = () => real() + off; Date.now.real = real; }"
)
KEPT = """async () => {
    let held = 0
    for (const name of await caches.keys()) held += (await (await caches.open(name)).keys()).length
    return held
}"""
CHANGED = "<!-- the next version -->"


@pytest.fixture
def gate(tmp_path, live_server, world):
    """The app as it is built, in a folder where a next version can be put, before the real site."""
    folder = tmp_path / "app"
    shutil.copytree(BUILT.parent, folder)
    with gate_to(folder, live_server.url) as made:
        yield made


@pytest.fixture
def kader(new_phone, gate, world):
    """A phone with five families on it, and the app kept."""
    phone = new_phone(at=gate.address)
    phone.activate(world.code_for(world.hire()))
    expect(phone.page.locator(".family-line")).to_have_count(5)
    phone.kept()
    return phone


def settled(phone):
    phone.until("document.querySelector('.visit-kept').title.includes('Tersimpan')")
    phone.page.wait_for_timeout(300)


def opened_again(phone):
    """The app is started anew where it was, and stands in the visit with its answer."""
    phone.reload()
    phone.type_pin()
    expect(phone.page.locator(".pager h1")).to_be_visible(timeout=40_000)
    expect(phone.page.locator("input[value='tidak_ditemukan']")).to_be_checked()


def jump(phone, years):
    """Set the phone's clock wrong by so much; a jump ahead looks like a phone left alone, and locks."""
    phone.page.evaluate(CLOCK, years * YEAR_MS)
    phone.page.wait_for_timeout(6_000)
    if phone.page.locator(".pin-input").is_visible():
        phone.type_pin()
        phone.page.locator(".top-bar, .bottom-bar").first.wait_for()


def put_next_version(folder):
    """Publish a build that differs in its page alone."""
    page, worker = folder / "index.html", folder / "worker.js"
    page.write_text(page.read_text(encoding="utf-8") + CHANGED, encoding="utf-8")
    fresh = base64.b64encode(hashlib.sha256(page.read_bytes()).digest()).decode()
    text = re.sub(r'("index.html":"sha256-)[^"]+', rf"\g<1>{fresh}", worker.read_text(encoding="utf-8"))
    worker.write_text(re.sub(r"([`\"'])[0-9a-f]{12}\1", r"\1aaaaaaaaaaaa\1", text, count=1), encoding="utf-8")


def test_a_next_version_waits_until_the_visit_is_put_down(kader, gate):
    page = kader.page
    kader.expected.append("connection is closing")  # a reading that the restart cut off
    begin_in_vain(kader, "Budi")
    settled(kader)
    put_next_version(gate.folder)
    page.evaluate("navigator.serviceWorker.getRegistration().then(found => found.update())")
    kader.until("navigator.serviceWorker.getRegistration().then(found => found.waiting !== null)")
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    page.wait_for_timeout(600)
    expect(page.get_by_text("Versi baru siap dipakai")).to_have_count(0)
    page.get_by_role("button", name=re.compile("Bagian")).click()
    page.get_by_role("button", name="Simpan, lanjut lain waktu").click()
    expect(page.get_by_role("button", name="Lanjutkan")).to_be_visible()
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(page.get_by_text("Versi baru siap dipakai")).to_be_visible()
    with page.expect_navigation():
        page.get_by_role("button", name="Pakai sekarang").click()
    kader.unlock()
    assert page.evaluate("caches.keys()") == ["bahtera-app-aaaaaaaaaaaa"]
    page.get_by_role("button", name="Lanjutkan").click()
    expect(page.locator("input[value='tidak_ditemukan']")).to_be_checked()
    to_the_end(kader)
    kader.until("document.querySelector('main').textContent.includes('Sudah sampai di server')")
    assert kader.at_site(Submission.objects.count) == 1


def test_code_that_was_cleared_in_mid_visit_costs_nothing(kader):
    page = kader.page
    begin_in_vain(kader, "Budi")
    settled(kader)
    kader.offline()
    page.evaluate("caches.keys().then(all => Promise.all(all.map(one => caches.delete(one))))")
    to_the_end(kader)
    expect(page.locator("main")).to_contain_text("Tersimpan di HP ini")
    kader.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text("Aplikasi perlu diunduh lagi")
    kader.online()
    kader.open()
    kader.unlock()
    kader.until("!/menunggu|Mengirim/.test(document.querySelector('main').textContent)")
    kader.go("/keluarga")
    expect(page.get_by_role("link", name=re.compile("Budi"))).to_contain_text("Diperiksa server")
    assert kader.at_site(Submission.objects.count) == 1


def test_code_that_was_cleared_comes_back_whole_while_there_is_signal(kader):
    page = kader.page
    whole = page.evaluate(KEPT)
    page.evaluate("caches.keys().then(all => Promise.all(all.map(one => caches.delete(one))))")
    kader.open()
    kader.unlock()
    for _ in range(100):
        if page.evaluate(KEPT) == whole:
            break
        page.wait_for_timeout(100)
    assert page.evaluate(KEPT) == whole > 30
    kader.offline()
    kader.open()
    kader.unlock()
    for to, title in (
        ("/desa", "Sungai Contoh"),
        ("/kiriman", "Kiriman"),
        ("/darurat", "Bila ada kekerasan"),
    ):
        kader.go(to)
        expect(page.locator("h1:visible")).to_contain_text(title)


def test_a_full_phone_says_so_keeps_the_answer_and_writes_it_when_there_is_room(kader):
    page = kader.page
    begin_in_vain(kader, "Budi")
    settled(kader)
    room = page.context.new_cdp_session(page)
    here = {"origin": page.evaluate("location.origin")}
    room.send("Storage.overrideQuotaForOrigin", here | {"quotaSize": 1})
    full = page.locator(".pager p", has_text="HP penuh. Jawaban terakhir belum tersimpan")
    for turn in range(90):  # the browser looks at the room there is every half minute
        if full.is_visible():
            break
        fill_block(page, {"hasil_kunjungan": ("pindah", "tidak_ditemukan")[turn % 2]})
        page.wait_for_timeout(500)
    expect(full).to_be_visible()
    fill_block(page, {"hasil_kunjungan": "tidak_ditemukan"})
    room.send("Storage.overrideQuotaForOrigin", here)
    expect(full).to_have_count(0, timeout=60_000)  # it is tried again by itself, too
    settled(kader)
    opened_again(kader)


def test_a_clock_a_year_behind_that_jumps_ahead_in_mid_visit_spoils_nothing(kader, world):
    page = kader.page
    jump(kader, -1)
    begin_in_vain(kader, "Budi")
    settled(kader)
    jump(kader, 2)
    expect(page.locator(".pager h1")).to_be_visible()
    to_the_end(kader)
    expect(page.locator("main")).to_contain_text("Sudah sampai di server")
    detail = kader.at_site(lambda: surveys.get_submission(Submission.objects.get().pk, actor=world.chief))
    assert all(0 <= spent < 600_000 for spent in detail.pace.values()), detail.pace
    kader.go("/keluarga")
    expect(page.get_by_role("link", name=re.compile("Budi"))).to_contain_text("Diperiksa server")


def test_a_wrong_clock_is_said_where_the_next_visit_begins(kader):
    page = kader.page
    expect(page.get_by_text("Jam HP ini salah")).to_have_count(0)
    jump(kader, -1)
    kader.go("/kiriman")
    page.get_by_role("button", name="Kirim sekarang").click()
    expect(page.get_by_text("Jam HP ini salah: menunjukkan")).to_contain_text("padahal sekarang")
    kader.go("/keluarga")
    expect(page.get_by_text("Jam HP ini salah")).to_be_visible()
    assert_no_barrier(page)
    jump(kader, 0)
    page.evaluate("dispatchEvent(new Event('online'))")
    kader.go("/kiriman")
    page.get_by_role("button", name="Kirim sekarang").click()
    expect(page.get_by_text("Jam HP ini salah")).to_have_count(0)


def test_a_clock_that_goes_back_leaves_a_date_to_correct_and_nothing_is_lost(kader):
    page = kader.page
    jump(kader, 1)
    begin_in_vain(kader, "Budi")
    settled(kader)
    jump(kader, -2)
    page.get_by_role("button", name=re.compile("Bagian")).click()
    page.get_by_role("button", name="Periksa dan selesaikan").click()
    expect(page.locator("main")).to_contain_text("Tanggal kunjungan")
    jump(kader, 1)
    to_the_end(kader)
    expect(page.locator("main")).to_contain_text("Sudah sampai di server")
    assert kader.at_site(Submission.objects.count) == 1


def test_signal_that_goes_while_a_visit_is_on_its_way(kader, gate):
    page = kader.page
    begin_in_vain(kader, "Budi")
    settled(kader)
    gate.bytes_per_second = 600
    to_the_end(kader)
    page.wait_for_timeout(700)
    kader.offline()
    page.wait_for_timeout(1_500)
    kader.go("/kiriman")
    expect(page.locator("main")).to_contain_text("1 menunggu dikirim")
    gate.bytes_per_second = 0
    kader.online()
    page.get_by_role("button", name="Kirim sekarang").click()
    expect(page.locator("main")).to_contain_text("Jumlahnya cocok")
    expect(page.locator("main")).to_contain_text("0 menunggu dikirim")
    assert kader.at_site(Submission.objects.count) == 1


@pytest.mark.parametrize(
    ("fault", "said", "stored"),
    [
        ("busy", "Server sedang sibuk", 0),
        ("portal", "meminta login dulu", 0),
        ("kept, reply lost", "Tidak ada sinyal", 1),
        ("kept, then portal", "meminta login dulu", 1),
    ],
)
def test_what_the_network_answers_in_the_sites_place_is_said(kader, gate, fault, said, stored):
    page = kader.page
    kader.offline()
    begin_in_vain(kader, "Budi")
    to_the_end(kader)
    kader.go("/kiriman")
    gate.faults.extend([fault] * 12)
    kader.online()
    page.get_by_role("button", name="Kirim sekarang").click()
    expect(page.locator("main")).to_contain_text(said)
    expect(page.locator("main")).to_contain_text("1 menunggu dikirim")
    gate.faults.clear()
    page.get_by_role("button", name="Kirim sekarang").click()
    expect(page.locator("main")).to_contain_text("Jumlahnya cocok")
    expect(page.locator("main")).to_contain_text("0 menunggu dikirim")
    assert kader.at_site(Submission.objects.count) == 1, stored
