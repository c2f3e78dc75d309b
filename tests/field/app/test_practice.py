"""Mode latihan: a whole visit with hints on the way, of which nothing is kept and nothing sent."""

import pytest
from playwright.sync_api import expect
from pyxform.xls2xform import convert
from tests.field.barriers import assert_no_barrier

pytestmark = pytest.mark.slow

# The questionnaire that a sync brought, with other questions in it; false while none came yet.
SHORTENED = """xml => new Promise((done, failed) => {
    const asked = indexedDB.open('bahtera-forms', 1)
    asked.onupgradeneeded = () => asked.result.createObjectStore('forms', { keyPath: ['formId', 'version'] })
    asked.onerror = () => failed(asked.error)
    asked.onsuccess = () => {
        const step = asked.result.transaction('forms', 'readwrite')
        const forms = step.objectStore('forms')
        const kept = forms.getAll()
        kept.onsuccess = () => kept.result.forEach(form => forms.put({ ...form, xml, files: {} }))
        step.oncomplete = () => { asked.result.close(); done(kept.result.length > 0) }
    }
})"""
STORED = """async () => {
    let found = ''
    for (const { name } of await indexedDB.databases()) {
        const db = await new Promise(done => {
            const asked = indexedDB.open(name)
            asked.onsuccess = () => done(asked.result)
        })
        for (const store of db.objectStoreNames) {
            const all = await new Promise(done => {
                const asked = db.transaction(store).objectStore(store).getAll()
                asked.onsuccess = () => done(asked.result)
            })
            found += store + ':' + all.length + ' '
        }
        db.close()
    }
    return found
}"""


@pytest.fixture(scope="module")
def small_visit():
    survey = [
        {"type": "begin_group", "name": "awal", "label": "Pembukaan"},
        {"type": "select_one ya_tidak", "name": "setuju", "label": "Apakah keluarga bersedia?"},
        {"type": "text", "name": "alamat", "label": "Alamat", "required": "yes"},
        {"type": "end_group"},
        {"type": "begin_repeat", "name": "anggota", "label": "Anggota keluarga"},
        {"type": "text", "name": "nama", "label": "Nama", "required": "yes"},
        {"type": "end_repeat"},
        {"type": "begin_group", "name": "akhir", "label": "Penutup"},
        {"type": "integer", "name": "kamar", "label": "Berapa kamar?"},
        {"type": "end_group"},
    ]
    workbook = {
        "settings": [{"form_id": "latihan", "version": "3", "form_title": "Kunjungan latihan"}],
        "survey": survey,
        "survey_header": [dict.fromkeys(key for row in survey for key in row)],
        "choices": [
            {"list_name": "ya_tidak", "name": "ya", "label": "Ya"},
            {"list_name": "ya_tidak", "name": "tidak", "label": "Tidak"},
        ],
        "choices_header": [{"list_name": None, "name": None, "label": None}],
    }
    return convert(workbook, validate=False).xform


@pytest.fixture
def synced(phone):
    """A phone that has the questionnaire, the villages of its kader and everything else of a first sync."""
    phone.page.get_by_text("Ahmad", exact=False).first.wait_for()
    phone.kept()
    return phone


@pytest.fixture
def learner(synced, small_visit):
    """A kader at the start of practice, without signal, with a short questionnaire on the phone."""
    synced.offline()
    assert synced.page.evaluate(SHORTENED, small_visit)
    synced.go("/latihan")
    return synced


def shows(page, lesson):
    expect(page.locator(".guide strong")).to_have_text(lesson)


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()


