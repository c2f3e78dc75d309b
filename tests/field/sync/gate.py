"""A network between phone and site: it loses requests and replies, answers in the site's place, and counts bytes."""

import http.client
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tests.field.phone.conftest import Site, handler_of

# What becomes of a request. "kept, …" reaches the site; the others do not.
FAULTS = ("lost", "kept, reply lost", "busy", "kept, then busy", "portal", "kept, then portal", "half")
_PORTAL = b"<html>Masuk ke WiFi Desa</html>"
_OURS = "/api/"


@dataclass
class Gate(Site):
    """Serves the app at /app/ and passes /api/ on to the site, as well as ``faults`` (one a request) let it."""

    upstream: str = ""
    faults: list[str] = field(default_factory=list)
    # A line of so many bytes a second, both ways together; 0 for no limit.
    bytes_per_second: int = 0
    carried: int = 0
    requests: list[tuple[str, str]] = field(default_factory=list)

    def count(self, size: int) -> None:
        self.carried += size
        if self.bytes_per_second:
            time.sleep(size / self.bytes_per_second)


def _handler(gate: Gate) -> Any:
    class Handler(handler_of(gate)):  # type: ignore[misc] # made at run time
        def do_GET(self) -> None:  # noqa: N802 - named by the library
            self._pass() if self.path.startswith(_OURS) else super().do_GET()

        def do_POST(self) -> None:  # noqa: N802 - named by the library
            self._pass()

        def do_PUT(self) -> None:  # noqa: N802 - named by the library
            self._pass()

        def do_HEAD(self) -> None:  # noqa: N802 - named by the library
            self._pass()

        def _pass(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            gate.requests.append((self.command, self.path.split("?")[0]))
            gate.count(len(self.requestline) + len(str(self.headers)) + len(body))
            fault = gate.faults.pop(0) if gate.faults else ""
            if fault == "lost":
                self.close_connection = True
                return
            if fault == "busy":
                self._answer(503, {"Content-Type": "text/html"}, b"<h1>503</h1>")
                return
            if fault == "portal":
                self._answer(200, {"Content-Type": "text/html"}, _PORTAL)
                return
            status, headers, reply = self._ask(body)
            if fault == "kept, reply lost":
                self.close_connection = True
            elif fault == "kept, then busy":
                self._answer(500, {"Content-Type": "text/html"}, b"<h1>500</h1>")
            elif fault == "kept, then portal":
                self._answer(200, {"Content-Type": "text/html"}, _PORTAL)
            elif fault == "half":
                self._answer(status, headers, reply, cut=True)
            else:
                self._answer(status, headers, reply)

        def _ask(self, body: bytes) -> tuple[int, dict[str, str], bytes]:
            to = urlsplit(gate.upstream)
            connection = http.client.HTTPConnection(to.hostname or "", to.port, timeout=60)
            told = {name: value for name, value in self.headers.items() if name.lower() != "host"}
            connection.request(self.command, self.path, body or None, told | {"Host": to.netloc})
            reply = connection.getresponse()
            content = reply.read()
            headers = {
                name: value
                for name, value in reply.getheaders()
                if name.lower() not in {"connection", "content-length", "transfer-encoding"}
            }
            connection.close()
            return reply.status, headers, content

        def _answer(self, status: int, headers: dict[str, str], body: bytes, *, cut: bool = False) -> None:
            gate.count(len(body) + sum(len(name) + len(value) + 4 for name, value in headers.items()))
            self.send_response_only(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            super(type(self).__mro__[1], self).end_headers()
            if self.command != "HEAD":
                self.wfile.write(body[: len(body) // 2] if cut else body)
            if cut:
                self.close_connection = True

    return Handler


@contextmanager
def gate_to(folder: Path, upstream: str) -> Iterator[Gate]:
    """Stand between phones and a site for a while."""
    gate = Gate(folder, upstream=upstream)
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(gate))
    server.daemon_threads = True
    gate.address = f"http://localhost:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield gate
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
