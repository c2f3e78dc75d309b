"""The PIN of an open, a locked and a forgotten profile; with and without signal, and with a clock that lies."""

import pytest
from playwright.sync_api import expect
from tests.fakes.lost_replies import lose_reply
from tests.field.app.world import PIN
from tests.field.barriers import assert_no_barrier

from bahtera.access import api as access
from bahtera.access.models import Device

pytestmark = pytest.mark.slow
NEW = "905172"


def closed(phone):
    phone.reload()
    phone.page.locator(".pin-input").wait_for()


def unlock_code(phone):
    return access.make_unlock_code(Device.objects.get().pk, actor=phone.world.chief).code


def test_a_wrong_pin_says_how_many_tries_are_left_then_lets_one_wait(phone):
    page = phone.page
    closed(phone)
    for left in (9, 8, 7):
        phone.type_pin("111222")
        expect(page.get_by_role("alert")).to_contain_text(f"bisa dicoba {left} kali")
    phone.type_pin("111222")
    expect(page.get_by_role("alert")).to_contain_text("Tunggu 2")  # thirty seconds, counted down
    expect(page.locator(".pin-input")).to_be_disabled()
    assert_no_barrier(page)
    before = int("".join(filter(str.isdigit, page.locator(".pin-problem").inner_text().split("Tunggu")[1])))
    page.evaluate("Date.now = () => 9e12")
    page.wait_for_timeout(2500)
    after = int("".join(filter(str.isdigit, page.locator(".pin-problem").inner_text().split("Tunggu")[1])))
    assert 1 <= before - after <= 6, "neither stands still nor believes the phone's clock"


def test_the_screen_keys_and_a_keyboard_both_type(phone):
    page = phone.page
    closed(phone)
    keys = page.locator(".pin-keys")
    for digit in PIN[:3]:
        keys.get_by_role("button", name=digit, exact=True).click()
    keys.get_by_role("button", name="Hapus satu angka").click()
    expect(page.locator(".pin-dot-filled")).to_have_count(2)
    expect(page.get_by_role("status")).to_have_text("2 dari 6 angka")
    page.keyboard.press("x")
    for digit in PIN[2:]:
        keys.get_by_role("button", name=digit, exact=True).click()
    phone.is_open()


def test_ten_wrong_pins_lock_and_a_code_opens_without_signal(phone):
    page = phone.page
    code = None
    closed(phone)
    phone.kept()
    phone.guessed(9)
    phone.offline()
    phone.type_pin("111222")
    expect(page.get_by_text("Terkunci karena PIN salah sepuluh kali")).to_be_visible()
    assert_no_barrier(page)
    phone.reload()
    expect(page.get_by_text("Terkunci karena PIN salah sepuluh kali")).to_be_visible()
    code = unlock_code(phone)
    page.get_by_label("Kode pembuka").fill(access.shown_code(code))
    page.get_by_role("button", name="Lanjut").click()
    for label in ("Pilih PIN enam angka", "Ketik PIN itu sekali lagi"):
        page.get_by_label(label).wait_for()
        phone.type_pin(NEW)
    phone.is_open()
    phone.online()
    phone.go("/lainnya")  # the first thing that asks the site
    expect(page.get_by_text("Sungai Contoh")).to_be_visible()
    device = Device.objects.get()
    assert (device.locked_at, device.wrong_pins) == (None, 0)
    assert "pendingUnlock" not in phone.dump()
    phone.reload()
    phone.unlock(NEW)


def test_the_answer_to_the_code_is_lost_and_the_new_pin_still_signs_in(phone):
    page = phone.page
    closed(phone)
    page.get_by_role("button", name="Lupa PIN?").click()
    page.route("**/unlock", lose_reply)
    page.get_by_label("Kode pembuka").fill(unlock_code(phone))
    page.get_by_role("button", name="Lanjut").click()
    for label in ("Pilih PIN enam angka", "Ketik PIN itu sekali lagi"):
        page.get_by_label(label).wait_for()
        phone.type_pin(NEW)
    phone.is_open()
    page.unroute("**/unlock")
    phone.reload()
    phone.unlock(NEW)
    phone.go("/lainnya")
    expect(page.get_by_text("Sungai Contoh")).to_be_visible()


