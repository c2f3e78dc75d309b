"""What stands before Django: it takes in a whole request before a thread is spent on it.

The web server hands over a request as soon as its headers are there. Under WSGI each body would be waited for
in a thread, and a handful of half-sent bodies would hold every thread. Here the event loop waits, for
thousands at once; a thread of the pool gets the request when its body lies in a temporary file. Bodies that
stand still, trickle, or are too large for their address are cut off.
"""

import asyncio
import logging
import sys
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from io import BytesIO
from itertools import chain
from math import inf
from tempfile import SpooledTemporaryFile
from threading import Semaphore
from typing import IO, Any, Protocol

from bahtera.http.multipart import CUT_OFF, MAX_BODY, MAX_DRAIN

logger = logging.getLogger(__name__)

Headers = list[tuple[str, str]]
WsgiApplication = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]

THREADS = 8
_PHONES = "/v1/"
# What an address takes in bytes: uploads of phones; of offices, where a page takes a file of 10 MB, or boundaries
# of 250 MB; a form.
_LARGEST_FILE = 14_000_000
_LARGEST_BOUNDARIES = 263_200_000
_LARGEST = (
    (_PHONES, MAX_BODY),
    ("/api/v1/field/", _LARGEST_FILE),
    ("/kuesioner/", _LARGEST_FILE),
    ("/sk/", _LARGEST_FILE),
    ("/privasi/", _LARGEST_FILE),
    ("/ketik/", _LARGEST_FILE),
    ("/peta/batas/", _LARGEST_BOUNDARIES),
)
_LARGEST_FORM = 2_000_000
_IN_MEMORY = 1 << 18
_PIECE = 1 << 16
_BODILESS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
# An answer of a known length up to this is handed over whole: no slow reader of a style sheet holds a thread.
_WHOLE = 8_000_000
_REFUSAL = [
    ("Content-Type", "text/plain; charset=utf-8"),
    ("Connection", "close"),
    ("Retry-After", "15"),
    ("Cache-Control", "no-store"),
    ("X-Content-Type-Options", "nosniff"),
    ("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'; sandbox"),
]
_LARGE = "Kiriman terlalu besar. Berkas paling besar {most} MB: kembali, lalu pilih berkas yang lebih kecil."
_BUSY = "Situs sedang sibuk. Coba lagi sebentar lagi."
_FULL = "Tempat penyimpanan di server penuh. Kiriman ini tidak disimpan. Beri tahu administrator."
_CROWDED = "Terlalu banyak kiriman sekaligus. Coba lagi sebentar lagi."


@dataclass(frozen=True)
class Limits:
    """How long a body may take, in seconds and bytes per second, and how much may wait at once in a process.

    ``streams`` must be less than the threads: a long answer holds one as long as its reader takes.
    """

    silence: float = 30.0
    grace: float = 60.0
    slowest: float = 500.0
    longest: float = 1800.0
    bodies: int = 2000
    stored: int = 1_000_000_000
    waiting: int = 500
    slow_reader: float = 60.0
    streams: int = 5


class Scope(Protocol):
    """A request's head as the server gives it."""

    http_version: str
    server: str
    client: str
    scheme: str
    method: str
    path: str
    query_string: str
    authority: str | None
    headers: Any


class _TooMuch(Exception):
    """More than is taken: an answer with this status says so."""

    def __init__(self, status: int, text: str) -> None:
        super().__init__(text)
        self.status = status
        self.text = text


def largest_of(path: str) -> int:
    """Return how many bytes an address takes."""
    return next((size for head, size in _LARGEST if path.startswith(head)), _LARGEST_FORM)


