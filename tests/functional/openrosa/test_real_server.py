"""A Collect-like client against the real server, over a socket."""

import hashlib
import re
import socket
from urllib.parse import urlsplit

import pytest
from tests.fakes.keyrings import files_of
from tests.fakes.openrosa_client import (
    ClientError,
    OpenRosaClient,
    SocketTransport,
    encode,
    in_pieces,
    message_of,
)
from tests.fakes.small_form import FORM_ID, VILLAGE, new_instance_id, visit


def test_the_whole_way_of_a_form_to_a_phone(phone):
    [form] = phone.form_list()
    assert form.form_id == FORM_ID
    xml, media = phone.download(form)
    assert b"<h:html" in xml
    assert media["villages.csv"].decode().splitlines()[1].startswith(VILLAGE)


def test_a_visit_arrives_and_its_repeat_is_harmless(phone):
    xml = visit()
    first = phone.submit(xml)
    again = phone.submit(xml)
    assert (first.statuses, again.statuses) == ((201,), (201,))
    assert first.receipt == again.receipt != ""


def test_a_body_without_a_length_arrives_whole(phone):
    photo = b"\xff\xd8" + b"photo" * 50_000
    xml = visit(foto_rumah="rumah.jpg")
    assert phone.submit(xml, {"rumah.jpg": photo}, chunked=True).statuses == (201,)
    assert phone.submit(xml, {"rumah.jpg": photo}).statuses == (201,), "the same, with a length"


def test_photos_are_kept_sealed_by_their_hash(phone, site):
    photo = b"\xff\xd8 small and new"
    phone.submit(visit(foto_rumah="rumah.jpg"), {"rumah.jpg": photo})
    digest = hashlib.sha256(photo).hexdigest()
    stored = (site.folder / "blobs" / digest[:2] / digest).read_bytes()
    assert len(stored) > len(photo)
    assert photo not in stored
    with files_of(site.folder) as files, files.open(digest) as opened:
        assert opened.read() == photo


def test_a_file_the_form_does_not_name_is_not_stored(phone, site):
    phone.submit(visit(), {"virus.exe": b"not asked for"})
    digest = hashlib.sha256(b"not asked for").hexdigest()
    assert not (site.folder / "blobs" / digest[:2] / digest).exists()


def test_many_files_come_in_several_posts(phone):
    xml = visit(foto_rumah="rumah.jpg", foto_kartu="kartu.jpg")
    files = {"rumah.jpg": b"a" * 6_000_000, "kartu.jpg": b"b" * 6_000_000}
    assert phone.submit(xml, files).statuses == (201, 201)


def test_other_bytes_under_the_same_id(phone):
    instance_id = new_instance_id()
    phone.submit(visit(instance_id=instance_id))
    with pytest.raises(ClientError, match="409"):
        phone.submit(visit(instance_id=instance_id, alamat="lain"))


def test_a_body_of_fifty_megabytes_hears_why(phone):
    body, kind = encode(visit(foto_rumah="film.mp4"), {"film.mp4": b"\0" * 50_000_000})
    for sent in (body, in_pieces(body, 1 << 16)):
        reply = phone.post_raw(sent, kind)
        assert reply.status == 413
        assert "40 MB" in message_of(reply)
    phone.head()  # the connection is as good as before


def test_half_an_upload_and_then_nothing(phone, site):
    xml = visit()
    body, kind = encode(xml, {})
    parts = urlsplit(site.server_url)
    for announced in (f"Content-Length: {len(body)}", "Transfer-Encoding: chunked"):
        with socket.create_connection((parts.hostname, parts.port), timeout=5) as line:
            head = f"POST {parts.path}/submission HTTP/1.1\r\nHost: localhost\r\nX-OpenRosa-Version: 1.0\r\n"
            line.sendall(f"{head}Content-Type: {kind}\r\n{announced}\r\n\r\n".encode())
            half = body[: len(body) // 2]
            line.sendall(half if "Length" in announced else b"%x\r\n%s\r\n" % (len(half), half))
    assert phone.submit(xml).statuses == (201,), "the phone tries again and succeeds"


def test_a_wrong_token_is_forbidden_and_never_logged(site):
    secret = "f" * 64
    stranger = OpenRosaClient(site.server_url.replace(site.token, secret), SocketTransport())
    with pytest.raises(ClientError, match="403"):
        stranger.form_list()
    assert stranger.post_raw(b"", "text/plain").status == 403
    stranger.transport.close()
    assert secret not in site.log()
    assert site.token not in site.log()
    assert re.search(r"/key/…", site.log()), "the refusal itself is logged"


def test_the_answer_speaks_the_phones_language(site):
    said = {"en-US,en;q=0.9": "This is not an upload", "id": "Ini bukan kiriman formulir"}
    for language, words in said.items():
        client = OpenRosaClient(site.server_url, SocketTransport(), language=language)
        reply = client.post_raw(b"x", "text/plain")
        assert reply.headers["content-language"] == language[:2]
        assert words in message_of(reply)
        client.transport.close()
