"""What a family said: sealed on disk, bound to its visit, erased with its key, migrated from before."""

import hashlib
import json
import zlib
from dataclasses import replace
from uuid import uuid4

import orjson
import pytest
from django.db import connection
from tests.fakes.keyrings import keys_and_files_in
from tests.fakes.small_form import MEMBERS, VILLAGE, visit

from bahtera.access.api import SYSTEM, Actor, NotAllowed
from bahtera.foundation import blobs, sealing
from bahtera.foundation.models import AuditEntry
from bahtera.foundation.sealing import parts, rotation, values
from bahtera.questionnaires.models import Questionnaire
from bahtera.surveys import api as surveys
from bahtera.surveys.models import (
    Attachment,
    Content,
    ReviewComment,
    ReviewEntry,
    Submission,
    SubmissionFinding,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("round_one")]
SECRET = "Jalan Rahasia 17"
NIK = "6302054102800001"
PEOPLE = ({**MEMBERS[0], "nik": NIK}, {**MEMBERS[1], "tgl_lahir": "2029-07-09"})


@pytest.fixture(autouse=True)
def own_keys(tmp_path, blob_folder, db):
    with keys_and_files_in(tmp_path):
        yield


@pytest.fixture
def guardian():
    """The data-protection officer of the regency."""
    return Actor.over("user:9", "Dian", frozenset({"data_protection_officer"}), ("63.02",))


@pytest.fixture
def committing(django_capture_on_commit_callbacks):
    """Run what waits for the commit, as the end of a request would."""

    def run(*, execute=True):
        return django_capture_on_commit_callbacks(execute=execute)

    return run


@pytest.fixture
def photo():
    return blobs.put(b"a photo of a house")


@pytest.fixture
def body():
    return visit(alamat=SECRET, members=PEOPLE, foto_rumah="rumah.jpg", jumlah_penghuni=7654321)


@pytest.fixture
def receipt(body, siti, photo):
    return surveys.receive(body, actor=siti, attachments=[("rumah.jpg", photo)])


def everything():
    """Every row of every table, as the database gives it: what a thief reads."""
    told = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            for row in cursor.fetchall():
                told += [bytes(v) if isinstance(v, memoryview | bytes) else str(v).encode() for v in row]
    return b"\n".join(told)


def execute(sql, *values_):
    with connection.cursor() as cursor:
        cursor.execute(sql, values_)


def quiet(_progress):
    pass


def key_of(pk):
    return Submission._meta.pk.get_db_prep_value(pk, connection)


# --- at rest ----------------------------------------------------------------------------------------------


def test_what_a_family_said_is_nowhere_in_the_database(receipt, rahmat):
    surveys.return_with_comments(
        receipt.submission_id, comments=[("alamat", f"Bukan {SECRET}?")], actor=rahmat, note=f"Cek {NIK}"
    )
    dump = everything()
    for told in (SECRET, NIK, "7654321"):
        assert told.encode() not in dump, told


def test_readers_notice_nothing(receipt, body, rahmat):
    surveys.return_with_comments(
        receipt.submission_id, comments=[("alamat", "RT?")], actor=rahmat, note="Mohon"
    )
    detail = surveys.get_submission(receipt.submission_id, actor=rahmat)
    assert detail.answers["alamat"] == SECRET
    assert detail.answers["anggota"][0]["nik"] == NIK
    assert detail.sha256 == hashlib.sha256(body).hexdigest()
    assert surveys.get_body(receipt.submission_id, actor=rahmat) == body
    assert any("7654321" in found.value for found in detail.findings)
    assert all(found.messages["id"] for found in detail.findings)
    assert (detail.history[-1].note, detail.history[-1].comments[0].text) == ("Mohon", "RT?")
    assert detail.erasure is None
    with surveys.open_attachment(receipt.submission_id, "rumah.jpg", actor=rahmat) as file:
        assert file.read() == b"a photo of a house"


