"""The pages of failures: recorded, each step, notices as they were sent, the report; the auditor sees clocks."""

from datetime import timedelta

import pytest
from tests.integration.web import rights

from bahtera.foundation import clock
from bahtera.foundation.models import AuditEntry
from bahtera.privacy import api
from bahtera.privacy.models import Breach

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("areas")]
LIST = "/privasi/insiden/"


@pytest.fixture
def dian(areas):
    return rights.client("data_protection_officer", "dian")


def body(answer, status=200):
    assert answer.status_code == status, answer.content.decode()[:2000]
    return answer.content.decode()


def when(hours):
    local = clock.now() + timedelta(hours=8) - timedelta(hours=hours)
    return {"tanggal": local.date().isoformat(), "jam": f"{local:%H.%M}", "zona": "Asia/Makassar"}


def record(client, hours=2, **form):
    told = {"jenis": "salah_kirim", "kejadian": "Surel <b>salah</b> kirim", **when(hours), **form}
    return client.post(f"{LIST}baru/", told)


def test_a_failure_goes_all_the_way_to_its_report(dian):
    assert 'name="kejadian"' in body(dian.get(f"{LIST}baru/"))
    address = record(dian).headers["Location"]
    page = body(dian.get(address))
    assert "sisa 69 jam" in page or "sisa 70 jam" in page
    assert "Surel &lt;b&gt;salah&lt;/b&gt; kirim" in page
    step = f"{address}langkah/"
    assert dian.get(f"{address}surat/person/").status_code == 404
    dian.post(step, {"penanganan": "Surel ditarik"})
    dian.post(step, {"orang": "banyak", "data": "Nama", "saran": "Waspada"})
    assert "dengan angka" in body(dian.get(address))
    dian.post(step, {"orang": "1.250", "data": "Nama", "saran": "Waspada"})
    page = body(dian.get(address))
    assert "1.250" in page
    assert "Surel ditarik" in page
    assert "pejabat pelindungan data" in page
    assert "Kepada Bapak/Ibu" in body(dian.get(f"{address}surat/person/"))
    for whom in ("person", "authority"):
        letter = {"kepada": whom, "surat": f"Surat untuk {whom} <i>", **when(1)}
        assert dian.post(step, {"kepada": whom, "surat": "x"}).status_code == 302, "a moment is missing"
        dian.post(step, letter)
        assert f"Surat untuk {whom} &lt;i&gt;" in body(dian.get(f"{address}surat/{whom}/"))
    assert dian.get(f"{address}laporan/").status_code == 404
    dian.post(step, {"sebab": "Alamat keliru", "pencegahan": "Periksa dua kali"})
    report = body(dian.get(f"{address}laporan/"))
    assert "Periksa dua kali" in report
    assert "tepat waktu" in report
    assert Breach.objects.get().state == "closed"
    dian.post(step, {"sebab": "x", "pencegahan": "y"})
    assert 'class="note note-stop' in body(dian.get(address))


@pytest.mark.parametrize(
    "form",
    [{"kejadian": " "}, {"jenis": "apa saja"}, {"jam": "7"}, {"tanggal": ""}, {"zona": "Europe/Paris"}],
)
def test_a_failure_that_is_not_said_is_not_recorded(dian, form):
    assert 'role="alert"' in body(record(dian, **form), 400)
    assert not Breach.objects.exists()


def test_a_failure_of_tomorrow_is_refused(dian):
    assert 'role="alert"' in body(record(dian, hours=-2), 400)


def test_an_overdue_failure_calls_on_the_first_page(dian):
    record(dian, hours=80)
    start = body(dian.get("/"))
    assert "Kegagalan pelindungan" in start
    assert "1 lewat waktu" in start
    assert "lewat 8 jam" in body(dian.get(LIST)) or "lewat 7 jam" in body(dian.get(LIST))


def test_an_auditor_sees_the_clock_and_nothing_that_was_written(dian):
    address = record(dian).headers["Location"]
    ali = rights.client("auditor", "ali")
    page = body(ali.get(LIST))
    assert "Terkirim ke orang yang salah" in page or "salah" in page.lower()
    assert "Surel" not in page
    assert address not in page
    assert "Catat insiden" not in page
    for method, where in (("get", address), ("get", f"{LIST}baru/"), ("post", f"{address}langkah/")):
        assert getattr(ali, method)(where).status_code == 403


def test_what_people_wrote_is_in_no_entry(dian):
    address = record(dian).headers["Location"]
    dian.post(f"{address}langkah/", {"penanganan": "Surel ditarik"})
    assert not [
        entry
        for entry in AuditEntry.objects.all()
        if "Surel" in f"{entry.details}{entry.subject}{entry.about}"
    ]


def test_a_page_of_failures_can_be_walked(dian):
    actor = rights.officer()
    for number in range(32):
        api.open_breach(
            kind="lainnya",
            what_happened=f"Uji {number}",
            found_at=clock.now() - timedelta(hours=number),
            zone="Asia/Jakarta",
            actor=actor,
        )
    page = body(dian.get(LIST))
    assert "kursor=" in page
    cursor = page.partition("kursor=")[2].partition('"')[0]
    assert body(dian.get(f"{LIST}?kursor={cursor}")).count('class="list-link"') == 2
