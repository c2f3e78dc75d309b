"""The private part on a phone: who may hear, what is asked alone, what is sealed, and that nothing tells an answer."""

import json
import math
import re
import wave
from base64 import urlsafe_b64encode
from io import BytesIO

import pytest
from playwright.sync_api import expect
from tests.field.barriers import assert_no_barrier
from tests.field.phone.conftest import HELPERS, until

from bahtera.confided.queries.asking import private_part

pytestmark = pytest.mark.slow

PART = private_part("kunjungan_keluarga").decode()
VISIT = "0192f000-0000-7000-8000-00000000000a"
QUIET = ("Tidak",) * 4
CALL = {"contact": "0812-0000-0000", "never": "Jangan telepon malam", "name": "Bunga", "words": "Tolong"}


class Talk:
    """One page with the private part of one visit open."""

    def __init__(self, page, axe=None):
        self.page = page
        self.page.axe = axe

    def show(self, *, store=False, visit=VISIT, language="id", recording=None):
        self.page.evaluate(
            "([part, visit, store, language, recording]) =>"
            " window.show(part, store ? window.store : null, visit, language, recording)",
            [PART, visit, store, language, recording],
        )
        expect(self.page.locator("h1")).to_be_visible()
        return self

    def press(self, name):
        self.page.get_by_role("button", name=name, exact=True).click()

    def title(self, text):
        expect(self.page.locator("h1")).to_have_text(re.compile(text))

    def hand_over(self):
        self.press("Tidak ada")
        self.press("Bersedia: serahkan HP")
        self.title("Pertanyaan pribadi")

    def answer(self, choices=QUIET):
        self.press("Mulai")
        for at, choice in enumerate(choices):
            expect(self.page.get_by_text(f"{at + 1} dari 4")).to_be_visible()
            if choice:
                self.page.get_by_label(choice, exact=True).check()
            self.press("Lanjut")
        self.title("Tawaran bantuan")
        expect(self.page.locator(".private-top")).to_have_text("Sembunyikan")

    def decline(self):
        self.page.get_by_label("Tidak, terima kasih.").check()
        self.press("Lanjut")
        self.title("Nomor yang baik")
        self.press("Lanjut")

    def call(self, told=None, ways=("Pesan WhatsApp",)):
        self.write_call(told or CALL, ways)
        self.press("Segel untuk UPTD PPA")

    def take_back(self):
        self.write_call(CALL, ("Pesan WhatsApp",))
        self.press("Tidak jadi minta dihubungi")
        self.title("Nomor yang baik")
        self.press("Lanjut")

    def write_call(self, told, ways):
        self.page.get_by_label(re.compile("Saya setuju")).check()
        self.press("Lanjut")
        self.title("Cara yang aman")
        for way in (*ways, "Pagi"):
            self.page.get_by_label(way).check()
        for label, name in (
            ("Nomor, atau", "contact"),
            ("Yang jangan", "never"),
            ("Nama panggilan", "name"),
            ("Pesan (boleh", "words"),
        ):
            self.page.get_by_label(re.compile(re.escape(label))).fill(told[name])

    def give_back(self):
        self.title("Terima kasih")
        self.press("Selesai, kembalikan HP")
        self.title("HP kembali ke kader")
        self.press("Lanjutkan kunjungan")

    def outcome(self):
        until(self.page, "window.outcome")
        return self.page.evaluate("window.outcome")

    def opened(self, outcome):
        return self.page.evaluate("outcome => window.boxesOf(outcome)", outcome)


@pytest.fixture
def talk(phone, site, axe):
    def begun(width=360, height=640, context=None):
        page = phone(context)
        page.set_viewport_size({"width": width, "height": height})
        page.goto(f"{site.app}private.html")
        until(page, "window.show !== undefined")
        page.evaluate(HELPERS)
        return Talk(page, axe)

    return begun


# --- asking -----------------------------------------------------------------------------------------------


