"""Multipart bodies read as they come: bounded, never whole in memory, with or without a Content-Length.

Django's own reader trusts Content-Length and sees nothing of a chunked body; phones may send either. Only
a server that marks the end of its input (``wsgi.input_terminated``) can give a chunked body, so then the
stream is read directly. ``front`` takes bodies in beforehand and marks those that it cut off (``CUT_OFF``).
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from tempfile import SpooledTemporaryFile
from typing import IO, Protocol

from django.http import HttpRequest
from python_multipart import MultipartParser
from python_multipart.exceptions import FormParserError
from python_multipart.multipart import parse_options_header

from bahtera.foundation.errors import Refused

MAX_BODY = 40_000_000
MAX_XML = 10_000_000
# A refused body is read to its end, up to this, so that the phone hears why instead of a broken pipe.
MAX_DRAIN = 200_000_000
MAX_PARTS = 500
# A key of the WSGI environment: the body came too slowly and what there is of it is not the whole.
CUT_OFF = "bahtera.cut_off"
XML_PART = "xml_submission_file"
INCOMPLETE_PART = "*isIncomplete*"

_CHUNK = 1 << 16
_IN_MEMORY = 1 << 20
_NAME_LENGTH = 255


class TooLarge(Refused):
    """The body or one of its parts is larger than this server takes."""

    def __init__(self, limit: int) -> None:
        super().__init__(
            "http.too_large",
            "This is larger than the server takes ({limit} MB). Nothing was stored.",
            limit=limit // 1_000_000,
        )


class NotMultipart(Refused):
    """The body is not the multipart form that OpenRosa asks for, or it breaks off."""


class FilesCollide(Refused):
    """Two files with different bytes came under one name: keeping either would lose the other."""

    def __init__(self, name: str) -> None:
        super().__init__(
            "http.files_collide",
            "Two different files in this upload are both named {name}. Nothing was stored: keep the form and "
            "tell your supervisor.",
            name=name,
        )


class TooSlow(Refused):
    """The body stood still or trickled, and was given up."""

    def __init__(self) -> None:
        super().__init__(
            "http.too_slow",
            "The connection was too slow and the form did not arrive whole. Keep it and send it again.",
        )


class _Readable(Protocol):
    def read(self, size: int, /) -> bytes: ...


@dataclass
class Upload:
    """What came: the XML, the files in temporary storage, and whether more will follow."""

    xml: bytes
    files: dict[str, IO[bytes]]
    is_complete: bool


@dataclass
class _Part:
    name: str = ""
    filename: str = ""
    data: IO[bytes] | None = None
    size: int = 0


@dataclass
class _Reader:
    """Collects parts from the parser's callbacks."""

    parts: list[_Part] = field(default_factory=list)
    ended: bool = False
    _header: bytearray = field(default_factory=bytearray)
    _value: bytearray = field(default_factory=bytearray)

    def callbacks(self) -> dict[str, object]:
        return {
            "on_part_begin": self._begin,
            "on_header_field": lambda data, start, end: self._header.extend(data[start:end]),
            "on_header_value": lambda data, start, end: self._value.extend(data[start:end]),
            "on_header_end": self._header_end,
            "on_part_data": self._data,
            "on_end": self._end,
        }

    def close(self) -> None:
        for part in self.parts:
            if part.data is not None:
                part.data.close()

    def _begin(self) -> None:
        if len(self.parts) >= MAX_PARTS:
            raise NotMultipart("http.bad_upload", "The upload has more files than the server takes at once.")
        self.parts.append(_Part(data=SpooledTemporaryFile(max_size=_IN_MEMORY)))  # noqa: SIM115 - closed by close()

    def _header_end(self) -> None:
        if bytes(self._header).lower() == b"content-disposition":
            _, options = parse_options_header(self._value.decode("latin-1"))
            self.parts[-1].name = _decoded(options.get(b"name", b""))
            self.parts[-1].filename = _decoded(options.get(b"filename", b""))
        self._header.clear()
        self._value.clear()

    def _data(self, data: bytes, start: int, end: int) -> None:
        part = self.parts[-1]
        part.size += end - start
        if part.name == XML_PART and part.size > MAX_XML:
            raise TooLarge(MAX_XML)
        assert part.data is not None
        part.data.write(data[start:end])

    def _end(self) -> None:
        self.ended = True


