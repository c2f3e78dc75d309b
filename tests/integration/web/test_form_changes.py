"""What changed between two versions of a questionnaire, as office people read it."""

from datetime import UTC, datetime
from hashlib import md5

import pytest
from tests.unit.questionnaires.forms import YES_NO, workbook

from bahtera.questionnaires.engine.compilation import compile_form
from bahtera.questionnaires.models import Questionnaire

from .test_pages import text_of

OLD = [
    {"type": "text", "name": "nama", "label": "Nama <b>keluarga</b>"},
    {"type": "integer", "name": "umur", "label": "Umur", "constraint": ". < 100"},
    {"type": "select_one yt", "name": "setuju", "label": "Setuju"},
    {"type": "select_one yt", "name": "hadir", "label": "Hadir"},
    {"type": "text", "name": "lama", "label": "Pertanyaan lama"},
    {"type": "calculate", "name": "dua", "calculation": "${umur} * 2"},
]
NEW = [
    {"type": "text", "name": "nama", "label": "Nama lengkap", "required": "yes"},
    {"type": "integer", "name": "umur", "label": "Umur", "constraint": ". < 120"},
    {"type": "select_one yt", "name": "setuju", "label": "Setuju", "relevant": "${umur} > 17"},
    {"type": "select_one yt", "name": "hadir", "label": "Hadir"},
    {"type": "text", "name": "baru", "label": "Pertanyaan baru"},
    {"type": "calculate", "name": "dua", "calculation": "${umur} * 3"},
]
RAGU = {"list_name": "yt", "name": "ragu", "label": "Ragu"}
VERSIONS = (("1", OLD, YES_NO), ("2", NEW, [*YES_NO, RAGU]), ("3", NEW, [*YES_NO, RAGU]))
PAGE = "/kuesioner/uji/perubahan/"


@pytest.fixture
def published(db):
    """Three versions; the third asks the same as the second."""
    for number, (version, survey, choices) in enumerate(VERSIONS, 1):
        xlsx = workbook(survey, choices, settings={"version": version})
        compiled = compile_form(xlsx, java=False)
        Questionnaire.objects.create(
            form_id="uji",
            version=version,
            title="Uji sintetis",
            root="data",
            xform=compiled.xform,
            md5=md5(compiled.xform.encode(), usedforsecurity=False).hexdigest(),
            source_sha256=f"{number:064x}",
            published_at=datetime(2026, 11, number, tzinfo=UTC),
            published_by="user:1",
        )


def test_the_list_leads_to_what_changed(alice, published):
    page = alice.get("/kuesioner/").text
    assert f'href="{PAGE}?dari=1&amp;ke=2"' in page
    assert f'href="{PAGE}?dari=2&amp;ke=3"' in page
    assert page.count(PAGE) == 2  # nothing stands before the first


@pytest.mark.parametrize("query", ["?dari=1&ke=2", "?dari=2&ke=1", "?ke=2"])
def test_every_change_is_told_in_words_with_what_it_means(alice, published, query):
    said = text_of(alice.get(PAGE + query))
    for words in (
        "Dari versi 1 ke versi 2",
        "Pertanyaan baru baru",
        "Pertanyaan lama lama",
        "nama sebelum Nama <b>keluarga</b> sekarang Nama lengkap",
        "Ragu (ragu) Setuju setuju Hadir hadir",
        "Setuju setuju sebelum tidak ada sekarang ${umur} > 17",
        "Umur umur sebelum . < 100 sekarang . < 120",
        "sebelum tidak wajib sekarang wajib",
        "sebelum ${umur} * 2 sekarang ${umur} * 3",
        "Kunjungan versi lama tidak punya jawaban untuk pertanyaan ini.",
    ):
        assert words in said.replace("&lt;", "<").replace("&gt;", ">"), words
    assert said.count("Ragu (ragu)") == 1, "a shared list is told once, with all its questions"


def test_markup_in_a_label_stays_text(alice, published):
    assert "<b>keluarga" not in alice.get(PAGE + "?dari=1&ke=2").text


def test_the_newest_two_are_compared_unless_others_are_chosen(alice, published):
    said = text_of(alice.get(PAGE))
    assert "Dari versi 2 ke versi 3" in said
    assert "sama saja" in said
    assert "Pilih dua versi yang berbeda." in text_of(alice.get(PAGE + "?dari=2&ke=2"))


def test_a_first_version_has_nothing_before_it(alice, published):
    Questionnaire.objects.exclude(version="1").delete()
    assert "Baru ada satu versi" in text_of(alice.get(PAGE))
    assert PAGE not in alice.get("/kuesioner/").text


def test_in_english_too(alice, published):
    alice.post("/bahasa/", {"bahasa": "en"})
    said = text_of(alice.get(PAGE + "?dari=1&ke=2"))
    assert "From version 1 to version 2" in said
    assert "Visits of the older version have no answer to this question." in said


@pytest.mark.parametrize("address", ["/kuesioner/tiada/perubahan/", PAGE + "?dari=9", PAGE + "?ke=9"])
def test_what_is_not_there_is_not_found(alice, published, address):
    assert alice.get(address).status_code == 404


def test_only_who_may_read_questionnaires_sees_it(client, published):
    assert client.get(PAGE).status_code == 302
