"""The page of before and after, and its files: what was chosen stands in the address."""

import csv
import io

import pytest
from openpyxl import load_workbook
from tests.fakes.two_rounds import MEASURE, TREATED, make_rounds

from bahtera.foundation.models import AuditEntry

from .province import enter


@pytest.fixture
def rounds(db):
    return make_rounds()


@pytest.fixture
def dita(rounds):
    """A statistician of the province."""
    return enter("dita", "statistician", ["63"])


def asked(rounds, **more):
    one = {"sebelum": rounds[0].id, "sesudah": rounds[1].id, "ukuran": MEASURE, "desa": list(TREATED)}
    return one | {"mulai": "2025-09-01"} | more


def body(answer):
    return b"".join(answer.streaming_content)


def test_the_page_asks_first(dita, rounds):
    text = dita.get("/dampak/").content.decode()
    assert "Desa yang ditangani" in text
    assert text.count('name="desa"') == 6
    assert "Unduh" not in text


def test_before_and_after_stand_with_what_they_cannot_say(dita, rounds):
    text = dita.get("/dampak/", asked(rounds)).content.decode()
    assert "naik lebih banyak daripada di tempat lain" in text
    assert "Desa tidak dipilih dengan undian" in text
    assert "Bukan sebabnya" in text
    assert "karena" not in text.casefold()
    assert "40 → 75" in text
    assert "mulai lebih rendah" in text
    assert "Pindah ke desa lain" in text
    assert "belum resmi" in text
    assert "style=" not in text


def test_a_choice_that_cannot_be_compared_is_said_beside_the_form(dita, rounds):
    for more in ({"desa": ["63.01.01.2001"]}, {"mulai": "kemarin"}, {"mulai": "2020-01-01"}, {"padan": "x"}):
        answer = dita.get("/dampak/", asked(rounds, **more))
        assert answer.status_code == 200
        assert "tidak dapat dibandingkan begitu" in answer.content.decode(), more


def test_the_files_hold_the_same_numbers(dita, rounds):
    answer = dita.get("/dampak.csv", asked(rounds))
    lines = list(csv.DictReader(io.StringIO(body(answer).decode("utf-8-sig"))))
    assert [one["baris"] for one in lines] == ["ditangani", "pembanding", "selisih", "selisih_padan"]
    assert (lines[0]["dibandingkan"], float(lines[0]["sebelum"]), float(lines[0]["sesudah"])) == (
        "90",
        40,
        75,
    )
    assert float(lines[2]["perubahan"]) == 30
    book = load_workbook(io.BytesIO(body(dita.get("/dampak.xlsx", asked(rounds)))))
    told = {row[0].value: row[1].value for row in book.worksheets[1].iter_rows()}
    assert "bukan sebabnya" in told["batas"]
    assert told["simpulan"] == "more"
    assert AuditEntry.objects.filter(action="publishing.impact_exported").count() == 2


def test_another_format_or_no_rounds_is_refused(dita, rounds):
    assert dita.get("/dampak.pdf", asked(rounds)).status_code == 400
    assert dita.get("/dampak.csv", {"sebelum": rounds[1].id, "sesudah": rounds[0].id}).status_code == 400


def test_a_round_that_is_not_there_is_not_found(dita, rounds):
    assert dita.get("/dampak/", {"sebelum": 999, "sesudah": rounds[1].id}).status_code == 404
