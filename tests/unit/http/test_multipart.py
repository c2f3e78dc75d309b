"""Multipart bodies as phones and broken clients send them."""

import io

import pytest
from django.core.handlers.wsgi import WSGIRequest
from tests.fakes.openrosa_client import encode

from bahtera.http import multipart
from bahtera.http.multipart import FilesCollide, NotMultipart, TooLarge, read_upload

XML = b"<data/>"


class Dripping(io.RawIOBase):
    """A stream that gives a few bytes at a time and counts what it gave."""

    def __init__(self, body, step=7):
        self._body = io.BytesIO(body)
        self._step = step
        self.given = 0

    def read(self, size=-1):
        data = self._body.read(self._step if size < 0 else min(size, self._step))
        self.given += len(data)
        return data


def request(body, kind, *, length=True, stream=None):
    environ = {
        "REQUEST_METHOD": "POST",
        "PATH_INFO": "/v1/key/x/submission",
        "CONTENT_TYPE": kind,
        "wsgi.input": stream or io.BytesIO(body),
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
    }
    if length:
        environ["CONTENT_LENGTH"] = str(len(body))
    else:
        environ["wsgi.input_terminated"] = True
        environ["HTTP_TRANSFER_ENCODING"] = "chunked"
    return WSGIRequest(environ)


def read(body, kind, **options):
    with read_upload(request(body, kind, **options)) as upload:
        files = {name: data.seek(0) or data.read() for name, data in upload.files.items()}
        return upload.xml, files, upload.is_complete


@pytest.mark.parametrize("length", [True, False])
def test_xml_and_files_arrive_whole(length):
    body, kind = encode(XML, {"foto.jpg": b"\x00\xff" * 100_000})
    xml, files, complete = read(body, kind, length=length)
    assert (xml, complete) == (XML, True)
    assert files == {"foto.jpg": b"\x00\xff" * 100_000}


def test_a_body_that_drips_is_read_to_its_end():
    body, kind = encode(XML, {"a.jpg": b"x" * 500})
    xml, files, _ = read(body, kind, length=False, stream=Dripping(body))
    assert (xml, files) == (XML, {"a.jpg": b"x" * 500})


def test_more_will_follow():
    body, kind = encode(XML, {}, incomplete=True)
    assert read(body, kind)[2] is False


def test_a_latin_1_file_name_is_understood():
    body, kind = encode(XML, {"PLACE": b"x"})
    body = body.replace(b"PLACE", "caf\xe9.jpg".encode("latin-1"))
    assert list(read(body, kind)[1]) == ["café.jpg"]
    body, kind = encode(XML, {"café.jpg": b"x"})
    assert list(read(body, kind)[1]) == ["café.jpg"]


@pytest.mark.parametrize(
    ("sent", "kept"), [("../../etc/passwd", "passwd"), ("C:\\foto\\a.jpg", "a.jpg"), ("a\x07b.jpg", "ab.jpg")]
)
def test_a_file_name_is_bare(sent, kept):
    body, kind = encode(XML, {"PLACE": b"x"})
    body = body.replace(b'filename="PLACE"', f'filename="{sent}"'.encode())
    assert list(read(body, kind)[1]) == [kept]


def renamed(first, second, *names):
    """Return a body with two files, under the names given."""
    body, kind = encode(XML, {"FIRST": first, "SECOND": second})
    for place, name in zip((b"FIRST", b"SECOND"), names, strict=True):
        body = body.replace(b'filename="' + place + b'"', b'filename="' + name + b'"')
    return body, kind


SAME_NAMES = [(b"foto.jpg", b"foto.jpg"), (b"a/foto.jpg", b"b\\foto.jpg"), (b"x" * 300, b"x" * 299)]


@pytest.mark.parametrize("names", SAME_NAMES)
def test_two_different_files_of_one_name_are_refused(names):
    with pytest.raises(FilesCollide) as refused:
        read(*renamed(b"rumah" * 400_000, b"dapur" * 400_000, *names))
    assert refused.value.details["name"] in {"foto.jpg", "x" * 255}


@pytest.mark.parametrize("names", SAME_NAMES)
def test_the_same_file_twice_is_taken_once(names):
    (content,) = read(*renamed(b"rumah" * 400_000, b"rumah" * 400_000, *names))[1].values()
    assert content == b"rumah" * 400_000


def test_a_file_without_a_name_is_refused_unless_it_is_empty():
    body, kind = encode(XML, {"FOTO": b"rumah"})
    nameless = body.replace(b'filename="FOTO"', b'filename=""').replace(b'name="FOTO"', b'name=""')
    with pytest.raises(NotMultipart):
        read(nameless, kind)
    assert read(nameless.replace(b"rumah", b""), kind)[1] == {}


@pytest.mark.parametrize("cut", [4, 10, 60, 200])
def test_half_a_body_is_no_body(cut):
    body, kind = encode(XML, {"a.jpg": b"x" * 500})
    with pytest.raises(NotMultipart):
        read(body[:-cut], kind)


@pytest.mark.parametrize(
    "kind",
    [
        "",
        "text/xml",
        "application/x-www-form-urlencoded",
        "multipart/form-data",
        "multipart/form-data; boundary=",
    ],
)
def test_other_types_are_refused(kind):
    with pytest.raises(NotMultipart):
        read(XML, kind)


def test_garbage_with_the_right_type_is_refused():
    with pytest.raises(NotMultipart):
        read(b"\x00\x01\x02" * 50, "multipart/form-data; boundary=abc")


def test_exactly_one_xml_part():
    body, kind = encode(XML, {})
    with pytest.raises(NotMultipart):
        read(body.replace(b"xml_submission_file", b"another_part_name__"), kind)
    part = body[: body.rindex(b"--" + kind.partition("boundary=")[2].encode())]
    with pytest.raises(NotMultipart):
        read(part + body, kind)


def test_too_many_parts():
    body, kind = encode(XML, {f"{n}.jpg": b"" for n in range(multipart.MAX_PARTS + 5)})
    with pytest.raises(NotMultipart):
        read(body, kind)


def test_a_body_that_says_it_is_too_large_is_not_parsed(monkeypatch):
    monkeypatch.setattr(multipart, "MAX_BODY", 1000)
    body, kind = encode(XML, {"a.jpg": b"x" * 2000})
    monkeypatch.setattr(multipart, "MultipartParser", None)
    with pytest.raises(TooLarge):
        read(body, kind)


def test_a_chunked_body_that_grows_too_large_is_stopped_and_drained(monkeypatch):
    monkeypatch.setattr(multipart, "MAX_BODY", 10_000)
    monkeypatch.setattr(multipart, "_CHUNK", 1000)
    body, kind = encode(XML, {"a.jpg": b"x" * 50_000})
    stream = Dripping(body, step=1000)
    with pytest.raises(TooLarge):
        read(body, kind, length=False, stream=stream)
    assert stream.given == len(body), "read to its end, so that the phone hears the answer"


def test_a_form_that_is_too_large_is_refused(monkeypatch):
    monkeypatch.setattr(multipart, "MAX_XML", 100)
    body, kind = encode(b"<a>" + b"x" * 200 + b"</a>", {})
    with pytest.raises(TooLarge):
        read(body, kind)


def test_a_connection_that_breaks_is_half_an_upload():
    class Broken(io.RawIOBase):
        def read(self, _size=-1):
            raise OSError("reset")

    body, kind = encode(XML, {})
    with pytest.raises(NotMultipart):
        read(body, kind, length=False, stream=Broken())
