"""Files of a visit, names in place of codes, and what was not taken."""

import pytest
from django.urls import reverse

from bahtera.foundation import blobs
from bahtera.foundation.errors import Refused
from bahtera.foundation.models import AuditEntry
from bahtera.surveys import api as surveys
from bahtera.surveys.models import Attachment

from .province import VILLAGE
from .test_pages import text_of


@pytest.fixture
def files(doubtful_visit, tmp_path, monkeypatch):
    monkeypatch.setattr(blobs, "_folder", tmp_path / "blobs")
    for name, data in (("f1.jpg", b"\xff\xd8drawn"), ("page.html", b"<script>alert(1)</script>")):
        Attachment.objects.create(submission=doubtful_visit, name=name, sha256=blobs.put(data))
    Attachment.objects.create(submission=doubtful_visit, name="late.jpg", sha256="")
    return doubtful_visit


def address(row, name):
    return reverse("web:attachment", args=[row.pk, name])


def test_a_photo_is_drawn_and_nothing_in_it_runs(bob, files):
    answer = bob.get(address(files, "f1.jpg"))
    assert b"".join(answer.streaming_content) == b"\xff\xd8drawn"
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Content-Disposition"].startswith("inline")


def test_any_other_file_is_saved_and_the_reading_is_written_down(bob, files):
    answer = bob.get(address(files, "page.html"))
    assert b"".join(answer.streaming_content).startswith(b"<script>")
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    entry = AuditEntry.objects.get(action="surveys.attachment_opened")
    assert entry.subject == f"submission:{files.pk}"


@pytest.mark.parametrize("name", ["none.jpg", "late.jpg"])
def test_a_file_that_is_not_there_is_not_found(bob, files, name):
    assert bob.get(address(files, name)).status_code == 404
    assert not AuditEntry.objects.filter(action="surveys.attachment_opened").exists()


def test_whoever_reads_results_opens_no_file(chelsea, files):
    assert chelsea.get(address(files, "f1.jpg")).status_code == 403


def test_the_receipt_leads_to_the_files(bob, files):
    assert address(files, "f1.jpg") in bob.get(reverse("web:submission", args=[files.pk])).text


def test_answers_say_names_in_place_of_codes(bob, visit):
    row = visit(answers={"kode_desa": VILLAGE, "keluarga": "baru"})
    answers = text_of(bob.get(reverse("web:submission", args=[row.pk]))).split("Jawaban", 1)[1]
    assert "Desa Pulau Contoh" in answers
    assert "baru, belum tercatat" in answers
    assert VILLAGE not in answers


def test_what_was_not_taken_is_listed_with_its_reason(bob, measured):
    from bahtera.access.api import Actor

    kader = Actor.over(
        key="token:1", name="Kader Contoh", roles=frozenset({"kader"}), areas=("63.10.05.2003",)
    )
    for _ in range(2):
        surveys.record_refused(
            Refused("http.x", "The body is broken."), actor=kader, sha256="ab" * 32, size=3
        )
    page = text_of(bob.get(reverse("web:refused")))
    assert "Kader Contoh" in page
    assert "The body is broken." in page
    assert "2 kali" in page
    assert reverse("web:refused") in bob.get(reverse("web:submissions")).text


def test_the_reason_is_in_the_readers_language(bob, measured):
    from bahtera.access.api import Actor
    from bahtera.surveys.errors import InstanceReused

    kader = Actor.over(
        key="token:1", name="Kader Contoh", roles=frozenset({"kader"}), areas=("63.10.05.2003",)
    )
    surveys.record_refused(InstanceReused("uuid:{x}"), actor=kader)
    indonesian = text_of(bob.get(reverse("web:refused")))
    bob.post(reverse("web:language"), {"bahasa": "en"})
    english = text_of(bob.get(reverse("web:refused")))
    assert "Kunjungan lain sudah diterima" in indonesian
    assert "A different visit was already received under the id uuid:{x}." in english
    assert "uuid:{x}" in indonesian


def test_without_any_refusal_the_list_says_so(bob, measured):
    assert "Semua kiriman HP diterima" in text_of(bob.get(reverse("web:refused")))
