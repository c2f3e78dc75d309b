"""A sheet typed in Chromium without ever touching a mouse, as a typist does it."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import expect

from bahtera.keying.models import Draft, Sample, SecondTyping, Sheet
from bahtera.surveys.models import Submission

pytestmark = pytest.mark.slow
PICTURES = os.environ.get("BAHTERA_PICTURES", "")


def shoot(page, name):
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"{name}.png", full_page=False)


def type_sheet(page, answers):
    """Type answers one after another, each ended by Enter."""
    for answer in answers:
        page.keyboard.type(answer)
        page.keyboard.press("Enter")


def focused(page):
    return page.evaluate("document.activeElement.closest('.line')?.dataset.name ?? document.activeElement.id")


def opened(page, sheet):
    page.goto(f"/ketik/lembar/{sheet}/")
    page.locator("[data-entry]").first.wait_for()
    return page


def test_a_sheet_is_typed_by_keyboard_alone(office, desk):
    _, (sheet,) = office.batch()
    page = opened(desk("tuti"), sheet)
    assert focused(page) == "tanggal_kunjungan"
    type_sheet(page, ["05112026"])
    assert focused(page) == "kode_desa"
    assert page.locator(":focus").input_value() == "1", "the village is that of the batch"
    type_sheet(page, ["", "Dusun Satu", "1", "2", "Jalan Melati 5"])
    shoot(page, "ketik-1280")
    assert focused(page) == "hasil_kunjungan", (
        "nobody to choose among: the family is looked for before sending"
    )
    type_sheet(page, ["1", "1", "2", "2", "", "1"])
    assert focused(page) == "nama"
    type_sheet(
        page, ["Zubaidah Contoh", "1", "2", "12-3-1987", "2", "", "1", "1", "", "3", "3", "1", "1", "2", "2"]
    )
    page.keyboard.press("Control+Enter")
    expect(page.locator("#send")).to_be_focused()
    assert "hal perlu dilihat" in page.locator(".finish").inner_text()
    shoot(page, "ketik-selesai")
    page.keyboard.press("Enter")
    page.locator("#done").wait_for()
    row = Submission.objects.get()
    assert (row.actor_name, row.family_name, str(row.visited_on)) == (
        "Siti Aminah (sintetis)",
        "Zubaidah Contoh",
        "2026-11-05",
    )
    assert Sheet.objects.get().keyed_by == office.actors["tuti"].key
    assert not Draft.objects.exists()


def test_what_cannot_be_right_is_said_and_typed_again(office, desk):
    _, (sheet,) = office.batch()
    page = opened(desk("tuti"), sheet)
    type_sheet(page, ["31022026"])
    assert focused(page) == "tanggal_kunjungan"
    assert "tidak ada pada bulan itu" in page.locator("[data-name=tanggal_kunjungan]").inner_text()
    type_sheet(page, ["05112026", ""])
    page.keyboard.press("F2")
    page.keyboard.type("5")
    page.keyboard.press("Enter")
    assert focused(page) == "rt"
    page.keyboard.press("Shift+Enter")
    assert focused(page) == "rw"
    type_sheet(page, ["satu"])
    assert focused(page) == "rw"
    assert "Enter sekali lagi" in page.locator("[data-name=rw]").inner_text()
    page.keyboard.press("Enter")
    assert focused(page) == "rt"
    page.keyboard.press("F2")
    page.keyboard.type("999")
    page.keyboard.press("Enter")
    assert "999" in page.locator("#jump-why").inner_text()


def test_a_draft_comes_back_after_a_reload_and_nothing_stays_in_the_browser(office, desk):
    _, (sheet,) = office.batch()
    page = opened(desk("tuti"), sheet)
    type_sheet(page, ["05112026", "", "Dusun Dua", "7"])
    expect(page.locator(".bar-kept")).to_contain_text("Tersimpan")
    assert page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]
    assert page.evaluate("indexedDB.databases().then(found => found.length)") == 0
    assert b"Dusun Dua" not in bytes(Draft.objects.get().data)
    page.reload()
    page.locator("[data-entry]").first.wait_for()
    assert page.locator("[data-name=dusun] input").input_value() == "Dusun Dua"
    assert focused(page) == "rt"
    other = desk("joko")
    other.goto(f"/ketik/lembar/{sheet}/")
    expect(other.locator("main")).to_contain_text("Tuti (sintetis) sedang mengetik")


def test_a_family_on_record_is_chosen_by_its_number(office, desk):
    _, (sheet,) = office.batch()
    page = opened(desk("tuti"), sheet)
    type_sheet(page, ["05112026", "", "", "1", "1", "Jalan Contoh"])
    type_sheet(page, ["1", "1", "1", "2", "", "2"])
    type_sheet(page, ["Ahmad Kepala (sintetis)", "1", "1", "01021980"])
    page.keyboard.press("Control+Enter")
    page.keyboard.press("Enter")
    page.locator("#family-entry").wait_for()
    assert "Ahmad Kepala" in page.locator(".families").inner_text()
    shoot(page, "ketik-keluarga")
    type_sheet(page, ["9"])
    assert "Tidak ada kode 9" in page.locator("#family-problem").inner_text()
    page.keyboard.type("1")
    page.keyboard.press("Enter")
    page.locator("#done").wait_for()
    assert Submission.objects.get().family_id == office.world.families[0]


def test_a_visit_that_did_not_take_place_says_whose_family_it_was(office, desk):
    _, (sheet,) = office.batch()
    page = opened(desk("tuti"), sheet)
    type_sheet(page, ["05112026", "", "", "1", "1", "Jalan Contoh"])
    page.locator("[data-name=hasil_kunjungan] input").fill("5")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#whose-entry")).to_be_focused()
    assert "Lembar ini tidak menyebut siapa pun" in page.locator(".families [role=alert]").first.inner_text()
    page.keyboard.press("Enter")
    expect(page.locator("#whose-problem")).to_have_text("Tulis namanya dulu.")
    assert not Submission.objects.exists()
    page.keyboard.type("Ahmad Kepala")
    page.keyboard.press("Enter")
    page.locator("#family-entry").wait_for()
    shoot(page, "ketik-keluarga-siapa")
    page.keyboard.type("1")
    page.keyboard.press("Enter")
    page.locator("#done").wait_for()
    row = Submission.objects.get()
    assert (row.family_id, row.family_name) == (office.world.families[0], "Ahmad Kepala (sintetis)")


def test_a_sheet_printed_for_a_family_brings_its_people(office, desk):
    _, (sheet,) = office.batch(families=office.world.families[:1])
    page = opened(desk("tuti"), sheet)
    assert "Ahmad Kepala" in page.locator("[data-name=keluarga]").inner_text()
    type_sheet(page, ["05112026", "", "", "", "", "Jalan Contoh", "", "1", "1", "1", "2", "", "2"])
    assert focused(page) == "anggota_lama"
    type_sheet(page, ["1"])
    assert page.locator("[data-name=nama] input").first.input_value() == "Ahmad Kepala (sintetis)"


def test_members_are_added_and_removed(office, desk):
    _, (sheet,) = office.batch()
    page = opened(desk("tuti"), sheet)
    type_sheet(page, ["05112026", "", "", "1", "1", "Jalan Contoh", "1", "1", "1", "2", "", "2"])
    page.locator(".line-roster input").focus()
    type_sheet(page, ["1"])
    assert focused(page) == "nama"
    assert page.locator("[data-name=nama]").count() == 2
    page.locator(".line-roster input").focus()
    type_sheet(page, ["-2"])
    assert page.locator("[data-name=nama]").count() == 1
    type_sheet(page, ["-4"])
    assert "Tidak ada nomor 4" in page.locator(".line-roster").inner_text()


def test_the_second_typing_is_compared_and_tells_nothing(office, desk):
    Sample.objects.create(round_id=office.world.round_id, seed="uji", per_mille=1000)
    _, (sheet,) = office.batch()
    for who, address in (("tuti", "Jalan Melati 5"), ("joko", "Jalan Melati 6")):
        page = opened(desk(who), sheet)
        assert page.locator("[data-name=alamat] input").input_value() == ""
        type_sheet(page, ["05112026", "", "", "1", "2", address, "3"])
        page.keyboard.press("Control+Enter")
        if who == "tuti":
            page.locator("#whose-entry").fill("Zubaidah Contoh")
            page.keyboard.press("Enter")
        page.locator("#done").wait_for()
    row = SecondTyping.objects.get()
    assert (row.differing, row.questions) == (1, ["alamat"])
    page = desk("rina")
    page.goto(f"/ketik/banding/{row.pk}/")
    assert "Jalan Melati 6" in page.locator("main").inner_text()
    shoot(page, "ketik-banding")
    page.get_by_label("Jalan Melati 6").check()
    page.get_by_role("button", name="Ini yang dipakai").click()
    expect(page.locator("main")).to_contain_text("Kunjungan diperbaiki")
    assert Submission.objects.count() == 2
