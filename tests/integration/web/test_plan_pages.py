"""The pages of plans: who sees what, what a need proposes, what leaves as a file, and whose turn it is."""

import csv
import io
import subprocess
from datetime import UTC, date, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook
from tests.fakes.planned import PDF, assess_village, plan_village
from tests.fakes.signing_in import entered

from bahtera.access import api as access
from bahtera.actions import api as actions
from bahtera.actions.models import Assessment, Plan, PlanProgress
from bahtera.foundation import clock
from bahtera.needs import api as needs
from bahtera.surveys import api as surveys

from .province import FAR, NEIGHBOUR, REGENCY, VILLAGE

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def november():
    with clock.frozen(datetime(2026, 11, 22, 3, tzinfo=UTC)):
        yield


@pytest.fixture
def made(measured):
    return plan_village(measured.id)


def someone(name, role, area):
    access.ensure_account(username=name, password="pw", full_name=name, roles=[role], areas=[area])
    return entered(name)


@pytest.fixture
def tpk2d(made):
    return someone("tpk2d", "tpk2d", REGENCY)


def text(answer):
    return answer.content.decode()


def test_lists_show_plans_and_hide_small_counts(made, tpk2d):
    page = text(tpk2d.get("/rencana/"))
    assert "Akta kelahiran keliling" in page
    assert "sasaran kurang dari 5 keluarga" in page
    assert "Rp\N{NO-BREAK SPACE}277,5\N{NO-BREAK SPACE}juta" in page
    only = text(tpk2d.get("/rencana/?sumber=csr"))
    assert "Pelatihan usaha" in only
    assert "Akta kelahiran keliling" not in only
    assert "Akta kelahiran keliling" not in text(tpk2d.get("/rencana/?keadaan=done&tahun=x&desa=zzz"))
    board = text(tpk2d.get("/rencana/papan/"))
    assert board.index("kolom-draft") < board.index("kolom-proposed") < board.index("kolom-done")
    slipped = text(tpk2d.get("/rencana/meleset/"))
    assert "Blangko akta baru datang Juli" in slipped
    assert "terlambat 53 hari" in slipped
    assert "Perbaikan jamban" in text(tpk2d.get("/rencana/menunggu/"))


def test_a_list_of_an_area_is_asked_for_as_everywhere(made, tpk2d):
    other = Plan.objects.filter(activity__startswith="Pelatihan usaha").get()
    Plan.objects.filter(pk=other.pk).update(village_code=NEIGHBOUR)
    for address in ("/rencana/", "/rencana/papan/", "/rencana/rencana.csv"):
        for asked, here in (
            ({"wilayah": VILLAGE}, True),
            ({"desa": VILLAGE}, True),
            ({"wilayah": NEIGHBOUR}, False),
        ):
            page = text(tpk2d.get(address, asked))
            assert ("Akta kelahiran keliling" in page) is here, (address, asked)
            assert ("Pelatihan usaha" in page) is not here, (address, asked)
    assert "terlambat 53 hari" not in text(tpk2d.get("/rencana/meleset/", {"wilayah": NEIGHBOUR}))
    page = text(tpk2d.get("/rencana/", {"wilayah": VILLAGE}))
    assert f'<option value="{VILLAGE}" selected>' in page
    assert f"rencana.csv?wilayah={VILLAGE}" in page


def test_an_area_without_plans_stands_in_the_choice_and_an_unknown_one_is_told(made, tpk2d):
    page = text(tpk2d.get("/rencana/", {"wilayah": FAR}))
    assert f'<option value="{FAR}" selected>' in page
    assert "Akta kelahiran keliling" not in page
    assert "Tidak ada wilayah" not in page
    page = text(tpk2d.get("/rencana/papan/", {"wilayah": "63.99 <b>"}))
    assert "Tidak ada wilayah dengan kode “63.99 &lt;b&gt;”" in page
    assert "Akta kelahiran keliling" in page
    assert tpk2d.get("/rencana/rencana.csv", {"wilayah": "63.99"}).status_code == 400


