"""The front before Django: whole bodies, deadlines, limits, streams."""

import asyncio
from types import SimpleNamespace

import pytest

from bahtera.http.front import Front, Limits, largest_of
from bahtera.http.multipart import CUT_OFF, MAX_BODY


class Wire:
    """One request and its answer; ``pieces`` may hold numbers: seconds in which nothing comes."""

    def __init__(self, *pieces):
        self.pieces = pieces
        self.status = 0
        self.headers = {}
        self.body = b""
        self.streamed = False

    async def __aiter__(self):
        for piece in self.pieces:
            if isinstance(piece, bytes):
                yield piece
            else:
                await asyncio.sleep(piece)

    def response_bytes(self, status, headers, body):
        self.status, self.headers, self.body = status, dict(headers), body

    def response_stream(self, status, headers):
        self.response_bytes(status, headers, b"")
        self.streamed = True
        return self

    async def send_bytes(self, piece):
        self.body += piece


def request(path="/masuk/", method="POST", **headers):
    fields = [(name.replace("_", "-"), value) for name, value in headers.items()]
    return SimpleNamespace(
        http_version="1.1",
        server="127.0.0.1:8000",
        client="[::1]:5555",
        scheme="http",
        method=method,
        path=path,
        query_string="a=%20b",
        authority=None,
        headers=SimpleNamespace(items=lambda: fields),
    )


class Site:
    """A WSGI application that keeps what it was given."""

    def __init__(self, *answer, headers=()):
        self.answer = answer or (b"well",)
        self.headers = headers
        self.seen = []

    def __call__(self, environ, start):
        self.seen.append((environ, environ["wsgi.input"].read()))
        start("200 OK", [("X-Place", "here"), *self.headers])
        return self.answer


def ask(site, scope, *pieces, **limits):
    wire = Wire(*pieces)
    asyncio.run(Front(site, threads=2, limits=Limits(**limits)).__rsgi__(scope, wire))
    return wire


def test_a_body_reaches_the_site_whole():
    site = Site()
    wire = ask(site, request("/kuesioner/é", host="localhost", content_length="6"), b"abc", 0.01, b"def")
    [(environ, body)] = site.seen
    assert (wire.status, wire.body, body) == (200, b"well", b"abcdef")
    assert environ["PATH_INFO"] == "/kuesioner/é".encode().decode("latin-1")
    assert (environ["QUERY_STRING"], environ["HTTP_HOST"], environ["REMOTE_ADDR"]) == (
        "a=%20b",
        "localhost",
        "::1",
    )
    assert (environ["CONTENT_LENGTH"], environ[CUT_OFF]) == ("6", False)


def test_a_body_without_a_length_gets_one():
    site = Site()
    ask(site, request(transfer_encoding="chunked"), b"abc")
    assert site.seen[0][0]["CONTENT_LENGTH"] == "3"
    assert "HTTP_TRANSFER_ENCODING" not in site.seen[0][0]


def test_a_body_that_ends_early_keeps_the_length_it_promised():
    site = Site()
    ask(site, request(content_length="10"), b"abc")
    assert site.seen[0][0]["CONTENT_LENGTH"] == "10"


def test_silence_ends_a_form_without_troubling_the_site():
    site = Site()
    wire = ask(site, request(content_length="10"), b"abc", 60, silence=0.05)
    assert (wire.status, wire.headers["Connection"], site.seen) == (408, "close", [])


def test_a_trickle_ends_although_it_is_never_silent():
    site = Site()
    drops = [part for _ in range(1000) for part in (b"a", 0.02)]
    assert ask(site, request(), *drops, silence=5, grace=0.1, slowest=500).status == 408


def test_no_body_may_last_for_ever_however_fast():
    drops = [part for _ in range(1000) for part in (b"a" * 100, 0.02)]
    assert ask(Site(), request(), *drops, grace=0.1, longest=0.2).status == 408


def test_a_phones_silence_is_worded_by_the_site():
    site = Site()
    ask(site, request("/v1/key/x/submission", content_length="10"), b"abc", 60, silence=0.05)
    assert site.seen[0][0][CUT_OFF] is True


def test_a_form_is_bounded_and_an_upload_too():
    site = Site()
    assert ask(site, request(), *[b"a" * 1_000_000] * 3).status == 413
    assert site.seen == []
    wire = ask(site, request("/v1/key/x/submission"), *[b"a" * 1_000_000] * 50)
    environ, body = site.seen[0]
    assert (wire.status, len(body), environ["CONTENT_LENGTH"]) == (200, MAX_BODY + 1, "50000000")