def test_somebody_hears_and_nothing_is_asked(talk):
    begun = talk().show()
    begun.press("Ya, ada")
    begun.title("Jangan ditanyakan sekarang")
    begun.press("Sekarang sudah berdua saja")
    begun.title("Bagian pribadi")
    begun.press("Ya, ada")
    begun.press("Selesaikan tanpa bagian ini")
    outcome = begun.outcome()
    assert outcome["asked"] == "tidak_sendiri"
    assert begun.opened(outcome) == {
        "answers": {"format": 1, "answers": {}},
        "help": {"format": 1, "call": False},
    }


@pytest.mark.parametrize(
    ("button", "asked"),
    [
        ("Tidak bersedia", "menolak"),
        ("Tidak dapat ditawarkan (umur, sakit, tidak bisa membaca)", "tidak_ditawarkan"),
    ],
)
def test_who_is_not_willing_is_not_asked(talk, button, asked):
    begun = talk().show()
    begun.press("Tidak ada")
    begun.press(button)
    assert begun.outcome()["asked"] == asked


def test_what_is_answered_alone_is_sealed_for_its_reader(talk):
    begun = talk().show()
    begun.hand_over()
    begun.answer(("Ya", "Tidak ada pasangan", "", "Tidak tahu"))
    begun.call()
    begun.give_back()
    outcome = begun.outcome()
    said = begun.opened(outcome)
    assert said["answers"]["answers"] == {
        "konflik_tegur_sapa": "ya",
        "konflik_pisah_ranjang": "tidak_ada_pasangan",
        "konflik_kdrt": "tidak_tahu",
    }
    assert said["help"] == {
        "format": 1,
        "call": True,
        "agreed": True,
        "village": "63.02.05.2001",
        "ways": ["wa"],
        "times": ["pagi"],
        **CALL,
    }


def test_a_call_that_nobody_could_answer_is_not_sealed(talk):
    begun = talk().show()
    page = begun.page
    begun.hand_over()
    begun.answer()
    page.get_by_label(re.compile("Saya setuju")).check()
    begun.press("Lanjut")
    begun.title("Cara yang aman")
    begun.press("Segel untuk UPTD PPA")
    expect(page.get_by_role("alert")).to_contain_text("lewat apa Anda boleh dihubungi")
    page.get_by_label("Pesan WhatsApp").check()
    begun.press("Segel untuk UPTD PPA")
    expect(page.get_by_role("alert")).to_contain_text("Tulis dulu nomor")
    page.get_by_label(re.compile("Nomor, atau")).fill("0812-0000-0000")
    begun.press("Segel untuk UPTD PPA")
    begun.give_back()
    assert begun.opened(begun.outcome())["help"]["ways"] == ["wa"]


def test_a_long_message_is_cut_and_the_box_is_no_larger(talk):
    begun = talk().show()
    begun.hand_over()
    begun.answer()
    begun.call({**CALL, "words": "\U0001f58a" * 400, "never": "\u20ac" * 200})
    begun.give_back()
    outcome = begun.outcome()
    assert begun.opened(outcome)["help"]["never"].startswith("\u20ac\u20ac")
    assert len(outcome["help"]) == math.ceil((77 + 2048 + 16) * 8 / 6)


def test_whoever_stops_leaves_what_was_said_until_then(talk):
    begun = talk().show()
    begun.hand_over()
    begun.press("Mulai")
    begun.page.get_by_label("Ya", exact=True).check()
    begun.press("Lanjut")
    begun.press("Berhenti dan kembalikan HP")
    begun.title("HP kembali ke kader")
    begun.press("Lanjutkan kunjungan")
    outcome = begun.outcome()
    assert outcome["asked"] == "ditanyakan"
    assert begun.opened(outcome)["answers"]["answers"] == {"konflik_tegur_sapa": "ya"}


