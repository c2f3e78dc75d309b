"""Signing a large round and making its micro-data in the worker: ordered once, done once, and why not is shown."""

from datetime import timedelta

import pytest
from django_tasks_db.models import DBTaskResult
from tests.fakes.family_visits import SIZE, store_visits

from bahtera.config import registrations
from bahtera.foundation import clock
from bahtera.releases import api as releases
from bahtera.releases.models import MicroRequest, Order, Version
from bahtera.surveys import api as surveys

from .province import VILLAGE, enter


@pytest.fixture
def dewi(db):
    """A statistician of the province."""
    return enter("dewi", "statistician", ["63"])


@pytest.fixture
def large(village_results, settings, monkeypatch, dewi):
    """A round in review that counts as large, and a worker that works when told to."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    monkeypatch.setattr("bahtera.releases.queries.orders.LARGE", 1)
    monkeypatch.setattr(releases, "LARGE", 1)
    move(dewi, village_results, "review")
    return village_results


def move(client, row, to, **more):
    revision = surveys.get_round(row.id).revision
    return client.post(f"/putaran/{row.id}/keadaan/{to}/", {"revisi": str(revision), **more})


def work():
    for row in DBTaskResult.objects.ready():
        row.claim("worker")
        row.set_successful(row.task.call(*row.task_result.args))


def page(client, row, name="versi"):
    return client.get(f"/putaran/{row.id}/{name}/").content.decode()


def test_a_large_round_is_signed_once_by_the_worker_however_often_it_is_asked(large, dewi):
    assert move(dewi, large, "provisional").headers["Location"] == f"/putaran/{large.id}/versi/"
    assert "sedang ditandatangani" in page(dewi, large)
    overview = dewi.get(f"/putaran/{large.id}/").content.decode()
    assert ("sedang ditandatangani" in overview, "/keadaan/" in overview) == (True, False)
    again = move(dewi, large, "provisional")
    assert (again.status_code, "sudah diminta" in again.content.decode()) == (400, True)
    waiting = Order.objects.get()
    releases.sign_task.enqueue(str(waiting.pk))  # as another worker would get it
    assert Version.objects.count() == 0
    work()
    assert (Version.objects.count(), Order.objects.get().standing) == (1, "done")
    assert surveys.get_round(large.id).state is surveys.RoundState.PROVISIONAL
    assert "sedang ditandatangani" not in page(dewi, large)
    asked = dewi.get(f"/putaran/{large.id}/versi/", headers={"HX-Request": "true"})
    assert asked.headers["HX-Refresh"] == "true"


def test_work_whose_process_was_killed_begins_again_and_ends_when_it_never_lasts(large, dewi, monkeypatch):
    move(dewi, large, "provisional")
    order = Order.objects.get()

    def killed(*_, **__):
        raise SystemExit

    with monkeypatch.context() as broken:
        broken.setattr("bahtera.releases.tasks.freeze", killed)
        with pytest.raises(SystemExit):
            releases.sign_task.func(str(order.pk))
        assert releases.wake_orders() == []  # somebody may still be at it
        for minutes in (5, 10):
            with clock.frozen(clock.now() + timedelta(minutes=minutes)):
                if minutes == 5:
                    assert "terputus" in page(dewi, large)
                registrations._begin_again()
                with pytest.raises(SystemExit):
                    releases.sign_task.func(str(order.pk))
        with clock.frozen(clock.now() + timedelta(minutes=20)):
            assert releases.wake_orders() == []
    shown = page(dewi, large)
    assert "Tidak ada yang ditandatangani" in shown
    assert "beri tahu pengelola" in shown
    assert Version.objects.count() == 0
    move(dewi, large, "provisional")
    work()
    assert Version.objects.count() == 1


def test_what_cannot_be_signed_is_refused_at_once_or_said_on_the_page(large, dewi):
    move(dewi, large, "provisional")
    work()
    store_visits(large.id, VILLAGE, ["1" * SIZE] * 2, state="accepted")
    assert "belum diputus" in move(dewi, large, "final").content.decode()
    move(dewi, large, "final", belum_selesai="2")
    store_visits(large.id, VILLAGE, ["1" * SIZE], state="accepted")  # one more comes before the worker looks
    work()
    shown = page(dewi, large)
    assert "Tidak ada yang ditandatangani" in shown
    assert "3 kunjungan" in shown
    assert Version.objects.count() == 1


def test_micro_data_of_a_large_version_are_made_by_the_worker(large, dewi):
    for to in ("provisional", "final"):
        move(dewi, large, to)
        work()
    wanted = {"versi": "2", "lisensi": "terbatas", "tujuan": "Penelitian gizi"}
    address = f"/putaran/{large.id}/data-mikro/"
    dewi.post(f"{address}minta/", {**wanted, "tujuan": " "})
    assert Order.objects.filter(what="micro").count() == 0
    for _ in range(2):
        dewi.post(f"{address}minta/", wanted)
    assert "sedang dibuat" in page(dewi, large, "data-mikro")
    work()
    assert Order.objects.get(what="micro").standing == "refused"
    assert MicroRequest.objects.count() == 0
    shown = page(dewi, large, "data-mikro")
    assert "Tidak ada data mikro yang dibuat" in shown
    assert "Minta berkas" in shown  # and may be asked for again
