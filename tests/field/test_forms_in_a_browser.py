"""Every kind of question, as a volunteer meets it on a phone 360 by 640: filled, refused, kept and corrected."""

import re
from xml.etree import ElementTree as ET

import pytest
from pyxform.xls2xform import convert
from tests.field.barriers import assert_no_barrier
from tests.field.forms_to_fill import every_question, family_visit, nested_form, open_form, photo, silence

pytestmark = pytest.mark.slow


@pytest.fixture
def form(app):
    return open_form(app(), every_question(), **{"suara.wav": silence()})


def forward(page):
    page.get_by_role("button", name=re.compile("^(Lanjut|Next)$")).click()


def title(page):
    return page.locator("h1:visible").inner_text()


def finished(page):
    """Finish from the last screen; return the visit as it would be sent."""
    page.get_by_role("button", name="Selesai", exact=True).click()
    page.locator("summary").click()
    return ET.fromstring(page.locator(".practice-xml").inner_text())


def to_the_end(page):
    page.get_by_role("button", name=re.compile("^Bagian")).click()
    page.get_by_role("button", name="Periksa dan selesaikan").click()


def go_to(page, part):
    page.get_by_role("button", name=re.compile("^Bagian")).click()
    page.locator(".contents button", has_text=part).first.click()


def fill_words(page):
    page.get_by_label("Nama lengkap").fill("Siti Contoh")
    page.get_by_label("Nomor kartu").fill("1234")
    page.get_by_label("Umur", exact=True).fill("34")
    page.get_by_label("Luas rumah").fill("36,5")


def test_every_kind_of_question_is_answered(app):
    page = open_form(
        app(
            geolocation={"latitude": -3.31944, "longitude": 114.59075, "accuracy": 40},
            permissions=["geolocation"],
        ),
        every_question(),
    )
    fill_words(page)
    page.get_by_label("Cerita").fill("Baris satu\nBaris dua & tiga")
    page.get_by_text("Dua kali umur Siti Contoh adalah 68").wait_for()
    forward(page)

    page.get_by_label("Tanggal", exact=True).press_sequentially("12")
    page.keyboard.type("3")
    page.keyboard.type("1987")
    assert page.get_by_text("Kamis, 12 Maret 1987").is_visible()
    assert not page.get_by_label("Mengapa tidak?").is_visible()
    page.get_by_role("group", name="Punya kartu?").get_by_label("Tidak").check()
    page.get_by_label("Mengapa tidak?").fill("Belum sempat")
    page.get_by_label("Kalimantan").check()
    page.get_by_label("Kota").select_option(label="Martapura")
    page.get_by_role("button", name="Desa", exact=True).click()
    page.get_by_label("Ketik untuk mencari").fill("nomor 57")
    page.get_by_role("button", name="Desa Nomor 57").click()
    page.get_by_label("Uang").check()
    page.get_by_label("Beras").check()
    page.get_by_role("button", name="Desa lain").click()
    for number in (3, 12):
        page.get_by_label("Ketik untuk mencari").fill(f"nomor {number}")
        page.get_by_role("button", name=f"Desa Nomor {number}", exact=True).click()
    page.get_by_role("button", name="Selesai memilih").click()
    forward(page)

    assert title(page) == "Anggota 1"
    page.get_by_label("Nama anggota").fill("Budi")
    forward(page)
    page.get_by_role("button", name="Tambah lagi").click()
    assert title(page) == "Anggota 2"
    page.get_by_label("Nama anggota").fill("Wati")
    page.get_by_label("Umur anggota").fill("7")
    forward(page)
    assert "Sudah dicatat: 2" in page.locator(".block").inner_text()
    forward(page)

    page.get_by_role("button", name="Ambil lokasi").click()
    page.get_by_role("button", name="Pakai lokasi ini (± 40 m)").click()
    page.set_input_files(
        "input[type=file]", {"name": "foto.png", "mimeType": "image/png", "buffer": photo(4000, 3000)}
    )
    page.get_by_alt_text("Foto untuk pertanyaan ini").wait_for()
    assert page.get_by_alt_text("Foto untuk pertanyaan ini").evaluate(
        "i => [i.naturalWidth, i.naturalHeight]"
    ) == [1280, 960]
    for _ in range(3):
        page.get_by_role("button", name="Tambah", exact=True).click()
    page.get_by_role("button", name="Turunkan Beras").click()
    page.get_by_label("Sudah saya baca").check()
    forward(page)
    page.get_by_label("Pertanyaan lepas").fill("ya")
    forward(page)
    assert "Semua pertanyaan wajib sudah terjawab" in page.locator("main:visible").inner_text()
    sent = finished(page)

    said = {node.tag: node.text for node in sent.iter() if node.text and not len(node)}
    assert said["nama"] == "Siti Contoh"
    assert said["cerita"] == "Baris satu\nBaris dua & tiga"
    assert {said[name] for name in ("nomor", "umur", "luas", "dua_kali")} == {"1234", "34", "36.5", "68"}
    assert (said["lahir"], said["punya"], said["alasan"]) == ("1987-03-12", "tidak", "Belum sempat")
    assert (said["pulau"], said["kota"], said["desa"]) == ("kalimantan", "martapura", "d57")
    assert (said["bantuan"], said["desa_lain"]) == ("beras uang", "d3 d12")
    assert [node.text for node in sent.iter("nama_anggota")] == ["Budi", "Wati"]
    assert said["lokasi"].split()[:2] == ["-3.31944", "114.59075"]
    assert float(said["lokasi"].split()[3]) == 40
    assert (said["nilai"], said["urutan"], said["paham"], said["lepas"]) == (
        "4",
        "uang beras pupuk",
        "OK",
        "ya",
    )
    assert said["instanceID"].startswith("uuid:")
    assert said["start"] <= said["end"]
    assert re.fullmatch(r"[0-9a-f-]{36}\.jpg", said["foto"])
    assert f"{said['foto']} image/jpeg" in page.locator(".practice-photos").inner_text()


