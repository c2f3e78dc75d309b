"""Signing in through the pages: the second step, what waits behind it, and who is kept out."""

import re
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth import get_user_model
from django.test import Client
from tests.fakes.signing_in import enter, entered

from bahtera.access import api as access
from bahtera.access.models import RoleGrant, SignInSession
from bahtera.access.queries.signing_in.factors import code_at, present_step
from bahtera.foundation import clock
from bahtera.foundation.models import AuditEntry

from .province import PASSWORD, REGENCY

AWAY = {"HTTP_REFERER": "http://testserver/akun/"}


@pytest.fixture
def norhayati(areas):
    """A supervisor with a password and no second step yet."""
    access.ensure_account(
        username="norhayati",
        password=PASSWORD,
        full_name="Norhayati (sintetis)",
        roles=["supervisor"],
        areas=[REGENCY],
    )
    return get_user_model().objects.get(username="norhayati")


@pytest.fixture
def secret(norhayati):
    """The secret in Norhayati's phone."""
    secret = access.new_totp_secret()
    early = clock.now() - timedelta(minutes=10)
    with clock.frozen(early):
        access.enrol_totp(norhayati.pk, secret, code_at(secret, present_step()), origin=access.Origin())
    return secret


def code(secret, ahead=0):
    return code_at(secret, present_step() + ahead)


def password(client, *, name="norhayati", password=PASSWORD, **more):
    return client.post("/masuk/", {"username": name, "password": password, **more})


def actions():
    return list(AuditEntry.objects.order_by("id").values_list("action", flat=True))


def test_without_a_second_step_only_its_pages_are_open(client, norhayati):
    assert password(client, next="/periksa/").url == "/akun/siapkan/?next=/periksa/"
    for closed in ("/", "/periksa/", "/token/", "/akun/", "/akun/kode-cadangan/", "/ekspor/desa.csv"):
        assert client.get(closed).url.startswith("/akun/siapkan/?next="), closed
    assert client.get("/api/v1/submissions").json()["error"]["code"] == "access.second_factor_needed"
    assert client.get("/api/v1/submissions").status_code == 403
    assert client.get("/akun/siapkan/").status_code == 200
    assert client.get("/akun/kode/").status_code == 200
    assert client.get("/akun/kunci-sandi/").status_code == 200


def test_setting_up_codes_brings_recovery_codes_and_opens_the_site(client, norhayati):
    password(client, next="/periksa/")
    page = client.get("/akun/kode/?next=/periksa/").text
    secret = re.search(r'class="secret">([A-Z2-7 ]+)<', page).group(1).replace(" ", "")
    wrong = client.post("/akun/kode/", {"kode": "000000", "next": "/periksa/"})
    assert 'role="alert"' in wrong.text
    assert secret in wrong.text.replace(" ", ""), "the same key while the page is shown again"
    done = client.post("/akun/kode/", {"kode": code(secret), "next": "/periksa/"})
    assert done.url == "/akun/kode-cadangan/?next=%2Fperiksa%2F"
    shown = client.post("/akun/kode-cadangan/", {"next": "/periksa/"}).text
    assert len(re.findall(r"<code>\d{5} \d{5}</code>", shown)) == 10
    assert 'href="/periksa/"' in shown
    assert client.get("/periksa/").status_code == 200
    assert "access.factor_added" in actions()


def test_the_second_step_is_asked_and_leads_on(client, norhayati, secret):
    answer = password(client, next="/periksa/")
    assert answer.url == "/masuk/langkah-kedua/?next=/periksa/"
    assert client.get("/periksa/").url == "/masuk/langkah-kedua/?next=/periksa/"
    assert client.get("/akun/kode/").url.startswith("/masuk/langkah-kedua/"), "not replaced without it"
    passed = client.post("/masuk/langkah-kedua/", {"kode": code(secret), "next": "/periksa/"})
    assert passed.url == "/periksa/"
    assert actions()[-2:] == ["access.signed_in", "access.second_factor_passed"]
    assert client.get("/periksa/").status_code == 200


