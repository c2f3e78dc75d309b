"""Printed forms as PDF: whole, in order, tagged, in black and white, whatever a questionnaire or a family says."""

import re
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.fakes import pdf
from tests.unit.questionnaires.forms import YES_NO, form_of
from tests.unit.questionnaires.test_family_visit import PRIVATE, xform

from bahtera.publishing.paper.setting import Copy, Cover, forms_pdf, qr_picture
from bahtera.questionnaires.engine.numbering import numbers
from bahtera.questionnaires.engine.paper.reading import paper_form
from bahtera.questionnaires.engine.schema import read_schema

MADE = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
SERIAL = "BHT-7K3M9Q2XTP"
FACTS = (("Nomor formulir", SERIAL), ("Desa", "Sungai Contoh"))
LONG = "Muhammad Abdurrahman Wahid bin Haji Syamsudin Noor al-Banjari " * 2


def visit(language="id"):
    return paper_form(read_schema(xform()), language)


def printed(form, members=(), **options):
    copy = Copy(SERIAL, FACTS, members=tuple({"/data/anggota/nama": name} for name in members))
    return forms_pdf(form, [copy], made_at=MADE, **options)


def of_rows(survey, choices=YES_NO, language=""):
    return paper_form(read_schema(form_of(survey, choices).xform), language)


def squeezed(text):
    return re.sub(r"\s+", "", text)


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_text_holds_every_question_once_in_order(language):
    form = visit(language)
    text = squeezed(pdf.text(printed(form)))
    place = 0
    for section in form.sections:
        for one in section.questions:
            wanted = squeezed(f"{one.number}.{'*' if one.required else ''}{one.label}")
            found = text.find(wanted, place)
            assert found >= 0, (one.number, one.label)
            assert text.count(wanted) == 1
            place = found
    assert not [name for name in PRIVATE if name.replace("_", "") in text]


def test_it_is_tagged_titled_and_carries_only_our_fonts():
    made = printed(visit())
    told = pdf.facts(made)
    assert re.search(r"Tagged:\s+yes", told)
    assert "<pdfuaid:part>1</pdfuaid:part>" in told
    assert re.search(r"Title:\s+Kunjungan keluarga", told)
    assert re.search(r"Page size:\s+595.*A4", told)
    kinds = set(pdf.structure(made))
    assert {"H1", "H2", "Table", "TR", "TH", "TD", "P"} <= kinds
    names = [line.split()[0] for line in pdf.fonts(made).splitlines()[2:]]
    assert names
    assert all("SourceSansPro" in name for name in names)


def test_it_is_black_and_white():
    assert pdf.colours(printed(visit(), cover=Cover(FACTS, ((SERIAL, "x"),)), spare=1)) == 0


@pytest.mark.parametrize(("members", "pages"), [(0, 5), (1, 5), (4, 5), (5, 6), (9, 7), (12, 7)])
def test_members_stand_in_tables_of_four(members, pages):
    names = [f"Anggota Contoh {place}" for place in range(members)]
    made = printed(visit(), names)
    text = squeezed(pdf.text(made))
    assert all(squeezed(name) in text for name in names)
    assert max(int(one) for one in re.findall(r"halaman \d+ dari (\d+)", pdf.text(made))) <= pages


def test_each_page_names_its_form_and_its_place():
    text = pdf.text(printed(visit(), ["Ani"] * 9))
    pages = [page for page in text.split("\f") if "Lembar kode" not in page and page.strip()]
    for place, page in enumerate(pages, 1):
        assert SERIAL in page
        assert f"halaman {place} dari {len(pages)}" in page


def test_each_form_begins_on_a_sheet_of_its_own_and_counts_for_itself():
    copies = [Copy(f"BHT-000000000{place}", FACTS, members=({},) * 9) for place in range(3)]
    made = forms_pdf(visit(), copies, made_at=MADE, cover=Cover(FACTS, (("BHT-0000000000", "x"),)), spare=2)
    pages = pdf.text(made).split("\f")
    first = [place for place, page in enumerate(pages) if "halaman 1 dari" in page]
    forms = [place for place in first if "Kunjungan keluarga\nversi" in pages[place]]
    assert len(forms) == 3 + 2
    assert all(place % 2 == 0 for place in forms)