def test_a_photo_loses_what_the_camera_wrote(app):
    page = open_form(app(), every_question())
    page.evaluate(
        "() => { const make = URL.createObjectURL; window.pictures = [];"
        " URL.createObjectURL = file => { pictures.push(file); return make.call(URL, file) } }"
    )
    go_to(page, "Dengan alat")
    page.set_input_files(
        "input[type=file]", {"name": "a.png", "mimeType": "image/png", "buffer": photo(300, 900)}
    )
    shown = page.get_by_alt_text("Foto untuk pertanyaan ini")
    shown.wait_for()
    kept = bytes(page.evaluate("async () => [...new Uint8Array(await pictures[0].arrayBuffer())]"))
    assert kept[:2] == b"\xff\xd8"
    assert b"GPS" not in kept
    assert b"Exif" not in kept
    assert shown.evaluate("i => [i.naturalWidth, i.naturalHeight]") == [300, 900]
    page.set_input_files(
        "input[type=file]", {"name": "b.jpg", "mimeType": "image/jpeg", "buffer": b"no picture"}
    )
    page.get_by_text("Berkas ini bukan foto yang dapat dibaca.").wait_for()
    page.get_by_role("button", name="Hapus foto").click()
    assert page.get_by_role("button", name="Ambil foto").is_visible()


