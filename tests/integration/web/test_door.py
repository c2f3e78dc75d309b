"""Who may see which page: asked of every address there is."""

import pytest
from django.test import Client
from django.urls import URLPattern, reverse
from django.utils.translation import override
from tests.fakes.signing_in import enter

from bahtera.access.api import ACTIONS
from bahtera.web import urls

from .province import FAR, PASSWORD, VILLAGE

SIGNED_IN_PAGES = ["/", "/periksa/", "/wilayah/", f"/wilayah/{VILLAGE}/", "/kuesioner/", "/token/"]


@pytest.mark.parametrize("pattern", urls.urlpatterns, ids=lambda pattern: pattern.name)
def test_every_address_names_its_door(pattern: URLPattern):
    door = getattr(pattern.callback, "door", None)
    assert door in {"open", "signed-in", *ACTIONS}


def test_only_these_addresses_are_open_to_all():
    found = {
        pattern.name for pattern in urls.urlpatterns if getattr(pattern.callback, "door", None) == "open"
    }
    assert found == {
        "public_document",
        "public_version_file",
        "public_versions",
        "sign_in",
        "ask_passkey",
        "provider",
        "provider_return",
        "sign_out",
        "language",
        "health",
    }


@pytest.mark.parametrize("address", SIGNED_IN_PAGES)
def test_a_visitor_is_asked_to_sign_in_and_comes_back(client, areas, address):
    answer = client.get(address)
    assert answer.status_code == 302
    assert answer.url == f"/masuk/?next={address}"


@pytest.mark.parametrize(
    ("who", "closed"),
    [
        ("alice", []),
        ("bob", [f"/wilayah/{FAR}/", "/wilayah/63/"]),
        (
            "chelsea",
            [
                "/periksa/",
                "/token/",
                f"/wilayah/{FAR}/",
                "/wilayah/63/",
                "/ekspor/kunjungan.csv?wilayah=63.10&putaran=1",
            ],
        ),
    ],
)
def test_what_is_closed_to_somebody_answers_403_in_human_words(request, measured, who, closed):
    client = request.getfixturevalue(who)
    for address in closed:
        answer = client.get(address)
        assert answer.status_code == 403, address
        assert "Halaman ini tidak terbuka untuk Anda" in answer.text


def test_a_visit_outside_ones_area_looks_like_one_that_does_not_exist(bob, visit):
    row = visit(village=FAR)
    answer = bob.get(reverse("web:submission", args=[row.pk]))
    assert answer.status_code == 404
    assert "Rahmawati" not in answer.text


def test_a_reader_of_results_cannot_decide(chelsea, visit):
    row = visit()
    answer = chelsea.post(reverse("web:decide", args=[row.pk]), {"putusan": "approve", "revision": 0})
    assert answer.status_code == 403
    row.refresh_from_db()
    assert row.state == "flagged"


def test_an_account_without_a_role_sees_a_calm_first_page(client, django_user_model, measured):
    enter(client, django_user_model.objects.create_user("danny", password=PASSWORD), factor="")
    answer = client.get("/")
    assert answer.status_code == 200
    assert "Belum ada peran" in answer.text


def test_signing_in_and_out(bob, chelsea):
    visitor = Client()
    wrong = visitor.post("/masuk/", {"username": "bob", "password": "salah"})
    assert wrong.status_code == 200
    assert 'role="alert"' in wrong.text
    right = visitor.post("/masuk/", {"username": "chelsea", "password": PASSWORD, "next": "/wilayah/"})
    assert (right.status_code, right.url) == (302, "/wilayah/")
    assert visitor.get("/").status_code == 200
    assert visitor.post("/keluar/").url == "/masuk/"
    assert visitor.get("/").status_code == 302


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example/",
        "javascript:alert(1)",
        "/a\r\nSet-Cookie: x=y",
        "",
    ],
)
def test_signing_in_never_leads_to_another_site(chelsea, elsewhere):
    answer = Client().post("/masuk/", {"username": "chelsea", "password": PASSWORD, "next": elsewhere})
    assert answer.url == "/"
    assert set(answer.cookies) <= {"sessionid", "csrftoken", "perangkat"}


def test_signing_out_needs_a_post(bob):
    assert bob.get("/keluar/").status_code == 405


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_pages_that_only_show_take_nothing(bob, areas, method):
    assert getattr(bob, method)("/unit/").status_code == 405


def test_the_language_is_indonesian_until_english_is_chosen_here(client, db):
    greeting = client.get("/masuk/", headers={"accept-language": "en-GB,en;q=0.9"})
    assert '<html lang="id">' in greeting.text
    back = client.post("/bahasa/", {"bahasa": "en", "next": "/masuk/?next=/wilayah/"})
    assert back.url == "/masuk/?next=/wilayah/"
    assert "Welcome aboard" in client.get("/masuk/").text


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", ""])
def test_changing_the_language_never_leads_to_another_site(client, db, elsewhere):
    assert client.post("/bahasa/", {"bahasa": "en", "next": elsewhere}).url == "/"


def test_an_unknown_language_changes_nothing(client, db):
    answer = client.post("/bahasa/", {"bahasa": "xx", "next": "/"})
    assert "bahasa" not in answer.cookies


def test_health_is_open_and_short(client, db):
    answer = client.get("/sehat/")
    assert (answer.status_code, answer.json()) == (200, {"status": "sehat"})


def test_pages_allow_nothing_inline_and_nothing_from_elsewhere(bob, areas):
    answer = bob.get("/wilayah/")
    assert "default-src 'none'; script-src 'self';" in answer.headers["Content-Security-Policy"]
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    assert "no-store" in answer.headers["Cache-Control"]


def test_an_unknown_address_answers_404_in_human_words(bob):
    answer = bob.get("/tidak-ada/")
    assert answer.status_code == 404
    assert "Halaman ini tidak kami temukan" in answer.text


@pytest.mark.parametrize("code", ["63.99", "abc", "63.10.05.9999"])
def test_an_unknown_area_answers_404(alice, areas, code):
    assert alice.get(f"/wilayah/{code}/").status_code == 404


def test_a_bug_shows_a_page_that_gives_nothing_away(bob, areas, monkeypatch):
    from bahtera.web.views import areas as views

    def broken(*_args, **_kwargs):
        raise RuntimeError("secret detail")

    monkeypatch.setattr(views, "_lines", broken)
    bob.raise_request_exception = False
    answer = bob.get("/wilayah/")
    assert answer.status_code == 500
    assert "Ada gangguan di pihak kami" in answer.text
    assert "secret detail" not in answer.text


def test_a_form_that_was_open_too_long_says_so(db):
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post("/masuk/", {"username": "bob", "password": PASSWORD})
    assert answer.status_code == 403
    with override("id"):
        assert "Halaman ini terbuka terlalu lama" in answer.text
