"""The pages as people meet them: on a narrow phone, on a desk, on paper, by keyboard and without script."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.urls import reverse
from tests.integration.web.province import NEIGHBOUR, PASSWORD, REGENCY, VILLAGE

from bahtera.access import api as access
from bahtera.access.queries.signing_in.factors import code_at, present_step
from bahtera.foundation import blobs, clock
from bahtera.questionnaires import api as questionnaires
from bahtera.questionnaires import tasks

pytestmark = pytest.mark.slow

PHONE, WIDER_PHONE, DESK = 360, 390, 1280
LONG = "Muhammadrizkymaulanasyahputrabinabdurrahmansyarifuddinalbanjari"
TOO_WIDE = """() => [...document.querySelectorAll('body *')]
    .filter(e => e.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
    .filter(e => !e.closest('.table-wrap, .sprite, .hidden-text'))
    .map(e => e.outerHTML.slice(0, 120))"""
WIDER_THAN_ITSELF = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
# Links inside a sentence are as tall as their line; everything else is a target for a thumb.
SMALL = """() => [...document.querySelectorAll('a, button, summary, select, textarea, input')]
    .filter(e => e.type !== 'hidden' && !['checkbox', 'radio'].includes(e.type) && !e.closest('p, .skip'))
    .map(e => [e, e.getBoundingClientRect()])
    .filter(([e, r]) => r.width > 0 && r.height < 43.5)
    .map(([e, r]) => `${e.tagName} ${e.textContent.trim().slice(0, 30)} ${Math.round(r.height)}`)"""


@pytest.fixture
def open_page(browser, live_server, axe):
    """Open a page of the site at a width; whatever the console complains of fails the test."""
    contexts = []
    complaints = []

    def opened(width=DESK, *, script=True, signed_in=None):
        context = browser.new_context(
            viewport={"width": width, "height": 800},
            java_script_enabled=script,
            base_url=live_server.url,
            locale="en-GB",
        )
        contexts.append(context)
        if signed_in is not None:
            value = signed_in.cookies["sessionid"].value
            context.add_cookies([{"name": "sessionid", "value": value, "url": live_server.url}])
        page = context.new_page()
        page.site, page.axe = live_server.url, axe
        page.on(
            "console",
            lambda said: complaints.append(said.text) if said.type in {"error", "warning"} else None,
        )
        page.on("pageerror", lambda problem: complaints.append(str(problem)))
        return page

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def addresses(village_results, doubtful_visit, visit):
    visit("accepted", name=LONG, answers={"alamat": LONG * 3})
    crowded = visit("flagged", name=LONG, error_count=3, answers={"catatan": LONG * 3, "alamat": LONG})
    return {
        "home": "/",
        "list": "/periksa/",
        "filtered list": "/periksa/?q=muhammad&keadaan=accepted",
        "visit": reverse("web:submission", args=[doubtful_visit.pk]),
        "visit with long words": reverse("web:submission", args=[crowded.pk]),
        "village": f"/wilayah/{VILLAGE}/",
        "village with hidden figures": f"/wilayah/{NEIGHBOUR}/",
        "regency": f"/wilayah/{REGENCY}/",
        "search": "/wilayah/?q=pulau",
        "questionnaires": "/kuesioner/",
        "phones": "/token/",
    }


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("width", [PHONE, WIDER_PHONE, DESK])
def test_every_page_fits_can_be_touched_and_has_no_barrier(open_page, addresses, alice, width, language):
    page = open_page(width, signed_in=alice)
    page.context.add_cookies([{"name": "bahasa", "value": language, "url": page.site}])
    for name, address in addresses.items():
        page.goto(address)
        for fold in page.locator("main details").all():
            fold.evaluate("fold => { fold.open = true }")
        assert page.locator("html").get_attribute("lang") == language
        assert page.evaluate(WIDER_THAN_ITSELF) <= 0, (name, page.evaluate(TOO_WIDE))
        assert page.evaluate(TOO_WIDE) == [], name
        assert page.evaluate(SMALL) == [], name
        page.evaluate(page.axe)
        found = page.evaluate("axe.run({ resultTypes: ['violations'] })")["violations"]
        assert [(v["id"], [n["html"] for n in v["nodes"]]) for v in found] == [], name


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_signing_in_fits_and_has_no_barrier(open_page, chelsea, width):
    page = open_page(width)
    page.goto("/wilayah/")
    assert page.evaluate(WIDER_THAN_ITSELF) <= 0
    page.evaluate(page.axe)
    assert page.evaluate("axe.run({ resultTypes: ['violations'] })")["violations"] == []
    page.get_by_label("Nama akun").fill("chelsea")
    page.get_by_label("Sandi").fill(PASSWORD)
    page.get_by_role("button", name="Masuk", exact=True).click()
    assert page.get_by_role("heading", level=1).inner_text() == "Wilayah dan hasilnya"


def test_a_reviewer_sends_a_visit_back_with_a_comment_at_a_question(
    open_page, doubtful_visit, worked_out, bob
):
    worked_out()
    page = open_page(PHONE, signed_in=bob)
    page.goto("/")
    page.get_by_role("link", name="Kunjungan perlu diperiksa").click()
    page.locator(".submission").first.click()
    page.get_by_role("link", name=re.compile("Lihat jawaban")).click()
    comment = page.locator('[name="catatan.tgl_lahir.2"]')
    comment.wait_for(state="visible")
    hidden = page.locator('[name="catatan.alamat"]')
    assert not hidden.is_visible()
    page.get_by_label("Tulis catatan pada pertanyaan").check()
    comment.fill("Cek akta kelahiran.")
    page.get_by_role("button", name="Kembalikan dengan catatan").click()
    assert "Dikembalikan. Kader melihat catatan Anda." in page.locator("main").inner_text()
    doubtful_visit.refresh_from_db()
    assert doubtful_visit.state == "returned"


def test_everything_works_without_script(open_page, visit, bob):
    row = visit(name="Norjanah")
    secret = access.new_totp_secret()
    with clock.frozen(clock.now() - timedelta(minutes=5)):
        owner = get_user_model().objects.get(username="bob")
        access.enrol_totp(owner.pk, secret, code_at(secret, present_step()), origin=access.Origin())
    page = open_page(PHONE, script=False)
    page.goto("/periksa/?keadaan=flagged")
    page.locator("#nama").fill("bob")
    page.locator("#sandi").fill(PASSWORD)
    page.locator(".gate-form button").first.click()
    page.locator("#kode").fill(code_at(secret, present_step()))
    page.locator("main button").first.click()
    page.locator(".submission").first.click()
    page.locator('button[value="approve"]').click()
    row.refresh_from_db()
    assert row.state == "approved"
    page.goto("/wilayah/")
    page.locator("#q").fill("pulau")
    page.locator("main button").click()
    assert "Desa Pulau Contoh" in page.locator("#hasil").inner_text()
    page.locator(".language button", has_text="EN").click()
    assert "Found for" in page.locator("#hasil").inner_text()


def test_more_visits_join_the_list_in_place(open_page, visit, bob, monkeypatch):
    from bahtera.web.views import submissions

    monkeypatch.setattr(submissions, "_SIZE", 3)
    for number in range(8):
        visit(name=f"Keluarga {number}")
    page = open_page(PHONE, signed_in=bob)
    page.goto("/periksa/")
    for shown in (6, 8):
        page.get_by_role("link", name="Muat lagi").click()
        page.locator(".submission").nth(shown - 1).wait_for()
        assert page.locator(".submission").count() == shown
    assert page.get_by_text("Sudah semuanya.").is_visible()
    assert page.url.endswith("/periksa/")


@pytest.fixture
def refusing(settings, monkeypatch, tmp_path):
    """Tasks wait for a worker, and every workbook has a problem."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    problem = questionnaires.Problem("survey", 42, "relevant", "Pertanyaan umurr tidak ada.")

    def refuse(*_args, **_kwargs):
        raise questionnaires.InvalidForm((problem,))

    monkeypatch.setattr(tasks, "publish", refuse)
    monkeypatch.setattr(blobs, "_folder", tmp_path / "blobs")


@pytest.mark.usefixtures("refusing", "form")
@pytest.mark.parametrize("script", [True, False])
def test_a_publishing_is_followed_to_its_end(open_page, alice, script):
    page = open_page(PHONE, script=script, signed_in=alice)
    page.goto("/kuesioner/")
    workbook = {"name": f"{LONG}.xlsx", "mimeType": "application/octet-stream", "buffer": b"PK"}
    page.locator("#berkas").set_input_files(workbook)
    page.locator("main form button").click()
    page.get_by_role("heading", name="Menunggu giliran").wait_for()
    assert page.evaluate(WIDER_THAN_ITSELF) <= 0
    if script:
        page.evaluate(page.axe)
        assert page.evaluate("axe.run({ resultTypes: ['violations'] })")["violations"] == []
    call_command("db_worker", batch=True, interval=0, verbosity=0, startup_delay=False)
    page.get_by_role("cell", name="Pertanyaan umurr tidak ada.").wait_for(timeout=15_000)
    assert page.evaluate(WIDER_THAN_ITSELF) <= 0


def test_areas_appear_while_typing(open_page, areas, alice):
    page = open_page(PHONE, signed_in=alice)
    page.goto("/wilayah/")
    page.locator("#q").press_sequentially("teluk dalam")
    page.get_by_role("link", name=re.compile("Desa Teluk Dalam")).wait_for()


def test_the_keyboard_starts_at_a_skip_link_that_can_be_seen(open_page, areas, bob):
    page = open_page(DESK, signed_in=bob)
    page.goto("/wilayah/")
    page.keyboard.press("Tab")
    skip = page.locator(":focus")
    assert skip.inner_text() == "Langsung ke isi"
    assert skip.bounding_box()["y"] >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "isi"
    page.keyboard.press("Tab")
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineWidth")
    assert outline == "3px"


def test_a_village_page_prints_without_what_is_only_for_the_screen(open_page, village_results, bob):
    page = open_page(DESK, signed_in=bob)
    page.goto(f"/wilayah/{VILLAGE}/")
    page.emulate_media(media="print")
    for only_screen in (".nav", ".masthead-end", "[data-print]"):
        assert not page.locator(only_screen).first.is_visible()
    assert page.get_by_text("Data sintetis").first.is_visible()
    document = page.pdf(format="A4", print_background=True)
    assert document.startswith(b"%PDF")
    assert 1 <= len(re.findall(rb"/Type\s*/Page\b", document)) <= 4


def test_the_qr_card_prints_on_one_page(open_page, measured, bob):
    page = open_page(DESK, signed_in=bob)
    page.goto("/token/")
    page.get_by_label("Nama kader").fill("Norhayati")
    page.get_by_label(re.compile("Desa Pulau Contoh")).check()
    page.get_by_role("button", name="Buat kartu QR").click()
    page.get_by_role("img", name=re.compile("ODK Collect")).wait_for()
    assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4"))) == 1
