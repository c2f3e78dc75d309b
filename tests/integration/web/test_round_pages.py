"""Pages of rounds: planning one without writing code, its targets, its calendar and its moves."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.fakes.family_visits import FORM, SIZE, store_visits

from bahtera.checks.models import Flag
from bahtera.surveys import api as surveys
from bahtera.surveys.models import Round

from .province import FAR, NEIGHBOUR, REGENCY, VILLAGE, enter

pytestmark = pytest.mark.django_db
PLAN = {
    "nama": "Putaran rencana (sintetis)",
    "tujuan": "Menilai mutu keluarga",
    "wilayah": REGENCY,
    "mulai": "2027-02-10",
    "sampai": "2027-04-30",
    "kuesioner": FORM,
    "rancangan": "enumeration",
    "revisi": "0",
}


@pytest.fixture
def tamara(areas, form):
    return enter("tamara", "statistician", [REGENCY])


@pytest.fixture
def plan(tamara):
    answer = tamara.post("/putaran/baru/", PLAN)
    assert answer.status_code == 302, answer.content.decode()
    return int(answer.url.strip("/").rpartition("/")[2])


def shown(client, address, status=200):
    answer = client.get(address)
    assert answer.status_code == status
    return answer.content.decode()


def revision(round_id):
    return str(surveys.get_round(round_id).revision)


def test_a_round_is_planned_filled_and_taken_to_the_field(tamara, plan):
    page = shown(tamara, f"/putaran/{plan}/")
    assert "Direncanakan" in page
    assert "Ramadan" in page
    assert "perkiraan" in page
    sent = SimpleUploadedFile("target.csv", f"kode_desa;keluarga\n{VILLAGE};10\n{NEIGHBOUR};8\n".encode())
    answer = tamara.post(f"/putaran/{plan}/target/", {"berkas": sent, "revisi": revision(plan)})
    assert answer.status_code == 302
    assert f"{VILLAGE}" in shown(tamara, f"/putaran/{plan}/target.csv")
    days = {"mulai-locus": "2027-01-02", "sampai-locus": "2027-01-20", "revisi": revision(plan)}
    assert tamara.post(f"/putaran/{plan}/kalender/", days).status_code == 302
    ask = shown(tamara, f"/putaran/{plan}/keadaan/field/")
    assert "Rekomendasi BPS belum diisi" in ask
    assert "Ramadan jatuh pada masa di lapangan" in ask
    moved = {"revisi": revision(plan), "alasan": ""}
    assert tamara.post(f"/putaran/{plan}/keadaan/field/", moved).status_code == 302
    again = tamara.post(f"/putaran/{plan}/keadaan/review/", moved)
    assert (again.status_code, "baru saja mengubah" in again.content.decode()) == (400, True)
    assert surveys.get_round(plan).state is surveys.RoundState.FIELD
    assert "Tamara" in shown(tamara, f"/putaran/{plan}/")


def test_a_visited_round_offers_no_way_back_to_its_plan_and_keeps_its_first_day(tamara, plan):
    tamara.post(f"/putaran/{plan}/keadaan/field/", {"revisi": revision(plan), "alasan": ""})
    back = f"/putaran/{plan}/keadaan/draft/"
    assert back in shown(tamara, f"/putaran/{plan}/")
    store_visits(plan, VILLAGE, ["1" * SIZE], visited_on=date(2027, 2, 12))
    assert back not in shown(tamara, f"/putaran/{plan}/")
    later = tamara.post(f"/putaran/{plan}/rencana/", PLAN | {"mulai": "2027-02-11", "revisi": revision(plan)})
    shorter = tamara.post(
        f"/putaran/{plan}/rencana/", PLAN | {"sampai": "2027-02-11", "revisi": revision(plan)}
    )
    assert (later.status_code, shorter.status_code) == (400, 400)
    assert "hari pertamanya tidak dapat diubah" in later.content.decode()
    assert "terakhir pada 12" in shorter.content.decode()


def test_the_page_before_closing_says_what_is_still_open(areas, measured):
    tina = enter("tina", "statistician", ["63"])
    told = ("2 pertanyaan tentang wawancara belum dijawab, 1 di antaranya", "keadaan=open", "Rekomendasi BPS")
    runs_on = "Masa di lapangan masih berjalan sampai 31 Desember 2999"
    here = f"/putaran/{measured.id}/keadaan/review/"
    Round.objects.filter(pk=measured.id).update(closes="2999-12-31", recommendation_number="")
    for severity, state in (("high", "open"), ("low", "open"), ("high", "explained")):
        a_question(measured.id, severity, state)
    page = shown(tina, here)
    assert [text for text in (*told, runs_on) if text not in page] == []
    Round.objects.filter(pk=measured.id).update(opens="1999-01-01", closes="2000-01-31", state="review")
    for name in ("provisional", "final"):
        page = shown(tina, f"/putaran/{measured.id}/keadaan/{name}/")
        assert [text for text in told if text not in page] == []
        assert "Masa di lapangan masih" not in page
        Round.objects.filter(pk=measured.id).update(state="provisional")


def a_question(round_id, severity, state):
    Flag.objects.create(
        round_id=round_id,
        check_id="night_interview",
        check_hash="a" * 64,
        severity=severity,
        key=f"{severity}{state}",
        village_code=VILLAGE,
        value=23.0,
        threshold=21.5,
        state=state,
        first_seen="2026-03-20T12:00:00Z",
    )


def test_a_wrong_line_keeps_the_targets_as_they_were(tamara, plan):
    lines = {"daftar": f"{VILLAGE} 10\n63.1 4\n{FAR} 2", "revisi": revision(plan)}
    answer = tamara.post(f"/putaran/{plan}/target/", lines)
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "baris 3" in page
    assert "63.1 4" in page
    assert surveys.targets(plan) == []


def test_half_a_recommendation_is_refused_and_what_was_typed_stays(tamara, plan):
    answer = tamara.post(f"/putaran/{plan}/rencana/", {**PLAN, "rekomendasi": "V-27.6310.001"})
    assert answer.status_code == 400
    assert "V-27.6310.001" in answer.content.decode()
    whole = {
        **PLAN,
        "rekomendasi": "V-27.6310.001",
        "tanggal_rekomendasi": "2025-01-05",
        "revisi": revision(plan),
    }
    assert tamara.post(f"/putaran/{plan}/rencana/", whole).status_code == 302
    assert "V-27.6310.001, 5 Januari 2025" in shown(tamara, f"/putaran/{plan}/")


def test_others_neither_see_a_plan_nor_move_a_round(plan, measured):
    rina = enter("rina", "supervisor", [REGENCY])
    shown(rina, f"/putaran/{plan}/", 404)
    shown(rina, f"/putaran/{measured.id}/keadaan/review/", 403)
    assert "Pindahkan keadaan" not in shown(rina, f"/putaran/{measured.id}/")
    assert "Putaran rencana" not in shown(rina, "/putaran/")


def test_figures_are_provisional_until_the_round_is_final(alice, village_results):
    page = shown(alice, f"/wilayah/{VILLAGE}/")
    assert "sementara" in page
    Round.objects.filter(pk=village_results.id).update(state="final")
    page = shown(alice, f"/wilayah/{VILLAGE}/")
    assert '<span class="tag tag-none">final</span>' in page
    assert "sementara" not in page


def test_an_area_may_be_typed_as_its_code_and_name(tamara):
    answer = tamara.post("/putaran/baru/", PLAN | {"wilayah": f"{REGENCY} Kab. Contoh"})
    assert answer.status_code == 302, answer.content.decode()
    assert [one.area_code for one in surveys.planned_rounds()] == [REGENCY]