@pytest.mark.parametrize("at", ["offer", "call", "numbers"])
def test_whoever_stops_at_the_offer_of_help_calls_nobody(talk, at):
    begun = talk().show()
    begun.hand_over()
    begun.answer(("Ya",) * 4)
    if at == "call":
        begun.write_call(CALL, ("Pesan WhatsApp",))
    elif at == "numbers":
        begun.page.get_by_label("Tidak, terima kasih.").check()
        begun.press("Lanjut")
        begun.title("Nomor yang baik")
    begun.press("Berhenti dan kembalikan HP")
    begun.title("HP kembali ke kader")
    begun.press("Lanjutkan kunjungan")
    said = begun.opened(begun.outcome())
    assert said["help"] == {"format": 1, "call": False}
    assert set(said["answers"]["answers"].values()) == {"ya"}, "what was answered before stays"


def test_whoever_takes_the_call_back_calls_nobody(talk):
    begun = talk().show()
    begun.hand_over()
    begun.answer()
    begun.take_back()
    begun.give_back()
    outcome = begun.outcome()
    assert begun.opened(outcome)["help"] == {"format": 1, "call": False}
    assert len(outcome["help"]) == math.ceil((77 + 2048 + 16) * 8 / 6)


# --- nobody sees ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("way", ["button", "back", "out of sight"])
def test_it_hides_at_once_and_comes_back_without_an_answer(talk, way):
    begun = talk().show()
    begun.hand_over()
    begun.press("Mulai")
    begun.page.get_by_label("Ya", exact=True).check()
    if way == "button":
        begun.press("Sembunyikan")
    elif way == "back":
        begun.page.go_back()
    else:
        begun.page.evaluate(
            "Object.defineProperty(document, 'visibilityState', { get: () => 'hidden', configurable: true });"
            "document.dispatchEvent(new Event('visibilitychange')); delete document.visibilityState"
        )
    begun.title("Rumah dan lingkungan")
    shown = begun.page.locator("body").inner_text()
    assert not re.search("bertengkar|disakiti|pribadi|UPTD", shown, re.IGNORECASE)
    for _ in range(2):
        begun.page.go_back()
        begun.title("Rumah dan lingkungan")
    begun.press("Lanjut")
    begun.title("Rumah dan lingkungan")
    for _ in range(3):
        begun.page.locator(".pager-bar button").click()
    begun.title("tidak saling menegur")
    assert begun.page.locator("input:checked").count() == 0, (
        "who finds the way back sees a question and no answer"
    )


def test_from_the_harmless_questions_the_phone_goes_back_too(talk):
    begun = talk().show()
    begun.hand_over()
    begun.press("Mulai")
    begun.press("Sembunyikan")
    begun.press("Selesai")
    begun.title("HP kembali ke kader")


def test_the_kader_cannot_page_back_nor_open_it_again(talk):
    begun = talk()
    begun.page.evaluate("enrolled()")
    begun.page.evaluate("reopened()")
    begun.show(store=True)
    begun.hand_over()
    begun.answer(("Ya",) * 4)
    begun.call()
    begun.title("Terima kasih")
    begun.page.go_back()
    begun.title("Rumah dan lingkungan")
    begun.press("Selesai")
    begun.title("HP kembali ke kader")
    begun.show(store=True)
    expect(begun.page.get_by_text("tidak dapat dibuka lagi")).to_be_visible()
    assert begun.page.get_by_role("button").all_inner_texts() == ["Lanjutkan kunjungan"]