class Front:
    """An RSGI application around a WSGI application."""

    def __init__(
        self, application: WsgiApplication, *, threads: int = THREADS, limits: Limits | None = None
    ) -> None:
        self._application = application
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="request")
        self._limits = limits or Limits()
        self._streams = Semaphore(self._limits.streams)
        self._bodies = 0
        self._stored = 0
        self._waiting = 0
        self._taking_large = False

    async def __rsgi__(self, scope: Scope, protocol: Any) -> None:
        """Take in the body, then let Django answer in a thread."""
        if scope.method in _BODILESS:
            await self._answer(scope, protocol, None)
            return
        body = _Body(SpooledTemporaryFile(max_size=_IN_MEMORY))  # noqa: SIM115 - closed below
        self._bodies += 1
        try:
            await self._receive(scope, protocol, body)
            await self._answer(scope, protocol, body)
        except _TooMuch as refusal:
            _say(protocol, refusal.status, refusal.text)
        finally:
            self._bodies -= 1
            self._stored -= body.kept
            if body.large:
                self._taking_large = False
            body.file.close()

    async def _receive(self, scope: Scope, protocol: Any, body: "_Body") -> None:
        """Fill ``body``; raises _TooMuch, or marks a phone's body as cut off, which Django words for it."""
        if self._bodies > self._limits.bodies:
            raise _TooMuch(503, _CROWDED)
        phone = scope.path.startswith(_PHONES)
        largest = largest_of(scope.path)
        try:
            await self._read(protocol, body, largest, phone=phone)
        except TimeoutError:
            if not phone:
                raise _TooMuch(408, "Kiriman terputus. Coba lagi.") from None
            body.cut = True
        except OSError:
            logger.exception("there is no room for a body")
            raise _TooMuch(503, _FULL) from None

    async def _read(self, protocol: Any, body: "_Body", largest: int, *, phone: bool) -> None:
        limits, loop = self._limits, asyncio.get_running_loop()
        begun = loop.time()
        async with asyncio.timeout_at(begun + limits.silence) as alarm:
            async for chunk in protocol:
                # A phone's body beyond the limit is read on and thrown away, so that it hears why.
                keep = chunk[: max(0, largest + 1 - body.size)]
                body.size += len(chunk)
                if body.size > (MAX_DRAIN if phone else largest):
                    raise _TooMuch(413, _LARGE.format(most=250 if largest > MAX_BODY else 10))
                if not phone and not body.large and body.size > MAX_BODY:
                    # One at a time: a few of a quarter of a gigabyte would leave no room for anybody else.
                    if self._taking_large:
                        raise _TooMuch(503, _CROWDED)
                    self._taking_large = body.large = True
                if keep:
                    self._stored += len(keep)
                    body.kept += len(keep)
                    body.file.write(keep)
                if self._stored > limits.stored:
                    raise _TooMuch(503, _CROWDED)
                owed = begun + limits.grace + body.size / limits.slowest
                alarm.reschedule(min(loop.time() + limits.silence, owed, begun + limits.longest))

    async def _answer(self, scope: Scope, protocol: Any, body: "_Body | None") -> None:
        if self._waiting >= self._limits.waiting:
            _say(protocol, 503, _BUSY)
            return
        loop = asyncio.get_running_loop()
        environ = _environ(scope, body)
        self._waiting += 1
        try:
            whole = await loop.run_in_executor(self._pool, self._call, environ, protocol, loop)
        finally:
            self._waiting -= 1
        if whole is not None:
            protocol.response_bytes(*whole)

    def _call(
        self, environ: dict[str, Any], protocol: Any, loop: asyncio.AbstractEventLoop
    ) -> tuple[int, Headers, bytes] | None:
        """Run Django in this thread; a long answer is sent from here piece by piece and None returned."""
        started: list[tuple[int, Headers]] = []

        def start(status: str, headers: Headers, _failure: object = None) -> None:
            started.append((int(status.partition(" ")[0]), headers))

        answer = self._application(environ, start)
        try:
            status, headers = started[-1]
            if environ["REQUEST_METHOD"] == "HEAD":
                return status, headers, b""
            if _length(headers) <= _WHOLE:
                return status, headers, b"".join(answer)
            pieces = _gathered(answer)
            first, second = next(pieces, b""), next(pieces, b"")
            if not second:
                return status, headers, first
            if not self._streams.acquire(blocking=False):
                return 503, _REFUSAL, _BUSY.encode()
            try:
                self._stream(chain([first, second], pieces), (status, headers), protocol, loop)
            finally:
                self._streams.release()
        finally:
            getattr(answer, "close", lambda: None)()
        return None

    def _stream(
        self,
        pieces: Iterable[bytes],
        head: tuple[int, Headers],
        protocol: Any,
        loop: asyncio.AbstractEventLoop,
    ) -> None:
        async def begin() -> Any:
            return protocol.response_stream(*head)

        async def send(piece: bytes) -> None:
            async with asyncio.timeout(self._limits.slow_reader):
                await transport.send_bytes(piece)

        transport = asyncio.run_coroutine_threadsafe(begin(), loop).result()
        for piece in pieces:
            try:
                asyncio.run_coroutine_threadsafe(send(piece), loop).result()
            except (RuntimeError, TimeoutError):  # the server's ProtocolClosed is a RuntimeError
                logger.info("a reader went away or stood still before the end of an answer")
                return