def test_next_stops_at_what_is_wrong_and_says_why_in_the_forms_language(form):
    forward(form)
    assert title(form) == "Kata dan angka"
    assert form.locator(".problem:not(:empty)").all_inner_texts() == ["Nama harus diisi."]
    assert form.evaluate("document.activeElement.getAttribute('aria-describedby')") == form.locator(
        ".problem:not(:empty)"
    ).get_attribute("id")
    assert "Satu pertanyaan perlu diperhatikan." in form.locator(".pager-foot").inner_text()
    form.get_by_label("Nomor kartu").fill("12")
    form.keyboard.press("Tab")
    form.get_by_text("Nomor kartu empat angka.", exact=True).wait_for()
    form.get_by_label("Bahasa pertanyaan").select_option(label="English")
    form.get_by_text("Nomor kartu empat angka. (en)").wait_for()
    form.get_by_text("Nama harus diisi. (en)").wait_for()
    assert form.locator("html").get_attribute("lang") == "en"
    form.get_by_role("button", name="Skip for now").click()
    assert title(form) == "Pilihan (en)"
    assert form.locator("h2").all_inner_texts() == ["Lebih dalam (en)"]
    form.get_by_label("Kalimantan").check()
    form.get_by_label("Language of the questions").select_option("Banjar (bjn)")
    assert title(form) == "Pilihan (bjn)"
    assert form.get_by_label("Kalimantan").is_checked()
    assert form.locator("h2").all_inner_texts() == ["Lebih dalam (bjn)"]
    assert form.get_by_role("group", name="Punya kartu? (bjn)").get_by_text("Inggih").is_visible()
    assert form.locator(".block").get_attribute("lang") == "bjn"
    assert form.get_by_role("button", name="Lanjut").is_visible()


@pytest.mark.parametrize(
    ("label", "typed", "why"),
    [
        ("Umur", "12a", "Tulis angka bulat saja"),
        ("Umur", "9999999999", "Angka ini terlalu besar."),
        ("Umur", "130", "Jawaban ini belum tepat."),
        ("Luas rumah", "1.500", "Titik di sini meragukan."),
        ("Luas rumah", "tiga", "Tulis angka saja"),
    ],
)
def test_a_number_that_cannot_be_read_is_no_answer(form, label, typed, why):
    fill_words(form)
    form.get_by_label(label, exact=True).fill(typed)
    form.keyboard.press("Tab")
    form.get_by_text(why).wait_for()
    forward(form)
    assert title(form) == "Kata dan angka"
    form.get_by_role("button", name="Lewati dulu").click()
    form.get_by_role("button", name="Kembali").click()
    assert form.get_by_label(label, exact=True).input_value() == typed
    assert form.get_by_text(why).is_visible()
    form.get_by_label(label, exact=True).fill("40")
    forward(form)
    assert title(form) == "Pilihan"


def test_a_date_that_does_not_exist_is_said_and_the_calendar_agrees(form):
    go_to(form, "Pilihan")
    for part, typed in (("Tanggal", "31"), ("Bulan", "2"), ("Tahun", "1987")):
        form.get_by_label(part, exact=True).fill(typed)
    forward(form)
    form.get_by_text("Tanggal itu tidak ada pada bulan itu.").wait_for()
    form.get_by_role("button", name="Lewati dulu").click()
    form.get_by_role("button", name="Kembali").click()
    assert form.get_by_label("Bulan", exact=True).input_value() == "2"
    form.get_by_label("Bahasa pertanyaan").select_option(label="English")
    form.get_by_text("That day does not exist in that month.").wait_for()
    form.get_by_label("Language of the questions").select_option(label="Indonesia")
    form.get_by_label("Tanggal", exact=True).fill("28")
    assert form.get_by_text("Sabtu, 28 Februari 1987").is_visible()
    form.get_by_label("Tahun", exact=True).fill("87")
    assert not form.get_by_text("28 Februari").is_visible()
    form.locator(".date-native").evaluate(
        "e => { e.value = '2020-02-29'; e.dispatchEvent(new Event('change', { bubbles: true })) }"
    )
    assert form.get_by_label("Tahun", exact=True).input_value() == "2020"
    assert form.get_by_text("Sabtu, 29 Februari 2020").is_visible()