def test_a_crash_in_the_middle_loses_one_page_and_opens_nothing(talk):
    begun = talk()
    begun.page.evaluate("enrolled()")
    begun.page.evaluate("reopened()")
    begun.show(store=True)
    begun.hand_over()
    begun.press("Mulai")
    begun.page.get_by_label("Ya", exact=True).check()
    begun.press("Lanjut")
    expect(begun.page.get_by_text("2 dari 4")).to_be_visible()
    begun.page.get_by_label("Ya", exact=True).check()
    kept = begun.page.evaluate("window.kept.at(-1)")
    assert begun.opened(kept)["answers"]["answers"] == {"konflik_tegur_sapa": "ya"}
    again = talk(context=begun.page.context)
    begun.page.close(run_before_unload=False)
    again.page.evaluate("reopened()")
    until(again.page, "window.store.writer.state === 'here'")
    again.show(store=True)
    again.press("Lanjutkan kunjungan")
    assert again.outcome() == kept, "the phone has what was sealed, and nothing that opens it"


def test_who_was_not_alone_may_be_asked_later_in_the_same_visit(talk):
    begun = talk()
    begun.page.evaluate("enrolled()")
    begun.page.evaluate("reopened()")
    begun.show(store=True)
    begun.press("Ya, ada")
    begun.show(store=True)
    begun.title("Bagian pribadi")
    begun.hand_over()


# --- and nothing tells an answer --------------------------------------------------------------------------

SHAPE = """async () => {
  const told = [];
  for (const { name } of await indexedDB.databases()) {
    const db = await new Promise((go) => { const r = indexedDB.open(name); r.onsuccess = () => go(r.result); });
    for (const store of [...db.objectStoreNames].sort()) {
      const rows = await new Promise((go) => {
        const r = db.transaction(store).objectStore(store).getAll(); r.onsuccess = () => go(r.result);
      });
      const size = (one) => one instanceof Uint8Array || one instanceof ArrayBuffer ? `bytes ${one.byteLength}`
        : one instanceof CryptoKey || one === null || typeof one !== 'object' ? typeof one
        : Object.entries(one).map(([key, value]) => [key, size(value)]);
      told.push([name.replace(/[0-9a-f-]{20,}/, 'ID'), store, rows.map(size)]);
    }
    db.close();
  }
  told.push(['localStorage', JSON.stringify(localStorage)], ['sessionStorage', JSON.stringify(sessionStorage)]);
  told.push(['caches', await caches.keys()], ['history', history.length], ['title', document.title], location.href);
  return JSON.stringify(told);
}"""
PLAIN = re.compile(r"konflik|bertengkar|Bunga|0812|Tolong|UPTD", re.IGNORECASE)


def _seen(talk, choices, call):
    """Go through the part once on a phone of its own; return what lies there and what would be sent, by shape.

    ``call`` is the way through the offer of help: a method of ``Talk``.
    """
    begun = talk()
    requests = []
    begun.page.evaluate("enrolled()")
    begun.page.evaluate("reopened()")
    begun.show(store=True)
    begun.hand_over()
    begun.page.on("request", lambda request: requests.append(request.url))
    screens = []
    begun.answer(choices)
    call(begun)
    begun.title("Terima kasih")
    during = begun.page.evaluate(SHAPE)
    begun.give_back()
    outcome = begun.outcome()
    screens.append(begun.page.locator("body").inner_text())
    until(begun.page, "window.outcome !== null")
    begun.page.wait_for_timeout(200)
    [visit] = begun.page.evaluate("window.store.outbox.all()")
    body = json.dumps({"visits": [{"xml": visit["content"]["xml"], **visit["content"]["extra"]}]})
    raw = begun.page.evaluate(
        "async () => (await window.store.outbox.sealed()).map(({ sealed }) => sealed.length)"
    )
    after = begun.page.evaluate(SHAPE)
    assert not PLAIN.search(during), "no word of it lies open on the phone"
    assert not PLAIN.search(after)
    assert not PLAIN.search(body)
    assert requests == [], "nothing is asked of the site while she answers"
    return {
        "draft": during,
        "after": after,
        "kept": len(begun.page.evaluate("window.kept")),
        "sizes": [
            {name: len(text) for name, text in one.items()} for one in begun.page.evaluate("window.kept")
        ],
        "asked": outcome["asked"],
        "body": len(body),
        "sealed visit": raw,
        "screens": screens,
    }


