"""What no phone should send, through the real view: an error or a finding, and nothing stored is touched."""

import uuid
from hashlib import sha256

import pytest
from django.db import OperationalError
from tests.fakes.openrosa_client import encode, message_of
from tests.fakes.small_form import OTHER_VILLAGE, visit

from bahtera.foundation import blobs
from bahtera.http.multipart import CUT_OFF
from bahtera.surveys import api as surveys
from bahtera.surveys.models import Content, RefusedAttempt, Submission, SubmissionFinding

pytestmark = pytest.mark.django_db

BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE data [<!ENTITY a "aaaaaaaaaa">'
    + b"".join(b'<!ENTITY %c "%s">' % (c, b"&%c;" % (c - 1) * 10) for c in range(ord("b"), ord("k")))
    + b']><data id="kunjungan_kecil" version="1"><alamat>&j;</alamat></data>'
)
EXTERNAL = (
    b'<?xml version="1.0"?><!DOCTYPE data [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    b'<data id="kunjungan_kecil" version="1"><alamat>&x;</alamat>'
    b"<meta><instanceID>uuid:x</instanceID></meta></data>"
)
DEEP = b'<data id="kunjungan_kecil" version="1">' + b"<a>" * 100_000 + b"</a>" * 100_000 + b"</data>"

MULTIPART = "multipart/form-data; boundary=b"
REFUSED = {
    "nothing": b"",
    "blanks": b"   \n ",
    "a picture": b"\xff\xd8\xff\xe0" * 100,
    "cut off": visit()[:-40],
    "cut inside a text": visit()[: visit().index(b"RT 1") + 2],
    "an entity bomb": BOMB,
    "an external entity": EXTERNAL,
    "too deep": DEEP,
    "another namespace": visit().replace(b"<data ", b'<data xmlns="http://example.org/lain" ', 1),
    "utf-16": visit()
    .decode()
    .replace('version="1.0"', 'version="1.0" encoding="UTF-16"', 1)
    .encode("utf-16"),
    "latin-1 by name": visit(alamat="é")
    .decode()
    .replace("?>", ' encoding="ISO-8859-1"?>', 1)
    .encode("latin-1"),
    "latin-1 unsaid": visit(alamat="é").decode().encode("latin-1"),
    "a null byte": visit(alamat="a\0b"),
    "no instance id": visit().replace(b"instanceID", b"instansiID"),
    "an empty instance id": visit(instance_id=" "),
    "an endless instance id": visit(instance_id="uuid:" + "x" * 5000),
    "no form id": visit().replace(b'id="kunjungan_kecil"', b"", 1),
    "an unknown form": visit(form_id="lain"),
    "an unknown version": visit(version="2099"),
    "another root": visit(root="lain"),
    "no version": visit().replace(b'version="1" ', b"", 1),
}


@pytest.fixture
def stored(phone):
    """What was there before, and must be there after."""
    phone.submit(visit(instance_id="uuid:before"))
    return snapshot()


def snapshot():
    rows = list(Submission.objects.order_by("pk").values())
    return rows, [(row.pk, bytes(row.body), bytes(row.answers)) for row in Content.objects.order_by("pk")]


def post(phone, xml, files=None):
    body, kind = encode(xml, files or {})
    return phone.post_raw(body, kind)


@pytest.mark.parametrize("what", REFUSED)
def test_refused_with_a_reason_and_nothing_touched(phone, stored, what):
    reply = post(phone, REFUSED[what])
    assert 400 <= reply.status < 500
    assert reply.headers["content-type"] == "text/xml; charset=utf-8"
    assert len(message_of(reply)) > 10
    assert snapshot() == stored
    assert RefusedAttempt.objects.count() == 1


@pytest.mark.parametrize("what", REFUSED)
def test_a_refusal_is_in_indonesian_unless_english_is_asked_for(phone, round_one, what):
    body, kind = encode(REFUSED[what], {})
    said = {language: refusal(phone, body, kind, language) for language in ("", "id", "fr", "en")}
    assert said[""] == said["id"] == said["fr"] != said["en"]
    assert not {"the", "is", "not", "or", "form"} & set(said["id"].casefold().split())


BROKEN_UPLOADS = {
    "another kind": (b"<data/>", "text/xml"),
    "no end": (
        b'--b\r\nContent-Disposition: form-data; name="xml_submission_file"\r\n\r\n<data/>',
        MULTIPART,
    ),
    "no form": (b'--b\r\nContent-Disposition: form-data; name="lain"\r\n\r\nx\r\n--b--\r\n', MULTIPART),
    "malformed": (b"--c\r\n\r\n", MULTIPART),
}


