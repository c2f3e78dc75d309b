"""Answers are shown in the words of the form, grouped by its blocks."""

from django.utils.translation import override

from bahtera.questionnaires.api import OutlineItem, QuestionLabels
from bahtera.surveys.api import FindingRow
from bahtera.web.presenters import answers


def item(name, kind="question", *, path="", depth=1, type_="text", label="?", calculated=False):
    labels = {"id": label, "en": label} if label else {}
    return OutlineItem(name, path or f"/data/{name}", kind, depth, type_, labels, calculated)


OUTLINE = (
    item("start", depth=0, type_="start", label=""),
    item("rumah", "group", path="/data/rumah", depth=0, label="Rumah"),
    item("jenis_lantai", path="/data/rumah/jenis_lantai", type_="select_one"),
    item("luas_lantai", path="/data/rumah/luas_lantai", type_="decimal"),
    item("skor", path="/data/rumah/skor", calculated=True),
    item("anggota", "repeat", path="/data/anggota", depth=0, label="Anggota"),
    item("nama", path="/data/anggota/nama"),
    item("tgl_lahir", path="/data/anggota/tgl_lahir", type_="date"),
    item("catatan", depth=0),
)
LABELS = {
    "jenis_lantai": QuestionLabels(
        {"id": "Jenis lantai", "en": "Floor"}, {"semen": {"id": "Semen", "en": "Cement"}}
    ),
    "luas_lantai": QuestionLabels({"id": "Luas lantai", "en": "Floor space"}, {}),
    "tgl_lahir": QuestionLabels({"id": "Tanggal lahir", "en": "Birth date"}, {}),
}
GIVEN = {
    "jenis_lantai": "semen",
    "luas_lantai": "36.50",
    "skor": "80",
    "anggota": [{"nama": "Ani", "tgl_lahir": "1986-04-17"}, {"nama": "Budi"}],
    "catatan": "baik",
}


def finding(question, row=None):
    return FindingRow("x", "error", question, "", row, "", {})


def test_blocks_follow_the_form_and_leave_out_what_nobody_was_asked():
    with override("id"):
        blocks = answers.blocks_of(OUTLINE, LABELS, GIVEN, [])
    assert [block.title for block in blocks] == ["Rumah", "Anggota", "Awal"]
    assert [(one.label, one.text) for one in blocks[0].answers] == [
        ("Jenis lantai", "Semen"),
        ("Luas lantai", "36,5"),
    ]
    assert [member.name for member in blocks[1].members] == ["Ani", "Budi"]
    assert blocks[1].members[0].answers[1].text == "17 April 1986"


def test_a_doubtful_question_is_shown_even_when_it_was_left_empty():
    with override("id"):
        blocks = answers.blocks_of(OUTLINE, LABELS, GIVEN, [finding("tgl_lahir", 2)])
    second = blocks[1].members[1]
    assert second.doubtful
    assert [(one.anchor, one.text, one.doubtful) for one in second.answers] == [
        ("j-nama-2", "Budi", False),
        ("j-tgl_lahir-2", "", True),
    ]
    assert not blocks[1].members[0].doubtful
    assert [block.doubtful for block in blocks] == [0, 1, 0]


def test_words_follow_the_readers_language():
    with override("en"):
        blocks = answers.blocks_of(OUTLINE, LABELS, GIVEN, [])
    assert [(one.label, one.text) for one in blocks[0].answers] == [
        ("Floor", "Cement"),
        ("Floor space", "36.5"),
    ]


def test_an_answer_nobody_can_read_is_shown_as_it_is():
    odd = {**GIVEN, "luas_lantai": "banyak", "jenis_lantai": "marmer", "anggota": "bukan daftar"}
    with override("id"):
        blocks = answers.blocks_of(OUTLINE, LABELS, odd, [])
    assert [one.text for one in blocks[0].answers] == ["marmer", "banyak"]
    assert all(block.members == () for block in blocks)


def test_a_bad_date_in_a_roster_is_a_dash_above_and_its_text_below():
    odd = {"anggota": [{"nama": "Ani", "tgl_lahir": "kemarin"}]}
    with override("id"):
        (block,) = answers.blocks_of(OUTLINE, LABELS, odd, [])
    assert block.members[0].birth == "–"
    assert block.members[0].answers[1].text == "kemarin"


def test_what_nobody_can_read_is_shown_as_it_was_sent_and_marked():
    unreadable = FindingRow("not_a_number", "error", "luas_lantai", "", None, "banyak", {})
    with override("id"):
        (rumah, *_) = answers.blocks_of(OUTLINE, LABELS, {"jenis_lantai": "semen"}, [unreadable])
    assert [(one.text, one.set_aside) for one in rumah.answers] == [
        ("Semen", ""),
        ("banyak", "tidak terbaca"),
    ]
    assert (rumah.doubtful, rumah.opened) == (1, True)


def test_what_was_not_asked_is_shown_in_words_in_a_block_that_stays_closed():
    stray = FindingRow("not_asked", "warning", "jenis_lantai", "", None, "semen", {})
    differing = FindingRow("calculate_differs", "error", "skor", "", None, "80 ≠ 70", {})
    with override("id"):
        (rumah,) = answers.blocks_of(OUTLINE, LABELS, {}, [stray, differing])
    (floor,) = rumah.answers
    assert (floor.text, floor.set_aside) == ("Semen", "tidak perlu ditanyakan, tidak dihitung")
    assert (rumah.doubtful, rumah.opened) == (1, False)
