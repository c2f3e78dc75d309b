"""The pages about a round in the field: progress by day and village, by kader, and a recap to sign."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from tests.fakes import pdf
from tests.fakes.signing_in import entered

from bahtera.access import api as access
from bahtera.foundation import clock
from bahtera.surveys import api as surveys
from bahtera.surveys.models import Round, Submission
from bahtera.web.presenters import fieldwork as shown

from .province import FAR, REGENCY, VILLAGE

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _site(areas):
    """The areas of the province."""


@pytest.fixture
def rina(db):
    return access.ensure_account(
        username="rina", password="pw", full_name="Rina (sintetis)", roles=["supervisor"], areas=[REGENCY]
    )


@pytest.fixture
def today():
    return clock.today("Asia/Makassar")


@pytest.fixture
def round_id(rina, today):
    row = Round.objects.create(
        name="Putaran sintetis",
        year=2026,
        form_id="x",
        opens=today - timedelta(days=4),
        closes=today + timedelta(days=5),
    )
    surveys.set_targets(row.pk, {VILLAGE: 20, FAR: 9}, actor=access.SYSTEM)
    return row.pk


@pytest.fixture
def siti(rina):
    return access.add_person("Siti Aminah (sintetis)", area=VILLAGE, actor=rina).id


@pytest.fixture
def visits(round_id, siti, today):
    for days_ago, result in ((2, "selesai"), (1, "selesai"), (1, "menolak"), (0, "tidak_ditemukan")):
        Submission.objects.create(
            instance_id=f"uuid:{uuid4()}",
            form_id="x",
            form_version="1",
            sha256="ab" * 32,
            size=1,
            actor_key=f"person:{siti}",
            received_at=clock.now(),
            state="approved",
            is_current=True,
            round_id=round_id,
            province_code="63",
            regency_code=REGENCY,
            district_code=VILLAGE[:8],
            village_code=VILLAGE,
            family_id=uuid4(),
            family_name="Kepala Sintetis",
            result_code=result,
            respondent="pasangan" if result == "selesai" else "",
            others_present="ya" if result == "selesai" else "",
            visited_on=today - timedelta(days=days_ago),
        )


def words_of(reply):
    return " ".join(reply.content.decode().split())


def test_progress_names_villages_and_who_lags_but_no_family(visits, round_id, rina):
    page = entered("rina")
    text = words_of(page.get(f"/putaran/{round_id}/kemajuan/"))
    assert "4 dari 20 keluarga dikunjungi" in text
    assert "tertinggal" in text
    assert "1 perlu dikunjungi lagi" in text
    assert "polyline" in text
    assert "Teluk Dalam" not in text
    for address in ("kemajuan/", "kemajuan/kader/", "kemajuan.csv"):
        assert "Kepala Sintetis" not in words_of(page.get(f"/putaran/{round_id}/{address}"))
    assert page.get(f"/putaran/{round_id}/kemajuan/?wilayah={FAR}").status_code == 403
    assert page.get("/putaran/987654/kemajuan/").status_code == 404


def test_who_answered_is_told_by_kader(visits, round_id, rina):
    text = words_of(entered("rina").get(f"/putaran/{round_id}/kemajuan/kader/"))
    part = text[text.index("Siapa yang menjawab") :]
    assert re.findall(r'class="n">([\d,–]+)<', part) == ["2", "0", "2", "0", "0", "2", "0", "100,0"]


def test_the_tables_say_what_the_pages_say(visits, round_id, rina, today):
    page = entered("rina")
    days = page.get(f"/putaran/{round_id}/kemajuan.csv?bagian=hari").content.decode("utf-8-sig").splitlines()
    assert days[0] == "tanggal,dikunjungi,disetujui,dikunjungi_sampai,harapan_sampai,per"
    assert days[4].startswith(f"{today - timedelta(days=1)},2,2,3,8.0,")
    villages = page.get(f"/putaran/{round_id}/kemajuan.csv").content.decode("utf-8-sig").splitlines()
    assert villages[1].startswith(f"{VILLAGE},Desa Pulau Contoh,20,4,4,8.0,1,2,0,1,0,1,0,")
    kader = page.get(f"/putaran/{round_id}/kemajuan/kader.csv").content.decode("utf-8-sig").splitlines()
    assert kader[1].startswith("Siti Aminah (sintetis),4,4,0,1,")


def test_a_recap_is_shown_and_printed_to_sign(visits, round_id, rina, siti, today):
    page = entered("rina")
    address = f"/putaran/{round_id}/rekap/{siti}/"
    text = words_of(page.get(address))
    assert "4 pada 3 hari, 4 di antaranya disetujui" in text
    assert "Kepala Sintetis" not in text
    some = words_of(
        page.get(f"{address}?dari={today - timedelta(days=1)}&sampai={today - timedelta(days=1)}")
    )
    assert "2 pada 1 hari" in some
    made = page.get(f"{address}rekap.pdf").content
    words = " ".join(pdf.text(made).split())
    assert "Siti Aminah (sintetis)" in words
    assert "4 kunjungan pada 3 hari, 4 di antaranya disetujui" in words
    assert page.get(f"/putaran/{round_id}/rekap/{uuid4()}/").status_code == 404
    assert page.get(f"{address}?dari=kemarin").status_code == 400


def test_who_gives_no_tasks_sees_no_kader(visits, round_id, siti):
    access.ensure_account(username="tim", password="pw", full_name="Tim", roles=["tpk2d"], areas=[REGENCY])
    page = entered("tim")
    text = words_of(page.get(f"/putaran/{round_id}/kemajuan/"))
    assert "4 dari 20 keluarga dikunjungi" in text
    assert "Menolak" not in text
    assert "/kader/" not in text
    for address in ("kemajuan/kader/", "kemajuan/kader.csv", f"rekap/{siti}/", f"rekap/{siti}/rekap.pdf"):
        assert page.get(f"/putaran/{round_id}/{address}").status_code == 403


def test_many_villages_stand_on_several_pages_and_all_of_them_in_the_file(
    visits, round_id, rina, monkeypatch
):
    monkeypatch.setattr(shown, "MOST", 1)
    access.ensure_account(
        username="sari", password="pw", full_name="Sari", roles=["supervisor"], areas=["63"]
    )
    page, address = entered("sari"), f"/putaran/{round_id}/kemajuan/"
    first = words_of(page.get(address))
    codes = sorted((VILLAGE, FAR))
    assert "1 dari 2 desa, mulai desa ke-1" in first
    assert f'href="{address}?halaman=2#desa"' in first
    assert f'href="{address}?wilayah={codes[0]}"' in first
    assert f'href="{address}?wilayah={codes[1]}"' not in first
    # Sums above the list are those of all villages, whichever of them stand on the page.
    assert "4 dari 29 keluarga dikunjungi" in first
    second = words_of(page.get(f"{address}?halaman=2"))
    assert f'href="{address}?wilayah={codes[1]}"' in second
    assert "1 dari 2 desa, mulai desa ke-2" in words_of(page.get(f"{address}?halaman=99"))
    villages = page.get(f"/putaran/{round_id}/kemajuan.csv").content.decode("utf-8-sig").splitlines()
    assert [line.partition(",")[0] for line in villages[1:]] == codes