def test_a_first_visit_is_led_through_to_its_end_and_leaves_nothing(learner):
    page = learner.page
    before = page.evaluate(STORED)
    page.get_by_role("button", name="Mulai latihan").wait_for()
    assert_no_barrier(page)
    drawn = "place => document.querySelector(place + ' .icon path').getAttribute('d')"
    assert page.evaluate(drawn, ".exercise-guided") != page.evaluate(drawn, ".top-help"), "no telephone"
    press(page, "Mulai latihan")
    shows(page, "Jawab satu pertanyaan.")
    expect(page.locator(".exercise-mark")).to_contain_text("tidak disimpan")
    expect(page.locator(".guide")).to_contain_text("di latihan tidak disimpan")
    page.get_by_label("Ya", exact=True).check()
    shows(page, "Pindah ke bagian berikutnya.")
    assert_no_barrier(page)
    press(page, "Lanjut")
    press(page, "Lewati dulu")
    shows(page, "Kembali ke bagian sebelumnya.")
    press(page, "Kembali")
    page.get_by_label("Alamat").fill("Jalan Latihan")
    press(page, "Lanjut")
    page.get_by_label("Nama").fill("Wati")
    press(page, "Lanjut")
    press(page, "Tambah lagi")
    page.get_by_label("Nama").fill("Budi")
    page.get_by_label("Nama").blur()
    shows(page, "Simpan dulu, lanjutkan nanti.")
    page.get_by_role("button", name="Bagian").click()
    press(page, "Simpan, lanjut lain waktu")
    press(page, "Lanjutkan latihan")
    expect(page.get_by_label("Nama")).to_have_value("Budi")
    shows(page, "Periksa di layar terakhir.")
    for _ in range(3):
        press(page, "Lanjut")
    expect(page.locator(".guide")).to_contain_text("Semua langkah sudah Anda coba")
    press(page, "Selesai")
    expect(page.get_by_role("heading", name="Latihan selesai")).to_be_visible()
    assert_no_barrier(page)
    assert page.evaluate(STORED) == before, "nothing of it was kept"


def test_the_hints_go_on_for_who_answers_everything(learner):
    page = learner.page
    press(page, "Mulai latihan")
    page.get_by_label("Ya", exact=True).check()
    page.get_by_label("Alamat").fill("Jalan Latihan")
    press(page, "Lanjut")
    shows(page, "Lewati yang belum bisa dijawab.")
    page.get_by_label("Nama").fill("Wati")
    press(page, "Lanjut")
    shows(page, "Kembali ke bagian sebelumnya.")
    press(page, "Lanjut")
    shows(page, "Isi anggota keluarga kedua.")
    expect(page.locator(".guide")).to_contain_text("Langkah 5 dari 7")
    press(page, "Lanjut")
    shows(page, "Simpan dulu, lanjutkan nanti.")
    page.locator(".guide summary").click()
    expect(page.locator(".guide-steps .tried")).to_have_count(3)


def test_hints_can_be_put_aside_and_every_step_looked_at(learner):
    page = learner.page
    press(page, "Mulai latihan")
    page.locator(".guide summary").click()
    expect(page.locator(".guide-steps li")).to_have_count(7)
    assert_no_barrier(page)
    press(page, "Tutup petunjuk")
    expect(page.locator(".guide")).to_have_count(0)
    expect(page.locator(".exercise-mark")).to_be_visible()
    press(page, "Tampilkan petunjuk")
    expect(page.locator(".guide")).to_be_visible()


def test_the_questionnaire_of_the_phone_is_practised_with_its_lists(synced):
    page = synced.page
    synced.offline()
    synced.go("/latihan")
    press(page, "Mulai latihan")
    shows(page, "Jawab satu pertanyaan.")
    expect(page.get_by_text("Sungai Contoh")).to_be_visible()
    assert_no_barrier(page)


def test_without_a_questionnaire_it_says_how_to_get_one(new_phone, world):
    phone = new_phone()
    phone.context.route("**/forms", lambda route: route.abort())
    phone.activate(world.code_for(world.hire()))
    phone.go("/lainnya")
    phone.page.get_by_role("link", name="Mode latihan").click()
    expect(phone.page.get_by_text("Kuesioner belum ada di HP ini")).to_be_visible()
    assert_no_barrier(phone.page)