def test_the_cookie_changes_at_sign_in_and_at_the_second_step(client, norhayati, secret):
    client.get("/masuk/")
    planted = client.session
    planted["planted"] = "by somebody else"
    planted.save()
    client.cookies["sessionid"] = planted.session_key
    password(client)
    second = client.cookies["sessionid"].value
    assert second != planted.session_key
    assert "planted" not in client.session
    client.post("/masuk/langkah-kedua/", {"kode": code(secret)})
    third = client.cookies["sessionid"].value
    assert third != second
    for old in (planted.session_key, second):
        thief = Client()
        thief.cookies["sessionid"] = old
        assert thief.get("/periksa/").url.startswith("/masuk/?next=")


def test_a_code_works_once_for_everybody_everywhere(norhayati, secret):
    used = code(secret)
    for attempt, expected in enumerate((302, 200)):
        client = Client()
        password(client)
        answer = client.post("/masuk/langkah-kedua/", {"kode": used})
        assert answer.status_code == expected, attempt
    assert "access.code_wrong" in actions()


def test_an_earlier_code_than_the_last_is_refused_too(client, norhayati, secret):
    password(client)
    assert client.post("/masuk/langkah-kedua/", {"kode": code(secret, 1)}).status_code == 302
    other = Client()
    password(other)
    assert other.post("/masuk/langkah-kedua/", {"kode": code(secret)}).status_code == 200


@pytest.mark.parametrize("typed", ["", "12345", "١٢٣٤٥٦", "0" * 500, "abcdef", "１２３４５６"])
def test_no_other_text_is_a_code(client, norhayati, secret, typed):
    password(client)
    assert client.post("/masuk/langkah-kedua/", {"kode": typed}).status_code == 200


def test_a_recovery_code_works_once(norhayati, secret):
    codes = access.renew_recovery_codes(norhayati.pk)
    client, again = Client(), Client()
    password(client)
    assert client.post("/masuk/langkah-kedua/", {"kode": f"{codes[3][:5]} {codes[3][5:]}"}).status_code == 302
    assert access.recovery_codes_left(norhayati.pk) == 9
    password(again)
    assert again.post("/masuk/langkah-kedua/", {"kode": codes[3]}).status_code == 200
    assert "access.recovery_code_used" in actions()


def test_secrets_of_second_steps_are_sealed_in_the_database(norhayati, secret):
    access.renew_recovery_codes(norhayati.pk)
    stored = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert secret not in stored
    assert secret[:8] not in stored


def test_a_password_of_128_signs_and_one_typed_on_another_keyboard_work(client, areas):
    long = "kunci rumah di bawah pot é " * 5
    typed_apart = long.replace("é", "e\u0301")
    access.ensure_account(
        username="rizky", password=long[:128], full_name="Rizky", roles=["tpk2d"], areas=[REGENCY]
    )
    assert password(client, name="rizky", password=typed_apart[: 128 + 4]).status_code == 302


def test_capitals_and_wide_letters_in_the_account_name_are_the_same_name(client, norhayati):
    assert password(client, name=" ＮｏｒHayati ").status_code == 302


def test_wrong_password_closed_account_and_unknown_name_get_one_answer(client, norhayati):
    page = re.compile(r'name="(csrfmiddlewaretoken|username)"[^>]*value="[^"]*"')
    norhayati_wrong = password(client, password="bukan ini sandinya")
    unknown = password(client, name="tidak-ada")
    norhayati.is_active = False
    norhayati.save()
    closed = password(client)
    texts = {page.sub("", answer.text) for answer in (norhayati_wrong, unknown, closed)}
    assert len(texts) == 1
    assert [answer.status_code for answer in (norhayati_wrong, unknown, closed)] == [200, 200, 200]


