"""The real web server: what it answers before Django is asked, and what it says of itself."""

import socket

import pytest
from tests.fakes.live_site import LiveSite


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    site = LiveSite(tmp_path_factory.mktemp("site"), workers=1)
    site.run("-c", "import sys; sys.argv = ['bahtera', 'migrate']; from bahtera.cli.main import main; main()")
    site.start()
    yield site
    site.stop()


def said(site, request: bytes) -> bytes:
    with socket.create_connection(("127.0.0.1", site.port), timeout=15) as connection:
        connection.sendall(request)
        answer = b""
        try:
            while piece := connection.recv(65536):
                answer += piece
        except ConnectionResetError:  # it had said all it wanted to
            pass
    return answer


def head(answer):
    return answer.partition(b"\r\n\r\n")[0].lower()


@pytest.mark.parametrize(
    ("path", "status"),
    [
        (b"/sehat/", b"200"),
        (b"/tidak-ada", b"404"),
        (b"/v1/tidak-ada", b"404"),
        (b"/api/v1/areas?q=ab", b"401"),
    ],
)
def test_every_door_answers_with_its_headers(site, path, status):
    answer = said(site, b"GET " + path + b" HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 " + status)
    for header in (
        b"content-security-policy: default-src 'none'",
        b"x-content-type-options: nosniff",
        b"no-store",
    ):
        assert header in head(answer), (path, header)


def test_a_body_too_large_is_refused_with_them_too(site):
    request = (
        b"POST /masuk/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3000000\r\nConnection: close\r\n\r\n"
    )
    answer = said(site, request + b"x" * 3_000_000)
    assert answer.startswith(b"HTTP/1.1 413")
    assert b"default-src 'none'" in head(answer)
    assert b"no-store" in head(answer)


def test_the_server_does_not_say_its_version(site):
    answer = head(said(site, b"GET /sehat/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
    told = [line for line in answer.split(b"\r\n") if line.startswith((b"server:", b"x-powered-by:"))]
    assert not [line for line in told if any(48 <= sign < 58 for sign in line)]


@pytest.mark.parametrize(
    "request_bytes",
    [
        b"GET / HTTP/1.1\r\nHost: jahat.example\r\nConnection: close\r\n\r\n",
        b"GET http://jahat.example/ HTTP/1.1\r\nHost: jahat.example\r\nConnection: close\r\n\r\n",
        b"GET / HTTP/1.1\r\nConnection: close\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: localhost\r\nHost: jahat.example\r\nConnection: close\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: localhost\r\nX: a\r\n b\r\nConnection: close\r\n\r\n",
        b"GET /\x00 HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"TRACE / HTTP/1.1\r\nHost: localhost\r\nCookie: a=b\r\nConnection: close\r\n\r\n",
        (
            b"POST /masuk/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n"
            b"Connection: close\r\n\r\n0\r\n\r\nGET /sehat/ HTTP/1.1\r\nHost: localhost\r\n\r\n"
        ),
        (
            b"POST /masuk/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 60\r\n"
            b"Connection: close\r\n\r\nx"
        ),
        b"GET / HTTP/1.1\r\nHost: localhost\r\nA: " + b"x" * 100_000 + b"\r\nConnection: close\r\n\r\n",
        b"NONSENSE\r\n\r\n",
    ],
)
def test_what_is_no_proper_request_for_us_gets_nothing(site, request_bytes):
    answer = said(site, request_bytes)
    assert answer.count(b"HTTP/1.1 ") <= 1, "one request, one answer"
    assert not answer.startswith((b"HTTP/1.1 200", b"HTTP/1.1 5"))
    assert b"jahat.example" not in answer
    assert b"cookie: a=b" not in answer.lower()
    assert said(site, b"GET /sehat/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").startswith(
        b"HTTP/1.1 200"
    )
