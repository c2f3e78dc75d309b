"""What a kader sees when a visit is finished: the family's result, and the summary that the family takes along."""

import re
from fractions import Fraction

import pytest
from playwright.sync_api import expect
from tests.field.app.test_visiting import fill_visit, finish_visit
from tests.field.barriers import assert_no_barrier
from tests.field.families import golden

from bahtera.indices import format_value
from bahtera.surveys.models import SubmissionScore

pytestmark = pytest.mark.slow
STEPS = {"jamban": "bersama", "langkah_1": "rumah_layak", "langkah_1_tanggal": "2026-12-24"}


def test_a_finished_visit_shows_its_result_and_the_summary(phone):
    page = phone.page
    page.get_by_role("link", name=re.compile("Dewi")).click()
    page.get_by_role("button", name="Mulai kunjungan").click()
    drawn = []
    fill_visit(
        page,
        golden("000 all yes (sintetis)") | STEPS,
        look=lambda p: drawn.append(p.locator(".result-card").count()),
    )
    assert max(drawn) == 2
    finish_visit(page)
    page.get_by_role("button", name="Lihat hasil dan ringkasan").click()
    page.locator(".result-card").first.wait_for()
    assert_no_barrier(page)
    cards = page.locator(".result-card").all_inner_texts()
    for name, card in zip(("ikk", "ibangga"), cards, strict=True):
        kept = SubmissionScore.objects.get(index_id=name)
        assert format_value(Fraction(100 * kept.numerator, kept.denominator), "id") in card
        assert kept.category.capitalize() in card
    expect(page.locator(".result")).to_contain_text("Memperbaiki rumah: jamban, air, lantai, atau ruang")
    page.get_by_role("button", name="Ringkasan untuk keluarga").click()
    sheet = page.locator(".summary-sheet")
    expect(sheet).to_contain_text("Memperbaiki rumah: jamban, air, lantai, atau ruang, paling lambat")
    assert "Dewi" not in sheet.inner_html()
    assert_no_barrier(page)
    page.get_by_role("button", name="Darurat").click()
    page.emulate_media(media="print")
    expect(page.locator(".care")).to_be_visible()
    expect(page.locator(".care").get_by_role("heading", name="Jangan")).to_be_visible()
    expect(sheet).not_to_be_visible()
    page.emulate_media(media="screen")
    page.go_back()
    phone.go("/keluarga")
    page.get_by_role("link", name=re.compile("Dewi")).click()
    page.get_by_role("button", name="Lihat hasil dan ringkasan").click()
    expect(page.locator(".result-card")).to_have_count(2)