ODD = (
    LONG,
    '#import "x.typ"',
    "$x$ *tebal* _miring_ `kode` <label> @siapa",
    "\\ / [ ] { }",
    "Zoë Ñandu Ćirić",
)


@pytest.mark.parametrize("said", ODD)
def test_what_people_say_is_never_markup(said):
    form = of_rows(
        [
            {"type": "begin_repeat", "name": "anggota", "label": "Anggota"},
            {"type": "text", "name": "nama", "label": f"Nama {said}", "hint": said},
            {"type": "end_repeat"},
        ]
    )
    text = squeezed(pdf.text(printed(form, [said])))
    assert squeezed(said)[:40] in text


def test_a_sign_without_a_picture_keeps_nobody_from_a_form():
    text = pdf.text(printed(visit(), ["Siti \u02c0 \u8532 \U0001f600 \ua9d2 ① e\u0301\u200d\nAni"]))
    assert "Siti ? ? ? ? 1 é Ani" in " ".join(text.split())


def test_a_form_of_every_kind_of_question():
    scale = [{"list_name": "s", "name": f"n{place}", "label": f"Suku {place}"} for place in range(30)]
    form = of_rows(
        [
            {"type": "note", "name": "salam", "label": "Bacakan salam."},
            {"type": "select_multiple yt", "name": "a", "label": "Beberapa"},
            {"type": "select_one s", "name": "suku", "label": "Suku"},
            {"type": "rank yt", "name": "b", "label": "Urutkan"},
            {"type": "range", "name": "c", "label": "Seberapa", "parameters": "start=0 end=10 step=1"},
            {"type": "geopoint", "name": "d", "label": "Tempat"},
            {"type": "image", "name": "e", "label": "Foto"},
            {"type": "acknowledge", "name": "f", "label": "Sudah dibaca"},
            {"type": "decimal", "name": "g", "label": "Luas"},
            {"type": "text", "name": "h", "label": "Cerita", "appearance": "multiline"},
        ],
        [*YES_NO, *scale],
    )
    text = pdf.text(printed(form))
    assert "Lembar kode" in text
    assert "30 Suku 29" in text
    assert "angka 0 sampai 10" in text
    assert "Bacakan salam." in text
    assert [int(one) for one in re.findall(r"^(\d+)\.", text, re.MULTILINE)] == list(range(1, 10))


def test_further_languages_are_printed_in_their_own_words():
    form = of_rows(
        [
            {
                "type": "text",
                "name": "a",
                "label::Indonesian (id)": "Nama",
                "label::Banjar (bjn)": "Ngaran pian",
            },
            {
                "type": "text",
                "name": "b",
                "label::Indonesian (id)": "Umur",
                "label::Banjar (bjn)": "Umur pian",
                "relevant": "${a} != ''",
            },
        ],
        (),
        language="bjn",
    )
    text = pdf.text(printed(form))
    assert "Ngaran pian" in text
    assert "Hanya bila nomor 1 terisi." in text


def test_the_same_data_give_the_same_bytes():
    assert printed(visit()) == printed(visit())


def test_the_qr_code_is_black_squares():
    picture = qr_picture(SERIAL)
    assert picture.startswith("<svg")
    assert len(picture) < 12_000


WORDS = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")), min_size=1, max_size=30)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(
        st.tuples(st.sampled_from(["text", "integer", "select_one yt", "date"]), WORDS),
        min_size=1,
        max_size=8,
    ),
    st.booleans(),
)
def test_any_small_questionnaire_becomes_a_pdf_with_all_its_numbers(rows, repeats):
    survey = [
        {"type": kind, "name": f"q{place}", "label": f"Tanya {label}"}
        for place, (kind, label) in enumerate(rows)
    ]
    if repeats:
        survey = [
            {"type": "begin_repeat", "name": "r", "label": "Ulangan"},
            *survey,
            {"type": "end_repeat"},
        ]
    schema = read_schema(form_of(survey, YES_NO).xform)
    text = squeezed(pdf.text(printed(paper_form(schema, ""))))
    place = 0
    for number in numbers(schema).values():
        place = text.find(f"{number}.Tanya", place)
        assert place >= 0
