"""Two visits to one family put together in a browser: on a phone, at a desk, by keyboard, without script."""

import os
import re
from datetime import date
from pathlib import Path
from uuid import uuid4

import pytest
from django.urls import reverse
from tests.functional.web.test_in_a_browser import DESK, SMALL, TOO_WIDE, WIDER_THAN_ITSELF, open_page
from tests.integration.web.province import VILLAGE
from tests.unit.questionnaires.test_family_visit import family

from bahtera.access.api import Actor
from bahtera.questionnaires import api as questionnaires
from bahtera.surveys import api as surveys
from bahtera.surveys.models import Submission

__all__ = ["open_page"]
pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
PICTURES = os.environ.get("BAHTERA_PICTURES", "")


def send(who, **changes):
    form = questionnaires.current_forms()[0]
    told = {**family(), "kode_desa": VILLAGE, "instanceID": f"uuid:{uuid4()}", **changes}
    asked = questionnaires.labels(form.form_id, form.version).keys() | questionnaires.device_questions(form)
    xml = questionnaires.writer(form).write(
        {name: value for name, value in told.items() if name in asked}, on=date(2026, 11, 20)
    )
    actor = Actor.over(f"device:{who}", f"{who} (sintetis)", frozenset({"kader"}), (VILLAGE,))
    xml = re.sub(rb'(<data[^>]* version=)"[^"]*"', rf'\1"{form.version}"'.encode(), xml, count=1)
    return surveys.receive(xml, actor=actor).submission_id


@pytest.fixture
def pair(measured):
    members = family()["anggota"]
    grown = {**members[2], "nama": "Rani", "sekolah": "putus", "pendidikan": "sd"}
    baby = {**members[3], "nama": "Bayu Pratama", "member_id": str(uuid4()), "tgl_lahir": date(2026, 9, 2)}
    left = send("Siti Aminah", alamat="Jalan Pelabuhan 4, dekat dermaga lama", pendapatan_bulan=2_850_000)
    right = send(
        "Dewi Lestari",
        alamat="Jl. Pelabuhan no. 4",
        pendapatan_bulan=3_100_000,
        jenis_lantai="keramik",
        tabungan="tidak",
        anggota=[members[0], members[1], grown, members[3], baby],
    )
    return left, right


@pytest.mark.parametrize("width", [360, 390, DESK])
def test_a_supervisor_puts_two_visits_together(pair, bob, open_page, width):
    _left, right = pair
    page = open_page(width, signed_in=bob)
    page.goto(f"{page.site}{reverse('web:submission', args=[right])}")
    page.get_by_role("link", name="Gabungkan keduanya").click()
    assert_no_barrier(page)
    shot(page, f"gabung-{width}")
    differences = page.locator("fieldset.difference")
    assert differences.filter(has_text="Pelabuhan").count() == 1
    for field in differences.all():
        field.get_by_role("radio").nth(1).check()
    address = differences.filter(has_text="dermaga lama")
    address.get_by_role("radio").nth(2).check()
    address.get_by_role("textbox").fill("Jalan Pelabuhan 4")
    page.get_by_text("Ya, simpan").click()
    page.get_by_role("button", name="Lihat hasilnya").press("Enter")
    page.get_by_role("heading", name="Inilah hasilnya").wait_for()
    assert_no_barrier(page)
    shot(page, f"gabung-hasil-{width}")
    page.get_by_role("button", name="Simpan sebagai versi baru").click()
    page.get_by_text("Dua kunjungan sudah menjadi satu").wait_for()
    shot(page, f"gabung-jadi-{width}")
    assert "Jalan Pelabuhan 4" in page.content()
    states = set(Submission.objects.filter(pk__in=pair).values_list("state", flat=True))
    assert states == {"superseded"}


def test_without_script_and_what_is_not_chosen_is_said(pair, bob, open_page):
    page = open_page(DESK, script=False, signed_in=bob)
    page.goto(f"{page.site}{reverse('web:merge_visits', args=pair)}")
    page.get_by_role("button", name="Lihat hasilnya").click()
    assert page.locator("input:invalid").count() > 0, "the browser holds it back"
    for field in page.locator("fieldset.difference").all():
        field.get_by_role("radio").first.check()
    page.get_by_role("button", name="Lihat hasilnya").click()
    page.get_by_role("heading", name="Inilah hasilnya").wait_for()
    page.locator("fieldset.difference").first.get_by_role("radio").nth(1).check()
    page.get_by_role("button", name="Simpan sebagai versi baru").click()
    page.get_by_text("Ada yang berubah sejak Anda melihat hasilnya").wait_for()
    assert Submission.objects.count() == 2


def test_the_family_is_named_and_not_asked_about(measured, bob, open_page):
    known = uuid4()
    first = send("Siti Aminah", family_id=str(known), keluarga="baru")
    other = send("Dewi Lestari", family_id=str(known), keluarga=str(known), alamat="Jl. Pelabuhan no. 4")
    page = open_page(DESK, signed_in=bob)
    page.goto(f"{page.site}{reverse('web:merge_visits', args=(first, other))}")
    said = page.locator("main").inner_text()
    assert str(known) not in said
    assert "Kedua kunjungan ini untuk keluarga Budi, RT" in said
    assert page.locator("fieldset.difference", has_text="Keluarga yang dikunjungi").count() == 0


def assert_no_barrier(page):
    assert page.evaluate(WIDER_THAN_ITSELF) <= 0, page.evaluate(TOO_WIDE)
    assert page.evaluate(SMALL) == []
    page.evaluate(page.axe)
    found = page.evaluate("axe.run({ resultTypes: ['violations'] })")["violations"]
    assert [(v["id"], [n["html"] for n in v["nodes"]]) for v in found] == []


def shot(page, name):
    if PICTURES:
        page.screenshot(path=Path(PICTURES) / f"{name}.png", full_page=True)
