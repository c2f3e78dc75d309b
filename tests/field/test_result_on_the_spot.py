"""The family's result at the door: said in words, with reasons and steps, and a summary that names nobody."""

import re

import pytest
from tests.field.barriers import assert_no_barrier
from tests.field.families import NAMES, golden, interview
from tests.field.forms_to_fill import MEDIA, VILLAGE, family_visit, open_form, result_reading
from tests.unit.questionnaires.forms import version_of

from bahtera.foundation import clock
from bahtera.indices import format_value, load
from bahtera.questionnaires.engine.assessment import assess

pytestmark = pytest.mark.slow
ALL_YES, ALL_NO, BELOW = "000 all yes (sintetis)", "019 all no (sintetis)", "111 just below 75 (sintetis)"
WIDOW = "004 widow alone (sintetis)"
NIK, CARD = "6302054502880001", "6302051234567890"
SHARE = """() => { window.shared = []; navigator.canShare = () => true;
  navigator.share = async ({ text, files = [] }) => {
    window.shared.push({ text, files: files.map(file => [file.name, file.size]) });
  }; }"""
INDICES = {name: load(name).without_private() for name in ("ikk", "ibangga")}


def visited(page, answers, look=lambda page: None):
    """Fill and finish a visit; return the page and the answers as the server reads them."""
    page = open_form(page, family_visit(), **MEDIA, **{"hasil.json": result_reading().decode()})
    xml, _ = interview(page, answers, look=look)
    kept = assess(
        version_of(family_visit()),
        xml.encode(),
        village_known=lambda code: code == VILLAGE,
        received_on=clock.today("Asia/Makassar"),
    )
    return page, kept.answers


def at_the_result(check):
    """Call the check where the result is shown in the form."""

    def look(page):
        if page.locator(".pager .result").count():
            check(page)

    return look


def unmet(answers, *, sensitive):
    """Return why, by the server, of each unmet indicator that is sensitive, or of each that is not."""
    for definition in INDICES.values():
        hidden = {each.id for each in definition.indicators if each.sensitive}
        for each in definition.explain(answers).of_state("0"):
            if (each.id in hidden) == sensitive:
                yield each.why


@pytest.mark.parametrize("name", [ALL_YES, ALL_NO, BELOW])
def test_the_result_says_what_the_server_says(app, name):
    seen = []

    def check(page):
        assert_no_barrier(page)
        closed, aloud = page.locator(".result").inner_text(), page.locator(".result-one h3").all_inner_texts()
        cards = page.locator(".result-card").all_inner_texts()
        for summary in page.locator(".result summary").all():
            summary.click()
        assert_no_barrier(page)
        seen.append((cards, closed, set(filter(None, aloud))))

    _, answers = visited(app(), golden(name), at_the_result(check))
    [(cards, closed, aloud)] = seen
    for card, definition in zip(cards, INDICES.values(), strict=True):
        score = definition.score_one(answers)
        assert format_value(score.value, "id") in card
        assert score.category.capitalize() in card
    assert aloud <= set(unmet(answers, sensitive=False))
    assert bool(aloud) == any(unmet(answers, sensitive=False))
    assert [why for why in unmet(answers, sensitive=True) if why in closed] == []


def test_a_reason_names_the_answer_and_whose_it_is(app):
    answers = golden(ALL_YES)
    answers = answers | {"anggota": [dict(each) for each in answers["anggota"]], "jamban": "bersama"}
    answers["anggota"][3]["akta_lahir"] = "tidak"
    seen = []

    def check(page):
        seen.extend(page.locator(".result-answers li").all_inner_texts())

    visited(app(), answers, at_the_result(check))
    assert f"Apakah {NAMES[3]} Contoh punya akta kelahiran? Tidak" in seen
    assert "Tempat buang air besar Jamban bersama atau umum" in seen
    assert not [each for each in seen if NAMES[2] in each]


def chosen(answers):
    """Return a family that chose two steps, one in its own words."""
    members = [dict(each) for each in answers["anggota"]]
    members[1]["nik"] = NIK
    return answers | {
        "anggota": members,
        "no_kk": CARD,
        "langkah_1": "buku_nikah",
        "langkah_1_tanggal": "2025-01-31",
        "langkah_2": "lainnya",
        "langkah_2_lain": f"Membantu {NAMES[1]} menanam sayur",
        "langkah_2_tanggal": "2025-02-28",
    }


def told_of_nobody(text, answers):
    """Find what must never stand in a summary: names, numbers, places, birth dates, typed words, what is sensitive."""
    births = [each["tgl_lahir"] for each in answers["anggota"]]
    years = [rf"\b{birth[:4]}\b" for birth in births]
    names = [rf"\b{name}\b" for name in (*NAMES, "Contoh", "Sungai", "Jalan")]
    numbers = [r"\bR[TW][. ]*\d", NIK, CARD, r"\d{16}", re.escape(VILLAGE), *births, *years]
    words = ["peringkat", "memukul", "hukum", "pidana", "konflik", "kekerasan", "menanam"]
    patterns = [*names, *numbers, *words]
    return [pattern for pattern in patterns if re.search(pattern, text, re.IGNORECASE)]


