"""Sockets that stand still must not keep anybody else from the site."""

import socket
from contextlib import ExitStack
from urllib.parse import urlsplit
from urllib.request import urlopen

from tests.fakes.small_form import visit

_MANY = 200


def _opened(stack: ExitStack, site, said: str) -> None:
    parts = urlsplit(site.address)
    for _ in range(_MANY):
        line = stack.enter_context(socket.create_connection((parts.hostname, parts.port), timeout=5))
        line.sendall(said.encode())


def _post(path: str) -> str:
    head = f"POST {path} HTTP/1.1\r\nHost: localhost\r\nX-OpenRosa-Version: 1.0\r\n"
    return f"{head}Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 5000\r\n\r\n--x\r\nhalf"


def test_the_site_answers_beside_two_hundred_half_sent_uploads(site, phone):
    with ExitStack() as stack:
        _opened(stack, site, _post(f"{urlsplit(site.server_url).path}/submission"))
        with urlopen(f"{site.address}/sehat/", timeout=10) as answer:
            assert answer.status == 200
        assert phone.submit(visit()).statuses == (201,)


def test_the_site_answers_beside_two_hundred_half_sent_sign_ins_and_idle_lines(site, phone):
    with ExitStack() as stack:
        _opened(stack, site, _post("/masuk/"))
        _opened(stack, site, "GET /sehat/ HTTP/1.1\r\nHost: localhost\r\n\r\n")
        _opened(stack, site, "")
        with urlopen(f"{site.address}/sehat/", timeout=10) as answer:
            assert answer.status == 200
        assert phone.submit(visit()).statuses == (201,)


def test_a_form_larger_than_any_form_is_refused_before_django_sees_it(site):
    parts = urlsplit(site.address)
    with socket.create_connection((parts.hostname, parts.port), timeout=10) as line:
        line.sendall(b"POST /masuk/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3000000\r\n\r\n")
        line.sendall(b"a" * 2_500_000)
        assert line.recv(100).startswith(b"HTTP/1.1 413 ")