@dataclass
class _Body:
    """A body as far as it came: ``size`` bytes, of which ``kept`` lie in the file."""

    file: IO[bytes]
    size: int = 0
    kept: int = 0
    cut: bool = False
    large: bool = False


def _environ(scope: Scope, body: _Body | None) -> dict[str, Any]:
    """Return the WSGI environment (PEP 3333) of a request."""
    host, _, port = scope.server.rpartition(":")
    environ: dict[str, Any] = {
        "GATEWAY_INTERFACE": "CGI/1.1",
        "REQUEST_METHOD": scope.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": scope.path.encode("utf-8", "surrogateescape").decode("latin-1"),
        "QUERY_STRING": scope.query_string,
        "REMOTE_ADDR": scope.client.rpartition(":")[0].strip("[]"),
        "SERVER_NAME": host,
        "SERVER_PORT": port,
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        "SERVER_SOFTWARE": "Bahtera",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.scheme,
        "wsgi.errors": sys.stderr,
        "wsgi.input": BytesIO(),
        "wsgi.input_terminated": True,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for name, value in scope.headers.items():
        _add_header(environ, name, value)
    if scope.authority:
        environ.setdefault("HTTP_HOST", scope.authority)
    if body is not None:
        _add_body(environ, body)
    return environ


def _add_header(environ: dict[str, Any], name: str, value: str) -> None:
    """Add a header; one with an underscore is left out, for it would pass for the one with a dash."""
    if "_" in name:
        return
    key = name.upper().replace("-", "_")
    if key not in {"CONTENT_TYPE", "CONTENT_LENGTH"}:
        key = f"HTTP_{key}"
    between = "; " if key == "HTTP_COOKIE" else ","
    environ[key] = f"{environ[key]}{between}{value}" if key in environ else value


def _add_body(environ: dict[str, Any], body: _Body) -> None:
    declared = environ.get("CONTENT_LENGTH", "")
    # A connection that ends early looks like the end of the body; only the declared length tells.
    short = declared.isascii() and declared.isdigit() and body.size != int(declared[:20])
    environ[CUT_OFF] = body.cut
    environ.pop("HTTP_TRANSFER_ENCODING", None)
    environ["CONTENT_LENGTH"] = declared if short else str(body.size)
    body.file.seek(0)
    environ["wsgi.input"] = body.file


def _length(headers: Headers) -> float:
    return next((int(value) for name, value in headers if name.lower() == "content-length"), inf)


def _gathered(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Put small pieces together: crossing to the event loop costs more than copying."""
    held = bytearray()
    for piece in pieces:
        held += piece
        if len(held) >= _PIECE:
            yield bytes(held)
            held.clear()
    if held:
        yield bytes(held)


def _say(protocol: Any, status: int, text: str) -> None:
    """Answer without Django: little is known of the request, and there may be thousands."""
    protocol.response_bytes(status, _REFUSAL, f"{text}\n".encode())