def test_files_hold_the_same_as_the_list(tpk2d):
    answer = tpk2d.get("/rencana/rencana.csv?sumber=apbdes")
    head, *rows = csv.reader(io.StringIO(text(answer).removeprefix("\ufeff")))
    table = [dict(zip(head, row, strict=True)) for row in rows]
    assert {row["Kegiatan"] for row in table} == {
        "Sidang isbat nikah terpadu",
        "Perbaikan jamban dan sumber air",
    }
    isbat = next(row for row in table if row["Kegiatan"].startswith("Sidang"))
    assert isbat["Keluarga sasaran"] == "<5"
    assert isbat["Rupiah"] == "12500000"
    assert len(isbat["Sidik definisi"]) == 64
    book = load_workbook(io.BytesIO(b"".join(tpk2d.get("/rencana/rencana.xlsx").streaming_content)))
    head, *rows = ([cell.value for cell in row] for row in book.worksheets[0].iter_rows())
    assert len(rows) == 6
    shares = [row[head.index("Angka awal, %")] for row in rows]
    assert all(isinstance(one, int | float) for one in shares), "numbers, not text that looks like them"
    assert tpk2d.get("/rencana/rencana.pdf").status_code == 400


def test_a_need_becomes_a_plan_with_its_agency_proposed(made, tpk2d):
    page = text(tpk2d.get(f"/rencana/baru/?desa={VILLAGE}&indikator=IKK-D1-02"))
    assert "Kebutuhan yang dijawab" in page
    assert '<option value="dukcapil" selected>' in page
    assert "Bidang Pencatatan Sipil" in page
    needs = text(tpk2d.get(f"/kebutuhan/?wilayah={VILLAGE}"))
    assert "/rencana/baru/?" in needs
    sent = {
        "wilayah": VILLAGE,
        "tahun": "2027",
        "putaran": str(Plan.objects.first().round_id),
        "butir": "ikk:IKK-D1-02",
        "kegiatan": "Akta <b>keliling</b>",
        "skpd": "dukcapil",
        "unit": "",
        "jabatan": "Kepala bidang",
        "sumber": "apbdes",
        "jumlah": "1,5 juta",
        "mulai": "2027-02-01",
        "tenggat": "2027-01-01",
    }
    wrong = tpk2d.post("/rencana/baru/", sent)
    assert wrong.status_code == 400
    assert "lebih awal dari hari mulai 1 Februari 2027" in text(wrong)
    assert "Akta &lt;b&gt;keliling&lt;/b&gt;" in text(wrong), "what was typed is not lost"
    answer = tpk2d.post("/rencana/baru/", sent | {"tenggat": "2027-05-01"}, follow=True)
    assert "Akta &lt;b&gt;keliling&lt;/b&gt;" in text(answer)
    assert Plan.objects.filter(amount=1_500_000, state="draft").count() == 1
    for changed in ({"wilayah": FAR}, {"wilayah": "63.10.05.2004"}, {"butir": ""}, {"jumlah": "1,5"}):
        assert tpk2d.post("/rencana/baru/", sent | {"tenggat": "2027-05-01"} | changed).status_code in {
            400,
            403,
        }


def test_families_and_cost_of_a_need_stand_in_its_plan(made, tpk2d):
    number = Plan.objects.first().round_id
    form = tpk2d.get(f"/rencana/baru/?desa={VILLAGE}&indikator=IKK-D1-02&putaran={number}")
    lacking = actions.baseline_of(number, VILLAGE, "ikk", "IKK-D1-02").unmet
    line = needs.lines_of(VILLAGE)["ikk", "IKK-D1-02"]
    typed = form.context["page"].typed
    assert lacking
    assert typed["keluarga"] == str(line.reached_of(lacking))
    assert actions.rupiah_of(typed["jumlah"], "amount") == line.cost_of(lacking)
    assert f"menjangkau {line.reach} persen dari yang belum memenuhi" in text(form)