def test_a_body_opens_under_no_other_visit(receipt, siti, rahmat):
    other = surveys.receive(visit(), actor=siti).submission_id
    columns = ", ".join(
        f"{c} = (SELECT {c} FROM surveys_content WHERE submission_id = %s)"
        for c in ("key", "body", "answers")
    )
    mine = key_of(receipt.submission_id)
    execute(f"UPDATE surveys_content SET {columns} WHERE submission_id = %s", mine, mine, mine, key_of(other))
    with pytest.raises(sealing.Broken):
        surveys.get_submission(other, actor=rahmat)


def test_body_and_answers_cannot_change_places(receipt, rahmat):
    execute("UPDATE surveys_content SET answers = body")
    with pytest.raises(sealing.Broken):
        surveys.get_submission(receipt.submission_id, actor=rahmat)


def test_a_heavy_body_is_sealed_before_it_is_assessed(siti, rahmat, monkeypatch):
    monkeypatch.setattr("bahtera.surveys.operations.receiving.storing.HEAVY_BYTES", 10)
    body = visit(alamat=SECRET)
    receipt = surveys.receive(body, actor=siti)
    assert receipt.state == "received"
    assert SECRET.encode() not in everything()
    assert surveys.get_body(receipt.submission_id, actor=rahmat) == body
    assert surveys.get_submission(receipt.submission_id, actor=rahmat).answers == {}
    assert surveys.assess_received(receipt.submission_id)
    assert surveys.get_submission(receipt.submission_id, actor=rahmat).answers["alamat"] == SECRET
    assert SECRET.encode() not in everything()


# --- erasing ----------------------------------------------------------------------------------------------


def test_erasing_leaves_the_hash_and_the_reason(receipt, body, guardian, rahmat, committing):
    surveys.return_with_comments(receipt.submission_id, comments=[("alamat", SECRET)], actor=rahmat, note=NIK)
    before = surveys.get_submission(receipt.submission_id, actor=rahmat)
    with committing(execute=True):
        assert surveys.erase(receipt.submission_id, reason="  Persetujuan \n ditarik ", actor=guardian)
    detail = surveys.get_submission(receipt.submission_id, actor=rahmat)
    assert detail.erasure.reason == "Persetujuan ditarik"
    assert detail.sha256 == hashlib.sha256(body).hexdigest()
    assert (detail.answers, detail.attachments, detail.row.family_name) == ({}, (), "")
    assert detail.row.scores == before.row.scores
    assert [(one.code, one.value, one.messages["en"]) for one in detail.findings] == [
        (one.code, "", "Its content was erased.") for one in before.findings
    ]
    assert [(h.move, h.note, [c.text for c in h.comments]) for h in detail.history] == [
        ("receive", "", []),
        ("return", "", [""]),
    ]
    assert list(blobs.names()) == []
    row = Content.objects.get()
    assert (row.key, row.body, row.answers, row.erased_by) == (b"", b"", None, "user:9")
    entry = AuditEntry.objects.get(action="surveys.erased")
    assert (entry.actor, entry.subject) == ("user:9", f"submission:{receipt.submission_id}")


def test_every_reader_hears_clearly_that_it_was_erased(receipt, guardian, rahmat, siti):
    surveys.erase(receipt.submission_id, reason="x", actor=guardian)
    for read in (
        lambda: surveys.get_body(receipt.submission_id, actor=rahmat),
        lambda: surveys.open_attachment(receipt.submission_id, "rumah.jpg", actor=rahmat),
    ):
        with pytest.raises(surveys.Erased) as caught:
            read()
        assert caught.value.code == "sealing.erased"
    [row] = surveys.list_submissions(actor=rahmat).items
    assert row.family_name == ""
    assert surveys.list_sent(actor=siti).items[0].sha256
    assert list(surveys.iter_submissions(actor=rahmat)) == []
    assert surveys.list_submissions(actor=rahmat, query="Ibu").items == []


