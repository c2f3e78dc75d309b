"""The family visit, filled on a phone for families of the golden set: the phone says what the server says."""

import json
import re
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from tests.field.forms_to_fill import MEDIA, VILLAGE, family_visit, open_form
from tests.unit.questionnaires.forms import version_of

from bahtera.indices import load
from bahtera.questionnaires.engine.assessment import assess

pytestmark = pytest.mark.slow

CASES = Path("tests/spec/cases/ikk.jsonl")
FAMILIES = ("000 all yes (sintetis)", "019 all no (sintetis)", "111 just below 75 (sintetis)")
ALWAYS = {
    "kode_desa": VILLAGE,
    "keluarga": "baru",
    "alamat": "Jalan Contoh (sintetis)",
    "hasil_kunjungan": "selesai",
    "persetujuan": "ya",
}
NAMES = ("Ani", "Budi", "Citra", "Dedi", "Eka", "Fitri", "Gani", "Hana", "Indah")
WANTED = "() => [...document.querySelectorAll('.block .question[data-name]')].map(q => [q.dataset.name, kind(q)])"
KIND = """() => { window.kind = q =>
    q.querySelector('.date') ? 'date' : q.querySelector('input[type=radio]') ? 'one' :
    q.querySelector('select') ? 'menu' : q.querySelector('input[type=checkbox]') ? 'tick' :
    q.querySelector('input[type=text], textarea') ? 'typed' : 'other' }"""


def golden(name):
    cases = (json.loads(line) for line in CASES.read_text(encoding="utf-8").splitlines())
    return next(case["answers"] for case in cases if case["name"] == name)


def fill_block(page, answers):
    """Answer what the screen asks, also what an answer brings up, until nothing is new."""
    done = set()
    while True:
        left = [(name, kind) for name, kind in page.evaluate(WANTED) if name not in done]
        if not left:
            return
        name, kind = left[0]
        done.add(name)
        fill(page.locator(f".question[data-name='{name}']"), kind, answers.get(name))


def fill(question, kind, value):
    is_required = question.locator(".required").count() > 0
    if value is None and not is_required:
        return
    match kind:
        case "one":
            own = question.locator(f"input[value='{value}']")
            (own if own.count() else question.locator("input")).first.check()
        case "menu":
            own = question.locator(f"option[value='{value}']").count() > 0 and value is not None
            menu = question.locator("select")
            menu.select_option(value) if own else menu.select_option(index=1)
        case "typed":
            box = question.locator("input, textarea").first
            box.fill(str(value if value is not None else 1).replace(".", ","))
            box.blur()
        case "date":
            year, month, day = str(value or "2001-01-01").split("-")
            for part, typed in ((".date-day", day), (".date-month", month), (".date-year", year)):
                question.locator(f"{part} input").fill(typed)


def interview(page, answers):
    """Fill the whole visit and finish it; return it as it would be sent, and what the last screens said."""
    page.evaluate(KIND)
    members = answers.get("anggota", [])
    said = []
    while (title := page.locator("h1").inner_text()) != "Periksa dan selesaikan":
        if (member := re.match(r"Anggota keluarga (\d+)", title)) is not None:
            place = int(member[1]) - 1
            fill_block(page, {"nama": f"{NAMES[place]} Contoh"} | members[place])
        elif title == "Anggota keluarga":
            if page.locator(".roster-open").count() < len(members):
                page.get_by_role("button", name="Tambah lagi").click()
                continue
        else:
            fill_block(page, ALWAYS | answers | {"kode_desa": VILLAGE})
            said += page.locator(".note").all_inner_texts()
        before = title
        page.get_by_role("button", name="Lanjut").click()
        page.wait_for_function("title => document.querySelector('h1').innerText !== title", arg=before)
    page.get_by_role("button", name="Selesai", exact=True).click()
    page.locator("summary").click()
    return page.locator(".practice-xml").inner_text(), said


@pytest.mark.parametrize("name", FAMILIES)
def test_the_phone_says_what_the_server_says(app, name):
    page = open_form(app(), family_visit(), **MEDIA)
    xml, said = interview(page, golden(name))
    kept = assess(
        version_of(family_visit()),
        xml.encode(),
        village_known=lambda code: code == VILLAGE,
        received_on=datetime.now(UTC).date(),
    )
    assert [(each.code, each.question) for each in kept.findings if each.severity == "error"] == []
    assert "calculate_differs" not in {each.code for each in kept.findings}
    for index in ("ikk", "ibangga"):
        definition = load(index).without_private()
        score = definition.score_one(kept.answers)
        assert kept.answers[f"{index}_states"] == score.states
        assert kept.answers[f"{index}_category"] == score.category
        assert Fraction(str(kept.answers[f"{index}_numerator"])) == score.numerator
        shown = ET.fromstring(xml).findtext(f"{index}_score")
        assert f"Nilai {shown} dari 100: {score.category}." in " ".join(said)
        assert abs(Fraction(shown) - score.value) <= Fraction(1, 200)
