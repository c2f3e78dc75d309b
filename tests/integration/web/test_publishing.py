"""Publishing a workbook from the office: handed to the worker, watched, and told cell by cell."""

import re
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django_tasks_db.models import DBTaskResult
from tests.fakes.blob_folders import blobs_in

from bahtera.foundation import blobs
from bahtera.questionnaires import api as questionnaires
from bahtera.questionnaires import tasks

from .province import enter
from .test_pages import text_of

WORKBOOK = b"PK\x03\x04 a workbook"


@pytest.fixture(autouse=True)
def _own_blobs(tmp_path):
    with blobs_in(tmp_path / "blobs"):
        yield


@pytest.fixture
def in_database(settings):
    """Keep tasks as a site does: in the database, until a worker takes them."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


def upload(client, **more):
    return client.post("/kuesioner/", {"berkas": SimpleUploadedFile("kunjungan <b>.xlsx", WORKBOOK)}, **more)


def work():
    call_command("db_worker", batch=True, interval=0, verbosity=0, startup_delay=False)


@pytest.fixture
def outcome(monkeypatch, form):
    """Let the publishing end as a test wants; the workbook itself is not looked at."""

    def ends(result):
        def publish(xlsx, *, actor_key, indices):
            assert xlsx == WORKBOOK
            assert actor_key.startswith("user:")
            if isinstance(result, Exception):
                raise result
            return questionnaires.get_form(form.form_id, form.version)

        monkeypatch.setattr(tasks, "publish", publish)

    ends(None)
    return ends


PROBLEMS = questionnaires.InvalidForm(
    (
        questionnaires.Problem("survey", 42, "relevant", "Pertanyaan “umurr” tidak ada."),
        questionnaires.Problem("", None, "", "Tidak ada lembar settings."),
    )
)
ENDS = [
    (None, "Sudah terbit: kunjungan_keluarga, versi 2026.1"),
    (PROBLEMS, "survey 42 relevant Pertanyaan “umurr” tidak ada. – – – Tidak ada lembar settings."),
    (questionnaires.VersionTaken("kunjungan", "9"), "Versi 9 dari kunjungan"),
    (RuntimeError("secret detail"), "Ada gangguan di pihak kami, dan tidak ada yang terbit."),
]


@pytest.mark.parametrize(("result", "said"), ENDS)
@pytest.mark.django_db(transaction=True)
def test_a_worker_publishes_and_the_page_follows(in_database, outcome, result, said):
    alice = enter("alice", "administrator supervisor", [""])
    outcome(result)
    handed = upload(alice)
    assert handed.status_code == 302
    assert re.match(r"/kuesioner/terbitan/[0-9a-f-]{36}/\?berkas=", handed.url)
    waiting = alice.get(handed.url)
    assert "Menunggu giliran" in text_of(waiting)
    assert "kunjungan &lt;b&gt;.xlsx" in waiting.text
    assert '<meta http-equiv="refresh"' in waiting.text
    DBTaskResult.objects.update(status="RUNNING")
    assert "Sedang diperiksa" in text_of(alice.get(handed.url))
    DBTaskResult.objects.update(status="READY")
    work()
    over = alice.get(handed.url)
    assert said in text_of(over)
    assert "refresh" not in over.text
    assert "hx-trigger" not in over.text
    assert "secret detail" not in over.text


def test_problems_are_told_in_the_readers_language(alice, outcome):
    problem = questionnaires.Problem("survey", 3, "type", "the type is not known", "jenis tidak dikenal")
    outcome(questionnaires.InvalidForm((problem,)))
    assert "survey 3 type jenis tidak dikenal" in text_of(upload(alice))
    alice.post("/bahasa/", {"bahasa": "en"})
    assert "survey 3 type the type is not known" in text_of(upload(alice))


@pytest.mark.parametrize(("result", "said"), ENDS)
def test_a_site_that_works_at_once_answers_at_once(alice, outcome, result, said):
    outcome(result)
    answer = upload(alice)
    assert answer.status_code == 200
    assert said in text_of(answer)
    assert "secret detail" not in answer.text


@pytest.mark.django_db(transaction=True)
def test_a_page_that_asks_again_gets_an_answer_only_when_something_changed(in_database, outcome):
    alice = enter("alice", "administrator supervisor", [""])
    page = alice.get(upload(alice).url).text
    again = re.search(r'hx-get="([^"]+)"', page)[1].replace("&amp;", "&")
    assert alice.get(again, headers={"hx-request": "true"}).status_code == 204
    assert alice.get(again).status_code == 200
    work()
    assert "Sudah terbit" in text_of(alice.get(again, headers={"hx-request": "true"}))


@pytest.mark.django_db(transaction=True)
def test_a_publishing_nobody_takes_up_says_so(in_database, outcome):
    from datetime import UTC, datetime

    alice = enter("alice", "administrator supervisor", [""])
    address = upload(alice).url
    DBTaskResult.objects.update(enqueued_at=datetime(2026, 1, 1, tzinfo=UTC))
    assert "Belum ada yang mengerjakannya." in text_of(alice.get(address))
    DBTaskResult.objects.update(status="RUNNING", started_at=datetime(2026, 1, 1, tzinfo=UTC))
    assert "Ini lebih lama daripada biasanya." in text_of(alice.get(address))


@pytest.mark.django_db(transaction=True)
def test_only_who_started_a_publishing_follows_it(in_database, outcome):
    alice, erin = (enter(name, "administrator", [""]) for name in ("alice", "erin"))
    supervisor = enter("bob", "supervisor", [""])
    address = upload(alice).url
    assert erin.get(address).status_code == 404
    assert supervisor.get(address).status_code == 403
    assert alice.get(f"/kuesioner/terbitan/{uuid4()}/").status_code == 404
    assert alice.get("/kuesioner/terbitan/abc/").status_code == 404


def test_a_backend_that_keeps_nothing_knows_no_publishing(alice, outcome):
    upload(alice)
    assert alice.get(f"/kuesioner/terbitan/{uuid4()}/").status_code == 404


def test_an_upload_is_kept_before_it_is_handed_over(alice, outcome):
    import hashlib

    upload(alice)
    assert blobs.exists(hashlib.sha256(WORKBOOK).hexdigest())


def test_what_cannot_be_handed_over_is_said_at_once(alice, bob, form, monkeypatch):
    from bahtera.web.views import questionnaires as views

    assert "Pilih lembar kerja dahulu." in text_of(alice.post("/kuesioner/"))
    assert bob.post("/kuesioner/").status_code == 403
    monkeypatch.setattr(views, "_MOST_BYTES", 3)
    answer = upload(alice)
    assert answer.status_code == 400
    assert "Berkas lebih besar dari 10 MB." in text_of(answer)