def test_every_outcome_costs_one_hash(norhayati, monkeypatch):
    from bahtera.access.operations.signing_in import sessions as signing_in

    work = []
    for name in ("hash_fits", "make_password"):
        held = getattr(signing_in, name)
        monkeypatch.setattr(signing_in, name, lambda *args, held=held: work.append(1) or held(*args))
    for name, typed in (("norhayati", "salah sekali ya"), ("tidak-ada", PASSWORD), ("norhayati", PASSWORD)):
        password(Client(), name=name, password=typed)
    assert len(work) == 3


def test_a_disabled_person_and_an_ended_role_are_out_at_the_next_request(norhayati):
    client = entered("norhayati")
    assert client.get("/periksa/").status_code == 200
    RoleGrant.objects.update(ended_at=clock.now(), ended_by="test")
    assert client.get("/periksa/").status_code == 403
    RoleGrant.objects.update(ended_at=None)
    norhayati.bahtera_person.is_active = False
    norhayati.bahtera_person.save()
    assert client.get("/periksa/").url.startswith("/masuk/")


@pytest.mark.parametrize(("minutes", "status"), [(29, 200), (31, 302)])
def test_a_session_left_alone_ends(norhayati, minutes, status):
    client = entered("norhayati")
    with clock.frozen(clock.now() + timedelta(minutes=minutes)):
        assert client.get("/periksa/").status_code == status


def test_a_session_in_use_still_ends_after_twelve_hours(norhayati):
    client = entered("norhayati")
    start = clock.now()
    for minutes in range(20, 12 * 60, 20):
        with clock.frozen(start + timedelta(minutes=minutes)):
            assert client.get("/periksa/").status_code == 200
    with clock.frozen(start + timedelta(hours=12, minutes=1)):
        assert client.get("/periksa/").status_code == 302


def test_signing_out_ends_the_session_itself(norhayati):
    client = entered("norhayati")
    cookie = client.cookies["sessionid"].value
    client.post("/keluar/")
    thief = Client()
    thief.cookies["sessionid"] = cookie
    assert thief.get("/periksa/").status_code == 302
    assert SignInSession.objects.get().ended_by == f"user:{norhayati.pk}"


def test_a_session_django_knows_and_we_do_not_is_nobodys(client, norhayati):
    client.force_login(norhayati)
    assert client.get("/periksa/").url.startswith("/masuk/")


def test_one_ends_ones_other_sessions_but_nobody_elses(norhayati, chelsea):
    here, there = entered("norhayati"), entered("norhayati")
    foreign = SignInSession.objects.exclude(user=norhayati).get()
    assert here.post(f"/akun/sesi/{foreign.pk}/akhiri/").status_code == 404
    assert chelsea.get("/").status_code == 200
    assert here.get("/akun/").text.count("Chrome · Linux") >= 2
    assert here.post("/akun/sesi/lain/akhiri/").url == "/akun/"
    assert there.get("/").url.startswith("/masuk/")
    assert here.get("/").status_code == 200


def test_exports_ask_again_after_ten_minutes_and_then_begin(norhayati, measured):
    client = entered("norhayati")
    wanted = f"/ekspor/desa.csv?wilayah={REGENCY}&putaran={measured.id}"
    assert client.get(wanted).status_code == 200
    with clock.frozen(clock.now() + timedelta(minutes=11)):
        asked = client.get(wanted)
        assert asked.url.startswith("/masuk/pastikan/?next=/ekspor/desa.csv%3F")
        page = client.get(asked.url)
        assert page.status_code == 200
        wrong = client.post("/masuk/pastikan/", {"sandi": "bukan sandinya ini", "next": wanted})
        assert 'role="alert"' in wrong.text
        assert client.get(wanted).status_code == 302
        right = client.post("/masuk/pastikan/", {"sandi": PASSWORD, "next": wanted})
        assert f'href="{wanted.replace("&", "&amp;")}" data-begin-download' in right.text
        assert client.get(wanted).status_code == 200


