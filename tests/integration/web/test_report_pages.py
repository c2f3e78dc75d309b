"""The pages of village reports: who sees what, whose turn it is, and what leaves as a file."""

import csv
import random
import re
import subprocess
from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal
from io import StringIO
from uuid import uuid4

import pytest
from tests.fakes.family_visits import SIZE, store_visits
from tests.fakes.signing_in import entered

from bahtera import indices
from bahtera.access import api as access
from bahtera.foundation import clock
from bahtera.foundation.models import AuditEntry
from bahtera.reports import api as reports
from bahtera.reports.models import Report
from bahtera.results import api as results
from bahtera.surveys import api as surveys

from .province import DISTRICT, REGENCY, VILLAGE

pytestmark = pytest.mark.django_db
KADER = access.Actor.over("token:1", "Siti", frozenset({"kader"}), (VILLAGE,))
WORDS = reports.Words(problems=("signal",), proposals=("papers",), other_problems=("Jembatan <putus> #set",))


@pytest.fixture
def made(measured):
    chooser = random.Random(4)
    patterns = ["".join("1" if chooser.random() < 0.72 else "0" for _ in range(SIZE)) for _ in range(86)]
    store_visits(measured.id, VILLAGE, patterns)
    results.refresh_village(measured.id, VILLAGE)
    return reports.make_report(uuid4(), round_id=measured.id, village_code=VILLAGE, words=WORDS, actor=KADER)


def someone(name, role, area):
    access.ensure_account(username=name, password="pw", full_name=name, roles=[role], areas=[area])
    return entered(name)


@pytest.fixture
def koordinator(made):
    return someone("koordinator", "coordinator", DISTRICT)


@pytest.fixture
def kades(made):
    return someone("kades", "desa_officer", VILLAGE)


@pytest.fixture
def tpk2d(made):
    return someone("tpk2d", "tpk2d", REGENCY)


def state():
    return Report.objects.get().state


def test_indicators_stand_beside_the_names_of_their_dimensions(made, koordinator):
    page = koordinator.get(f"/laporan/{made.id}/").content.decode()
    beside = set(re.findall(r'<span class="code">[\w-]+ · ([^<]+)</span>', page))
    assert beside
    assert beside <= {each.title.id for each in indices.load("ikk").dimensions}


def test_each_confirms_with_their_own_sign_in(made, koordinator, kades, tpk2d):
    at = f"/laporan/{made.id}/"
    assert "Laporan desa yang menunggu Anda" in koordinator.get("/").content.decode()
    assert "Laporan desa yang menunggu Anda" not in kades.get("/").content.decode()
    assert kades.post(f"{at}sahkan/", follow=True).status_code == 200
    assert state() == "made"
    koordinator.post(f"{at}konfirmasi/")
    assert state() == "made", "not before saying that nobody is named"
    koordinator.post(f"{at}konfirmasi/", {"tanpa_nama": "ya"})
    assert state() == "confirmed"
    page = kades.post(f"{at}sahkan/", follow=True).content.decode()
    assert "kader mendapat tanda terima" in page
    assert state() == "received"
    assert kades.post(f"{at}terima/").status_code == 403
    tpk2d.post(f"{at}terima/")
    assert state() == "accepted"
    again = tpk2d.post(f"{at}terima/", follow=True).content.decode()
    assert "sudah berubah keadaannya" in again


def test_sent_back_with_a_reason_that_names_nobody(made, koordinator):
    at = f"/laporan/{made.id}/kembalikan/"
    for reason in ("", "NIK 6310054101800001"):
        koordinator.post(at, {"sebab": reason})
        assert state() == "made"
    koordinator.post(at, {"sebab": "Lengkapi RT 4"})
    assert state() == "returned"
    assert "Lengkapi RT 4" in koordinator.get(f"/laporan/{made.id}/").content.decode()


def test_who_has_not_reported_is_told_to_the_regency_alone(made, tpk2d):
    page = tpk2d.get("/laporan/?keadaan=belum").content.decode()
    listed = page[page.index('id="desa"') :]
    assert "Sungai Contoh" in listed
    assert "Pulau Contoh" not in listed, "it has reported"
    assert "Teluk Dalam" not in page, "another regency"