def test_more_families_than_lack_it_are_asked_about_and_more_than_live_there_refused(made, tpk2d):
    first = Plan.objects.first()
    lacking = actions.baseline_of(first.round_id, VILLAGE, "ikk", "IKK-D1-02").unmet
    sent = {
        "wilayah": VILLAGE,
        "tahun": "2027",
        "putaran": str(first.round_id),
        "butir": "ikk:IKK-D1-02",
        "kegiatan": "Akta untuk semua",
        "skpd": "dukcapil",
        "sumber": "apbdes",
        "mulai": "2027-02-01",
        "tenggat": "2027-05-01",
        "keluarga": str(lacking + 1),
    }
    asked = tpk2d.post("/rencana/baru/", sent)
    assert asked.status_code == 400
    assert f"yang belum memenuhi saat pendataan {lacking} keluarga" in text(asked)
    assert 'name="sengaja"' in text(asked)
    assert 'value="Akta untuk semua"' in text(asked), "what was typed is not lost"
    assert not Plan.objects.filter(activity="Akta untuk semua").exists()
    for extra in ({}, {"sengaja": "1"}):
        refused = tpk2d.post("/rencana/baru/", sent | {"keluarga": "5000"} | extra)
        assert "lebih banyak daripada keluarga di desa ini" in text(refused)
    kept = tpk2d.post("/rencana/baru/", sent | {"sengaja": "1"})
    assert kept.status_code == 302
    assert Plan.objects.get(activity="Akta untuk semua").families == lacking + 1


def test_a_plan_is_read_moved_and_told_of(made, tpk2d):
    at = f"/rencana/{made[3]}/"
    assert "Sepakati" in text(tpk2d.get(at))
    tpk2d.post(f"{at}langkah/agree/")
    tpk2d.post(f"{at}langkah/begin/")
    assert "Geser tenggat" in text(tpk2d.get(at))
    refused = text(tpk2d.post(f"{at}langkah/shift/", {"tenggat": "2026-12-20"}, follow=True))
    assert "Tulis sebabnya" in refused
    stale = text(
        tpk2d.post(f"{at}langkah/shift/", {"tenggat": "2026-12-20", "sebab": "x", "revisi": "1"}, follow=True)
    )
    assert "orang lain mengubahnya" in stale
    tpk2d.post(f"{at}kemajuan/", {"tanggal": "2026-11-20", "persen": "abc"})
    tpk2d.post(f"{at}kemajuan/", {"tanggal": "2026-11-20", "persen": "40", "catatan": "Lima rumah"})
    assert "40 %" in text(tpk2d.get(at))
    assert tpk2d.post(f"{at}langkah/terbang/").status_code == 404
    assert "belum ada yang memegang" in text(tpk2d.get(at))
    tpk2d.post(f"{at}pegang/")
    assert "(Anda)" in text(tpk2d.get(at))


def test_evidence_comes_back_as_it_was_and_runs_nowhere(made, tpk2d):
    at = f"/rencana/{made[1]}/"
    given = {"berkas": SimpleUploadedFile("foto.pdf", PDF + b"\n"), "tentang": "Sidang", "tanpa_nama": "ya"}
    tpk2d.post(f"{at}bukti/", given)
    (row,) = actions.get_plan(
        made[1], actor=access.Actor.over("user:0", "T", frozenset({"tpk2d"}), (REGENCY,))
    ).evidence
    answer = tpk2d.get(f"/rencana/bukti/{row.id}/")
    assert b"".join(answer.streaming_content) == PDF + b"\n"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    reader = someone("penyelia", "supervisor", REGENCY)
    page = text(reader.get(at))
    assert "foto.pdf" not in page
    assert reader.get(f"/rencana/bukti/{row.id}/").status_code == 403


def test_a_file_with_a_wrong_line_is_shown_line_by_line(made, tpk2d):
    count = Plan.objects.count()
    example = text(tpk2d.get("/rencana/impor/contoh.csv"))
    answer = tpk2d.post("/rencana/impor/", {"berkas": SimpleUploadedFile("a.csv", example.encode())})
    assert answer.status_code == 400
    assert "Tidak ada yang diambil" in text(answer)
    good = example.replace("63.10.11.2011", VILLAGE).replace(
        "2027,1,", f"2027,{Plan.objects.first().round_id},"
    )
    answer = tpk2d.post(
        "/rencana/impor/", {"berkas": SimpleUploadedFile("a.csv", good.encode())}, follow=True
    )
    assert "1 rencana diambil sebagai draf" in text(answer)
    assert Plan.objects.count() == count + 1


