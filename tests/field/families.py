"""Families of the golden set, and a volunteer who fills the family visit for them on a phone."""

import json
import re
from pathlib import Path

from tests.field.forms_to_fill import VILLAGE

CASES = Path("tests/spec/cases/ikk.jsonl")
ALWAYS = {
    "kode_desa": VILLAGE,
    "keluarga": "baru",
    "alamat": "Jalan Contoh (sintetis)",
    "hasil_kunjungan": "selesai",
    "persetujuan": "ya",
}
NAMES = ("Ani", "Budi", "Citra", "Dedi", "Eka", "Fitri", "Gani", "Hana", "Indah")
WANTED = (
    "() => [...document.querySelectorAll('.block .question[data-name]')].map(q => [q.dataset.name, kind(q)])"
)
# What follows from an answer is worked out after its paint.
FOLLOWED = "() => new Promise(done => requestAnimationFrame(() => setTimeout(() => setTimeout(done))))"
KIND = """() => { window.kind = q =>
    q.querySelector('.date') ? 'date' : q.querySelector('input[type=radio]') ? 'one' :
    q.querySelector('select') ? 'menu' : q.querySelector('input[type=checkbox]') ? 'tick' :
    q.querySelector('input[type=text], textarea') ? 'typed' : 'other' }"""


def golden(name):
    cases = (json.loads(line) for line in CASES.read_text(encoding="utf-8").splitlines())
    return next(case["answers"] for case in cases if case["name"] == name)


def fill_block(page, answers, pause=0):
    """Answer what the screen asks, also what an answer brings up, until nothing is new."""
    done = set()
    while True:
        left = [(name, kind) for name, kind in page.evaluate(WANTED) if name not in done]
        if not left:
            return
        name, kind = left[0]
        done.add(name)
        fill(page.locator(f".question[data-name='{name}']"), kind, answers.get(name))
        page.evaluate(FOLLOWED)
        page.wait_for_timeout(pause)


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


def interview(page, answers, pause=0, look=lambda page: None):
    """Fill the whole visit, resting `pause` ms after each answer and looking at each block, and finish it.

    Return what would be sent and what the notes said.
    """
    page.evaluate(KIND)
    members = answers.get("anggota", [])
    said = []
    while (title := page.locator(".pager h1").inner_text()) != "Periksa dan selesaikan":
        if (member := re.match(r"Anggota keluarga (\d+)", title)) is not None:
            place = int(member[1]) - 1
            fill_block(page, {"nama": f"{NAMES[place]} Contoh"} | members[place], pause)
        elif title == "Anggota keluarga":
            if page.locator(".roster-open").count() < len(members):
                page.get_by_role("button", name="Tambah lagi").click()
                continue
        else:
            fill_block(page, ALWAYS | answers | {"kode_desa": VILLAGE}, pause)
            said += page.locator(".note").all_inner_texts()
        look(page)
        before = title
        page.get_by_role("button", name="Lanjut").click()
        page.wait_for_function("title => document.querySelector('.pager h1').innerText !== title", arg=before)
    page.get_by_role("button", name="Selesai", exact=True).click()
    page.locator("details:has(.practice-xml) > summary").click()
    return page.locator(".practice-xml").inner_text(), said
