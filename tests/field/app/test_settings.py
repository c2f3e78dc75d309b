"""What belongs to a phone: a backup taken to another, one's relatives, the language, what the app says of itself."""

import re

import pytest
from playwright.sync_api import expect
from tests.field.barriers import assert_no_barrier

from bahtera.access.models import Kin

pytestmark = pytest.mark.slow


def test_a_backup_goes_to_another_phone_by_its_code(phone, new_phone, world, tmp_path):
    page = phone.page
    phone.holds(visits=3, drafts=1, photos=1)
    page.context.set_offline(False)
    phone.page.route("**/api/v1/field/visits", lambda route: route.abort())
    phone.open()
    phone.unlock()
    phone.go("/lainnya/cadangan")
    expect(page.get_by_text("3 kunjungan selesai, 1 belum selesai")).to_be_visible()
    assert_no_barrier(page)
    page.get_by_role("button", name="Buat berkas cadangan").click()
    code = page.locator(".backup-code").inner_text()
    with page.expect_download() as caught:
        page.get_by_role("button", name="Simpan atau kirim berkas").click()
    file = tmp_path / caught.value.suggested_filename
    caught.value.save_as(file)
    assert_no_barrier(page)
    assert b"sintetis" not in file.read_bytes()

    other = new_phone()
    other.activate(world.code_for(world.hire("Dewi Lestari")))
    other.page.route("**/api/v1/field/visits", lambda route: route.abort())
    other.go("/lainnya/cadangan")
    other.page.get_by_label("Berkas cadangan (.bahtera)").set_input_files(file)
    for typed, said in (("AAAAA-AAAAA", "salah ketik"), ("0000000000-0000000000", "tidak cocok")):
        other.page.get_by_label("Kode berkas").fill(typed)
        other.page.get_by_role("button", name="Masukkan", exact=True).click()
        expect(other.page.get_by_role("alert").filter(has_text=said)).to_be_visible()
    for told in (
        "3 kunjungan dan 1 isian dimasukkan. 0 sudah ada.",
        "0 kunjungan dan 0 isian dimasukkan. 4 sudah ada.",
    ):
        other.page.get_by_label("Kode berkas").fill(code)
        other.page.get_by_role("button", name="Masukkan", exact=True).click()
        expect(other.page.get_by_text(told)).to_be_visible()
    assert_no_barrier(other.page)
    damaged = tmp_path / "rusak.bahtera"
    damaged.write_bytes(file.read_bytes()[:-9])
    other.page.get_by_label("Berkas cadangan (.bahtera)").set_input_files(damaged)
    other.page.get_by_label("Kode berkas").fill(code)
    other.page.get_by_role("button", name="Masukkan", exact=True).click()
    expect(other.page.get_by_text("Berkas ini tidak lengkap")).to_be_visible()


def test_ones_own_household_is_left_to_another(phone):
    page = phone.page
    expect(page.get_by_text("Ada keluarga Anda sendiri di daftar?")).to_be_visible(timeout=20_000)
    assert_no_barrier(page)
    page.get_by_role("button", name="Ada, pilih").click()
    page.get_by_label("Cari nama kepala keluarga").fill("citra")
    expect(page.locator(".row")).to_have_count(1)
    expect(page.locator(".row")).to_contain_text("RT 3 / RW 1 · Jalan Contoh (sintetis)")
    page.get_by_role("button", name="Citra Kepala").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("RT 3 / RW 1 · Jalan Contoh (sintetis)")
    expect(dialog).to_contain_text("Pastikan keluarganya benar")
    assert_no_barrier(page)
    page.get_by_label("Kakak atau adik").check()
    page.get_by_role("button", name="Serahkan kepada kader lain").click()
    expect(page.get_by_text("keluar dari daftar Anda")).to_be_visible()
    expect(page.locator(".row")).to_have_count(0)
    assert Kin.objects.get().relation == "sibling"
    phone.go("/")
    expect(page.get_by_text("Ada keluarga Anda sendiri di daftar?")).to_have_count(0)
    expect(page.get_by_text("Budi Kepala")).to_be_visible()
    expect(page.get_by_text("Citra Kepala")).to_have_count(0)


def test_the_app_speaks_english_from_then_on_also_before_the_pin(phone):
    page = phone.page
    phone.go("/lainnya")
    page.get_by_label("Bahasa aplikasi").select_option("en")
    expect(page.get_by_role("button", name="Lock now")).to_be_visible()
    assert page.evaluate("document.documentElement.lang") == "en"
    assert_no_barrier(page)
    phone.reload()
    expect(page.get_by_label("Enter your PIN")).to_be_visible()
    phone.unlock()
    expect(page.get_by_role("button", name="Lock now")).to_be_visible()


def test_it_says_what_it_is_and_whether_it_stays(phone):
    page = phone.page
    phone.go("/lainnya/aplikasi")
    expect(page.get_by_text("Terpakai:")).to_be_visible()
    expect(page.get_by_text("0.1.0 (")).to_be_visible(timeout=60_000)
    page.get_by_role("button", name="Cari versi baru").click()
    expect(page.get_by_text("Ini versi terbaru.")).to_be_visible(timeout=20_000)
    assert_no_barrier(page)


@pytest.mark.parametrize(
    "at", ["/lainnya", "/lainnya/pin", "/lainnya/cadangan", "/lainnya/kerabat", "/tidak/ada"]
)
def test_every_screen_lets_everybody_through_at_any_size(phone, at):
    phone.go(at)
    for width, height in ((320, 256), (390, 844), (1280, 800)):  # the first is 1280 at 400 %
        phone.page.set_viewport_size({"width": width, "height": height})
        phone.page.locator("h1:visible").wait_for()
        assert_no_barrier(phone.page)


def test_the_emergency_numbers_lie_over_what_is_open_and_change_nothing(phone):
    page = phone.page
    phone.go("/lainnya/cadangan")
    page.get_by_label("Kode berkas").fill("ABCDE")
    page.get_by_role("button", name="Darurat").click()
    expect(page.locator("h1:visible")).to_have_count(1)
    wrong = page.locator(".care-dont")
    expect(wrong.get_by_role("heading")).to_have_text("Jangan")
    assert [line for line in wrong.locator("li").all_inner_texts() if line.startswith("Tidak")] == []
    printed = page.pdf(format="A4", prefer_css_page_size=True)
    [(width, height)] = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", printed)
    assert (round(float(width)), round(float(height))) == (420, 595), "one sheet of A5"
    page.go_back()
    expect(page.get_by_label("Kode berkas")).to_have_value("ABCDE")