def test_an_old_copy_of_the_ciphertext_cannot_be_read_without_the_destroyed_key(receipt, guardian):
    old = Content.objects.get()
    surveys.erase(receipt.submission_id, reason="x", actor=guardian)
    old.key = Content.objects.get().key
    with pytest.raises(surveys.Erased):
        parts.read(old, "body")
    stranger = values.new_part_key(purpose="surveys_content.key", bound_to=old.submission_id.bytes)
    with pytest.raises(sealing.Broken):
        stranger.unseal(old.body, purpose="surveys_content.body")


def test_a_file_that_another_visit_needs_stays(receipt, siti, rahmat, guardian, committing):
    [photo] = blobs.names()
    other = surveys.receive(visit(foto_rumah="rumah.jpg"), actor=siti, attachments=[("rumah.jpg", photo)])
    with committing(execute=True):
        surveys.erase(receipt.submission_id, reason="x", actor=guardian)
    with surveys.open_attachment(other.submission_id, "rumah.jpg", actor=rahmat) as file:
        assert file.read()
    with committing(execute=True):
        surveys.erase(other.submission_id, reason="x", actor=guardian)
    assert not blobs.exists(photo)


def test_a_workbook_is_never_erased_because_somebody_sent_it_as_a_photo(siti, guardian, committing):
    book = blobs.put(b"workbook")
    Questionnaire.objects.update(source_sha256=book)
    sent = surveys.receive(visit(foto_rumah="a.jpg"), actor=siti, attachments=[("a.jpg", book)])
    with committing(execute=True):
        surveys.erase(sent.submission_id, reason="x", actor=guardian)
    assert blobs.exists(book)


def test_sending_it_again_brings_nothing_back(receipt, body, siti, guardian, committing):
    with committing(execute=True):
        surveys.erase(receipt.submission_id, reason="x", actor=guardian)
    with committing(execute=True):
        again = surveys.receive(
            body, actor=siti, attachments=[("rumah.jpg", blobs.put(b"a photo of a house"))]
        )
    assert again.repeated
    assert list(blobs.names()) == []
    assert Content.objects.get().erased_at
    assert Attachment.objects.filter(erased_at__isnull=True).count() == 0


def test_what_was_erased_before_it_was_assessed_is_left_in_peace(siti, guardian, monkeypatch):
    monkeypatch.setattr("bahtera.surveys.operations.receiving.storing.HEAVY_BYTES", 10)
    receipt = surveys.receive(visit(), actor=siti)
    surveys.erase(receipt.submission_id, reason="x", actor=guardian)
    assert surveys.assess_received(receipt.submission_id) is True
    assert Submission.objects.get().state == "received"


def test_a_second_visit_whose_content_is_gone_cannot_be_made_the_one_that_counts(
    siti, dewi, rahmat, guardian
):
    family = uuid4()
    surveys.receive(visit(family_id=family), actor=siti)
    second = surveys.receive(visit(family_id=family), actor=dewi)
    surveys.erase(second.submission_id, reason="x", actor=guardian)
    with pytest.raises(surveys.Erased):
        surveys.approve(second.submission_id, actor=rahmat)
    assert Submission.objects.get(pk=second.submission_id).state == "flagged"


def test_erasing_twice_is_harmless_and_makes_sure_of_the_files(receipt, guardian, photo, committing):
    with committing(execute=False):
        assert surveys.erase(receipt.submission_id, reason="pertama", actor=guardian)
    assert blobs.exists(photo), "the process died before it came to the files"
    with committing(execute=True):
        assert not surveys.erase(receipt.submission_id, reason="kedua", actor=guardian)
    assert not blobs.exists(photo)
    assert Content.objects.get().erased_reason == "pertama"


def test_who_may_erase(receipt, guardian, rahmat, siti, chief):
    for actor in (rahmat, siti, chief, replace(guardian, assured=False)):
        with pytest.raises(NotAllowed):
            surveys.erase(receipt.submission_id, reason="x", actor=actor)
    stranger = Actor.over("user:8", "Jauh", frozenset({"data_protection_officer"}), ("15",))
    with pytest.raises(NotAllowed):
        surveys.erase(receipt.submission_id, reason="x", actor=stranger)
    with pytest.raises(surveys.NoReasonToErase):
        surveys.erase(receipt.submission_id, reason=" \n", actor=guardian)
    with pytest.raises(surveys.UnknownSubmission):
        surveys.erase(uuid4(), reason="x", actor=guardian)
    assert Content.objects.get().erased_at is None
    assert surveys.erase(receipt.submission_id, reason="masa simpan", actor=SYSTEM)