@pytest.mark.parametrize("what", BROKEN_UPLOADS)
def test_a_broken_upload_is_refused_in_the_phones_language(phone, round_one, what):
    body, kind = BROKEN_UPLOADS[what]
    indonesian, english = (refusal(phone, body, kind, language) for language in ("id", "en"))
    assert indonesian != english
    assert not {"the", "is", "not", "or", "form"} & set(indonesian.casefold().split())


def refusal(phone, body, kind, language):
    reply = phone.post_raw(body, kind, {"Accept-Language": language} if language else {})
    assert reply.status >= 400
    return message_of(reply)


def test_a_refusal_is_kept_so_that_each_reader_gets_it_in_their_language(phone, stored):
    post(phone, visit(instance_id="uuid:before", alamat="lain"))
    post(phone, visit()[:-40])
    reused, damaged = RefusedAttempt.objects.order_by("pk")
    assert reused.message.count("{instance_id}") == 1
    assert reused.details == {"instance_id": "uuid:before"}
    assert set(damaged.details) == {"line", "column"}


def test_a_refusal_shows_nothing_of_the_servers_files(phone):
    assert b"root:" not in post(phone, EXTERNAL).body


def test_two_files_of_one_name_are_refused_or_if_alike_taken_once(phone, stored, tmp_path, monkeypatch):
    monkeypatch.setattr(blobs, "_folder", tmp_path)
    xml = visit(instance_id="uuid:foto", alamat="foto.jpg")
    body, kind = encode(xml, {"ONE": b"rumah", "TWO": b"dapur"})
    body = body.replace(b'filename="ONE"', b'filename="foto.jpg"')
    body = body.replace(b'filename="TWO"', b'filename="foto.jpg"')
    reply = phone.post_raw(body, kind)
    assert reply.status == 400
    assert "foto.jpg" in message_of(reply)
    assert snapshot() == stored
    assert list(tmp_path.rglob("*")) == []
    assert RefusedAttempt.objects.get().code == "http.files_collide"
    reply = phone.post_raw(body.replace(b"dapur", b"rumah"), kind)
    assert reply.status == 201
    assert blobs.exists(sha256(b"rumah").hexdigest())


def test_the_same_id_with_other_bytes(phone, stored):
    reply = post(phone, visit(instance_id="uuid:before", alamat="lain"))
    assert reply.status == 409
    assert "uuid:before" in message_of(reply)
    assert snapshot() == stored


DOUBTFUL = {
    "a date in the future": ({"tanggal_kunjungan": "2026-12-31"}, "date_in_future"),
    "a date of another age": ({"tanggal_kunjungan": "1026-11-20"}, "date_implausible"),
    "a day that is none": ({"tanggal_kunjungan": "2026-02-30"}, "not_a_date"),
    "a negative count": ({"jumlah_penghuni": -9}, "constraint_failed"),
    "a text in an integer": ({"jumlah_penghuni": "tiga"}, "not_a_whole_number"),
    "an integer beyond all bounds": ({"jumlah_penghuni": "9" * 40}, None),
    "an unknown choice": ({"hasil_kunjungan": "entah"}, "not_a_choice"),
    "a village that is none": ({"kode_desa": "99.99.99.9999"}, "village_unknown"),
    "a village of another kader": ({"kode_desa": OTHER_VILLAGE}, "outside_area"),
    "a family id that is none": ({"family_id": "'; DROP TABLE surveys_submission; --"}, None),
    "an endless text": ({"alamat": "x" * 200_000}, None),
    "markup in a text": ({"alamat": "<script>alert(1)</script>"}, None),
    "required left out": ({"persetujuan": None}, "required_missing"),
    "a clock years behind": (
        {"start": "2009-01-01T00:00:00+07:00", "end": "2009-01-01T01:00:00+07:00"},
        "clock_wrong",
    ),
    "a clock years ahead": (
        {"start": "2041-01-01T00:00:00+07:00", "end": "2041-01-01T01:00:00+07:00"},
        "clock_wrong",
    ),
    "times that are none": ({"start": "pagi", "end": "sore"}, None),
}


@pytest.mark.parametrize("what", DOUBTFUL)
def test_kept_with_a_finding(phone, stored, what, chief):
    answers, code = DOUBTFUL[what]
    xml = visit(**answers)
    reply = post(phone, xml)
    assert reply.status == 201
    row = Submission.objects.exclude(instance_id="uuid:before").get()
    assert surveys.get_body(row.pk, actor=chief) == xml
    found = set(SubmissionFinding.objects.filter(submission=row).values_list("code", flat=True))
    if code is not None:
        assert code in found
        assert row.state == "flagged"
    assert snapshot()[0][0] == stored[0][0]
    for finding in surveys.get_submission(row.pk, actor=chief).findings:
        assert set(finding.messages) == {"id", "en"}