def test_what_is_open_is_listed_and_one_press_away(form):
    to_the_end(form)
    assert form.get_by_text("Masih ada 2 yang perlu diisi").is_visible()
    assert form.get_by_role("button", name="Selesai", exact=True).count() == 0
    form.locator(".open-list button", has_text="Nama anggota").click()
    assert title(form) == "Anggota 1"
    assert form.evaluate("document.activeElement === document.querySelector('.question input')")
    form.get_by_label("Nama anggota").fill("Budi")
    to_the_end(form)
    form.locator(".open-list button").click()
    form.get_by_label("Nama lengkap").fill("Siti")
    to_the_end(form)
    assert finished(form).find(".//nama").text == "Siti"


def test_members_are_added_and_removed_after_asking(form):
    go_to(form, "Anggota")
    for name in ("Budi", "Wati", "Tono"):
        form.get_by_label("Nama anggota").fill(name)
        forward(form)
        form.get_by_role("button", name="Tambah lagi").click()
    go_to(form, "Anggota 4")
    forward(form)
    form.get_by_role("button", name="Lewati dulu").click()
    form.get_by_role("button", name="Hapus Wati").click()
    form.get_by_role("button", name="Batal").click()
    assert form.locator(".roster-open").count() == 4
    form.get_by_role("button", name="Hapus Wati").click()
    assert "Semua jawaban tentang Wati" in form.locator("dialog[open]").inner_text()
    form.get_by_role("button", name="Hapus", exact=True).click()
    form.get_by_role("button", name="Hapus nomor 3").click()
    form.get_by_role("button", name="Hapus", exact=True).click()
    assert [each.inner_text().split("\n")[-1] for each in form.locator(".roster-open").all()] == [
        "Budi",
        "Tono",
    ]
    form.get_by_role("button", name="Buka Tono").click()
    assert title(form) == "Anggota 2: Tono"


def test_repeats_in_repeats_counted_ones_and_long_groups(app):
    page = open_form(app(), nested_form())
    assert title(page) == "Sarang & isi"
    assert page.locator("select.language").count() == 0
    page.get_by_label("Berapa rumah?").fill("2")
    seen = []
    while title(page) != "Periksa dan selesaikan":
        seen.append(title(page))
        forward(page)
    assert seen == [
        "Sarang & isi",
        "Luar",
        *("Rumah 1", "Kamar 1", "Kamar"),
        *("Rumah 2", "Kamar"),  # a counted house begins without rooms
        "Luar",
        *("Banyak (1/3)", "Banyak (2/3)", "Banyak (3/3)"),
    ]
    page.get_by_role("button", name="Kembali").click()
    go_to(page, "Rumah 2")
    page.get_by_label("Alamat").fill("Jalan Dua")
    forward(page)
    page.get_by_role("button", name="Tambah", exact=True).click()
    page.get_by_label("Warna").fill("biru")
    forward(page)
    page.get_by_role("button", name="Tambah lagi").click()
    page.get_by_label("Warna").fill("hijau")
    to_the_end(page)
    sent = finished(page)
    assert [
        (house.findtext("alamat"), [room.text for room in house.iter("warna")])
        for house in sent.iter("rumah")
    ] == [("", [None]), ("Jalan Dua", ["biru", "hijau"])]


