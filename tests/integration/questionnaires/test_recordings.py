"""Recordings and pictures that a questionnaire names: kept by version, handed to phones, and what is refused."""

import hashlib
import io
import json
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import Workbook
from tests.fakes.blob_folders import blobs_in
from tests.fakes.signing_in import entered

from bahtera.access.api import ensure_account
from bahtera.foundation import blobs
from bahtera.foundation.models import AuditEntry
from bahtera.questionnaires import api as questionnaires
from bahtera.questionnaires.engine.compilation import compile_form
from bahtera.questionnaires.engine.recordings import kind_of, named_files
from bahtera.questionnaires.models import Questionnaire
from bahtera.questionnaires.operations import _store

pytestmark = pytest.mark.django_db
MP3 = b"ID3\x04\x00" + b"suara" * 40
OGG = b"OggS\x00\x02" + b"suara" * 40
PNG = b"\x89PNG\r\n\x1a\n" + b"gambar" * 10
NAMES = ("alamat_id.mp3", "alamat_bjn.ogg", "rumah.png")


@pytest.fixture(autouse=True)
def _blobs(tmp_path):
    with blobs_in(tmp_path / "blobs"):
        yield


def workbook(version, sounds=NAMES):
    book = Workbook()
    sheet = book.active
    sheet.title = "survey"
    languages = ("Bahasa Indonesia (id)", "Banjar (bjn)")
    shown = (
        f"{what}::{language}" for what in ("label", "media::audio", "media::image") for language in languages
    )
    sheet.append(("type", "name", *shown))
    sheet.append(("text", "alamat", "Alamat", "Alamat", *sounds[:2], sounds[2], sounds[2]))
    settings = book.create_sheet("settings")
    settings.append(("form_title", "form_id", "version", "default_language"))
    settings.append(("Bersuara (sintetis)", "bersuara", version, "Bahasa Indonesia (id)"))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def publish(version, sounds=NAMES):
    xlsx = workbook(version, sounds)
    digest = hashlib.sha256(xlsx).hexdigest()
    return _store(xlsx, digest, compile_form(xlsx, (), java=False), [], "user:1")


def missing(form):
    return [one.name for one in questionnaires.shown_files(form) if not one.sha256]


def keep(form, *files):
    return questionnaires.keep_files(form.form_id, form.version, files, actor_key="user:1")


def test_a_version_names_its_files_and_says_what_is_missing():
    form = publish("1")
    assert sorted(named_files(form.xform)) == sorted(NAMES)
    assert sorted(missing(form)) == sorted(NAMES)
    assert keep(form, ("alamat_id.mp3", MP3), ("rumah.png", PNG)) == 2
    assert missing(form) == ["alamat_bjn.ogg"]
    [kept] = [one for one in questionnaires.shown_files(form) if one.name == "alamat_id.mp3"]
    assert (kept.kind, kept.size, questionnaires.read_shown_file(kept)) == ("audio/mpeg", len(MP3), MP3)
    entry = AuditEntry.objects.get(action="questionnaires.files_kept")
    assert entry.subject == "questionnaire:bersuara:1"
    assert questionnaires.needed_files([kept.sha256]) == {kept.sha256}


def test_a_new_version_takes_over_what_it_still_names_and_the_old_keeps_its_own():
    first = publish("1")
    keep(first, ("alamat_id.mp3", MP3), ("alamat_bjn.ogg", OGG))
    second = publish("2", ("alamat_id.mp3", "alamat_bjn_2.ogg", "rumah.png"))
    assert sorted(missing(second)) == ["alamat_bjn_2.ogg", "rumah.png"]
    keep(second, ("alamat_id.mp3", MP3 + b"lagi"))
    hashes = [
        next(one.sha256 for one in questionnaires.shown_files(form) if one.name == "alamat_id.mp3")
        for form in (first, second)
    ]
    assert len(set(hashes)) == 2
    with blobs.open(hashes[0]) as file:
        assert file.read() == MP3


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("lain.mp3", MP3, "file_not_named"),
        ("../alamat_id.mp3", MP3, "file_not_named"),
        ("alamat_id.mp3", b"", "file_of_another_kind"),
        ("alamat_id.mp3", OGG, "file_of_another_kind"),
        ("alamat_id.mp3", b"<script>alert(1)</script>", "file_of_another_kind"),
        ("rumah.png", MP3, "file_of_another_kind"),
        ("alamat_id.mp3", MP3 + b"\0" * questionnaires.LARGEST_SHOWN_FILE, "file_too_large"),
    ],
)
def test_what_is_not_taken_leaves_nothing_of_the_others(name, data, code):
    form = publish("1")
    with pytest.raises(questionnaires.FileNotTaken) as refused:
        keep(form, ("alamat_bjn.ogg", OGG), (name, data))
    assert refused.value.code == f"questionnaires.{code}"
    assert len(missing(form)) == 3