def test_a_code_of_another_phone_opens_nothing(phone, new_phone, world):
    other = new_phone()
    other.activate(world.code_for(world.hire("Dewi Lestari")))
    foreign = Device.objects.order_by("-enrolled_at").first()
    code = access.make_unlock_code(foreign.pk, actor=world.chief).code
    closed(phone)
    phone.page.get_by_role("button", name="Lupa PIN?").click()
    phone.page.get_by_label("Kode pembuka").fill(code)
    phone.page.get_by_role("button", name="Lanjut").click()
    for label in ("Pilih PIN enam angka", "Ketik PIN itu sekali lagi"):
        phone.page.get_by_label(label).wait_for()
        phone.type_pin(NEW)
    expect(phone.page.locator(".problem")).to_contain_text("tidak cocok untuk HP ini")
    phone.page.get_by_role("button", name="Saya ingat PIN-nya").click()
    phone.unlock(PIN)


@pytest.mark.parametrize("signal", [True, False], ids=["with signal", "without"])
def test_the_pin_is_changed_here_and_there(phone, signal):
    page = phone.page
    phone.kept()
    before = Device.objects.get().pin_hash
    phone.go("/lainnya/pin")
    if not signal:
        phone.offline()
    page.get_by_label("PIN sekarang").wait_for()
    phone.type_pin()
    for label in ("Pilih PIN enam angka", "Ketik PIN itu sekali lagi"):
        page.get_by_label(label).wait_for()
        phone.type_pin(NEW)
    expect(page.get_by_text("PIN sudah diganti")).to_be_visible()
    phone.reload()
    phone.type_pin(PIN)
    expect(page.get_by_text("PIN salah")).to_be_visible()
    phone.online()
    phone.unlock(NEW)
    phone.go("/lainnya")
    expect(page.get_by_text("Sungai Contoh")).to_be_visible()
    assert Device.objects.get().pin_hash != before
    assert Device.objects.get().wrong_pins == 0


def test_it_locks_by_hand_and_by_itself(phone):
    page = phone.page
    phone.go("/lainnya")
    page.get_by_role("button", name="Kunci sekarang").click()
    phone.unlock()
    expect(page.get_by_role("heading", level=1)).to_have_text("Siti Aminah (sintetis)")  # where it was
    page.get_by_label("Kunci sendiri bila tidak dipakai").select_option("2")
    page.evaluate("() => { const real = Date.now; Date.now = () => real() + 130_000; }")
    expect(page.locator(".pin-input")).to_be_visible(timeout=8_000)
    assert "Siti" not in page.locator("body").inner_text()


def test_a_clock_wrong_by_a_year_signs_in_all_the_same(new_phone, world):
    phone = new_phone()
    phone.page.add_init_script("{ const real = Date.now; Date.now = () => real() - 31_536_000_000; }")
    phone.open()
    phone.activate(world.code_for(world.hire()))
    phone.go("/lainnya")
    expect(phone.page.get_by_text("Sungai Contoh")).to_be_visible()
    phone.page.evaluate("() => { const real = Date.now; Date.now = () => real() + 63_072_000_000; }")
    phone.page.wait_for_timeout(6_000)  # idle, as far as anybody can tell
    phone.unlock()


def test_who_is_no_kader_at_present_is_told_and_loses_nothing(phone, world):
    from bahtera.access.models import RoleGrant

    phone.holds(visits=1)
    RoleGrant.objects.filter(role="kader").delete()
    phone.open()
    expect(phone.page.get_by_text("tidak tercatat sebagai kader")).to_be_visible()
    assert_no_barrier(phone.page)
    phone.unlock()
    phone.go("/lainnya/cadangan")
    expect(phone.page.get_by_text("1 kunjungan selesai, 0 belum selesai")).to_be_visible()