def test_each_answer_flipped_leaves_every_byte_as_it_was(talk):
    quiet = _seen(talk, QUIET, Talk.decline)
    flips = [tuple("Ya" if at == flipped else "Tidak" for at in range(4)) for flipped in range(4)]
    for choices, call in [
        *((flip, Talk.decline) for flip in flips),
        (("",) * 4, Talk.decline),
        (QUIET, Talk.call),
        (QUIET, Talk.take_back),
        (("Ya",) * 4, Talk.call),
    ]:
        assert _seen(talk, choices, call) == quiet, (choices, call)


# --- for everybody ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("width", "language"), [(360, "id"), (390, "en"), (1280, "id")])
def test_every_page_is_without_barriers(talk, width, language):
    begun = talk(width, 640 if width < 400 else 900)
    begun.show(language=language)
    press = begun.page.locator("main .button-main").click
    assert_no_barrier(begun.page)
    begun.page.locator(".private-two .button").first.click()
    assert_no_barrier(begun.page)
    begun.page.locator("main .button").first.click()
    begun.page.locator(".private-two .button").last.click()
    assert_no_barrier(begun.page)
    press()
    for _ in range(7):
        expect(begun.page.locator(".private-large")).to_be_visible()
        assert_no_barrier(begun.page)
        if begun.page.locator(".private-choice input[type=radio]").count() == 2:
            begun.page.locator(".private-choice").first.click()
        if begun.page.locator(".private-choice input[type=checkbox]").count():
            press()
            assert_no_barrier(begun.page)  # with what is missing said
            begun.page.locator(".private-choice").first.click()
            begun.page.locator("main input[type=text]").first.fill("0812-0000-0000")
        before = begun.page.locator("h1").inner_text()
        press()
        expect(begun.page.locator("h1")).not_to_have_text(before)
    assert_no_barrier(begun.page)
    begun.page.locator(".private-hide").click()
    assert_no_barrier(begun.page)
    begun.page.locator("main .button-quiet").click()
    assert_no_barrier(begun.page)


def test_a_keyboard_gets_through(talk):
    begun = talk().show()
    begun.hand_over()
    begun.page.get_by_role("button", name="Mulai").focus()
    begun.page.keyboard.press("Enter")
    begun.title("tidak saling menegur")
    expect(begun.page.locator("h1")).to_be_focused()
    begun.page.keyboard.press("Tab")
    begun.page.keyboard.press("Space")
    begun.page.keyboard.press("Tab")
    begun.page.keyboard.press("Enter")
    expect(begun.page.get_by_text("2 dari 4")).to_be_visible()
    begun.page.locator(".private-hide").press("Enter")
    for _ in range(3):
        begun.page.locator(".pager-bar button").press("Enter")
    expect(begun.page.get_by_text("2 dari 4")).to_be_visible()


def test_a_recorded_voice_is_offered_with_an_earphone_and_stops_with_its_page(talk, monkeypatch):
    told = json.loads(PART)
    told["items"][0]["audio"] = {"id": "tegur.wav"}
    monkeypatch.setattr("tests.field.phone.test_private.PART", json.dumps(told))
    begun = talk().show(recording=_silence())
    begun.hand_over()
    begun.press("Mulai")
    expect(begun.page.get_by_text("Pakai earphone.")).to_be_visible()
    begun.page.locator(".private-voice .button").click()
    begun.press("Lanjut")
    expect(begun.page.get_by_text("2 dari 4")).to_be_visible()
    expect(begun.page.locator(".private-voice")).to_have_count(0)


def _silence():
    out = BytesIO()
    with wave.open(out, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(1)
        sound.setframerate(8000)
        sound.writeframes(bytes(8000))
    return urlsafe_b64encode(out.getvalue()).decode().rstrip("=")