def test_a_visit_stops_and_goes_on_another_day(form):
    fill_words(form)
    forward(form)
    form.get_by_role("group", name="Punya kartu?").get_by_label("Tidak").check()
    form.get_by_label("Mengapa tidak?").fill("Belum sempat")
    form.get_by_role("group", name="Punya kartu?").get_by_role("radio", name="Ya").check()
    go_to(form, "Dengan alat")
    form.set_input_files(
        "input[type=file]", {"name": "a.png", "mimeType": "image/png", "buffer": photo(200, 100)}
    )
    form.get_by_alt_text("Foto untuk pertanyaan ini").wait_for()
    go_to(form, "Semua jenis")
    form.get_by_label("Pertanyaan lepas").fill("baru saja diketik")
    form.get_by_role("button", name=re.compile("^Bagian")).click()
    form.get_by_role("button", name="Simpan, lanjut lain waktu").click()
    form.get_by_role("button", name="Lanjutkan isian").click()
    assert title(form) == "Semua jenis"
    assert form.get_by_label("Pertanyaan lepas").input_value() == "baru saja diketik"
    go_to(form, "Dengan alat")
    form.get_by_alt_text("Foto untuk pertanyaan ini").wait_for()
    go_to(form, "Kata dan angka")
    assert form.get_by_label("Nama lengkap").input_value() == "Siti Contoh"
    assert form.get_by_label("Luas rumah").input_value() == "36,5"
    forward(form)
    assert not form.get_by_label("Mengapa tidak?").is_visible()
    form.get_by_role("group", name="Punya kartu?").get_by_label("Tidak").check()
    assert form.get_by_label("Mengapa tidak?").input_value() == "Belum sempat"
    go_to(form, "Anggota 1")
    form.get_by_label("Nama anggota").fill("Budi")
    to_the_end(form)
    sent = finished(form)
    assert sent.find(".//foto").text.endswith(".jpg")
    assert sent.find(".//foto").text in form.locator(".practice-photos").inner_text()


def test_a_returned_visit_is_corrected_under_a_new_id(form):
    fill_words(form)
    go_to(form, "Anggota 1")
    form.get_by_label("Nama anggota").fill("Budi")
    to_the_end(form)
    first = finished(form)
    form.get_by_role("button", name="Buka lagi untuk diperbaiki").click()
    assert form.get_by_label("Umur", exact=True).input_value() == "34"
    form.get_by_label("Umur", exact=True).fill("35")
    to_the_end(form)
    second = finished(form)
    assert second.find(".//umur").text == "35"
    assert second.find(".//deprecatedID").text == first.find(".//instanceID").text
    assert second.find(".//instanceID").text != first.find(".//instanceID").text


def test_a_recorded_question_is_played(form):
    forward(form)
    form.get_by_role("button", name="Lewati dulu").click()
    button = form.get_by_role("button", name="Dengarkan: Punya kartu?")
    button.click()
    form.get_by_role("button", name="Berhenti: Punya kartu?").wait_for()
    button.wait_for(timeout=5000)
    form.get_by_label("Bahasa pertanyaan").select_option(label="English")
    assert form.get_by_role("button", name="Listen").count() == 0


def test_a_refused_location_is_explained_and_can_be_left(app):
    page = open_form(app(permissions=[]), every_question())
    page.evaluate(
        "() => { navigator.geolocation.watchPosition = (_, refused) => { refused({ code: 1 }); return 1 } }"
    )
    go_to(page, "Dengan alat")
    page.get_by_role("button", name="Ambil lokasi").click()
    page.get_by_text("HP tidak mengizinkan aplikasi ini membaca lokasi.").wait_for()
    forward(page)
    assert title(page) == "Semua jenis"


def test_a_good_location_is_taken_at_once(app):
    spot = {"latitude": -3.31944, "longitude": 114.59075, "accuracy": 8}
    page = open_form(app(geolocation=spot, permissions=["geolocation"]), every_question())
    go_to(page, "Dengan alat")
    page.get_by_role("button", name="Ambil lokasi").click()
    page.get_by_text("Tersimpan, tepat sampai 8 meter.").wait_for()


def test_a_form_that_cannot_be_drawn_is_refused_with_the_reason(app):
    page = app()
    broken = every_question().replace(
        '<range ref="/data/alat/nilai"', '<range appearance="map" ref="/data/alat/nilai"'
    )
    page.set_input_files(
        "input[type=file]", {"name": "form.xml", "mimeType": "text/xml", "buffer": broken.encode()}
    )
    page.get_by_text("/data/alat/nilai: map: the field app draws no maps").wait_for()


