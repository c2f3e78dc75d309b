"""What changed between two versions of the real questionnaire: on phones, on a desk and on paper."""

import re
from datetime import UTC, datetime
from hashlib import md5
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from bahtera.questionnaires.engine.compilation import compile_form
from bahtera.questionnaires.models import Questionnaire

from .test_in_a_browser import DESK, PHONE, SMALL, TOO_WIDE, WIDER_PHONE, WIDER_THAN_ITSELF, open_page

__all__ = ["open_page"]

pytestmark = pytest.mark.slow

SOURCE = Path("definitions/questionnaires/kunjungan_keluarga/kunjungan_keluarga.xlsx")
PAGE = "/kuesioner/kunjungan_keluarga/perubahan/"
LABEL = "label::Indonesian (id)"


def revised() -> bytes:
    """Return the family visit as a next version might have it (sintetis)."""
    book = load_workbook(SOURCE)
    survey, choices, settings = book["survey"], book["choices"], book["settings"]
    column = {cell.value: cell.column for cell in survey[1]}
    rows = {row[column["name"] - 1].value: row[0].row for row in survey.iter_rows(min_row=2) if row[0].value}
    asked = [
        name
        for name, row in rows.items()
        if str(survey.cell(row, 1).value).startswith(("integer", "text", "select_one "))
        and name != "kode_desa"
    ]
    survey.cell(rows[asked[0]], column[LABEL]).value = "Kalimat baru yang cukup panjang " * 4
    survey.cell(
        rows[asked[1]], column["relevant"]
    ).value = "string-length(${kode_desa}) > 3 and 1 = 1 or 2 = 2"
    survey.cell(rows[asked[2]], column["required"]).value = "${kode_desa} != ''"
    survey.cell(rows[asked[3]], column["constraint"]).value = "string-length(.) < 123456"
    survey.append(["text", "pertanyaan_baru_yang_namanya_sangat_panjang_sekali", "Pertanyaan baru?", "New?"])
    lists = {cell.value: cell.column for cell in choices[1]}
    used = [
        str(survey.cell(row, 1).value).split()[1]
        for name, row in rows.items()
        if name in asked and " " in str(survey.cell(row, 1).value)
    ]
    common = max(set(used), key=used.count)
    line = choices.max_row + 1
    for key, value in (
        ("list_name", common),
        ("name", "ragu"),
        (LABEL, "Ragu-ragu"),
        ("label::English (en)", "Unsure"),
    ):
        choices.cell(line, lists[key]).value = value
    heads = {cell.value: cell.column for cell in settings[1]}
    settings.cell(2, heads["version"]).value = "baru"
    target = BytesIO()
    book.save(target)
    return target.getvalue()


@pytest.fixture
def two_versions(db):
    for number, (version, source) in enumerate((("lama", SOURCE.read_bytes()), ("baru", revised())), 1):
        compiled = compile_form(source, java=False)
        Questionnaire.objects.create(
            form_id="kunjungan_keluarga",
            version=version,
            title=compiled.title,
            root=compiled.root,
            xform=compiled.xform,
            md5=md5(compiled.xform.encode(), usedforsecurity=False).hexdigest(),
            source_sha256=f"{number:064x}",
            published_at=datetime(2026, 11, number, tzinfo=UTC),
            published_by="system",
        )


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("width", [PHONE, WIDER_PHONE, DESK])
def test_changes_fit_can_be_touched_and_have_no_barrier(open_page, two_versions, alice, width, language):
    page = open_page(width, signed_in=alice)
    page.context.add_cookies([{"name": "bahasa", "value": language, "url": page.site}])
    page.goto("/kuesioner/")
    page.get_by_role("link", name=re.compile("lama")).click()
    assert PAGE in page.url
    for fold in page.locator("main details").all():
        fold.evaluate("fold => { fold.open = true }")
    assert page.locator("main section").count() >= 6
    assert page.evaluate(WIDER_THAN_ITSELF) <= 0, page.evaluate(TOO_WIDE)
    assert page.evaluate(TOO_WIDE) == []
    assert page.evaluate(SMALL) == []
    page.evaluate(page.axe)
    found = page.evaluate("axe.run({ resultTypes: ['violations'] })")["violations"]
    assert [(v["id"], [n["html"] for n in v["nodes"]]) for v in found] == []


def test_versions_are_chosen_without_script(open_page, two_versions, alice):
    page = open_page(PHONE, script=False, signed_in=alice)
    page.goto(PAGE)
    page.get_by_label("Dari versi", exact=True).select_option("baru")
    page.get_by_role("button", name="Bandingkan").click()
    assert page.get_by_text("Pilih dua versi yang berbeda.").is_visible()