# --- from before, and newer keys --------------------------------------------------------------------------


def make_plain(body, answers):
    """Put the columns back as a database from before holds them."""

    def text(told):
        return told if connection.vendor == "sqlite" else told.encode()

    execute(
        "UPDATE surveys_content SET key = NULL, body = %s, answers = %s",
        zlib.compress(body),
        zlib.compress(answers),
    )
    execute(
        "UPDATE surveys_submissionfinding SET value = %s, messages = %s",
        text("nilai"),
        text('{"id": "Pesan"}'),
    )
    execute("UPDATE surveys_reviewentry SET note = %s", text("catatan"))
    execute("UPDATE surveys_reviewcomment SET text = %s", text("komentar"))


def test_visits_from_before_are_sealed(receipt, body, rahmat):
    surveys.return_with_comments(receipt.submission_id, comments=[("alamat", "x")], actor=rahmat, note="y")
    answers = orjson.dumps({"alamat": SECRET})
    make_plain(body, answers)
    with pytest.raises(sealing.NotSealed, match="seal-existing"):
        surveys.get_submission(receipt.submission_id, actor=rahmat)
    assert set(rotation.unfinished()) == {
        "surveys_content",
        "surveys_reviewcomment",
        "surveys_reviewentry",
        "surveys_submissionfinding",
    }
    assert rotation.reseal(quiet, plain=True) == 0
    assert rotation.unfinished() == {}
    detail = surveys.get_submission(receipt.submission_id, actor=rahmat)
    assert detail.answers == {"alamat": SECRET}
    assert surveys.get_body(receipt.submission_id, actor=rahmat) == body
    assert hashlib.sha256(body).hexdigest() == detail.sha256, "the hash is that of the plain bytes"
    assert {(one.value, one.messages["id"]) for one in detail.findings} == {("nilai", "Pesan")}
    assert detail.history[-1].note == "catatan"
    assert ReviewComment.objects.get().text == "komentar"
    assert SECRET.encode() not in everything()


def test_an_unassessed_visit_from_before_is_sealed_too(receipt, body, rahmat):
    execute("UPDATE surveys_content SET key = NULL, body = %s, answers = NULL", zlib.compress(body))
    assert rotation.reseal(quiet, plain=True) == 0
    assert surveys.get_body(receipt.submission_id, actor=rahmat) == body
    assert Content.objects.get().answers is None


def test_rotation_changes_the_wrapped_key_and_leaves_body_and_answers(receipt, guardian, siti, rahmat):
    erased = surveys.receive(visit(), actor=siti).submission_id
    surveys.erase(erased, reason="x", actor=guardian)
    before = Content.objects.get(pk=receipt.submission_id)
    rotation.prepare()
    rotation.activate()
    assert rotation.unfinished()["surveys_content"] == 1, "what was erased has no key to change"
    assert rotation.reseal(quiet) == 0
    assert rotation.unfinished() == {}
    after = Content.objects.get(pk=receipt.submission_id)
    assert after.key != before.key
    assert after.key.startswith(values.mark(2))
    assert (after.body, after.answers) == (before.body, before.answers)
    assert surveys.get_submission(receipt.submission_id, actor=rahmat).answers["alamat"] == SECRET
    assert {one.note for one in ReviewEntry.objects.all()} == set()
    assert SubmissionFinding.objects.exclude(severity="info").exists()


def test_the_audit_and_events_hold_nothing_of_it(receipt, rahmat):
    told = json.dumps([list(row) for row in AuditEntry.objects.values_list("action", "details")])
    for secret in (SECRET, NIK, "Ani", VILLAGE + "x"):
        assert secret not in told
