"""The pages of boundaries: a file is sent, looked at, taken over, taken back; of no use, it is told in words."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.fakes.blob_folders import blobs_in
from tests.fakes.boundary_files import geojson, square

from bahtera.areas import api as areas
from bahtera.areas.models import Boundary
from bahtera.http.front import largest_of

from .province import DISTRICT, NEIGHBOUR, VILLAGE

ADDRESS = "/peta/batas/"


@pytest.fixture(autouse=True)
def _site(areas, tmp_path):
    with blobs_in(tmp_path / "blobs"):
        yield


@pytest.fixture
def data(tmp_path):
    return geojson(
        tmp_path / "batas.geojson",
        ({"kode": VILLAGE, "nama": "Pulau Contoh"}, square(115, -3)),
        ({"kode": "63.1", "nama": "Nol Hilang"}, square(115.2, -3)),
    ).read_bytes()


def send(client, data, name="batas.geojson", **more):
    typed = {"sumber": "BIG (uji)", "tanggal": "2024", "lisensi": "CC BY 4.0", **more}
    return client.post(ADDRESS, {"berkas": SimpleUploadedFile(name, data), **typed})


def test_a_file_is_looked_at_before_maps_change_and_can_be_taken_back(alice, data):
    sent = send(alice, data)
    assert sent.status_code == 302
    page = alice.get(sent.url)
    text = page.content.decode()
    assert "1 dari 2" in text
    assert "63.10" in text
    assert "Nol Hilang" in text
    assert "Sungai Contoh" in text  # beside it, and without a boundary
    assert 'class="area klass-3"' in text
    assert "style=" not in text.partition("<main")[2]
    assert not Boundary.objects.exists()
    alice.post(f"{sent.url}putusan/", {"putusan": "simpan"})
    assert set(areas.drawn([VILLAGE, NEIGHBOUR]).outlines) == {VILLAGE}
    assert "BIG (uji)" in alice.get(ADDRESS).content.decode()
    again = send(alice, data)
    assert 'class="area klass-4"' in alice.get(again.url).content.decode()
    assert alice.get(again.url).context["page"].sketches[0].legend[0][2] == 1
    alice.post(f"{again.url}putusan/", {"putusan": "buang"})
    assert areas.drawn([VILLAGE]).outlines
    told = alice.post(f"{sent.url}tarik/", follow=True).content.decode()
    assert "1 wilayah kini tanpa batas" in told
    assert not areas.drawn([VILLAGE]).outlines
    assert [row.tag.label for row in alice.get(ADDRESS).context["page"].files] == [
        "dibuang",
        "ditarik dari peta",
    ]


def test_what_is_done_twice_is_told_and_changes_nothing(alice, data):
    url = send(alice, data).url
    alice.post(f"{url}putusan/", {"putusan": "buang"}, follow=True)
    for done, typed in (("putusan", {"putusan": "simpan"}), ("tarik", {})):
        text = alice.post(f"{url}{done}/", typed, follow=True).content.decode()
        assert "sudah diputuskan" in text
    assert not Boundary.objects.exists()
    assert alice.get(f"{ADDRESS}99/").status_code == 404


def test_who_presses_twice_is_told_once(alice, data):
    url = send(alice, data).url
    for wanted in ("buang", "simpan", "buang"):
        alice.post(f"{url}putusan/", {"putusan": wanted})
    text = alice.get(url).content.decode()
    assert text.count('class="note note-') == 1
    assert "Berkas dibuang." in text
    assert "sudah diputuskan" not in text


def test_an_area_that_stands_twice_is_told_on_the_page(alice, tmp_path):
    whole = ({"kode": VILLAGE}, square(115, -3))
    content = geojson(tmp_path / "a.json", whole, whole).read_bytes()
    (listed,) = [
        one
        for one in alice.get(send(alice, content).url).context["page"].lists
        if "beberapa kali" in one.title
    ]
    assert [(line[0], *line[2:]) for line in listed.lines] == [(VILLAGE, "1, 2", "100 %")]


@pytest.mark.parametrize(
    ("content", "typed", "words"),
    [
        (b"", {}, "Pilih berkas"),
        (b"{}", {"sumber": " "}, "Tulis dari mana batas ini"),
    ],
)
def test_a_form_without_file_or_source_is_shown_again_with_the_reason(alice, content, typed, words):
    answer = send(alice, content, **typed)
    assert answer.status_code == 400
    assert words in answer.content.decode()
    assert not areas.boundary_files()


@pytest.mark.parametrize(
    ("content", "typed"),
    [
        (b"[1]", {}),
        (b'{"type": "FeatureCollection", "features": [', {}),
        (b"PK\x03\x04 no zip", {}),
        (b"SQLite format 3\x00 and no more", {}),
        (b"utm", {}),
        (b"crs", {"proyeksi": "EPSG:1"}),
    ],
)
def test_a_file_of_no_use_is_refused_in_words_and_nothing_is_kept(alice, tmp_path, content, typed):
    if content in {b"utm", b"crs"}:
        moved = square(240000, 9660000, side=1000)
        content = geojson(tmp_path / "utm.json", ({"kode": VILLAGE}, moved)).read_bytes()
    page = alice.get(send(alice, content, **typed).url)
    problem = page.context["page"].problem
    assert re.search(r"Tidak ada yang diimpor\.", problem)
    assert not page.context["page"].can_keep
    assert not Boundary.objects.exists()


def test_a_file_the_worker_never_finishes_can_be_dropped(alice, data, monkeypatch):
    monkeypatch.setattr("bahtera.areas.tasks.read_file", lambda file_id: None)
    url = send(alice, data).url
    page = alice.get(url).context["page"]
    assert page.is_open
    assert page.poll_url == url
    alice.post(f"{url}putusan/", {"putusan": "buang"})
    assert areas.boundary_files()[0].state is areas.FileState.DROPPED


def test_only_administrators_come_in_and_are_led_there_from_the_map(alice, chelsea):
    assert chelsea.get(ADDRESS).status_code == 403
    assert send(chelsea, b"{}").status_code == 403
    assert alice.get(ADDRESS).status_code == 200


def test_the_door_takes_the_largest_file_there_alone():
    assert largest_of(ADDRESS) > areas.MOST_BOUNDARY_BYTES
    assert largest_of("/peta/") < areas.MOST_BOUNDARY_BYTES


def test_districts_and_villages_of_one_file_are_drawn_apart(alice, tmp_path):
    content = geojson(
        tmp_path / "dua.json",
        ({"kode": DISTRICT}, square(115, -3, 0.3)),
        ({"kode": VILLAGE}, square(115, -3)),
    ).read_bytes()
    page = alice.get(send(alice, content).url).context["page"]
    assert len(page.sketches) == 2
