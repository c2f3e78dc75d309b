"""Nobody is led away from the site, and no header is written by a visitor."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db

AWAY = [
    "https://jahat.example/",
    "//jahat.example/",
    "///jahat.example",
    "/\\jahat.example",
    "\\\\jahat.example",
    "https:jahat.example",
    "https:///jahat.example",
    "javascript:alert(1)",
    "data:text/html,x",
    "http://testserver@jahat.example/",
    "https://testserver.jahat.example/",
    "/\t/jahat.example",
    "\x00//jahat.example",
    "%2f%2fjahat.example",
    " //jahat.example",
    "/masuk/\r\nSet-Cookie: a=b",
    "/\nLocation: https://jahat.example",
    "//jahat%E3%80%82example",
    "http://[::1",
]


def stays(location):
    from urllib.parse import urljoin, urlsplit

    # As browsers do: backslashes are slashes, tabs and line ends are dropped.
    seen = location.replace("\\", "/").translate({9: None, 10: None, 13: None})
    return urlsplit(urljoin("http://testserver/", seen)).netloc == "testserver"


@pytest.mark.parametrize("target", AWAY)
def test_the_language_switch_leads_back_only(visitor, target):
    answer = visitor.post("/bahasa/", {"bahasa": "en", "next": target})
    assert answer.status_code in {302, 400}
    if answer.status_code == 302:
        assert stays(answer["Location"]), answer["Location"]
    assert "\n" not in str(answer.headers.get("Location", ""))


@pytest.mark.parametrize("target", AWAY)
def test_signing_in_leads_into_the_site_only(administrator, target):
    visitor = Client(raise_request_exception=False)
    answer = visitor.post(f"/masuk/?next={target}", {"username": "alice", "password": "perahu-di-sungai"})
    assert answer.status_code < 500
    if answer.status_code == 302:
        assert stays(answer["Location"]), answer["Location"]
    answer = administrator.get("/masuk/", {"next": target})
    assert answer.status_code < 500
    if answer.status_code == 302:
        assert stays(answer["Location"]), answer["Location"]


@pytest.mark.parametrize(
    "host", ["jahat.example", "localhost:80@jahat.example", "localhost/x", "a b", "[::1]x", ""]
)
@pytest.mark.parametrize("address", ["/masuk/", "/v1/key/x/formList", "/api/v1/areas?q=ab", "/sehat/"])
def test_a_host_that_is_not_ours_is_refused_everywhere(visitor, settings, host, address):
    settings.ALLOWED_HOSTS = ["localhost"]
    answer = visitor.get(address, headers={"host": host})
    assert answer.status_code == 400
    assert host not in answer.text or not host


def test_a_forwarded_host_is_not_believed(visitor):
    answer = visitor.get("/periksa/", headers={"x-forwarded-host": "jahat.example", "x-forwarded-port": "1"})
    assert "jahat" not in str(answer.headers) + answer.text


@pytest.mark.parametrize(
    "name", ["x\r\nSet-Cookie: a=b", 'x"; filename="y.html', "é\u2028.png", "../../etc/passwd"]
)
def test_names_of_files_write_no_header(administrator, name):
    from urllib.parse import quote

    for address in (
        f"/periksa/00000000-0000-0000-0000-000000000007/berkas/{quote(name, safe='')}",
        f"/ekspor/{quote(name, safe='')}",
    ):
        answer = administrator.get(address)
        assert answer.status_code < 500
        assert not [value for value in answer.headers.values() if "\n" in value or "\r" in value]
        assert "a" not in answer.cookies
