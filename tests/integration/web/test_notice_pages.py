"""The bell, the list of notices, and the letters a reader asks for."""

import pytest
from django.core import mail
from tests.fakes.signing_in import entered

from bahtera.access import api as access
from bahtera.foundation import events
from bahtera.notices import api as notices
from bahtera.notices import operations
from bahtera.web.duties.registry import OFFERS, loads_of
from bahtera.web.presenters.notices import KINDS, letter

from .province import REGENCY

pytestmark = pytest.mark.django_db


@pytest.fixture
def tpk2d(db):
    access.ensure_account(
        username="tpk2d", password="pw", full_name="TPK2D (sintetis)", roles=["tpk2d"], areas=[REGENCY]
    )
    return access.actor_behind(f"user:{access.account_id('tpk2d')}")


@pytest.fixture
def with_mail(monkeypatch):
    joined = notices.Joined(
        loads_of, lambda waiting: letter(waiting, "https://bahtera.example"), mails=True, host="x.example"
    )
    monkeypatch.setattr(operations, "_joined", [joined])


def tell(actor, *names):
    notices.on_news([events.Event(name, "key", {"to": [actor.key]}) for name in names])


def test_every_kind_has_words_and_a_page():
    from bahtera.config.noticing import EVENTS

    assert set(KINDS) == {*OFFERS, *EVENTS}


def test_every_event_that_is_told_is_published_somewhere():
    from tests.architecture.test_house import ROOT

    from bahtera.config.noticing import EVENTS

    source = "".join(path.read_text() for path in (ROOT / "src/bahtera").rglob("operations*/*.py"))
    source += "".join(path.read_text() for path in (ROOT / "src/bahtera").rglob("operations.py"))
    assert [name for name in EVENTS if f'"{name}"' not in source] == []
    assert set(EVENTS) <= set(events.registered())


def test_the_bell_counts_what_is_not_read_and_the_page_lists_it(areas, tpk2d):
    client = entered("tpk2d")
    assert "bell-count" not in client.get("/akun/").text
    assert "Belum ada pemberitahuan" in client.get("/pemberitahuan/").text
    tell(tpk2d, "reports.returned", "reports.returned", "documents.made")
    assert '<span class="bell-count num">2</span>' in client.get("/akun/").text
    page = client.get("/pemberitahuan/").text
    assert "2 belum dibaca" in page
    assert "Laporan desa Anda dikembalikan" in page
    assert "Dokumen yang sudah jadi" in page


def test_opening_a_notice_marks_it_and_leads_to_its_page(areas, tpk2d):
    client = entered("tpk2d")
    tell(tpk2d, "documents.made", "reports.accepted")
    ids = {one.kind: one.id for one in notices.list_notices(actor=tpk2d).items}
    answer = client.post(f"/pemberitahuan/{ids['documents.made']}/buka/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/dokumen/")
    assert notices.count_unread(actor=tpk2d) == 1
    client.post("/pemberitahuan/dibaca/")
    assert notices.count_unread(actor=tpk2d) == 0
    assert "sudah dibaca" in client.get("/pemberitahuan/").text


def test_another_s_notice_is_not_there(areas, tpk2d):
    access.ensure_account(username="lain", password="pw", full_name="Lain", roles=["tpk2d"], areas=["62"])
    tell(tpk2d, "documents.made")
    (one,) = notices.list_notices(actor=tpk2d).items
    assert entered("lain").post(f"/pemberitahuan/{one.id}/buka/").status_code == 404
    assert notices.count_unread(actor=tpk2d) == 1


def test_the_list_goes_on(areas, tpk2d):
    for _ in range(35):
        tell(tpk2d, "documents.made")
        notices.read_all(actor=tpk2d)
    client = entered("tpk2d")
    first = client.get("/pemberitahuan/").text
    assert first.count("Dokumen yang sudah jadi") == 30
    more = first.split('href="/pemberitahuan/?mulai=')[1].split('"')[0]
    assert client.get(f"/pemberitahuan/?mulai={more}").text.count("Dokumen yang sudah jadi") == 5
    assert client.get("/pemberitahuan/?mulai=rusak").status_code == 400


def test_without_a_mail_server_nothing_is_said_of_letters(areas, tpk2d):
    client = entered("tpk2d")
    assert "surel" not in client.get("/pemberitahuan/").text
    assert client.post("/pemberitahuan/surel/", {"surel": "rara@dinas.example"}).status_code == 400


def test_a_reader_asks_for_letters_and_ends_them(areas, tpk2d, with_mail):
    client = entered("tpk2d")
    wrong = client.post("/pemberitahuan/surel/", {"surel": "rara di dinas"})
    assert wrong.status_code == 400
    assert "Ini bukan alamat surel" in wrong.text
    assert 'value="rara di dinas"' in wrong.text
    told = client.post("/pemberitahuan/surel/", {"surel": " rara@dinas.example "}, follow=True).text
    assert "Surat akan datang" in told
    assert 'value="rara@dinas.example"' in told
    ended = client.post("/pemberitahuan/surel/berhenti/", follow=True).text
    assert "rara@dinas.example" not in ended
    assert mail.outbox == []


def test_what_waits_for_a_reader_becomes_notices(measured, areas, tpk2d, with_mail):
    from datetime import timedelta

    from bahtera.foundation import clock
    from bahtera.surveys import api as surveys

    today = clock.today("Asia/Makassar")
    stage = surveys.StageRow(
        surveys.Stage.RESULTS, today - timedelta(days=30), today - timedelta(days=3), "Ibu Rahasia"
    )
    surveys.set_calendar(measured.id, [stage], actor=access.SYSTEM)
    notices.look_at([tpk2d.key])
    found = {one.kind: (one.count, one.late) for one in notices.list_notices(actor=tpk2d).items}
    assert found["village_reports.missing"] == (2, 2)
    assert found["survey.stages"] == (1, 1)
    page = entered("tpk2d").get("/pemberitahuan/").text
    assert "Desa yang belum melapor" in page
    assert "Ibu Rahasia" not in page
    assert "Contoh" not in page.split("<main")[1]
