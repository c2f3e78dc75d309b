"""A questionnaire as it stands on paper: numbers, codes, conditions in words, where an answer leads."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.questionnaires.forms import YES_NO, form_of
from tests.unit.questionnaires.test_family_visit import PRIVATE, xform

from bahtera.questionnaires.engine.numbering import numbers
from bahtera.questionnaires.engine.paper.reading import paper_form
from bahtera.questionnaires.engine.paper.sheets import PaperHeading, PaperNote
from bahtera.questionnaires.engine.schema import read_schema


def printed(survey, choices=YES_NO, language="", **options):
    return paper_form(read_schema(form_of(survey, choices).xform), language, **options)


def questions(form):
    return {one.name: one for section in form.sections for one in section.questions}


@pytest.fixture(scope="module", params=["id", "en"])
def visit(request):
    return paper_form(read_schema(xform()), request.param)


def test_every_question_once_in_order_with_its_number(visit):
    expected = numbers(read_schema(xform()))
    assert expected.pop("/data/satu_kepala"), "a check of the screens keeps its number there"
    assert [(one.path, one.number) for section in visit.sections for one in section.questions] == list(
        expected.items()
    )
    assert len(expected) > 70


def test_nothing_private_and_nothing_worked_out_is_printed(visit):
    assert not PRIVATE & set(questions(visit))
    notes = [item.text for section in visit.sections for item in section.items if isinstance(item, PaperNote)]
    assert not [text for text in notes if "IKK" in text or "CATATAN PENYELIA" in text]


def test_what_must_not_stand_on_paper_is_left_out():
    survey = [{"type": "text", "name": name, "label": name} for name in ("a", "rahasia", "b")]
    form = printed(survey, without={"rahasia"})
    assert [(one.name, one.number) for one in questions(form).values()] == [("a", 1), ("b", 3)]


def test_a_check_that_only_a_screen_can_make_is_no_question():
    survey = [
        {"type": "select_one yt", "name": "ikut", "label": "Ikut?"},
        {
            "type": "acknowledge",
            "name": "periksa",
            "label": "Kembali dan perbaiki.",
            "required": "yes",
            "relevant": "${banyak} != 1",
            "constraint": "${banyak} = 1",
        },
        {"type": "acknowledge", "name": "dibaca", "label": "Sudah dibacakan", "required": "yes"},
        {"type": "acknowledge", "name": "setuju", "label": "Setuju", "constraint": ". = 'OK'"},
        {"type": "integer", "name": "banyak", "label": "Banyak", "relevant": "${ikut} = 'ya'"},
        {"type": "text", "name": "nama", "label": "Nama", "relevant": "${periksa} = 'OK'"},
    ]
    form = printed(survey)
    found = questions(form)
    assert [(one.name, one.number) for one in found.values()] == [
        ("ikut", 1),
        ("dibaca", 3),
        ("setuju", 4),
        ("banyak", 5),
        ("nama", 6),
    ]
    assert "Kembali" not in str(form)
    assert "nomor 2" not in str(form)


def test_nobody_is_led_to_what_is_not_on_the_paper():
    survey = [
        {"type": "select_one yt", "name": "ikut", "label": "Ikut?", "required": "yes"},
        {"type": "text", "name": "sebab", "label": "Sebab", "relevant": "${ikut} = 'tidak'"},
        {"type": "acknowledge", "name": "periksa", "label": "Kembali.", "constraint": "${sebab} = ''"},
        {"type": "text", "name": "nama", "label": "Nama"},
    ]
    jumps = {one.name: one.jump for one in questions(printed(survey))["ikut"].choices}
    assert jumps == {"ya": "langsung ke nomor 4", "tidak": ""}
    without = questions(printed(survey, without={"periksa", "nama"}))["ikut"].choices
    assert {one.name: one.jump for one in without} == {"ya": "langsung ke akhir", "tidak": ""}


def test_conditions_are_said_in_the_numbers_and_codes_of_the_paper():
    form = paper_form(read_schema(xform()), "id")
    found = questions(form)
    assert found["sekolah"].only_if == "Hanya bila umur 5 sampai 24."
    ill, disabled = found["sakit_kronis"].number, found["disabilitas"].number
    assert found["ditangani"].only_if == (
        f"Hanya bila nomor {disabled} dijawab 1 (Ya) atau nomor {ill} dijawab 1 (Ya)."
    )
    assert found["lansia_dirawat"].only_if == "Hanya bila ada anggota keluarga dengan umur 60 atau lebih."
    assert (
        found["usia_kawin"].only_if
        == f"Hanya bila nomor {found['status_kawin'].number} bukan 1 (Belum kawin)."
    )
    english = questions(paper_form(read_schema(xform()), "en"))
    assert english["asi_eksklusif"].only_if == (
        "Only if there is a family member where the age in months is 6 to 23."
    )


def test_a_choice_says_where_it_leads():
    found = questions(paper_form(read_schema(xform()), "id"))
    end = f"langsung ke nomor {found['catatan'].number}"
    jumps = {one.name: one.jump for one in found["persetujuan"].choices}
    assert jumps == {"ya": "", "tidak": end}
    assert {one.jump for one in found["hasil_kunjungan"].choices} == {"", end}
    assert found["status_kawin"].choices[0].jump == f"langsung ke nomor {found['akta_lahir'].number}"
    # Whoever follows them never comes to this question in vain, so it says nothing.
    assert found["responden"].only_if == ""


def test_a_condition_stays_where_a_skipped_question_leads_into_it():
    survey = [
        {"type": "integer", "name": "umur", "label": "Umur"},
        {
            "type": "select_one yt",
            "name": "kawin",
            "label": "Kawin?",
            "required": "yes",
            "relevant": "${umur} > 16",
        },
        {"type": "integer", "name": "usia", "label": "Umur kawin", "relevant": "${kawin} = 'ya'"},
        {"type": "text", "name": "nama", "label": "Nama"},
    ]
    found = questions(printed(survey))
    assert found["kawin"].choices[1].jump == "langsung ke nomor 4"
    assert found["kawin"].only_if == "Hanya bila nomor 1 bernilai lebih dari 16."
    assert found["usia"].only_if == "Hanya bila nomor 2 dijawab 1 (Ya)."


@pytest.mark.parametrize(
    ("relevant", "said"),
    [
        ("${b} = 'ya' and ${a} >= 5 and ${a} <= 9", "nomor 2 dijawab 1 (Ya) dan nomor 1 bernilai 5 sampai 9"),
        ("${b} = 'ya' or ${b} = 'tidak'", "nomor 2 dijawab 1 (Ya) atau 2 (Tidak)"),
        ("not(${b} = 'ya')", "nomor 2 bukan 1 (Ya)"),
        ("selected(${c}, 'tidak')", "nomor 3 memuat 2 (Tidak)"),
        ("${a} = ''", "nomor 1 kosong"),
        ("${a} != ''", "nomor 1 terisi"),
        ("5 < ${a}", "nomor 1 bernilai lebih dari 5"),
        ("count(${d}) = 0", "tidak ada saudara"),
        ("count(${d}) > 2", "banyaknya saudara lebih dari 2"),
        ("count(${d}[./e = 'x']) > 0", "ada saudara dengan nomor 4 dijawab “x”"),
        ("${b} = 'lain'", "nomor 2 dijawab “lain”"),
    ],
)
def test_plain_conditions(relevant, said):
    survey = [
        {"type": "integer", "name": "a", "label": "A"},
        {"type": "select_one yt", "name": "b", "label": "B"},
        {"type": "select_multiple yt", "name": "c", "label": "C"},
        {"type": "begin_repeat", "name": "d", "label": "Saudara"},
        {"type": "text", "name": "e", "label": "E"},
        {"type": "end_repeat"},
        {"type": "text", "name": "f", "label": "F", "relevant": relevant},
    ]
    assert questions(printed(survey))["f"].only_if == f"Hanya bila {said}."


def test_what_has_no_plain_words_is_left_to_the_typing():
    survey = [
        {"type": "text", "name": "a", "label": "A"},
        {"type": "note", "name": "awas", "label": "Awas", "relevant": "regex(${a}, '[0-9]+')"},
        {"type": "text", "name": "b", "label": "B", "relevant": "regex(${a}, '[0-9]+')"},
    ]
    form = printed(survey)
    assert "diperiksa saat diketik" in questions(form)["b"].only_if
    assert not [item for section in form.sections for item in section.items if isinstance(item, PaperNote)]


def test_codes_are_the_names_where_those_are_numbers():
    choices = [{"list_name": "s", "name": name, "label": f"Skala {name}"} for name in ("0", "5", "10")]
    form = printed([{"type": "select_one s", "name": "a", "label": "A"}], choices)
    assert [one.code for one in questions(form)["a"].choices] == ["0", "5", "10"]
    assert questions(form)["a"].boxes == 2


def test_long_lists_stand_on_a_code_sheet():
    choices = [{"list_name": "s", "name": f"n{place}", "label": f"Nama {place}"} for place in range(40)]
    form = printed([{"type": "select_one s", "name": "a", "label": "Suku"}], choices)
    question = questions(form)["a"]
    assert (question.choices, question.boxes) == ((), 2)
    title, listed = form.code_lists[question.code_list]
    assert (title, len(listed), listed[39].code) == ("Suku", 40, "40")


def test_a_long_list_says_where_it_leads_only_for_few_choices():
    choices = [{"list_name": "s", "name": f"n{place}", "label": f"Nama {place}"} for place in range(20)]
    survey = [
        {"type": "select_one s", "name": "a", "label": "Suku", "required": "yes"},
        {"type": "text", "name": "b", "label": "Suku lain", "relevant": "${a} = 'n19'"},
        {"type": "text", "name": "c", "label": "Nama"},
    ]
    found = questions(printed(survey, choices))
    assert found["a"].choices == ()
    assert found["b"].only_if == "Hanya bila nomor 1 dijawab 20 (Nama 19)."


def test_groups_in_a_member_become_headings_of_the_table():
    survey = [
        {"type": "begin_repeat", "name": "anggota", "label": "Anggota"},
        {"type": "text", "name": "nama", "label": "Nama"},
        {"type": "begin_group", "name": "g", "label": "Kesehatan", "relevant": "${nama} != ''"},
        {"type": "text", "name": "sakit", "label": "Sakit **apa**, ${nama}?"},
        {"type": "end_group"},
        {"type": "end_repeat"},
    ]
    section = printed(survey).sections[0]
    assert section.repeats
    assert section.items[1] == PaperHeading("Kesehatan", "Hanya bila nomor 1 terisi.")
    assert section.questions[1].label == "Sakit apa, [NAMA]?"


KINDS = st.sampled_from(["text", "integer", "decimal", "date", "select_one yt", "select_multiple yt", "note"])


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(KINDS, st.integers(0, 3), st.booleans()), min_size=1, max_size=12), st.data())
def test_any_small_questionnaire_is_printed_whole(rows, data):
    survey, named, depth = [], [], 0
    for place, (kind, nesting, conditional) in enumerate(rows):
        if nesting == 1 and depth == 0:
            survey.append(
                {"type": data.draw(st.sampled_from(["begin_group", "begin_repeat"])), "name": f"g{place}"}
            )
            survey[-1]["label"] = f"Bagian {place}"
            depth = 1
        row = {"type": kind, "name": f"q{place}", "label": f"Tanya {place}"}
        if conditional and named:
            row["relevant"] = f"${{{data.draw(st.sampled_from(named))}}} != ''"
        survey.append(row)
        if depth == 0 and kind != "note":
            named.append(f"q{place}")
        if nesting == 2 and depth:
            survey.append({"type": survey_end(survey)})
            depth = 0
    if depth:
        survey.append({"type": survey_end(survey)})
    schema = read_schema(form_of(survey, YES_NO).xform)
    found = [one.path for section in paper_form(schema, "").sections for one in section.questions]
    assert found == list(numbers(schema))


def survey_end(survey):
    begun = next(row["type"] for row in reversed(survey) if row["type"].startswith("begin"))
    return begun.replace("begin", "end")
