"""What documents say: only the public's figures, for whom they speak, and nothing of a village with three families."""

import io
import json
import re
import zipfile
from functools import cache

import pytest
from django.db import transaction
from openpyxl import load_workbook
from tests.fakes import pdf
from tests.integration.documents.conftest import REGENCY, SMALL, VILLAGE, fill

from bahtera.access.api import SYSTEM
from bahtera.documents import api as documents
from bahtera.documents.api import Kind
from bahtera.indices import api as indices
from bahtera.publishing import api as publishing
from bahtera.publishing.issued.facts import facts_of
from bahtera.publishing.issued.press import paragraphs
from bahtera.publishing.issued.responsible import Answer, answers_in
from bahtera.publishing.issued.saying import content_of
from bahtera.results import api as results

AREAS = {
    Kind.VILLAGE_SHEET: VILLAGE,
    Kind.REGENCY_BOOK: REGENCY,
    Kind.PROVINCE_SUMMARY: "63",
    Kind.SLIDES: REGENCY,
    Kind.PRESS: REGENCY,
    Kind.MINUTES: REGENCY,
}


def files(kind, measured, area):
    """Return a document's row, its file and its twin."""
    row = documents.order_document(kind, round_id=measured.id, area=area, actor=SYSTEM)
    publishing.make_document(row.id)
    found = []
    for which in ("file", "twin"):
        _, stored = publishing.export_document(row.id, actor=SYSTEM, which=which)
        with stored:
            found.append(stored.read())
    return documents.document(row.id, actor=SYSTEM), *found


def flat(text):
    return " ".join(text.split())


@pytest.mark.parametrize("kind", AREAS, ids=lambda one: one.value)
def test_each_is_a_tagged_pdf_with_number_state_version_and_definition(measured, kind):
    row, made, _ = files(kind, measured, AREAS[kind])
    facts, text = pdf.facts(made), flat(pdf.text(made))
    assert "pdfuaid:part" in facts
    assert re.search(r"Tagged:\s+yes", facts)
    assert re.search(
        r"Title:\s+\S.*(Kabupaten Tanah Contoh|Desa Pulau Contoh|Provinsi Kalimantan Contoh)", facts
    )
    assert b"/Lang(id-ID)" in made
    assert b"/DisplayDocTitle true" in made
    assert pdf.bookmarks(made)
    assert row.number in text
    assert "angka masih dapat berubah" in text
    assert "belum ada versi data final" in text
    assert row.made.definition_hash[:12] in text
    assert "Data sintetis" in text
    assert "SourceSansPro" in pdf.fonts(made).replace("-", "").replace(
        "Regular", ""
    ) or "SourceSans" in pdf.fonts(made)


def test_the_sheet_is_one_page_in_black_and_white_with_the_figures_of_the_public(measured):
    _, made, _ = files(Kind.VILLAGE_SHEET, measured, VILLAGE)
    public = results.village_result(measured.id, VILLAGE, audience="public")
    text = flat(pdf.text(made))
    assert (pdf.pages(made), pdf.colours(made)) == (1, 0)
    assert str(public.main.figure.rounded(2)).replace(".", ",") in text
    for one in public.below_cut[:3]:
        assert one.label["id"] in text
    assert "keluarga yang didatangi di desa ini saja" in text


def test_a_village_with_three_families_gets_a_polite_sheet_without_any_figure(measured):
    _, made, twin = files(Kind.VILLAGE_SHEET, measured, SMALL)
    text = pdf.text(made)
    assert "belum dapat ditunjukkan kepada umum" in flat(text)
    assert "Terima kasih" in text
    assert re.findall(r"(\d+) (?:keluarga|dari|persen)", flat(text)) == ["5"]
    assert not re.search(r"\d,\d", text)
    book = load_workbook(io.BytesIO(twin))
    assert book.sheetnames == ["keterangan", "kolom"]


@pytest.mark.parametrize("kind", [Kind.VILLAGE_SHEET, Kind.VILLAGE_PACKAGE], ids=lambda one: one.value)
def test_no_word_of_a_paper_depends_on_what_a_fourth_family_answered(measured, kind):
    said = []
    for share in (1, 0):
        with transaction.atomic():
            fill(measured.id, SMALL, 1, 3, share)
            made = files(kind, measured, SMALL)[1]
            if kind is Kind.VILLAGE_PACKAGE:
                made = zipfile.ZipFile(io.BytesIO(made)).read("lembar-desa.pdf")
            said.append(re.sub(r"dokumen/[\w -]+/|\d\d\.\d\d WI\w+", "", flat(pdf.text(made))))
            transaction.set_rollback(True)
    assert said[0] == said[1]


