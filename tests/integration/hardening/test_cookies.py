"""Cookies of a site behind https are bound to it; the settings are read at start, so each site is a process."""

import json
import subprocess
import sys

import pytest
from tests.fakes.saved_site import SavedSite

PROGRAM = """
import json, django
from types import SimpleNamespace
django.setup()
from django.conf import settings
from django.contrib.sessions.middleware import SessionMiddleware
from django.core.management import call_command
from django.http import HttpResponse
from django.test import Client, RequestFactory
from bahtera.web import assets

call_command("migrate", verbosity=0, interactive=False)
assets.entry = lambda *_: SimpleNamespace(file="x.js", styles=())
visitor = Client(SERVER_NAME="keluarga.example.go.id", raise_request_exception=False)


def remembering(request):
    request.session["a"] = 1
    return HttpResponse("x")


answers = [
    visitor.get("/masuk/", secure=True),
    visitor.post("/bahasa/", {"bahasa": "en"}, secure=True),
    SessionMiddleware(remembering)(RequestFactory().get("/", secure=True)),
]
told = {}
for cookies in [one.cookies for one in answers]:
    for name, morsel in cookies.items():
        told[name] = {key: morsel[key] for key in ("secure", "httponly", "samesite", "path", "domain")}
print(json.dumps({
    "cookies": told,
    "hsts": answers[0].headers.get("Strict-Transport-Security", ""),
    "csrf": settings.CSRF_COOKIE_NAME,
    "messages": settings.MESSAGE_STORAGE,
}))
"""


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    site = SavedSite(tmp_path_factory.mktemp("site"))
    site.extra = {
        "BAHTERA_PUBLIC_URL": "https://keluarga.example.go.id",
        "BAHTERA_ALLOWED_HOSTS": "keluarga.example.go.id",
    }
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], env=site.environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout.splitlines()[-1])


def test_the_session_is_bound_to_this_host(told):
    assert told["cookies"]["__Host-sessionid"] == {
        "secure": True,
        "httponly": True,
        "samesite": "Lax",
        "path": "/",
        "domain": "",
    }
    assert told["csrf"] == "__Host-csrftoken"


def test_every_cookie_is_for_https_and_not_for_scripts(told):
    assert told["cookies"]
    for name, cookie in told["cookies"].items():
        assert cookie["secure"], name
        assert cookie["httponly"], name
        assert cookie["samesite"] in {"Lax", "Strict"}, name
        assert not cookie["domain"], name


def test_every_cookie_is_bound_to_this_host(told):
    assert "__Host-bahasa" in told["cookies"]
    assert [name for name in told["cookies"] if not name.startswith("__Host-")] == []


def test_what_is_said_to_a_reader_is_in_no_cookie(told):
    assert told["messages"].endswith("SessionStorage")


def test_browsers_stay_with_https_for_a_year(told):
    assert told["hsts"] == "max-age=31536000; includeSubDomains"
