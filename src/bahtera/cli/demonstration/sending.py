"""A phone in small: sends submissions to the receiving door exactly as an OpenRosa client does.

The request passes the site's own WSGI application with a kader's token, multipart body and headers; only the
network between is missing.
"""

import io
import time
from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import Any, Final
from wsgiref.types import StartResponse

from django.core.handlers.wsgi import WSGIHandler

from bahtera.cli.demonstration.families import DemoVisit
from bahtera.foundation import clock

_BOUNDARY: Final = "bahtera-demonstration"
# 409: an older Bahtera was interrupted and sent this visit with other answers; that one stays.
_KEPT: Final = frozenset({HTTPStatus.CREATED, HTTPStatus.ACCEPTED, HTTPStatus.CONFLICT})
WAITS: Final = (0.5, 2.0, 8.0)
"""Seconds to wait before a visit is sent again that the machine could not take just now."""


class NotKept(Exception):
    """The door did not keep a submission; the text is its answer."""


class Phone:
    """One kader's client. ``write`` turns a visit into the instance of the published form."""

    def __init__(self, token: str, write: Callable[[DemoVisit], bytes], *, name: str) -> None:
        self._path = f"/v1/key/{token}/projects/1/submission"
        self._query = f"deviceID=demo%3A{name}"
        self._write = write
        self._site = WSGIHandler()

    def send(self, visit: DemoVisit) -> None:
        """Send one visit at the instant it is said to arrive; raises NotKept."""
        body = self._write(visit)
        for wait in (*WAITS, None):
            with clock.frozen(visit.received_at):
                status, answer = self._post(body)
            if status != HTTPStatus.SERVICE_UNAVAILABLE or wait is None:
                break
            time.sleep(wait)
        if status not in _KEPT:
            raise NotKept(f"{status}: {answer.decode(errors='replace')[:500]}")

    def _post(self, xml: bytes) -> tuple[int, bytes]:
        body = _multipart(xml)
        environ: dict[str, Any] = {
            "REQUEST_METHOD": "POST",
            "SCRIPT_NAME": "",
            "PATH_INFO": self._path,
            "QUERY_STRING": self._query,
            "CONTENT_TYPE": f"multipart/form-data; boundary={_BOUNDARY}",
            "CONTENT_LENGTH": str(len(body)),
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "HTTP_HOST": "localhost",
            "HTTP_X_OPENROSA_VERSION": "1.0",
            "REMOTE_ADDR": "127.0.0.1",
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(body),
            "wsgi.errors": io.StringIO(),
            "wsgi.multithread": False,
            "wsgi.multiprocess": True,
            "wsgi.run_once": False,
        }
        status: list[int] = []

        def start(
            line: str, _headers: Iterable[tuple[str, str]], _error: object = None
        ) -> Callable[..., None]:
            status.append(int(line.split(" ", 1)[0]))
            return lambda _data: None

        response = self._site(environ, _as_start_response(start))
        try:
            return_value = b"".join(response)
        finally:
            close = getattr(response, "close", None)
            if close is not None:
                close()
        return status[0], return_value


def _as_start_response(start: Any) -> StartResponse:
    return start  # type: ignore[no-any-return]


def _multipart(xml: bytes) -> bytes:
    head = (
        f"--{_BOUNDARY}\r\n"
        'Content-Disposition: form-data; name="xml_submission_file"; filename="submission.xml"\r\n'
        "Content-Type: text/xml\r\n\r\n"
    )
    return head.encode() + xml + f"\r\n--{_BOUNDARY}--\r\n".encode()