def test_a_regencys_figures_never_pass_for_the_whole_regency(measured):
    text = flat(pdf.text(files(Kind.REGENCY_BOOK, measured, REGENCY)[1]))
    assert "rata-rata desa lokus" in text
    assert "bukan angka seluruh Kabupaten Tanah Contoh" in text
    assert "Lembar pengesahan" in text
    assert "tempat cap" in text
    # Its name is that of no town: where it is signed is written by hand.
    assert "Tanah Contoh, …" not in text
    assert re.search("…{8,}, …+ 20…", text)
    for name in ("Desa Pulau Contoh", "Desa Sungai Contoh", "Desa Bukit Contoh", "Kecamatan Muara"):
        assert name in text


def test_the_chapters_of_a_book_are_its_bookmarks(measured):
    found = pdf.bookmarks(files(Kind.REGENCY_BOOK, measured, REGENCY)[1])
    chapters = ["Ringkasan", "Peta desa lokus", "Semua indikator", "Desa demi desa", "Lembar pengesahan"]
    assert [one for one in found if one in chapters] == chapters
    assert {"Kecamatan Muara", "Kecamatan Hulu"} <= set(found)


def test_private_items_are_nowhere(measured):
    private = {one.id for one in indices.load("ikk").indicators} - {
        one.id for one in indices.load("ikk").without_private().indicators
    }
    private |= {one.id for one in indices.load("ibangga").indicators} - {
        one.id for one in indices.load("ibangga").without_private().indicators
    }
    assert private
    _, made, twin = files(Kind.REGENCY_BOOK, measured, REGENCY)
    text = pdf.text(made)
    cells = {
        str(cell)
        for sheet in load_workbook(io.BytesIO(twin)).worksheets
        for row in sheet.iter_rows(values_only=True)
        for cell in row
    }
    assert not [one for one in private if one in text or one in cells]


def test_the_workbook_holds_the_same_figures_as_the_book(measured):
    _, _, twin = files(Kind.REGENCY_BOOK, measured, REGENCY)
    book = load_workbook(io.BytesIO(twin))
    assert book.sheetnames[:3] == ["desa", "indikator", "di_bawah_75"]
    public = results.area_result(measured.id, REGENCY, audience="public")
    assert public.below_cut
    rows = list(book["di_bawah_75"].iter_rows(min_row=2, values_only=True))
    assert [row[0] for row in rows] == [one.id for one in public.below_cut]
    assert [row[2] for row in rows] == [float(one.share.rounded(2)) for one in public.below_cut]


def test_the_village_package_holds_sheet_plan_data_and_their_meaning(measured):
    row, made, _ = files(Kind.VILLAGE_PACKAGE, measured, VILLAGE)
    archive = zipfile.ZipFile(io.BytesIO(made))
    assert set(archive.namelist()) == {
        *("lembar-desa.pdf", "tabel-rkpdes.xlsx", "desa.csv", "indikator.csv", "kolom.csv"),
        *("metadata.json", "BACA-SAYA.txt"),
    }
    plan = load_workbook(io.BytesIO(archive.read("tabel-rkpdes.xlsx")))["rkpdes"]
    lines = list(plan.iter_rows(min_row=2, values_only=True))
    public = results.village_result(measured.id, VILLAGE, audience="public")
    assert [line[2] for line in lines] == [one.label["id"] for one in public.below_cut]
    assert all(line[1] is None and line[10] is None for line in lines)
    assert json.loads(archive.read("metadata.json"))["keterangan"]["nomor"] == row.number
    assert pdf.pages(archive.read("lembar-desa.pdf")) == 1


def test_the_package_of_a_village_with_three_families_holds_no_table(measured):
    _, made, _ = files(Kind.VILLAGE_PACKAGE, measured, SMALL)
    names = set(zipfile.ZipFile(io.BytesIO(made)).namelist())
    assert names == {"lembar-desa.pdf", "metadata.json", "BACA-SAYA.txt"}


def test_the_press_text_has_units_and_neither_rise_nor_fall(measured):
    _, _, twin = files(Kind.PRESS, measured, REGENCY)
    text = twin.decode()
    told = " ".join(paragraphs(facts_of(measured.id, REGENCY, "ikk", answers_in(REGENCY))))
    assert "pada skala 0 sampai 100" in told
    assert "keluarga yang dinilai di 4 desa lokus" in told
    assert "bukan angka seluruh Kabupaten Tanah Contoh" in told
    assert not re.search(r"\b(naik|turun|meningkat|menurun|karena itu)\b", told)
    assert told.split(". ")[0] in text.replace("\r\n", " ")


def test_who_answers_is_asked_of_whoever_is_handed_in(measured):
    @cache
    def nobody(_index, _indicator):
        return Answer(("Layanan uji",), ("Dinas Uji (DU)",))

    said = content_of(Kind.MINUTES, facts_of(measured.id, REGENCY, "ikk", nobody))
    assert {tuple(one["short"]) for one in said["below"]} == {("DU",)}