def test_changing_the_second_step_asks_again_too(norhayati, secret):
    client = entered("norhayati")
    factor = access.factors_of(norhayati.pk)[0].id
    with clock.frozen(clock.now() + timedelta(minutes=11)):
        for address in ("/akun/kode/", "/akun/kunci-sandi/", "/akun/kode-cadangan/", "/akun/sandi/"):
            assert client.get(address).url == f"/masuk/pastikan/?next={address}"
        sent = client.post(f"/akun/langkah/{factor}/hapus/", **AWAY)
        assert sent.url == "/masuk/pastikan/?next=/akun/"


def test_the_only_second_step_stays_while_the_task_needs_it(norhayati, secret):
    client = entered("norhayati")
    factor = access.factors_of(norhayati.pk)[0].id
    answer = client.post(f"/akun/langkah/{factor}/hapus/", follow=True)
    assert "satu-satunya" in answer.text
    assert len(access.factors_of(norhayati.pk)) == 1


def test_another_persons_second_step_cannot_be_removed(norhayati, secret, bob):
    factor = access.factors_of(norhayati.pk)[0].id
    assert bob.post(f"/akun/langkah/{factor}/hapus/").status_code == 404
    assert len(access.factors_of(norhayati.pk)) == 1


def test_a_new_password_ends_the_other_sessions(norhayati):
    here, there = entered("norhayati"), entered("norhayati")
    before = here.cookies["sessionid"].value
    new = "tiga perahu kecil di muara"
    weak = here.post(
        "/akun/sandi/",
        {"sandi-lama": PASSWORD, "sandi-baru": "norhayati2026", "sandi-ulang": "norhayati2026"},
    )
    assert 'role="alert"' in weak.text
    unlike = here.post("/akun/sandi/", {"sandi-baru": new, "sandi-ulang": new + "x"})
    assert 'role="alert"' in unlike.text
    both = {"sandi-baru": new, "sandi-ulang": new, "next": "/akun/"}
    for present in ("", "bukan sandinya ini"):
        assert 'role="alert"' in here.post("/akun/sandi/", {**both, "sandi-lama": present}).text
    done = here.post("/akun/sandi/", {**both, "sandi-lama": PASSWORD})
    assert done.url == "/akun/"
    assert here.cookies["sessionid"].value != before
    assert here.get("/akun/").status_code == 200
    assert there.get("/akun/").url.startswith("/masuk/")
    assert password(Client()).status_code == 200
    assert password(Client(), password=new).status_code == 302


def test_a_new_second_step_ends_the_other_sessions(norhayati, secret):
    here, there = entered("norhayati"), entered("norhayati")
    here.get("/akun/kode/")
    fresh = re.sub(
        r"[^A-Z2-7]", "", re.search(r"<code[^>]*>([A-Z2-7 ]{32,})</code>", here.get("/akun/kode/").text)[1]
    )
    assert here.post("/akun/kode/", {"kode": code(fresh)}).status_code in {200, 302}
    assert here.get("/akun/").status_code == 200
    assert there.get("/akun/").url.startswith("/masuk/")


def test_a_password_that_was_handed_over_opens_only_the_page_that_replaces_it(norhayati):
    handed = access.renew_password(norhayati.pk, by="system")
    client = Client()
    assert password(client, password=handed).url == "/akun/sandi/?next=/"
    assert client.get("/periksa/").url == "/akun/sandi/?next=/periksa/"
    new = "tiga perahu kecil di muara"
    done = client.post("/akun/sandi/", {"sandi-baru": new, "sandi-ulang": new})
    assert done.url.startswith("/akun/siapkan/")
    with clock.frozen(clock.now() + timedelta(days=8)):
        assert password(Client(), password=handed).status_code == 200


def test_a_handed_password_expires(norhayati):
    handed = access.renew_password(norhayati.pk, by="system")
    with clock.frozen(clock.now() + timedelta(days=7, minutes=1)):
        assert 'role="alert"' in password(Client(), password=handed).text


