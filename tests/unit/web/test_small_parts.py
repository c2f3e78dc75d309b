"""QR drawings, built assets, comments of a form."""

import json
import re

import pytest
import segno
from django.http import QueryDict
from django.utils import translation

from bahtera.surveys.api import CommentRow
from bahtera.web import assets, qr
from bahtera.web.presenters.parts import ProgressBar
from bahtera.web.views.submissions import comments_of
from bahtera.web.views.tokens import wanted_codes


def test_a_qr_drawing_has_exactly_the_dark_modules_of_the_code():
    text = "https://bahtera.example/v1/key/" + "ab" * 32
    drawn = qr.draw(text)
    dark = set()
    for x, y, width in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\d+z", drawn.path):
        dark |= {(int(x) + step, int(y)) for step in range(int(width))}
    matrix = segno.make(text, error="l", micro=False).matrix
    wanted = {(x + 4, y + 4) for y, row in enumerate(matrix) for x, module in enumerate(row) if module}
    assert dark == wanted
    assert drawn.size == len(matrix) + 8


def test_an_asset_is_found_by_its_source(tmp_path):
    manifest = tmp_path / "manifest.json"
    manifest.write_text(
        json.dumps({"src/main.ts": {"file": "assets/main-1.js", "css": ["assets/main-1.css"]}})
    )
    found = assets.entry("src/main.ts", manifest)
    assert found == assets.Entry("/static/built/assets/main-1.js", ("/static/built/assets/main-1.css",))


@pytest.mark.parametrize("exists", [True, False])
def test_a_front_end_that_was_not_built_says_how(tmp_path, exists):
    manifest = tmp_path / "manifest.json"
    if exists:
        manifest.write_text("{}")
    with pytest.raises(RuntimeError, match="npm run build"):
        assets.entry("src/main.ts", manifest)


def test_comments_are_read_by_question_and_row():
    form = QueryDict(mutable=True)
    form.update(
        {
            "note": "  ",
            "catatan.alamat": " Perbaiki ",
            "catatan.nik.3": "Cek",
            "catatan.nik.x": "Tanpa baris",
            "catatan.kosong": " ",
            "catatan.": "tanpa pertanyaan",
            "revision": "1",
        }
    )
    assert comments_of(form) == [
        CommentRow("alamat", None, "Perbaiki"),
        CommentRow("nik", 3, "Cek"),
        CommentRow("nik", None, "Tanpa baris"),
    ]


def test_a_comment_is_cut_where_the_form_says():
    form = QueryDict(mutable=True)
    form["note"] = "a" * 5000
    assert len(comments_of(form)[0].text) == 1000


def test_area_codes_are_taken_once_in_order():
    assert wanted_codes(["63.02"], " 63.10;63.02,\n63.71 ") == ["63.02", "63.10", "63.71"]


@pytest.mark.parametrize(
    ("visited", "approved", "target", "widths", "share"),
    [
        (231, 215, 240, ("96.25%", "89.58%"), 96.25),
        (10, 5, None, ("100.00%", "50.00%"), None),
        (12, 12, 10, ("100.00%", "100.00%"), 120),
        (0, 0, 0, ("0.00%", "0.00%"), None),
    ],
)
def test_a_progress_bar_stays_inside_its_frame(visited, approved, target, widths, share):
    bar = ProgressBar(visited, approved, target)
    assert (bar.visited_width, bar.approved_width) == widths
    assert bar.share == share


@pytest.mark.parametrize(
    ("target", "words", "over"),
    [
        (None, "1.300 keluarga dikunjungi, 9 disetujui", 0),
        (2000, "1.300 dari 2.000 keluarga dikunjungi, 9 disetujui", 0),
        (1300, "1.300 dari 1.300 keluarga dikunjungi, 9 disetujui", 0),
        (212, "212 dari 212 keluarga sasaran dikunjungi, 1.088 di luar sasaran; 9 disetujui", 1088),
    ],
)
def test_more_visits_than_the_target_are_said_in_words(target, words, over):
    bar = ProgressBar(1300, 9, target)
    with translation.override("id"):
        assert (bar.words, bar.over) == (words, over)
