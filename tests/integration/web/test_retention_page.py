"""The pages of retention: rules in plain words, what the nights did, and holds by letter."""

from datetime import timedelta

import pytest
from tests.fakes.signing_in import entered

from bahtera.access import api as access
from bahtera.foundation import clock, expiring
from bahtera.foundation.expiring import Ending, Executor, Expired
from bahtera.foundation.models import AuditEntry, ScheduledJob
from bahtera.privacy import api
from bahtera.privacy.models import LegalHold

from .province import PASSWORD, PROVINCE

pytestmark = pytest.mark.django_db
FORM = {
    "jenis": "area",
    "wilayah": PROVINCE,
    "surat": "B/7",
    "pemberi": "Penyidik",
    "alasan": "<b>perkara</b>",
}


def enter_as(name, role):
    access.ensure_account(
        username=name, password=PASSWORD, full_name=f"{name} (sintetis)", roles=[role], areas=[PROVINCE]
    )
    return entered(name)


@pytest.fixture
def dian(areas):
    return enter_as("dian", "data_protection_officer")


@pytest.fixture
def wati(areas):
    return enter_as("wati", "auditor")


def text_of(answer):
    assert answer.status_code in {200, 400}
    return answer.content.decode()


@pytest.fixture
def broken_shelf(monkeypatch):
    """One thing of many that cannot be ended."""

    def end(_keys, _why):
        raise OSError

    old = expiring.executors()["surveys.repeated_uploads"]
    monkeypatch.setitem(
        expiring._executors,
        old.name,
        Executor(
            old.name, Ending.DELETE, old.since, old.tables, lambda *one: [] if one[1] else [Expired("7")], end
        ),
    )


def test_rules_are_told_in_plain_words(wati):
    text = text_of(wati.get("/privasi/retensi/"))
    assert "Isi kunjungan, jawaban dan foto" in text
    assert "5 tahun setelah putaran ditutup: kuncinya dimusnahkan" in text
    assert "Belum terjadwal" in text
    assert "Belum ada malam yang dijalankan." in text
    assert "/privasi/retensi/tahan/" not in text, "an auditor reads and places no holds"


def test_the_next_run_and_the_last_nights(dian):
    api.carry_out_retention()
    ScheduledJob.objects.create(name="retention", next_at=clock.now())
    text = text_of(dian.get("/privasi/retensi/"))
    assert "Belum terjadwal" not in text
    assert "Malam terakhir: belum ada yang habis masa simpannya." in text
    assert "tidak ada yang habis masa simpannya" in text
    assert "/privasi/retensi/tahan/" in text


def test_what_failed_calls(dian, broken_shelf, caplog):
    start = clock.now()
    for hours in (0, 24):
        with clock.frozen(start + timedelta(hours=hours)):
            api.carry_out_retention()
    text = text_of(dian.get("/privasi/retensi/"))
    assert "1 data gagal diakhiri malam terakhir" in text
    assert "OSError" in text


def test_a_pause_calls(dian):
    start = clock.now()
    for days in (0, 40):
        with clock.frozen(start + timedelta(days=days)):
            api.carry_out_retention()
    assert "Periksa jam server" in text_of(dian.get("/privasi/retensi/"))


def test_a_hold_is_placed_read_and_lifted(dian):
    assert dian.post("/privasi/retensi/tahan/", FORM).status_code == 302
    text = text_of(dian.get("/privasi/retensi/tahan/"))
    assert "B/7" in text
    assert "&lt;b&gt;perkara" in text
    hold = LegalHold.objects.get()
    assert dian.post(f"/privasi/retensi/tahan/{hold.pk}/lepas/", {"surat": ""}).status_code == 302
    assert LegalHold.objects.get().lifted_at is None
    assert dian.post(f"/privasi/retensi/tahan/{hold.pk}/lepas/", {"surat": "B/8"}).status_code == 302
    assert LegalHold.objects.get().lifted_letter == "B/8"
    assert "dicabut" in text_of(dian.get("/privasi/retensi/tahan/"))
    reads = AuditEntry.objects.filter(action="access.read", subject="door:web.holds")
    assert reads.count() == 2


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"surat": " "}, "Tulis nomor surat"),
        ({"jenis": "family", "pengenal": "bukan"}, "Pilih"),
        ({"jenis": "family", "pengenal": "0" * 32}, "Tidak ada yang seperti ini"),
        ({"jenis": "apa", "pengenal": "0" * 32}, "Tidak ada yang seperti ini"),
        ({"sampai": "2020-01-01"}, "sudah lewat"),
        ({"mulai": "kemarin"}, "kemarin"),
    ],
)
def test_a_form_that_is_wrong_keeps_what_was_typed(dian, change, told):
    answer = dian.post("/privasi/retensi/tahan/", FORM | change)
    assert answer.status_code == 400
    text = answer.content.decode()
    assert told in text
    assert "Penyidik" in text
    assert not LegalHold.objects.exists()


def test_holds_are_the_officers_own(wati):
    assert wati.get("/privasi/retensi/tahan/").status_code == 403
    assert wati.post("/privasi/retensi/tahan/", FORM).status_code == 403