@contextmanager
def read_upload(request: HttpRequest) -> Iterator[Upload]:
    """Read a submission's multipart body; temporary files go at the end.

    Raises NotMultipart, TooLarge, TooSlow, and FilesCollide for two different files of one name.
    """
    if request.META.get(CUT_OFF):
        raise TooSlow
    source = _source(request)
    declared = _content_length(request)
    if declared is not None and declared > MAX_BODY:
        _drain(source)
        raise TooLarge(MAX_BODY)
    reader = _Reader()
    try:
        _read(source, _boundary(request), reader)
        yield _upload(reader)
    except Refused:
        _drain(source)
        raise
    finally:
        reader.close()


def file_hash(file: IO[bytes]) -> str:
    """Return the SHA-256 of a temporary file and rewind it."""
    file.seek(0)
    digest = sha256()
    while chunk := file.read(_CHUNK):
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()


def _source(request: HttpRequest) -> _Readable:
    if request.META.get("wsgi.input_terminated"):
        source: _Readable = request.META["wsgi.input"]
        return source
    return request


def _content_length(request: HttpRequest) -> int | None:
    try:
        return int(request.META.get("CONTENT_LENGTH") or "")
    except ValueError:
        return None


def _boundary(request: HttpRequest) -> bytes:
    kind, options = parse_options_header(request.META.get("CONTENT_TYPE", ""))
    boundary = options.get(b"boundary", b"")
    if kind != b"multipart/form-data" or not boundary:
        raise NotMultipart(
            "http.bad_upload", "This is not an upload of a form: multipart/form-data was expected."
        )
    return boundary


def _read(source: _Readable, boundary: bytes, reader: _Reader) -> None:
    try:
        parser = MultipartParser(boundary, reader.callbacks())  # type: ignore[arg-type]
        total = 0
        while chunk := source.read(_CHUNK):
            total += len(chunk)
            if total > MAX_BODY:
                raise TooLarge(MAX_BODY)
            parser.write(chunk)
    except FormParserError as error:
        raise NotMultipart("http.bad_upload", "The upload is damaged. Send the form again.") from error
    except (OSError, EOFError) as error:
        raise NotMultipart(
            "http.bad_upload", "The connection broke off: the form did not arrive whole. Send it again."
        ) from error
    if not reader.ended:
        raise NotMultipart("http.bad_upload", "The upload breaks off before its end. Send the form again.")


def _upload(reader: _Reader) -> Upload:
    bodies = [part for part in reader.parts if part.name == XML_PART]
    if len(bodies) != 1:
        raise NotMultipart(
            "http.bad_upload", "The upload must hold exactly one form, in a part named {part}.", part=XML_PART
        )
    marks = [part for part in reader.parts if part.name == INCOMPLETE_PART]
    return Upload(
        xml=_content(bodies[0]),
        files=_files(part for part in reader.parts if part.name not in {XML_PART, INCOMPLETE_PART}),
        is_complete=not any(_content(part).strip().lower() == b"yes" for part in marks),
    )


def _files(parts: Iterable[_Part]) -> dict[str, IO[bytes]]:
    """Return the files by their bare names; the same file sent twice counts once."""
    files: dict[str, IO[bytes]] = {}
    for part in parts:
        assert part.data is not None
        name = _safe_name(part.filename or part.name)
        if not name and part.size:
            raise NotMultipart("http.bad_upload", "A file in the upload has no name.")
        if name in files and file_hash(files[name]) != file_hash(part.data):
            raise FilesCollide(name)
        if name:
            files.setdefault(name, part.data)
    return files


def _content(part: _Part) -> bytes:
    assert part.data is not None
    part.data.seek(0)
    return part.data.read()


def _decoded(raw: bytes) -> str:
    """Read a name as UTF-8, or as Latin-1 from clients that never learned better."""
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def _safe_name(name: str) -> str:
    """Return the bare file name: no folders, no control characters."""
    bare = name.replace("\\", "/").rpartition("/")[2]
    return "".join(letter for letter in bare if letter.isprintable())[:_NAME_LENGTH]


def _drain(source: _Readable) -> None:
    left = MAX_DRAIN
    try:
        while left > 0 and (chunk := source.read(_CHUNK)):
            left -= len(chunk)
    except (OSError, EOFError):
        return