def test_a_nik_with_an_impossible_date_is_a_warning(phone, chief):
    members = [{"nama": "Ibu Ani", "hubungan": "kepala", "jenis_kelamin": "p", "nik": "6302057913800001"}]
    assert post(phone, visit(members=members)).status == 201
    row = Submission.objects.get()
    codes = {finding.code for finding in surveys.get_submission(row.pk, actor=chief).findings}
    assert "families.nik_date_impossible" in codes
    assert row.is_current


def test_ten_thousand_repeats_are_kept_at_once_and_assessed_by_the_worker(phone, chief):
    members = [{"nama": f"Warga {n}", "hubungan": "kepala" if n == 0 else "lainnya"} for n in range(10_000)]
    xml = visit(members=members)
    assert post(phone, xml).status == 202
    row = Submission.objects.get()
    assert row.state == "received"
    assert post(phone, xml).status == 201, "a repeat is harmless meanwhile"
    surveys.assess_received(row.pk)
    row.refresh_from_db()
    assert row.state == "flagged"
    codes = set(SubmissionFinding.objects.values_list("code", flat=True))
    assert "too_many_rows" in codes
    assert surveys.get_body(row.pk, actor=chief) == xml


def test_the_same_family_from_two_phones(phone):
    family = uuid.uuid4()
    assert post(phone, visit(family_id=family)).status == 201
    assert post(phone, visit(family_id=family)).status == 201
    assert sorted(Submission.objects.values_list("is_current", flat=True)) == [False, True]


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), OperationalError("disk full")])
def test_a_full_disk_is_said_and_loses_nothing(phone, stored, monkeypatch, error):
    def full(*_args, **_kwargs):
        raise error

    monkeypatch.setattr("bahtera.surveys.operations.receiving.inserting.insert_all", full)
    xml = visit()
    reply = post(phone, xml)
    assert reply.status == 503
    assert message_of(reply)
    assert snapshot() == stored
    monkeypatch.undo()
    assert post(phone, xml).status == 201


def test_a_photo_that_does_not_fit_the_disk(phone, stored, monkeypatch):
    def full(_data):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(blobs, "put", full)
    xml = visit(foto_rumah="rumah.jpg")
    assert post(phone, xml, {"rumah.jpg": b"x"}).status == 503
    assert snapshot() == stored
    monkeypatch.undo()
    assert post(phone, xml, {"rumah.jpg": b"x"}).status == 201


def test_a_bug_is_said_without_detail(phone, stored, monkeypatch):
    def broken(*_args, **_kwargs):
        raise ZeroDivisionError("secret detail")

    monkeypatch.setattr("bahtera.surveys.operations.receiving.storing._store", broken)
    reply = post(phone, visit())
    assert reply.status == 500
    assert b"secret detail" not in reply.body
    assert snapshot() == stored


def test_a_null_byte_in_the_devices_name_is_left_out(client, token, round_one):
    body, kind = encode(visit(), {})
    path = f"/v1/key/{token.secret}/submission?deviceID=collect%3A%00abc"
    reply = client.post(path, body, content_type=kind, headers={"X-OpenRosa-Version": "1.0"})
    assert reply.status_code == 201
    reply = client.post(path, b"x", content_type=kind, headers={"X-OpenRosa-Version": "1.0"})
    assert reply.status_code == 400
    assert {attempt.device_id for attempt in RefusedAttempt.objects.all()} == {"collect:abc"}


@pytest.mark.parametrize(
    "rest", ["", "lain", "key/x", "key/x/submission/lain", "key/x/forms/a%00b/versions/1/form.xml"]
)
def test_an_unknown_address_is_answered_as_phones_understand(client, rest):
    reply = client.get(f"/v1/{rest}", headers={"X-OpenRosa-Version": "1.0"})
    assert reply.status_code == 404
    assert reply.headers["Content-Type"] == "text/xml; charset=utf-8"
    assert b"OpenRosaResponse" in reply.content


def test_another_sites_name_is_refused_on_the_fast_lane_too(client, token):
    reply = client.get(f"/v1/key/{token.secret}/formList", headers={"Host": "evil.example"})
    assert reply.status_code == 400
    assert b"OpenRosaResponse" in reply.content


def test_a_body_that_was_cut_off_may_come_again(client, token, round_one):
    body, kind = encode(visit(), {})
    path = f"/v1/key/{token.secret}/submission"
    headers = {"X-OpenRosa-Version": "1.0"}
    cut = client.post(path, body, content_type=kind, headers=headers, **{CUT_OFF: True})
    assert cut.status_code == 408
    assert b"OpenRosaResponse" in cut.content
    assert client.post(path, body, content_type=kind, headers=headers).status_code == 201
