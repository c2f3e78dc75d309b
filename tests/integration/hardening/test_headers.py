"""Every answer of every door carries what protects the browser: pages, phones, API, files, errors."""

import pytest
from django.http import HttpResponse

from bahtera.config.headers import security_headers

from .conftest import routes

pytestmark = pytest.mark.django_db

METHODS = ("get", "head", "post", "put", "patch", "delete", "options", "trace")


def check(answer, where):
    headers = answer.headers
    policy = headers.get("Content-Security-Policy", "")
    assert policy.startswith("default-src 'none'"), where
    assert "frame-ancestors 'none'" in policy or "sandbox" in policy, where
    assert "unsafe" not in policy, where
    assert headers["X-Content-Type-Options"] == "nosniff", where
    assert headers["X-Frame-Options"] == "DENY", where
    assert headers["Referrer-Policy"] == "same-origin", where
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin", where
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin", where
    assert "camera=()" in headers["Permissions-Policy"], where
    if "/static/" not in where:
        assert "no-store" in headers["Cache-Control"], where
    kind = headers.get("Content-Type", "")
    if answer.status_code != 204 and getattr(answer, "content", b""):
        assert kind, where
        assert "charset=utf-8" in kind or not kind.startswith("text/"), (where, kind)
    assert "Access-Control-Allow-Origin" not in headers, where


def test_the_walk_knows_the_doors():
    found = set(routes())
    assert {"/", "/masuk/", "/api/v1/openapi.json", "/v1/key/x/submission"} <= found
    assert len(found) > 30


@pytest.mark.parametrize("method", METHODS)
def test_every_route_for_a_visitor(visitor, method):
    for address in sorted(set(routes())):
        check(getattr(visitor, method)(address), f"{method} {address}")


@pytest.mark.parametrize("method", ["get", "post", "options"])
def test_every_route_for_an_administrator(administrator, method):
    for address in sorted(set(routes())):
        if "keluar" not in address:
            answer = getattr(administrator, method)(address)
            check(answer, f"{method} {address}")
            assert answer.status_code < 500, address


def test_answers_that_have_no_route(visitor, administrator):
    for address in (
        "/tidak-ada",
        "/v1/tidak-ada",
        "/api/v1/tidak-ada",
        "/static/tidak-ada.js",
        "/a\0b",
        "/%ff",
    ):
        check(visitor.get(address), address)
        check(administrator.get(address), address)
    check(visitor.get("/masuk/", headers={"host": "jahat.example"}), "host")
    check(visitor.get("/v1/key/x/formList", headers={"host": "jahat.example"}), "host at the phones' door")
    check(visitor.get("/api/v1/areas?q=ab", headers={"host": "jahat.example"}), "host at the API")


def test_a_form_without_its_proof(administrator):
    administrator.handler.enforce_csrf_checks = True
    answer = administrator.post("/keluar/")
    assert answer.status_code == 403
    check(answer, "csrf")


def test_every_view_wants_the_proof_but_the_phones():
    from django.urls import get_resolver

    def exempt(resolver, before=""):
        for pattern in resolver.url_patterns:
            route = before + str(pattern.pattern)
            if hasattr(pattern, "url_patterns"):
                yield from exempt(pattern, route)
            elif getattr(pattern.callback, "csrf_exempt", False):
                yield route

    free = list(exempt(get_resolver()))
    # Phones and programs bring a token that no other site's page can send along.
    assert [route for route in free if not route.startswith(("v1/", "api/"))] == []


def test_a_mistake_of_ours(visitor, monkeypatch):
    from bahtera.web.views import session

    def broken(*_args, **_kwargs):
        raise RuntimeError

    monkeypatch.setattr(session, "visit_to", broken)
    answer = visitor.get("/masuk/")
    assert answer.status_code == 500
    check(answer, "500")


def test_signing_out_clears_what_the_browser_kept(administrator, visitor):
    answer = administrator.post("/keluar/")
    assert answer.headers["Clear-Site-Data"] == '"cache"'
    assert "Clear-Site-Data" not in visitor.get("/masuk/").headers


def test_over_https_browsers_are_told_to_stay(rf, settings):
    settings.SECURE_HSTS_SECONDS = 31_536_000
    answer = security_headers(lambda _request: HttpResponse("x"))(rf.get("/"))
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"


def test_what_an_answer_says_itself_stays(rf):
    own = HttpResponse("x", headers={"Content-Security-Policy": "sandbox", "Cache-Control": "max-age=60"})
    answer = security_headers(lambda _request: own)(rf.get("/"))
    assert answer.headers["Content-Security-Policy"] == "sandbox"
    assert answer.headers["Cache-Control"] == "max-age=60"


def test_a_page_that_did_not_change_keeps_its_own_policy(rf):
    """The app's page is asked for each time; the answer 304 must not forbid what the page itself allows."""
    answer = security_headers(lambda _: HttpResponse(status=304, headers={"ETag": '"a"'}))(rf.get("/app/"))
    assert set(answer.headers) <= {"ETag", "Content-Type"}


def test_it_is_the_outermost(settings):
    assert settings.MIDDLEWARE[0] == "bahtera.config.headers.security_headers"


def test_no_answer_names_the_program_or_its_version(visitor):
    for address in ("/masuk/", "/api/v1/openapi.json", "/tidak-ada"):
        told = {name.lower() for name in visitor.get(address).headers}
        assert not told & {"server", "x-powered-by", "x-aspnet-version", "via"}
