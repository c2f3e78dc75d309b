"""Administrators look after sessions and sign-in of the people of their area, and of nobody else."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from tests.fakes.signing_in import entered
from typer.testing import CliRunner

from bahtera.access import api as access
from bahtera.access.models import SignInSession
from bahtera.cli.main import app
from bahtera.foundation import clock

from .province import FAR, PASSWORD, REGENCY


def account(username, role, *places):
    access.ensure_account(
        username=username, password=PASSWORD, full_name=username.title(), roles=[role], areas=list(places)
    )
    return get_user_model().objects.get(username=username)


@pytest.fixture
def rahmat(areas):
    """An administrator of one regency."""
    account("rahmat", "administrator", REGENCY)
    return entered("rahmat")


@pytest.fixture
def people(areas):
    """One person inside, one outside, and one with a role in both."""
    inside = account("dewi", "tpk2d", REGENCY)
    outside = account("siti", "tpk2d", FAR)
    both = account("yusuf", "tpk2d", REGENCY, FAR)
    for user in (inside, outside, both):
        entered(user.username, factor="")
    return inside, outside, both


def test_the_list_holds_people_of_ones_area_and_only_them(rahmat, people, alice, chelsea):
    shown = rahmat.get("/sesi/").text
    assert "Dewi" in shown
    assert "Siti" not in shown
    assert "Yusuf" not in shown
    everybody = alice.get("/sesi/").text
    assert all(name in everybody for name in ("Dewi", "Siti", "Yusuf", "Rahmat"))
    assert chelsea.get("/sesi/").status_code == 403


def test_a_session_ends_at_the_next_request_and_foreign_ones_look_unknown(rahmat, people):
    inside, outside, both = people
    dewi = entered("dewi", factor="")
    assert dewi.get("/").status_code == 200
    for session in SignInSession.objects.filter(user=inside):
        assert rahmat.post(f"/sesi/{session.pk}/akhiri/").url == "/sesi/"
    assert dewi.get("/").status_code == 302
    rahmat.get("/sesi/")  # reads the messages
    unknown = rahmat.post("/sesi/00000000-0000-7000-8000-000000000000/akhiri/")
    for user in (outside, both):
        session = SignInSession.objects.get(user=user)
        answer = rahmat.post(f"/sesi/{session.pk}/akhiri/")
        assert answer.status_code == unknown.status_code == 404
        assert plain(answer.text) == plain(unknown.text)
        session.refresh_from_db()
        assert session.ended_at is None


def plain(page):
    """A page without what differs by nature: the form's token and its own address."""
    return re.sub(r'value="([^"]{20,}|/sesi/[^"]*)"', "", page)


@pytest.mark.parametrize("action", ["", "sandi/", "langkah/", "pengenal/"])
def test_accounts_outside_and_ones_own_look_unknown(rahmat, people, action):
    own = get_user_model().objects.get(username="rahmat")
    ask = rahmat.post if action else rahmat.get
    unknown = ask(f"/sesi/akun/999999/{action}")
    for user in (people[1], people[2], own):
        answer = ask(f"/sesi/akun/{user.pk}/{action}")
        assert answer.status_code == unknown.status_code == 404
        assert plain(answer.text) == plain(unknown.text)
        assert user.username not in answer.text or user == own


def test_a_password_is_handed_over_once_and_ends_every_session(rahmat, people):
    inside = people[0]
    dewi = entered("dewi", factor="")
    page = rahmat.post(f"/sesi/akun/{inside.pk}/sandi/").text
    handed = re.search(r"<code>([a-z0-9-]{19})</code>", page).group(1)
    assert dewi.get("/").status_code == 302
    assert handed not in rahmat.get(f"/sesi/akun/{inside.pk}/").text
    visitor = Client()
    answer = visitor.post("/masuk/", {"username": "dewi", "password": handed})
    assert answer.url == "/akun/sandi/?next=/"


def test_second_steps_are_taken_away_for_a_lost_phone(rahmat, people):
    inside = people[0]
    access.enrol_demonstration(inside.pk)
    assert "Kode dari aplikasi" in rahmat.get(f"/sesi/akun/{inside.pk}/").text
    assert rahmat.post(f"/sesi/akun/{inside.pk}/langkah/").url == f"/sesi/akun/{inside.pk}/"
    assert access.factors_of(inside.pk) == []


def test_these_changes_ask_once_more_who_it_is(rahmat, people):
    inside = people[0]
    with clock.frozen(clock.now() + timedelta(minutes=11)):
        for action in ("sandi/", "langkah/", "pengenal/"):
            sent = rahmat.post(f"/sesi/akun/{inside.pk}/{action}")
            assert sent.url == "/masuk/pastikan/?next=/"


def test_on_the_machine_a_password_is_renewed_and_second_steps_taken_away(people):
    inside = people[0]
    access.enrol_demonstration(inside.pk)
    run = CliRunner().invoke
    assert "totp" in run(app, ["account-second-step", "DEWI"]).output
    assert run(app, ["account-second-step", "dewi", "--reset"]).exit_code == 0
    assert access.factors_of(inside.pk) == []
    handed = run(app, ["account-password", "dewi"]).output.splitlines()[0].removeprefix("dewi: ")
    assert access.check_password("dewi", handed, origin=access.Origin()).renew_password
    assert run(app, ["account-password", "tidak-ada"]).exit_code != 0
    assert run(app, ["account-link", "dewi", "3171"]).exit_code != 0, "there is no provider"


def test_a_weak_password_is_refused_on_the_machine_too(areas):
    words = ["account", "budi", "--role", "tpk2d", "--area", REGENCY, "--password", "budi2026budi"]
    outcome = CliRunner().invoke(app, words)
    assert isinstance(outcome.exception, access.WeakPassword)
    assert not get_user_model().objects.filter(username="budi").exists()