def test_more_than_the_disk_should_hold_is_put_off():
    wire = ask(Site(), request("/v1/key/x/submission"), b"a" * 2000, stored=1000)
    assert (wire.status, wire.headers["Retry-After"]) == (503, "15")


def test_a_full_disk_puts_off(monkeypatch, tmp_path):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "gone"))
    wire = ask(Site(), request("/v1/key/x/submission"), b"a" * 300_000)
    assert wire.status == 503
    assert "penyimpanan di server penuh" in wire.body.decode()


def test_more_bodies_than_allowed_are_put_off_and_room_comes_back():
    site = Site()
    front = Front(site, threads=2, limits=Limits(bodies=1, stored=1000))

    async def both():
        first, second = Wire(0.05, b"a" * 900), Wire(b"b")
        await asyncio.gather(*(front.__rsgi__(request(), wire) for wire in (first, second)))
        third = Wire(b"c" * 900)
        await front.__rsgi__(request(), third)
        return first.status, second.status, third.status

    assert asyncio.run(both()) == (200, 503, 200)


def test_a_busy_site_says_so():
    assert ask(Site(), request(method="GET"), waiting=0).status == 503


def test_a_long_answer_streams_and_a_short_one_does_not():
    long = ask(Site(*[b"x" * 1000] * 200), request(method="GET"))
    assert (long.streamed, long.body, long.headers["X-Place"]) == (True, b"x" * 200_000, "here")
    assert not ask(Site(b"a", b"b"), request(method="GET")).streamed


def test_a_reader_who_stands_still_is_left():
    class Still(Wire):
        async def send_bytes(self, piece):
            await asyncio.sleep(60)

    wire = Still()
    site = Site(*[b"x" * 100_000] * 3)
    asyncio.run(Front(site, threads=1, limits=Limits(slow_reader=0.05)).__rsgi__(request(method="GET"), wire))
    assert (wire.streamed, wire.body) == (True, b"")


def test_an_answer_of_a_known_modest_length_holds_no_thread_for_its_reader():
    site = Site(*[b"x" * 1000] * 200, headers=[("Content-Length", "200000")])
    wire = ask(site, request(method="GET"))
    assert (wire.streamed, len(wire.body)) == (False, 200_000)


def test_long_answers_leave_threads_for_others():
    wire = ask(Site(*[b"x" * 1000] * 200), request(method="GET"), streams=0)
    assert (wire.status, wire.headers["Retry-After"]) == (503, "15")


def test_a_header_with_an_underscore_passes_for_no_other():
    site = Site()
    scope = request(method="GET")
    scope.headers.items = lambda: [("x_forwarded_proto", "https"), ("cookie", "a=1"), ("cookie", "b=2")]
    ask(site, scope)
    environ = site.seen[0][0]
    assert "HTTP_X_FORWARDED_PROTO" not in environ
    assert environ["HTTP_COOKIE"] == "a=1; b=2"


def test_head_has_no_body():
    assert ask(Site(), request(method="HEAD")).body == b""


@pytest.mark.parametrize(
    "address",
    [
        "/kuesioner/",
        "/sk/tambah/",
        "/sk/0192f0c4-0000-7000-8000-000000000000/pindaian/",
        "/privasi/persetujuan/",
    ],
)
def test_a_page_that_takes_a_file_of_ten_megabytes_gets_it(address):
    assert largest_of(address) > 10 * 1024 * 1024 + 100_000


@pytest.mark.parametrize("address", ["/", "/masuk/", "/skala/", "/orang/tambah/"])
def test_a_form_is_small(address):
    assert largest_of(address) <= 2_000_000


def test_one_large_file_of_boundaries_is_taken_at_a_time_and_the_next_when_it_is_done():
    front = Front(Site(), threads=2, limits=Limits())
    large = [b"a" * 1_000_000] * (MAX_BODY // 1_000_000 + 1)

    async def sent(*pieces):
        wire = Wire(*pieces)
        await front.__rsgi__(request("/peta/batas/"), wire)
        return wire.status

    async def together():
        first = asyncio.create_task(sent(*large, 0.3))
        await asyncio.sleep(0)
        others = [await sent(*large), await sent(b"small")]
        return [await first, *others, await sent(*large)]

    assert asyncio.run(together()) == [200, 503, 200, 200]


def test_a_file_beyond_the_largest_is_told_how_large_it_may_be():
    wire = ask(Site(), request("/peta/batas/"), *[b"a" * 1_000_000] * 264)
    assert wire.status == 413
    assert "250 MB" in (wire.body if isinstance(wire.body, str) else wire.body.decode())
