"""From a supervisor's code to an open app, whatever comes between."""

import re

import pytest
from playwright.sync_api import expect
from tests.fakes.lost_replies import lose_reply
from tests.field.app.world import PIN, VILLAGE
from tests.field.barriers import assert_no_barrier

from bahtera.access.models import Device

pytestmark = pytest.mark.slow
ENROL = re.compile(r"/api/v1/devices$")
# A camera that sees a card: what the browser of a phone has, and that of a test has not.
SEEING = """code => {
  if (!navigator.mediaDevices) return;
  const canvas = document.createElement("canvas");
  setInterval(() => canvas.getContext("2d").fillRect(0, 0, 10 * Math.random(), 10), 50);
  navigator.mediaDevices.getUserMedia = async () => canvas.captureStream();
  window.BarcodeDetector = class { async detect() { return [{ rawValue: code }]; } }; }"""


def to_the_end(phone, code):
    """Everything but the last word: after it the phone asks the site."""
    page = phone.page
    page.get_by_label("Kode aktivasi").fill(code)
    page.get_by_role("button", name="Lanjut").click()
    choose_pin(phone)
    page.get_by_role("button", name="Padi").click()


def choose_pin(phone):
    for label in ("Pilih PIN enam angka", "Ketik PIN itu sekali lagi"):
        phone.page.get_by_label(label).wait_for()
        phone.type_pin()


def begin(phone):
    phone.page.get_by_role("button", name="Mulai", exact=True).click()
    phone.is_open()


def test_a_code_a_pin_and_a_picture_open_the_app(new_phone, world):
    phone = new_phone()
    phone.activate(world.code_for(world.hire()))
    phone.go("/lainnya")
    expect(phone.page.get_by_role("heading", level=1)).to_have_text("Siti Aminah (sintetis)")
    expect(phone.page.get_by_text("Sungai Contoh")).to_be_visible()
    phone.reload()
    phone.unlock()
    assert Device.objects.get().label.endswith("Chrome")


def test_every_step_lets_everybody_through(new_phone, world):
    phone = new_phone()
    page = phone.page
    assert_no_barrier(page)
    page.get_by_role("button", name="Pakai kode dari penyelia").click()
    assert_no_barrier(page)
    page.get_by_label("Kode aktivasi").fill(world.code_for(world.hire()))
    page.get_by_role("button", name="Lanjut").click()
    page.locator(".pin-input").wait_for()
    assert_no_barrier(page)
    choose_pin(phone)
    page.get_by_role("button", name="Padi").wait_for()
    assert_no_barrier(page)
    page.get_by_role("button", name="Padi").click()
    page.get_by_role("button", name="Mulai", exact=True).wait_for()
    assert_no_barrier(page)


def test_a_mistyped_code_is_noticed_without_asking_anybody(new_phone, world):
    phone = new_phone()
    asked = []
    phone.page.on("request", lambda request: asked.append(request.url) if "/api/" in request.url else None)
    phone.page.get_by_role("button", name="Pakai kode dari penyelia").click()
    field = phone.page.get_by_label("Kode aktivasi")
    for typed, said in (("G9230-VQVSN", "salah ketik"), ("G9230", "sepuluh huruf"), ("", "sepuluh huruf")):
        field.fill(typed)
        phone.page.get_by_role("button", name="Lanjut").click()
        expect(phone.page.locator(".problem")).to_contain_text(said)
        expect(field).to_be_focused()
    field.fill("g923o vqvsm")
    phone.page.get_by_role("button", name="Lanjut").click()
    expect(phone.page.locator(".pin-input")).to_be_visible()
    assert asked == []


def test_the_link_of_a_card_fills_the_code_and_leaves_the_address(new_phone, world):
    phone = new_phone()
    code = world.code_for(world.hire())
    phone.page.goto(f"{phone.site}/app/#aktivasi={code.replace('-', '')}")
    expect(phone.page.get_by_label("Kode aktivasi")).to_have_value(code)
    assert code.replace("-", "") not in phone.page.url
    phone.page.get_by_role("button", name="Lanjut").click()
    choose_pin(phone)
    phone.page.get_by_role("button", name="Padi").click()
    begin(phone)


def test_the_camera_reads_a_card(new_phone, world):
    phone = new_phone()
    code = world.code_for(world.hire()).replace("-", "")
    phone.page.add_init_script(f"({SEEING})({f'{phone.site}/app/#aktivasi={code}'!r})")
    phone.open()
    phone.page.get_by_role("button", name="Pindai kode QR").click()
    phone.page.get_by_label("Pilih PIN enam angka").wait_for()