def test_the_assessment_is_typed_finished_and_printed(measured, made, tpk2d, tmp_path):
    form = actions.assessment_form()
    sent = {
        "wilayah": VILLAGE,
        "putaran": str(measured.id),
        "tanggal": "2026-10-14",
        "tim": "Bappeda",
        **{f"nilai-{one.id}": "3" for one in form.criteria},
    }
    assert tpk2d.post("/rencana/penilaian/baru/", sent | {"tim": ""}).status_code == 400
    page = text(tpk2d.post("/rencana/penilaian/baru/", sent, follow=True))
    assert "75,0" in page
    row = Assessment.objects.get()
    tpk2d.post(f"/rencana/penilaian/{row.pk}/selesai/", {"revisi": "1"})
    assert "Ubah" not in text(tpk2d.get(f"/rencana/penilaian/{row.pk}/"))
    for name, address in (
        ("isi", f"/rencana/penilaian/{row.pk}/penilaian.pdf"),
        ("kosong", "/rencana/penilaian/blanko.pdf"),
    ):
        answer = tpk2d.get(address)
        assert answer.content.startswith(b"%PDF-")
        (tmp_path / f"{name}.pdf").write_bytes(answer.content)
        printed = subprocess.run(
            ["pdftotext", "-layout", tmp_path / f"{name}.pdf", "-"],
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        assert "Kegiatan masuk RKPDes dan APBDes" in printed
        assert ("75,0" in printed) is (name == "isi")


def test_an_earlier_assessment_is_listed(measured, made, tpk2d):
    assess_village(measured.id)
    assert "72,5" in text(tpk2d.get("/rencana/penilaian/"))


def test_the_first_page_counts_and_tells_nothing_of_a_plan(made, tpk2d):
    page = text(tpk2d.get("/"))
    assert "Rencana lewat tenggat" in page
    assert "Sidang isbat" not in page


def test_nobody_is_told_that_few_families_are_left(made, tpk2d):
    """41 of 43 were reached: the two left could be known by name in their village."""
    Plan.objects.filter(pk=made[2]).update(families=43, reached=41, percent=None)
    Plan.objects.filter(pk=made[0]).update(families=43)
    PlanProgress.objects.filter(plan_id=made[2]).update(reached=41, percent=None)
    for address in ("/rencana/", f"/rencana/{made[2]}/"):
        page = text(tpk2d.get(address))
        assert "lebih dari 38 keluarga dijangkau" in page, address
        assert "41 keluarga" not in page, address
    assert ">38" in text(tpk2d.get("/rencana/rencana.csv"))
    kept = someone("koordinator", "coordinator", VILLAGE)
    assert "41 keluarga dijangkau" in text(kept.get(f"/rencana/{made[2]}/"))


def test_a_need_without_a_round_is_that_of_the_newest_round_that_measured_it(measured, made, tpk2d):
    surveys.create_round(
        name="Putaran tanpa angka (sintetis)",
        year=2026,
        form_id="kunjungan_keluarga",
        opens=date(2026, 10, 1),
        area_code=REGENCY,
        actor=access.SYSTEM,
    )
    page = text(tpk2d.get(f"/rencana/baru/?desa={VILLAGE}&indikator=IKK-D1-02"))
    assert f'<option value="{measured.id}" selected>' in page
    assert "Kebutuhan yang dijawab" in page


def test_a_done_plan_leads_to_what_changed(made, tpk2d):
    link = "/dampak/?ukuran=indikator%3Aikk%3AIKK-D3-07"
    assert link in text(tpk2d.get(f"/rencana/{made[2]}/"))
    assert "/dampak/?" not in text(tpk2d.get(f"/rencana/{made[0]}/")), "still under way"
    assert link not in text(someone("koordinator", "coordinator", VILLAGE).get(f"/rencana/{made[2]}/"))