def results_due(round_id, day):
    stage = surveys.StageRow(surveys.Stage.RESULTS, day - timedelta(days=5), day)
    surveys.set_calendar(round_id, [stage], actor=access.SYSTEM)


def listed(client, query=""):
    rows = list(csv.reader(StringIO(client.get(f"/laporan/desa.csv{query}").content.decode("utf-8-sig"))))
    return {row[1]: (row[5], row[7], row[8]) for row in rows[1:]}


def test_days_count_from_the_day_results_were_due(made, tpk2d):
    assert listed(tpk2d)["Desa Sungai Contoh"] == ("belum melapor", "", ""), "no calendar, no days"
    today = clock.today("Asia/Makassar")
    results_due(made.round_id, today - timedelta(days=12))
    assert "12 hari sejak jadwal hasil" in tpk2d.get("/laporan/").content.decode()
    assert listed(tpk2d)["Desa Sungai Contoh"] == ("belum melapor", "12", "")
    results_due(made.round_id, today + timedelta(days=3))
    assert listed(tpk2d)["Desa Sungai Contoh"][1] == "0", "not due yet"


def test_the_inbox_is_narrowed_by_state_and_area_and_leaves_as_a_table(made, koordinator, kades, tpk2d):
    at = f"/laporan/{made.id}/"
    assert set(listed(tpk2d, "?keadaan=jalan")) == {"Desa Pulau Contoh"}
    assert listed(tpk2d, "?keadaan=giliran") == {}
    koordinator.post(f"{at}konfirmasi/", {"tanpa_nama": "ya"})
    kades.post(f"{at}sahkan/")
    assert (
        set(listed(tpk2d, "?keadaan=baru")) == set(listed(tpk2d, "?keadaan=giliran")) == {"Desa Pulau Contoh"}
    )
    assert listed(tpk2d, f"?wilayah={DISTRICT}&keadaan=belum").keys() == {"Desa Sungai Contoh"}
    assert listed(tpk2d, "?wilayah=63.10.99") == {}
    tpk2d.post(f"{at}kembalikan/", {"sebab": "=Lengkapi RT 4"})
    state, _days, reason = listed(tpk2d, "?keadaan=kembali")["Desa Pulau Contoh"]
    assert (state, reason) == ("dikembalikan", "'=Lengkapi RT 4"), "no spreadsheet runs it"
    page = tpk2d.get("/laporan/?keadaan=kembali").content.decode()
    assert "Lengkapi RT 4" in page[page.index('id="desa"') :]


def test_an_odd_address_of_the_inbox_shows_the_whole_list(made, tpk2d):
    for query in ("?keadaan=xyz", "?putaran=99999", "?wilayah=", "?putaran=abc&keadaan="):
        assert len(listed(tpk2d, query)) == 2


def test_a_report_of_elsewhere_is_not_there(made):
    stranger = someone("jauh", "tpk2d", "63.02")
    assert stranger.get(f"/laporan/{made.id}/").status_code == 404
    assert stranger.get(f"/laporan/{made.id}/laporan.pdf").status_code == 404
    assert stranger.post(f"/laporan/{made.id}/terima/").status_code == 404


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_pdf_says_what_the_page_says(made, tpk2d, tmp_path, language):
    tpk2d.post("/bahasa/", {"bahasa": language})
    answer = tpk2d.get(f"/laporan/{made.id}/laporan.pdf")
    assert answer.headers["Content-Type"] == "application/pdf"
    assert b"pdfuaid" in answer.content
    path = tmp_path / "laporan.pdf"
    path.write_bytes(answer.content)
    text = subprocess.run(
        ["pdftotext", "-layout", path, "-"], check=True, capture_output=True, text=True
    ).stdout
    found = reports.get_report(
        made.id, actor=access.Actor.over("user:9", "", frozenset({"tpk2d"}), (REGENCY,))
    )
    assert found.row.number in text
    assert "Jembatan <putus> #set" in text
    for index in found.content["indices"]:
        for one in index["below"]:
            share = str(Decimal(one["share"]).quantize(Decimal("0.1"), ROUND_HALF_UP))
            assert (share if language == "en" else share.replace(".", ",")) in text
    assert AuditEntry.objects.filter(action="publishing.report_exported").count() == 1