def test_the_summary_names_nobody_and_is_printed_shared_and_copied(app):
    answers = chosen(golden(BELOW))
    page, _ = visited(app(permissions=["clipboard-read", "clipboard-write"]), answers)
    page.evaluate(SHARE)
    page.get_by_role("button", name="Ringkasan untuk keluarga").click()
    sheet = page.locator(".summary-sheet")
    sheet.wait_for()
    assert_no_barrier(page)
    page.get_by_role("button", name="Bagikan").click()
    page.wait_for_timeout(500)
    [shared] = page.evaluate("() => window.shared")
    page.get_by_role("button", name="Salin tulisan").click()
    page.get_by_text("Tulisan sudah disalin").wait_for()
    copied = page.evaluate("() => navigator.clipboard.readText()")
    assert shared["text"] == copied
    [(name, size)] = shared["files"]
    assert name == "ringkasan.png"
    assert size > 10_000
    for text in (sheet.inner_text(), sheet.inner_html(), copied):
        assert told_of_nobody(text, answers) == []
    assert "Mengurus buku atau akta nikah, paling lambat Jumat, 31 Januari 2025" in copied
    assert "Langkah pilihan sendiri" in copied
    assert "tanpa butir rahasia" in copied
    page.emulate_media(media="print")
    assert sheet.is_visible()
    assert not page.get_by_role("button", name="Bagikan").is_visible()


def test_steps_of_the_last_visit_are_asked_about_and_new_ones_offered(app):
    answers = golden(BELOW) | {
        "keluarga": "f1",
        "langkah_lalu_1_hasil": "belum",
        "langkah_1": "kegiatan_sosial",
        "langkah_1_tanggal": "2025-01-31",
    }
    asked = []

    def look(page):
        title = page.locator(".pager h1").inner_text()
        if "Langkah" in title:
            assert_no_barrier(page)
            asked.append((title, page.locator(".block").inner_text()))
        if title.startswith("Langkah yang dipilih"):
            offered = page.locator("[data-name=langkah_1] option").all_inner_texts()
            asked.append(("offered", offered))

    visited(app(), answers, look)
    told = dict(asked)
    assert "Mengurus akta kelahiran anak (paling lambat 01-12-2026)" in told["Langkah dari kunjungan lalu"]
    assert "Ikut gotong royong atau kegiatan RT" in told["offered"]
    assert "Mengurus akta kelahiran anak" not in told["offered"]
    assert "Langkah lain" in told["offered"]


def test_what_does_not_apply_is_said_to_and_has_no_bar(app):
    """A widow alone lacks neither marriage book nor birth certificates."""
    seen = []

    def check(page):
        row = page.locator(".result-bars li", has_text="Legalitas").first
        seen.append((row.inner_text().split("\n"), row.locator("svg").count()))
        text = page.locator(".result").inner_text()
        seen.append("iBangga – Indeks Pembangunan Keluarga" in text)

    page, _ = visited(
        app(permissions=["clipboard-read", "clipboard-write"]), golden(WIDOW), at_the_result(check)
    )
    [(words, bars), is_dashed] = seen
    assert words == ["Legalitas dan struktur keluarga", "tidak berlaku"]
    assert (bars, is_dashed) == (0, True)
    page.get_by_role("button", name="Ringkasan untuk keluarga").click()
    row = page.locator(".summary-sheet .result-bars li", has_text="Legalitas")
    assert row.inner_text().split("\n") == words
    assert row.locator("svg").count() == 0
    assert page.locator(".summary-sheet .result-bar").count() >= 7
    page.get_by_role("button", name="Salin tulisan").click()
    page.get_by_text("Tulisan sudah disalin").wait_for()
    copied = page.evaluate("() => navigator.clipboard.readText()")
    assert "• Legalitas dan struktur keluarga: tidak berlaku" in copied
    assert "Indeks kerja, belum resmi. Dihitung tanpa butir rahasia." in copied
    assert ". ·" not in copied


@pytest.mark.parametrize("width", [360, 1280])
def test_the_summary_takes_the_paper_that_is_there(app, width):
    page, _ = visited(app(width, 800), golden(BELOW))
    page.get_by_role("button", name="Ringkasan untuk keluarga").click()
    page.locator(".summary-sheet").wait_for()
    printed = page.pdf(format="A4", prefer_css_page_size=True)
    sizes = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", printed)
    assert [tuple(round(float(side) / 72 * 25.4) for side in size) for size in sizes] == [(210, 297)]
    page.emulate_media(media="print")
    page.set_viewport_size({"width": round(188 / 25.4 * 96), "height": 1000})
    box = page.locator(".summary-sheet").bounding_box()
    assert (box["x"], box["y"]) == (0, 0)
    assert box["width"] == round(188 / 25.4 * 96)