@pytest.mark.parametrize(
    ("name", "head", "kind"),
    [
        ("a.mp3", b"\xff\xfb\x90", "audio/mpeg"),
        ("a.MP3", b"ID3\x03", "audio/mpeg"),
        ("a.m4a", b"\0\0\0\x20ftypM4A ", "audio/mp4"),
        ("a.ogg", b"OggS", "audio/ogg"),
        ("a.jpeg", b"\xff\xd8\xff\xe0", "image/jpeg"),
        ("a.webp", b"RIFF\0\0\0\0WEBPVP8 ", "image/webp"),
        ("a.svg", b"<svg", None),
        ("a", b"ID3", None),
    ],
)
def test_what_a_file_is_its_first_bytes_say(name, head, kind):
    assert kind_of(name, head) == kind


# --- the page ---------------------------------------------------------------------------------------------


@pytest.fixture
def admin(settings, tmp_path, monkeypatch):
    from bahtera.web import assets

    manifest = tmp_path / "manifest.json"
    names = ["src/main.ts", "src/images/mark.svg", "src/images/mark-light.svg", "src/images/sea.svg"]
    built = {
        name: {"file": f"assets/{name.rpartition('/')[2]}", "css": ["assets/main.css"]} for name in names
    }
    manifest.write_text(json.dumps(built))
    settings.STATIC_ROOT = tmp_path
    monkeypatch.setattr(assets, "MANIFEST", manifest)
    ensure_account(
        username="alice", password="x" * 12, full_name="Alice", roles=["administrator"], areas=[""]
    )
    return entered("alice")


def packed(**files):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as file:
        for name, data in files.items():
            file.writestr(name.replace("__", "."), data)
        file.writestr("__MACOSX/._alamat_id.mp3", b"x")
    return SimpleUploadedFile("suara.zip", stream.getvalue())


def test_a_zip_is_taken_and_what_is_missing_is_shown(admin: Client):
    form = publish("1")
    page = admin.get("/kuesioner/bersuara/rekaman/").content.decode()
    assert page.count("tag-sedang") == 3
    assert admin.get("/kuesioner/").content.decode().count("/kuesioner/bersuara/rekaman/?versi=1") == 1
    reply = admin.post(
        "/kuesioner/bersuara/rekaman/",
        {"berkas": packed(alamat_id__mp3=MP3, alamat_bjn__ogg=OGG)},
    )
    assert reply.status_code == 302
    assert missing(form) == ["rumah.png"]
    page = admin.get(reply.url).content.decode()
    assert page.count("tag-sedang") == 1


@pytest.mark.parametrize(
    "upload",
    [
        SimpleUploadedFile("rusak.zip", b"PK\x03\x04 rusak"),
        SimpleUploadedFile("lain.mp3", MP3),
        packed(rumah__png=b"\0" * 30_000_000),
    ],
    ids=["broken zip", "another name", "bomb"],
)
def test_what_cannot_be_taken_is_said(admin, upload):
    form = publish("1")
    upload.seek(0)
    reply = admin.post("/kuesioner/bersuara/rekaman/", {"berkas": upload})
    assert reply.status_code == 400
    assert 'role="alert"' in reply.content.decode()
    assert len(missing(form)) == 3


def test_who_may_not_publish_sees_and_adds_nothing(admin):
    publish("1")
    ensure_account(username="chelsea", password="x" * 12, full_name="C", roles=["tpk2d"], areas=["63"])
    reader = entered("chelsea")
    assert 'type="file"' not in reader.get("/kuesioner/bersuara/rekaman/").content.decode()
    reply = reader.post("/kuesioner/bersuara/rekaman/", {"berkas": SimpleUploadedFile("alamat_id.mp3", MP3)})
    assert reply.status_code == 403


def test_no_such_questionnaire(admin):
    publish("1")
    assert admin.get("/kuesioner/lain/rekaman/").status_code == 404
    assert admin.get("/kuesioner/bersuara/rekaman/?versi=9").status_code == 404


def test_nothing_of_the_row_itself_changes():
    form = publish("1")
    before = Questionnaire.objects.values().get()
    keep(form, ("rumah.png", PNG))
    assert Questionnaire.objects.values().get() == before