def test_a_list_that_is_missing_is_said(app):
    page = app()
    page.set_input_files(
        "input[type=file]", {"name": "form.xml", "mimeType": "text/xml", "buffer": family_visit().encode()}
    )
    page.get_by_text("Kuesioner ini tidak dapat dibuka.").wait_for()


def test_the_keyboard_alone_fills_a_block(form):
    form.get_by_label("Nama lengkap").focus()
    form.keyboard.type("Siti")
    for typed in ("1234", "Cerita", "34", "36,5"):
        form.keyboard.press("Tab")
        form.keyboard.type(typed)
    form.keyboard.press("Tab")
    assert form.evaluate("document.activeElement.textContent") == "Lanjut"
    form.keyboard.press("Enter")
    assert title(form) == "Pilihan"
    assert form.evaluate("document.activeElement.tagName") == "H1"
    form.keyboard.press("Tab")
    form.keyboard.type("12")
    form.keyboard.type("03")
    form.keyboard.type("1987")
    for _ in range(2):
        form.keyboard.press("Tab")
    form.keyboard.press("Tab")
    form.keyboard.press("Space")
    form.keyboard.press("ArrowRight")
    form.get_by_label("Mengapa tidak?").wait_for()


@pytest.mark.parametrize(("width", "height"), [(360, 640), (390, 844), (1280, 800), (180, 320)])
def test_every_block_fits_can_be_touched_and_has_no_barrier(app, width, height):
    """180 by 320 is what a phone of 360 shows at 200 % zoom."""
    page = open_form(app(width, height), every_question(), **{"suara.wav": silence()})
    reports = []
    page.expose_function("reported", lambda *report: reports.append(report))
    page.evaluate(
        "document.addEventListener('securitypolicyviolation',"
        " e => reported(e.violatedDirective, e.blockedURI))"
    )
    looked_at = []
    while title(page) != "Periksa dan selesaikan":
        forward_or_skip(page, looked_at)
        assert_no_barrier(page)
    assert looked_at == ["Kata dan angka", "Pilihan", "Anggota 1", "Anggota", "Dengan alat", "Semua jenis"]
    page.get_by_role("button", name=re.compile("^Bagian")).click()
    assert_no_barrier(page)
    assert reports == []


def forward_or_skip(page, looked_at):
    looked_at.append(title(page))
    assert_no_barrier(page)
    forward(page)
    if title(page) == looked_at[-1]:
        assert_no_barrier(page)
        page.get_by_role("button", name="Lewati dulu").click()


def test_like_questions_look_alike_however_few_choices_are_left(app):
    """What one step takes from the list of the next does not turn its menu into buttons."""
    names = ("satu", "dua", "tiga", "empat")
    survey = [
        {"type": "begin_group", "name": "langkah", "label": "Langkah", "appearance": "field-list"},
        {"type": "select_one langkah", "name": "a", "label": "Pertama", "appearance": "minimal"},
        {"type": "select_one langkah", "name": "b", "label": "Kedua", "appearance": "minimal",
         "choice_filter": "name != ${a}"},
        {"type": "end_group"},
    ]  # fmt: skip
    workbook = {
        "settings": [{"form_id": "sama", "version": "1", "form_title": "Sama"}],
        "survey": survey,
        "survey_header": [dict.fromkeys(key for row in survey for key in row)],
        "choices": [{"list_name": "langkah", "name": name, "label": name.title()} for name in names],
        "choices_header": [{"list_name": None, "name": None, "label": None}],
    }
    page = open_form(app(), convert(workbook, validate=False).xform)
    page.get_by_label("Pertama").select_option("satu")
    second = page.locator(".question[data-name=b]")
    second.locator("option[value=satu]").wait_for(state="detached")
    assert second.locator("option").all_inner_texts() == ["Pilih jawaban", "Dua", "Tiga", "Empat"]
    assert second.locator("input[type=radio]").count() == 0
    second.locator("select").select_option("tiga")