def test_a_pin_that_everybody_tries_first_is_not_taken_nor_one_that_differs(new_phone, world):
    phone = new_phone()
    phone.page.get_by_role("button", name="Pakai kode dari penyelia").click()
    phone.page.get_by_label("Kode aktivasi").fill(world.code_for(world.hire()))
    phone.page.get_by_role("button", name="Lanjut").click()
    for weak in ("123456", "111111", "170845", "482482"):
        phone.type_pin(weak)
        expect(phone.page.get_by_role("alert")).to_contain_text("mudah ditebak")
    phone.type_pin(PIN)
    phone.page.get_by_label("Ketik PIN itu sekali lagi").wait_for()
    phone.type_pin("739164")
    expect(phone.page.get_by_role("alert")).to_contain_text("tidak sama")
    choose_pin(phone)
    expect(phone.page.get_by_role("button", name="Padi")).to_be_visible()


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (
            {"status": 500, "content_type": "text/html", "body": "<h1>Server Error</h1>"},
            "Server sedang sibuk",
        ),
        (
            {"status": 200, "content_type": "text/html", "body": "<h1>WiFi Desa</h1>"},
            "WiFi ini meminta masuk",
        ),
        ({"status": 200, "content_type": "application/json", "body": "{}"}, "WiFi ini meminta masuk"),
        (None, "Belum ada sinyal"),
    ],
    ids=["in trouble", "a portal's page", "a portal's JSON", "no signal"],
)
def test_what_stands_in_the_way_is_said_and_the_code_still_holds(new_phone, world, answer, said):
    phone = new_phone()
    page = phone.page
    page.route(ENROL, lambda route: route.fulfill(**answer) if answer else route.abort())
    page.get_by_role("button", name="Pakai kode dari penyelia").click()
    to_the_end(phone, world.code_for(world.hire()))
    expect(page.get_by_role("alert")).to_contain_text(said)
    page.unroute(ENROL)
    page.get_by_role("button", name="Coba lagi").click()
    begin(phone)
    assert Device.objects.count() == 1


def test_the_answer_is_lost_and_the_code_is_not_used_up(new_phone, world):
    phone = new_phone()
    phone.page.route(ENROL, lose_reply)
    phone.page.get_by_role("button", name="Pakai kode dari penyelia").click()
    to_the_end(phone, world.code_for(world.hire()))
    expect(phone.page.get_by_role("alert")).to_contain_text(
        "tetap bisa dipakai lagi di HP ini", timeout=20_000
    )
    first = Device.objects.get()
    phone.page.unroute(ENROL)
    phone.page.get_by_role("button", name="Coba lagi").click()
    begin(phone)
    assert Device.objects.get().pk == first.pk


def test_the_answer_is_lost_and_the_page_too(new_phone, world):
    phone = new_phone()
    code = world.code_for(world.hire())
    phone.page.route(ENROL, lose_reply)
    phone.page.get_by_role("button", name="Pakai kode dari penyelia").click()
    to_the_end(phone, code)
    expect(phone.page.get_by_role("alert")).to_contain_text("Belum ada sinyal", timeout=20_000)
    phone.page.unroute(ENROL)
    phone.reload()
    phone.pin = "905172"  # who begins anew may choose another
    phone.page.get_by_role("button", name="Pakai kode dari penyelia").click()
    to_the_end(phone, code)
    begin(phone)
    phone.go("/lainnya")
    expect(phone.page.get_by_text("Sungai Contoh")).to_be_visible()  # it signs in with the PIN typed last
    assert Device.objects.count() == 1


def test_a_used_code_says_what_to_do(new_phone, world):
    code = world.code_for(world.hire())
    new_phone().activate(code)
    phone = new_phone()
    phone.page.get_by_role("button", name="Pakai kode dari penyelia").click()
    to_the_end(phone, code)
    expect(phone.page.locator(".problem")).to_contain_text("Minta kode baru kepada penyelia")


def test_two_kader_on_one_phone_know_nothing_of_each_other(phone, world):
    page = phone.page
    phone.go("/lainnya")
    page.get_by_role("button", name="Ganti kader").click()
    page.get_by_role("button", name="Kader lain di HP ini").click()
    page.get_by_role("button", name="Pakai kode dari penyelia").click()
    page.get_by_label("Kode aktivasi").fill(world.code_for(world.hire("Dewi Lestari")))
    page.get_by_role("button", name="Lanjut").click()
    phone.pin = "739164"
    choose_pin(phone)
    expect(page.get_by_role("button", name="Sudah dipakai")).to_be_disabled()
    page.get_by_role("button", name="Padi").click()
    begin(phone)
    phone.open()
    expect(page.locator(".mark-button")).to_have_count(2)
    assert "sintetis" not in page.locator("body").inner_text()
    assert_no_barrier(page)
    page.get_by_role("button", name="Perahu").click()
    phone.type_pin()
    expect(page.get_by_text("PIN salah")).to_be_visible()
    phone.unlock(PIN)
    phone.go("/lainnya")
    expect(page.get_by_role("heading", level=1)).to_have_text("Siti Aminah (sintetis)")


def test_what_lies_on_the_phone_names_nobody(phone):
    phone.go("/lainnya")
    expect(phone.page.get_by_text("Sungai Contoh")).to_be_visible()
    phone.kept()
    told = phone.dump()
    assert "bahtera-keys" in told
    assert "index" in told
    for secret in ("Siti", "Aminah", "Sungai Contoh", "Ahmad", VILLAGE, PIN, "bhd_", "Bearer"):
        assert secret not in told, secret


def test_it_starts_without_signal_and_opens(phone):
    phone.kept()
    phone.offline()
    phone.reload()
    phone.unlock()
    phone.go("/darurat")
    for number in ("129", "08111-129-129", "112"):
        expect(phone.page.get_by_role("link", name=re.compile(rf"^{number}"))).to_be_visible()
    assert_no_barrier(phone.page)
    phone.page.go_back()
    phone.is_open()