def test_the_demonstration_shows_its_codes_and_only_its_own(client, norhayati, secret, chelsea):
    from bahtera.access.queries.signing_in import factors

    user = get_user_model().objects.get(username="chelsea")
    access.enrol_demonstration(user.pk)
    access.enrol_demonstration(user.pk)
    assert access.demonstration_code(user.pk) is None, "not unless the site is a demonstration"
    access.configure_demonstration(shown=True)
    try:
        shown = access.demonstration_code(user.pk)
        visitor = Client()
        password(visitor, name="chelsea")
        page = visitor.get("/masuk/langkah-kedua/").text
        assert shown in page
        assert "akun peragaan" in page.casefold()
        assert visitor.post("/masuk/langkah-kedua/", {"kode": shown}).status_code == 302
        password(client)
        assert "peragaan" not in client.get("/masuk/langkah-kedua/").text.casefold()
    finally:
        access.configure_demonstration(shown=False)
    assert factors.demonstration_code(user.pk) is None


def test_a_step_that_is_done_leads_on(norhayati, secret):
    client = entered("norhayati")
    assert client.get("/masuk/langkah-kedua/?next=/periksa/").url == "/periksa/"
    assert client.get("/akun/siapkan/?next=https://evil.example/").url == "/"
    assert client.get("/masuk/?next=/wilayah/").url == "/wilayah/"


def test_who_holds_no_role_needs_no_second_step(client, django_user_model):
    enter(client, django_user_model.objects.create_user("danny", password=PASSWORD), factor="")
    assert client.get("/").status_code == 200
    assert client.get("/akun/").status_code == 200


@pytest.mark.django_db
def test_a_visitor_who_asks_for_a_passkey_makes_no_row(client):
    from django.contrib.sessions.models import Session

    first = client.post("/masuk/kunci-sandi/")
    assert first.status_code == 200
    assert Session.objects.count() == 0
    held = first.cookies["mulai-passkey"]
    assert (held["httponly"], held["samesite"], held["max-age"]) == (True, "Lax", 300)
    assert "sessionid" not in first.cookies


@pytest.mark.django_db
def test_what_a_visitor_began_cannot_be_changed_or_used_late(client, rf):
    from bahtera.web import signing

    client.post("/masuk/kunci-sandi/")
    request = rf.get("/")
    request.COOKIES.update({name: one.value for name, one in client.cookies.items()})
    assert signing.handed(request, "passkey")["challenge"]
    assert signing.handed(request, "provider") is None
    request.COOKIES["mulai-passkey"] += "x"
    assert signing.handed(request, "passkey") is None


def told(client):
    return client.get("/akun/").content.decode()


@pytest.mark.django_db
def test_the_owner_hears_how_often_somebody_tried(client, norhayati, secret):
    password(client)
    client.post("/masuk/langkah-kedua/", {"kode": code(secret)})
    assert "percobaan masuk" not in told(client), "a first sign-in has nothing before it"
    thief = Client()
    for _ in range(3):
        password(thief, password="salah salah salah")
    # The password alone, guessed right, clears nothing and is told nothing.
    password(thief)
    assert "percobaan masuk" not in thief.get("/masuk/langkah-kedua/").content.decode()
    thief.post("/masuk/langkah-kedua/", {"kode": "000000"})
    own = Client()
    password(own)
    own.post("/masuk/langkah-kedua/", {"kode": code(secret, 1)})
    shown = told(own)
    assert "4 percobaan masuk ke akun Anda gagal" in shown
    assert "127.0.0.1" not in re.search(r"<p>[^<]*percobaan masuk[^<]*</p>", shown).group()
    assert "percobaan masuk" not in told(own), "once"
    third = Client()
    password(third)
    third.post("/masuk/langkah-kedua/", {"kode": code(secret, 2)})
    assert "percobaan masuk" not in told(third)
